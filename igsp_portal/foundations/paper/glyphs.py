"""Which letters the glyphs of a PDF stand for.

The engine notes the letters of a glyph where it first meets it, and takes the letters of a whole cluster for one
glyph of it: a vowel mark for its letter and itself, the stroke that lengthens a letter for the letter. Readers then
say such letters twice, or not at all. The words of the page tell which letters a doubtful glyph stands for.
"""

from __future__ import annotations

import html
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby

import pikepdf

Glyph = tuple[str, int]  # the name of a font and a code
Word = tuple[Glyph, ...]

OPERATIONS = re.compile(rb"/(\S+) [\d.]+ Tf|\[([^\]]*)\]\s*TJ|/MCID (\d+)|\bBMC\b")
MAPPED = re.compile(rb"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]*)>")
JOINED = "\u0590-\u05ff\u0620-\u065f\u066e-\u06d3\u06d5-\u06ef\u06fa-\u08ff"  # letters and marks, from right to left
WORD = re.compile(f"[{JOINED}]+")
MARKS = re.compile("[\u064b-\u065f]+")
LAM_ALEF = "\u0644[\u0622\u0623\u0625\u0627]"  # often one glyph
MOST_PASSES = 4
MOST_DOUBTFUL = 3  # glyphs of a word
SHADDA, STROKE = "\u0651", "\u0640"


class Glyphs:
    """The glyphs of a document fresh from the engine."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        self.fonts = {name[1:]: font for page in document.pages for name, font in page.Resources.Font.items()}
        self.letters: dict[Glyph, str] = {
            (name, int(code, 16)): bytes.fromhex(letters.decode()).decode("utf-16-be")
            for name, font in self.fonts.items()
            for code, letters in MAPPED.findall(font.ToUnicode.read_bytes() if "/ToUnicode" in font else b"")
        }
        self.pages = list(document.pages)
        self.drawn = cache(lambda page: _marked(self.pages[page]))  # few pages of few documents are asked for

    def said(self, page: int, number: int) -> str:
        """What a piece of marked content of a page says, as drawn from left to right."""
        return self._read(self.drawn(page)[number])

    def put_right(self, page: str) -> None:
        """Put right what doubtful glyphs stand for, by the words of the HTML page."""
        words = {_as_drawn(word) for word in WORD.findall(html.unescape(re.sub(r"<[^>]+>", " ", page)))}
        if not words:
            return
        drawn = dict.fromkeys(self._drawn_words())
        for _pass in range(MOST_PASSES):  # what is put right in one word tells of others
            wrong = [each for each in drawn if not all(map(self.letters.get, each)) or self._read(each) not in words]
            found = self._found(wrong, set(drawn) - set(wrong), "\n".join(sorted(words)))
            if not found:
                break
            for glyph, counted in found.items():
                self.letters[glyph] = max(counted, key=lambda letters: (bool(letters), counted[letters])) or STROKE
        self._write()

    def _read(self, glyphs: Iterable[Glyph]) -> str:
        return "".join(self.letters.get(glyph, "") for glyph in glyphs)

    def _drawn_words(self) -> Iterator[Word]:
        """The words that run from right to left, each in the order in which it is read."""
        for page in range(len(self.pages)):
            for drawn in self.drawn(page).values():
                for joined, glyphs in groupby(reversed(drawn), key=self._is_joined):
                    if joined:
                        yield tuple(glyphs)

    def _is_joined(self, glyph: Glyph) -> bool:
        letters = self.letters.get(glyph)
        return letters == "" or bool(letters and WORD.search(letters))

    def _found(self, wrong: list[Word], right: set[Word], words: str) -> dict[Glyph, Counter[str]]:
        """What doubtful glyphs stand for in each word that can be one alone of the page's, and how often."""
        doubtful = {glyph for glyphs in wrong for glyph in glyphs} - {glyph for glyphs in right for glyph in glyphs}
        found: dict[Glyph, Counter[str]] = defaultdict(Counter)
        for glyphs in wrong:
            for places in self._places(glyphs, doubtful):
                fits = re.findall(self._pattern(glyphs, places), words, re.MULTILINE)
                if len(fits) > 1:  # words that differ in their vowels alone: the one whose letters are all there
                    fits = [fit for fit in fits if fit[0] == _as_drawn(self._read(glyphs))]
                if len(fits) == 1:
                    for place, letters in zip(sorted(places), fits[0][1:], strict=True):
                        found[glyphs[place]][letters] += 1
                    break
        return found

    def _places(self, glyphs: Word, doubtful: set[Glyph]) -> Iterator[set[int]]:
        """Where a word may be wrong, the likeliest first.

        The engine gives all letters of a cluster to its last glyph, and to the others none, unless it met them before.
        """
        empty = {place for place, glyph in enumerate(glyphs) if not self.letters.get(glyph)}
        if empty:
            yield empty | {place + 1 for place in empty if place + 1 < len(glyphs)}
        else:
            yield from ({place} for place in reversed(range(len(glyphs))) if glyphs[place] in doubtful)
        every = {place for place, glyph in enumerate(glyphs) if glyph in doubtful or place in empty}
        if len(every) <= MOST_DOUBTFUL:  # letters of which hardly any is known could be cut in many ways
            yield every

    def _pattern(self, glyphs: Word, places: set[int]) -> str:
        """A word with something in these places: in the empty ones a letter, in the others up to three."""
        letters = [self.letters.get(glyph, "") for glyph in glyphs]
        some = [
            re.escape(known) if n not in places else "(.{0,3}?)" if known else f"({LAM_ALEF}|.)"
            for n, known in enumerate(letters)
        ]
        return f"^({''.join(some)})$"

    def _write(self) -> None:
        for name in {name for name, _code in self.letters}:
            font = self.fonts[name]

            def written(line: re.Match[bytes], name: str = name) -> bytes:
                letters = self.letters[name, int(line[1], 16)].encode("utf-16-be").hex().encode()
                return b"<%b> <%b>" % (line[1], letters)

            font.ToUnicode.write(MAPPED.sub(written, font.ToUnicode.read_bytes()))


def _marked(page: pikepdf.Page) -> dict[int, list[Glyph]]:
    """The glyphs of each piece of marked content, as drawn from left to right; -1 is what is marked as nothing."""
    marked: dict[int, list[Glyph]] = defaultdict(list)
    font, number = "", -1
    for name, shown, mark in OPERATIONS.findall(page.Contents.read_bytes()):
        if name:
            font = name.decode()
        elif shown:
            codes = bytes.fromhex("".join(re.findall("<([0-9a-f]*)>", shown.decode())))
            marked[number] += [(font, high << 8 | low) for high, low in zip(codes[::2], codes[1::2], strict=False)]
        else:
            number = int(mark) if mark else -1
    return marked


def _as_drawn(word: str) -> str:
    """A word with its marks in the order in which they are drawn: the doubling before the vowel."""
    return MARKS.sub(lambda marks: "".join(sorted(marks[0], key=lambda mark: (mark != SHADDA, mark))), word)
