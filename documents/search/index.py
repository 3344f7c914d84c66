"""The index of words in the database itself: a table of FTS5 on SQLite, a table with a GIN index on PostgreSQL.

Either is given words that are cut and folded already, and asked for nothing but which entries have them: neither the
tokenizer of the one nor the parser and dictionaries of the other has a say. No model knows of it; after each
migration it is made where it is not there yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models.expressions import RawSQL

from ..finding import Question
from ..finding.asking import as_fts5, as_tsquery

ENTRIES, WORDS = "documents_entry", "documents_entry_words"
# FTS5's plainest tokenizer takes every character beyond ASCII for one of a word: words are parted by spaces alone.
ON_SQLITE = (
    f'CREATE VIRTUAL TABLE IF NOT EXISTS {WORDS} USING fts5(words, tokenize="ascii")',
    f"CREATE TRIGGER IF NOT EXISTS {WORDS}_gone AFTER DELETE ON {ENTRIES} "  # noqa: S608 - names of our own
    f"BEGIN DELETE FROM {WORDS} WHERE rowid = old.id; END",
)
# A table of its own: rows are never written anew for their words, and few pages hold the ids that common words have.
ON_POSTGRESQL = (
    f"""DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = '{ENTRIES}'::regclass AND attname = 'words') THEN
        DROP INDEX IF EXISTS {WORDS};
        CREATE TABLE {WORDS} AS SELECT id, words FROM {ENTRIES} WHERE words IS NOT NULL;
        ALTER TABLE {WORDS} ADD PRIMARY KEY (id);
        ALTER TABLE {ENTRIES} DROP COLUMN words;
    END IF; END $$""",  # noqa: S608 - where the entries themselves had them
    f"CREATE TABLE IF NOT EXISTS {WORDS} (id bigint PRIMARY KEY, words tsvector) WITH (toast_tuple_target = 128)",
    f"CREATE INDEX IF NOT EXISTS {WORDS}_gin ON {WORDS} USING gin (words)",
    f"""CREATE OR REPLACE FUNCTION {WORDS}_gone() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN DELETE FROM {WORDS} WHERE id IN (SELECT id FROM gone); RETURN NULL; END $$""",  # noqa: S608
    f"""CREATE OR REPLACE TRIGGER {WORDS}_gone AFTER DELETE ON {ENTRIES} REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION {WORDS}_gone()""",
    # The planner knows nothing of what it takes to read the words themselves, and would go through all of them.
    f"""CREATE OR REPLACE FUNCTION {WORDS}_having(asked tsquery) RETURNS SETOF bigint LANGUAGE sql STABLE
    SET enable_seqscan = off SET enable_indexscan = off
    AS $$ SELECT id FROM {WORDS} WHERE words @@ asked $$""",  # noqa: S608
)
AT_ONCE = 500  # entries in one statement
LAST_PLACE = 16383  # PostgreSQL counts the words of one entry no further


def _is_postgresql(using: str = DEFAULT_DB_ALIAS) -> bool:
    return connections[using].vendor == "postgresql"


def prepare(using: str = DEFAULT_DB_ALIAS, **signal: Any) -> None:
    """Make the index where the table of entries is there and it is not."""
    with connections[using].cursor() as cursor:
        if ENTRIES in connections[using].introspection.table_names(cursor):
            for statement in ON_POSTGRESQL if _is_postgresql(using) else ON_SQLITE:
                cursor.execute(statement)


def put(rows: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Index entries, by their ids, under these words."""
    with connection.cursor() as cursor:
        if _is_postgresql():
            sql = (
                f"INSERT INTO {WORDS} SELECT * FROM unnest(%s::bigint[], %s::tsvector[]) "  # noqa: S608 - a name of our own
                "ON CONFLICT (id) DO UPDATE SET words = excluded.words"
            )
            left = iter(rows)
            while some := list(islice(left, AT_ONCE)):
                cursor.execute(sql, [[pk for pk, _words in some], [_tsvector(words) for _pk, words in some]])
        else:
            sql = f"INSERT INTO {WORDS} (rowid, words) VALUES (%s, %s)"  # noqa: S608
            cursor.executemany(sql, [(pk, " ".join(words)) for pk, words in rows])


def _tsvector(words: Sequence[str]) -> str:
    """Words with their places, as PostgreSQL writes them; it takes the same word any number of times."""
    return " ".join(f"'{word}':{place}" for place, word in enumerate(words[:LAST_PLACE], 1))


def having(question: Question, newest: int | None = None) -> RawSQL:
    """The ids of the entries that have what is asked; of many only so many, the newest."""
    sql, asked = _having(question)
    return RawSQL(sql + (f" ORDER BY 1 DESC LIMIT {newest:d}" if newest else ""), [asked])  # noqa: S611


def has_more(question: Question, than: int) -> bool:
    """Whether more entries than so many have what is asked."""
    sql, asked = _having(question)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} LIMIT 1 OFFSET {than:d}", [asked])
        return cursor.fetchone() is not None


def _having(question: Question) -> tuple[str, str]:
    if _is_postgresql():
        return f"SELECT found FROM {WORDS}_having(%s::tsquery) AS found", as_tsquery(question)  # noqa: S608
    return f"SELECT rowid FROM {WORDS} WHERE words MATCH %s", as_fts5(question)  # noqa: S608
