"""Words for whoever reads them in a list: the first ones, without marks."""

from __future__ import annotations

import re

from .tokens import Token, cut

_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def begins(words: str, few: int) -> str:
    """The first words of a wording, without its marks: so many characters at most, or all."""
    plain = "".join(_plainly(token) for token in cut(words)).strip()
    if len(plain) <= few:
        return plain
    head, _space, part = plain[:few].rpartition(" ")
    return f"{head if len(part) < few // 3 else plain[:few]}…"


def _plainly(token: Token) -> str:
    if token.is_mark:
        return "" if token.sign.startswith("{") else token.space + token.sign[0]
    return readable(token.space + token.sign.strip("*"))


def readable(words: str) -> str:
    """Plain words without the backslashes that made them so."""
    return _ESCAPED.sub(r"\1", words)
