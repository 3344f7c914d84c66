"""What texts add to the pages of a process and of a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Prefetch

from meetings.models import Meeting, Process
from meetings.panels import Panel

from ..library import listing
from ..library.models import Document, Rendition
from .models import Text, TextVersion


def process_parts(process: Process, meetings: Sequence[Meeting], user: Any) -> Iterator[Panel]:
    """The texts to read, with their files."""
    if texts := _released_texts(process, user):
        yield Panel("documents/panel_texts.html", {"texts": texts}, order=5)


def reading(document: Document, user: Any) -> Text | None:
    """The text of `document`, where the reader may see a version of it."""
    version = TextVersion.objects.visible_to(user).filter(text__document=document).select_related("text")
    found = version.first()
    if found:
        found.text.process = document.process
    return found.text if found else None


def _released_texts(process: Process, user: Any) -> list[dict[str, Any]]:
    """Each text of which a version is released, with the current files of its document; in two queries."""
    files = Prefetch("text__document__renditions", Rendition.objects.visible_to(user).current(), to_attr="shown_files")
    released = TextVersion.objects.visible_to(user).released().filter(text__process=process).order_by("text", "number")
    versions = released.select_related("text__document").prefetch_related(files)
    texts = {version.text_id: version.text for version in versions}
    return [_text(text, process) for text in texts.values()]


def _text(text: Text, process: Process) -> dict[str, Any]:
    text.process = process
    document = text.document
    if document is None:
        return {"text": text, "files": []}
    files: list[Rendition] = document.shown_files  # type: ignore[attr-defined]
    return {"text": text, "files": listing.file_entries(files, document)}
