"""A text cut into words, each with its place: the one function that indexes, questions and snippets go through."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from igsp_portal.foundations.language.characters import folded_sign

LONGEST_WORD = 64  # characters; what is longer is no word of a language, and is compared by its beginning
MOST_JOINED = 4  # words that hyphens and apostrophes join into one
KEPT_CHUNKS = 100_000  # a language uses the same words again and again: most are cut once
LONGEST_KEPT = 40
KEPT_SIGNS = 30_000
# What stands before a word in an index tells what kind of word it is. No folded word begins so.
OTHER, TITLE, SYMBOL = "°", "¶", "§"
DOCUMENT = "¤"  # a document itself, beside its pages and paragraphs
MARKS = OTHER + TITLE + SYMBOL + DOCUMENT

_HAN = "々〇㐀-䶿一-鿿豈-\ufaff\U00020000-\U000323af"
_IS_HAN = re.compile(f"[{_HAN}]")
_HYPHENS = "-\u00ad\u2010\u2011\ufffe\x02"  # the last two are what PDFs leave of a word parted at the end of a line
_CHUNK = re.compile(rf"\S+(?:(?:(?<=[{_HAN}])\s+(?=[{_HAN}])|(?<=[{_HYPHENS}])[ \t]*\r?\n\s*(?=\w))\S+)*")
_JOINTS = frozenset("'’‘‛`´ʼʻʽ′＇‐‑-\ufffe\x02\u00ad")
_SOFT = "\u00ad"  # joins only at the end of a line; elsewhere nobody sees it
_PREPENDED = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2")  # one sign with what follows
_ARABIC = re.compile("[\u0621-\u064a]")
# و and ف, then ب or ك, then the article; or the article with ل before it, which swallows its alef.
_BEFORE_ARTICLE = re.compile("^(?:[وف]?[بك]?ال|[وف]?لل)(?=..)")
# Without an article: و before a word of three letters, and ل or ب before one of four.
_PARTICLES = re.compile("^([وف](?=...))?([لب](?=....))?")
_FIGURES_APART = re.compile("[0-9]+|[^0-9]+")


class Word(NamedTuple):
    """A word as it is compared, and where it stands in the text."""

    folded: str
    start: int
    end: int


class Cut(NamedTuple):
    """The words of a text one after the other, and further forms under which some of them are found."""

    words: list[Word]
    others: list[Word]


def cut(text: str) -> Cut:
    """Cut a text of whatever language into words."""
    words: list[Word] = []
    others: list[Word] = []
    for chunk in _CHUNK.finditer(text):
        written, at = chunk.group(), chunk.start()
        found = _kept(written) if len(written) <= LONGEST_KEPT else _cut(written)
        words += [Word(folded, start + at, end + at) for folded, start, end in found.words]
        others += [Word(folded, start + at, end + at) for folded, start, end in found.others]
    return Cut(words, others)


def indexed(text: str, mark: str = "") -> list[str]:
    """The words of a text as an index takes them: in their order, then the further forms, each once.

    Those of a title bear their `mark`, further forms among them.
    """
    words: list[str] = []
    others: dict[str, None] = {}
    for chunk in _CHUNK.finditer(text):
        written = chunk.group()
        found = _kept(written) if len(written) <= LONGEST_KEPT else _cut(written)
        words += [word.folded for word in found.words]
        others |= dict.fromkeys(other.folded for other in found.others)
    before = mark or OTHER
    apart = [mark] if mark and others else []  # so that no phrase runs into the further forms
    return [*(mark + word for word in words), *apart, *(before + other for other in others)]


def parts_of_symbol(symbol: str) -> list[str]:
    """The parts of a symbol as it is compared, letters and figures apart: GC.23/6 and gc23-6 are gc 23 6."""
    return [part for word in cut(symbol).words for part in _FIGURES_APART.findall(word.folded)]


def is_han(word: str) -> bool:
    """Whether a word is of Han characters."""
    return bool(_IS_HAN.match(word))


class _Cutter:
    """Reads one chunk, sign by sign."""

    def __init__(self) -> None:
        self.words: list[Word] = []
        self.others: list[Word] = []
        self.signs: list[Word] = []  # of the word, or of the run of Han characters, that is being read
        self.joined: list[Word] = []  # the words read so far that nothing parts but hyphens and apostrophes
        self.han = False

    def take(self, letters: str, start: int, end: int, *, han: bool) -> None:
        if self.signs and han != self.han:
            self.end_word()
        if han:
            self.end_joined()
        self.han = han
        self.signs.append(Word(letters, start, end))

    def lengthen(self, end: int) -> None:
        """A sign that nobody sees, or an accent, belongs to the letter before it."""
        if self.signs:
            self.signs[-1] = self.signs[-1]._replace(end=end)

    def end_word(self) -> None:
        if self.signs and self.han:
            self._end_han()
        elif self.signs:
            folded = "".join(sign.folded for sign in self.signs)[:LONGEST_WORD]
            word = Word(folded, self.signs[0].start, self.signs[-1].end)
            self.words.append(word)
            self.joined.append(word)
            self.others += [word._replace(folded=form) for form in _without_particles(folded)]
        self.signs = []

    def _end_han(self) -> None:
        pairs = zip(self.signs, self.signs[1:], strict=False)
        self.words += [Word(a.folded + b.folded, a.start, b.end) for a, b in pairs] or self.signs
        self.others += self.signs

    def end_joined(self) -> None:
        if 2 <= len(self.joined) <= MOST_JOINED:
            folded = "".join(word.folded for word in self.joined)[:LONGEST_WORD]
            self.others.append(Word(folded, self.joined[0].start, self.joined[-1].end))
        self.joined = []


def _cut(chunk: str) -> Cut:
    cutter = _Cutter()
    before: int | None = None  # where a sign stands that is one with the letter after it
    for place, sign in enumerate(chunk):
        if sign in _JOINTS and not (sign == _SOFT and chunk[place + 1 : place + 2].isalnum()):
            cutter.end_word()
        elif runs := _runs(sign):
            _take(cutter, runs, place if before is None else before, place + 1)
        elif _is_unseen(sign):
            cutter.lengthen(place + 1)
        elif not sign.isspace():
            cutter.end_word()
            cutter.end_joined()
        before = place if sign in _PREPENDED else None
    cutter.end_word()
    cutter.end_joined()
    return Cut(cutter.words, cutter.others)


def _take(cutter: _Cutter, runs: list[tuple[str, bool, bool]], start: int, end: int) -> None:
    for run, is_word, han in runs:
        if is_word:
            cutter.take(run, start, end, han=han)
        else:
            cutter.end_word()
            cutter.end_joined()


@lru_cache(maxsize=KEPT_SIGNS)
def _runs(sign: str) -> list[tuple[str, bool, bool]]:
    """What one sign stands for: letters, or what parts words, as in ½; whether it is a word's, and whether of Han."""
    return [(run, run.isalnum(), is_han(run)) for run in re.findall(r"[^\W_]+|[\W_]+", _letters(sign))]


@lru_cache(maxsize=KEPT_CHUNKS)
def _kept(chunk: str) -> Cut:
    return _cut(chunk)


def _letters(sign: str) -> str:
    """The letters of a sign as they are compared; empty for a sign without any."""
    folded = folded_sign(sign)
    return folded if any(letter.isalnum() for letter in folded) else ""


@lru_cache(maxsize=KEPT_SIGNS)
def _is_unseen(sign: str) -> bool:
    return unicodedata.category(sign) in ("Mn", "Me", "Mc", "Cf") or (sign.isalpha() and not folded_sign(sign))


def _without_particles(word: str) -> Iterator[str]:
    """An Arabic word without the particles that are written together with it, and without the article as well."""
    if not _ARABIC.match(word):
        return
    if found := _BEFORE_ARTICLE.match(word):
        stem = word[found.end() :]
        yield from (form for form in (stem, f"ال{stem}") if form != word)
    elif (particles := _PARTICLES.match(word)) and particles[0]:
        ends = (len(particles[1] or ""), particles.end())
        yield from dict.fromkeys(word[end:] for end in ends if end)
