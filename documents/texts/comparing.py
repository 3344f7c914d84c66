"""A comparison of two versions as HTML: each row with its numbers in both, what became of it, and its words.

Page and paper are made of the same rows. What was put in and taken out is told to those who listen as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from igsp_portal.foundations.language.languages import LANGUAGES, listed

from .. import comparison
from ..comparison import Change, Place, Row, Stands, Tally, begins
from ..drafts import Lineage, PlannedBlock
from ..faults import Fault
from .models import Lineage as LineageRow
from .models import TextVersion
from .papers import Manuscript, NotWorded, draft_of, manuscript, paper
from .redlines import Redline, Version
from .states import BlockKind

SAID_OF_ALL = {Change.INSERTED, Change.DELETED}
FEW_CHARACTERS = 90
FEWEST_FOLDED = 2  # rows


@dataclass(frozen=True, slots=True)
class Item:
    """A row as templates take it. `told` are the things that became of it, each with its ways on the page."""

    kind: str
    level: int
    anchor: str
    before: str  # its number in the earlier version
    after: str
    cited: str
    html: SafeString
    told: list[dict[str, Any]] = field(default_factory=list)
    changed: bool = False
    gone: bool = False  # it no longer stands here

    @property
    def is_heading(self) -> bool:
        return self.kind in comparison.HEADINGS

    @property
    def is_note(self) -> bool:
        return self.kind == BlockKind.FOOTNOTE


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions of a text in one language, compared."""

    items: list[Item]
    tally: Tally

    @property
    def notes(self) -> list[Item]:
        return [item for item in self.items if item.is_note]

    @property
    def body(self) -> list[Item]:
        return [item for item in self.items if not item.is_note]


def languages(earlier: Manuscript, later: Manuscript) -> list[str]:
    """The languages in which both versions can be read."""
    return [code for code in earlier.languages if code in later.languages]


def both_read(earlier: TextVersion, later: TextVersion, language: str) -> tuple[Manuscript, Manuscript]:
    """Two versions, read in a language in which both can be had. Raises papers.NotWorded."""
    read = manuscript(earlier, [language], marked=False), manuscript(later, [language], marked=False)
    if language not in (there := languages(*read)):
        raise NotWorded(language, there)
    return read


def compared(
    earlier: Manuscript,
    later: Manuscript,
    language: str,
    *,
    on_paper: bool = False,
    lineage: list[Lineage] | None = None,
) -> Compared:
    """The two versions compared in `language`; on the page with links, and with words for those who listen to it.

    Where they are two moments of one version, `lineage` says what became of blocks between them.
    """
    if lineage is None:
        lineage = lineage_between(earlier.version, later.version)
    rows = comparison.compare(draft_of(earlier), draft_of(later), language, lineage)
    versions = _version(earlier, language), _version(later, language)
    html = Redline(*versions, LANGUAGES[language].direction, on_paper=on_paper)
    told = _Told(rows, *versions)
    items = [_item(row, *versions, html, told) for row in rows if not _says_nothing(row)]
    return Compared(items, comparison.tally(rows))


def lineage_between(earlier: TextVersion, later: TextVersion) -> list[Lineage]:
    """Where the blocks of the later version come from, as the versions up to it have recorded it."""
    between = later.text.versions.filter(number__gt=earlier.number, number__lte=later.number)
    rows = LineageRow.objects.filter(version__in=between).order_by("version__number", "pk")
    steps = groupby(rows.values_list("version", "key", "from_key", "how"), key=lambda row: row[0])
    return comparison.carried([Lineage(*row[1:]) for row in step] for _version, step in steps)


def in_words(tally: Tally) -> str:
    """What changed, in one sentence."""
    brackets = abs(tally.brackets)
    more = ngettext("%(count)s bracket more", "%(count)s brackets more", brackets)
    fewer = ngettext("%(count)s bracket fewer", "%(count)s brackets fewer", brackets)
    counted = [
        (tally.changed, ngettext("%(count)s paragraph changed", "%(count)s paragraphs changed", tally.changed)),
        (tally.inserted, ngettext("%(count)s paragraph inserted", "%(count)s paragraphs inserted", tally.inserted)),
        (tally.deleted, ngettext("%(count)s paragraph deleted", "%(count)s paragraphs deleted", tally.deleted)),
        (tally.moved, ngettext("%(count)s paragraph moved", "%(count)s paragraphs moved", tally.moved)),
        (tally.split, ngettext("%(count)s paragraph split", "%(count)s paragraphs split", tally.split)),
        (tally.merged, ngettext("%(count)s paragraph merged", "%(count)s paragraphs merged", tally.merged)),
        (tally.headings, ngettext("%(count)s heading changed", "%(count)s headings changed", tally.headings)),
        (tally.notes, ngettext("%(count)s footnote changed", "%(count)s footnotes changed", tally.notes)),
        (brackets, more if tally.brackets > 0 else fewer),
    ]
    said = [words % {"count": count} for count, words in counted if count]
    return listed(said) if said else _("Nothing changed.")


def stretches(items: Sequence[Item]) -> list[dict[str, Any]]:
    """The rows in stretches: of those that did not change all but a last heading are to be folded away."""
    found: list[dict[str, Any]] = []
    for changed, run in groupby(items, key=lambda item: item.changed):
        rows = list(run)
        found += [{"items": rows}] if changed else _folded(rows, leads_on=rows[-1] is not items[-1])
    return found


def _folded(rows: list[Item], *, leads_on: bool) -> list[dict[str, Any]]:
    """Rows to be folded away. The headings that lead on to a change stay, and so does a single paragraph."""
    start, stop = _last_headings(rows) if leads_on else (0, 0)
    return [_stretch(part) for part in (rows[:start], rows[start:stop], rows[stop:]) if part]


def _last_headings(rows: list[Item]) -> tuple[int, int]:
    stop = max((place for place, item in enumerate(rows, 1) if item.is_heading), default=0)
    start = stop
    while start and rows[start - 1].is_heading:
        start -= 1
    return start, stop


def _stretch(rows: list[Item]) -> dict[str, Any]:
    paragraphs = [item for item in rows if not item.is_heading]
    if len(paragraphs) < FEWEST_FOLDED:
        return {"items": rows}
    return {"items": rows, "folded": _unchanged(paragraphs), "numbers": _span(paragraphs)}


def _unchanged(items: list[Item]) -> str:
    count = len(items)
    if items[0].is_note:
        words = ngettext("%(count)s footnote unchanged", "%(count)s footnotes unchanged", count)
    else:
        words = ngettext("%(count)s paragraph unchanged", "%(count)s paragraphs unchanged", count)
    return words % {"count": count}


def _span(items: list[Item]) -> list[str]:
    """The numbers of the first and the last that have one."""
    numbers = [item.cited for item in items if item.cited]
    return [*numbers[:1], *numbers[1:][-1:]]


def _version(source: Manuscript, language: str) -> Version:
    """A draft whose numbers cannot be told yet is compared without them."""
    number = source.version.number
    try:
        read = paper(source, language)
    except Fault:
        return Version(number, {}, {}, {})
    blocks = {block.key: block for block in (*read.blocks, *read.notes.values())}
    labels = {key: block.label for key, block in blocks.items()}
    references = {key: block.references for key, block in blocks.items()}
    return Version(number, labels, read.cited, references, read.named)


def _says_nothing(row: Row) -> bool:
    """Of a footnote nobody asks where it is written; it is numbered by its call."""
    return row.place == Place.OLD and row.block.kind == BlockKind.FOOTNOTE and bool(row.goes_to)


def _item(row: Row, earlier: Version, later: Version, html: Redline, told: _Told) -> Item:
    gone, aloud = row.place == Place.OLD, not row.changes & SAID_OF_ALL
    return Item(
        kind=row.block.kind,
        level=row.block.level,
        anchor=f"was-{row.key}" if gone else row.key,
        before=earlier.labels.get(row.key, "") if row.old else "",
        after=later.labels.get(row.key, "") if row.new else "",
        cited=later.cited.get(row.key, "") if row.new else "",
        html=told.begins(row.key) if row.goes_to else html.html(row.key, row.segments, aloud=aloud),
        told=list(told.of(row)),
        changed=bool(row.changes),
        gone=gone,
    )


class _Told:
    """What became of each row, in words, and the way to where else it stands."""

    def __init__(self, rows: list[Row], earlier: Version, later: Version) -> None:
        self.earlier, self.later = earlier, later
        self.where_it_stood = {row.key for row in rows if row.place == Place.OLD}
        self.became: dict[str, list[str]] = {}
        self.words: dict[str, str] = {}
        for row in rows:
            for source in row.sources:
                self.became.setdefault(source, []).append(row.key)
            for one in row.segments:
                if one.from_key and one.stands != Stands.IN_NEW:
                    self.words[one.from_key] = self.words.get(one.from_key, "") + one.words

    def of(self, row: Row) -> Iterator[dict[str, Any]]:
        if Change.INSERTED in row.changes:
            yield {"says": _("Inserted")}
        if Change.DELETED in row.changes:
            yield {"says": _("Deleted")}
        if row.goes_to:
            yield {"says": self._how(row), "ways": [self._now(key) for key in row.goes_to]}
            return
        if Change.MOVED in row.changes:
            yield {"says": _("Moved"), "ways": [self._was(row.key)]}
        if row.sources:
            yield {"says": self._how(row), "ways": list(self._relatives(row))}
        if Change.KIND in row.changes and row.old and row.new:
            yield {"says": self._kind(row.old, row.new)}

    def begins(self, key: str) -> SafeString:
        """The first words of what stood here, as it stood."""
        return escape(begins(self.words.get(key, ""), FEW_CHARACTERS))

    def _how(self, row: Row) -> str:
        said = {Change.MOVED: _("Moved"), Change.SPLIT: _("Split"), Change.MERGED: _("Merged")}
        return listed(words for change, words in said.items() if change in row.changes)

    def _now(self, key: str) -> dict[str, str]:
        number = self.later.cited.get(key, "")
        return {"url": f"#{key}", "label": _("Now %(number)s") % {"number": number} if number else _("Where it is now")}

    def _relatives(self, row: Row) -> Iterator[dict[str, str]]:
        """Where a part of it comes from, and where the rest of what it comes from went."""
        for source in row.sources:
            if source != row.key:
                yield self._was(source)
        if row.key in row.sources:
            yield from (self._now(key) for key in self.became[row.key] if key != row.key)

    def _was(self, key: str) -> dict[str, str]:
        number = self.earlier.cited.get(key, "")
        url = f"#was-{key}" if key in self.where_it_stood else f"#{key}"
        return {"url": url, "label": _("From %(number)s") % {"number": number} if number else _("Where it stood")}

    def _kind(self, old: PlannedBlock, new: PlannedBlock) -> str:
        if old.kind == new.kind:
            return _("At another level")
        names = {"old": _kind_named(old.kind), "new": _kind_named(new.kind)}
        return _("Before: %(old)s; now: %(new)s") % names


def _kind_named(kind: str) -> str:
    return str(BlockKind(kind).label) if kind in BlockKind.values else kind
