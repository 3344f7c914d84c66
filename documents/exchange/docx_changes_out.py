"""Two versions as one DOCX with real tracked changes: accepted it is the new version, rejected the old one.

Numbers are those of the new version. What was split or merged is shown as words put in and taken out where they stand,
since Word knows nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from lxml import etree

from documents.comparison import Row, Segment, Stands, compare, compare_words
from documents.comparison.blocks import Place
from documents.drafts import Draft, Lineage, PlannedBlock
from documents.numbering import Labels
from igsp_portal.foundations.language.languages import resolve

from . import inline, listed
from .docx_out import Writer
from .facts import Facts
from .notes import called_in
from .word import add, mark, style_of, w
from .word_lists import placed
from .word_tracked import By, TrackedRuns, as_deleted

APART = ("table", "footnote")  # kinds that become no other in Word
IN_NEW, IN_OLD, IN_BOTH = Stands.IN_NEW, Stands.IN_OLD, Stands.IN_BOTH


@dataclass(frozen=True)
class Compared:
    """Two versions in one language, and who changed what."""

    old: Draft
    new: Draft
    by: By
    old_labels: Labels = field(default_factory=Labels)
    authors: Mapping[str, By] = field(default_factory=dict)  # by block key, where it is somebody else
    lineage: Iterable[Lineage] = ()


def write(compared: Compared, language: str, facts: Facts) -> bytes:
    """The DOCX of the comparison; `facts` are those of the new version. Raises WordingError."""
    language = resolve(language)
    first = _Writer(compared, language, facts)
    first.written()  # only now is it known which footnotes both versions call from the same words
    return _Writer(compared, language, facts, kept=first.tracked.both).written()


class _Writer(Writer):
    def __init__(self, compared: Compared, language: str, facts: Facts, kept: Iterable[str] = ()) -> None:
        super().__init__(compared.new.blocks, language, facts)
        self.compared = compared
        self.old_words = compared.old.words.get(language, {})
        self.new_words = compared.new.words.get(language, {})
        self.rows = compare(compared.old, compared.new, language, compared.lineage)
        self.old_places = {block.key: (name, level) for block, name, level in self._placed_before()}
        self.instances: dict[str, int] = {}  # the lists as they stand, by name
        for instance, _level in self.lists.of.values():
            self.instances.setdefault(self.lists.name_of(instance), instance)
        self.old_marks: dict[str, str] = {}
        self.tracked = self.runs = TrackedRuns(language, facts.labels, self.runs.typed, by=compared.by)
        self.tracked.kept = frozenset(kept)

    def _placed_before(self) -> Iterable[tuple[PlannedBlock, str, int]]:
        return placed(self.compared.old.blocks, self.compared.old_labels.printed)

    def written(self) -> bytes:
        """The whole file."""
        self.masthead()
        called = called_in(self.compared.old.blocks, self.old_words), called_in(self.blocks, self.new_words)
        for row in self.rows:
            self._row(_without_called(row, *called))
        self.paragraph(self.body, "Text")  # the end of the last block is no longer the end of the file
        for key, number in list(self.runs.notes.items()):
            self._footnote(key, number)
        return self.finished()

    def also(self) -> list[etree._Element]:
        marks = {block.key: self.old_marks.get(block.key, mark("b", block.key)) for block in self.compared.old.blocks}
        return [listed.written(self.compared.old.blocks, self.language, self.facts, marks, before=True)]

    def _segments(self, row: Row) -> Sequence[Segment]:
        """The words of a block in both versions; what came from other blocks is new here."""
        before = self.old_words.get(row.key, "")
        if "".join(one.words for one in row.segments if one.stands is not IN_NEW) == before:
            return row.segments
        return compare_words(before, self.new_words.get(row.key, ""), row.key)

    def _row(self, row: Row | None) -> None:
        if row is None:
            return
        self.tracked.author = self.compared.authors.get(row.key, self.compared.by)
        old, new = row.old, row.new
        if (
            row.place is Place.BOTH
            and old
            and new
            and (old.kind in APART or new.kind in APART) <= (old.kind == new.kind)
        ):
            self._standing(row, old, new)
            return
        if old and row.place is not Place.NEW:
            self._left(old, moved=bool(row.goes_to) and row.goes_to == (old.key,))
        if new:
            self._came(new, moved=row.place is Place.NEW and old is not None)

    def _standing(self, row: Row, old: PlannedBlock, new: PlannedBlock) -> None:
        if new.kind == "table":
            self._changed_table(old, new)
            return
        paragraph = self.begun(new)
        if (old.kind, old.level, old.option) != (new.kind, new.level, new.option):
            former = self.tracked.change(paragraph[0], "pPrChange")
            former.append(self._properties_before(old))
        end = self.runs.bookmark(paragraph, mark("b", new.key))
        self._label(paragraph, self._typed_before(old), self._typed_now(new))
        for segment in self._segments(row):
            self._piece(paragraph, segment.words, segment.stands, new.key)
        paragraph.append(end)

    def _came(self, block: PlannedBlock, *, moved: bool) -> None:
        words = self.new_words.get(block.key, "")
        if block.kind == "table" and words:
            self._whole_table(block, words, IN_NEW)
            return
        paragraph = self.begun(block)
        self._whole(paragraph, block, words, IN_NEW, moved=moved)

    def _left(self, block: PlannedBlock, *, moved: bool) -> None:
        words = self.old_words.get(block.key, "")
        self.old_marks[block.key] = mark("o", block.key)
        if block.kind == "table" and words:
            self._whole_table(block, words, IN_OLD)
            return
        paragraph = add(self.body, "p")
        paragraph.append(self._properties_before(block))
        self._whole(paragraph, block, words, IN_OLD, moved=moved)

    def _whole(
        self, paragraph: etree._Element, block: PlannedBlock, words: str, stands: Stands, *, moved: bool
    ) -> None:
        """A paragraph that stands in one of the versions alone, its end included."""
        is_new = stands is IN_NEW
        name = ("moveTo" if is_new else "moveFrom") if moved else ("ins" if is_new else "del")
        self.tracked.change(add(paragraph[0], "rPr"), name)
        range_end = self.tracked.range(paragraph, f"{name}Range", mark("move", block.key)) if moved else None
        end = self.runs.bookmark(paragraph, mark("b" if is_new else "o", block.key))
        label = self._typed_now(block) if is_new else self._typed_before(block)
        self._label(paragraph, *(("", label) if is_new else (label, "")))
        self._piece(paragraph, words, stands, block.key, name)
        paragraph.append(end)
        if range_end is not None:
            self.body.append(range_end)

    def _piece(self, parent: etree._Element, words: str, stands: Stands, key: str, name: str = "") -> None:
        if not words:
            return
        names = {IN_NEW: "ins", IN_OLD: "del"}
        holder = parent if stands is IN_BOTH else self.tracked.change(parent, name or names[stands])
        self.tracked.stands = stands
        self.runs.write(holder, inline.pieces(words), key)
        if stands is IN_OLD and holder.tag == w("del"):
            as_deleted(holder)

    def _label(self, paragraph: etree._Element, before: str, now: str) -> None:
        if before and before == now:
            self.runs.run(paragraph, f"{now}\t", "Label")
            return
        for label, name in ((before, "del"), (now, "ins")):
            if label:
                holder = self.tracked.change(paragraph, name)
                self.runs.run(holder, f"{label}\t", "Label")
                if name == "del":
                    as_deleted(holder)

    def _typed_now(self, block: PlannedBlock) -> str:
        return self.printed[block.key] if block.key in self.runs.typed else ""

    def _typed_before(self, block: PlannedBlock) -> str:
        label = self.compared.old_labels.printed.get(block.key, "")
        place = self.old_places.get(block.key)
        return "" if place is None or (self.lists.counts(*place, label) and place[0] in self.instances) else label

    def begun(self, block: PlannedBlock) -> etree._Element:
        if place := self.lists.of.get(block.key):
            self.instances[self.lists.name_of(place[0])] = place[0]
        return super().begun(block)

    def needs_gap(self, before: etree._Element) -> bool:
        """A paragraph whose end is put in or taken out needs another to run on into."""
        ends = before.find(f"{w('pPr')}/{w('rPr')}")
        return super().needs_gap(before) or ends is not None or before.tag != w("p")

    def _properties_before(self, block: PlannedBlock) -> etree._Element:
        """What the paragraph of an earlier block was, counted by the list as it stands now."""
        properties = etree.Element(w("pPr"))
        add(properties, "pStyle", val=style_of(block.kind, block.level))
        place = self.old_places.get(block.key)
        if place is not None and not self._typed_before(block):
            numbered = add(properties, "numPr")
            add(numbered, "ilvl", val=place[1])
            add(numbered, "numId", val=self.instances[place[0]])
        return properties

    def _footnote(self, key: str, number: int) -> None:
        """A footnote: of both versions with its changes, else that of the one that calls it."""
        bare = key.removesuffix("/old")
        self.tracked.author = self.compared.authors.get(bare, self.compared.by)
        paragraph = self.footnote_of(number, (), self.runs.sign(key))
        if key in self.tracked.kept:
            for segment in compare_words(self.old_words.get(bare, ""), self.new_words.get(bare, ""), bare):
                self._piece(paragraph, segment.words, segment.stands, bare)
        else:
            self._piece(paragraph, (self.old_words if key != bare else self.new_words).get(bare, ""), IN_BOTH, bare)

    def _changed_table(self, old: PlannedBlock, new: PlannedBlock) -> None:
        before, now = self.old_words.get(old.key, ""), self.new_words.get(new.key, "")
        rows = [line.split("\n") if line else [] for line in (before, now)]
        widths = {len(row) for words in (before, now) for row in inline.cells(words)}
        if len(widths) != 1:
            self._left(old, moved=False)
            self._came(new, moved=False)
            return
        self.old_marks[old.key] = mark("o", old.key)
        table = _Table(self, self.table(widths.pop()), new.key)
        for name, start, end, from_, to in SequenceMatcher(None, rows[0], rows[1], autojunk=False).get_opcodes():
            gone, come = inline.cells("\n".join(rows[0][start:end])), inline.cells("\n".join(rows[1][from_:to]))
            if name == "equal" or len(gone) == len(come):
                for pair in zip(gone, come, strict=True):
                    table.row(*pair)
            else:
                for row in gone:
                    table.row(row, None)
                for row in come:
                    table.row(None, row)

    def _whole_table(self, block: PlannedBlock, words: str, stands: Stands) -> None:
        rows = inline.cells(words)
        table = _Table(self, self.table(max(map(len, rows))), block.key)
        for row in rows:
            table.row(row if stands is IN_OLD else None, row if stands is IN_NEW else None)


class _Table:
    """A table in the making, each row of which stands in one of the versions or in both."""

    def __init__(self, writer: _Writer, element: etree._Element, key: str) -> None:
        self.writer, self.element, self.key = writer, element, key
        self.marks = {IN_OLD: mark("o", key), IN_NEW: mark("b", key)}

    def row(self, before: Sequence[list[inline.Piece]] | None, now: Sequence[list[inline.Piece]] | None) -> None:
        writer = self.writer
        made = writer.row(self.element, is_head=self.element.find(w("tr")) is None)
        change = "" if before is not None and now is not None else "ins" if before is None else "del"
        if change:
            writer.tracked.change(made[0], change)
        for number in range(len(before if now is None else now)):  # type: ignore[arg-type]
            paragraph = writer.cell(made)
            if change:
                writer.tracked.change(add(paragraph[0], "rPr"), change)
            ends = self._marked(paragraph, before is not None, now is not None) if not number else []
            was, is_ = (inline.wording(row[number]) if row is not None else "" for row in (before, now))
            for segment in compare_words(was, is_, self.key):
                writer._piece(paragraph, segment.words, segment.stands, self.key)
            paragraph.extend(ends)

    def _marked(self, paragraph: etree._Element, was: bool, now: bool) -> list[etree._Element]:
        wanted = [stands for stands, there in ((IN_OLD, was), (IN_NEW, now)) if there and stands in self.marks]
        return [self.writer.runs.bookmark(paragraph, self.marks.pop(stands)) for stands in wanted]


def _without_called(row: Row, before: set[str], now: set[str]) -> Row | None:
    """A row of the body: footnotes that are called stand at the foot."""
    old = None if row.old and row.old.kind == "footnote" and row.key in before else row.old
    new = None if row.new and row.new.kind == "footnote" and row.key in now else row.new
    if (old, new) == (row.old, row.new):
        return row
    if new is None and (old is None or row.place is Place.NEW):
        return None
    return Row(Place.OLD if new is None else Place.NEW, old, new)
