"""From what a name leaves for the symbol to the symbols it may stand for, as they are printed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .. import symbols
from ..symbols import SUFFIXES

_SUFFIX = re.compile(rf"[ _,./-]*(?<![A-Za-z])({'|'.join(SUFFIXES)})[ _.-]*0*([1-9][0-9]{{0,4}})", re.IGNORECASE)
_TOUCHING_SUFFIX = re.compile(rf"(?<=[0-9])({'|'.join(SUFFIXES)})[ _.-]*0*([1-9])", re.IGNORECASE)
_KIND = re.compile(r"(?<=[_/ -])(INF|CRP|WP|NGO|MISC|L)[ .]?0*([1-9][0-9]{0,4})(?![0-9])", re.IGNORECASE)
_KIND_APART = re.compile(r"(?<=[_/ -])(INF|CRP|WP|NGO|MISC|L)[_-]0*([1-9][0-9]{0,4})(?![0-9])", re.IGNORECASE)
_NOTE = re.compile(r"[(][^()]*[)]")
_NOUGHTS = re.compile(r"(?<=[/_ -])0+(?=[1-9])")


def printed(text: str, series: str = "") -> tuple[str, ...]:
    """The symbols that `text` may stand for, the likeliest first; numbers alone are those of a session of `series`."""
    found: dict[str, str] = {}
    within = bool(series) and re.match(r"[0-9]|(?:INF|CRP|L)(?![A-Za-z])", text) is not None
    for written in _written(text.replace("-", "_") if within else text):
        try:
            symbol = symbols.parse(f"{series}/{written}" if within else written)
        except symbols.SymbolError:
            continue
        found.setdefault(symbol.key, str(symbol))
    return tuple(found.values())


def _written(text: str) -> Iterator[str]:
    """The text with slashes where a name of a file cannot have them, in each way in which people go round that."""
    text = text.replace("!", "*").replace(":", "/")
    if "/" in text:
        yield _suffixed(text)
    tidy = _NOUGHTS.sub("", _kinds(_suffixed(text)))
    if "_" in text or "/" in tidy:
        yield from _behind_numbers(_lines(tidy))
    spaced = tidy.replace(" - ", "/").replace(" ", "/")
    yield from _behind_numbers(_lines(spaced))
    if "-" in tidy:
        yield from _behind_numbers(_lines(tidy.replace("-", "/")))
        yield _lines(spaced.replace("-", "/"))


def _suffixed(text: str) -> str:
    return _TOUCHING_SUFFIX.sub(r"/\1.\2", _SUFFIX.sub(r"/\1.\2", text)).replace("//", "/")


def _kinds(text: str) -> str:
    apart = _KIND_APART.sub(lambda found: f"{found[1].upper()}/{found[2]}", text)
    return _KIND.sub(lambda found: f"{found[1].upper()}.{found[2]}", apart)


def _lines(text: str) -> str:
    """Slashes for the lines under the words, but within parentheses, where they mostly stand for room."""
    kept = _NOTE.sub(lambda note: re.sub("(?<=[0-9])_(?=[0-9])", "/", note[0]).replace("_", " "), text)
    return re.sub("[/_ ]*_[/_]*(?![(])", "/", re.sub("_+(?=[(])", " ", kept)).strip("/ ")


def _behind_numbers(text: str) -> Iterator[str]:
    """As it stands; and with room before a letter at its end, which is not a part of its own: A/RES/57/270 B."""
    roomy = re.sub(r"(?<=[0-9)])/([A-Z](?:-[A-Z])?)(?=$|[ *(/])", r" \1", text)
    if roomy != text:
        yield roomy
    yield text
