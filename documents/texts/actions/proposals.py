"""Proposals are made, supported, withdrawn, and carried to later versions. What becomes of them: deciding."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import time
from igsp_portal.foundations.record import audit, records
from igsp_portal.models import User
from meetings.models import Participant

from ... import coherence, editing
from ...drafts import Draft, PlannedBlock
from ...faults import Fault
from .. import known, rules
from ..comparing import lineage_between
from ..models import Carried, Proposal, Support, TextVersion
from ..proposals import alternatives, standing
from ..proposals.standing import Standing
from ..states import PROPOSAL_MOVES, UNSETTLED, BlockKind, ProposalKind, ProposalState
from .drafts import read_draft
from .editing import WordsChanged, fingerprint, last_writer
from .whose import told
from .words import hold

PROPOSED_KINDS = (
    BlockKind.PARAGRAPH,
    BlockKind.SUBPARAGRAPH,
    BlockKind.PREAMBULAR,
    BlockKind.DEFINITION,
    BlockKind.HEADING,
    BlockKind.TEXT,
    BlockKind.TABLE,
)
SUPPORTED = UNSETTLED


def propose(
    version: TextVersion,
    participant: Participant,
    kind: str,
    *,
    by: User,
    language: str,
    opened_with: str | None = None,
    draft: Draft | None = None,
    on: dt.date | None = None,
    **said: Any,
) -> Proposal:
    """Make a proposal: `said` are key, words, after, block_kind, level and reason, as far as the kind has them.

    `opened_with` is the fingerprint of the words of a draft as they were shown, which the proposal is to quote; `draft`
    is the version as it stands, for whoever holds it and has read it; `on` is the day of one that is entered from the
    record of the past, when later versions had not been released.
    Raises WordsChanged where other words stand there by now, and ValidationError, by field where it is one's, for words
    that cannot stand and what is no proposal.
    """
    if not on and not rules.takes_proposals(version):
        raise ValidationError(_("A later version has been released: make the proposal on that one."))
    made_at = moment_of(version, on)
    proposal = Proposal(version=version, participant=participant, kind=kind, language=language, made_at=made_at, **said)
    draft = draft or read_draft(version)
    now = draft.words.get(language, {}).get(proposal.key, "")
    seen = opened_with is None or version.is_frozen or fingerprint(now) == opened_with
    if not seen:
        raise WordsChanged(now, last_writer(version, proposal.key, language))
    if not _is_open(proposal):
        raise ValidationError({"language": _("This version has not been released in this language.")})
    check_proposal(proposal, draft, version.text.numbering)
    return records.create(proposal, by=by, verb="proposal.made", **told(proposal), **_of_the_past(on))


def moment_of(version: TextVersion, day: dt.date | None) -> dt.datetime:
    """Noon of a day where the process is at home; now, where none is given."""
    return time.from_local(dt.datetime.combine(day, dt.time(12)), version.process.zone) if day else time.now()


def _of_the_past(day: dt.date | None) -> dict[str, Any]:
    """What an event says that is entered later than it happened: on which day that was."""
    return {"on": day.isoformat()} if day else {}


def check_proposal(proposal: Proposal, draft: Draft, scheme: Any) -> None:
    """Let a proposal quote the words of the draft, numbered by `scheme`.

    Raises ValidationError where what it says cannot stand there.
    """
    proposal.words = proposal.words.strip()
    proposal.quoted = draft.words.get(proposal.language, {}).get(proposal.key, "")
    if proposal.key and proposal.key not in {block.key for block in draft.blocks}:
        raise ValidationError({"key": _("There is no such paragraph in this version.")})
    try:
        _CHECKS[ProposalKind(proposal.kind)](proposal, draft, scheme)
    except Fault as fault:
        says = known.of(draft, scheme, [proposal.language]).sentence(fault)
        raise ValidationError({"words": says}) from fault


def _is_open(proposal: Proposal) -> bool:
    version = proposal.version
    return not version.is_frozen or version.languages.released().filter(language=proposal.language).exists()


def _check_wording(proposal: Proposal, draft: Draft, scheme: Any) -> None:
    coherence.check(proposal.key, proposal.words, coherence.kinds(draft.blocks, scheme))
    if proposal.words == proposal.quoted:
        raise ValidationError(
            {"words": _("These are the words of the text as it stands. Change what is to be changed.")}
        )


def _check_new(proposal: Proposal, draft: Draft, scheme: Any) -> None:
    if proposal.block_kind not in PROPOSED_KINDS:
        raise ValidationError({"block_kind": _("Choose which kind of paragraph is proposed.")})
    coherence.check_levels([PlannedBlock(proposal.block_kind, proposal.block_kind, proposal.level)])
    kinds = coherence.kinds(draft.blocks, scheme)
    coherence.check("", proposal.words, {**kinds, "": proposal.block_kind})


def _check_deletion(proposal: Proposal, draft: Draft, scheme: Any) -> None:
    proposal.words = ""


def _check_move(proposal: Proposal, draft: Draft, scheme: Any) -> None:
    proposal.words = ""
    try:
        there = editing.moved(draft, proposal.key, after=proposal.after)
    except Fault as fault:
        raise ValidationError({"after": fault.sentence(gettext)}) from fault
    if there.blocks == draft.blocks:
        raise ValidationError({"after": _("The paragraph stands there already.")})


_CHECKS = {
    ProposalKind.WORDING: _check_wording,
    ProposalKind.NEW: _check_new,
    ProposalKind.DELETION: _check_deletion,
    ProposalKind.MOVE: _check_move,
}


def support(proposal: Proposal, participant: Participant, *, by: User, on: dt.date | None = None) -> None:
    """Let a participant support a proposal that is not decided; or has been since, if it did so `on` an earlier day.

    Raises ValidationError.
    """
    with audit.together():
        held = hold_proposal(proposal)
        if not on and held.state not in SUPPORTED:
            raise ValidationError(_("This proposal has been decided: it is no longer supported or left."))
        if participant.pk == held.participant_id:
            raise ValidationError(_("It is the participant’s own proposal."))
        row = Support(proposal=held, participant=participant, joined_at=moment_of(held.version, on))
        row.full_clean()
        with audit.recorded("proposal.supported", held, by=by, **told(held, participant), **_of_the_past(on)):
            row.save(force_insert=True)


def leave(proposal: Proposal, participant: Participant, *, by: User) -> None:
    """Let a participant no longer support a proposal. Raises ValidationError where it does not."""
    with audit.together():
        held = hold_proposal(proposal)
        row = held.supports.filter(participant=participant, left_at__isnull=True).first()
        if row is None:
            raise ValidationError(_("This participant does not support the proposal."))
        row.left_at = time.now()
        with audit.recorded("proposal.left", held, by=by, **told(held, participant)):
            row.save(update_fields=["left_at"])


def withdraw(proposal: Proposal, *, by: User, reason: str = "", closed: bool = False) -> None:
    """Withdraw a proposal; where it stands in brackets the text is left as it is. Raises ValidationError.

    Where it is `closed` no stranger reads it any more; one that was withdrawn before is closed as well.
    """
    with audit.together():
        held = hold_proposal(proposal)
        if closed and held.state == ProposalState.WITHDRAWN:
            records.change(held, by=by, verb="proposal.withdrawn", values={"closed": True}, **told(held))
            return
        more: dict[str, Any] = {"closed": True} if closed else {}
        decide(held, ProposalState.WITHDRAWN, by=by, reason=reason, verb="proposal.withdrawn", **more)


def decide(
    held: Proposal,
    state: ProposalState,
    *,
    by: User,
    reason: str = "",
    verb: str = "",
    on: dt.date | None = None,
    **more: Any,
) -> None:
    """Bring a proposal that is held to a state, with the day: today's, or that `on` which it was decided.

    Raises ValidationError where that is no move from its state.
    """
    if state not in PROPOSAL_MOVES[ProposalState(held.state)]:
        raise decided(held)
    facts = {name: more.pop(name) for name in ("participants",) if name in more}
    day = None if state == ProposalState.OPEN else on or time.today(held.process.zone)
    values = {"state": state, "decided_on": day, "decision": reason, **more}
    facts |= told(held) | _of_the_past(on)
    records.change(held, by=by, verb=verb or f"proposal.{state.value}", values=values, **facts)


def undecided(held: Proposal) -> None:
    """Refuse what is done with undecided proposals alone. Raises ValidationError."""
    if not held.is_undecided:
        raise decided(held)


def decided(held: Proposal) -> ValidationError:
    """What refuses a step that its state does not allow."""
    says = _("This proposal is no longer undecided: %(state)s.")
    return ValidationError(says, params={"state": held.get_state_display()})


def hold_proposal(proposal: Proposal) -> Proposal:
    """The proposal as it stands, kept from other writers to the end of the transaction."""
    rows = Proposal.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("version__text__process", "participant__process").get(pk=proposal.pk)


def carry(proposal: Proposal, to: TextVersion, *, by: User) -> Carried:
    """Carry a proposal to a later version, and say whether its words, or its brackets, still stand there."""
    with audit.together():
        hold(to)
        return _carry(proposal, to, read_draft(to), by=by)


def carry_all(to: TextVersion, *, by: User) -> list[Carried]:
    """Carry all proposals of earlier versions that are undecided or in brackets, and not there yet."""
    with audit.together():
        hold(to)  # two presses at once carry each of them once
        draft = read_draft(to)
        return [_carry(proposal, to, draft, by=by) for proposal in to_carry(to)]


def to_carry(to: TextVersion) -> list[Proposal]:
    """The proposals of earlier versions that are undecided or in brackets, and have not been carried to this one.

    Of those that were withdrawn, the ones whose brackets stand there.
    """
    if to.is_frozen:
        return []
    waiting = Proposal.objects.unsettled() | Proposal.objects.left_in_brackets()
    rows = waiting.filter(version__text=to.text_id, version__number__lt=to.number).exclude(carried__version=to)
    found = list(rows.select_related("version__text__process", "participant__process", "taken_in").order_by("pk"))
    standing_there = alternatives.still_standing([one for one in found if one.is_left_in_brackets], to)
    return [one for one in found if not one.is_left_in_brackets or one in standing_there]


def _carry(proposal: Proposal, to: TextVersion, draft: Draft, *, by: User) -> Carried:
    if to.text_id != proposal.version.text_id or to.number <= proposal.version.number:
        raise ValidationError(_("A proposal is carried to a later version of the same text."))
    where = _where(proposal, to, draft)
    row = Carried(proposal=proposal, version=to, key=where.key, stands=where.stands)
    row.full_clean()
    verb = "proposal.carried" if where.stands else "proposal.not_carried"
    with audit.recorded(verb, proposal, by=by, number=to.number, **told(proposal)):
        row.save(force_insert=True)
    return row


def _where(proposal: Proposal, to: TextVersion, draft: Draft) -> Standing:
    if proposal.has_brackets:
        return standing.in_brackets(proposal, draft, alternatives.keys_in(proposal, to))
    return standing.found(proposal, draft, lineage_between(proposal.version, to))
