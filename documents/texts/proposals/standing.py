"""Where a proposal stands in a version: on which block, whether what it changes is there, and how that reads."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ... import editing, proposing
from ...drafts import Draft, Lineage
from ..models import Proposal, TextVersion
from ..states import UNSETTLED, ProposalKind
from . import alternatives


@dataclass(frozen=True, slots=True)
class Standing:
    """A proposal in a draft. `now` are the words of its block as they are, `words` as they would be.

    Where what it touches does not stand there (any more), `words` are those that were proposed.
    """

    key: str
    stands: bool
    now: str
    words: str


def lineage_of(version: TextVersion) -> list[Lineage]:
    """What became of blocks in this version by being split and merged."""
    return [Lineage(*row) for row in version.lineage.values_list("key", "from_key", "how")]


def in_version(proposal: Proposal, version: TextVersion, draft: Draft, lineage: Iterable[Lineage]) -> Standing | None:
    """How a proposal stands in the version it was made on or carried to, as that is now; None in any other.

    `lineage` is that of the version itself: a draft goes on being split and merged under what is proposed for it.
    """
    if proposal.has_brackets and proposal.taken_in_id == version.pk:
        return in_brackets(proposal, draft, alternatives.heirs(proposal.taken_key, lineage))
    if proposal.version_id == version.pk:
        return found(proposal, draft, lineage)
    row = next((row for row in proposal.carried.all() if row.version_id == version.pk), None)
    if row and proposal.has_brackets:
        return in_brackets(proposal, draft, alternatives.heirs(row.key, lineage))
    return found(proposal, draft, lineage, key=row.key) if row else None


def in_brackets(proposal: Proposal, draft: Draft, keys: Collection[str]) -> Standing:
    """How one that was put in brackets in a block, or in one of `keys`, stands there: with what it says, if taken."""
    worded = draft.words.get(proposal.language, {})
    there = [block.key for block in draft.blocks if block.key in keys]
    key = next((one for one in there if alternatives.bears(worded.get(one, ""), proposal.label)), "")
    if key:
        now = worded[key]
        return Standing(key, True, now, settled(proposal, now, taken=True))
    behind = proposal.kind == ProposalKind.NEW and not proposal.taken_key  # what is known is not its own block
    first = "" if behind else next(iter(there), "")
    return Standing(first, False, worded.get(first, ""), proposal.words)


def says_so(proposal: Proposal, standing: Standing) -> bool:
    """Whether a block says what was put in brackets there, although these have gone."""
    if standing.stands or not standing.key:
        return False
    if proposal.kind == ProposalKind.NEW:
        return standing.now == proposal.words
    there = proposing.carried(proposal.quoted, proposal.words, [standing.now])
    return proposal.kind == ProposalKind.WORDING and there == (0, standing.now)


def may_be_taken(proposal: Proposal, standing: Standing) -> bool:
    """Whether a proposal may be accepted as it is: what it changes stands, or the text says so without its brackets.

    A deletion takes a paragraph out whatever it says by now.
    """
    if standing.stands or proposal.kind == ProposalKind.DELETION:
        return True
    return proposal.is_in_brackets and says_so(proposal, standing)


def going(proposal: Proposal, standing: Standing, draft: Draft) -> list[str]:
    """The blocks that a decision on it deletes with its own: of a deletion, and of a new paragraph in brackets."""
    is_there = any(block.key == standing.key for block in draft.blocks)
    return editing.going(draft, standing.key) if is_there and _may_go(proposal, standing) else []


def _may_go(proposal: Proposal, standing: Standing) -> bool:
    """Whether the block itself is deleted when it is accepted or declined."""
    is_deletion = proposal.kind == ProposalKind.DELETION
    if proposal.has_brackets and standing.stands and proposal.kind != ProposalKind.WORDING:
        return not settled(proposal, standing.now, taken=is_deletion and proposal.is_in_brackets)
    return is_deletion and proposal.state in UNSETTLED


def seen(proposal: Proposal, standing: Standing, with_it: Iterable[str], draft: Draft, original: str) -> str:
    """All that whoever decides on it is shown of the text: the words of its block, and of what goes `with_it`."""
    return "\n".join([standing.now, *(f"{key}: {said(draft, key, proposal.language, original)}" for key in with_it)])


def said(draft: Draft, key: str, language: str, original: str) -> str:
    """The words of a block in a language, or else in the original."""
    return draft.words.get(language, {}).get(key) or draft.words.get(original, {}).get(key, "")


def settled(proposal: Proposal, now: str, *, taken: bool) -> str:
    """The words of a block with the brackets of a proposal settled: as it proposes, or as they stood without it."""
    quoted = "" if proposal.kind == ProposalKind.NEW else proposal.quoted
    return proposing.settled(now, proposal.label, quoted, proposal.words, taken=taken)


def found(proposal: Proposal, draft: Draft, lineage: Iterable[Lineage], key: str | None = None) -> Standing:
    """Where it stands in a draft: on its own block or on `key`, on one split from that, or where that was merged in."""
    own = proposal.key if key is None else key
    heirs = {own, *(one.key for one in lineage if one.from_key == own)} if own else set()
    keys = [block.key for block in draft.blocks if block.key in heirs]
    every = [_at(proposal, key, draft) for key in keys]
    if proposal.kind in (ProposalKind.NEW, ProposalKind.MOVE):
        every.reverse()  # behind the last of those that were split from it
    if not every:
        return _at(proposal, own, draft)
    return next((one for one in every if one.stands), every[0])


def _at(proposal: Proposal, key: str, draft: Draft) -> Standing:
    keys = {block.key for block in draft.blocks}
    now = draft.words.get(proposal.language, {}).get(key, "")
    if key not in keys:
        first = proposal.kind == ProposalKind.NEW and not proposal.key
        return Standing("", first, "", proposal.words)
    if proposal.kind == ProposalKind.WORDING:
        fits = proposing.carried(proposal.quoted, proposal.words, [now])
        return Standing(key, fits is not None, now, fits[1] if fits else proposal.words)
    if proposal.kind == ProposalKind.DELETION:
        return Standing(key, now == proposal.quoted, now, "")
    there = proposal.kind == ProposalKind.NEW or proposal.after in {"", *keys}
    return Standing(key, there, now, proposal.words or now)
