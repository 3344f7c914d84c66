"""What the tracked changes of a file propose in a version, and which of them cannot be entered there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError

from ... import proposing
from ...exchange import keeping
from ...exchange.reading import NOTE, Proposed
from ...faults import Fault, gettext_noop
from .. import actions
from ..models import Proposal, TextVersion
from .plans import Plan
from .taken import Taken

NOT_THERE = gettext_noop("The paragraph that this change concerns is left out.")
GONE = gettext_noop("The paragraph that this proposal concerns is no longer there.")
CHANGED = gettext_noop("The words that this change concerns do not stand in the text any more.")
NO_WORDS = gettext_noop("Enter the words that are proposed.")
SAYS_SO = gettext_noop("The text says so already.")
ENTERED = gettext_noop("This has been entered already.")
HOW = {"reword": "wording", "insert": "new", "delete": "deletion", "move": "move"}
WORDLESS = ("delete", "move")
_FACTS = ("participant__key", "kind", "key", "after", "words", "block_kind")


def check(version: TextVersion, made: Plan, taken: Taken) -> None:
    """Note what each change would say, or why it cannot be entered; of the others, whose they are must be known.

    What changes a line that is left out is no proposal. What has come in from the same file before, or was proposed by
    the same participant and is not decided, is not entered again. Where the changes alone come in, each is carried to
    the words as they stand.
    """
    if not taken.reading.proposals:
        return
    saying = _Carrying(version, made, taken) if taken.only_changes else _Saying(made, taken)
    before = actions.entered_from(version, taken.sha256)
    there = set(Proposal.objects.unsettled().filter(version=version, language=taken.language).values_list(*_FACTS))
    for number, one in enumerate(taken.reading.proposals):
        try:
            said = saying.of(one)
        except Fault as why:
            made.lost[number] = why
            continue
        if number in before or _facts(one, said, taken) in there:
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

    def of(self, one: Proposed) -> dict[str, Any]:
        """As a proposal says it. Raises Fault for what concerns no block."""
        if one.how != "insert" and one.place not in self.keys:
            raise Fault(NOT_THERE)
        key = self.behind.get(one.place, "") if one.how == "insert" else self.keys[one.place]
        said: dict[str, Any] = {"key": key, "words": keeping.renamed(one.words, self.names)}
        if one.how == "insert":
            said |= {"block_kind": one.kind, "level": one.level}
        if one.how == "move":
            said |= {"after": self.behind.get(one.after, "")}
        return said


class _Carrying(_Saying):
    """The same in a version that stays as it is, and may say other words than those that were changed in the file."""

    def __init__(self, version: TextVersion, made: Plan, taken: Taken) -> None:
        super().__init__(made, taken)
        self.version, self.draft, self.language = version, made.before, taken.language
        self.lines = {line.place: line for line in made.lines}

    def of(self, one: Proposed) -> dict[str, Any]:
        """As a proposal says it. Raises Fault for what concerns no block, does not fit it, or can be no proposal."""
        line = self.lines.get(one.place)
        if self._is_astray(one.place) or (one.how == "move" and self._is_astray(one.after)):
            raise Fault(GONE)
        said = super().of(one)
        if line and one.how in ("reword", "delete"):
            now = self.draft.words.get(self.language, {}).get(said["key"], "")
            said["words"] = _carried(one, line.words, said["words"], now)
        self._refuse(one, said)
        return said

    def _is_astray(self, place: int) -> bool:
        """Whether a line of the text is no paragraph that is there."""
        return place in self.lines and self.lines[place].is_taken and place not in self.keys

    def _refuse(self, one: Proposed, said: Mapping[str, Any]) -> None:
        if one.how not in WORDLESS and not said["words"].strip():
            raise Fault(NO_WORDS)
        proposal = Proposal(version=self.version, kind=HOW[one.how], language=self.language, **said)
        try:
            actions.check_proposal(proposal, self.draft, self.version.text.numbering)
        except ValidationError as error:
            raise Fault("{says}", says=" ".join(error.messages)) from error


def _carried(one: Proposed, base: str, words: str, now: str) -> str:
    """The words proposed in place of others, as they would be in place of those that stand there now. Raises Fault."""
    gone = one.how == "delete"
    fits = proposing.carried(base, words, [now]) if not gone else (0, "") if _same(base, now) else None
    if fits is None:
        raise Fault(CHANGED)
    if fits[1] == now and not gone:
        raise Fault(SAYS_SO)
    return fits[1]


def _same(base: str, now: str) -> bool:
    return keeping.bare(base) == keeping.bare(now)


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
