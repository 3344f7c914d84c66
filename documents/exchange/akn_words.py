"""The words of an element of Akoma Ntoso as pieces, with what could not be taken over named."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from documents.faults import Fault, gettext_noop
from igsp_portal.foundations.language.languages import UnknownLanguage, resolve

from . import inline
from .akn import LANGUAGES
from .akn_inline import LABELLED, LITERAL
from .inline import Bracket, Note, Piece, Reference, Words
from .listed import BLOCKS, Listed
from .losses import EXCERPT, FORMULA, IMAGE, RAISED_WORDS, shifted

EMPHASIS = ("i", "b", "u", "em", "strong")
INLINE = (
    *(*EMPHASIS, "sup", "sub", "span", "inline", "a", "ref", "rref", "mref", "noteRef", "authorialNote", "def", "term"),
    *("date", "time", "person", "organization", "concept", "object", "event", "location", "process", "role", "entity"),
    *("quantity", "ins", "del", "abbr", "quotedText", "remark", "placeholder", "omissis", "br", "eol", "img", "math"),
    *("docTitle", "docNumber", "docType", "docDate", "docProponent", "docStage", "docStatus", "docPurpose", "session"),
)
BLOCKS_OF_WORDS = (
    *("p", "block", "table", "ul", "ol", "li", "container", "div", "tblock", "blockContainer", "blockList", "item"),
    *("listIntroduction", "listWrapUp", "content", "intro", "wrapUp", "crossHeading", "toc", "quotedStructure"),
)
HIERARCHY = (
    *("book", "tome", "part", "subpart", "title", "subtitle", "chapter", "subchapter", "division", "subdivision"),
    *("article", "section", "subsection", "rule", "subrule", "level", "hcontainer", "clause", "transitional"),
    *(
        "point",
        "indent",
        "alinea",
        "list",
        "sublist",
        "item",
        "subparagraph",
        "subclause",
        "proviso",
        "li",
        "paragraph",
    ),
)
SAID = {long: code for code, long in LANGUAGES.items()} | {"fre": "fr", "chi": "zh-hans"}  # either list of ISO 639-2
TITLED = ("heading", "subheading", "caption", "num")
SKIPPED = ("meta", "num", "heading", "subheading", "componentRef")
DELETED = gettext_noop("Deleted words were left out: “{words}”")


def local(element: etree._Element) -> str:
    """The name of an element, whatever the version of the format."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def language_of(root: etree._Element) -> str:
    """The official language in which a document says it is; "" where it says none, or several."""
    said = {_resolved(one.get("language", "")) for one in root.iterfind(".//{*}FRBRExpression/{*}FRBRlanguage")}
    return said.pop() if len(said) == 1 else ""


def _resolved(code: str) -> str:
    plain = code.strip().lower()
    try:
        return SAID.get(plain) or resolve(plain)
    except UnknownLanguage:
        return ""


def stands_apart(element: etree._Element) -> bool:
    """Whether an element is no part of a sentence: it is a block of words, or holds one."""
    name = local(element)
    if name == "authorialNote":
        return False
    return name in (*BLOCKS_OF_WORDS, *HIERARCHY, *SKIPPED) or any(map(stands_apart, element))


def apart_in(element: etree._Element) -> set[etree._Element]:
    """What stands in an element apart from its words; what only holds others holds unknown ones apart too."""
    apart = {child for child in element if stands_apart(child)}
    may_hold = apart or local(element) not in ("p", "block", *TITLED, *INLINE)
    if may_hold and not any(text.strip() for text in (element.text or "", *(child.tail or "" for child in element))):
        apart |= {child for child in element if local(child) not in INLINE}
    return apart


def worded(pieces: list[Piece]) -> list[Piece]:
    """The pieces, without the room between blocks where they are nothing else."""
    return pieces if inline.plain(pieces).strip() else [one for one in pieces if not isinstance(one, Words)]


def quotation_marks(element: etree._Element) -> tuple[str, str]:
    """The marks around what is quoted, which stand in no words."""
    return element.get("startQuote", ""), element.get("endQuote", "")


class Reader:
    """Reads words, and keeps the notes that they call."""

    def __init__(self, root: etree._Element, list_: Listed) -> None:
        self.list = list_
        self.elements = {one.get("eId") or one.get("id", ""): one for one in root.iter() if isinstance(one.tag, str)}
        self._notes: dict[str, etree._Element] = {}
        self._keys: dict[etree._Element, str] = {}
        self._remarks: list[Fault] = []

    def pieces(self, element: etree._Element) -> list[Piece]:
        """The words of an element and of all in it."""
        return inline.joined(self._of(element, emphasis=False))

    def parts(self, element: etree._Element) -> Iterator[list[Piece] | etree._Element]:
        """What stands in an element, in its order: words of its own, and what stands apart from them."""
        apart = apart_in(element)
        run = self._text(element.text, False)
        for child in element:
            if child in apart:
                yield run
                yield child
                run = []
            else:
                run += self._child(child, emphasis=False)
            run += self._text(child.tail, False)
        yield run

    def flat(self, element: etree._Element) -> list[Piece]:
        """All words of an element in one line, with a space where one block ends."""
        parts = list(self.parts(element))
        if len(parts) == 1:
            return self.pieces(element)
        opening, closing = quotation_marks(element)
        made: list[Piece] = [Words(opening)] if opening else []
        for part in parts:
            pieces = worded(part) if isinstance(part, list) else self.flat(part)
            made += [Words(" ")] if made and pieces and made != [Words(opening)] else []
            made += pieces
        return inline.joined([*made, Words(closing)] if closing else made)

    def notes(self) -> Iterator[tuple[str, list[Piece]]]:
        """The words of the notes that were called, with their keys; a note may call others."""
        read: set[str] = set()
        while waiting := [key for key in self._notes if key not in read]:
            for key in waiting:
                read.add(key)
                yield key, self.flat(self._notes[key])

    def say(self, reason: str, **values: object) -> None:
        """Keep a remark for the line that is read."""
        fault = Fault(reason, **values)
        if str(fault) not in map(str, self._remarks):
            self._remarks.append(fault)

    def said(self) -> list[Fault]:
        """The remarks since this was last asked."""
        found, self._remarks = self._remarks, []
        return found

    def _of(self, element: etree._Element, *, emphasis: bool) -> list[Piece]:
        made = list(self._text(element.text, emphasis))
        for child in element:
            made += self._child(child, emphasis=emphasis)
            made += self._text(child.tail, emphasis)
        return made

    def _text(self, text: str | None, emphasis: bool) -> list[Piece]:
        if not text:
            return []
        return list(inline.contested(text if self.list else text.replace("\n", " "), emphasis=emphasis))

    def _child(self, child: etree._Element, *, emphasis: bool) -> list[Piece]:
        name = local(child)
        if name in _SPECIAL:
            return _SPECIAL[name](self, child, emphasis)
        if name == "inline" and child.get("name") in (LITERAL, LABELLED) and self.list:
            sign = child.text or ""
            label = child.get(f"{{{BLOCKS}}}is", "")
            return [Bracket(sign, label) if child.get("name") == LABELLED else Words(sign, emphasis)]
        return self._of(child, emphasis=emphasis or name in EMPHASIS)

    def _note(self, child: etree._Element, _emphasis: bool) -> list[Piece]:
        key = child.get("wId", "")
        if key not in self.list.blocks:
            key = f"footnote-{len(self._notes) + 1}"
        key = self._keys.setdefault(child, key)
        self._notes[key] = child
        return [Note(key)]

    def _again(self, child: etree._Element, emphasis: bool) -> list[Piece]:
        """A call of a note that stands elsewhere, perhaps among the metadata."""
        target = self.elements.get(child.get("href", "").lstrip("#"))
        if target is None:
            return list(self._text(child.get("marker"), emphasis))
        if target in self._keys:
            return [Note(self._keys[target])]
        return self._note(target, emphasis)

    def _reference(self, child: etree._Element, emphasis: bool) -> list[Piece]:
        target = self.elements.get(child.get("href", "").lstrip("#"))
        key = target.get("wId", "") if target is not None else child.get("href", "").lstrip("#")
        if self.list and (key in self.list.blocks or target is None):
            return [Reference(key)]
        return self._of(child, emphasis=emphasis)

    def _quotation(self, child: etree._Element, emphasis: bool) -> list[Piece]:
        opening, closing = quotation_marks(child)
        return [*self._text(opening, emphasis), *self._of(child, emphasis=emphasis), *self._text(closing, emphasis)]

    def _break(self, _child: etree._Element, emphasis: bool) -> list[Piece]:
        return [Words("\n" if self.list else " ", emphasis)]

    def _picture(self, _child: etree._Element, _emphasis: bool) -> list[Piece]:
        self.say(IMAGE)
        return []

    def _formula(self, child: etree._Element, emphasis: bool) -> list[Piece]:
        self.say(FORMULA)
        return self._of(child, emphasis=emphasis)

    def _deleted(self, child: etree._Element, _emphasis: bool) -> list[Piece]:
        self.say(DELETED, words="".join(child.itertext()))
        return []

    def _raised(self, child: etree._Element, emphasis: bool) -> list[Piece]:
        text = "".join(child.itertext())
        made = shifted(text, raised=local(child) == "sup")
        if made == text and text.strip():
            self.say(RAISED_WORDS, words=text[:EXCERPT])
        return list(self._text(made, emphasis))


_SPECIAL = {
    "authorialNote": Reader._note,
    "noteRef": Reader._again,
    "ref": Reader._reference,
    "br": Reader._break,
    "eol": Reader._break,
    "img": Reader._picture,
    "math": Reader._formula,
    "del": Reader._deleted,
    "quotedText": Reader._quotation,
    "embeddedText": Reader._quotation,
    "sup": Reader._raised,
    "sub": Reader._raised,
}
