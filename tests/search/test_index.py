"""The index of words in the database: it holds what entries have, of all of them and of no others."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from documents.finding import Asked
from documents.models import Entry
from documents.search import index, indexing
from documents.search.answers import Narrowed, answer
from documents.search.sources import SOURCES
from meetings.models import Process
from tests.cast import given


def found(typed: str) -> list[str]:
    return [one.first.key or "" for one in answer(Asked.of(typed), AnonymousUser(), Narrowed()).found]


def of_words() -> set[int]:
    """The entries whose words the index has."""
    with connection.cursor() as cursor:
        column = "id" if connection.vendor == "postgresql" else "rowid"
        cursor.execute(f"SELECT {column} FROM {index.WORDS}")  # noqa: S608
        return {row[0] for row in cursor.fetchall()}


def test_the_words_of_every_entry_are_in_the_index_and_go_with_it(lakes: Process) -> None:
    assert of_words() == set(Entry.objects.values_list("pk", flat=True)) != set()
    with given():
        Entry.objects.filter(document__key__in=found("phosphates")).delete()
    assert of_words() == set(Entry.objects.values_list("pk", flat=True)) != set()
    assert found("phosphates") == []


def test_more_entries_than_one_statement_takes_are_all_found(lakes: Process, monkeypatch: Any) -> None:
    before = found("plan")
    monkeypatch.setattr(index, "AT_ONCE", 3)
    indexing.put(SOURCES["document"], list(lakes.documents.values_list("pk", flat=True)), anyway=True)
    assert set(found("plan")) == set(before) != set()
    assert of_words() == set(Entry.objects.values_list("pk", flat=True))


def test_what_is_old_is_found_among_much_that_is_new(lakes: Process, monkeypatch: Any) -> None:
    """Words that many have are first looked for among the newest places."""
    year = Narrowed(year=2004)
    whole = answer(Asked.of("lakes"), AnonymousUser(), year)
    monkeypatch.setattr("documents.search.answers.MOST", 1)
    monkeypatch.setattr("documents.search.answers.ENOUGH", 1)
    few = answer(Asked.of("lakes"), AnonymousUser(), year)
    assert {one.first.year for one in few.found} == {one.first.year for one in whole.found} == {2004}
    assert (whole.is_whole, few.is_whole) == (True, False)


def test_words_that_entries_had_in_a_column_of_their_own_are_taken_over(lakes: Process) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("On SQLite they never stood there")
    before, ids = found("phosphates"), of_words()
    with given(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE documents_entry ADD COLUMN words tsvector")
        cursor.execute(
            "UPDATE documents_entry SET words = w.words FROM documents_entry_words w WHERE w.id = documents_entry.id"
        )
        cursor.execute("DROP TABLE documents_entry_words")
        cursor.execute("CREATE INDEX documents_entry_words ON documents_entry USING gin (words)")
    index.prepare()
    assert (found("phosphates"), of_words()) == (before, ids)
    assert "words" not in {column.name for column in _columns()}


def _columns() -> list[Any]:
    with connection.cursor() as cursor:
        return connection.introspection.get_table_description(cursor, "documents_entry")
