"""Tracked changes of a file that come in as proposals: how they stand on the page, and what becomes of them by a press.

They are shown a number at a time: a form may not have more fields than the portal takes from one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from meetings.models import Participant

from ...exchange.keeping import bare
from ...exchange.reading import Proposed
from ...exchange.word_proposals import NEW_NOTE
from ...faults import Fault
from .. import actions
from ..editor import drafting
from ..states import ProposalKind
from . import entering
from .plans import Plan
from .taken import UNSAID, Taken

CHANGES_ON_A_PAGE = 100
HOW = {
    "reword": lambda: _("other wording"),
    "insert": lambda: _("new paragraph"),
    "delete": lambda: _("deletion"),
    "move": lambda: _("move"),
}


def pages(carried: Taken) -> int:
    """How many pages the changes fill."""
    return (len(carried.reading.proposals) - 1) // CHANGES_ON_A_PAGE + 1


def likely_authors(carried: Taken, participants: Iterable[Participant]) -> Taken:
    """Authors who bear the name of a participant are shown as that one."""
    keys = {bare(one.name): one.key for one in participants}
    found = {author: keys[bare(author)] for author in _authors(carried) if bare(author) in keys}
    return replace(carried, authors=found)


def rows(plan: Plan, carried: Taken, participants: Sequence[Participant], shown: int) -> dict[str, Any] | None:
    """The changes of one page, and whose they are; None where it has none."""
    numbers = _on_page(carried, shown)
    if not numbers:
        return None
    words = {line.place: line.words for line in plan.lines}
    return {
        "authors": [_author(name, carried, participants) for name in _authors(carried)],
        "all": [_row(number, plan, carried, words) for number in numbers],
        "first": numbers[0] + 1,
        "last": numbers[-1] + 1,
        "count": len(carried.reading.proposals),
    }


def _on_page(carried: Taken, shown: int) -> range:
    count = len(carried.reading.proposals)
    return range(count)[(shown - 1) * CHANGES_ON_A_PAGE : shown * CHANGES_ON_A_PAGE]


def _authors(carried: Taken) -> list[str]:
    return list(dict.fromkeys(one.author for one in carried.reading.proposals))


def _author(name: str, carried: Taken, participants: Sequence[Participant]) -> dict[str, Any]:
    chosen = carried.authors.get(name, UNSAID)
    choices = [(UNSAID, _("Choose")), *((one.key, one.name) for one in participants), ("", _("not entered"))]
    return {
        "name": name,
        "choices": [{"value": value, "label": label, "chosen": value == chosen} for value, label in choices],
    }


def _row(number: int, plan: Plan, carried: Taken, words: Mapping[int, str]) -> dict[str, Any]:
    one = carried.reading.proposals[number]
    lost = plan.lost.get(number)
    if carried.only_changes and number in plan.said:
        change = _carried(one, plan.said[number], plan.before.words.get(carried.language, {}))
    else:
        change = _change(one, words.get(one.place, ""))
    return {
        "number": number,
        "place": abs(one.place),
        "author": one.author,
        "how": HOW[one.how](),
        "change": change,
        "entered": number not in carried.dropped,
        "lost": lost.sentence(_) if lost else "",
    }


def _carried(one: Proposed, said: Mapping[str, Any], now: Mapping[str, str]) -> SafeString:
    """How a change reads in the version as it stands."""
    return _change(replace(one, words=said["words"]), now.get(said["key"], ""))


def _change(one: Proposed, now: str) -> SafeString:
    if one.how not in ("reword", "insert"):
        return conditional_escape(now)
    return drafting.difference(now if one.how == "reword" else "", one.words)


def said(carried: Taken, sent: Mapping[str, str], keys: Iterable[str]) -> Taken:
    """With what a form says of the changes on its page; `keys` are those of the participants."""
    shown = sent.get("proposals", "")
    if not shown.isdecimal() or len(shown) > 4:
        return carried
    here = _on_page(carried, int(shown))
    offered = {"", *keys}
    chosen = {name: sent.get(f"{number}-author", UNSAID) for number, name in enumerate(_authors(carried))}
    left = {number for number in here if f"{number}-entered" not in sent}
    return replace(
        carried,
        authors={name: key for name, key in chosen.items() if key in offered},
        dropped=(carried.dropped - set(here)) | left,
    )


def tracked(plan: Plan, carried: Taken, participants: Mapping[str, Participant]) -> Iterator[actions.Tracked]:
    """The proposals that are to be entered, each with why it stands here: who made the change, and when."""
    for number, one, says in entering.proposals(plan, carried):
        party = participants.get(carried.authors[one.author])
        if party is not None:
            kind = ProposalKind(entering.HOW[one.how])
            yield actions.Tracked(abs(one.place), one.author, party, kind, {**says, "reason": _reason(one)}, number)


def _reason(one: Proposed) -> str:
    reason = _("Tracked change by %(author)s") % {"author": one.author}
    reason += f" ({one.date[:10]})" if one.date else ""
    notes = [Fault(NEW_NOTE, author=one.author, words=words).sentence(_) for words in one.notes]
    return "\n".join([reason, *notes])
