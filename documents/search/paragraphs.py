"""The paragraphs of released texts, as their readers see them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils import translation

from .. import wordings
from ..faults import Fault
from ..texts import papers
from ..texts.models import TextVersion
from ..texts.papers import PaperBlock
from .models import Entry


@dataclass(frozen=True)
class Paragraph:
    """One block of a version in one language: its key, which is its anchor, its number as printed, and its words."""

    version: TextVersion
    language: str
    key: str
    label: str
    words: str


def paragraphs(version: TextVersion | None) -> Iterator[Paragraph]:
    """What can be read of a version that its readers have, in each language released."""
    if version is None or not version.is_issued:
        return
    source = papers.manuscript(version)
    for language in source.languages:
        try:
            paper = papers.paper(source, language)
        except Fault:  # words of an earlier release, which no page can show either
            continue
        for block in (*paper.blocks, *paper.notes.values()):
            if words := _words(block):
                yield Paragraph(version, language, block.key, block.label[:80], words)


def _words(block: PaperBlock) -> str:
    if block.rows:
        rows = ([wordings.to_plain(cell, block.references) for cell in row] for row in block.rows)
        return "\n".join(" · ".join(filter(None, row)) for row in rows)
    return wordings.to_plain(block.tokens, block.references)


def of_paragraph(entry: Entry) -> str:
    """Where a paragraph is read, in its own language."""
    version = entry.version
    assert version is not None  # noqa: S101 - of paragraphs alone
    with translation.override(entry.language):
        page = reverse("documents:text", args=[version.process.slug, version.text.key])
    return f"{page}?version={version.number}#{entry.at}"
