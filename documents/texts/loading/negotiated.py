"""What a folder says of the negotiation, entered: marks before a version is released, proposals when all are there.

What is there already is left as it is; of what no file names it is told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from igsp_portal.foundations.datafiles import noted, unnamed
from igsp_portal.foundations.language.languages import listed
from igsp_portal.foundations.record import records

from .. import actions
from ..models import Agreement, Proposal, TextVersion
from ..states import PROPOSAL_MOVES, ProposalState
from .frozen import differs
from .negotiation import Mark, Negotiation, Proposed

KEPT_ON_RECORD = ("after", "words", "block_kind", "level", "reason")  # of a proposal, as a file may correct it


def note_marks(given: Negotiation, version: TextVersion, *, by: Any) -> None:
    """Note on a draft what the file does. Raises DataError at what is not noted so on a version that is frozen."""
    found = {
        _put_attribution: given.attributions,
        _put_reservation: given.reservations,
        _put_agreement: given.agreed,
    }
    named: set[Any] = set()
    for put, marks in found.items():
        for mark in marks:
            with noted(), mark.row.refusals():
                named.add(put(mark, version, by=by))
    for rows in (version.attributions, version.reservations, version.agreements):
        unnamed([row for row in rows.all() if row not in named])


def _put_attribution(mark: Mark, version: TextVersion, *, by: Any) -> Any:
    there = [
        row
        for row in actions.of_bracket(version, mark.place)
        if (row.participant, row.said) == (mark.participant, mark.said)
    ]
    if there and there[0].note == mark.note:
        return there[0]
    _refuse_frozen(mark, version)
    for row in there:
        actions.strike(row, by=by)
    whose: dict[str, Any] = {"participant": mark.participant, "said": mark.said, "note": mark.note}
    return actions.attribute(version, mark.key, mark.place.order, by=by, **whose)


def _put_reservation(mark: Mark, version: TextVersion, *, by: Any) -> Any:
    there = version.reservations.filter(key=mark.key, participant=mark.participant).first()
    if there and there.note == mark.note:
        return there
    _refuse_frozen(mark, version)
    if there:
        actions.strike(there, by=by)
    return actions.reserve(version, mark.key, mark.participant, by=by, note=mark.note)


def _put_agreement(mark: Mark, version: TextVersion, *, by: Any) -> Any:
    if Agreement.objects.in_force(version).get(mark.key) != mark.standing:
        _refuse_frozen(mark, version)
        actions.agree(version, mark.key, mark.standing, by=by)
    return version.agreements.get(key=mark.key)


def _refuse_frozen(mark: Mark, version: TextVersion) -> None:
    if version.is_frozen:
        raise mark.row.fault("key", differs(version.number, f"“{mark.key}”"))


def enter_proposals(given: Negotiation, version: TextVersion, *, by: Any) -> None:
    """Enter the proposals of the file, those who support them, and what became of them, as of the days it gives."""
    rows = version.proposals.select_related("participant").order_by("pk")
    there = _found_again(given.proposals, version, list(rows))
    named = set()
    for place, one in enumerate(given.proposals):
        with noted(), one.row.refusals():
            row = _put_proposal(one, version, there.get(place), by=by)
            named.add(row)
            _put_supporters(one, row, by=by)
            _bring_to(one, row, _merged_with(one, given.proposals), by=by)
    unnamed([row for row in rows.all() if row not in named])


def _found_again(given: Sequence[Proposed], version: TextVersion, rows: list[Proposal]) -> dict[int, Proposal]:
    """The rows of proposals that were entered before: those that say the same, and then those that were corrected."""
    found: dict[int, Proposal] = {}
    for alike in (_says, _concerns):
        for place, one in enumerate(given):
            mine = None if place in found else next(filter(_like(alike, one, version), rows), None)
            if mine:
                rows.remove(mine)
                found[place] = mine
    return found


def _like(alike: Callable[[Proposal], Any], one: Proposed, version: TextVersion) -> Callable[[Proposal], bool]:
    made_at, wanted = actions.moment_of(version, one.made_on), alike(one.proposal)
    return lambda row: row.made_at == made_at and alike(row) == wanted


def _concerns(row: Proposal) -> tuple[Any, ...]:
    return row.participant_id, row.kind, row.key, row.language


def _says(row: Proposal) -> tuple[Any, ...]:
    return (*_concerns(row), *(getattr(row, name) for name in KEPT_ON_RECORD))


def _put_proposal(one: Proposed, version: TextVersion, there: Proposal | None, *, by: Any) -> Proposal:
    asked = one.proposal
    said = {name: getattr(asked, name) for name in KEPT_ON_RECORD}
    if there:
        records.change(there, by=by, values=said, **actions.told(there))
        return there
    whose: dict[str, Any] = {"key": asked.key, "language": asked.language, **said}
    return actions.propose(version, asked.participant, asked.kind, by=by, on=one.made_on, **whose)


def _put_supporters(one: Proposed, row: Proposal, *, by: Any) -> None:
    """Whoever has left a proposal in the portal is not brought back to it."""
    supports = list(row.supports.select_related("participant"))
    for participant in one.supporters:
        if participant.pk not in [support.participant_id for support in supports]:
            actions.support(row, participant, by=by, on=one.made_on)
    unnamed([support for support in supports if not support.left_at and support.participant not in one.supporters])


def _bring_to(one: Proposed, row: Proposal, merged: str, *, by: Any) -> None:
    """Decide as the file says; what has been decided otherwise in the portal stands."""
    more: dict[str, Any] = {"label": one.label, **_taken(one, row.version)}
    if row.state == one.state:
        values = {"decided_on": one.decided_on, "decision": one.decision, **more}
        records.change(row, by=by, values=values, **actions.told(row))
    elif one.state != ProposalState.OPEN and one.state in PROPOSAL_MOVES[ProposalState(row.state)]:
        more |= {"participants": merged} if one.state == ProposalState.MERGED else {}
        held, day = actions.hold_proposal(row), one.decided_on
        actions.decide(held, one.state, by=by, reason=one.decision, on=day, **more)
    else:
        says = _("In the portal this proposal is %(state)s, and a file does not change that.")
        one.row.hint("state", says % {"state": row.get_state_display()})


def _taken(one: Proposed, version: TextVersion) -> dict[str, Any]:
    """In which block of the next version it is said, as far as the file tells. Raises DataError for one not there."""
    if not one.taken_key:
        return {}
    following = version.text.versions.filter(number__gt=version.number).order_by("number").first()
    if following is None or not following.blocks.filter(key=one.taken_key).exists():
        says = _("“%(key)s” is not a block of the next version.")
        raise one.row.fault("taken_key", says % {"key": one.taken_key})
    return {"taken_in": following, "taken_key": one.taken_key}


def _merged_with(one: Proposed, every: Iterable[Proposed]) -> str:
    """Those whose proposals were merged into one wording: for the same words, on the same day."""

    def merged(other: Proposed) -> tuple[str, str, ProposalState, dt.date | None]:
        return other.proposal.key, other.proposal.language, other.state, other.decided_on

    return listed(str(other.proposal.participant) for other in every if merged(other) == merged(one))
