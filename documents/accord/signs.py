"""Symbols of documents, numbers of decisions and of sales publications, as they stand in running words.

A decision bears the session and its number: SS.VII/1. Arabic writes it in its own way, د.إ-7/1, so that only the two
numbers are compared. The number of a sales publication begins with the letter of its language: E.03.II.A.1 is
F.03.II.A.1 in French.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .. import symbols
from .plainly import TAKEN, Plain

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_EDGE = r"(?<![A-Za-z0-9/.-])"
_SALES = re.compile(rf"{_EDGE}[A-Z]([.][0-9]{{2}}(?:[.][IVX]+)?(?:[.][A-Z])?[.][0-9]+)(?![A-Za-z0-9])")
_DECISION = re.compile(
    rf"{_EDGE}(?:(?:[A-Z]{{1,4}}[.-] ?)?([IVXLC]+)|[A-Z]{{1,4}}-([0-9]{{1,3}}))/([0-9]{{1,3}})(?![A-Za-z0-9/])"
    r"|(?<![ء-ي])[ء-ي](?:[. ]{1,2}[ء-ي]){0,2}[.]? ?-([0-9]{1,3})/([0-9]{1,3})(?![0-9/])"
)
_SYMBOL = re.compile(
    rf"{_EDGE}[A-Z][A-Za-z0-9.-]{{0,30}}(?:[(][A-Za-z0-9]{{1,20}}[)])?(?:/[A-Za-z0-9.()-]{{0,30}}[A-Za-z0-9)]){{1,12}}[*]{{0,3}}"
)


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign as it is compared, and as it is written."""

    key: str
    said: str


def taken(plain: Plain) -> tuple[list[Sign], Plain]:
    """The signs in words, and the words without them."""
    sales, rest = plain.without(_SALES)
    decisions, rest = rest.without(_DECISION)
    found = [Sign(number[1], number[0]) for number in sales]
    found += [Sign(_decision(number), number[0].strip()) for number in decisions]

    def take(match: re.Match[str]) -> str:
        if not (sign := _symbol(match[0])):
            return match[0]
        found.append(sign)
        return TAKEN + match[0][len(sign.said) :]

    return found, Plain(_SYMBOL.sub(take, rest.words), rest.language)


def differing(there: list[Sign], here: list[Sign]) -> tuple[list[str], list[str]]:
    """What stands in one only, as it is written there."""
    return _apart(there, here), _apart(here, there)


def _apart(these: list[Sign], those: list[Sign]) -> list[str]:
    others = {sign.key for sign in those}
    return list(dict.fromkeys(sign.said for sign in these if sign.key not in others))


def _symbol(said: str) -> Sign | None:
    said = said if said.count("(") == said.count(")") else said.rstrip(")")
    try:
        return Sign(symbols.parse(said).key, said) if re.search("[0-9]", said) else None
    except symbols.SymbolError:
        return None


def _decision(match: re.Match[str]) -> str:
    roman, figures, number, arabic_session, arabic_number = match.groups()
    session = arabic_session or figures or str(_value(roman))
    return f"{int(session)}/{int(arabic_number or number)}"


def _value(roman: str) -> int:
    values = [_ROMAN[sign] for sign in roman]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)
