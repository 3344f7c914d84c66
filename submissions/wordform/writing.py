"""The form of a draft as a DOCX, in the house's styles: boxes and tables to write in, lists to choose from.

Each place to fill in is a content control whose tag says which it is, and as what it was written; a bookmark of the
same name says it once more for programs that drop tags.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override
from lxml import etree

from documents.exchange.docx_out import MARGIN, PAGE, Writer
from documents.exchange.facts import Facts
from documents.exchange.word import add, w
from documents.exchange.word_runs import Runs, in_language
from igsp_portal.foundations.language.languages import CODES

from ..states import QuestionKind
from . import tags
from .shapes import NARROW, NUMBER, Choices, Column, Form, Item, Row

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
WIDTH = PAGE["w"] - 2 * MARGIN
TALL, ROW = 1100, 640  # the least height of a box for a text, and of a statement's row
SHADE, GREY = "EAF0F5", "6B6B6B"
TICKED, UNTICKED = "☒", "☐"
LONGEST_ITEM = 250  # characters of a list's item in Word


def docx(form: Form) -> bytes:
    """The DOCX of a form, in the language that it names; the same form gives the same bytes."""
    with override(form.identity.language):
        return _WordForm(form).written()


def placeholder() -> str:
    """What stands in a place where nothing is written yet, in the language in use."""
    return _("Write here")


def unchosen() -> str:
    """What stands where nothing is chosen yet, in the language in use."""
    return _("Choose…")


def nothing() -> set[str]:
    """What stands in places where nothing is written or chosen yet, in all languages."""
    found = set()
    for language in CODES:
        with override(language):
            found |= {placeholder(), unchosen()}
    return found


class _WordForm(Writer):
    """A file without blocks of a text."""

    def __init__(self, form: Form) -> None:
        facts = Facts(title=form.title, text="form", body=form.process)
        super().__init__([], form.identity.language, facts)
        self.form = form
        self.theirs = Runs(form.written_in)
        self.controls = 0

    def written(self) -> bytes:
        """The whole file."""
        self.masthead()
        reference = self.paragraph(self.body, "Subtitle")
        self._control(reference, self.form.identity.tag, self.form.party, _("Reference"), is_whole=True, lock=True)
        for line in self.form.lines:
            self._said(line)
        for item in self.form.items:
            self._item(item)
        return self.finished()

    def _item(self, item: Item) -> None:
        style = "Heading1" if item.kind == QuestionKind.SECTION else "Heading2"
        heading = self.paragraph(self.body, style)
        add(heading[0], "spacing", before=360 if style == "Heading1" else 240, after=80)
        self.runs.run(heading, item.label)
        for line in item.said:
            self._said(line, keep=item.kind not in (QuestionKind.SECTION, QuestionKind.FILE))
        if item.kind == QuestionKind.STATEMENTS:
            self._statements(item)
        elif item.kind == QuestionKind.TABLE:
            self._answer_table(item)
        elif item.kind not in (QuestionKind.SECTION, QuestionKind.FILE):
            self._box(item)

    # Boxes

    def _box(self, item: Item) -> None:
        tall = {QuestionKind.TEXT: TALL, "head": TALL}.get(item.kind, 0) if item.key != "title" else 0
        cell = self._cells(self._grid([1]), [1], height=tall)[0]
        tag = tags.with_seen(tags.head(item.key) if item.kind == "head" else tags.answer(item.key), item.seen)
        if item.several:
            self._ticks(cell, item, tag)
        elif item.kind == QuestionKind.CHOICE:
            chosen = item.value[0] if item.value else ""
            self._list(cell, tag, chosen, item.choices, item.label, is_whole=True)
        else:
            self._words(cell, tag, item.value, item.label, is_whole=True)

    def _ticks(self, cell: etree._Element, item: Item, tag: str) -> None:
        """An option a line, each with a box to tick; the first line says whose they are."""
        ends = [self._begin(cell, tag)]
        for place, (key, label) in enumerate(item.choices):
            line = cell if not place else self._next_line(cell)
            own = tags.option(item.key, key)
            ends.append(self._begin(line, own))
            properties, content = self._controlled(line, own, label)
            box = etree.SubElement(properties, f"{{{W14}}}checkbox", nsmap={"w14": W14})
            ticked = key in item.value
            etree.SubElement(box, f"{{{W14}}}checked", {f"{{{W14}}}val": str(int(ticked))})
            for name, code in (("checkedState", "2612"), ("uncheckedState", "2610")):
                etree.SubElement(box, f"{{{W14}}}{name}", {f"{{{W14}}}val": code, f"{{{W14}}}font": "MS Gothic"})
            self.runs.run(content, TICKED if ticked else UNTICKED)
            line.append(ends.pop())
            self.runs.run(line, f" {label}")
            if ends:
                line.append(ends.pop())

    def _next_line(self, cell: etree._Element) -> etree._Element:
        line = self.paragraph(cell.getparent(), "TableText")
        add(line[0], "spacing", before=0, after=0)
        return line

    # Tables

    def _statements(self, item: Item) -> None:
        columns = [Column(NUMBER, _("No."), width=NARROW), *item.columns]
        table, widths = self._headed(item, columns)
        for place, row in enumerate(item.rows, start=1):
            cells = self._cells(table, widths, height=ROW)
            tag = tags.with_seen(tags.statement(row.key), row.seen)
            self._control(cells[0], tag, str(place), _("Statement %(number)s") % {"number": place}, is_whole=True)
            for cell, column in zip(cells[1:], item.columns, strict=True):
                self._field(cell, item, column, row)

    def _field(self, cell: etree._Element, item: Item, column: Column, row: Row) -> None:
        tag, value = tags.field(item.key, column.key), row.values.get(column.key, "")
        if column.choices:
            self._list(cell, tag, value, column.choices, column.label)
        elif column.width == NARROW:
            self._typed(cell, value)
        else:
            self._words(cell, tag, value, column.label)

    def _answer_table(self, item: Item) -> None:
        first = [Column(NUMBER, "", width=4)] if item.heads else []
        table, widths = self._headed(item, [*first, *item.columns])
        for place in range(len(item.heads) or len(item.value)):
            values = item.value[place] if place < len(item.value) else [""] * len(item.columns)
            cells = self._cells(table, widths)
            if item.heads:
                key, label = item.heads[place]
                self._shade(cells[0])
                self._control(cells[0], tags.row(item.key, key), label, label, is_whole=True)
            for cell, value in zip(cells[len(first) :], values, strict=True):
                self._typed(cell, value)

    def _headed(self, item: Item, columns: list[Column]) -> tuple[etree._Element, list[int]]:
        """A table with its head, which says whose it is and what stands in each column."""
        widths = [column.width for column in columns]
        table = self._grid(widths)
        for place, (cell, column) in enumerate(zip(self._cells(table, widths, is_head=True), columns, strict=True)):
            self._shade(cell)
            _keep(cell)
            ends = [] if place else [self._begin(cell, tags.with_seen(tags.answer(item.key), item.seen))]
            self._control(cell, tags.column(item.key, column.key), column.label, column.label, is_whole=True, bold=True)
            for end in ends:
                cell.append(end)
        return table, widths

    def _grid(self, widths: list[int]) -> etree._Element:
        """A table without rows, of the width of the page."""
        table = self.table(len(widths))
        for column, width in zip(table.iter(w("gridCol")), widths, strict=True):
            column.set(w("w"), str(WIDTH * width // sum(widths)))
        properties: Any = table.find(w("tblPr"))
        size = properties.find(w("tblW"))
        size.set(w("w"), str(WIDTH))
        size.set(w("type"), "dxa")
        add(properties, "tblLayout", type="fixed")
        edges = add(properties, "tblCellMar")
        for side in ("top", "left", "bottom", "right"):
            add(edges, side, w=60 if side in ("top", "bottom") else 110, type="dxa")
        return table

    def _cells(
        self, table: etree._Element, widths: list[int], *, is_head: bool = False, height: int = 0
    ) -> list[etree._Element]:
        """The paragraphs of the cells of a new row, of that height at least."""
        row = self.row(table, is_head=is_head)
        if height:
            row[0].insert(0, etree.Element(w("trHeight"), {w("val"): str(height), w("hRule"): "atLeast"}))
        cells = []
        for width in widths:
            paragraph = self.cell(row)
            add(paragraph[0], "spacing", before=0, after=0)
            size: Any = paragraph.getparent().find(f"{w('tcPr')}/{w('tcW')}")
            size.set(w("w"), str(WIDTH * width // sum(widths)))
            size.set(w("type"), "dxa")
            cells.append(paragraph)
        return cells

    def _shade(self, cell: etree._Element) -> None:
        add(cell.getparent().find(w("tcPr")), "shd", val="clear", color="auto", fill=SHADE)

    # Places to fill in

    def _words(self, line: etree._Element, tag: str, value: str, label: str, *, is_whole: bool = False) -> None:
        """A control for words of any length: not one of plain text, in which LibreOffice loses the ends of lines."""
        end = self._begin(line, tag) if is_whole else None
        _properties, content = self._controlled(line, tag, label, is_empty=not value)
        self._said_or(content, line, value, placeholder())
        if end is not None:
            line.append(end)

    def _list(
        self, line: etree._Element, tag: str, value: str, choices: Choices, label: str, *, is_whole: bool = False
    ) -> None:
        """A control that drops down."""
        end = self._begin(line, tag) if is_whole else None
        called = dict(choices)
        properties, content = self._controlled(line, tag, label, is_empty=value not in called)
        offered = add(properties, "dropDownList")
        for key, name in choices:
            add(offered, "listItem", displayText=name, value=key)
        if value in called:
            self.runs.run(content, called[value])
        else:
            self._grey(content, unchosen())
        if end is not None:
            line.append(end)

    def _control(
        self,
        line: etree._Element,
        tag: str,
        words: str,
        label: str,
        *,
        is_whole: bool = False,
        lock: bool = False,
        bold: bool = False,
    ) -> None:
        """A control around words that are not to be changed, and that say what stands beside them."""
        end = self._begin(line, tag) if is_whole else None
        _properties, content = self._controlled(line, tag, label, lock=lock)
        self.runs.run(content, words)
        if bold:
            for run in content.iter(w("r")):
                _set(run, "b", "bCs")
        if end is not None:
            line.append(end)

    def _controlled(
        self, line: etree._Element, tag: str, label: str, *, is_empty: bool = False, lock: bool = False
    ) -> tuple[etree._Element, etree._Element]:
        """A content control at the end of a line: its properties, and what holds its words."""
        self.controls += 1
        control = add(line, "sdt")
        properties = add(control, "sdtPr")
        add(properties, "alias", val=label[:64])
        add(properties, "tag", val=tag)
        add(properties, "id", val=self.controls)
        if lock:
            add(properties, "lock", val="sdtContentLocked")
        if is_empty:
            add(properties, "showingPlcHdr")
        return properties, add(control, "sdtContent")

    def _typed(self, line: etree._Element, value: str) -> None:
        """Words as somebody wrote them, in their language."""
        self._run_theirs(line, line, value)

    def _said_or(self, content: etree._Element, line: etree._Element, value: str, otherwise: str) -> None:
        if value:
            self._run_theirs(content, line, value)
        else:
            self._grey(content, otherwise)

    def _run_theirs(self, content: etree._Element, line: etree._Element, value: str) -> None:
        written_in = self.form.written_in
        if (written_in == "ar") != (self.language == "ar"):
            bidi = etree.Element(w("bidi"), {w("val"): str(int(written_in == "ar"))})
            line[0].insert(1, bidi)
        if value:
            self.theirs.run(content, value)
            if written_in != self.language:
                in_language(content, written_in)

    def _grey(self, content: etree._Element, words: str) -> None:
        self.runs.run(content, words)
        for run in content.iter(w("r")):
            _set(run, "color", val=GREY)

    def _begin(self, line: etree._Element, name: str) -> etree._Element:
        """Begin a bookmark; the answer is what ends it."""
        return self.runs.bookmark(line, name)

    def _said(self, words: str, *, keep: bool = False) -> None:
        """A line of explanation, which is kept on the page of what follows it where that belongs to it."""
        line = self._line()
        if keep:
            _keep(line)
        self.runs.run(line, words)

    def _line(self) -> etree._Element:
        """A paragraph that begins where the boxes do."""
        line = self.paragraph(self.body, "Text")
        add(line[0], "ind", left=0)
        return line


def _keep(line: etree._Element) -> None:
    """Have no page break between a paragraph and the next."""
    line[0].insert(1, etree.Element(w("keepNext")))


def _set(run: etree._Element, *names: str, **attributes: Any) -> None:
    """Say something of how a run is set, before which way it runs."""
    properties = run.find(w("rPr"))
    if properties is None:
        properties = etree.Element(w("rPr"))
        run.insert(0, properties)
    for place, name in enumerate(names):
        one = etree.Element(w(name), {w(key): str(value) for key, value in attributes.items()})
        properties.insert(place, one)
