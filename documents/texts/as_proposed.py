"""A version as one participant has proposed it: its proposals in their places, its alternatives without brackets."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError

from meetings.models import Participant

from .. import readings
from ..drafts import Draft
from ..faults import Fault
from . import actions, moments, papers, standing
from .models import Proposal, TextVersion
from .moments import Moment
from .papers import Paper, PaperBlock
from .states import ProposalState


@dataclass
class Reading:
    """The text so read, and how many proposals are in it, and how many are not: their words do not stand any more."""

    draft: Draft
    labels: set[str] = field(default_factory=set)
    taken: int = 0
    left: int = 0


def parties(version: TextVersion, user: Any) -> list[Participant]:
    """The participants with proposals on a version that are undecided or stand in brackets."""
    rows = Proposal.objects.visible_to(user).on(version).exclude(state__in=_over())
    return list(Participant.objects.filter(pk__in=rows.values("participant")).order_by("key"))


def _over() -> set[str]:
    return set(ProposalState.values) - {ProposalState.OPEN, ProposalState.KEPT, ProposalState.IN_BRACKETS}


def read(version: TextVersion, participant: Participant, language: str, user: Any) -> Reading:
    """The version in one language with what the participant proposes for it, one after the other."""
    reading = Reading(actions.read_draft(version))
    rows = Proposal.objects.visible_to(user).on(version).filter(participant=participant, language=language)
    lineage = standing.lineage_of(version)
    for row in rows.exclude(state__in=_over()).prefetch_related("carried").order_by("pk"):
        if row.state == ProposalState.IN_BRACKETS:
            reading.labels.add(row.label)
            reading.taken += 1
            continue
        stands = standing.in_version(row, version, reading.draft, lineage)
        try:
            if stands is None or not stands.stands:
                raise ValidationError("")
            reading.draft = actions.made_in(row, stands, None)(reading.draft)
        except (ValidationError, Fault):
            reading.left += 1
        else:
            reading.taken += 1
    return reading


def paper(version: TextVersion, reading: Reading, language: str) -> Paper:
    """The paper of it. Raises a Fault where the proposals together cannot be numbered or read."""
    made = papers.composed(moments.manuscript(Moment(version, 0, reading.draft), language), language)
    blocks = tuple(_chosen(block, reading.labels) for block in made.blocks)
    return replace(made, blocks=blocks)


def _chosen(block: PaperBlock, labels: set[str]) -> PaperBlock:
    rows = tuple(tuple(tuple(readings.chosen(cell, labels)) for cell in row) for row in block.rows)
    return replace(block, tokens=tuple(readings.chosen(block.tokens, labels)), rows=rows)
