"""A Word form that was filled in, place by place: by tags and bookmarks, whatever else was done to the file.

Tracked changes are taken as accepted. What stands in the cell of a place is read, also beside its control, as people
write who fill in a form with other programs. Knows nothing of Django.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from lxml import etree

from documents.exchange import inline, word_changes, word_fields
from documents.exchange.office import opened
from documents.exchange.reading import Unreadable
from documents.exchange.word import w
from documents.exchange.word_counting import Counting
from documents.exchange.word_file import WordFile
from documents.exchange.word_paragraphs import File, Paragraph
from documents.faults import gettext_noop

from . import tags
from .shapes import NUMBER, Filled, Form, Given, GivenRow, Item
from .tags import Seen

NO_FORM = gettext_noop("This file is no form that was downloaded here, or its first lines are missing.")
TICKS = ("☒", "☑", "✓", "✔", "x ", "X ")
MOST_TOLD = 100  # remarks, and words that are no answer


def read(data: bytes, form: Form, nothing: Collection[str], limit: int) -> Filled:
    """What stands in a file, by the keys of `form`, as which the draft is asked now.

    `nothing` has the words that stand where nothing is written yet, `limit` the bytes a file may have. Raises
    Unreadable for what is no DOCX, or none that was made here.
    """
    return _Reader(WordFile(opened(data, limit)), form, nothing).filled()


class _Reader:
    def __init__(self, file: WordFile, form: Form, nothing: Collection[str]) -> None:
        self.nothing = frozenset(nothing)
        self.body = file.body
        word_changes.settle(self.body, word_changes.accept)
        word_fields.end_all(self.body)
        self.file = File(file.styles, comments=file.comments, given=file.note_keys)
        self.counting = Counting(file.numbering, file.styles)
        self.items: dict[str, Item] = {}
        self.columns: dict[str, tuple[Item, str]] = {}
        self.heads: dict[str, int] = {}
        self.options: dict[str, str] = {}
        for item in form.items:
            self._know(item)
        self.keys = {tags.statement(row.key): row.key for item in form.items for row in item.rows}
        self.rows: list[tuple[GivenRow, bool]] = []
        self.tables: dict[str, list[tuple[int | None, dict[str, str]]]] = {}
        self.seen: dict[str, Seen | None] = {}

    def _know(self, item: Item) -> None:
        self.items[tags.head(item.key) if item.kind == "head" else tags.answer(item.key)] = item
        for key in (NUMBER, *(column.key for column in item.columns)):
            self.columns[tags.column(item.key, key)] = self.columns[tags.field(item.key, key)] = (item, key)
        self.heads |= {tags.row(item.key, key): place for place, (key, _label) in enumerate(item.heads)}
        self.options |= {tags.option(item.key, key): key for key, _label in item.choices}

    def filled(self) -> Filled:
        found = next(filter(None, map(tags.identity, _tags(self.body))), None)
        if found is None:
            raise Unreadable(NO_FORM)
        self.made = Filled(found)
        for table in self.body.iter(w("tbl")):
            if next(table.iterancestors(w("tbl")), None) is None:
                self._table(table)
        self._put_tables()
        self._put_rows()
        return self.made

    def _table(self, table: etree._Element) -> None:
        """The rows of a table in turn: a head says what stands under it, and a box stands for itself."""
        item: Item | None = None
        columns: list[str] = []
        for row in _within(table, "tr"):
            found = _tags(row)
            cells = _within(row, "tc")
            if any(tag.startswith("c_") for tag in found):
                item, columns = self._head(cells, found)
            elif placed := [parts for parts in map(tags.parted, found) if parts and parts[0][:2] in ("a_", "d_")]:
                self._box(row, *placed[0])
            elif item is None or item.kind == "statements":
                self._statement(item, columns, cells, found)
            elif item.kind == "table":
                self._cells_of(item, columns, cells, found)

    def _head(self, cells: list[etree._Element], found: list[str]) -> tuple[Item | None, list[str]]:
        named = [next((self.columns[tag] for tag in _tags(cell) if tag in self.columns), (None, "")) for cell in cells]
        item = next((one for one, _key in named if one), None)
        if item is not None and item.kind == "table":
            own = tags.answer(item.key)
            self.seen[item.key] = next((p[1] for p in map(tags.parted, found) if p and p[0] == own), None)
            self.tables.setdefault(item.key, [])
        return item, [key for _item, key in named]

    def _box(self, row: etree._Element, tag: str, seen: Seen) -> None:
        item = self.items.get(tag)
        if item is None:
            if len(self.made.unknown) < MOST_TOLD and (words := self._words(row)):
                label = next((one.get(w("val"), "") for one in row.iter(w("alias"))), "")
                self.made.unknown.append((label, words))
            return
        if item.kind == "table":  # the head of one that has lost the tags of its columns
            return
        place = self.made.heads if item.kind == "head" else self.made.answers
        if item.several:
            place.setdefault(item.key, Given(self._ticked(row), seen))
        elif item.kind == "choice":
            value = self._chosen(row)
            place.setdefault(item.key, Given([value] if value else [], seen))
        else:
            place.setdefault(item.key, Given(self._words(row), seen))

    def _ticked(self, row: etree._Element) -> list[str]:
        """The keys of the options that are ticked, and words that stand on lines of their own."""
        chosen = []
        for line in row.iter(w("p")):
            own = next((self.options[tag] for tag in _tags(line) if tag in self.options), "")
            words = self._line(line).strip()
            if own and f"{words} ".startswith(TICKS):
                chosen.append(own)
            elif words and not own and len(chosen) < MOST_TOLD:
                chosen.append(words)
        return chosen

    def _statement(self, item: Item | None, columns: list[str], cells: list[etree._Element], found: list[str]) -> None:
        values: dict[str, str] = {}
        for place, cell in enumerate(cells):
            told = next((self.columns[tag] for tag in _tags(cell) if tag in self.columns), None)
            key = told[1] if told else columns[place] if place < len(columns) else ""
            item = item or (told[0] if told else None)
            if key and key != NUMBER:
                values[key] = self._chosen(cell) if _lists(cell) else self._words(cell)
        if item is None or item.kind != "statements":
            return
        named = next((parts for parts in map(tags.parted, found) if parts and parts[0].startswith("s_")), None)
        key = self.keys.get(named[0], named[0][2:]) if named else ""
        if not key and not any(values.values()):
            return
        marked = any(one.get(w("name"), "").startswith("s_") for row in cells for one in row.iter(w("bookmarkStart")))
        self.rows.append((GivenRow(item.key, values, key, named[1] if named else None), marked))

    def _cells_of(self, item: Item, columns: list[str], cells: list[etree._Element], found: list[str]) -> None:
        place = next((self.heads[tag] for tag in found if tag in self.heads), None)
        values = {key: self._words(cell) for key, cell in zip(columns, cells, strict=False) if key and key != NUMBER}
        self.tables[item.key].append((place, values))

    def _put_tables(self) -> None:
        for item in self.items.values():
            if item.key not in self.tables or item.kind != "table":
                continue
            rows = self.tables[item.key]
            keys = [column.key for column in item.columns]
            if item.heads:
                placed = {place: values for place, values in reversed(rows) if place is not None}
                value = [[placed.get(at, {}).get(key, "") for key in keys] for at in range(len(item.heads))]
            else:
                value = [[values.get(key, "") for key in keys] for _place, values in rows if any(values.values())]
            self.made.answers[item.key] = Given(value if any(map(any, value)) else [], self.seen[item.key])

    def _put_rows(self) -> None:
        """Of rows that say they are the same statement, one is it, and the others are copies: new statements."""
        originals: dict[str, int] = {}
        for place, (row, marked) in enumerate(self.rows):
            if row.key and (row.key not in originals or (marked and not self.rows[originals[row.key]][1])):
                originals[row.key] = place
        for place, (row, _marked) in enumerate(self.rows):
            if row.key and originals[row.key] != place:
                row.key, row.seen = "", None
            self.made.rows.append(row)

    # Words

    def _chosen(self, cell: etree._Element) -> str:
        """What is chosen from a list: its key where the file says it, else the words that stand there."""
        words = self._words(cell)
        return _lists(cell).get(words, words)

    def _words(self, place: etree._Element) -> str:
        """The words of a place, its paragraphs as lines; nothing where nothing has been written."""
        words = "\n".join(map(self._line, place.iter(w("p")))).strip()
        return "" if words in self.nothing else words

    def _line(self, paragraph: etree._Element) -> str:
        style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        counted = self.counting.label(paragraph, style.get(w("val"), "") if style is not None else "")
        read = Paragraph(self.file).read(paragraph)
        if len(self.made.remarks) < MOST_TOLD:
            self.made.remarks += [fault for fault in read.remarks if str(fault) not in map(str, self.made.remarks)]
        return " ".join(filter(None, (counted.label, inline.plain(read.pieces))))


def _within(parent: etree._Element, name: str) -> list[etree._Element]:
    """The rows of a table, or the cells of a row, without those of tables within it."""
    found: list[etree._Element] = []
    for child in parent:
        if child.tag == w(name):
            found.append(child)
        elif child.tag not in (w("tbl"), w("tr"), w("tc"), w("p")):  # a content control around it
            found += _within(child, name)
    return found


def _tags(place: etree._Element) -> list[str]:
    """The tags of controls and the names of bookmarks within a place, in their order."""
    return list(_each_tag(place))


def _each_tag(place: etree._Element) -> Iterator[str]:
    for one in place.iter(w("tag"), w("bookmarkStart")):
        yield one.get(w("val")) or one.get(w("name"), "")


def _lists(place: etree._Element) -> dict[str, str]:
    """What the lists within a place offer: the keys by the words shown."""
    offered: Any = place.iter(w("listItem"))
    return {item.get(w("displayText"), ""): item.get(w("value"), "") for item in offered}
