"""By whom the brackets of a version are: as is noted of them, and by the proposals that stand in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ... import ledger
from ...drafts import Draft, Lineage, PlannedBlock
from ...ledger import Place
from ..models import TextVersion, Wording
from ..models.marks import attributed
from ..proposals import alternatives

At = tuple[str, int]  # the block, and the place in it


def names(version: TextVersion, there: Sequence[Place], language: str, user: Any) -> dict[At, list[str]]:
    """The names for each of the brackets `there`, which stand in the version's words in `language`."""
    original = there if language == version.text.original_language else _original(version, there)
    lineage = [Lineage(*line) for line in version.lineage.values_list("key", "from_key", "how")]
    noted = attributed(version.attributions.select_related("participant"), original, lineage)
    proponents = _proponents(version, user)
    same = ledger.paired(original, there)
    found: dict[At, list[str]] = {}
    for place in there:
        one = same.get((place.key, place.order))
        marks = [mark.whose for mark in noted.get((one.key, one.order), [])] if one else []
        if of_bracket := list(dict.fromkeys([*marks, *proponents.get((place.key, place.label), [])])):
            found[place.key, place.order] = of_bracket
    return found


def _original(version: TextVersion, there: Sequence[Place]) -> list[Place]:
    language = version.text.original_language
    rows = Wording.objects.filter(block__version=version, language=language, block__key__in={one.key for one in there})
    words = dict(rows.values_list("block__key", "words"))
    places, _unread = ledger.read(Draft([PlannedBlock(key, "") for key in words], {language: words}), language)
    return places


def _proponents(version: TextVersion, user: Any) -> dict[tuple[str, str], list[str]]:
    """By the block and the label of a bracket: whose proposal it holds."""
    found: dict[tuple[str, str], list[str]] = {}
    for proposal, keys in alternatives.of(version, user):
        for key in keys:
            found.setdefault((key, proposal.label), []).append(str(proposal.participant))
    return found
