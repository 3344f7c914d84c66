"""Words for whoever reads them in a list: the first ones, without marks."""

from __future__ import annotations

import re

_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_MARKS = re.compile(r"\\(.)|\{[a-z]+:[^{}\s]*(?:\}|$)|\*", re.DOTALL)
_ROOM = 4  # as many times the characters as are wanted, so that marks among them do not matter


def begins(words: str, few: int) -> str:
    """The first words of a wording, without its marks: so many characters at most, or all.

    Of long words no more is read than is needed: a page lists hundreds.
    """
    plain = _plain(words[: _ROOM * few])
    if len(plain) <= few:
        plain = _plain(words)
    if len(plain) <= few:
        return plain
    head, _space, part = plain[:few].rpartition(" ")
    return f"{head if len(part) < few // 3 else plain[:few]}…"


def _plain(words: str) -> str:
    return " ".join(_MARKS.sub(lambda mark: mark[1] or "", words).split())


def readable(words: str) -> str:
    """Plain words without the backslashes that made them so."""
    return _ESCAPED.sub(r"\1", words)
