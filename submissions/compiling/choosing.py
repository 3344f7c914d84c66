"""Which statements may stand in a compilation, and what became of those that stand in one."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, QuerySet

from ..models import Call, Compilation, CompiledStatement, Statement
from ..states import SubmissionState

NAMED = (
    "version__submission__participant__region",
    "version__submission__participant__regional_group",
    "version__submission__call__process",
    "version__form__call__process",
    "component__parent__parent__parent",
)
ASKED = "version__form__questions__options"  # what kinds of statements are called


def published(call: Call) -> QuerySet[Statement]:
    """The statements under a call that the public reads now, each with what names it.

    What its party withholds and what a question asks for as personal is not among them.
    """
    rows = Statement.objects.open_to_all().filter(
        version__submission__call=call, version__submission__published_version=F("version")
    )
    said = rows.exclude(version__submission__state=SubmissionState.WITHDRAWN).exclude(words="", proposed="")
    return said.select_related(*NAMED).prefetch_related(ASKED)


def rows_of(compilation: Compilation) -> list[CompiledStatement]:
    """The statements of a compilation in their places, each with what names it."""
    named = compilation.rows.select_related(*(f"statement__{name}" for name in NAMED))
    return list(named.prefetch_related(f"statement__{ASKED}"))


@dataclass(frozen=True, slots=True)
class Changed:
    """A statement of a compilation that is no longer what the public reads, and what stands in its place, if any."""

    row: CompiledStatement
    successor: Statement | None

    @property
    def is_in_same_words(self) -> bool:
        return self.successor is not None and _words(self.successor) == _words(self.row.statement)


def _words(statement: Statement) -> tuple[str, str]:
    return statement.words, statement.proposed


def changed(compilation: Compilation) -> list[Changed]:
    """Those that were withdrawn, or revised by a version that has been published since."""
    now = list(published(compilation.call))
    there = {statement.pk for statement in now}
    successors = {(one.version.submission_id, one.key): one for one in now}
    return [
        Changed(row, successors.get((row.statement.version.submission_id, row.statement.key)))
        for row in rows_of(compilation)
        if row.statement_id not in there
    ]
