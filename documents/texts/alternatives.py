"""Proposals that stand in brackets: in which block of a version each does, by the label of its brackets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..drafts import Lineage
from .models import Lineage as LineageRow
from .models import Proposal, TextVersion
from .states import ProposalState


def bears(words: str, label: str) -> bool:
    """Whether a bracket of that label stands in these words."""
    return f"{{is:{label}}}" in words


def heirs(key: str, lineage: Iterable[Lineage]) -> set[str]:
    """The block, and all that came of it by being split and merged, however often."""
    lines = list(lineage)
    found, more = {key}, {key}
    while more:
        more = {one.key for one in lines if one.from_key in more} - found
        found |= more
    return found


def of(version: TextVersion, user: Any) -> list[tuple[Proposal, set[str]]]:
    """The proposals that have been put in brackets up to a version, each with the blocks where these may stand.

    Those that were settled since are among them: in an earlier version their brackets still stand.
    """
    rows = Proposal.objects.visible_to(user).filter(
        taken_in__text=version.text_id, taken_in__number__lte=version.number
    )
    rows = rows.exclude(label="").exclude(state=ProposalState.WITHDRAWN)
    proposals = list(rows.select_related("participant", "taken_in").order_by("pk"))
    if not proposals:
        return []
    lines = _lineage(version)
    return [(one, heirs(one.taken_key, _since(one, lines))) for one in proposals]


def keys_in(proposal: Proposal, version: TextVersion) -> set[str]:
    """The blocks of a version in which the brackets of a proposal may stand."""
    return heirs(proposal.taken_key, _since(proposal, _lineage(version)))


def _since(proposal: Proposal, lines: Iterable[tuple[int, Lineage]]) -> list[Lineage]:
    number = proposal.taken_in.number if proposal.taken_in else 0
    return [line for at, line in lines if at >= number]


def _lineage(version: TextVersion) -> list[tuple[int, Lineage]]:
    rows = LineageRow.objects.filter(version__text=version.text_id, version__number__lte=version.number)
    lines = rows.order_by("version__number", "pk").values_list("version__number", "key", "from_key", "how")
    return [(number, Lineage(*line)) for number, *line in lines]
