"""Whether a draft may be changed as it would be: its words can be read and lead somewhere, and it can be numbered."""

from __future__ import annotations

from collections.abc import Mapping

from ... import coherence, numbering
from ...changes import Change
from ...drafts import Draft
from ...faults import Fault
from ..known import Known
from ..models import FrozenText, TextVersion
from ..models.releases import refuse_if_language_frozen


class FaultIn(Fault):
    """A fault and the block in which it is: a step may concern many."""

    def __init__(self, key: str, fault: Fault) -> None:
        self.key, self.fault = key, fault
        super().__init__(fault.reason, **fault.values)


def said(fault: Fault, known: Known) -> str:
    """What a fault says to a person, with the block in which it is."""
    if isinstance(fault, FaultIn):
        return f"{known.whole(fault.key)}: {known.sentence(fault.fault)}"
    return known.sentence(fault)


def refuse_frozen(version: TextVersion, change: Change) -> None:
    """Of a released version only the words of languages that follow later are still written. Raises FrozenText."""
    if "order" in change or "blocks" in change:
        raise FrozenText
    refuse_if_language_frozen((version.pk, language) for language in change.get("words", {}))


def is_open(version: TextVersion, change: Change) -> bool:
    """Whether such a change can still be made, or taken back."""
    try:
        if version.is_frozen:
            refuse_frozen(version, change)
    except FrozenText:
        return False
    return True


def check(version: TextVersion, before: Draft, after: Draft, change: Change) -> None:
    """Words that changed, and those that name a block which did, lead somewhere; all is numbered. Raises Fault."""
    scheme = version.text.numbering
    kinds = coherence.kinds(after.blocks, scheme)
    concerned = {(language, key) for language, worded in change.get("words", {}).items() for key in worded}
    if "order" in change or "blocks" in change:
        coherence.check_levels(block for block in after.blocks if block.key in change.get("blocks", {}))
        numbering.labels(after.blocks, scheme, version.text.original_language)
        others = _other_kinds(coherence.kinds(before.blocks, scheme), kinds)
        concerned |= {(language, key) for language, worded in after.words.items() for key in worded if key in others}
        concerned |= set(coherence.naming(after.words, others))
    for language, key in sorted(concerned):
        if words := after.words.get(language, {}).get(key):
            _check_words(key, words, kinds)


def _check_words(key: str, words: str, kinds: Mapping[str, str]) -> None:
    try:
        coherence.check(key, words, kinds)
    except Fault as fault:
        raise FaultIn(key, fault) from fault


def _other_kinds(before: Mapping[str, str], after: Mapping[str, str]) -> set[str]:
    """The blocks that are of another kind, or gone."""
    return {key for key, kind in before.items() if after.get(key, "-") != kind}
