"""The words of a file's pages as they are read on a screen: without running heads, in paragraphs, some pages at once.

Words come page by page, in lines, as they were read from the file: a word cut at the end of a line is whole there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

EDGE_LINES = 3  # at the top and at the bottom of a page, where running heads stand
EDGE_SIGNS = 400
MOST_PAGES = 20  # on one screen
MOST_BYTES = 22_000  # of words on one screen: with all round them some 12 kB over the line, in any of the languages
A_PAGE_BYTES = 150  # what a page takes beside its words
COUNTS = "\0"  # stands round a figure that counts pages
FULL_LINE = 40  # columns: where no line is longer, each stands by itself
IDEOGRAPHS = "\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"

_FIGURE = re.compile(r"\d{1,5}")
_WIDE = re.compile(f"[{IDEOGRAPHS}]")
_BEGINS = re.compile(
    r"[-–—•·▪◦*]\s|\(?(?:\d{1,3}|\w)[.)]\s|\([^\W_]{1,5}\)|[IVXLC]{1,6}\.\s|[一二三四五六七八九十]{1,3}[、.]",
    re.UNICODE,
)
_ENDS = re.compile(r"[.!?:;。！？：；؟؛]['\"”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class Edges:
    """A page by the signs with which it begins and ends, and how many signs and bytes its words have."""

    number: int
    head: str
    tail: str
    signs: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Screen:
    """The pages that are shown at once; or of one that is too long for that, which of its pieces."""

    first: int
    last: int
    piece: int = 1
    pieces: int = 1


def screens(pages: Iterable[Edges], count: int) -> list[Screen]:
    """The screens on which `count` pages are shown, of which `pages` have words."""
    weights = {page.number: page.bytes for page in pages}
    found: list[Screen] = []
    first, weight = 1, 0
    for number in range(1, count + 1):
        own = weights.get(number, 0) + A_PAGE_BYTES
        if number > first and (weight + own > MOST_BYTES or number - first >= MOST_PAGES):
            found.append(Screen(first, number - 1))
            first, weight = number, 0
        weight += own
        if weight > MOST_BYTES:  # which it does alone
            pieces = weight // MOST_BYTES + 1
            found += (Screen(number, number, piece, pieces) for piece in range(1, pieces + 1))
            first, weight = number + 1, 0
    if first <= count:
        found.append(Screen(first, count))
    return found


def piece(words: str, number: int, pieces: int) -> str:
    """One of so many pieces of the words of a page, each cut at the end of a line, or else where there is room."""
    return words[_cut(words, number - 1, pieces) : _cut(words, number, pieces)]


def _cut(words: str, number: int, pieces: int) -> int:
    if number in (0, pieces):
        return len(words) if number else 0
    at = len(words) * number // pieces
    places = (words.find(sign, at, at + MOST_BYTES // 4) for sign in "\n ")
    return next((place + 1 for place in places if place >= 0), at)


@dataclass(frozen=True)
class Running:
    """The lines that run on from page to page: a symbol above the words, "Page 3 of 9" below them.

    What is the same on each page is read once, where it stands first; what counts the pages is not read.
    """

    lines: Collection[str] = ()
    first: dict[str, int] = field(default_factory=dict)  # by line that is always the same, the page where it stands

    @classmethod
    def of(cls, pages: Sequence[Edges]) -> Running:
        """The lines at the top or bottom of a third of the pages, those that count of most; and of two at least."""
        counts: Counter[tuple[bool, str]] = Counter()
        first: dict[str, int] = {}
        for page in pages:
            for at_top, lines in ((True, _lines(page.head)), (False, _lines(page.tail))):
                whole = len(page.head) >= page.signs
                shown = _top(lines, whole) if at_top else _bottom(lines, whole)
                forms = {form for line in shown for form in _forms(line, page.number)}
                counts += Counter((at_top, form) for form in forms)
                for line in shown:
                    first.setdefault(_same(line), page.number)
        same, counting = max(2, -(-len(pages) // 3)), max(2, len(pages) // 2 + 1)
        enough = (counting if COUNTS in form else same for _at_top, form in counts)
        runs = {form for ((_at_top, form), count), least in zip(counts.items(), enough, strict=True) if count >= least}
        return cls(runs, first)

    def without(self, number: int, words: str) -> str:
        """The words of the page of that number, but for the lines that run on.

        Between them and the edge of the page nothing else stands: what begins many pages below a line of their own,
        such as "The Conference of the Parties,", is read on each.
        """
        lines = _lines(words)
        at = {*self._running(lines, number), *(len(lines) - 1 - place for place in self._running(lines[::-1], number))}
        return "\n".join(line for place, line in enumerate(lines) if place not in at)

    def _running(self, lines: Sequence[str], number: int) -> Iterator[int]:
        """The places of the lines that run on, from an edge of the page; where one stands first, it is read."""
        shown = [place for place, line in enumerate(lines) if line.strip()]
        for place in shown[:EDGE_LINES]:
            same, *counting = _forms(lines[place], number)
            counts = any(form in self.lines for form in counting)
            if not counts and same not in self.lines:
                return
            if counts or self.first.get(same, number) < number:
                yield place


def _lines(words: str) -> list[str]:
    return words.split("\n")


def _top(lines: list[str], whole: bool) -> list[str]:
    """The lines at the top, but one that was cut off."""
    return [line for line in (lines if whole else lines[:-1]) if line.strip()][:EDGE_LINES]


def _bottom(lines: list[str], whole: bool) -> list[str]:
    return [line for line in (lines if whole else lines[1:]) if line.strip()][-EDGE_LINES:]


def _same(line: str) -> str:
    return " ".join(line.casefold().split())


def _forms(line: str, number: int) -> Iterator[str]:
    """A line as it would stand on every page; then for each figure in it, as it would if that figure counts pages."""
    same = _same(line)
    yield same
    for figure in [*_FIGURE.finditer(same)][:4]:
        yield f"{same[: figure.start()]}{COUNTS}{int(figure[0]) - number}{COUNTS}{same[figure.end() :]}"


def paragraphs(words: str) -> list[str]:
    """The lines of a page as paragraphs: one goes on while its lines are full and no new one visibly begins."""
    lines = [line.strip() for line in _lines(words)]
    full = _full(lines)
    found: list[list[str]] = []
    before = ""
    for line in lines:
        if line:
            if found and before and not _parted(before, line, full):
                found[-1].append(line)
            else:
                found.append([line])
        before = line
    return ["".join(_joined(one)) for one in found]


def _full(lines: Iterable[str]) -> int:
    """How many columns a full line has; 0 where lines are too short to tell."""
    widths = sorted(_columns(line) for line in lines if line)
    width = widths[len(widths) * 9 // 10] if widths else 0
    return width if width >= FULL_LINE else 0


def _columns(line: str) -> int:
    return len(line) + len(_WIDE.findall(line))


def _parted(before: str, line: str, full: int) -> bool:
    width = _columns(before)
    if not full or width < 0.7 * full or _BEGINS.match(line):
        return True
    return width < 0.9 * full and bool(_ENDS.search(before))


def _joined(lines: list[str]) -> Iterator[str]:
    """The lines of a paragraph, with room between them where their script leaves any."""
    last = ""
    for line in lines:
        between_words = last and not (last.endswith(("-", "\u2010")) and last[-2:-1].isalpha() and line[0].isalnum())
        if between_words and not (_WIDE.match(last[-1]) and _WIDE.match(line[0])):
            yield " "
        yield line
        last = line
