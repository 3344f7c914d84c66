"""Data files written by people: YAML and CSV read so that every complaint names its file and line."""

from .files import read, read_table
from .rows import DataError, Row, in_columns

__all__ = ["DataError", "Row", "in_columns", "read", "read_table"]
