"""What every change of a document begins with, and names of languages as events keep them."""

from __future__ import annotations

from collections.abc import Iterable

from igsp_portal.foundations.language import languages

from ..models import Document


def hold(document: Document) -> None:
    """Read the row anew and keep it from other writers: what was loaded before may have moved since."""
    document.refresh_from_db(from_queryset=Document.objects.select_for_update(of=("self",), no_key=True))


def own_names(codes: Iterable[str]) -> str:
    return ", ".join(languages.LANGUAGES[code].own_name for code in codes)
