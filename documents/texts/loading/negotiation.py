"""What was said of a version in the negotiation: `negotiation.yaml` beside its words, checked against these.

By whom brackets are, reservations, what is agreed, and proposals with what became of them. `negotiated` enters it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from igsp_portal.foundations.datafiles import Row, note, noted, read
from meetings.models import Participant

from ... import ledger
from ...drafts import Draft
from ...faults import Fault
from .. import actions
from ..models import Proposal
from ..states import TAKEN, Agreed, BlockKind, ProposalKind, ProposalState

FILE = "negotiation.yaml"
WORDED = (ProposalKind.WORDING, ProposalKind.NEW)
LABELLED = (ProposalState.IN_BRACKETS, ProposalState.WITHDRAWN)
Parties = Mapping[str, Participant]  # by their keys
T = TypeVar("T")


@dataclass(frozen=True)
class Mark:
    """What the file notes on a block, or on one bracket in its original."""

    row: Row
    key: str
    participant: Any = None  # None where others are said, and of what is agreed
    said: str = ""
    note: str = ""
    place: Any = None  # ledger.Place of the bracket
    standing: str = ""


@dataclass(frozen=True)
class Proposed:
    """A proposal of the file, of which no row is made yet, and what became of it."""

    row: Row
    proposal: Proposal
    made_on: dt.date
    supporters: list[Participant]
    state: ProposalState
    decided_on: dt.date | None
    decision: str
    label: str
    taken_key: str


@dataclass(frozen=True)
class Negotiation:
    """What the file says, in its order; without a file nothing."""

    attributions: list[Mark] = field(default_factory=list)
    reservations: list[Mark] = field(default_factory=list)
    agreed: list[Mark] = field(default_factory=list)
    proposals: list[Proposed] = field(default_factory=list)


def negotiation_of(
    folder: Path, draft: Draft, language: str, scheme: Any, participants: Parties, *, whole: bool
) -> Negotiation:
    """What is noted of a draft whose original is in `language`; blocks are looked up where these are `whole`."""
    row = read(folder / FILE, optional=True)
    reader = _Reader(draft, language, scheme, participants, whole)
    found = Negotiation(
        attributions=_each(row.rows("attributions"), reader.attribution),
        reservations=_each(row.rows("reservations"), reader.reservation),
        agreed=_each(row.rows("agreed", once="key"), reader.agreed),
        proposals=_each(row.rows("proposals"), reader.proposal),
    )
    row.done()
    return found


def _each(rows: Iterable[Row], one: Callable[[Row], T]) -> list[T]:
    found = []
    for row in rows:
        with row.record():
            found.append(one(row))
    return found


class _Reader:
    def __init__(self, draft: Draft, language: str, scheme: Any, participants: Parties, whole: bool) -> None:
        self.draft, self.language, self.scheme = draft, language, scheme
        self.participants, self.whole = participants, whole
        self.keys = {block.key for block in draft.blocks}
        self.whose: set[tuple[Any, ...]] = set()
        self.reserved: set[tuple[str, Any]] = set()

    def attribution(self, row: Row) -> Mark:
        key = self._block(row)
        place = self._bracket(row, key)
        participant, said = row.reference("participant", self.participants, None), row.text("said", "")
        if row.has("participant") == bool(said):
            at = "said" if said else ""
            note(row.fault(at, _("Choose a participant, or say in other words whose bracket it is.")))
        if place and (participant or said):
            self._once(row, "bracket", self.whose, (place, participant, said), _("This bracket is theirs already."))
        mark = Mark(row, key, participant, said, row.text("note", ""), place)
        row.done()
        return mark

    def reservation(self, row: Row) -> Mark:
        mark = Mark(row, self._block(row), row.reference("participant", self.participants), note=row.text("note", ""))
        says = _("This participant has a reservation on the paragraph already.")
        if mark.participant:
            self._once(row, "participant", self.reserved, (mark.key, mark.participant), says)
        row.done()
        return mark

    def agreed(self, row: Row) -> Mark:
        mark = Mark(row, self._block(row), standing=str(row.choice("standing", Agreed)))
        if self._brackets(mark.key):
            note(row.fault("key", _("Brackets stand in this paragraph: it is not agreed.")))
        row.done()
        return mark

    def proposal(self, row: Row) -> Proposed:
        kind = row.choice("kind", ProposalKind)
        row.leave_if_wrong()  # the other keys hang on it
        proposal = Proposal(
            kind=kind,
            participant=row.reference("participant", self.participants),
            language=row.language("language", self.language),
            reason=row.text("reason", ""),
            **self._said(row, kind),
        )
        proposed = self._with_decision(row, proposal)
        if self.whole and proposal.key in {"", *self.keys}:
            with noted(), row.refusals():
                actions.check_proposal(proposal, self.draft, self.scheme)
        row.done()
        return proposed

    def _said(self, row: Row, kind: ProposalKind) -> dict[str, Any]:
        """What a proposal of this kind has, under the names of its columns."""
        new = kind == ProposalKind.NEW
        said: dict[str, Any] = {"key": self._block(row) if not new or row.has("key") else ""}
        if kind in WORDED:
            said["words"] = row.text("words")
        if kind == ProposalKind.MOVE:
            said["after"] = row.text("after", "")
        if new:
            said |= {"block_kind": row.choice("block_kind", BlockKind), "level": row.number("level", 1)}
        return said

    def _with_decision(self, row: Row, proposal: Proposal) -> Proposed:
        made_on, supporters = row.date("made_on"), row.references("supported_by", self.participants)
        if len({*supporters}) < len(supporters):
            note(row.fault("supported_by", _("This participant supports the proposal already.")))
        if proposal.participant_id in [one.pk for one in supporters]:
            note(row.fault("supported_by", _("It is the participant’s own proposal.")))
        state = row.choice("state", ProposalState, ProposalState.OPEN)
        decided_on, decision, label, taken_key = None, "", "", ""
        if state == ProposalState.OPEN:
            self._refuse_decision(row)
        else:
            decided_on = self._day_of_decision(row, made_on)
            decision = row.text("decision") if state == ProposalState.DECLINED else row.text("decision", "")
        if state in LABELLED:
            label = row.text("label") if state == ProposalState.IN_BRACKETS else row.text("label", "")
        if state in TAKEN:
            taken_key = row.text("taken_key", "")
        return Proposed(row, proposal, made_on, supporters, state, decided_on, decision, label, taken_key)

    def _refuse_decision(self, row: Row) -> None:
        for name in ("decided_on", "decision", "label", "taken_key"):
            if row.has(name):
                note(row.fault(name, _("A proposal has a day of decision only once it has been decided.")))
                return

    def _day_of_decision(self, row: Row, made_on: dt.date) -> dt.date:
        day = row.date("decided_on")
        if day < made_on != dt.date.max:
            note(row.fault("decided_on", _("A proposal cannot be decided on before it is made.")))
        return day

    def _block(self, row: Row) -> str:
        key = row.text("key")
        if self.whole and key and key not in self.keys:
            says = _("“%(key)s” is not a block of this version.")
            note(row.fault("key", says % {"key": key}))
        return key

    def _bracket(self, row: Row, key: str) -> ledger.Place | None:
        order, there = row.number("bracket"), self._brackets(key)
        if 1 <= order <= len(there):
            return there[order - 1]
        if self.whole and key in self.keys and row.has("bracket"):
            says = _("“%(key)s” has no bracket %(number)s; it has: %(count)s.")
            note(row.fault("bracket", says % {"key": key, "number": order, "count": len(there)}))
        return None

    def _brackets(self, key: str) -> list[ledger.Place]:
        """Those in a block's original; none where they cannot be read, of which is told elsewhere."""
        try:
            return ledger.places(key, self.draft.words.get(self.language, {}).get(key, ""))
        except Fault:
            return []

    def _once(self, row: Row, at: str, seen: set[Any], value: Any, says: str) -> None:
        if value in seen:
            note(row.fault(at, says))
        seen.add(value)
