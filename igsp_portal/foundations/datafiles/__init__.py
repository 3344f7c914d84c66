"""Data files written by people: YAML and CSV read so that every complaint names its file and line."""

from .files import list_in, read, read_table, table_in, text_of
from .mistakes import DataError, Mistakes, gathered, gathering, named, note, noted, unnamed
from .rows import Row, in_columns, keys
from .tables import table
from .values import NO_TIME

__all__ = [
    "NO_TIME",
    "DataError",
    "Mistakes",
    "Row",
    "gathered",
    "gathering",
    "in_columns",
    "keys",
    "list_in",
    "named",
    "note",
    "noted",
    "read",
    "read_table",
    "table",
    "table_in",
    "text_of",
    "unnamed",
]
