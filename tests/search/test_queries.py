"""What is found: one table, in six languages, run on every database."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from documents.finding import Asked
from documents.search.answers import Narrowed, answer
from documents.search.models import Entry
from meetings.models import Process

from .queries import QUERIES


def found(typed: str, user: Any, **narrowed: Any) -> list[str]:
    """The names of what is found, in order."""
    things = answer(Asked.of(typed), user, Narrowed(**narrowed)).found
    firsts = Entry.objects.select_related("document", "version__text").in_bulk([thing.first.pk for thing in things])
    return [_name(firsts[thing.first.pk]) for thing in things]


def _name(entry: Entry) -> str:
    document = entry.document
    return document.symbol or document.designation if document else str(entry.version.text)  # type: ignore[union-attr]


def test_each_query_finds_what_the_table_says(lakes: Process) -> None:
    """All in one test: the library is made once."""
    stranger = AnonymousUser()
    assert {typed: found(typed, stranger, process=lakes) for typed, _ in QUERIES} == dict(QUERIES)


@pytest.mark.parametrize("least", [150])
def test_the_table_says_each_thing_once(least: int) -> None:
    assert len(dict(QUERIES)) == len(QUERIES) >= least
