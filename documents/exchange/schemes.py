"""Which numbering the headings of a file follow, as the data of a text's numbering say it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .numerals import HEADINGS
from .reading import Line
from .typed import in_words, labels

SIGNS = {"roman": "roman", "upper": "upper", "arabic": "arabic", "(a)": "lower", "(i)": "lower-roman"}
ROMAN: list[Mapping[str, Any]] = [{"sign": "roman"}, {"sign": "upper"}, {"sign": "arabic"}]
ARTICLES: list[Mapping[str, Any]] = [
    {"sign": "roman", "label": "part"},
    {"sign": "arabic", "label": "article", "runs": True},
]


def scheme_of(made: Sequence[Line]) -> Any:
    """The numbering that the headings follow: a usual one by its name, or its levels; "" where there are none."""
    levels = list(_levels(made))
    anew = sum(line.kind == "paragraph" and _number(line) == 1 for line in made) > 1
    if not levels:
        return ""
    if not anew and levels == ROMAN[: len(levels)]:
        return "roman"
    if not anew and levels == ROMAN[1 : 1 + len(levels)]:
        return "letter"
    if levels == ARTICLES and anew:
        return "articles"
    numbered = [number for number, level in enumerate(levels, 1) if level["sign"] != "none"]
    restart = numbered[-1] if anew and numbered and numbered[-1] == len(numbered) else 0
    return {"headings": levels} | ({"paragraphs": {"restart": restart}} if restart else {})


def _levels(made: Sequence[Line]) -> Iterator[Mapping[str, Any]]:
    headings = [line for line in made if line.kind == "heading"]
    for level in range(1, max((line.level for line in headings), default=0) + 1):
        yield _level([line for line in headings if line.level == level])


def _level(headings: Sequence[Line]) -> Mapping[str, Any]:
    """What most headings of a level are called and numbered by."""
    found = [_look(line) for line in headings]
    look = max(found, key=found.count, default="")
    if look in ("article", "rule", "regulation"):
        return {"sign": "arabic", "label": look, "runs": True}
    if look in HEADINGS:
        typed = [line.label for line in headings if _look(line) == look]
        if all(map(in_words, typed)):
            return {"sign": "words", "label": look}
        return {"sign": "arabic" if any(sign.isdecimal() for sign in typed[0]) else "roman", "label": look}
    return {"sign": SIGNS.get(look, "none")}


def _look(line: Line) -> str:
    """The look of a label; of a letter that may be a figure, the one that goes on is not asked for here."""
    found = labels(f"{line.label}\t")
    return found[0].look if found else ""


def _number(line: Line) -> int:
    found = labels(f"{line.label}\t")
    return found[0].number if found else 0
