"""A version as one participant has proposed it: its proposals in their places, its alternatives without brackets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from meetings.models import Participant

from ... import editing
from ...drafts import Draft
from ...faults import Fault
from .. import actions, papers
from ..models import Proposal, TextVersion, Wording
from ..papers import Paper
from ..proposals import alternatives, standing
from ..room import moments
from ..room.moments import Moment
from ..states import ProposalKind


@dataclass
class Reading:
    """The text so read, and how many proposals are in it, and how many are not: their words do not stand any more."""

    draft: Draft
    taken: int = 0
    left: int = 0


def parties(version: TextVersion, user: Any) -> list[Participant]:
    """The participants with proposals on a version that are undecided or stand in brackets."""
    undecided = Proposal.objects.visible_to(user).on(version).undecided().values_list("participant", flat=True)
    bracketed = _bracketed(version, user)
    keys = {key for _row, keys in bracketed for key in keys}
    rows = Wording.objects.filter(block__version=version, block__key__in=keys) if keys else Wording.objects.none()
    words = list(rows.values_list("block__key", "words"))
    standing_there = {
        row.participant_id
        for row, keys in bracketed
        if any(key in keys and alternatives.bears(said, row.label) for key, said in words)
    }
    return list(Participant.objects.filter(pk__in={*undecided, *standing_there}).order_by("key"))


def _bracketed(version: TextVersion, user: Any) -> list[tuple[Proposal, set[str]]]:
    """What has been withdrawn is nobody's reading any more."""
    return [(row, keys) for row, keys in alternatives.of(version, user) if not row.is_left_in_brackets]


def proponents(version: TextVersion, user: Any) -> list[Participant]:
    """Those, and the participants of whose proposals on a version none is undecided or in brackets any more."""
    made = Proposal.objects.visible_to(user).on(version).values_list("participant", flat=True)
    decided = Participant.objects.filter(pk__in=set(made))
    return sorted({*parties(version, user), *decided}, key=lambda one: one.key)


def read(version: TextVersion, participant: Participant, language: str, user: Any) -> Reading:
    """The version in one language with what the participant proposes for it, one after the other."""
    reading = Reading(actions.read_draft(version))
    for row, keys in _bracketed(version, user):
        if row.participant_id == participant.pk:
            _out_of_brackets(reading, row, keys, language)
    rows = Proposal.objects.visible_to(user).on(version).undecided().filter(participant=participant, language=language)
    lineage = standing.lineage_of(version)
    new = actions.NewBlocks(version)
    made: list[Proposal] = []
    for row in rows.prefetch_related("carried").order_by("pk"):
        stands = standing.in_version(row, version, reading.draft, lineage)
        try:
            if stands is None or not stands.stands:
                raise ValidationError("")
            draft = actions.made_in(row, stands, None, earlier=[*new.before(row), *made])(reading.draft)
        except (ValidationError, Fault):
            reading.left += 1
            continue
        if row.kind == ProposalKind.NEW:
            (row.taken_key,) = {block.key for block in draft.blocks} - {block.key for block in reading.draft.blocks}
            made.append(row)
        reading.draft = draft
        reading.taken += 1
    return reading


def _out_of_brackets(reading: Reading, row: Proposal, keys: set[str], language: str) -> None:
    """Give the block where the brackets of a proposal stand the words that it says."""
    draft = reading.draft
    words = draft.words.get(language, {})
    key = next((key for key in sorted(keys) if alternatives.bears(words.get(key, ""), row.label)), "")
    if not key:
        return
    try:
        said = standing.settled(row, words[key], taken=True)
        if said:
            reading.draft = Draft(draft.blocks, {**draft.words, language: {**words, key: said}})
        else:
            reading.draft = editing.removed(draft, key)
    except Fault:
        reading.left += 1
    else:
        reading.taken += 1


def paper(version: TextVersion, reading: Reading, language: str) -> Paper:
    """The paper of it. Raises a Fault where the proposals together cannot be numbered or read."""
    return papers.composed(moments.manuscript(Moment(version, 0, reading.draft), language), language)
