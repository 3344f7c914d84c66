"""What programs are told that has changed: texts, with their versions and languages."""

from __future__ import annotations

from collections.abc import Iterable

from igsp_portal.foundations.record import changes
from igsp_portal.models import Event

from ..library.models import Document
from ..library.told import OF_ISSUE
from .models import Text, TextVersion


def begin() -> None:
    """Name the events that change what programs read of a text."""
    changes.tell(
        "text",
        visible=Text.objects.visible_to,
        slug="key",
        touched={
            "documents.text": lambda text, event: [text.pk],
            "documents.textversion": lambda version, event: [version.text_id],
            "documents.languageversion": lambda language, event: [language.version.text_id],
            "documents.document": _issued,
        },
        unseen=lambda thing, event: isinstance(thing, TextVersion) and not thing.is_issued,
    )


def _issued(document: Document, event: Event) -> Iterable[int]:
    """The text that a document is a version of: its readers have it once that is issued."""
    if event.verb not in OF_ISSUE:
        return []
    return TextVersion.objects.filter(document=document.pk).values_list("text", flat=True)
