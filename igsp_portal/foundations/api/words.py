"""Values in several languages: each as an object by language, or flattened to the language asked for."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from ..language.languages import CODES

COLUMN_ENDINGS = {code: code.replace("-", "_") for code in CODES}


def words(row: Any, name: str, language: str | None) -> dict[str, Any]:
    """The member of that name, to be put into an object; flattened, a second says in which other language it is."""
    there = {code: said for code, end in COLUMN_ENDINGS.items() if (said := getattr(row, f"{name}_{end}", None))}
    return worded(name, there, language)


def worded(name: str, there: dict[str, str], language: str | None, *first: str) -> dict[str, Any]:
    """The same of words by language; where there are none in the language asked for, of those in `first`, or any."""
    if language is None:
        return {name: there or None}
    for code in (language, *first, *settings.MODELTRANSLATION_FALLBACK_LANGUAGES):
        if code in there:
            return {name: there[code]} | ({} if code == language else {f"{name}_lang": code})
    return {name: None}
