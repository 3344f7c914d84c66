"""Symbols: the names of documents, the same in all languages (UNEP/IEG/IGSP/1/INF/2/Add.1/Rev.1).

A symbol is a series and body, a session where the series has one, a kind (none for a working document), a
number, and stacked suffixes. A trailing asterisk marks a reissue of the same document for technical reasons.
Series are not a closed list: any that is well formed is taken.
"""

import re
import unicodedata
from dataclasses import dataclass, replace

from documents.faults import TextFault, gettext_noop

KINDS = ("INF", "L", "CRP", "WP", "NGO", "MISC", "TP", "SR", "PV", "BUR", "Res", "Dec")  # in order of sorting
KINDS_BEFORE_SLASH = ("INF", "L", "CRP", "WP", "NGO", "MISC")  # S/RES/1325: before a slash RES is a series
SUFFIXES = ("Rev", "Add", "Amend", "Corr")  # in order of sorting
LONGEST_SYMBOL = 80  # characters, as typed and as printed
HELP_TEXT = gettext_noop("As printed on the document, for example UNEP/GC.23/6/Add.1")


def _any_case(word: str) -> str:
    return "".join(f"[{letter.upper()}{letter.lower()}]" for letter in word)


_NUMBER = "[1-9][0-9]{0,4}"
_PART = "[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*"
_NOT_A_SUFFIX = f"(?!(?:{'|'.join(map(_any_case, SUFFIXES))})[.]?[0-9]*/)"
_KIND = f"(?:(?:{'|'.join(KINDS_BEFORE_SLASH)})/|(?:{'|'.join(KINDS)})[.])"
# One shape for parser, form, database constraint and tests. No named groups: PostgreSQL reads it as well.
SHAPE = (
    f"^{_NOT_A_SUFFIX}[A-Za-z][A-Za-z0-9]*(?:[.-][A-Za-z0-9]+)*(?:/{_NOT_A_SUFFIX}{_PART})*"
    f"/{_KIND}?{_NUMBER}(?:/(?:{'|'.join(SUFFIXES)})[.]{_NUMBER})*[*]{{0,3}}\\Z"
)
_SERIES_START = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[.-][A-Za-z0-9]+)*")
_SERIES_PART = re.compile(_PART)
_SESSION = re.compile(r"[0-9]+|[IVX]+|S-[0-9]+")
_PRINTED_KIND = {kind.lower(): kind for kind in KINDS}
_PRINTED_SUFFIX = {suffix.lower(): suffix for suffix in SUFFIXES}
_SUFFIX_PART = re.compile(rf"({'|'.join(SUFFIXES)})([.]?)([0-9]*)", re.IGNORECASE)
_KIND_PART = re.compile(rf"({'|'.join(KINDS)})([.]?)([0-9]+)", re.IGNORECASE)
# A space is let go beside a slash, a dot or an asterisk, and between a word and its number ("Add 1").
_LOOSE_SPACE = re.compile(r"\s+(?=[/.*])|(?<=[/.*])\s+|(?<=[A-Za-z])\s+(?=[0-9])")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


class SymbolError(TextFault):
    """Not a symbol: why, and at which character."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol in its parts; `str()` prints it, `parse` reads it back."""

    series: str
    session: str
    kind: str  # "" for a working document
    number: int
    suffixes: tuple[tuple[str, int], ...] = ()
    stars: int = 0
    separator: str = "."  # between kind and number: INF/2 or INF.2; "" when there is no kind

    def __str__(self) -> str:
        parts = [self.series, self.session, f"{self.kind}{self.separator}{self.number}"]
        parts += [f"{word}.{number}" for word, number in self.suffixes]
        return "/".join(part for part in parts if part) + "*" * self.stars

    @property
    def key(self) -> str:
        """What is compared: the same whatever the case, dots, spaces, asterisks, and for INF/2 and INF.2."""
        return _comparable(str(replace(self, separator="", stars=0)))

    @property
    def sort_key(self) -> tuple[object, ...]:
        """Series, session, then working papers, INF, L, CRP; each with its Rev, Add and Corr after it."""
        kind = KINDS.index(self.kind) + 1 if self.kind in KINDS else 0
        suffixes = tuple((SUFFIXES.index(word), number) for word, number in self.suffixes)
        return _natural(self.series), _natural(self.session), kind, self.number, suffixes, self.stars


def parse(text: str) -> Symbol:
    """Read a symbol as people type it: any case, full-width characters, loose spaces, a dot forgotten.

    Kinds and suffixes take their printed case; the series stays as typed. Raises SymbolError.
    """
    typed = text.translate(_FULL_WIDTH)
    parts = _Parts(typed)
    stars = parts.take_stars()
    suffixes = parts.take_suffixes()
    kind, separator, number = parts.take_kind_and_number()
    session = parts.take_session()
    symbol = Symbol(parts.take_series(), session, kind, number, suffixes, stars, separator)
    if len(str(symbol)) > LONGEST_SYMBOL:  # with the dots that were forgotten
        raise _too_long(len(typed))
    return symbol


def key(text: str) -> str:
    """The comparison key of a typed symbol; of words that are no symbol, a key that finds no document.

    Never raises, so that an address or a search can be looked up as it came.
    """
    try:
        return parse(text).key
    except SymbolError:
        return _comparable(text)


def address(symbol: str) -> str:
    """The key of a document to which none is given: its symbol, as an address takes it."""
    return "".join(letter if letter.isalnum() else "-" for letter in symbol.lower()).strip("-")


def _named(character: str) -> str:
    """A character as a complaint names it: one that nobody sees, or takes for another, with its code."""
    code = f"U+{ord(character):04X}"
    known = character.isascii() or "LATIN" in unicodedata.name(character, "")
    return code if not character.isprintable() else character if known else f"{character} ({code})"


def _comparable(text: str) -> str:
    # A dot between two figures is kept: without it 1.2 would be taken for 12.
    return re.sub(r"(?<![0-9])[.]|[.](?![0-9])|[\s*]", "", text).upper()


def _natural(text: str) -> tuple[tuple[int, int, str], ...]:
    pieces = re.findall(r"[0-9]+|[^0-9]+", text.casefold())
    return tuple((0, int(piece), "") if piece.isdigit() else (1, 0, piece) for piece in pieces)


class _Parts:
    """The parts between slashes, each with its place in what was typed, taken from the end."""

    def __init__(self, typed: str) -> None:
        if not typed.strip():
            raise SymbolError(gettext_noop("The symbol is empty."), 0)
        if len(typed) > LONGEST_SYMBOL:
            raise _too_long(LONGEST_SYMBOL)
        loose = {place for match in _LOOSE_SPACE.finditer(typed) for place in range(*match.span())}
        inside = range(len(typed) - len(typed.lstrip()), len(typed.rstrip()))
        self.kept = [place for place in inside if place not in loose]
        self.text = "".join(typed[place] for place in self.kept)
        self.end = self.kept[-1] + 1
        self.parts: list[tuple[str, int]] = []
        self._refuse_strange_characters()

    def _refuse_strange_characters(self) -> None:
        strange = re.search(r"[^A-Za-z0-9/.*-]", self.text)
        if strange:
            reason = gettext_noop("A symbol has no “{character}” here.")
            raise SymbolError(reason, self.kept[strange.start()], character=_named(strange.group()))

    def take_stars(self) -> int:
        bare = self.text.rstrip("*")
        stars = len(self.text) - len(bare)
        if stars > 3:
            raise SymbolError(gettext_noop("At most three asterisks mark reissues."), self.kept[len(bare) + 3])
        if "*" in bare:
            reason = gettext_noop("An asterisk stands only at the end of a symbol.")
            raise SymbolError(reason, self.kept[bare.index("*")])
        self._split(bare)
        return stars

    def _split(self, bare: str) -> None:
        start = 0
        for part in bare.split("/"):
            place = self.kept[start] if start < len(self.kept) else self.end
            if not part:
                raise SymbolError(gettext_noop("Something is missing beside this slash."), place)
            self.parts.append((part, place))
            start += len(part) + 1

    def take_suffixes(self) -> tuple[tuple[str, int], ...]:
        taken: list[tuple[str, int]] = []
        while self.parts and (match := _SUFFIX_PART.fullmatch(self.parts[-1][0])):
            _, place = self.parts.pop()
            word = _PRINTED_SUFFIX[match[1].lower()]
            taken.insert(0, (word, _number(match[3], place + match.start(3), word)))
        return tuple(taken)

    def take_kind_and_number(self) -> tuple[str, str, int]:
        if not self.parts:
            raise SymbolError(gettext_noop("There is no number before the suffix."), 0)
        part, place = self.parts[-1]
        dotted = _KIND_PART.fullmatch(part)
        if dotted and len(self.parts) > 1:
            self.parts.pop()
            return _PRINTED_KIND[dotted[1].lower()], ".", _number(dotted[3], place, dotted[1])
        if not part.isdigit():
            reason = gettext_noop("A symbol ends with the number of the document; “{part}” is none.")
            raise SymbolError(reason, place, part=part)
        self.parts.pop()
        return *self._take_kind_before_slash(), _number(part, place, "/")

    def _take_kind_before_slash(self) -> tuple[str, str]:
        word = _PRINTED_KIND.get(self.parts[-1][0].lower(), "") if len(self.parts) > 1 else ""
        if word not in KINDS_BEFORE_SLASH:
            return "", ""
        self.parts.pop()
        return word, "/"

    def take_session(self) -> str:
        if len(self.parts) > 1 and _SESSION.fullmatch(self.parts[-1][0]):
            return self.parts.pop()[0]
        return ""

    def take_series(self) -> str:
        if not self.parts:
            raise SymbolError(gettext_noop("The series is missing before the number."), self.kept[0])
        for index, (part, place) in enumerate(self.parts):
            _check_series_part(part, place, first=index == 0)
        return "/".join(part for part, _ in self.parts)


def _check_series_part(part: str, place: int, *, first: bool) -> None:
    if _SUFFIX_PART.fullmatch(part):
        reason = gettext_noop("After the suffix “{part}” only further suffixes can stand.")
        raise SymbolError(reason, place, part=part)
    if first and not part[0].isalpha():
        raise SymbolError(gettext_noop("A symbol begins with the letters of its series."), place)
    if not (_SERIES_START if first else _SERIES_PART).fullmatch(part):
        reason = gettext_noop("“{part}” is not well formed: letters and figures, joined by single dots or hyphens.")
        raise SymbolError(reason, place, part=part)


def _too_long(place: int) -> SymbolError:
    return SymbolError(gettext_noop("A symbol has at most {limit} characters."), place, limit=LONGEST_SYMBOL)


def _number(figures: str, place: int, after: str) -> int:
    if not figures:
        raise SymbolError(gettext_noop("A number is missing after “{word}”."), place, word=after)
    if figures.startswith("0"):
        raise SymbolError(gettext_noop("Numbers in symbols begin with 1 to 9."), place)
    if len(figures) > 5:
        raise SymbolError(gettext_noop("Numbers in symbols have at most five figures."), place)
    return int(figures)
