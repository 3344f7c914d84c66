"""Proposals that stand in brackets: in which block of a version each does, by the label of its brackets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ...drafts import Lineage
from ..models import Lineage as LineageRow
from ..models import Proposal, TextVersion, Wording


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


def forebears(key: str, lineage: Iterable[Lineage]) -> set[str]:
    """The block, and all of which it came in the same way."""
    return heirs(key, [Lineage(line.from_key, line.key, line.how) for line in lineage])


def of(version: TextVersion, user: Any) -> list[tuple[Proposal, set[str]]]:
    """The proposals that have been put in brackets up to a version, each with the blocks where these may stand.

    Those that were settled or withdrawn since are among them: where their brackets still stand, these are theirs.
    """
    rows = Proposal.objects.visible_to(user).filter(version__text=version.text_id).exclude(label="")
    rows = rows.select_related("participant", "version", "taken_in")
    proposals = [one for one in rows.order_by("pk") if _taken_in(one).number <= version.number]
    if not proposals:
        return []
    lines = _lineage(version)
    return [(one, _keys(one, lines)) for one in proposals]


def keys_in(proposal: Proposal, version: TextVersion) -> set[str]:
    """The blocks of a version in which the brackets of a proposal may stand."""
    return _keys(proposal, _lineage(version))


def still_standing(proposals: Sequence[Proposal], version: TextVersion) -> list[Proposal]:
    """Those of `proposals` whose brackets stand in a version, in as many queries for any number."""
    if not proposals:
        return []
    lines = _lineage(version)
    rows = Wording.objects.filter(block__version=version, words__contains="{is:")
    words = {(key, language): said for key, language, said in rows.values_list("block__key", "language", "words")}

    def stands(one: Proposal) -> bool:
        return any(bears(words.get((key, one.language), ""), one.label) for key in _keys(one, lines))

    return [one for one in proposals if stands(one)]


def _keys(proposal: Proposal, lines: Iterable[tuple[int, Lineage]]) -> set[str]:
    since = _taken_in(proposal).number
    return heirs(proposal.taken_key or proposal.key, [line for number, line in lines if number >= since])


def _taken_in(proposal: Proposal) -> TextVersion:
    """The version where it was put in brackets: the one it was made on, where the record does not tell."""
    return proposal.taken_in or proposal.version


def _lineage(version: TextVersion) -> list[tuple[int, Lineage]]:
    rows = LineageRow.objects.filter(version__text=version.text_id, version__number__lte=version.number)
    lines = rows.order_by("version__number", "pk").values_list("version__number", "key", "from_key", "how")
    return [(number, Lineage(*line)) for number, *line in lines]
