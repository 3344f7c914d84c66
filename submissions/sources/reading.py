"""What stands on record of where a version comes from, as far as this reader may know.

Of a released version the public reads what became of published statements, a party of its own as well, and of what
names it; those who read what was filed read all, in drafts too. A statement keeps its key in all versions of its
submission: what was said of it in one holds for those that follow, and the public reads it as it was published.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import get_language

from documents import wordings
from documents.drafts import Draft, PlannedBlock
from documents.faults import Fault
from documents.models import TextVersion
from documents.texts import known
from documents.texts.known import Known
from documents.texts.models import Wording
from documents.texts.states import BlockKind
from igsp_portal.foundations import access
from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.language.languages import LANGUAGES, collation_key
from meetings.models import Process

from .. import names
from ..models import Party, Source, Statement, Submission, SubmissionVersion
from ..pointing import Pointing
from ..states import RECEIVED, Disposition, SubmissionState
from . import rules

NAMED_WITH = ("version__submission__participant", "version__submission__call", "component__parent__parent__parent")
# Headings and notes are about the text, or stand apart from it: nothing is likely to come from a statement.
NO_PARAGRAPHS = (BlockKind.HEADING, BlockKind.ANNEX, BlockKind.NOTE, BlockKind.OPTION)
TONES = {
    Disposition.REFLECTED: "ok",
    Disposition.IN_PART: "attention",
    Disposition.MERGED: "neutral",
    Disposition.NOT_REFLECTED: "late",
    Disposition.ERROR: "late",
}


@dataclass
class Said:
    """What stands of a statement as this reader has it, with what it corrects, the newest first."""

    source: Source
    statement: Statement
    knows_newest: bool = False  # whether this reader reads what was filed and is not published
    before: list[Source] = field(default_factory=list)
    merged_with: list[dict[str, Any]] = field(default_factory=list)  # the other statements of its block, as shown

    @property
    def shown(self) -> dict[str, Any]:
        """The statement as pages show it."""
        return statement_row(self.statement)

    @property
    def badge(self) -> dict[str, Any]:
        return badge(self.source)

    @property
    def has_other_words(self) -> bool:
        """Whether its party has changed the words since this was said of them, as far as this reader has them."""
        if self.statement.pk != self.source.statement_id:
            return _words(self.statement) != _words(self.source.statement)
        now: Any = self.source
        if not self.knows_newest:
            return False
        return now.words_now is not None and (now.words_now, now.proposed_now) != _words(self.statement)

    @property
    def is_error(self) -> bool:
        return self.source.disposition == Disposition.ERROR

    @property
    def is_corrected(self) -> bool:
        """Whether it was corrected, or said after the release."""
        return bool(self.before) or self.source.came_later


def badge(source: Source) -> dict[str, Any]:
    """What became of it, in words, with their tone."""
    return {"label": source.get_disposition_display(), "tone": TONES[Disposition(source.disposition)]}


def party_of(statement: Statement) -> str:
    """Whose statement it is, as its filing names its parties."""
    return str(names.of(statement.version)["party"])


def statement_row(statement: Statement, pointing: Pointing | None = None) -> dict[str, Any]:
    """Whose statement it is, its number there, its words in the language in which they were written.

    Where `pointing` is given, also what it is on.
    """
    submission, language = statement.version.submission, LANGUAGES[statement.version.language]
    return {
        "pk": statement.pk,
        "party": party_of(statement),
        "place": statement.order + 1,
        "number": statement.version.filing_number,
        "on": pointing.on(statement) if pointing else "",
        "words": statement.said,
        "own_words": statement.words,
        "proposed": statement.proposed,
        "lang": language.html_lang,
        "dir": language.direction,
        "url": f"{submission.get_absolute_url()}#statement-{statement.pk}",
    }


# Who may know of what


def published() -> QuerySet[Statement]:
    """The statements that the public reads: neither withheld nor personal, of submissions that were not withdrawn."""
    rows: QuerySet[Statement] = Statement.objects.filter(version__submission__published_version=F("version"))
    return rows.open_to_all().exclude(version__submission__state=SubmissionState.WITHDRAWN)  # type: ignore[attr-defined]


def readable(rows: QuerySet[Source], user: Any, process: Process) -> QuerySet[Source]:
    """Those of the sources of a process of which `user` may know; `as_read` is the key of the statement as published.

    What was said of a statement holds for the version that is published when it is the same, or was filed later.
    """
    same = published().filter(
        key=OuterRef("statement__key"),
        version__submission=OuterRef("statement__version__submission"),
        version__number__gte=OuterRef("statement__version__number"),
    )
    own = _own(user)
    named = Statement.objects.filter(
        key=OuterRef("statement__key"),
        version__submission=OuterRef("statement__version__submission"),
        version__in=own.naming,
    )
    rows = rows.annotate(as_read=Subquery(same.values("pk")[:1]), as_named=Subquery(named.order_by().values("pk")[:1]))
    if rules.reads_all(user, process):
        return rows
    theirs = Q(statement__version__submission__in=own.filed) | Q(as_named__isnull=False)
    return rows.filter(theirs | Q(as_read__isnull=False))


class Own(NamedTuple):
    """The ids of the submissions that a party of a person filed, and of the versions that stand and name it."""

    filed: set[int]
    naming: set[int]


def _own(user: Any) -> Own:
    parties = access.participants_where(user, Permission.OWN_READ)
    if not parties:
        return Own(set(), set())
    filed = Submission.objects.filter(participant__in=parties).order_by().values_list("pk", flat=True)
    naming: Any = Party.objects.filter(participant__in=parties).order_by()
    return Own({*filed}, {*naming.standing().values_list("version", flat=True)})


def of_version(version: TextVersion, user: Any) -> list[Said]:
    """What stands on record of a version for this reader, corrections with what they correct; in two queries at most.

    Of a draft only those who read all that was filed may know anything.
    """
    if not (version.is_issued or rules.reads_all(user, version.process)):
        return []
    found = standing(readable(version.sources.all(), user, version.process), version, user)
    tell_merged(found, found)
    return found


def standing(rows: QuerySet[Source], version: TextVersion, user: Any) -> list[Said]:
    """Of the sources of a version those that stand, each with what it corrects, by party."""
    rows = rows.annotate(**{f"{name}_now": Subquery(_later().values(name)[:1]) for name in ("words", "proposed")})
    every: dict[int, Any] = {row.pk: row for row in rows.select_related(*(f"statement__{one}" for one in NAMED_WITH))}
    corrected = {row.corrects_id for row in every.values()}
    stand = [row for row in every.values() if row.pk not in corrected]
    inside = rules.reads_all(user, version.process)
    own = _own(user)
    strange = [row for row in stand if not inside and row.statement.version.submission_id not in own.filed]
    # Whom a submission names reads it as it stands, and nothing of what it said before.
    to_read = {pk for row in strange if (pk := row.as_named or row.as_read) != row.statement_id}
    read_as = Statement.objects.select_related(*NAMED_WITH).in_bulk(to_read) if to_read else {}
    found = []
    for row in stand:
        statement = read_as.get(row.as_named or row.as_read, row.statement) if row in strange else row.statement
        row.version, statement.version.submission.call.process = version, version.process
        knows_newest = row not in strange or bool(row.as_named)
        found.append(Said(row, statement, knows_newest, list(_before(row, every))))
    return sorted(found, key=_by_party)


def _later() -> QuerySet[Statement]:
    """The statement of a source in the versions that were filed since, the newest first."""
    rows = Statement.objects.filter(
        key=OuterRef("statement__key"),
        version__submission=OuterRef("statement__version__submission"),
        version__number__gt=OuterRef("statement__version__number"),
        version__filed_at__isnull=False,
    )
    return rows.order_by("-version__number")


def _words(statement: Statement) -> tuple[str, str]:
    return statement.words, statement.proposed


def tell_merged(said: Iterable[Said], among: Iterable[Said]) -> None:
    """Say of statements that were merged with others which these are, `among` what stands of the same version."""
    at: dict[str, list[Said]] = {}
    for one in among:
        if not one.is_error:
            at.setdefault(one.source.key, []).append(one)
    for one in said:
        if one.source.disposition == Disposition.MERGED:
            others = [other for other in at.get(one.source.key, ()) if other.source.pk != one.source.pk]
            one.merged_with = [other.shown for other in others]


def _before(row: Source, every: dict[int, Source]) -> Iterable[Source]:
    while row.corrects_id in every:
        row = every[row.corrects_id]
        yield row


def _by_party(said: Said) -> tuple[Any, ...]:
    """In the order of the alphabet of the reader's language."""
    statement = said.statement
    return collation_key(party_of(statement), get_language() or "en"), statement.order, said.source.pk


def has_any(version: TextVersion, user: Any) -> bool:
    """Whether this reader finds anything on the page of a version's sources."""
    return readable(version.sources.all(), user, version.process).exists()


def is_before_calls(version: TextVersion) -> bool:
    """Whether a version was released before the process called for submissions: it comes from none."""
    opened = version.process.calls.published().aggregate(first=Min("opens_at"))["first"]
    return bool(version.released_at and opened and version.released_at < opened)


# Paragraphs


def paragraphs(version: TextVersion, *languages: str) -> Known:
    """The blocks of a version as a person knows them, with words in these languages, the reader's and the original."""
    original = version.text.original_language
    codes = dict.fromkeys([get_language() or "en", original, *languages])
    words: dict[str, dict[str, str]] = {}
    worded = Wording.objects.filter(block__version=version, language__in=codes)
    for language, key, text in worded.values_list("language", "block__key", "words"):
        words.setdefault(language, {})[key] = text
    rows = version.blocks.order_by("order").values_list("key", "kind", "level", "alternative", "option")
    return known.of(Draft([PlannedBlock(*row) for row in rows], words), version.text.numbering, [original])


def plain(words: str) -> str:
    """Words of a block without their marks."""
    try:
        return wordings.to_plain(wordings.parse(words))
    except Fault:
        return words


def in_order(there: Known) -> list[str]:
    """The keys of the blocks that statements may be linked to."""
    return [block.key for block in there.draft.blocks if block.kind not in NO_PARAGRAPHS]


def paragraph_url(version: TextVersion, key: str) -> str:
    return f"{version.get_absolute_url()}#{key}"


# Statements that stand


def standing_statements(process: Process) -> QuerySet[Statement]:
    """The statements of the versions that stand, of all that was filed and not withdrawn."""
    newest = SubmissionVersion.objects.filed().filter(submission=OuterRef("pk")).order_by("-number").values("pk")[:1]
    rows = Submission.objects.filter(call__process=process, state__in=RECEIVED)
    versions = rows.annotate(stands=Subquery(newest)).values("stands")
    found: QuerySet[Statement] = Statement.objects.filter(version__in=versions).exclude(words="", proposed="")
    return found.select_related(*NAMED_WITH).order_by("version__submission__participant__key", "version", "order", "pk")


def unanswered(version: TextVersion) -> QuerySet[Statement]:
    """The statements that stand and of which nothing is said in a version."""
    said = version.sources.standing().filter(
        statement__key=OuterRef("key"), statement__version__submission=OuterRef("version__submission")
    )
    return standing_statements(version.process).exclude(Exists(said))


# What became of a submission


def of_submission(shown: SubmissionVersion, user: Any) -> list[dict[str, Any]]:
    """What became of the statements of a version that is shown, in texts that their readers have, the newest first.

    Its party reads as well of which nothing is said. Four queries, and two more for each version of a text, and two
    for each in which statements were merged.
    """
    process = shown.process
    rows = readable(Source.objects.told().filter(statement__version__submission=shown.submission_id), user, process)
    versions = (
        TextVersion.objects.visible_to(user).filter(pk__in=rows.values("version")).select_related("text", "document")
    )
    became: dict[str, list[dict[str, Any]]] = {}
    for version in versions.order_by("text", "-number"):
        version.text.process = process
        there = paragraphs(version)
        found = standing(rows.filter(version=version), version, user)
        if merged := {one.source.key for one in found if one.source.disposition == Disposition.MERGED}:
            beside = readable(version.sources.filter(key__in=merged), user, process)
            tell_merged(found, standing(beside, version, user))
        for said in found:
            if not said.is_error:
                became.setdefault(said.statement.key, []).append(_became(said, version, there))
    theirs = _own(user)
    own = shown.submission_id in theirs.filed or shown.pk in theirs.naming
    statements = [one for one in shown.statements.all() if own or one.key in became]
    return [{"statement": one, "place": one.order + 1, "became": became.get(one.key, [])} for one in statements]


def _became(said: Said, version: TextVersion, there: Known) -> dict[str, Any]:
    key = said.source.key
    has = bool(key) and there.has(key)
    return {
        "said": said,
        "version": version,
        "paragraph": there.name(key) if has else "",
        "url": paragraph_url(version, key) if has else version.get_absolute_url(),
    }
