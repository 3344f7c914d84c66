"""One language of a version as DOCX: Word counts the numbers itself, styles say what is what, and keys travel.

Each block bears a bookmark, and a part of the file that Word keeps lists the blocks with all that a style cannot say.
The same version gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lxml import etree

from documents.drafts import Draft, PlannedBlock
from igsp_portal.foundations.language.languages import LANGUAGES, resolve

from . import inline, listed, word_parts
from .facts import Facts
from .inline import Piece
from .notes import called_in, notes_of
from .word import NSMAP, add, mark, style_of, w
from .word_lists import Lists
from .word_runs import Runs

PAGE = {"w": 11906, "h": 16838}  # A4, in twentieths of a point
MARGIN = 1417


def write(draft: Draft, language: str, facts: Facts) -> bytes:
    """The DOCX of `draft` in `language`. Raises WordingError for words that cannot be read."""
    language = resolve(language)
    return Writer(draft.blocks, language, facts).packed(draft.words.get(language, {}))


class Writer:
    """A file in the making: what its paragraphs need to know of each other."""

    def __init__(self, blocks: Iterable[PlannedBlock], language: str, facts: Facts) -> None:
        self.blocks = list(blocks)
        self.language, self.facts = language, facts
        self.printed = facts.labels.printed
        self.lists = Lists(self.blocks, self.printed)
        typed = {block.key for block in self.blocks if block.key in self.printed and block.key not in self.lists.of}
        self.runs = Runs(language, facts.labels, frozenset(typed - notes_of(self.blocks)))
        self.document = etree.Element(w("document"), nsmap=NSMAP)
        self.body = add(self.document, "body")
        self.footnotes = word_parts.footnotes()

    def packed(self, worded: Mapping[str, str]) -> bytes:
        """The whole file, with these words by block key."""
        self.masthead()
        called = called_in(self.blocks, worded)
        for block in self.blocks:
            if block.key not in called:
                self.block(block, worded.get(block.key, ""))
        for key in self.runs.notes:
            self.footnote(key, worded.get(key, ""))
        return self.finished()

    def finished(self) -> bytes:
        """The file of all that was written so far."""
        self._section()
        marks = {block.key: mark("b", block.key) for block in self.blocks}
        travels = [listed.written(self.blocks, self.language, self.facts, marks, self.runs.labels), *self.also()]
        return word_parts.packed(self.document, self.footnotes, self.lists.part(), travels, self.language, self.facts)

    def also(self) -> list[etree._Element]:
        """Further lists of blocks that travel with the file."""
        return []

    def masthead(self) -> None:
        """The lines above the text, which are none of it."""
        lines = [(line, "Masthead") for line in (self.facts.body, self.facts.symbol, *self.facts.masthead)]
        for line, style in (*lines, (self.facts.title, "Title"), (self.facts.subtitle, "Subtitle")):
            if line:
                self.runs.run(self.paragraph(self.body, style), line)

    def block(self, block: PlannedBlock, words: str) -> None:
        """One block, at the end of what is written."""
        if block.kind == "table" and words:
            self._table(block, words)
            return
        paragraph = self.begun(block)
        end = self.opened(paragraph, block)
        self.runs.write(paragraph, inline.pieces(words), block.key)
        paragraph.append(end)

    def begun(self, block: PlannedBlock) -> etree._Element:
        """The paragraph of a block, without its words."""
        paragraph = self.paragraph(self.body, style_of(block.kind, block.level))
        properties = paragraph[0]
        if place := self.lists.of.get(block.key):
            numbered = add(properties, "numPr")
            add(numbered, "ilvl", val=place[1])
            add(numbered, "numId", val=place[0])
        if block.option:
            side = "right" if self.language == "ar" else "left"
            add(add(properties, "pBdr"), side, val="single", sz=6, space=8, color="808080")
        return paragraph

    def opened(self, paragraph: etree._Element, block: PlannedBlock) -> etree._Element:
        """Begin the bookmark of a block, and type a label that Word does not count; the answer is what ends it."""
        end = self.runs.bookmark(paragraph, mark("b", block.key))
        if block.key in self.runs.typed:
            label = self.runs.bookmark(paragraph, mark("l", block.key))
            self.runs.run(paragraph, self.printed[block.key], "Label")
            paragraph.append(label)
            self.runs.run(paragraph, "\t", "Label")
        return end

    def paragraph(self, parent: etree._Element, style: str) -> etree._Element:
        """An empty paragraph in a style."""
        made = add(parent, "p")
        add(add(made, "pPr"), "pStyle", val=style)
        return made

    def footnote(self, key: str, words: str) -> None:
        """The footnote that was called as `key`."""
        self.footnote_of(self.runs.notes[key], inline.pieces(words), self.runs.sign(key))

    def footnote_of(self, number: int, pieces: Iterable[Piece], sign: str = "") -> etree._Element:
        """A footnote by its number in the file, and its own sign; the answer is its paragraph."""
        note = add(self.footnotes, "footnote", id=number)
        paragraph = self.paragraph(note, "FootnoteText")
        reference = self.runs.empty(paragraph, "FootnoteReference")
        if sign:
            add(reference, "t").text = sign
        else:
            add(reference, "footnoteRef")
        self.runs.run(paragraph, " ", "Label")
        self.runs.write(paragraph, pieces)
        return paragraph

    def _table(self, block: PlannedBlock, words: str) -> None:
        rows = inline.cells(words)
        table = self.table(max(map(len, rows)))
        for number, row in enumerate(rows):
            made = self.row(table, is_head=not number)
            for place, cell in enumerate(row):
                paragraph = self.cell(made)
                end = self.runs.bookmark(paragraph, mark("b", block.key)) if not (number or place) else None
                self.runs.write(paragraph, cell, block.key)
                if end is not None:
                    paragraph.append(end)

    def table(self, columns: int) -> etree._Element:
        """A table without rows."""
        if len(self.body) and self.needs_gap(self.body[-1]):
            self.paragraph(self.body, "TableText")
        table = add(self.body, "tbl")
        properties = add(table, "tblPr")
        add(properties, "tblStyle", val="TableGrid")
        if self.language == "ar":
            add(properties, "bidiVisual")
        add(properties, "tblW", w=0, type="auto")
        grid = add(table, "tblGrid")
        for _column in range(columns):
            add(grid, "gridCol", w=(PAGE["w"] - 2 * MARGIN) // columns)
        return table

    def needs_gap(self, before: etree._Element) -> bool:
        """Whether something must stand between this and a table: two tables that touch are one to Word."""
        return bool(before.tag == w("tbl"))

    def row(self, table: etree._Element, *, is_head: bool) -> etree._Element:
        """A row without cells; the first is repeated on every page."""
        made = add(table, "tr")
        properties = add(made, "trPr")
        if is_head:
            add(properties, "tblHeader")
        return made

    def cell(self, row: etree._Element) -> etree._Element:
        """The paragraph of a new cell."""
        cell = add(row, "tc")
        add(add(cell, "tcPr"), "tcW", w=0, type="auto")
        return self.paragraph(cell, "TableText")

    def _section(self) -> None:
        section = add(self.body, "sectPr")
        add(section, "pgSz", **PAGE)
        add(section, "pgMar", top=MARGIN, right=MARGIN, bottom=MARGIN, left=MARGIN, header=708, footer=708, gutter=0)
        if LANGUAGES[self.language].direction == "rtl":
            add(section, "bidi")
