"""What is proposed for the words of a block: whether it still fits them, what touches the same, how it is put in.

A proposal quotes the words that it changes. Whatever else has changed since, it fits as long as those that it touches
stand; words that two proposals both touch are for people to decide on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from documents import brackets
from documents.comparison import Segment, Stands, compare_parts, compare_words, cut
from documents.faults import Fault, gettext_noop

MOST_PLACES = 3  # in which alternatives stand side by side within a sentence; beyond, the whole is set beside the whole
TABLE = "table"


class Change(NamedTuple):
    """Words put in place of those from `start` to `stop`; either may be nothing."""

    start: int
    stop: int
    words: str

    @property
    def is_insertion(self) -> bool:
        return self.start == self.stop


class _Stay(NamedTuple):
    """Words that stand still: from where to where they stood, and in which part they begin where now."""

    start: int
    stop: int
    part: int
    at: int


class _Labelled(NamedTuple):
    """What a bracket with a label is there for."""

    goes: bool  # what stands in it is to go
    is_beside: bool  # it stands beside the words that it is to take the place of


def changes_of(quoted: str, words: str) -> list[Change]:
    """What is proposed, place by place in the words quoted."""
    return _changes([compare_words(quoted, words)])


def touch(one: Change, other: Change) -> bool:
    """Whether two changes concern the same words, or put something in at the same place."""
    if one.is_insertion and other.is_insertion:
        return one.start == other.start
    if one.is_insertion:
        return other.start < one.start < other.stop
    if other.is_insertion:
        return one.start < other.start < one.stop
    return one.start < other.stop and other.start < one.stop


def touching(quoted: str, proposed: Sequence[str]) -> set[int]:
    """Which of several wordings proposed for the same words touch the same as another; "" stands for a deletion."""
    found = [changes_of(quoted, words) for words in proposed]
    return {
        place
        for place, own in enumerate(found)
        for other, theirs in enumerate(found)
        if place != other and any(touch(one, another) for one in own for another in theirs)
    }


def woven(quoted: str, proposed: Sequence[str]) -> str | None:
    """All that is proposed in one wording; None where two proposals say different things of the same words."""
    every = sorted({one for words in proposed for one in changes_of(quoted, words)})
    if any(touch(one, other) for place, one in enumerate(every) for other in every[place + 1 :]):
        return None
    return _made(quoted, every)


def carried(quoted: str, words: str, now: Sequence[str]) -> tuple[int, str] | None:
    """The proposal on words that have changed since, and may have been split: in which part, and how that reads.

    None where what it touches does not stand there any more. What has been done already need not be done again.
    """
    parts = compare_parts([("", quoted)], now)
    theirs = _changes(parts)
    own = [one for one in changes_of(quoted, words) if one not in theirs]
    if any(touch(one, other) for one in own for other in theirs):
        return None
    stays = _stays(parts)
    placed = [next((stay for stay in stays if _holds(stay, one)), None) for one in own]
    homes = {stay.part if stay else -1 for stay in placed} or {0}
    if len(homes) > 1 or -1 in homes:
        return None
    (part,) = homes
    there = [
        Change(stay.at + one.start - stay.start, stay.at + one.stop - stay.start, one.words)
        for one, stay in zip(own, placed, strict=True)
        if stay
    ]
    return part, _made(now[part], there)


def bracketed(now: str, words: str, label: str, *, kind: str = "", apart: str = "") -> str:
    """The words as they stand, with those proposed beside them in brackets: [as it stands][as it is proposed].

    `apart` stands between the two: a space, in a language that writes spaces between words. The label stands in the
    brackets of what is proposed, and where words are only to go in those around them. Raises Fault where the brackets
    there do not balance, and for what leads beyond a cell of a table.
    """
    brackets.scan(now), brackets.scan(words)
    found = changes_of(now, words)
    if not found:
        return now
    if not words or len(found) > MOST_PLACES or not all(_may_be_bracketed(now, one) for one in found):
        if kind == TABLE:
            raise Fault(gettext_noop("Alternatives in brackets cannot go beyond one cell of a table."))
        return _beside(now, words, label, apart)
    inside = [one._replace(words=_spaced(now[one.start : one.stop], one.words, label, apart)) for one in found]
    return _made(now, inside)


def settled(now: str, label: str, quoted: str, words: str, *, taken: bool) -> str:
    """The words without the brackets of that label: with what was proposed, or with what stood there before.

    `quoted` and `words` are those of the proposal: they tell whether what stands alone in brackets was to come or go.
    Raises Fault where brackets do not balance.
    """
    places = _places(now, label, quoted, words)
    while places and (span := _labelled(now, label)):
        place = places.pop()
        inner = now[span.start + 1 : span.end - 1].partition("}")[2]
        start, other = _before(now, span.start, apart=place.is_beside)
        stays = taken if start < span.start else taken != place.goes
        now = _without(now[:start], inner if stays else other, now[span.end :])
    return now


def _labelled(words: str, label: str) -> brackets.Span | None:
    """The last bracket of that label."""
    return next((span for span in reversed(brackets.scan(words)) if _bears(words, span, label)), None)


def _bears(words: str, span: brackets.Span, label: str) -> bool:
    return words.startswith(f"{{is:{label}}}", span.start + 1)


def _places(now: str, label: str, quoted: str, words: str) -> list[_Labelled]:
    """What each bracket of that label was put there for: by their order, or else by their words."""
    inside = [now[span.start + 1 : span.end - 1] for span in brackets.scan(now) if _bears(now, span, label)]
    made = [one for one in changes_of(quoted, words) if (quoted[one.start : one.stop] + one.words).strip()]
    if len(made) == len(inside):
        sides = [(quoted[one.start : one.stop].strip(), one.words.strip()) for one in made]
        return [_Labelled(not new, bool(old and new)) for old, new in sides]
    gone = {quoted[one.start : one.stop].strip() for one in made if not one.words.strip()}
    return [_Labelled(one.partition("}")[2].strip() in gone, bool(quoted and words)) for one in inside]


def _before(words: str, at: int, *, apart: bool) -> tuple[int, str]:
    """Where the unlabelled bracket begins that ends at a place, and what stands in it; else nothing.

    It may end a space before the place, if the two may stand `apart`.
    """
    ends = (at, at - 1) if apart and words[at - 1 : at] == " " else (at,)
    span = next((span for span in brackets.scan(words) if span.end in ends), None)
    if span is None or words.startswith("{is:", span.start + 1):
        return at, ""
    return span.start, words[span.start + 1 : span.end - 1]


def _without(before: str, words: str, behind: str) -> str:
    """Words between others; where there are none, no more white space than one place needs."""
    if not words and before[-1:].isspace() and (not behind or behind[0] in ".,;:!?)" or behind[0].isspace()):
        before = before[:-1]
    return before + words + (behind if before or words else behind.lstrip())


def free_label(words: str, like: str) -> str:
    """A label for a bracket that no bracket in these words bears: `like`, or with a number behind it."""
    there = {token.label for token in cut(words) if token.is_mark}
    base = re.sub(r"[^a-z0-9]+", "-", like.lower()).strip("-") or "a"
    return next(
        label
        for number in range(1, len(there) + 3)
        if (label := base if number == 1 else f"{base}-{number}") not in there
    )


def _changes(parts: Sequence[Sequence[Segment]]) -> list[Change]:
    """Neighbouring pieces taken out and put in are one change."""
    found: list[Change] = []
    at, goes_on = 0, False
    for segment in (segment for part in parts for segment in part):
        length = 0 if segment.stands == Stands.IN_NEW else len(segment.words)
        if segment.stands != Stands.IN_BOTH:
            words = segment.words if segment.stands == Stands.IN_NEW else ""
            if goes_on:
                last = found.pop()
                found.append(Change(last.start, at + length, last.words + words))
            else:
                found.append(Change(at, at + length, words))
        goes_on = segment.stands != Stands.IN_BOTH
        at += length
    return found


def _stays(parts: Sequence[Sequence[Segment]]) -> list[_Stay]:
    found: list[_Stay] = []
    before = 0
    if not any(parts):
        return [_Stay(0, 0, 0, 0)]
    for number, part in enumerate(parts):
        at = 0
        for segment in part:
            if segment.stands == Stands.IN_BOTH:
                found.append(_Stay(before, before + len(segment.words), number, at))
            before += len(segment.words) if segment.stands != Stands.IN_NEW else 0
            at += len(segment.words) if segment.stands != Stands.IN_OLD else 0
    return found


def _holds(stay: _Stay, change: Change) -> bool:
    return stay.start <= change.start and change.stop <= stay.stop


def _made(words: str, changes: Sequence[Change]) -> str:
    made, at = "", 0
    for one in sorted(changes):
        made += words[at : one.start] + one.words
        at = one.stop
    return made + words[at:]


def _may_be_bracketed(now: str, change: Change) -> bool:
    """Whether brackets around both sides of a change nest with those that stand there, within a cell and a line."""
    for side in (now[change.start : change.stop], change.words):
        try:
            brackets.scan(side)
        except brackets.BracketError:
            return False
        if "\n" in side.strip() or any(token.sign == "|" for token in cut(side)):
            return False
    return True


def _spaced(old: str, new: str, label: str, apart: str) -> str:
    """The alternatives of one place; the white space around words that only come or go stays outside."""
    if old.strip() and new.strip():
        return _beside(old, new, label, apart)
    words = old if old.strip() else new
    if not words.strip():
        return old
    inner = words.strip()
    begins, _inner, ends = words.partition(inner)
    return f"{begins}[{{is:{label}}}{inner}]{ends}"


def _beside(old: str, new: str, label: str, apart: str) -> str:
    if not (old and new):
        return f"[{{is:{label}}}{old or new}]"
    return f"[{old}]{apart}[{{is:{label}}}{new}]"
