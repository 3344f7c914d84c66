"""Paragraphs of texts at which statements point, by the names by which a reader knows them."""

from __future__ import annotations

from collections.abc import Iterable

from documents.models import TextVersion
from documents.texts import known
from documents.texts.actions import read_draft

Place = tuple[int, str]  # the id of a version of a text, and the key of one of its paragraphs


def named(places: Iterable[Place]) -> dict[Place, str]:
    """Each paragraph by its number and first words, after the name of its text; in the order of texts and numbers."""
    wanted: dict[int, set[str]] = {}
    for pk, key in places:
        wanted.setdefault(pk, set()).add(key)
    found: dict[Place, str] = {}
    versions = TextVersion.objects.filter(pk__in=wanted).select_related("text").order_by("text", "number")
    for version in versions:
        draft = read_draft(version)
        blocks = known.of(draft, version.text.numbering, [version.text.original_language])
        for block in draft.blocks:
            if block.key in wanted[version.pk]:
                found[(version.pk, block.key)] = f"{version.text}: {blocks.name(block.key)}"
    return found
