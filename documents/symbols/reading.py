"""From what was typed to a symbol; or why it is none, and at which character."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from ..faults import TextFault, gettext_noop
from .shape import (
    HALF,
    INSIDE,
    KINDS,
    KINDS_BEFORE_SLASH,
    LONGEST_SYMBOL,
    MOST_HALVES,
    NO_SUFFIX,
    PART,
    SHAPE,
    START,
    SUFFIXES,
    SUMMARY,
    TAIL,
    UNNUMBERED,
)
from .symbol import Symbol, comparable
from .typed import Typed

HELP_TEXT = gettext_noop("As printed on the document, for example A/75/6/Add.1")
_HALF = re.compile(HALF)
_SHAPE = re.compile(SHAPE)
_TAIL = re.compile(TAIL, re.IGNORECASE)
_PART = re.compile(NO_SUFFIX + PART)
_START = re.compile(NO_SUFFIX + START)
_UNNUMBERED = re.compile(UNNUMBERED, re.IGNORECASE)
_NOTE = re.compile(rf"[(]{INSIDE}[)]")
_LAST_LETTERS = re.compile(r"(?<=/)(?:[a-z]{3}|[ivx]+)\Z", re.IGNORECASE)
_SESSION = re.compile(r"[0-9]+|[IVX]+|E?S-(?:[0-9]+|[IVX]+)")
_PRINTED_KIND = {kind.lower(): kind for kind in KINDS}
_PRINTED_SUFFIX = {suffix.lower(): suffix for suffix in (*SUFFIXES, SUMMARY)}
_SUFFIX_PART = re.compile(rf"({'|'.join(SUFFIXES)})[.]?(?:([0-9]+)(.*))?", re.IGNORECASE)
_KIND_PART = re.compile(rf"({'|'.join(KINDS)})([.]?)([0-9]+)(.*)", re.IGNORECASE)
_OWN_KIND_PART = re.compile(r"([A-Za-z]+(?: [A-Za-z]+)?)([.])([0-9]+)(.*)")
_NUMBER_PART = re.compile(r"()()([0-9]+)(.*)")
_FURTHER_NUMBERS = re.compile(r"(?:[.][1-9][0-9]{0,4}){0,3}")


class SymbolError(TextFault):
    """Not a symbol: why, and at which character."""


def parse(text: str) -> Symbol:
    """Read a symbol as people type it: any case, full-width characters, loose spaces, a dot forgotten.

    Kinds, suffixes and letters behind numbers take their printed case; the series stays as typed. Raises SymbolError.
    """
    typed = Typed.of(text)
    if not typed.text:
        raise SymbolError(gettext_noop("The symbol is empty."), 0)
    if len(typed.text) > LONGEST_SYMBOL:
        raise _too_long(typed.place(LONGEST_SYMBOL))
    _refuse_strange_characters(typed)
    symbol = _of_several_bodies(typed, MOST_HALVES) or _of_one_body(typed)
    if len(str(symbol)) > LONGEST_SYMBOL:  # with the dots that were forgotten
        raise _too_long(len(text))
    return symbol


def key(text: str) -> str:
    """The comparison key of a typed symbol; of words that are no symbol, a key that finds no document.

    Never raises, so that an address or a search can be looked up as it came.
    """
    try:
        return parse(text).key
    except SymbolError:
        return comparable(text)


def address(symbol: str) -> str:
    """The key of a document to which none is given: its symbol, as an address takes it."""
    return re.sub("[^a-z0-9]+", "-", Typed.of(symbol).text.lower()).strip("-")


def _of_several_bodies(typed: Typed, most: int) -> Symbol | None:
    """A symbol of each of several bodies, joined by hyphens; a hyphen may as well stand in a series (A/RES/S-23/2)."""
    for hyphen in typed.hyphens() if most > 1 else ():
        first, rest = typed.part(0, hyphen), typed.part(hyphen + 1)
        if not first.text or not rest.text[:1].isalpha() or "/" not in rest.text:
            continue
        try:
            half = _of_one_body(first)
            other = _of_several_bodies(rest, most - 1) or _of_one_body(rest)
        except SymbolError:
            continue
        if all(_HALF.fullmatch(str(one)) for one in (half, *other.halves)):
            return replace(half, other=other)
    return None


def _of_one_body(typed: Typed) -> Symbol:
    parts = _Parts(typed)
    stars = parts.take_stars()
    suffixes, tails = parts.take_suffixes()
    if (named := parts.take_unnumbered()) is not None:
        symbol = Symbol(named, "", "", 0, suffixes, stars, "", _kept(["", *tails]))
    else:
        kind, separator, number, tail = parts.take_kind_and_number()
        session = parts.take_session()
        symbol = Symbol(parts.take_series(), session, kind, number, suffixes, stars, separator, _kept([tail, *tails]))
    if not _SHAPE.fullmatch(str(symbol)):
        raise _not_well_formed(typed)
    return symbol


def _kept(tails: list[str]) -> tuple[str, ...]:
    """The tails up to the last that is not empty."""
    last = max((place for place, tail in enumerate(tails, 1) if tail), default=0)
    return tuple(tails[:last])


class _Parts:
    """The parts between slashes, each with its place in what was typed, taken from the end."""

    def __init__(self, typed: Typed) -> None:
        self.typed = typed
        self.parts: list[Typed] = []

    def take_stars(self) -> int:
        bare = self.typed.text.rstrip("*")
        stars = len(self.typed.text) - len(bare)
        if stars > 3:
            raise SymbolError(
                gettext_noop("At most three asterisks may mark reissues."), self.typed.place(len(bare) + 3)
            )
        if "*" in bare:
            reason = gettext_noop("An asterisk is allowed only at the end of a symbol.")
            raise SymbolError(reason, self.typed.place(bare.index("*")))
        self.parts = self.typed.part(0, len(bare)).parts()
        for part in self.parts:
            if not part.text:
                raise SymbolError(gettext_noop("Something is missing next to this slash."), part.place(0))
        return stars

    def take_suffixes(self) -> tuple[tuple[tuple[str, int], ...], list[str]]:
        """The suffixes, and what stands behind each."""
        taken: list[tuple[str, int]] = []
        tails: list[str] = []
        while self.parts and (suffix := _suffix(self.parts[-1])):
            self.parts.pop()
            taken.insert(0, suffix[:2])
            tails.insert(0, suffix[2])
        if not self.parts:
            raise SymbolError(gettext_noop("There is no number before the suffix."), 0)
        return tuple(taken), tails

    def take_unnumbered(self) -> str | None:
        """What ends with no number of its own, whole: FCCC/ARR/2012/NZL, E/ESCWA/AGREB/XIX, WHA57.17."""
        text = "/".join(part.text for part in self.parts)
        if not _UNNUMBERED.fullmatch(text):
            return None
        self.parts.clear()
        return _LAST_LETTERS.sub(lambda letters: letters.group().upper(), text)

    def take_kind_and_number(self) -> tuple[str, str, int, str]:
        part = self.parts.pop()
        match = self._match_number(part)
        if match is None:
            reason = gettext_noop("A symbol ends with the number of the document; “{part}” is not a number.")
            raise SymbolError(reason, part.place(0), part=part.text)
        word, _, figures, _ = match.groups()
        kind = _PRINTED_KIND.get(word.lower(), word)
        number = _number(figures, part.place(match.start(3)), word or "/")
        further = _FURTHER_NUMBERS.match(match[4])[0] if kind else ""  # type: ignore[index]
        tail = _tail(part.part(match.start(4) + len(further)))
        if kind:
            return kind, ".", number, further + tail
        return *self._take_kind_before_slash(), number, tail

    def _match_number(self, part: Typed) -> re.Match[str] | None:
        before = "/".join(part.text for part in self.parts)
        known = _KIND_PART.fullmatch(part.text) if before else None
        own = _OWN_KIND_PART.fullmatch(part.text) if re.search("[0-9]", before) else None
        return known or own or _NUMBER_PART.fullmatch(part.text)

    def _take_kind_before_slash(self) -> tuple[str, str]:
        word = _PRINTED_KIND.get(self.parts[-1].text.lower(), "") if len(self.parts) > 1 else ""
        if word not in KINDS_BEFORE_SLASH:
            return "", ""
        self.parts.pop()
        return word, "/"

    def take_session(self) -> str:
        if len(self.parts) > 1 and _SESSION.fullmatch(self.parts[-1].text):
            return self.parts.pop().text
        return ""

    def take_series(self) -> str:
        if not self.parts:
            raise SymbolError(gettext_noop("The series is missing before the number."), self.typed.place(0))
        for index, part in enumerate(self.parts):
            _check_series_part(part, first=index == 0)
        return "/".join(part.text for part in self.parts)


def _suffix(part: Typed) -> tuple[str, int, str] | None:
    """The word, the number and what stands behind it, where the part is a suffix."""
    if part.text.lower() == SUMMARY.lower():
        return SUMMARY, 0, ""
    match = _SUFFIX_PART.fullmatch(part.text)
    if match is None:
        return None
    word = _PRINTED_SUFFIX[match[1].lower()]
    place = part.place(len(part.text) if match[2] is None else match.start(2))
    number = _number(match[2] or "", place, word)
    return word, number, _tail(part.part(match.start(3)))


def _tail(typed: Typed) -> str:
    """What stands behind a number, its letters capital; notes stay as typed. Refused where it is nothing known."""
    match = _TAIL.fullmatch(typed.text)
    if match is None:
        raise _no_such_character(typed.text[0], typed.place(0))
    notes = _NOTE.findall(typed.text)
    around = _NOTE.split(typed.text.upper())
    return "".join(piece for pair in zip(around, [*notes, ""], strict=True) for piece in pair)


def _check_series_part(part: Typed, *, first: bool) -> None:
    if re.match(NO_SUFFIX, f"{part.text}/") is None:
        reason = gettext_noop("After the suffix “{part}” only further suffixes are allowed.")
        raise SymbolError(reason, part.place(0), part=part.text)
    if first and not part.text[0].isalpha():
        raise SymbolError(gettext_noop("A symbol begins with the letters of its series."), part.place(0))
    match = (_START if first else _PART).match(part.text)
    if match and match.end() == len(part.text):
        return
    if match and part.text[match.end()] in " ,()&":
        raise _no_such_character(part.text[match.end()], part.place(match.end()))
    raise _not_well_formed(part)


def _refuse_strange_characters(typed: Typed) -> None:
    strange = re.search(r"[^A-Za-z0-9/.*(), -]", typed.text)
    if strange:
        raise _no_such_character(strange.group(), typed.place(strange.start()))
    unmatched = re.search(r"[()]", re.sub(r"[(][^()]*[)]", lambda note: "_" * len(note.group()), typed.text))
    if unmatched:
        raise _no_such_character(unmatched.group(), typed.place(unmatched.start()))


def _no_such_character(character: str, place: int) -> SymbolError:
    return SymbolError(
        gettext_noop("“{character}” is not allowed here in a symbol."), place, character=_named(character)
    )


def _named(character: str) -> str:
    """A character as a complaint names it: one that nobody sees, or takes for another, with its code."""
    code = f"U+{ord(character):04X}"
    known = character.isascii() or "LATIN" in unicodedata.name(character, "")
    return code if not character.isprintable() else character if known else f"{character} ({code})"


def _not_well_formed(part: Typed) -> SymbolError:
    reason = gettext_noop("“{part}” is not well formed: use letters and figures, joined by single dots or hyphens.")
    return SymbolError(reason, part.place(0), part=part.text)


def _too_long(place: int) -> SymbolError:
    return SymbolError(gettext_noop("A symbol may have at most {limit} characters."), place, limit=LONGEST_SYMBOL)


def _number(figures: str, place: int, after: str) -> int:
    if not figures:
        raise SymbolError(gettext_noop("A number is missing after “{word}”."), place, word=after)
    if figures.startswith("0"):
        raise SymbolError(gettext_noop("Numbers in symbols begin with 1 to 9."), place)
    if len(figures) > 5:
        raise SymbolError(gettext_noop("Numbers in symbols have at most five figures."), place)
    return int(figures)
