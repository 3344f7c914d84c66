"""A ledger of brackets as its page shows it: each one with its place, its words and its age; and the counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language, get_language_bidi

from igsp_portal.foundations.language.languages import CODES, LANGUAGES

from ... import brackets, coherence, comparison, ledger, numbering
from ...comparison import begins
from ...drafts import Draft, Lineage, PlannedBlock
from ...ledger import Entry, Ledger, Place, Version
from .. import known
from ..models import Block, LanguageVersion, TextVersion, Wording
from ..models import Lineage as LineageRow
from ..states import BlockKind
from . import attributions

FEW_CHARACTERS = 240
WIDE, HIGH, MARGIN = 420, 170, 36  # of the picture of the curve


@dataclass(frozen=True)
class Book:
    """The ledger of a text with one of its versions open; `whose` says who asked for a bracket."""

    ledger: Ledger
    version: TextVersion
    draft: Draft
    language: str
    numbers: numbering.Labels  # in the reader's language
    whose: Mapping[tuple[str, int], Sequence[str]]  # names by block and place in it

    def place(self, key: str) -> str:
        """Where a block stands, in a few words: by its number, or by its kind."""
        number = self.numbers.cited.get(key) or self.numbers.printed.get(key, "")
        return number or _kind(self.draft, key)


def opened(versions: Iterable[TextVersion], version: TextVersion, language: str, user: Any) -> Book:
    """Read the ledger over `versions` in one language, in as many queries for any text."""
    book = ledger.ledger(_drafts(list(versions), language), language)
    draft = next(one.draft for one in book.versions if one.number == version.number)
    there = [entry.places[version.number] for entry in book.standing(version.number)]
    names = attributions.names(version, there, language, user)
    return Book(book, version, draft, language, numbers(version, draft, language), names)


def _drafts(versions: list[TextVersion], language: str) -> list[Version]:
    blocks: dict[int, list[PlannedBlock]] = defaultdict(list)
    columns = ("version", "key", "kind", "level", "alternative", "option")
    for pk, *facts in Block.objects.filter(version__in=versions).order_by("order").values_list(*columns):
        blocks[pk].append(PlannedBlock(*facts))
    words: dict[int, dict[str, str]] = defaultdict(dict)
    worded = Wording.objects.filter(block__version__in=versions, language=language)
    for pk, key, said in worded.values_list("block__version", "block__key", "words"):
        words[pk][key] = said
    ordered = sorted(versions, key=lambda one: one.number)
    lineage = _lineage(ordered)
    return [Version(v.number, Draft(blocks[v.pk], {language: words[v.pk]}), lineage[v.number]) for v in ordered]


def _lineage(ordered: Sequence[TextVersion]) -> dict[int, list[Lineage]]:
    """By version, where its blocks come from in the one before it of these, over any that the reader may not see."""
    steps: dict[int, list[Lineage]] = defaultdict(list)
    rows = LineageRow.objects.filter(version__text=ordered[0].text_id).order_by("version__number", "pk")
    for number, *line in rows.values_list("version__number", "key", "from_key", "how"):
        steps[number].append(Lineage(*line))
    found: dict[int, list[Lineage]] = {ordered[0].number: []}
    for before, version in pairwise(ordered):
        between = [number for number in steps if before.number < number <= version.number]
        found[version.number] = comparison.carried(steps[number] for number in between)
    return found


def numbers(version: TextVersion, draft: Draft, language: str) -> numbering.Labels:
    """The numbers of a draft as the reader's language writes them; none where they cannot be told yet."""
    reader = get_language() or "en"
    return known.numbers(draft.blocks, version.text.numbering, reader, draft.words.get(language, {}))


def _kind(draft: Draft, key: str) -> str:
    kind = next((block.kind for block in draft.blocks if block.key == key), "")
    return str(BlockKind(kind).label) if kind in BlockKind.values else key


def standing(book: Book) -> list[dict[str, Any]]:
    """The brackets of the open version, in the order of its text."""
    return [_row(book, entry, entry.places[book.version.number]) for entry in book.ledger.standing(book.version.number)]


def _row(book: Book, entry: Entry, place: Place) -> dict[str, Any]:
    return {
        "place": book.place(place.key),
        "url": f"{book.version.text.get_absolute_url()}?version={book.version.number}#{place.key}",
        "words": begins(place.words, FEW_CHARACTERS),
        "label": place.label,
        "depth": place.depth,
        "since": entry.since,
        "whose": list(book.whose.get((place.key, place.order), ())),
    }


def closed(book: Book) -> list[dict[str, Any]]:
    """The brackets that were closed by the open version, the latest first."""
    gone = [one for one in book.ledger.entries if one.closed and one.closed <= book.version.number]
    return [
        {"words": begins(one.last.words, FEW_CHARACTERS), "since": one.since, "closed": one.closed}
        for one in sorted(gone, key=lambda one: -(one.closed or 0))
    ]


def sections(book: Book) -> list[dict[str, Any]]:
    """Each heading under which brackets stand: its number and words, and how many in all."""
    number = book.version.number
    counted = Counter(entry.places[number].key for entry in book.ledger.standing(number))
    words = book.draft.words.get(book.language, {})
    return [
        {
            "number": book.numbers.printed.get(one.key, ""),
            "title": begins(words.get(one.key, ""), FEW_CHARACTERS),
            "key": one.key,
            "depth": one.depth,
            "count": one.total,
        }
        for one in ledger.sections(book.draft, counted)
        if one.total
    ]


def unread(book: Book) -> list[str]:
    """Where brackets of the open version do not balance."""
    return [book.place(key) for key in book.ledger.unread.get(book.version.number, [])]


def differing(book: Book, there: Iterable[str]) -> list[dict[str, Any]]:
    """The hints that of these languages one has more brackets in a paragraph than the original, or fewer."""
    original, rows = book.version.text.original_language, Wording.objects.filter(block__version=book.version)
    begun = Q(words__contains=brackets.OPENING[0]) | Q(words__contains=brackets.OPENING[1])
    rows = rows.filter(language__in={*there, original}, block__in=rows.filter(begun).values("block"))
    words: dict[str, dict[str, str]] = defaultdict(dict)
    for code, key, said in rows.order_by("block__order").values_list("language", "block__key", "words"):
        words[code][key] = said
    blocks = known.Known(book.draft, book.numbers, [book.language])
    order = {key: place for place, key in enumerate(words[original])}
    found = sorted(coherence.differing(words, original), key=lambda one: (order[one[1]], CODES.index(one[0])))
    return [{"language": LANGUAGES[code], "says": blocks.sentence(fault)} for code, _key, fault in found]


def paragraphs(book: Book) -> int:
    """In how many blocks brackets stand."""
    return len({entry.places[book.version.number].key for entry in book.ledger.standing(book.version.number)})


def curve(book: Book) -> dict[str, Any]:
    """The numbers over the versions, and where the picture has its points; it runs as the reader's language does."""
    points = book.ledger.curve()
    most = max((point.standing for point in points), default=0) or 1
    step = (WIDE - 2 * MARGIN) / max(len(points) - 1, 1)
    along = [round(MARGIN + place * step) for place in range(len(points))]
    if get_language_bidi():
        along = [WIDE - x for x in along]
    made = [
        {**point._asdict(), "x": x, "y": round(HIGH - MARGIN - point.standing / most * (HIGH - 2.2 * MARGIN))}
        for point, x in zip(points, along, strict=True)
    ]
    line = " ".join(f"{point['x']},{point['y']}" for point in made)
    return {"points": made, "line": line, "wide": WIDE, "high": HIGH, "floor": HIGH - MARGIN, "most": most}


def languages(versions: Iterable[TextVersion]) -> list[str]:
    """Those in which a ledger can be kept: each version is released in them, or is a draft with words in them."""
    every = list(versions)
    frozen = [version for version in every if version.is_frozen]
    released = LanguageVersion.objects.released().filter(version__in=frozen).values_list("language", "version")
    drafted = Wording.objects.filter(block__version__in=[version for version in every if not version.is_frozen])
    found: dict[str, set[int]] = defaultdict(set)
    for code, pk in [*released, *drafted.order_by().values_list("language", "block__version").distinct()]:
        found[code].add(pk)
    return [code for code in CODES if len(found[code]) == len(every)]
