"""What changes where paragraphs come from: each change writes rows and its event in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from documents.models import TextVersion
from documents.texts.models import Block, Lineage
from igsp_portal.foundations import time
from igsp_portal.foundations.record import audit
from igsp_portal.models import User

from ..models import NotASource, Source, Statement
from ..models.sources import FROZEN, SourceQuerySet
from ..states import Disposition, SubmissionState

# A statement stays the same in all versions of its submission; and the block.
KNOWN_BY = ("statement__version__submission", "statement__key", "key")
# Of a draft strangers and parties see nothing; what is corrected once it is released, all may know of.
OF_DRAFTS = ("source.linked", "source.unlinked", "source.passed_over", "source.taken_over")
SENTENCES: dict[str, str | Promise] = {
    "source.linked": _("%(by)s noted in “%(about)s” what became of the statement “%(statement)s”"),
    "source.unlinked": _("%(by)s took back in “%(about)s” what was noted of the statement “%(statement)s”"),
    "source.passed_over": _("%(by)s found that a paragraph of “%(about)s” does not go back to “%(statement)s”"),
    "source.taken_over": _("%(by)s took over into “%(about)s” from which statements its paragraphs come"),
    "source.corrected": _("%(by)s corrected in “%(about)s” what became of a statement"),
}


@dataclass(frozen=True)
class Became:
    """What became of a statement: in which block it is reflected, and how; or why it is not.

    `language` is that of the note; of whoever writes it, if left out.
    """

    statement: Statement
    disposition: str
    key: str = ""
    note: str = ""
    language: str = ""


def note(
    version: TextVersion, said: Iterable[Became], *, by: User | str, at: dt.datetime | None = None
) -> list[Source]:
    """Say of statements what became of them in a draft, in place of what was said of the same statement and block.

    That a statement is not reflected ends its links to blocks, and a link to a block that it is not reflected. Of a
    released version only a data folder may still say so, of the time `at` which it tells. Raises ValidationError.
    """
    with audit.together():
        is_frozen = _held(version).is_frozen
        if is_frozen and at is None:
            raise ValidationError(FROZEN, code="frozen")
        return [_note(version, one, by=by, at=at or time.now()) for one in said]


def _note(version: TextVersion, said: Became, *, by: User | str, at: dt.datetime) -> Source:
    _refuse_withdrawn(said.statement)
    _refuse_unknown(version, said.key)
    key = "" if said.disposition == Disposition.NOT_REFLECTED else said.key
    rows = version.sources.of(said.statement).filter(corrects=None)
    if version.is_frozen and _contrary(version, said).exists():
        raise ValidationError(_("A statement that is not reflected has no paragraph; every other has one."))
    source = rows.filter(key=key).first() or Source(version=version, key=key)
    source.statement, source.disposition, source.note = said.statement, said.disposition, said.note
    source.language, source.came_by = said.language or get_language() or "en", None
    source.confirmed_by_name, source.confirmed_at = str(by)[:254], at
    with audit.recorded("source.linked", version, by=by, key=key, statement=said.statement.cited):
        if not version.is_frozen:
            others = rows.exclude(key="") if key == "" else rows.filter(key="")
            others.delete()
            NotASource.objects.of(said.statement).filter(text=version.text_id, key=key).delete()
        source.full_clean()
        source.save()
    return source


def _held(version: TextVersion) -> TextVersion:
    """The version, which nobody releases or rewrites to the end of the transaction."""
    return TextVersion.objects.select_for_update(no_key=True).get(pk=version.pk)


def _refuse_withdrawn(statement: Statement) -> None:
    if statement.version.submission.state == SubmissionState.WITHDRAWN:
        raise ValidationError(_("The submission with this statement was withdrawn."))


def _refuse_unknown(version: TextVersion, key: str) -> None:
    if key and not version.blocks.filter(key=key).exists():
        raise ValidationError(_("This paragraph is no longer there."))


def take_back(source: Source, *, by: User) -> None:
    """Take back what was said of a statement in a draft. Raises ValidationError once the version is released."""
    with audit.recorded("source.unlinked", source.version, by=by, key=source.key, statement=source.statement.cited):
        _held(source.version)
        source.delete()


def pass_over(version: TextVersion, key: str, statements: Sequence[Statement], *, by: User) -> None:
    """Say that a block does not go back to these statements: they are not proposed for it again, in any version."""
    with audit.together():
        _held(version)
        for statement in statements:
            found = NotASource(text=version.text, key=key, statement=statement, by_name=str(by)[:254], at=time.now())
            if NotASource.objects.of(statement).filter(text=version.text_id, key=key).exists():
                continue
            with audit.recorded("source.passed_over", version, by=by, key=key, statement=statement.cited):
                found.full_clean()
                found.save(force_insert=True)


def correct(source: Source, became: Became, *, by: User) -> Source:
    """Say anew what became of a statement in a released version: what was said before stays, and is shown with it.

    `became.note` is the reason of the correction. That it is not reflected ends its links to other blocks likewise.
    Raises ValidationError without a reason, of a version that is not released, and where it was corrected meanwhile.
    """
    version = source.version
    with audit.recorded("source.corrected", version, by=by, source=source.pk):
        if not _held(version).is_frozen:
            raise ValidationError(_("Only what has been released is corrected."))
        _refuse_unknown(version, became.key)
        correction = Source(
            version=version,
            key="" if became.disposition == Disposition.NOT_REFLECTED else became.key,
            statement=source.statement,
            disposition=became.disposition,
            note=became.note,
            language=get_language() or "en",
            confirmed_by_name=str(by)[:254],
            confirmed_at=time.now(),
            corrects=source,
        )
        correction.full_clean()
        correction.save(force_insert=True)
        if not correction.key:
            for other in version.sources.standing().of(source.statement).exclude(key=""):
                correct(other, replace(became, disposition=Disposition.ERROR, key=other.key), by=by)
    return correction


def add_later(version: TextVersion, became: Became, *, by: User) -> Source:
    """Say in a released version what became of a statement of which nothing was said in it. Raises ValidationError.

    What was said of it and contradicts this is corrected with it, and so is what was said of the same block in error.
    """
    with audit.recorded("source.corrected", version, by=by):
        if not _held(version).is_frozen:
            raise ValidationError(_("Only what has been released is corrected."))
        last = version.sources.of(became.statement).filter(corrected_by=None)
        in_error = last.filter(key=became.key, disposition=Disposition.ERROR)
        if earlier := in_error.first() or _contrary(version, became).first():
            return correct(earlier, became, by=by)
        return _note(version, became, by=by, at=time.now())


def _contrary(version: TextVersion, became: Became) -> SourceQuerySet:
    """What stands of a statement and cannot stand beside this: blocks that reflect it, or that none does."""
    rows = version.sources.standing().of(became.statement)
    return rows.exclude(key="") if became.disposition == Disposition.NOT_REFLECTED else rows.filter(key="")


def take_over(earlier: TextVersion, later: TextVersion, *, but: Collection[tuple[int, str]] = ()) -> int:
    """Let a version begin with the sources of an earlier one; returns how many. Within a recorded change.

    A block that `later` has keeps them; one that was split from it or that it was merged into has them too. Where a
    block is in neither way there, its row keeps the key, and is told as open. What `later` has already stays. Left out
    are the statements that `but` names by submission and key.
    """
    there = set(Block.objects.filter(version=later).values_list("key", flat=True))
    own = set(later.sources.values_list(*KNOWN_BY))
    heirs = _heirs(later) if later.pk != earlier.pk else {}
    gone = set(earlier.lineage.values_list("from_key", flat=True))
    made: dict[tuple[int, str, str], Source] = {}
    for source in earlier.sources.standing().select_related("statement__version"):
        said = (source.statement.version.submission_id, source.statement.key)
        if said in but:
            continue
        if source.key and source.key not in there and source.key in gone and source.key not in heirs:
            continue  # merged in the earlier version already: what it was merged into has the same
        keys = [key for key in [source.key, *heirs.get(source.key, ())] if key in there or not key]
        for key in keys or [source.key]:
            if (*said, key) not in own:
                made[*said, key] = _copy(source, later, key)
    Source.objects.bulk_create(made.values())
    return len(made)


def _heirs(version: TextVersion) -> dict[str, list[str]]:
    """The blocks of a version that came from each block of others, or from one that was new in it."""
    found: dict[str, list[str]] = {}
    for key, from_key in version.lineage.values_list("key", "from_key"):
        found.setdefault(from_key, []).append(key)
    return found


def follow_descent(version: TextVersion, lines: Sequence[Lineage]) -> None:
    """Let blocks that were split from others, or that others were merged into, have the sources of these too."""
    there = set(version.sources.filter(corrects=None).values_list(*KNOWN_BY))
    made: dict[tuple[int, str, str], Source] = {}
    for line in lines:
        for source in version.sources.filter(key=line.from_key, corrects=None).select_related("statement__version"):
            said = (source.statement.version.submission_id, source.statement.key, line.key)
            if said not in there:
                made.setdefault(said, _copy(source, version, line.key, line))
    Source.objects.bulk_create(made.values())


def _copy(source: Source, version: TextVersion, key: str, came_by: Lineage | None = None) -> Source:
    """The same, at a block of a version: what a person said stays theirs."""
    return Source(
        version=version,
        key=key,
        statement=source.statement,
        disposition=source.disposition,
        note=source.note,
        language=source.language,
        confirmed_by_name=source.confirmed_by_name,
        confirmed_at=source.confirmed_at,
        came_by=came_by,
    )
