"""Which numbering a text uses, as data: the name of a usual scheme, or its levels one by one.

    roman                                                 I. A. 1. (a)
    {headings: [{label: chapter, sign: roman},            Chapter I
                {label: article, sign: arabic, runs: true},   Article 5, running through the chapters
                {label: {en: Goal, fr: Objectif, …}}],        Goal 1
     paragraphs: {restart: 2},                            paragraphs begin anew in each chapter and article
     annexes: {sign: upper, headings: letter, paragraphs: {restart: 1}},
     appendices: {sign: arabic}}

`headings` may also name a usual scheme whose headings are meant. What is left out is usual: figures, no word,
paragraphs that run through, annexes and appendices in Roman figures, within annexes I. A. 1. (a).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from documents.faults import Fault, gettext_noop
from igsp_portal.foundations.language.languages import CODES

from .names import NAMES, PLACE
from .signs import SIGNS

DEEPEST = 5  # below the title a page has headings of five levels


class SchemeError(Fault):
    """Data that are no numbering: why, and under which key."""


class Usual(StrEnum):
    """Schemes that are known by name."""

    ROMAN = "roman"  # I. A. 1. (a)
    LETTER = "letter"  # A. 1. (a)
    ARTICLES = "articles"  # Part I, Article 1, paragraphs anew in each article


@dataclass(frozen=True, slots=True)
class Level:
    """How the headings of one level are numbered and called."""

    sign: str = "arabic"
    label: str | Mapping[str, str] = ""  # a usual word, or a word by language
    runs: bool = False  # through the headings above, rather than anew below each

    @property
    def is_numbered(self) -> bool:
        return self.sign != "none"


@dataclass(frozen=True, slots=True)
class Plan:
    """The headings of the text or of an annex, and where paragraphs begin anew."""

    headings: tuple[Level, ...]
    restart: int = 0  # at headings of this level and above; 0 for paragraphs that run through


_LETTERED = (Level("upper"), Level("arabic"), Level("lower"), Level("lower-roman"))
_ROMAN = (Level("roman"), *_LETTERED)
_ARTICLES = (Level("roman", "part"), Level("arabic", "article", runs=True))


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a whole text is numbered."""

    text: Plan
    annexes: Plan = field(default=Plan(_ROMAN))
    annex: Level = Level("roman", "annex")
    appendix: Level = Level("roman", "appendix")


USUAL = {
    Usual.ROMAN: Scheme(Plan(_ROMAN)),
    Usual.LETTER: Scheme(Plan(_LETTERED), annexes=Plan(_LETTERED)),
    Usual.ARTICLES: Scheme(Plan(_ARTICLES, restart=2)),
}


def scheme(data: Any) -> Scheme:
    """The numbering that `data` says. Raises SchemeError."""
    if isinstance(data, str):
        return _usual(data)
    values = _mapping(data, "numbering", ("headings", "paragraphs", "annexes", "appendices"))
    annexes = _mapping(values.get("annexes", {}), "annexes", ("sign", "headings", "paragraphs"))
    appendices = _mapping(values.get("appendices", {}), "appendices", ("sign",))
    if "headings" not in values:
        raise SchemeError(gettext_noop("“{key}” is missing."), key="headings")
    return Scheme(
        _plan(values),
        annexes=_plan({"headings": "roman", **annexes}),
        annex=Level(_sign(annexes.get("sign", "roman"), of="annex"), "annex"),
        appendix=Level(_sign(appendices.get("sign", "roman"), of="appendix"), "appendix"),
    )


def _usual(name: str) -> Scheme:
    if name not in set(Usual):
        raise _not_one_of(name, tuple(Usual))
    return USUAL[Usual(name)]


def _plan(values: Mapping[str, Any]) -> Plan:
    headings = values["headings"]
    levels = _usual(headings).text.headings if isinstance(headings, str) else _levels(headings)
    restart = _mapping(values.get("paragraphs", {}), "paragraphs", ("restart",)).get("restart", 0)
    if not isinstance(restart, int) or isinstance(restart, bool) or not 0 <= restart <= len(levels):
        reason = gettext_noop(
            "“restart” is a level of headings, from 1 to {deepest}; 0 for paragraphs that run through."
        )
        raise SchemeError(reason, deepest=len(levels))
    if not all(level.is_numbered for level in levels[:restart]):
        raise SchemeError(gettext_noop("Paragraphs can only begin anew under headings that have numbers."))
    return Plan(levels, restart)


def _levels(data: Any) -> tuple[Level, ...]:
    if not isinstance(data, list) or not 1 <= len(data) <= DEEPEST:
        raise SchemeError(gettext_noop("“headings” is a list of 1 to {deepest} levels."), deepest=DEEPEST)
    return tuple(_level(one) for one in data)


def _level(data: Any) -> Level:
    values = _mapping(data, "headings", ("label", "sign", "runs"))
    runs = values.get("runs", False)
    if not isinstance(runs, bool):
        raise SchemeError(gettext_noop("“{key}” must be true or false."), key="runs")
    label = _label(values.get("label", ""))
    return Level(_sign(values.get("sign", "arabic"), of=label), label, runs)


def _sign(data: Any, of: str | Mapping[str, str]) -> str:
    """How the numbers of a label are written; in words only of one that is known, with its gender."""
    known = SIGNS if of and isinstance(of, str) else tuple(sign for sign in SIGNS if sign != "words")
    if data not in known:
        raise _not_one_of(data, known)
    return str(data)


def _label(data: Any) -> str | Mapping[str, str]:
    if not isinstance(data, Mapping):
        known = ("", *NAMES["en"])
        if data not in known:
            raise _not_one_of(data, known[1:])
        return str(data)
    if lacking := [code for code in CODES if not isinstance(data.get(code), str) or not data[code].strip()]:
        reason = gettext_noop("The word for headings is missing in: {lacking}.")
        raise SchemeError(reason, lacking=", ".join(lacking))
    words = _mapping(data, "label", CODES)
    if wrong := next((word for word in words.values() if set(word.replace(PLACE, "", 1)) & set("{}")), None):
        raise SchemeError(gettext_noop("In “{word}” braces stand around “number” alone, and once."), word=wrong)
    return {code: words[code].strip() for code in CODES}


def _mapping(data: Any, key: str, known: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        reason = gettext_noop("“{key}” must be keys with values; the known keys are: {known}.")
        raise SchemeError(reason, key=key, known=", ".join(known))
    if unknown := [str(name) for name in data if name not in known]:
        reason = gettext_noop("“{key}” is not known here; the known keys are: {known}.")
        raise SchemeError(reason, key=unknown[0], known=", ".join(known))
    return data


def _not_one_of(value: object, known: tuple[str, ...]) -> SchemeError:
    return SchemeError(gettext_noop("“{value}” is not one of: {known}."), value=value, known=", ".join(known))
