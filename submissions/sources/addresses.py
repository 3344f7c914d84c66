"""Where the pages of this room are."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from documents.models import TextVersion


def of(version: TextVersion, name: str = "", *more: Any) -> str:
    """The page of a version's sources, or another of this room: paragraph, statement, unanswered, concordance."""
    page = f"sources_{name}" if name else "sources"
    return reverse(f"submissions:{page}", args=[version.process.slug, version.text.key, version.number, *more])
