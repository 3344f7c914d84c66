"""The further parties of a joint submission, as a draft names them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..models import Party, SubmissionVersion
from ..states import Capacity

Named = list[list[Any]]  # of each further party its id and its capacity


def as_named(parties: Iterable[Party]) -> Named:
    """Parties as they are compared and written: in the order in which they are filed, which is nobody's alphabet."""
    return in_order([party.participant_id, party.capacity] for party in parties)


def in_order(named: Iterable[list[Any]]) -> Named:
    """By their capacities, then by their ids."""
    places = list(Capacity)
    return sorted(named, key=lambda one: (places.index(Capacity(one[1])), one[0]))


def write_parties(draft: SubmissionVersion, named: Named) -> None:
    """Name these, and nobody else, as the further parties of a draft; within the caller's event."""
    draft.parties.all().delete()
    for place, (participant, capacity) in enumerate(in_order(named)):
        draft.parties.create(participant_id=participant, capacity=capacity, order=place)
