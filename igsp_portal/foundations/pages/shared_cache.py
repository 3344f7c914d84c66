"""The cache that all web processes share: a table of the database, or Redis.

What lies in it are rate limits, the account library's and our own (limits.py). A limit is a brake: to refuse
everybody who signs in or files because nobody counts would do the harm it is to prevent, and to let everything pass
would open the door to guessing codes. So while Redis does not answer, the limits hold for each process alone: a
portal of three processes lets at most three times as much through, and says so in its log.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from django.db import connections, router, transaction

logger = logging.getLogger(__name__)

LONGEST_COUNT = 24 * 3600  # seconds
ASKED_AGAIN_AFTER = 5  # seconds, in which nobody waits for a server that is down


class TableCache(DatabaseCache):
    """A table of the database, in which two that count at the same instant wait for each other."""

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """As Django's, which writes a row that is there and takes the refusal for its answer: PostgreSQL logs each."""
        return not self.has_key(key, version=version) and super().add(key, value, timeout, version)

    def count(self, key: str, seconds: int) -> int:
        """Count one act of those since the first, which are forgotten `seconds` after it.

        It is one statement, for which each form that is sent waits; it may be forgotten in a power cut, as in any
        cache.
        """
        connection = connections[router.db_for_write(self.cache_model_class)]
        table, name = connection.ops.quote_name(self._table), self.make_and_validate_key(key)  # type: ignore[attr-defined]
        now = datetime.now(UTC)
        moments = [connection.ops.adapt_datetimefield_value(at) for at in (now + timedelta(seconds=seconds), now, now)]
        sql = (
            f"INSERT INTO {table} (cache_key, value, expires) VALUES (%s, '1', %s) "  # noqa: S608 - our own table
            "ON CONFLICT (cache_key) DO UPDATE SET value = "
            f"CASE WHEN {table}.expires < %s THEN '1' ELSE CAST(CAST({table}.value AS integer) + 1 AS text) END, "
            f"expires = CASE WHEN {table}.expires < %s THEN excluded.expires ELSE {table}.expires END"
        )
        with _not_waiting_for_the_disk(connection), connection.cursor() as cursor:
            if connection.features.can_return_columns_from_insert:
                cursor.execute(f"{sql} RETURNING value", [name, *moments])
            else:  # SQLite before 3.35
                cursor.execute(sql, [name, *moments])
                cursor.execute(f"SELECT value FROM {table} WHERE cache_key = %s", [name])  # noqa: S608
            return int(cursor.fetchone()[0])

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """As `add`, for the limits of the account library: our own go through `count`."""
        with transaction.atomic():
            if not self.touch(key, LONGEST_COUNT, version):  # keeps the row from others to the end
                raise ValueError(f"Key {key!r} not found")
            acts: int = self.get(key, version=version) + delta
            self.set(key, acts, LONGEST_COUNT, version)
        return acts


@contextmanager
def _not_waiting_for_the_disk(connection: Any) -> Iterator[None]:
    """What SQLite writes in here is on the disk with the next change that has to be. Within a transaction it is that
    transaction's; PostgreSQL keeps the table without a log (`forgets`)."""
    connection.ensure_connection()
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    connection.connection.execute("PRAGMA synchronous=NORMAL")
    try:
        yield
    finally:
        connection.connection.execute("PRAGMA synchronous=FULL")


def forgets(using: str) -> None:
    """Have PostgreSQL keep the tables of the cache without a log: emptied by a crash, and nobody waits for the disk."""
    connection = connections[using]
    tables = [cache._table for cache in caches.all() if isinstance(cache, TableCache)]  # type: ignore[attr-defined]
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        logged = "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relkind = 'r' AND relpersistence = 'p'"
        cursor.execute(logged, [tables])
        for (table,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {connection.ops.quote_name(table)} SET UNLOGGED")


class SharedCache(BaseCache):
    """Redis at the address `server`, and in its absence the memory of this process. Never raises for its absence."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.shared: BaseCache = RedisCache(server, params)
        self.own = LocMemCache("while the shared cache is down", params)
        self.silent_until = float("-inf")

    def add(self, *args: Any, **options: Any) -> Any:
        return self._ask("add", *args, **options)

    def get(self, *args: Any, **options: Any) -> Any:
        return self._ask("get", *args, **options)

    def set(self, *args: Any, **options: Any) -> Any:
        return self._ask("set", *args, **options)

    def touch(self, *args: Any, **options: Any) -> Any:
        return self._ask("touch", *args, **options)

    def incr(self, *args: Any, **options: Any) -> Any:
        return self._ask("incr", *args, **options)

    def delete(self, *args: Any, **options: Any) -> Any:
        return self._ask("delete", *args, **options)

    def clear(self) -> Any:
        return self._ask("clear")

    def _ask(self, what: str, *args: Any, **options: Any) -> Any:
        if monotonic() >= self.silent_until:
            try:
                return getattr(self.shared, what)(*args, **options)
            except ValueError:  # it answers that there is nothing to count on
                raise
            except Exception as error:  # whatever the client raises, nobody is refused for it
                self.silent_until = monotonic() + ASKED_AGAIN_AFTER
                logger.warning("The shared cache does not answer; this process counts rate limits alone: %s", error)
        return getattr(self.own, what)(*args, **options)
