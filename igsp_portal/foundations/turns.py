"""Turns: what only one at a time may do, to the end of its transaction, where no row is there to be held for it.

On PostgreSQL these are advisory locks. SQLite has one writer at a time anyway. Whoever needs several of a change takes
them in the order in which they stand here, and before any row: otherwise two could wait for each other.
"""

from __future__ import annotations

from enum import IntEnum

from django.db import connection


class Turn(IntEnum):
    """Any numbers, the same in every process."""

    SYMBOLS = 20040624  # to give out a symbol or a form as cited, so that the second is refused in words
    STORE = 20040626  # to remove a file of no row, or to take one for one's own
    EVENTS = 20040625  # to write events: they commit in the order of their ids; the last thing of a change


def wait_for(turn: Turn) -> None:
    """Wait for the turn, and have it to the end of the transaction. Having it already, go on."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [turn])
