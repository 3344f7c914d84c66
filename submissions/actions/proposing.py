"""Wordings that a published submission proposes for a text are proposals on that text, as others make them.

They are made with the publication, so that nobody reads them before; a version that is published later takes their
place, and they are withdrawn with the submission, or when its publication ends. Strangers then read them no more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from documents.models import Proposal, TextVersion
from documents.texts import actions as texts
from documents.texts.states import PROPOSAL_MOVES, ProposalKind, ProposalState
from igsp_portal.foundations import time
from igsp_portal.models import User
from meetings.models import Participant

from ..models import MadeProposal, Statement, Submission, SubmissionVersion
from ..states import COUNTED
from .rows import recorded


def propose(submission: Submission, version: SubmissionVersion, *, by: User | str, at: dt.datetime | None) -> None:
    """Make the proposals of a version that is being published, `at` that moment where it is entered later.

    Those of the version published before stay where they say the same, and are withdrawn else. What cannot be proposed,
    because a later version of the text has been released or words do not stand there, is said in the submission alone,
    and an event tells secretariat and party of it.
    """
    earlier = {row.statement.key: row for row in _of(submission, submission.published_version)}
    former = _parties(submission.published_version) if earlier else []
    statements = version.statements.open_to_all().filter(text_version__isnull=False).exclude(proposed="")
    unmade: list[str] = []
    for statement in statements.select_related("text_version__text__process"):
        before = earlier.get(statement.key)
        proposal = before.proposal if before and _is_the_same(before, statement, version) else None
        if proposal:
            del earlier[statement.key]
        proposal = proposal or _made(submission, version, statement, by=by, at=at)
        if proposal:
            MadeProposal(statement=statement, proposal=proposal).save(force_insert=True)
            _attribute(proposal, _parties(version), former, by=by)
        else:
            unmade.append(statement.cited)
    if unmade:
        with recorded("submission.not_proposed", submission, by=by, statements=", ".join(unmade)):
            pass
    for row in earlier.values():
        _withdraw(row.proposal, by=by, reason=_("A new version of the submission has been published."))


def withdraw(submission: Submission, *, by: User | str, reason: str) -> None:
    """Withdraw the proposals of a submission that is public no more; one that was decided stays as it was decided."""
    for row in _of(submission, submission.published_version):
        _withdraw(row.proposal, by=by, reason=reason)


def has_decided(submission: Submission) -> bool:
    """Whether something was decided on a proposal of it, which then stays on record and public (decision 19)."""
    states = {ProposalState(row.proposal.state) for row in _of(submission, submission.published_version)}
    states.discard(ProposalState.WITHDRAWN)
    return any(ProposalState.WITHDRAWN not in PROPOSAL_MOVES[state] for state in states)


def _of(submission: Submission, version: SubmissionVersion | None) -> list[MadeProposal]:
    """The proposals that stand for statements of a version that was published."""
    rows = MadeProposal.objects.filter(statement__version=version, statement__version__submission=submission)
    return list(rows.select_related("statement", "proposal")) if version else []


def _is_the_same(before: MadeProposal, statement: Statement, version: SubmissionVersion) -> bool:
    said = (statement.text_version_id, statement.block, version.language, statement.proposed.strip(), statement.words)
    return before.says() == said and before.proposal.state != ProposalState.WITHDRAWN


def _made(
    submission: Submission, version: SubmissionVersion, statement: Statement, *, by: Any, at: dt.datetime | None
) -> Proposal | None:
    text: Any = statement.text_version
    if not text.is_issued or (at and _was_followed(text, at)):
        return None
    said: dict[str, Any] = {"key": statement.block, "words": statement.proposed, "reason": statement.words}
    on = at.astimezone(time.named_zone(text.process.zone)).date() if at else None
    try:
        return texts.propose(
            text, submission.participant, ProposalKind.WORDING, by=by, language=version.language, on=on, **said
        )
    except ValidationError:
        return None


def _was_followed(text: TextVersion, at: dt.datetime) -> bool:
    """Whether a later version had been released at that moment."""
    return text.text.versions.issued().filter(number__gt=text.number, released_at__lte=at).exists()


def _parties(version: SubmissionVersion | None) -> list[Participant]:
    """The further parties for which a joint submission counts; others submit nothing, and propose nothing."""
    if version is None:
        return []
    return [party.participant for party in version.parties.filter(capacity__in=COUNTED).select_related("participant")]


def _attribute(proposal: Proposal, now: Iterable[Participant], former: Iterable[Participant], *, by: Any) -> None:
    """Let the further parties support a proposal, but none that has left it; those that no longer are parties leave."""
    there = set(proposal.supports.filter(left_at=None).values_list("participant", flat=True))
    wanted, gone = {party.pk for party in now}, set(proposal.supports.values_list("participant", flat=True)) - there
    try:
        for party in now:
            if party.pk not in there | gone:
                texts.support(proposal, party, by=by)
        for party in former:
            if party.pk in there - wanted:
                texts.leave(proposal, party, by=by)
    except ValidationError:
        return  # decided meanwhile: it stays as it was decided


def _withdraw(proposal: Proposal, *, by: Any, reason: str) -> None:
    try:
        texts.withdraw(proposal, by=by, reason=reason, closed=True)
    except ValidationError:
        return  # decided meanwhile
