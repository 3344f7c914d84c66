"""What changes in compilations: every function writes rows and their event in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname

from documents import symbols
from documents.library import actions as library
from documents.library import next_symbols
from documents.library.models.symbols import hold_symbols
from documents.library.states import TO_ISSUE, RelationKind
from documents.models import Document, InputDue, Relation
from igsp_portal.foundations import time
from igsp_portal.foundations.datafiles import in_columns
from igsp_portal.foundations.language.languages import CODES, LANGUAGES, listed
from igsp_portal.foundations.record import audit, records
from igsp_portal.foundations.worker.work import SOON, hand_over
from igsp_portal.models import User

from ..merging import mark
from ..models import Call, Compilation, CompiledStatement, Statement, SynthesisSentence
from ..states import CompilationState
from . import answers, choosing, content, making
from .groups import fitting, groups, keys_of

SENTENCES: dict[str, str | Promise] = {
    "compilation.begun": _("%(by)s put together “%(about)s” (statements: %(count)s)"),
    "compilation.arranged": _("%(by)s arranged “%(about)s” (statements: %(count)s)"),
    "compilation.updated": _("%(by)s brought “%(about)s” up to date (statements: %(count)s)"),
    "compilation.revised": _("%(by)s began “%(about)s”, the revision of %(document)s"),
    "compilation.issued": _("%(by)s issued “%(about)s” as %(document)s"),
    "compilation.files_made": _("%(by)s made the files of “%(about)s”"),
    "compilation.files_failed": _("%(by)s could not make the files of “%(about)s”"),
}
QUIET = (
    "compilation.begun",
    "compilation.revised",
    "compilation.arranged",
    "compilation.updated",
    "compilation.files_failed",
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A statement that is to stand in a compilation: in which group, and where if not by the alphabet."""

    statement: Statement
    group: str = ""
    order: int | None = None


def begin(call: Call, *, by: User | str, **values: Any) -> Compilation:
    """Begin the default compilation of a call, with all its published statements; returns it.

    They are grouped by what they are on (see groups.fitting). `values` are columns that are to have something else.
    """
    with transaction.atomic():
        there = list(choosing.published(call))
        given = {"grouped_by": fitting(there), **_default_words(), **values}
        compilation = Compilation(call=call, **{"key": _free_key(call), **given})
        compilation.full_clean()
        with audit.recorded("compilation.begun", compilation, by=by, count=len(there)):
            compilation.save(force_insert=True)
            keys = keys_of(compilation.grouped_by, there)
            _put(compilation, [Placed(one, keys[one.pk]) for one in there])
    return compilation


def standing(rows: Iterable[CompiledStatement]) -> str:
    """A mark of which statements stand in a compilation, under which heads and where: it changes with any of them."""
    return mark(sorted([row.statement_id, row.group, row.order] for row in rows))


def arrange(compilation: Compilation, placed: Iterable[Placed], *, by: User | str, expected: str | None = None) -> None:
    """Let these statements stand in a compilation, and no others; their words stay as they were filed.

    `expected` is the mark (`standing`) of what was shown. Raises ValidationError when it stands otherwise by now, for
    a statement that the public does not read, unless it stands there already, and for a
    group that the compilation does not have.
    """
    wanted = list(placed)
    with transaction.atomic():
        _hold(compilation)
        rows = list(compilation.rows.all())
        if expected is not None and expected != standing(rows):
            raise ValidationError(
                _("Somebody has arranged this compilation since you opened it. To replace what they did, save again.")
            )
        there = {row.statement_id for row in rows}
        known = groups(compilation, [one.statement for one in wanted])
        if any(one.group not in known for one in wanted):
            raise ValidationError(_("The compilation has no such group."))
        allowed = there | set(choosing.published(compilation.call).values_list("pk", flat=True))
        if any(one.statement.pk not in allowed for one in wanted):
            raise ValidationError(_("Only published statements can be compiled."))
        with audit.recorded("compilation.arranged", compilation, by=by, count=len(wanted)):
            compilation.rows.all().delete()
            _put(compilation, wanted)
            _forget_in_synthesis(compilation)


def group_anew(compilation: Compilation, *, by: User | str) -> None:
    """Let each statement stand under the head to which it belongs by itself, in the order of the alphabet."""
    said = [row.statement for row in choosing.rows_of(compilation)]
    keys = keys_of(compilation.grouped_by, said)
    arrange(compilation, [Placed(one, keys[one.pk]) for one in said], by=by)


def bring_up_to_date(compilation: Compilation, *, by: User | str) -> None:
    """Leave out what was withdrawn since, and take the new version of what was revised, each in the place of the old.

    A sentence of the synthesis goes on standing on a statement that was filed anew in the same words; in others, it
    has to be looked at, and stands on it no more.
    """
    with transaction.atomic():
        _hold(compilation)
        found = choosing.changed(compilation)
        changed = {one.row.pk: one.successor for one in found}
        same = {one.row.statement_id: one.successor for one in found if one.successor and one.is_in_same_words}
        successors = {one.pk for one in changed.values() if one}
        placed = [
            Placed(statement, row.group, row.order)
            for row in choosing.rows_of(compilation)
            if (statement := changed.get(row.pk, row.statement))
            and (row.pk in changed or statement.pk not in successors)
        ]
        with audit.recorded("compilation.updated", compilation, by=by, count=len(changed)):
            for sentence in compilation.sentences.filter(statements__in=list(same)).distinct():
                sentence.statements.add(*(same[one.pk] for one in sentence.statements.all() if one.pk in same))
        arrange(compilation, placed, by=by)


def say(
    compilation: Compilation, statements: Iterable[Statement], *, by: User | str, **values: Any
) -> SynthesisSentence:
    """Add a sentence of the synthesis, which stands on these statements; returns it. Raises ValidationError."""
    sentence = SynthesisSentence(compilation=compilation, **values)
    sentence.full_clean()
    with audit.recorded("created", sentence, by=by):
        sentence.save(force_insert=True)
        sentence.statements.set(statements)
    return sentence


def issue(compilation: Compilation, *, by: User | str, at: dt.datetime | None = None, files: bool = True) -> Document:
    """Issue a compilation as a numbered document of the library, which is announced; the worker makes its files.

    Without `files` it is not asked yet: see making.waiting.
    What it says is kept by value and never changes again. Raises ValidationError while there is nothing in it, while
    something in it is no longer what the public reads, without a title in each language of issue, and where nobody
    has said for which meeting or as which document it is issued.
    """
    with transaction.atomic():
        hold_symbols()
        _hold(compilation)
        answers.hold(compilation.call)
        _check(compilation)
        document = compilation.document or _document_of(compilation, by=by)
        _refuse_unless_titled(compilation, document)
        if document.state not in TO_ISSUE or document.renditions.exists():
            raise ValidationError({"document": _("Select a document that has no file yet and has not been issued.")})
        compilation.document = document
        said = content.in_each_language(compilation, at or time.now())
        with audit.recorded("compilation.issued", compilation, by=by, document=str(document)):
            compilation.state, compilation.issued_at = CompilationState.ISSUED, at or time.now()
            compilation.content, compilation.error = said, ""
            compilation.save()
            if files:
                hand_over(making.make_files, compilation.pk, by.pk if isinstance(by, User) else 0, rank=SOON)
        _answer(compilation, document, by=by)
    return document


def revise(compilation: Compilation, *, by: User | str) -> Compilation:
    """Begin the revision of an issued compilation, to be issued as the next revision of its document; returns it.

    It begins with what that holds, brought up to date. Raises ValidationError for one that is not issued, or whose
    revision has been begun.
    """
    with transaction.atomic():
        hold_symbols()
        issued = Compilation.objects.select_for_update(of=("self",), no_key=True).get(pk=compilation.pk)
        document = issued.document
        if document is None or not document.is_issued:
            raise ValidationError(_("Only a compilation that has been issued is revised."))
        if Relation.objects.filter(to=document, kind=RelationKind.REPLACES).exists():
            raise ValidationError(_("A revision of its document has been begun already."))
        following = library.begin_further(document, RelationKind.REPLACES, by=by)
        library.plan(following, by=by)
        same = ("call", "grouped_by", "meeting", "kind", "illustrative")
        given = {name: getattr(issued, name) for name in (*same, *_columns("title"), *_columns("introduction"))}
        begun = Compilation(**given, key=_free_key(issued.call), document=following)
        begun.full_clean()
        rows, sentences = choosing.rows_of(issued), list(issued.sentences.prefetch_related("statements"))
        with audit.recorded("compilation.revised", begun, by=by, document=str(document)):
            begun.save(force_insert=True)
            _put(begun, [Placed(row.statement, row.group, row.order) for row in rows])
            for one in sentences:
                columns = {name: getattr(one, name) for name in ("language", "group", "order", "words")}
                SynthesisSentence.objects.create(compilation=begun, **columns).statements.set(one.statements.all())
        bring_up_to_date(begun, by=by)
    return begun


def _columns(name: str) -> list[str]:
    """The columns of a translated field."""
    return [build_localized_fieldname(name, code) for code in CODES]


def _check(compilation: Compilation) -> None:
    if not (compilation.rows.exists() or answers.has_any(compilation.call)):
        raise ValidationError(_("There is no statement in the compilation."))
    if choosing.changed(compilation):
        raise ValidationError(
            _("Statements in it were withdrawn or revised since they were chosen. Bring the compilation up to date.")
        )
    if compilation.sentences.filter(statements__isnull=True).exists():
        raise ValidationError(
            _("A sentence of the synthesis stands on no statement. Select its statements, or remove it.")
        )


def _refuse_unless_titled(compilation: Compilation, document: Document) -> None:
    wanted = document.languages or CODES
    lacking = [code for code in wanted if not getattr(compilation, f"title_{code.replace('-', '_')}")]
    if lacking:
        names = listed(str(LANGUAGES[code].name) for code in lacking)
        raise ValidationError(_("Write the title in: %(languages)s."), params={"languages": names})


def _document_of(compilation: Compilation, *, by: User | str) -> Document:
    """The document as which it is issued, made now and announced, under the next free symbol if its kind bears one."""
    if compilation.meeting is None:
        raise ValidationError({"meeting": _("Select the meeting for which it is issued, or a document.")})
    titles = {f"title_{code.replace('-', '_')}": _title_in(compilation, code) for code in CODES}
    document = Document(
        process=compilation.process,
        meeting=compilation.meeting,
        kind=compilation.kind,
        illustrative=compilation.illustrative,
        **titles,
    )
    symbol = next_symbols.next_symbol(document)
    document.symbol = str(symbol or "")
    document.key = symbols.address(document.symbol) if symbol else f"{compilation.call.key}-{compilation.key}"
    records.create(document, by=by)
    library.plan(document, by=by)
    return document


def _title_in(compilation: Compilation, code: str) -> str:
    return str(getattr(compilation, f"title_{code.replace('-', '_')}") or "")


def _answer(compilation: Compilation, document: Document, *, by: User | str) -> None:
    """Let it answer the input that its call serves, where that is awaited for the meeting of its document."""
    serves, meeting = compilation.call.required_input, document.meeting
    if serves and meeting:
        for due in InputDue.objects.filter(required_input=serves, meeting=meeting):
            library.answer(due, document, by=by)


def _hold(compilation: Compilation) -> None:
    """Read the row anew and keep it from other writers."""
    compilation.refresh_from_db(
        from_queryset=Compilation.objects.select_for_update(of=("self",), no_key=True).select_related("call__process")
    )
    if compilation.is_issued:
        raise ValidationError(_("The compilation has been issued: it is not changed any more."))


def _put(compilation: Compilation, placed: Iterable[Placed]) -> None:
    CompiledStatement.objects.bulk_create(
        CompiledStatement(compilation=compilation, statement=one.statement, group=one.group, order=one.order)
        for one in placed
    )


def _forget_in_synthesis(compilation: Compilation) -> None:
    """No sentence stands on a statement that is not in the compilation."""
    there = set(compilation.rows.values_list("statement", flat=True))
    for sentence in compilation.sentences.prefetch_related("statements"):
        sentence.statements.remove(*(one for one in sentence.statements.all() if one.pk not in there))


def _free_key(call: Call) -> str:
    taken = set(call.compilations.values_list("key", flat=True))
    names = (f"compilation-{number}" if number > 1 else "compilation" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def _default_words() -> dict[str, str]:
    """Its title in each language; under it stands that of the call."""
    titles = {}
    for code in CODES:
        with override(code):
            titles[code] = gettext("Compilation of submissions")
    return in_columns(title=titles)
