"""The language in which a reader wants files, chosen once: it need not be that of the pages.

Whoever is signed in has it on the account; a stranger's browser keeps it in a cookie. Pages kept for strangers
differ by it, so what a cookie says counts only as one of seven values: a language, or none for all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .languages import LANGUAGES

COOKIE = "files"
SECONDS = 365 * 24 * 3600  # how long a browser remembers it


def of_cookies(cookies: Mapping[str, str]) -> str:
    """The code of a language that these cookies name; empty for all languages."""
    return known(cookies.get(COOKIE, ""))


def of_reader(user: Any, cookies: Mapping[str, str]) -> str:
    """The code of the language in which the reader wants files; empty for all languages."""
    return str(user.files_language) if user.is_authenticated else of_cookies(cookies)


def known(code: str) -> str:
    """The code, if it is one of the official languages'; empty otherwise."""
    return code if code in LANGUAGES else ""
