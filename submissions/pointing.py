"""At what statements point, by the names by which a reader knows it: a component of the mandate, a paragraph."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language

from documents.models import TextVersion
from documents.texts import known
from documents.texts.actions import read_draft
from documents.texts.known import Known

from .models import Statement


class Pointing:
    """What each of some statements is on, in the reader's language. A text is read once, for all languages."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        texts = {statement.text_version_id for statement in statements if statement.text_version_id}
        found = TextVersion.objects.filter(pk__in=texts).select_related("text") if texts else ()
        self._texts = {version.pk: (version.text, read_draft(version)) for version in found}
        self._known: dict[tuple[int, str], Known] = {}

    def on(self, statement: Statement) -> str:
        """A component by its label and words, a paragraph by its text and number; "" for neither."""
        if statement.text_version_id is None:
            return str(statement.component or "")
        text, draft = self._texts[statement.text_version_id]
        place = statement.text_version_id, get_language() or "en"
        if place not in self._known:
            self._known[place] = known.of(draft, text.numbering, [text.original_language])
        return f"{text}: {self._known[place].name(statement.block)}"
