"""The words of a block as runs of a DOCX: emphasis, brackets, calls of footnotes and references to numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from documents.numbering import Labels
from documents.wordings import UNKNOWN_REFERENCE

from . import inline
from .inline import Bracket, Note, Piece, Reference, Words, words_of
from .word import XML, add, mark, w
from .word_styles import LANGUAGES

_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9./()-]*(?: [A-Za-z][A-Za-z0-9./()-]*)*")
_BROKEN = re.compile(r"([\t\n])")
_BRACKETS = re.compile(f"([{re.escape(inline.SIGNS)}])")


@dataclass
class Runs:
    """What runs need to know of the whole file while they are made."""

    language: str
    numbers: Labels = field(default_factory=Labels)
    typed: frozenset[str] = frozenset()  # blocks whose labels are typed
    notes: dict[str, int] = field(default_factory=dict)  # the footnotes called so far, with their numbers in the file
    labels: dict[str, str] = field(default_factory=dict)  # of brackets, by the bookmarks around them
    marks: int = 0  # how many bookmarks there are

    def write(self, parent: etree._Element, pieces: Iterable[Piece], key: str = "") -> None:
        """Append the pieces to a paragraph of the block `key`, or to what marks a change in one."""
        for piece in pieces:
            match piece:
                case Words(text, emphasis):
                    self._words(parent, text, emphasis)
                case Bracket():
                    self._bracket(parent, piece)
                case Note(called):
                    self._note(parent, called)
                case Reference(named):
                    self._reference(parent, named, key)

    def bookmark(self, parent: etree._Element, name: str) -> etree._Element:
        """Begin a bookmark in `parent`; the answer is what ends it, to be put where it ends."""
        add(parent, "bookmarkStart", id=self.marks, name=name)
        end = etree.Element(w("bookmarkEnd"), {w("id"): str(self.marks)})
        self.marks += 1
        return end

    def run(self, parent: etree._Element, text: str, style: str = "") -> None:
        """A run of words in a style of characters."""
        for part, latin in _by_script(text) if self.language == "ar" else ((text, True),):
            self._run(parent, part, style, latin=latin)

    def _run(self, parent: etree._Element, text: str, style: str, *, latin: bool) -> None:
        run = self.empty(parent, style, latin=latin)
        for part in _BROKEN.split(words_of(text)):
            if part in "\t\n":
                if part:
                    add(run, "tab" if part == "\t" else "br")
            else:
                words = add(run, "t")
                words.text = part
                words.set(f"{{{XML}}}space", "preserve")

    def empty(self, parent: etree._Element, style: str = "", *, latin: bool = True) -> etree._Element:
        """A run without words."""
        run = add(parent, "r")
        if style or not latin:
            properties = add(run, "rPr")
            if style:
                add(properties, "rStyle", val=style)
            if not latin:
                add(properties, "rtl")
        return run

    def _words(self, parent: etree._Element, text: str, emphasis: bool) -> None:
        for part in _BRACKETS.split(text):
            if not part:
                continue
            style = "Literal" if part in inline.SIGNS else ""
            self.run(
                parent, part, "LiteralEmphasis" if style and emphasis else style or ("Emphasis" if emphasis else "")
            )

    def _bracket(self, parent: etree._Element, bracket: Bracket) -> None:
        if not bracket.label:
            self._run(parent, bracket.sign, "Contested", latin=self.language != "ar")
            return
        name = mark(f"is{self.marks}", bracket.label)
        self.labels[name] = bracket.label
        end = self.bookmark(parent, name)
        self._run(parent, bracket.sign, "Contested", latin=self.language != "ar")
        parent.append(end)

    def _note(self, parent: etree._Element, key: str) -> None:
        self.call(parent, key, mark("n", key))

    def call(self, parent: etree._Element, key: str, name: str) -> None:
        """The call of a footnote under a bookmark; a second one says the number of the first."""
        if key in self.notes:
            self.again(parent, key, name)
            return
        self.notes[key] = len(self.notes) + 1
        end = self.bookmark(parent, name)
        run = self.empty(parent, "FootnoteReference")
        call = add(run, "footnoteReference", id=self.notes[key])
        if sign := self.sign(key):
            call.set(w("customMarkFollows"), "1")
            add(run, "t").text = sign
        parent.append(end)

    def sign(self, key: str) -> str:
        """The sign of a footnote that Word does not count: the letter of one in a table or an annex; else ""."""
        sign = self.numbers.printed.get(key.removesuffix("/old"), "")
        return sign if sign.isalpha() else ""

    def again(self, parent: etree._Element, key: str, name: str) -> None:
        """The number of a footnote that is called elsewhere, under that bookmark."""
        shown = self.numbers.printed.get(key.removesuffix("/old"), "*")
        self.field(parent, f"NOTEREF {name} \\f \\h", shown, "FootnoteReference")

    def _reference(self, parent: etree._Element, key: str, seen_from: str) -> None:
        of = f"REF {mark('l', key)} \\h" if key in self.typed else f"REF {mark('b', key)} \\w \\h"
        self.field(parent, of, self.numbers.seen_from(seen_from).get(key, UNKNOWN_REFERENCE))

    def field(self, parent: etree._Element, code: str, shown: str, style: str = "") -> None:
        """A field of Word's, with the words that it shows until it is computed again."""
        add(self.empty(parent, style), "fldChar", fldCharType="begin")
        words = add(self.empty(parent, style), "instrText")
        words.text = f" {code} "
        words.set(f"{{{XML}}}space", "preserve")
        add(self.empty(parent, style), "fldChar", fldCharType="separate")
        self.run(parent, shown, style)
        add(self.empty(parent, style), "fldChar", fldCharType="end")


def in_language(paragraph: etree._Element, language: str) -> None:
    """Say of each run of a paragraph in which language it is, so that it is read aloud and checked in that."""
    code = LANGUAGES[language]
    for run in paragraph.iter(w("r")):
        properties: Any = run.find(w("rPr"))
        if properties is None:
            properties = etree.Element(w("rPr"))
            run.insert(0, properties)
        add(properties, "lang", val=code, bidi=code) if language == "ar" else add(properties, "lang", val=code)


def _by_script(text: str) -> Iterator[tuple[str, bool]]:
    """The words of an Arabic text in turn: those that run from the right, and those in Latin letters."""
    place = 0
    for found in _LATIN.finditer(text):
        if found.start() > place:
            yield text[place : found.start()], False
        yield found.group(), True
        place = found.end()
    if place < len(text):
        yield text[place:], False
