"""What texts add to the pages of a process and of a document."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch

from meetings.models import Meeting, Process
from meetings.panels import Panel

from ..library import listing
from ..library.models import Document, Rendition
from .giving_out import offered
from .models import LanguageVersion, TextVersion


def process_parts(process: Process, meetings: Sequence[Meeting], user: Any) -> Iterator[Panel]:
    """The texts to read, with their files."""
    if texts := _released_texts(process, user):
        yield Panel("documents/panel_texts.html", {"texts": texts}, order=5)


def reading(document: Document, user: Any) -> TextVersion | None:
    """The version that is issued as `document`, where the reader may see it."""
    version = TextVersion.objects.visible_to(user).filter(document=document).select_related("text")
    found = version.first()
    if found:
        found.text.process = document.process
    return found


def forms(document: Document, user: Any) -> dict[str, list[dict[str, str]]]:
    """The released languages of the version that is issued as `document`, to work on and for the record."""
    version = reading(document, user)
    return offered.beside(version) if version and version.is_frozen else {}


def pages(document: Document, user: Any) -> dict[str, str]:
    """The page of each released language of the version that is issued as `document`."""
    version = reading(document, user)
    return offered.pages(version) if version and version.is_frozen else {}


def expected(documents: Collection[int]) -> dict[int, dict[str, date]]:
    """The languages of the versions issued as these documents that follow later, each with the day entered."""
    follow = LanguageVersion.objects.filter(released_at=None, expected_on__isnull=False)
    rows = follow.filter(version__document__in=documents).values_list("version__document", "language", "expected_on")
    found: dict[int, dict[str, date]] = {}
    for document, language, day in rows:
        if document and day:
            found.setdefault(document, {})[language] = day
    return found


def _released_texts(process: Process, user: Any) -> list[dict[str, Any]]:
    """Each text of which a version is released, with the current files of the newest; in two queries."""
    files = Prefetch("document__renditions", Rendition.objects.visible_to(user).current(), to_attr="shown_files")
    released = TextVersion.objects.visible_to(user).released().filter(text__process=process).order_by("text", "number")
    versions = released.select_related("document", "text").prefetch_related(files)
    newest = {version.text_id: version for version in versions}
    return [_text(version, process) for version in newest.values()]


def _text(version: TextVersion, process: Process) -> dict[str, Any]:
    text, document = version.text, version.document
    text.process = process
    if document is None:
        return {"text": text, "files": []}
    files: list[Rendition] = document.shown_files  # type: ignore[attr-defined]
    return {"text": text, "files": listing.file_entries(files, document)}
