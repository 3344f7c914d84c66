"""A DOCX as lines: of Word's own making, of others', or one that went out from here and comes back.

Tracked changes are accepted, rejected, or read as proposals of their authors, as the reader chooses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Literal

from lxml import etree

from documents.faults import Fault, gettext_noop
from igsp_portal.foundations.language.languages import resolve

from . import word_changes, word_fields
from .inline import Piece, Words, balanced, stray, table, trimmed, wording
from .labelled import Found
from .losses import MERGED
from .office import LARGEST_FILE, opened
from .outline import lines
from .reading import (
    MASTHEAD,
    NOTE,
    Line,
    Proposed,
    Reading,
    Unreadable,
    check_length,
    keys_of,
    with_keys,
    with_notes,
)
from .schemes import scheme_of
from .word import kind_of, w
from .word_changes import PLACE, Decide
from .word_counting import Counting
from .word_file import WordFile
from .word_paragraphs import File, Paragraph
from .word_proposals import Proposals
from .word_styles import OWN_NAMES

Choice = Literal["accept", "reject", "propose"]
OUTLINES = tuple("012345678")  # as the file counts the levels of headings
OWN_MASTHEAD = ("Masthead", "Title", "Subtitle")

NESTED = gettext_noop("A table within a table was taken over as words.")
CHANGED = gettext_noop("Tracked changes in the file: {count}.")
ELSEWHERE = gettext_noop("Parts of the text that lie in other files were left out: {count}.")
NO_WORDS = gettext_noop("The file has no words that could be taken over.")


def read(data: bytes, language: str, changes: Choice = "accept", limit: int = LARGEST_FILE) -> Reading:
    """The reading of a DOCX in `language`. Raises Unreadable, with the reason."""
    return Document(WordFile(opened(data, limit)), resolve(language)).reading(changes)


class Document:
    """A DOCX that is read; each reading of it settles the changes in copies of its parts."""

    def __init__(self, file: WordFile, language: str) -> None:
        self.parts, self.language = file, language
        self.styles = file.styles
        self.listed = file.listed

    def reading(self, changes: Choice) -> Reading:
        """What the file says, with its changes as chosen."""
        settled = word_changes.accept if changes == "accept" else word_changes.reject
        self.listed = self.parts.listed if changes == "accept" else self.parts.listed_before
        found = self.lines(settled)
        made = with_keys(found)
        if not any(line.is_taken for line in made):
            raise Unreadable(NO_WORDS)
        roots = self.parts.stories
        elsewhere = sum(1 for root in roots for _ in root.iter(w("altChunk"), w("subDoc")))
        remarks = [Fault(ELSEWHERE, count=elsewhere)] if elsewhere else []
        count = sum(1 for root in roots for _ in word_changes.changes(root))
        remarks += [Fault(CHANGED, count=count)] if count else []
        proposals: Sequence[Proposed] = ()
        if changes == "propose" and count:
            check_length(made)  # before it is read once more for each author
            read = Proposals(roots, made, self.lines)
            proposals, made = read.all, read.remarked()
            remarks += read.remarks()
        written_in = self.parts.listed.language
        return Reading(made, self.language, remarks, proposals, scheme_of(made), keys_of(found), written_in)

    def lines(self, decide: Decide) -> list[Line]:
        """The lines of the file once its changes are settled."""
        body = deepcopy(self.parts.body)
        word_changes.settle(body, decide)
        word_fields.end_all(body)
        keys = {**self.parts.listed_before.keys, **self.parts.listed.keys}
        labels, given = self.parts.listed.labels, self.parts.note_keys
        file = File(self.styles, keys, labels, self.parts.comments, given, own=bool(self.listed))
        counting = Counting(self.parts.numbering, self.styles)
        founds = list(self._founds(body.find(w("body")), file, counting))
        made = lines(founds)
        return self.listed.applied(with_notes(made, self._notes(file, decide)))

    def _founds(self, parent: etree._Element, file: File, counting: Counting) -> Iterator[Found]:
        for child in parent:
            if child.tag == w("p"):
                yield self._found(child, file, counting)
            elif child.tag == w("tbl"):
                yield from self._table(child, file, counting)
            else:  # a content control, or whatever else others put around paragraphs
                yield from self._founds(child, file, counting)

    def _found(self, paragraph: etree._Element, file: File, counting: Counting) -> Found:
        style = self._style(paragraph)
        counted = counting.label(paragraph, style)
        read = Paragraph(file).read(paragraph)
        place = int(paragraph.get(PLACE, "0"))
        found = Found(place, read.pieces, counted.label or read.label, key=read.key, remarks=read.remarks)
        found.counter, found.depth = counted.counter, counted.depth
        if self.styles.name(style).startswith("toc "):
            if read.pieces:
                read.tell_contents()
            found.pieces, found.label = [], ""
        elif file.own and self._own(found, style):
            return found
        found.outline = self._outline(paragraph, style)
        found.looks = self._looks(paragraph, style, read)
        return found

    def _own(self, found: Found, style: str) -> bool:
        """Whether a paragraph is a block of ours; then all that is known of it is put down."""
        own = OWN_NAMES.get(self.styles.name(style), style)
        if own in OWN_MASTHEAD and not found.key:
            found.kind = MASTHEAD
        elif told := kind_of(own):
            found.kind, found.level = told
            found.exact = bool(found.key)
            found.pieces = found.pieces if found.exact or found.pieces else []
            if not found.key and not any(isinstance(one, Words) and one.text.strip() for one in found.pieces):
                found.kind = found.label = ""  # an empty line that somebody put in
        return bool(found.kind)

    def _table(self, element: etree._Element, file: File, counting: Counting) -> Iterator[Found]:
        rows = [list(self._cells(row)) for row in _inside(element, w("tr"))]
        if not file.own and len(rows) == 1 and len(rows[0]) == 1:
            yield from self._founds(rows[0][0], file, counting)
            return
        found = Found(0, [], kind="table", level=1, exact=True)
        made = [[self._cell(cell, found, file, counting) for cell in row] for row in rows]
        found.remarks = list({str(one): one for one in found.remarks}.values())
        places = [int(one.get(PLACE, "0")) for one in element.iter(w("p"))]
        found.place = min(filter(None, places), default=0)
        found.table = table(made)
        if any(one.get(w("val")) != "1" for one in element.iter(w("gridSpan"), w("vMerge"))):
            found.remarks.append(Fault(MERGED))
        if any(True for _ in element.iterdescendants(w("tbl"))):
            found.remarks.append(Fault(NESTED))
        if found.table.replace("|", "").strip():
            yield found
        elif found.remarks:  # a table of pictures
            yield replace(found, kind="", table="")

    def _cells(self, row: etree._Element) -> Iterator[etree._Element]:
        for cell in _inside(row, w("tc")):
            yield cell
            span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
            width = span.get(w("val"), "1") if span is not None else "1"
            for _joined in range(1, int(width) if width.isdecimal() and len(width) < 3 else 1):
                yield etree.Element(w("tc"))

    def _cell(self, cell: etree._Element, found: Found, file: File, counting: Counting) -> list[Piece]:
        pieces: list[Piece] = []
        for paragraph in _paragraphs(cell):
            label = counting.label(paragraph, self._style(paragraph)).label
            read = Paragraph(file).read(paragraph)
            found.key = found.key or read.key
            found.remarks += read.remarks
            pieces += [Words(" ")] if pieces and read.pieces else []
            pieces += [Words(f"{label} ")] if label else []
            pieces += read.pieces
        if file.own and found.key:
            return pieces
        kept, strays = balanced(trimmed(pieces))
        found.remarks += map(stray, strays)
        return kept

    def _style(self, paragraph: etree._Element) -> str:
        style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        return style.get(w("val"), "") if style is not None else self.styles.usual

    def _property(self, paragraph: etree._Element, style: str, name: str) -> str:
        path = f"{w('pPr')}/{w(name)}"
        found = paragraph.find(path)
        found = found if found is not None else self.styles.find(style, path)
        return found.get(w("val"), "") if found is not None else ""

    def _outline(self, paragraph: etree._Element, style: str) -> int:
        level = self._property(paragraph, style, "outlineLvl")
        if level in OUTLINES:
            return int(level) + 1
        named = self.styles.name(style)
        return int(named[-1]) if named.startswith("heading ") and named[-1] in OUTLINES and not level else 0

    def _looks(self, paragraph: etree._Element, style: str, read: Paragraph) -> str:
        if self.styles.name(style) in ("title", "subtitle"):
            return "title"
        bold = self.styles.find(style, f"{w('rPr')}/{w('bCs' if read.is_complex else 'b')}")
        if read.is_bold or (bold is not None and bold.get(w("val"), "1") not in ("0", "false", "off")):
            return "bold"
        return "centred" if self._property(paragraph, style, "jc") == "center" and read.is_upper else ""

    def _notes(self, file: File, decide: Decide) -> dict[str, Line]:
        """The notes that were called, by their keys."""
        made = {key: Line(self.parts.note_places[noted], NOTE, "") for noted, key in file.notes.items()}
        for kind, root in self.parts.notes.items():
            if root is None:
                continue
            settled = deepcopy(root)
            word_changes.settle(settled, decide)
            word_fields.end_all(settled)
            for note in settled.iter(w(kind)):
                noted = kind, note.get(w("id"), "")
                if noted in file.notes:
                    key = file.notes[noted]
                    made[key] = replace(
                        self._note(note, file, file.marks.get(noted, "")), place=self.parts.note_places[noted]
                    )
        return {key: replace(line, key=key) for key, line in made.items()}

    def _note(self, note: etree._Element, file: File, sign: str) -> Line:
        pieces: list[Piece] = []
        remarks: list[Fault] = []
        for paragraph in _paragraphs(note):
            read = Paragraph(file).read(paragraph)
            pieces += [Words(" ")] if pieces and read.pieces else []
            pieces += read.pieces
            remarks += read.remarks
        first = next((piece for piece in pieces if isinstance(piece, Words) and piece.text.strip()), None)
        if sign and not file.own and first and first.text.lstrip().startswith(sign):
            pieces[pieces.index(first)] = replace(first, text=first.text.lstrip().removeprefix(sign))
        kept, strays = balanced(pieces if file.own else trimmed(pieces))
        return Line(0, NOTE, wording(kept), remarks=(*remarks, *map(stray, strays)))


def _inside(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, whatever stands around them."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in (w("tbl"), w("tc")):
            yield from _inside(child, tag)


def _paragraphs(parent: etree._Element) -> Iterator[etree._Element]:
    """All paragraphs of a cell or a note, but for those of text boxes."""
    for child in parent:
        if child.tag == w("p"):
            yield child
        elif child.tag != word_fields.BOX:
            yield from _paragraphs(child)
