"""Several new blocks proposed behind one block: they stand there in the order in which they were proposed."""

from __future__ import annotations

from collections.abc import Sequence

from igsp_portal.models import Event

from ... import editing
from ...drafts import Draft, PlannedBlock
from ...editing import Spot
from ..models import Proposal, TextVersion
from ..states import BlockKind, ProposalKind

_MADE = "proposal.made"
_TAKEN = ("proposal.accepted", "proposal.in_part", "proposal.in_brackets")


class NewBlocks:
    """The new blocks that have been proposed for the text of a version, in two queries."""

    def __init__(self, version: TextVersion) -> None:
        rows = Proposal.objects.filter(version__text=version.text_id, kind=ProposalKind.NEW)
        self.rows = list(rows.order_by("pk"))
        about = Event.objects.filter(
            about_type=Proposal._meta.label_lower, about_key__in=[str(row.pk) for row in self.rows]
        )
        self.made: dict[int, int] = {}
        self.taken: dict[int, int] = {}
        for event, key, verb in about.filter(verb__in=(_MADE, *_TAKEN)).values_list("pk", "about_key", "verb"):
            (self.made if verb == _MADE else self.taken)[int(key)] = event

    def before(self, held: Proposal) -> list[Proposal]:
        """Those that were proposed before this one, and were not yet in the text that its proponent read."""
        made = self.made.get(held.pk, 0)
        return [row for row in self.rows if row.pk < held.pk and row.taken_key and self.taken.get(row.pk, 0) > made]


def in_their_order(draft: Draft, key: str, block: PlannedBlock, held: Proposal, earlier: Sequence[Proposal]) -> Spot:
    """Where a new block goes that was proposed behind `key`: after the `earlier` ones.

    A subparagraph stands under the last paragraph that its own proponent had put before it.
    """
    blocks = draft.blocks
    keys = [one.key for one in blocks]
    before = [one.taken_key for one in earlier if one.taken_key in keys]
    if block.kind == BlockKind.SUBPARAGRAPH:
        own = [one.taken_key for one in earlier if one.participant_id == held.participant_id and one.taken_key in keys]
        above = own[-1] if own else key
        before = [one for one in before if blocks[keys.index(one)].kind == BlockKind.SUBPARAGRAPH]
        at = _end(blocks, keys.index(above)) if above in before else _at(keys, editing.spot(draft, above, block).after)
    else:
        at = _at(keys, editing.spot(draft, key, block).after)
    while at < len(blocks) and keys[at] in before:
        at = _end(blocks, at)
    return Spot(keys[at - 1] if at else "", editing.spot(draft, key, block).option)


def _at(keys: list[str], key: str) -> int:
    """The place behind a block; the beginning for none."""
    return keys.index(key) + 1 if key in keys else 0


def _end(blocks: list[PlannedBlock], place: int) -> int:
    """Behind a block with what stands under it; what goes behind a heading stands under that."""
    return place + 1 if blocks[place].kind in editing.HEADINGS else editing.unit(blocks, place)
