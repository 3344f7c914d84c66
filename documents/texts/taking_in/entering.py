"""What the tracked changes of a file propose in a version, and which of them cannot be entered there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...exchange import keeping
from ...exchange.reading import NOTE, Proposed
from ...faults import Fault, gettext_noop
from .. import actions
from ..models import Proposal, TextVersion
from .plans import Plan
from .taken import Taken

NOT_THERE = gettext_noop("The paragraph that this change concerns is left out.")
ENTERED = gettext_noop("This has been entered already.")
HOW = {"reword": "wording", "insert": "new", "delete": "deletion", "move": "move"}
WORDLESS = ("delete", "move")
_FACTS = ("participant__key", "kind", "key", "after", "words", "block_kind")


def check(version: TextVersion, made: Plan, taken: Taken) -> None:
    """Note what each change would say, or why it cannot be entered; of the others, whose they are must be known.

    What changes a line that is left out is no proposal. What has come in from the same file before, or was proposed by
    the same participant and is not decided, is not entered again.
    """
    if not taken.reading.proposals:
        return
    saying = _Saying(made, taken)
    before = actions.entered_from(version, taken.sha256)
    there = set(Proposal.objects.unsettled().filter(version=version, language=taken.language).values_list(*_FACTS))
    for number, one in enumerate(taken.reading.proposals):
        said = saying.of(one)
        if said is None:
            made.lost[number] = Fault(NOT_THERE)
        elif number in before or _facts(one, said, taken) in there:
            made.lost[number] = Fault(ENTERED)
        else:
            made.said[number] = said
    entered = [taken.reading.proposals[number].author for number in made.said if number not in taken.dropped]
    made.open_authors = [one for one in dict.fromkeys(entered) if one not in taken.authors]


def _facts(one: Proposed, said: Mapping[str, Any], taken: Taken) -> tuple[str, ...]:
    words = "" if one.how in WORDLESS else said["words"].strip()
    own = (said["key"], said.get("after", ""), words, said.get("block_kind", ""))
    return (taken.authors.get(one.author, ""), HOW[one.how], *own)


def proposals(made: Plan, taken: Taken) -> Iterator[tuple[int, Proposed, dict[str, Any]]]:
    """Those that are to be entered: the number of the change, itself, and what it says of which block."""
    for number, said in made.said.items():
        one = taken.reading.proposals[number]
        if number not in taken.dropped and taken.authors.get(one.author):
            yield number, one, said


class _Saying:
    """What changes say of the blocks that the lines of their file are."""

    def __init__(self, made: Plan, taken: Taken) -> None:
        self.keys = _keys(made)
        self.behind = _behind(made, self.keys)
        self.names = {old.key: new for old in taken.reading.lines if (new := self.keys.get(old.place))}

    def of(self, one: Proposed) -> dict[str, Any] | None:
        """As a proposal says it; None for what concerns no block."""
        if one.how != "insert" and one.place not in self.keys:
            return None
        key = self.behind.get(one.place, "") if one.how == "insert" else self.keys[one.place]
        said: dict[str, Any] = {"key": key, "words": keeping.renamed(one.words, self.names)}
        if one.how == "insert":
            said |= {"block_kind": one.kind, "level": one.level}
        if one.how == "move":
            said |= {"after": self.behind.get(one.after, "")}
        return said


def _keys(made: Plan) -> dict[int, str]:
    """The block of each line that has one, by its place: a translation makes none."""
    is_new_structure = made.after.blocks is not made.before.blocks
    found = {
        line.place: made.found.get(line.place) or line.key * is_new_structure for line in made.lines if line.is_taken
    }
    return {place: key for place, key in found.items() if key}


def _behind(made: Plan, keys: Mapping[int, str]) -> dict[int, str]:
    """The block behind which a thing stands that follows a line, by its place: a line left out has those before it."""
    found: dict[int, str] = {}
    last = ""
    for line in made.lines:
        last = keys.get(line.place, last) if line.kind != NOTE else last
        found[line.place] = last
    return found
