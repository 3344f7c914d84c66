"""The words of an element of Akoma Ntoso as pieces, with what could not be taken over named."""

from __future__ import annotations

from lxml import etree

from documents.faults import Fault, gettext_noop

from . import inline
from .akn_inline import LABELLED, LITERAL
from .inline import Bracket, Note, Piece, Reference, Words
from .listed import BLOCKS, Listed
from .word_paragraphs import LOWERED, RAISED

EMPHASIS = ("i", "b", "u", "em", "strong")
IMAGE = gettext_noop("A picture or drawing was left out.")
DELETED = gettext_noop("Deleted words were left out: “{words}”")
FORMULA = gettext_noop("A formula was taken over as plain words; check it.")
EXCERPT = 80


def local(element: etree._Element) -> str:
    """The name of an element, whatever the version of the format."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


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

    def notes(self) -> dict[str, list[Piece]]:
        """The words of the notes that were called, by their keys."""
        return {key: self._note_words(note) for key, note in self._notes.items()}

    def say(self, reason: str, **values: object) -> None:
        """Keep a remark for the line that is read."""
        fault = Fault(reason, **values)
        if str(fault) not in map(str, self._remarks):
            self._remarks.append(fault)

    def said(self) -> list[Fault]:
        """The remarks since this was last asked."""
        found, self._remarks = self._remarks, []
        return found

    def _note_words(self, note: etree._Element) -> list[Piece]:
        pieces: list[Piece] = []
        for part in [one for one in note if local(one) in ("p", "block")] or [note]:
            pieces += [Words(" ")] if pieces else []
            pieces += self.pieces(part)
        return pieces

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

    def _break(self, _child: etree._Element, emphasis: bool) -> list[Piece]:
        return [Words("\n" if self.list else " ", emphasis)]

    def _picture(self, _child: etree._Element, _emphasis: bool) -> list[Piece]:
        self.say(IMAGE)
        return []

    def _formula(self, child: etree._Element, emphasis: bool) -> list[Piece]:
        self.say(FORMULA)
        return self._of(child, emphasis=emphasis)

    def _deleted(self, child: etree._Element, _emphasis: bool) -> list[Piece]:
        self.say(DELETED, words="".join(child.itertext())[:EXCERPT])
        return []

    def _raised(self, child: etree._Element, emphasis: bool) -> list[Piece]:
        text = "".join(child.itertext())
        return list(self._text(text.translate(RAISED if local(child) == "sup" else LOWERED), emphasis))


_SPECIAL = {
    "authorialNote": Reader._note,
    "noteRef": Reader._again,
    "ref": Reader._reference,
    "br": Reader._break,
    "eol": Reader._break,
    "img": Reader._picture,
    "math": Reader._formula,
    "del": Reader._deleted,
    "sup": Reader._raised,
    "sub": Reader._raised,
}
