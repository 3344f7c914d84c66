"""Which documents the news of a document also concerns: what it replaces, corrects or supplements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .. import symbols
from ..library.models import Document, Relation
from ..symbols.symbol import REVISION

MOST_REVISIONS = 30  # before one, that are looked for


def concerned(document: Document) -> set[int]:
    """The ids of the documents to whose readers the news of `document` matters, its own among them.

    They are those that it is related to, and those of whose symbol it is a revision, an addendum or a corrigendum.
    """
    related = set(Relation.objects.filter(document=document).values_list("to", flat=True))
    keys = set(_earlier(document.symbol))
    if keys:
        bearers = Document.objects.filter(process=document.process_id, symbol_key__in=keys)
        related |= set(bearers.values_list("pk", flat=True))
    return related | {document.pk}


def concerning(document: Document) -> set[int]:
    """The ids of the documents whose news matters to the readers of `document`, its own among them."""
    related = set(Relation.objects.filter(to=document).values_list("document", flat=True))
    if document.symbol_key:
        stem = _stem(document.symbol)
        near = Document.objects.filter(process=document.process_id, symbol_key__startswith=stem)
        related |= {
            pk for pk, symbol in near.values_list("pk", "symbol") if document.symbol_key in set(_earlier(symbol))
        }
    return related | {document.pk}


def _earlier(symbol: str) -> Iterator[str]:
    """The keys of the symbols that one with these suffixes revises, adds to or corrects."""
    try:
        parsed = symbols.parse(symbol) if symbol else None
    except symbols.SymbolError:
        return
    while parsed is not None and parsed.suffixes:
        *others, (word, number) = parsed.suffixes
        if word == REVISION:
            for earlier in range(max(1, number - MOST_REVISIONS), number):
                yield replace(parsed, suffixes=(*others, (word, earlier)), stars=0).key
        parsed = replace(parsed, suffixes=tuple(others), tails=parsed.tails[: len(others) + 1], stars=0)
        yield parsed.key


def _stem(symbol: str) -> str:
    """What the keys of all begin with that have the same number."""
    parsed = symbols.parse(symbol)
    return replace(parsed, suffixes=(), tails=parsed.tails[:1], stars=0, other=None).key
