"""The words of a block in Akoma Ntoso: emphasis, brackets, notes and references."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from documents.numbering import Labels
from documents.wordings import UNKNOWN_REFERENCE

from . import inline
from .akn import add
from .inline import Bracket, Note, Piece, Reference, Words, words_of
from .listed import BLOCKS

LITERAL = "literal"  # a bracket that contests nothing
LABELLED = "bracket"
_PARTS = re.compile(rf"([{re.escape(inline.SIGNS)}\n])")


@dataclass
class Inline:
    """What words need to know of the whole document."""

    labels: Labels
    ids: Mapping[str, str]  # of elements, by key
    words: Mapping[str, str]  # of footnotes, by key
    notes: set[str] = field(default_factory=set)  # those that were called already

    def write(self, parent: etree._Element, pieces: Iterable[Piece], key: str) -> None:
        """Append the pieces, which are those of the block `key`."""
        for piece in pieces:
            match piece:
                case Words(text, emphasis):
                    self._words(add(parent, "i") if emphasis else parent, text)
                case Bracket(sign, label):
                    self._bracket(parent, sign, label)
                case Note(called):
                    self._note(parent, called)
                case Reference(named):
                    number = self.labels.seen_from(key).get(named, UNKNOWN_REFERENCE)
                    add(parent, "ref", number, href=f"#{self.ids.get(named, named)}")

    def _words(self, parent: etree._Element, text: str) -> None:
        for part in _PARTS.split(words_of(text)):
            if part == "\n":
                add(parent, "br")
            elif part in inline.SIGNS and part:
                add(parent, "inline", part, name=LITERAL)
            else:
                _append(parent, part)

    def _bracket(self, parent: etree._Element, sign: str, label: str) -> None:
        if label:
            add(parent, "inline", sign, name=LABELLED).set(f"{{{BLOCKS}}}is", label)
        else:
            _append(parent, sign)

    def _note(self, parent: etree._Element, key: str) -> None:
        marker = self.labels.printed.get(key, "*")
        if key in self.notes:
            add(parent, "noteRef", href=f"#authorialNote_{key}", marker=marker)
            return
        self.notes.add(key)
        about = {"eId": f"authorialNote_{key}", "wId": key}
        note = add(parent, "authorialNote", marker=marker, placement="bottom", **about)
        self.write(add(note, "p"), inline.pieces(self.words.get(key, "")), key)


def _append(parent: etree._Element, text: str) -> None:
    """Words at the end of an element, behind whatever stands in it."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
