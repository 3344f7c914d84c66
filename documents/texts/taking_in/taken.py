"""What has been read out of a file and not been written yet: corrected by a person, and carried from page to page.

No row holds it: it travels within the form, signed for one person and one version, so that nobody says a file said
what it did not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import astuple, dataclass, field, replace
from typing import Any

from django.core import signing
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.language.cleaning import cleaned
from igsp_portal.models import User

from ...drafts import DEEPEST, Draft
from ...exchange.formats import Incoming
from ...exchange.reading import Line, Proposed, Reading, check_length, corrected, noted
from ...faults import Fault, TextFault
from ..models import TextVersion
from ..states import LEVELLED, BlockKind

SALT = "documents.texts.taking_in.taken"
LEFT_OUT = "-"
UNSAID = "?"  # a question that has not been answered


class NotOurs(ValueError):
    """What a form carried was not put there by the portal for this person and this version."""


@dataclass(frozen=True)
class Taken:
    """A file as read, and what a person has said of it so far."""

    reading: Reading
    name: str  # of the file; "" for what was pasted
    sha256: str
    kind: str
    others: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # words in further languages of the file
    answers: Mapping[int, str] = field(default_factory=dict)  # which block a line is, by its place; "" for none
    authors: Mapping[str, str] = field(default_factory=dict)  # the participant of each author of changes; "" for none
    dropped: frozenset[int] = frozenset()  # proposals that are not entered
    as_file: bool = False  # whether the text is to be numbered as the file is
    shown: str = ""  # the fingerprint of the version beside which it was shown
    asked: str = ""  # the language that a person chose for it
    only_changes: bool = False  # whether its tracked changes alone come in, and its words are those they changed

    @property
    def language(self) -> str:
        return self.reading.language


def begun(incoming: Incoming, *, name: str, data: bytes) -> Taken:
    """What came in, before anybody has said anything of it. Raises Fault for more than can be carried."""
    lines = [replace(line, words=cleaned(line.words)) for line in incoming.reading.lines]
    proposals = [
        replace(one, words=cleaned(one.words), notes=tuple(map(cleaned, one.notes)))
        for one in incoming.reading.proposals
    ]
    others = {code: {key: cleaned(said) for key, said in worded.items()} for code, worded in incoming.others.items()}
    said = [words for one in proposals for words in (one.words, *one.notes)]
    check_length(lines, [*said, *(words for worded in others.values() for words in worded.values())])
    reading = replace(incoming.reading, lines=lines, proposals=proposals)
    return Taken(reading, name, hashlib.sha256(data).hexdigest(), incoming.kind, others)


def fingerprint(draft: Draft) -> str:
    """What a version said when something was shown beside it."""
    said = (
        [astuple(block) for block in draft.blocks],
        {code: sorted(draft.words[code].items()) for code in sorted(draft.words)},
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()[:32]


# What a person says of it


def choice_of(line: Line) -> str:
    """What a line was taken for, as the form names it."""
    if not line.is_taken:
        return LEFT_OUT
    return f"{line.kind}.{line.level}" if line.kind in LEVELLED or line.level > 1 else line.kind


def choices() -> list[tuple[str, Any]]:
    """All that a line may be taken for."""
    found: list[tuple[str, Any]] = [(LEFT_OUT, _("left out"))]
    says = _("%(kind)s, level %(level)s")
    for kind in BlockKind:
        found += [(kind.value, kind.label)] if kind not in LEVELLED else []
        levels = range(1 if kind in LEVELLED else 2, DEEPEST.get(kind.value, 1) + 1)
        found += [(f"{kind.value}.{n}", says % {"kind": kind.label, "level": n}) for n in levels]
    return found


def changed(taken: Taken, sent: Mapping[str, str], *, offered: Collection[str]) -> Taken:
    """With what a form says of the lines on its page; a block is one of those `offered`, and what is made up is not."""
    changes: dict[int, dict[str, Any]] = {}
    answers = dict(taken.answers)
    for line in taken.reading.lines:
        if f"{line.place}-take" in sent:
            changes[line.place] = _said_of(line, sent)
            answer = sent.get(f"{line.place}-block", UNSAID)
            if answer == UNSAID:
                answers.pop(line.place, None)
            elif not answer or answer in offered:
                answers[line.place] = answer
    reading = _with_options(taken.reading, noted(taken.reading, corrected(taken.reading, changes)))
    return replace(taken, reading=reading, answers=answers)


def _said_of(line: Line, sent: Mapping[str, str]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    take = sent[f"{line.place}-take"]
    if take != choice_of(line) and take in dict(choices()):
        kind, _dot, level = take.partition(".")
        said |= {"kind": "" if take == LEFT_OUT else kind, "level": int(level or 1)}
        said |= {"alternative": 0} if kind != line.kind else {}
    if (words := sent.get(f"{line.place}-words")) is not None:
        said["words"] = cleaned(words).strip()
    return said


def _with_options(before: Reading, now: Reading) -> Reading:
    """Lines stand in an option as long as there is one; one that was made an option holds what follows it."""
    kinds = {line.place: line.kind for line in before.lines}
    options = {line.place for line in now.lines if line.kind == BlockKind.OPTION}
    made, fresh = [], 0
    for line in now.lines:
        if line.kind in ("option", "heading", "annex", "preambular"):
            fresh = line.place if line.kind == "option" and kinds[line.place] != "option" else 0
            line = replace(line, option=0) if line.kind in ("option", "annex") else line
        elif fresh and line.is_taken:
            line = replace(line, option=fresh)
        made.append(line if not line.option or line.option in options else replace(line, option=0))
    return replace(now, lines=made)


# How it is carried


def signed(taken: Taken, version: TextVersion, by: User) -> str:
    """As it stands in a form that is shown to one person, beside one version."""
    return signing.dumps(_plain(taken), salt=_salt(version, by), compress=True)


def opened(carried: str, version: TextVersion, by: User) -> Taken:
    """What a form carried. Raises NotOurs."""
    try:
        return _made(signing.loads(carried, salt=_salt(version, by)))
    except (signing.BadSignature, LookupError, TypeError, ValueError) as error:
        raise NotOurs from error


def _salt(version: TextVersion, by: User) -> str:
    return f"{SALT}:{version.pk}:{by.pk}"


def _plain(taken: Taken) -> dict[str, Any]:
    reading = taken.reading
    return {
        "about": [
            *(taken.name, taken.sha256, taken.kind, taken.as_file, taken.shown, taken.asked),
            taken.only_changes,
        ],
        "lines": [[*_line(line), list(map(_fault, line.remarks))] for line in reading.lines],
        "languages": [reading.language, reading.written_in],
        "remarks": list(map(_fault, reading.remarks)),
        "proposals": [astuple(one) for one in reading.proposals],
        "numbering": reading.numbering,
        "keys": sorted(reading.keys),
        "others": taken.others,
        "answers": list(taken.answers.items()),
        "authors": taken.authors,
        "dropped": sorted(taken.dropped),
    }


def _made(plain: Mapping[str, Any]) -> Taken:
    name, sha256, kind, *about = plain["about"]
    language, written_in = plain["languages"]
    reading = Reading(
        [replace(Line(*facts), remarks=tuple(map(_said, remarks))) for *facts, remarks in plain["lines"]],
        language,
        list(map(_said, plain["remarks"])),
        [replace(Proposed(*facts), notes=tuple(notes)) for *facts, notes in plain["proposals"]],
        plain["numbering"],
        frozenset(plain["keys"]),
        written_in,
    )
    answers, dropped = dict(plain["answers"]), frozenset(plain["dropped"])
    return Taken(reading, name, sha256, kind, plain["others"], answers, plain["authors"], dropped, *about)


def _line(line: Line) -> list[Any]:
    return [line.place, line.kind, line.words, line.level, line.label, line.alternative, line.option, line.key]


def _fault(fault: Fault) -> list[Any]:
    values = {name: value if isinstance(value, int | str) else str(value) for name, value in fault.values.items()}
    return [fault.reason, values, getattr(fault, "position", None)]


def _said(plain: list[Any]) -> Fault:
    reason, values, position = plain
    return Fault(reason, **values) if position is None else TextFault(reason, position, **values)
