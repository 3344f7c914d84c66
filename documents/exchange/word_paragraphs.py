"""The words of a paragraph of a DOCX as pieces, with what could not be taken over named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from documents.faults import Fault, gettext_noop

from . import inline, word_fields, word_signs
from .inline import Bracket, Note, Piece, Reference, Words
from .losses import CONTENTS, EXCERPT, FORMULA, IMAGE, RAISED_WORDS, shifted
from .word import key_of, w, words_in
from .word_counting import Styles
from .word_fields import Field
from .word_notes import Noted

NOTE_MARKS = ("n_", "m_")  # begin bookmarks around calls of footnotes, and around calls that are taken out
OFF = ("0", "false", "off", "none")
TEXT_BOX = gettext_noop("A text box was left out. Its words: “{words}”")
FIELD = gettext_noop("A field ({name}) was taken over as the words that it shows.")
FIELD_LEFT = gettext_noop("What a field ({name}) shows was left out.")
HIDDEN = gettext_noop("Hidden words were left out: “{words}”")
STRUCK = gettext_noop("These words are struck out by hand; they were taken over as words: “{words}”")
SYMBOL = gettext_noop("A sign of a special font was left out: {font} {code}")
UNENDED = gettext_noop("A field without an end was taken over as the words that follow it.")
COMMENT = gettext_noop("A comment was left out: {author}: “{words}”")


@dataclass
class File:
    """What the paragraphs of a file share."""

    styles: Styles
    keys: Mapping[str, str] = field(default_factory=dict)  # by bookmark
    labels: Mapping[str, str] = field(default_factory=dict)  # of brackets, by bookmark
    comments: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # by id: who, and what
    given: Mapping[Noted, str] = field(default_factory=dict)  # the key of each note that is called anywhere in the file
    notes: dict[Noted, str] = field(default_factory=dict)  # the keys of those that were called
    marks: dict[Noted, str] = field(default_factory=dict)  # the signs of those that the file does not count
    own: bool = False  # whether it was made here
    contents: bool = False  # whether a table of contents was told
    fields: list[Field] = field(default_factory=list)  # those that are open; they may go on over paragraphs

    def note(self, kind: str, number: str, key: str = "") -> str:
        """The key of a note: that which came with its first call, or else that which it was given."""
        return self.notes.setdefault((kind, number), key or self.given[kind, number])

    def key(self, bookmark: str) -> str:
        """The key that a bookmark stands for; "" for none."""
        if not self.own or bookmark[:2] not in ("b_", "l_", *NOTE_MARKS, "o_"):
            return ""
        return self.keys.get(bookmark) or self.keys.get(f"b_{bookmark[2:]}") or key_of(bookmark)


@dataclass
class Paragraph:
    """A paragraph while it is read."""

    file: File
    pieces: list[Piece] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)
    key: str = ""
    label: str = ""  # typed by us
    direct: list[tuple[str, _Look]] = field(default_factory=list)  # words, and how they are set
    _note: str = ""
    _bracket: str = ""
    _marked: Noted | None = None  # a note whose own sign follows in the same run

    def read(self, paragraph: etree._Element) -> Paragraph:
        """Take in the words of a paragraph."""
        self._children(paragraph)
        self._whole()
        return self

    @property
    def is_bold(self) -> bool:
        """Whether the file makes all its words bold, one by one."""
        return bool(self.direct) and all(look.bold for words, look in self.direct if words.strip())

    @property
    def is_complex(self) -> bool:
        """Whether all its words are set as those that run from right to left."""
        return bool(self.direct) and all(look.is_complex for words, look in self.direct if words.strip())

    @property
    def is_upper(self) -> bool:
        """Whether its words are written in capital letters."""
        return inline.plain(self.pieces).isupper()

    def _children(self, parent: etree._Element) -> None:
        for child in parent:
            if child.tag == w("r"):
                self._run(child)
            elif child.tag == w("bookmarkStart"):
                self._bookmark(child.get(w("name"), ""))
            elif child.tag == w("fldSimple"):
                self._simple(child)
            elif etree.QName(child).localname in ("oMath", "oMathPara"):
                self._formula(child)
            else:  # whatever holds runs: a link, a content control, what others have put around words
                self._children(child)

    def _bookmark(self, name: str) -> None:
        if name.startswith(NOTE_MARKS):
            self._note = self.file.key(name)
        elif name.startswith("is") and self.file.own:
            self._bracket = self.file.labels.get(name, "")
        elif not self.key:
            self.key = self.file.key(name)

    def _simple(self, child: etree._Element) -> None:
        if next(child.iter(w("r")), None) is None:
            self._without_words(Field(child.get(w("instr"), "")), _Look(self.file.styles, None), child)
            return
        self.file.fields.append(Field(child.get(w("instr"), ""), shows=True))
        if self._field_begins():
            self._children(child)
        self.file.fields.pop()

    def _run(self, run: etree._Element) -> None:
        look = _Look(self.file.styles, run.find(w("rPr")))
        for child in run:
            name = etree.QName(child).localname
            if name == "fldChar":
                self._field_sign(child.get(w("fldCharType"), ""), look, child)
            elif name == "instrText" and self.file.fields:
                self.file.fields[-1].code += child.text or ""
            elif any(one.hides for one in self.file.fields):
                continue
            elif name in _SIGNS or name in ("t", "sym"):
                self._words(self._sign(name, child, look), look, child)
            else:
                self._thing(name, child)
        self._marked = None

    def _sign(self, name: str, child: etree._Element, look: _Look) -> str:
        """What an element of a run stands for."""
        if name != "sym":
            return _SIGNS.get(name) or word_signs.plain(child.text or "", look.font)
        font, code = child.get(w("font"), ""), child.get(w("char"), "")
        if not (sign := word_signs.sign(font, code)):
            self._say(SYMBOL, font=font, code=code)
        return sign

    def _field_sign(self, kind: str, look: _Look, child: etree._Element) -> None:
        if kind == "begin":
            self.file.fields.append(Field(form=child.find(w("ffData"))))
        elif kind == "separate" and self.file.fields:
            self.file.fields[-1].shows = self.file.fields[-1].begun = True
            self._field_begins()
        elif kind == "end" and self.file.fields:
            if not (one := self.file.fields.pop()).begun:
                self._without_words(one, look, child)
        elif kind == word_fields.UNENDED:
            self._say(UNENDED)

    def _field_begins(self) -> bool:
        """Take over what a field stands for; whether its words are to be read."""
        one = self.file.fields[-1]
        if one.name in ("NOTEREF", "REF") and (key := self.file.key(one.target)):
            self.pieces.append(Note(key) if one.name == "NOTEREF" else Reference(key))
            one.shows = False
        elif one.name == "TOC":
            self.tell_contents()
        elif one.name in word_fields.SKIPPED:
            self._say(FIELD_LEFT, name=one.name)
        elif one.name not in word_fields.QUIET:
            self._say(FIELD, name=one.name)
        return not one.hides

    def _without_words(self, one: Field, look: _Look, element: etree._Element) -> None:
        """A field that has no words in the file: what it shows if that is known."""
        if any(outer.hides for outer in self.file.fields) or one.name in word_fields.MARKS:
            return
        if one.name == "EQ":
            self._say(FORMULA)
        if words := word_fields.shown(one) or (one.code.split(maxsplit=1)[1].strip() if one.name == "EQ" else ""):
            self._words(words, look, element)
        elif one.name not in word_fields.SKIPPED:
            self._say(FIELD_LEFT, name=one.name)

    def tell_contents(self) -> None:
        """Say once in a file that it has contents, which are none of the text."""
        if not self.file.contents:
            self.file.contents = True
            self._say(CONTENTS)

    def _words(self, text: str, look: _Look, element: etree._Element) -> None:
        if self._marked:
            self.file.marks[self._marked] = self.file.marks.get(self._marked, "") + text.strip()
            return
        own_sign = look.style == "FootnoteReference" and text.isalpha() and not self.pieces  # of a lettered footnote
        if self.file.own and (own_sign or look.style == "Label"):
            self.label += text.strip()
            return
        if look.hidden:
            self._say(HIDDEN, words=text)
            return
        if look.struck:
            self._say(STRUCK, words=text[:EXCERPT])
        text = self._shifted(text, look)
        if element.tag == w("br") and element.get(w("type"), "textWrapping") != "textWrapping":
            text = " "
        if look.style not in _EXACT:
            self.direct.append((text, look))
        if look.style.startswith("Literal") and self.file.own:
            self.pieces.append(Words(text, look.emphasis))
        else:
            self._contested(text, look)

    def _contested(self, text: str, look: _Look) -> None:
        for piece in inline.contested(text, emphasis=look.emphasis):
            if isinstance(piece, Bracket) and self._bracket:
                piece, self._bracket = Bracket(piece.sign, self._bracket), ""
            self.pieces.append(piece)

    def _shifted(self, text: str, look: _Look) -> str:
        if look.shift not in ("superscript", "subscript"):
            return text
        made = shifted(text, raised=look.shift == "superscript")
        if made == text and text.strip():
            self._say(RAISED_WORDS, words=text[:EXCERPT])
        return made

    def _thing(self, name: str, child: etree._Element) -> None:
        if name in ("footnoteReference", "endnoteReference"):
            self._call(name.removesuffix("Reference"), child)
        elif name in ("drawing", "pict", "object"):
            self._drawing(child)
        elif name == "ruby":
            for base in child.iterchildren(w("rubyBase")):
                self._children(base)
        elif name == "commentReference" and (comment := self.file.comments.get(child.get(w("id"), ""))):
            self._say(COMMENT, author=comment[0], words=comment[1])

    def _call(self, kind: str, child: etree._Element) -> None:
        number = child.get(w("id"), "")
        self.pieces.append(Note(self.file.note(kind, number, self._note)))
        self._note = ""
        if child.get(w("customMarkFollows"), "0") not in OFF:
            self._marked = kind, number

    def _drawing(self, child: etree._Element) -> None:
        boxes = list(child.iter(word_fields.BOX))
        for box in boxes:
            self._say(TEXT_BOX, words=words_in(box))
        if not boxes:
            self._say(IMAGE)

    def _formula(self, child: etree._Element) -> None:
        words = "".join(one.text or "" for one in child.iter() if etree.QName(one).localname == "t")
        self._say(FORMULA)
        self.pieces.append(Words(words))

    def _say(self, reason: str, **values: object) -> None:
        fault = Fault(reason, **values)
        if str(fault) not in map(str, self.remarks):
            self.remarks.append(fault)

    def _whole(self) -> None:
        """Words that are all in italics or all bold are a look of the paragraph, and no emphasis."""
        marked = [look.emphasis for words, look in self.direct if words.strip()]
        if marked and all(marked):
            exact = not any(
                isinstance(piece, Words) and not piece.emphasis and piece.text.strip() for piece in self.pieces
            )
            if exact:
                self.pieces = [Words(piece.text) if isinstance(piece, Words) else piece for piece in self.pieces]


_EXACT = ("Emphasis", "LiteralEmphasis")
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad", "ptab": "\t"}


class _Look:
    """How a run is set."""

    def __init__(self, styles: Styles, properties: etree._Element | None) -> None:
        self._properties, self._styles = properties, styles
        style = properties.find(w("rStyle")) if properties is not None else None
        self._style = style.get(w("val"), "") if style is not None else ""
        self.style = _OWN_NAMES.get(styles.name(self._style), self._style)
        self.is_complex = self._is("rtl") or self._is("cs")
        self._set = (
            "Cs" if self.is_complex else ""
        )  # each look has a twin for complex scripts, and one of the two shows
        self.bold = self._is(f"b{self._set}")
        underline = self._own("u")
        self.emphasis = self.style != "Contested" and (
            self._is(f"i{self._set}") or self.bold or (underline or "none") not in OFF
        )
        self.struck = self._is("strike") or self._is("dstrike")
        self.hidden = self._is("vanish") or self._is("webHidden")
        self.shift = self._value("vertAlign") or self._moved()
        fonts = properties.find(w("rFonts")) if properties is not None else None
        self.font = fonts.get(w("ascii")) or fonts.get(w("hAnsi"), "") if fonts is not None else ""

    def _moved(self) -> str:
        """Letters that are set smaller, and off the line by a distance, are raised or lowered all the same."""
        distance = self._own("position") if self._own(f"sz{self._set}") else ""
        if not distance or not re.fullmatch("-?[1-9][0-9]?", distance):
            return ""
        return "subscript" if distance.startswith("-") else "superscript"

    def _own(self, name: str) -> str | None:
        """What the run says itself: links are underlined by their style, which is no emphasis."""
        found = self._properties.find(w(name)) if self._properties is not None else None
        return None if found is None else found.get(w("val"), "1")

    def _value(self, name: str) -> str | None:
        if (own := self._own(name)) is not None or not self._style:
            return own
        found = self._styles.find(self._style, f"{w('rPr')}/{w(name)}")
        return None if found is None else found.get(w("val"), "1")

    def _is(self, name: str) -> bool:
        value = self._value(name)
        return value is not None and value not in OFF


_OWN_NAMES = {
    "typed label": "Label",
    "contested bracket": "Contested",
    "literal bracket": "Literal",
    "literal bracket with emphasis": "LiteralEmphasis",
    "emphasis": "Emphasis",
}
