"""Which numbering the headings of a file follow, as the data of a text's numbering say it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from documents.numbering.signs import ABJAD_NAMES

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
    """The numbering that the headings follow: a usual one by its name, or its levels; "" where there are none.

    Those of annexes are a matter of their own, as are the numbers of the annexes themselves.
    """
    first = next((number for number, line in enumerate(made) if line.kind == "annex"), len(made))
    levels = list(_levels(made[:first]))
    anew = _begins_anew(made if levels and levels[-1].get("runs") else made[:first])
    name, restart = _name(levels), _restart(levels, anew=anew)
    annexes = list(_levels(made[first:]))
    said = _of_annexes(made[first:], annexes)
    if not levels:
        return {"headings": "roman", **said} if said else "roman" if annexes else ""
    if levels == ARTICLES and anew and not said:
        return "articles"
    usual = {"annexes": {"headings": "letter"}} if name == "letter" and annexes else {}
    if name and not restart and said == usual:
        return name
    return {"headings": name or levels} | ({"paragraphs": {"restart": restart}} if restart else {}) | said


def _name(levels: Sequence[Mapping[str, Any]]) -> str:
    if levels == ROMAN[: len(levels)]:
        return "roman"
    return "letter" if levels == ROMAN[1 : 1 + len(levels)] else ""


def _begins_anew(made: Sequence[Line]) -> bool:
    return sum(line.kind == "paragraph" and _number(line) == 1 for line in made) > 1


def _restart(levels: Sequence[Mapping[str, Any]], *, anew: bool) -> int:
    """The level of headings at which paragraphs begin anew; 0 where they do not, or where it has no number."""
    numbered = [number for number, level in enumerate(levels, 1) if level["sign"] != "none"]
    return numbered[-1] if anew and numbered and numbered[-1] == len(numbered) else 0


def _of_annexes(made: Sequence[Line], levels: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """How annexes and appendices are numbered, and what stands in them, where that is not the usual."""
    numbered = [line for line in made if line.kind == "annex"]
    annex, appendix = (_sign([line.label for line in numbered if line.level == level]) for level in (1, 2))
    starts = [number for number, line in enumerate(made) if line.kind == "annex"]
    anew = any(_begins_anew(made[start:end]) for start, end in zip_longest(starts, starts[1:]))
    found = {
        "sign": "" if annex == "roman" else annex,
        "headings": "" if _name(levels) == "roman" else _name(levels) or levels,
        "paragraphs": {"restart": restart} if (restart := _restart(levels, anew=anew)) else "",
    }
    annexes = {name: value for name, value in found.items() if value}
    said = {"annexes": annexes, "appendices": {} if appendix == "roman" else {"sign": appendix}}
    return {name: value for name, value in said.items() if value}


def _sign(typed: Sequence[str]) -> str:
    """The signs that number headings or annexes that are called something, by these labels."""
    typed = [label for label in typed if label]
    if not typed or any(sign.isdecimal() for sign in typed[0]):
        return "arabic" if typed else "roman"
    if all(map(in_words, typed)):
        return "words"
    if not any(map(_number_in, typed)):
        return "none"
    letters = list(map(_letter, typed))
    return "upper" if all(letters) and not set(letters) <= set("IVX") else "roman"


def _letter(label: str) -> str:
    """The letter that stands alone in a label, or its name in Arabic; "" for none."""
    words = re.findall("[A-Za-zÀ-ÿА-яЁё]+|[ء-ي]+", label)
    return next((word for word in words if word in ABJAD_NAMES or (len(word) == 1 and word.isupper())), "")


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
        return {"sign": _sign([line.label for line in headings if _look(line) == look]), "label": look}
    return {"sign": SIGNS.get(look, "none")}


def _look(line: Line) -> str:
    """The look of a label; of a letter that may be a figure, the one that goes on is not asked for here."""
    found = labels(f"{line.label}\t")
    return found[0].look if found else ""


def _number(line: Line) -> int:
    return _number_in(line.label)


def _number_in(label: str) -> int:
    found = labels(f"{label}\t")
    return found[0].number if found else 0
