"""A version as it is read for its papers: everything that its six languages need of the database, once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Q, prefetch_related_objects

from igsp_portal.foundations.language.languages import CODES
from meetings.models import Participant

from ... import numbering
from ...drafts import Draft, PlannedBlock
from ...library.models import Document
from ...library.states import ANNOUNCED, Distribution, DocumentKind
from ..models import Agreement, Block, LanguageVersion, Reissue, TextVersion, Wording
from ..models.marks import reserved
from ..naming import named


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A version with all that its papers need of the database."""

    version: TextVersion
    blocks: list[Block]
    counts: Mapping[str, int]  # blocks worded of those that are wanted, by language
    wanted: int  # blocks to be worded: all but those that need none, and have none in the original
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # by language, then by block key
    agenda_symbol: str = ""
    versions: Mapping[str, LanguageVersion] = field(default_factory=dict)  # by language, those not yet released too
    reissued: Mapping[str, list[dt.datetime]] = field(default_factory=dict)  # by language, when; the last at the end
    agreed: Mapping[str, str] = field(default_factory=dict)  # how far each block is, by its key
    reserved: Mapping[str, list[Participant]] = field(default_factory=dict)  # who has a reservation on each
    named: Mapping[str, Participant] = field(default_factory=dict)  # whom labels of brackets name, by the label

    @property
    def languages(self) -> list[str]:
        """The languages in which it can be read: of a released version the released ones, of a draft the whole ones."""
        if not self.version.is_frozen:
            return self.whole
        return [code for code in CODES if code in self.versions and self.versions[code].released_at]

    @property
    def whole(self) -> list[str]:
        """The languages in which every block is worded, in the fixed order."""
        return [code for code in CODES if self.blocks and self.counts.get(code, 0) == self.wanted]

    @property
    def expected(self) -> dict[str, dt.date]:
        """The languages that follow later, each with the day on which it is expected, where one was said."""
        return {code: row.expected_on for code, row in self.versions.items() if not row.released_at and row.expected_on}

    @property
    def partial(self) -> list[str]:
        """The languages in which some blocks are worded and some are not."""
        return [code for code in CODES if 0 < self.counts.get(code, 0) < self.wanted]


def manuscript(version: TextVersion, languages: Iterable[str] = CODES, *, marked: bool | None = None) -> Manuscript:
    """Read `version` with its words in `languages`; the number of queries does not grow with them.

    What is noted on its paragraphs is read of a draft, and where it is `marked` for: a release has it in print.
    """
    prefetch_related_objects([version], "text__process", "document__meeting__dates")
    if version.document:
        prefetch_related_objects([version.document], "agenda_items")
    blocks = list(version.blocks.order_by("order"))
    marked = not version.is_frozen if marked is None else marked
    words: dict[str, dict[str, str]] = {code: {} for code in languages}
    rows = Wording.objects.filter(block__version=version, language__in=list(words))
    for language, key, worded in rows.values_list("language", "block__key", "words"):
        words[language][key] = worded
    original = version.text.original_language
    named_by_number = numbering.named_by_number(blocks, version.text.numbering)
    counted = _counted(version, original, [block.pk for block in blocks if block.key in named_by_number])
    return Manuscript(
        version=version,
        blocks=blocks,
        counts={language: others + named for language, (others, named) in counted.items()},
        wanted=len(blocks) - len(named_by_number) + counted.get(original, (0, 0))[1],
        words=words,
        agenda_symbol=agenda_symbol(version.document),
        versions={row.language: row for row in version.languages.all()},
        reissued=_reissued(version),
        agreed=Agreement.objects.in_force(version) if marked else {},
        reserved=_reserved(version) if marked else {},
        named=named(version) if marked or not version.is_frozen else {},
    )


def _reserved(version: TextVersion) -> dict[str, list[Participant]]:
    return {key: [row.participant for row in rows] for key, rows in reserved(version).items()}


def _counted(version: TextVersion, original: str, named_by_number: list[int]) -> dict[str, tuple[int, int]]:
    """By language: the blocks worded that have to be, and those of the `named_by_number` that the original names."""
    worded = Wording.objects.filter(block__version=version)
    may_be_wordless = Q(block__in=named_by_number)
    named = worded.filter(may_be_wordless, language=original).values("block")
    counts = worded.values_list("language").annotate(
        others=Count("pk", filter=~may_be_wordless),
        named=Count("pk", filter=may_be_wordless & Q(block__in=named)),
    )
    return {language: (others, named) for language, others, named in counts.order_by()}


def _reissued(version: TextVersion) -> dict[str, list[dt.datetime]]:
    found: dict[str, list[dt.datetime]] = {}
    if version.is_frozen and version.document_id:
        for language, at in Reissue.objects.filter(of__version=version).values_list("of__language", "at"):
            found.setdefault(language, []).append(at)
    return found


def agenda_symbol(document: Document | None) -> str:
    """The symbol of the provisional agenda to which the asterisk of the agenda line refers.

    A paper is the same for all who read it: a restricted agenda is named on restricted papers alone.
    """
    if document is None or document.meeting is None:
        return ""
    agendas = document.meeting.documents.filter(kind=DocumentKind.AGENDA, state__in=ANNOUNCED).exclude(symbol="")
    if document.distribution != Distribution.RESTRICTED:
        agendas = agendas.exclude(distribution=Distribution.RESTRICTED)
    return agendas.values_list("symbol", flat=True).first() or ""


def draft_of(source: Manuscript) -> Draft:
    """The blocks and the words that were read, as a draft."""
    columns = ("key", "kind", "level", "alternative", "option")
    return Draft([PlannedBlock(*(getattr(block, name) for name in columns)) for block in source.blocks], source.words)
