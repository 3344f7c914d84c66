"""What a text says on paper and on its page alike: the facts of its masthead and its numbered blocks.

A paper is in one language. Everything that its six languages need of the database is read once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Count, Q, prefetch_related_objects
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname

from igsp_portal.foundations import time
from igsp_portal.foundations.language.days import date_format
from igsp_portal.foundations.language.languages import CODES, LANGUAGES, listed
from meetings.models import Meeting, Participant
from meetings.rendering import span_in_words

from .. import numbering, wordings
from ..drafts import MAY_BE_WORDLESS, Draft, PlannedBlock
from ..library.models import Document
from ..library.states import ANNOUNCED, Distribution, DocumentKind
from ..wordings import Token
from .models import Agreement, Block, LanguageVersion, Reissue, TextVersion, Wording
from .states import LEVELLED, Agreed, BlockKind

TITLES = (BlockKind.HEADING, BlockKind.ANNEX, BlockKind.OPTION)  # of what follows them


class NotWorded(LookupError):
    """The text is not worded in that language; `languages` are those in which it is."""

    def __init__(self, language: str, languages: list[str]) -> None:
        self.language, self.languages = language, languages
        super().__init__(f"not worded in {language}, only in {', '.join(languages) or 'no language'}")


@dataclass(frozen=True, slots=True)
class PaperBlock:
    """One block in one language; `label` is its number as printed, a footnote's included; "" for none."""

    key: str
    kind: str
    level: int  # of headings, annexes and subparagraphs; 0 for others
    alternative: int
    label: str
    tokens: tuple[Token, ...]
    apart: bool = False  # whether the label is a word, on a line of its own: Article 5
    option: str = ""  # the key of the option in which it stands
    rows: tuple[tuple[tuple[Token, ...], ...], ...] = ()  # of a table, the head first
    references: Mapping[str, str] = field(default_factory=dict)  # the numbers that its words print, by key
    marks: tuple[str, ...] = ()  # how far it is agreed, and who has a reservation: a sentence each

    @property
    def is_bracketed(self) -> bool:
        return any(isinstance(token, wordings.BracketOpen) for token in self.tokens)


@dataclass(frozen=True, slots=True)
class Paper:
    """The facts of one text in one language. All but the blocks are plain text, "" where there is none."""

    language: str
    direction: str
    parent_organization: str
    organization: str
    symbol: str
    distribution: str  # the word alone: "General"
    date: str
    original_language: str  # the language's name, in the language of the paper
    body: str
    session_line: str
    place_dates: str
    agenda_line: str  # without its asterisk
    agenda_note: str
    title: str
    subtitle: str
    author: str
    status: str  # such as "Chair's text"
    stage: str  # such as "Building blocks"
    illustrative_notice: str
    job_number: str
    reissue_note: str  # "Reissued for technical reasons on 7 October 2004."; "" for what was issued once
    stars: str  # an asterisk behind the symbol for each reissue
    blocks: tuple[PaperBlock, ...]  # without footnotes
    notes: Mapping[str, PaperBlock]  # by key, in the order of their calls
    cited: Mapping[str, str]  # how each block is cited: "12 bis"
    items: tuple[object, ...] = ()  # the blocks as HTML, once they are printed

    @property
    def brackets(self) -> int:
        """How many brackets stand in the text and its notes, nested ones included."""
        every = (*self.blocks, *self.notes.values())
        return sum(isinstance(token, wordings.BracketOpen) for block in every for token in block.tokens)

    @property
    def bracketed_paragraphs(self) -> int:
        """How many paragraphs hold brackets, numbered or not, in themselves or in their subparagraphs."""
        paragraph, found = "", set()
        for block in self.blocks:
            if block.kind != BlockKind.SUBPARAGRAPH:
                paragraph = block.key
            if block.is_bracketed and block.kind not in TITLES:
                found.add(paragraph)
        return len(found)


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A version with all that its papers need of the database."""

    version: TextVersion
    blocks: list[Block]
    counts: Mapping[str, int]  # blocks worded of those that are wanted, by language
    wanted: int  # blocks to be worded: all but the options that have no name in the original
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # by language, then by block key
    agenda_symbol: str = ""
    versions: Mapping[str, LanguageVersion] = field(default_factory=dict)  # by language, those not yet released too
    reissued: Mapping[str, list[dt.datetime]] = field(default_factory=dict)  # by language, when; the last at the end
    agreed: Mapping[str, str] = field(default_factory=dict)  # how far each block is, by its key
    reserved: Mapping[str, list[Participant]] = field(default_factory=dict)  # who has a reservation on each

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
    counted = _counted(version, original)
    return Manuscript(
        version=version,
        blocks=blocks,
        counts={language: others + named for language, (others, named) in counted.items()},
        wanted=sum(block.kind not in MAY_BE_WORDLESS for block in blocks) + counted.get(original, (0, 0))[1],
        words=words,
        agenda_symbol=_agenda_symbol(version.document),
        versions={row.language: row for row in version.languages.all()},
        reissued=_reissued(version),
        agreed=Agreement.objects.in_force(version) if marked else {},
        reserved=_reserved(version) if marked else {},
    )


def _reserved(version: TextVersion) -> dict[str, list[Participant]]:
    found: dict[str, list[Participant]] = {}
    for row in version.reservations.select_related("participant"):
        found.setdefault(row.key, []).append(row.participant)
    return found


def _counted(version: TextVersion, original: str) -> dict[str, tuple[int, int]]:
    """By language: the blocks worded that have to be, and the options named that the original names."""
    worded = Wording.objects.filter(block__version=version)
    may_be_wordless = Q(block__kind__in=MAY_BE_WORDLESS)
    named = worded.filter(may_be_wordless, language=original).values("block")
    counts = worded.values_list("language").annotate(
        others=Count("pk", filter=~may_be_wordless),
        named=Count("pk", filter=may_be_wordless & Q(block__in=named)),
    )
    return {language: (others, options) for language, others, options in counts.order_by()}


def _reissued(version: TextVersion) -> dict[str, list[dt.datetime]]:
    found: dict[str, list[dt.datetime]] = {}
    if version.is_frozen and version.document_id:
        for language, at in Reissue.objects.filter(of__version=version).values_list("of__language", "at"):
            found.setdefault(language, []).append(at)
    return found


def _agenda_symbol(document: Document | None) -> str:
    """The symbol of the provisional agenda to which the asterisk of the agenda line refers.

    A paper is the same for all who read it: a restricted agenda is named on restricted papers alone.
    """
    if document is None or document.meeting is None:
        return ""
    agendas = document.meeting.documents.filter(kind=DocumentKind.AGENDA, state__in=ANNOUNCED).exclude(symbol="")
    if document.distribution != Distribution.RESTRICTED:
        agendas = agendas.exclude(distribution=Distribution.RESTRICTED)
    return agendas.values_list("symbol", flat=True).first() or ""


def paper(source: Manuscript, language: str) -> Paper:
    """The paper of `source` in `language`.

    Raises NotWorded, and a Fault of wordings, brackets or numbering for words that cannot be read.
    """
    if language not in source.languages:
        raise NotWorded(language, source.languages)
    return composed(source, language)


def draft_of(source: Manuscript) -> Draft:
    """The blocks and the words that were read, as a draft."""
    columns = ("key", "kind", "level", "alternative", "option")
    return Draft([PlannedBlock(*(getattr(block, name) for name in columns)) for block in source.blocks], source.words)


def composed(source: Manuscript, language: str) -> Paper:
    """The same of any language in which every block is worded, released or not. Raises a Fault likewise."""
    words = source.words[language]
    row = source.versions.get(language)
    facts = dict((row.printed if row else {}) or printed(source, language))
    marks = facts.pop("marks", {})
    labels = numbering.labels(source.blocks, source.version.text.numbering, language, words)
    made = {block.key: _block(block, labels, words.get(block.key, "")) for block in source.blocks}
    for key in set(marks) & set(made):
        made[key] = replace(made[key], marks=tuple(marks[key]))
    return Paper(
        language=language,
        direction=LANGUAGES[language].direction,
        blocks=tuple(block for block in made.values() if block.kind != BlockKind.FOOTNOTE),
        notes={key: made[key] for key in labels.printed if made[key].kind == BlockKind.FOOTNOTE},
        cited=labels.cited,
        **_stars(source, language),
        **facts,
    )


def _marks(agreed: str, reserved: list[Participant]) -> list[str]:
    """What is said beneath a paragraph: how far it is agreed, and who has a reservation."""
    said = [str(Agreed(agreed).label)] if agreed else []
    if reserved:
        said.append(_("Reservation: %(participants)s") % {"participants": listed(map(str, reserved))})
    return said


def _stars(source: Manuscript, language: str) -> dict[str, Any]:
    """What a reissue prints: an asterisk behind the symbol, and what it stands for."""
    days = source.reissued.get(language, [])
    with override(language):
        note = _reissue_note(source, days[-1]) if days else ""
    return {"stars": "*" * len(days), "reissue_note": note}


def _reissue_note(source: Manuscript, at: dt.datetime) -> str:
    day = at.astimezone(time.named_zone(source.version.process.zone)).date()
    # Translators: the note at the asterisk behind the symbol of a document that was issued anew under its symbol.
    return _("Reissued for technical reasons on %(day)s.") % {"day": date_format(day, "DATE_FORMAT")}


def printed(source: Manuscript, language: str) -> dict[str, Any]:
    """What a paper of `source` prints of other things, as they stand now; a version keeps it from its release on."""
    with override(language):
        facts: dict[str, Any] = {
            name: str(words) for name, words in (_masthead(source) | _meeting_lines(source)).items()
        }
        if keys := [*source.agreed, *source.reserved]:
            facts["marks"] = {key: _marks(source.agreed.get(key, ""), source.reserved.get(key, [])) for key in keys}
    return facts


def lacking(source: Manuscript, languages: Iterable[str]) -> dict[str, list[str]]:
    """By language: what the masthead prints in the original language and has no words for in that one."""
    original, things = source.version.text.original_language, list(_printed_of(source))
    return {
        language: absent
        for language in languages
        if (absent := [_label(thing, name) for thing, name in things if _lacks(thing, name, original, language)])
    }


def _lacks(thing: Any, name: str, original: str, language: str) -> bool:
    return bool(_in(thing, name, original)) and not _in(thing, name, language)


def _label(thing: Any, name: str) -> str:
    return f"{thing._meta.verbose_name}: {thing._meta.get_field(name).verbose_name}"


def _printed_of(source: Manuscript) -> Iterator[tuple[Any, str]]:
    """The translated fields that the masthead prints, each with the row it is of."""
    version, text, document = source.version, source.version.text, source.version.document
    meeting = document.meeting if document else None
    yield from ((_titled(version, name), name) for name in ("title", "subtitle", "author"))
    yield from ((version, name) for name in ("label", "status"))
    yield from ((text.process, name) for name in ("system", "organization"))
    if meeting is not None:
        yield meeting, "name"
        if meeting.is_output or meeting.is_session:
            yield text.process, "parent_body" if meeting.is_output else "body"
        if meeting.in_force:
            yield meeting.in_force, "place"


def _block(block: Block, labels: numbering.Labels, words: str) -> PaperBlock:
    tokens = wordings.parse(words)
    rows = wordings.table(words) if block.kind == BlockKind.TABLE else []
    return PaperBlock(
        key=block.key,
        kind=block.kind,
        level=block.level if block.kind in LEVELLED else 0,
        alternative=block.alternative,
        label=labels.printed.get(block.key, ""),
        tokens=tuple(tokens),
        apart=block.key in labels.apart,
        option=block.option,
        rows=tuple(tuple(tuple(cell) for cell in row) for row in rows),
        references={key: labels.reference(key, block.key) for key in wordings.paragraph_references(tokens)},
    )


def _masthead(source: Manuscript) -> dict[str, Any]:
    version, text, document = source.version, source.version.text, source.version.document
    submitted = document.submitted_on if document else None
    return {
        "parent_organization": _own(text.process, "system"),
        "organization": _own(text.process, "organization"),
        "symbol": document.symbol if document else "",
        "distribution": document.get_distribution_display() if document else "",
        "date": date_format(submitted, "DATE_FORMAT") if submitted else "",
        "original_language": str(LANGUAGES[text.original_language].name),
        **{name: _own(_titled(version, name), name) for name in ("title", "subtitle", "author")},
        "status": _own(version, "status"),
        "stage": _own(version, "label"),
        "illustrative_notice": _illustrative() if text.illustrative else "",
        "job_number": document.job_number if document else "",
    }


def _titled(version: TextVersion, name: str) -> Any:
    """Whose title, subtitle or author is printed: the document's, where it has one of its own, or the text's."""
    document = version.document
    return document if document and _in(document, name, version.text.original_language) else version.text


def _own(thing: Any, name: str) -> str:
    """A short text in the language of the paper, and in no other: a paper never mixes languages."""
    return _in(thing, name, get_language() or "en")


def _in(thing: Any, name: str, language: str) -> str:
    return getattr(thing, build_localized_fieldname(name, language)) or ""


def _illustrative() -> str:
    return _("This text is illustrative: it was written for this portal and is not an official document.")


def _meeting_lines(source: Manuscript) -> dict[str, Any]:
    document = source.version.document
    meeting = document.meeting if document else None
    if document is None or meeting is None:
        return dict.fromkeys(("body", "session_line", "place_dates", "agenda_line", "agenda_note"), "")
    agenda_line = _agenda_line([item.printed_number for item in document.agenda_items.all()])
    return {
        "body": _body(source.version, meeting),
        "session_line": _own(meeting, "name"),
        "place_dates": _place_and_dates(meeting),
        "agenda_line": agenda_line,
        "agenda_note": f"{source.agenda_symbol}." if agenda_line and source.agenda_symbol else "",
    }


def _body(version: TextVersion, meeting: Meeting) -> str:
    process = version.text.process
    if meeting.is_output:
        return _own(process, "parent_body")
    return _own(process, "body") if meeting.is_session else ""


def _place_and_dates(meeting: Meeting) -> str:
    dates = meeting.in_force
    if dates is None:
        return ""
    when, place = span_in_words(dates.starts_on, dates.ends_on), _own(dates, "place")
    # Translators: place and dates of a meeting in the masthead of a document: "Nairobi, 2–4 September 2004".
    return _("%(place)s, %(dates)s") % {"place": place, "dates": when} if place else when


def _agenda_line(numbers: list[str]) -> str:
    if not numbers:
        return ""
    if len(numbers) == 1:
        return _("Item %(number)s of the provisional agenda") % {"number": numbers[0]}
    together = _("%(first)s and %(last)s") % {"first": listed(numbers[:-1]), "last": numbers[-1]}
    return _("Items %(numbers)s of the provisional agenda") % {"numbers": together}
