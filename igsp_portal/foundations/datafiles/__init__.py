"""Data files written by people: YAML and CSV read so that every complaint names its file and line."""

from .files import read, read_table
from .mistakes import DataError, Mistakes, gathered, note, noted
from .rows import NO_TIME, Row, in_columns

__all__ = ["NO_TIME", "DataError", "Mistakes", "Row", "gathered", "in_columns", "note", "noted", "read", "read_table"]
