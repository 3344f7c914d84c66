"""What every change of a document begins with, and names of languages as events keep them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from igsp_portal.foundations.language import languages

from ..models import Document, Rendition


def hold(document: Document) -> None:
    """Read the row anew and keep it from other writers: what was loaded before may have moved since."""
    document.refresh_from_db(from_queryset=Document.objects.select_for_update(of=("self",), no_key=True))


def file_facts(file: Rendition) -> dict[str, Any]:
    """What events say of a file that was posted."""
    return {
        "language": own_names(file.languages),
        "format": file.get_format_display(),
        "sha256": file.sha256,
        "size": file.size,
    }


def own_names(codes: Iterable[str]) -> str:
    return ", ".join(languages.LANGUAGES[code].own_name for code in codes)
