"""Words against words: what stayed, what was put in, and what was taken out, in pieces that read well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import chain, pairwise, takewhile
from typing import NamedTuple, TypeVar

from .tokens import HALF_A_WORD, Token, cut

T = TypeVar("T")

# Words that stayed between two others that were replaced are shown as replaced with them, if they are as few as these.
FEW = 6
# Pairs of equal tokens that are compared at once. Wordings of some thousand words have fewer.
MOST_PAIRS = 150_000


class Stands(StrEnum):
    """In which of the two texts a piece stands."""

    IN_BOTH = "equal"
    IN_NEW = "inserted"
    IN_OLD = "deleted"


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a wording with its marks. `from_key` is the earlier block in which it stood, if it did."""

    stands: Stands
    words: str
    from_key: str = ""


class _Part(NamedTuple):
    """A token, and which of the compared wordings it is of."""

    token: Token
    of: int


class _Run(NamedTuple):
    """Tokens of the old words and of the new: the same in both, or one in place of the other."""

    same: bool
    old: range
    new: range


class _Piece(NamedTuple):
    stands: Stands
    words: str
    from_key: str
    of: int


def compare_words(old: str, new: str, from_key: str = "") -> tuple[Segment, ...]:
    """One wording against another: leaving out what was put in gives `old`, what was taken out `new`."""
    return compare_parts([(from_key, old)], [new])[0]


def compare_parts(old: Sequence[tuple[str, str]], new: Sequence[str]) -> list[tuple[Segment, ...]]:
    """Wordings that became others by being split or merged: for each of the `new`, its segments.

    `old` are keys and words of the earlier blocks, in their order.
    """
    if [words for _key, words in old] == list(new) and len(new) == 1:
        return [(Segment(Stands.IN_BOTH, new[0], old[0][0]),) if new[0] else ()]
    before = [_Part(token, number) for number, (_key, words) in enumerate(old) for token in cut(words)]
    after = [_Part(token, number) for number, words in enumerate(new) for token in cut(words)]
    found: list[list[_Piece]] = [[] for _words in new]
    for piece in _pieces(before, after, [key for key, _words in old]):
        found[piece.of].append(piece)
    return [tuple(_joined(_together(pieces))) for pieces in found]


def _pieces(before: list[_Part], after: list[_Part], keys: list[str]) -> Iterator[_Piece]:
    """Token by token. What was taken out is told where the new text goes on."""
    for run in _readable(_runs(before, after), before, after):
        if run.same:
            for one, other in zip(run.old, run.new, strict=True):
                yield from _same(before[one], after[other], keys)
            continue
        at = run.new.start if run.new else max(run.new.start - 1, 0)
        of = after[at].of if after else 0
        yield from (_Piece(Stands.IN_OLD, before[one].token.text, keys[before[one].of], of) for one in run.old)
        yield from (_Piece(Stands.IN_NEW, after[one].token.text, "", after[one].of) for one in run.new)


def _same(before: _Part, after: _Part, keys: list[str]) -> Iterator[_Piece]:
    """A token that stayed; the space before it may not have."""
    key, space = keys[before.of], after.token.space
    if before.token.space != space:
        yield _Piece(Stands.IN_OLD, before.token.space, key, after.of)
        yield _Piece(Stands.IN_NEW, space, "", after.of)
        space = ""
    yield _Piece(Stands.IN_BOTH, space + after.token.sign, key, after.of)


def _runs(before: list[_Part], after: list[_Part]) -> list[_Run]:
    """What stayed and what did not, as the longest common stretches have it.

    What is too long to be compared word by word at once is compared by sentences first.
    """
    old, new = [part.token.sign for part in before], [part.token.sign for part in after]
    found = _matched(old, new)
    if found is not None:
        return found
    runs: list[_Run] = []
    for run in _sentences(before, after):
        within = None if run.same else _matched(_of(old, run.old), _of(new, run.new))
        runs += [run] if within is None else [_moved(one, run.old.start, run.new.start) for one in within]
    return _merged(runs)


def _matched(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[_Run] | None:
    """What two sequences have in common and what not; None where that would take too long to find."""
    there = Counter(new)
    if sum(count * there[one] for one, count in Counter(old).items()) > MOST_PAIRS:
        return None
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [_Run(tag == "equal", range(i, j), range(k, m)) for tag, i, j, k, m in codes]


def _sentences(before: list[_Part], after: list[_Part]) -> list[_Run]:
    """The same by whole sentences or lines, told in tokens."""
    old, new = _cut_in_sentences(before), _cut_in_sentences(after)
    found = _matched(_said(before, old), _said(after, new)) or [_Run(False, range(len(old)), range(len(new)))]
    return [_Run(run.same, _tokens(old, run.old), _tokens(new, run.new)) for run in found]


def _said(parts: list[_Part], cuts: list[range]) -> list[tuple[str, ...]]:
    return [tuple(part.token.sign for part in _of(parts, one)) for one in cuts]


def _of(parts: Sequence[T], places: range) -> Sequence[T]:
    return parts[places.start : places.stop]


def _cut_in_sentences(parts: list[_Part]) -> list[range]:
    pairs = enumerate(pairwise(part.token for part in parts), 1)
    starts = [place for place, (one, other) in pairs if one.ends_sentence or other.is_on_new_line]
    return [range(*ends) for ends in pairwise([0, *starts, len(parts)])]


def _tokens(cuts: list[range], places: range) -> range:
    """The tokens of these sentences."""
    start = cuts[places.start].start if places.start < len(cuts) else cuts[-1].stop
    return range(start, cuts[places.stop - 1].stop if places else start)


def _readable(runs: list[_Run], before: list[_Part], after: list[_Part]) -> list[_Run]:
    """The same with fewer, longer changes: a phrase is read more easily than crumbs of it."""
    runs = _merged(_shifted(runs, before, after))
    while True:
        kept = [
            _Run(False, run.old, run.new) if run.same and _is_crumb(place, runs, before, after) else run
            for place, run in enumerate(runs)
        ]
        if kept == runs:
            return runs
        runs = _merged(kept)


def _is_crumb(place: int, runs: list[_Run], before: list[_Part], after: list[_Part]) -> bool:
    """Whether what stayed is little beside what changed on both sides of it. Marks are never little.

    A single character of Chinese is half a word; anything else stays unless words were replaced on both sides.
    """
    if not 0 < place < len(runs) - 1:
        return False
    run, sides = runs[place], (runs[place - 1], runs[place + 1])
    weight = _weight(before, run.old)
    if any(before[one].token.is_mark for one in run.old) or weight > FEW:
        return False
    if weight != HALF_A_WORD and not all(side.old and side.new for side in sides):
        return False
    return all(weight <= max(_weight(before, side.old), _weight(after, side.new)) for side in sides)


def _weight(parts: list[_Part], places: range) -> int:
    return sum(parts[place].token.weight for place in places)


def _shifted(runs: list[_Run], before: list[_Part], after: list[_Part]) -> list[_Run]:
    """What was only put in or only taken out may often stand earlier or later: it is put where a phrase begins."""
    runs = list(runs)
    for place in range(1, len(runs) - 1):
        left, run, right = runs[place - 1 : place + 2]
        if run.same or (run.old and run.new):
            continue
        by = _best_shift(before if run.old else after, run.old or run.new, len(left.old), len(right.old))
        if by:
            runs[place - 1] = _Run(True, _to(left.old, by), _to(left.new, by))
            runs[place] = _moved(run, by, by)
            runs[place + 1] = _Run(True, _from(right.old, by), _from(right.new, by))
    return runs


def _best_shift(parts: list[_Part], changed: range, most_left: int, most_right: int) -> int:
    signs = [part.token.sign for part in parts]
    start, stop = changed.start, changed.stop
    left = right = 0
    while left < most_left and signs[start - left - 1] == signs[stop - left - 1]:
        left += 1
    while right < most_right and signs[start + right] == signs[stop + right]:
        right += 1
    return max(range(-left, right + 1), key=lambda by: (_rest(parts, start + by), -abs(by)))


def _rest(parts: list[_Part], place: int) -> int:
    return parts[place - 1].token.rest_after if place else 4


def _moved(run: _Run, by_old: int, by_new: int) -> _Run:
    return _Run(run.same, _by(run.old, by_old), _by(run.new, by_new))


def _to(span: range, by: int) -> range:
    return range(span.start, span.stop + by)


def _by(span: range, by: int) -> range:
    return range(span.start + by, span.stop + by)


def _from(span: range, by: int) -> range:
    return range(span.start + by, span.stop)


def _merged(runs: list[_Run]) -> list[_Run]:
    """Neighbours of a kind as one; none that is empty."""
    found: list[_Run] = []
    for run in runs:
        if not (run.old or run.new):
            continue
        if found and found[-1].same == run.same:
            earlier = found.pop()
            run = _Run(run.same, range(earlier.old.start, run.old.stop), range(earlier.new.start, run.new.stop))
        found.append(run)
    return found


def _together(pieces: list[_Piece]) -> Iterator[Segment]:
    """Of each change first all that was taken out, then all that was put in; space that both have is in both."""
    change: list[_Piece] = []
    for piece in pieces:
        if piece.stands != Stands.IN_BOTH:
            change.append(piece)
            continue
        yield from _parted(change)
        change = []
        yield Segment(piece.stands, piece.words, piece.from_key)
    yield from _parted(change)


def _parted(change: list[_Piece]) -> Iterator[Segment]:
    old = list(_joined(Segment(one.stands, one.words, one.from_key) for one in change if one.stands == Stands.IN_OLD))
    new = "".join(one.words for one in change if one.stands == Stands.IN_NEW)
    head: list[Segment] = []
    tail: list[Segment] = []
    if old and new:
        first = old[0]
        space = _space(first.words, new)
        head = [Segment(Stands.IN_BOTH, space, first.from_key)]
        old[0] = Segment(first.stands, first.words[len(space) :], first.from_key)
        new = new[len(space) :]
        last = old[-1]
        space = _space(last.words[::-1], new[::-1])[::-1]
        tail = [Segment(Stands.IN_BOTH, space, last.from_key)]
        old[-1] = Segment(last.stands, last.words[: len(last.words) - len(space)], last.from_key)
        new = new[: len(new) - len(space)]
    yield from chain(head, old, [Segment(Stands.IN_NEW, new)], tail)


def _space(one: str, other: str) -> str:
    """The white space with which both begin."""
    pairs = zip(one, other, strict=False)
    return "".join(a for a, _b in takewhile(lambda pair: pair[0] == pair[1] and pair[0].isspace(), pairs))


def _joined(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Neighbours of a kind as one; none that is empty."""
    held: Segment | None = None
    for segment in segments:
        if not segment.words:
            continue
        if held and (held.stands, held.from_key) == (segment.stands, segment.from_key):
            held = Segment(held.stands, held.words + segment.words, held.from_key)
            continue
        if held:
            yield held
        held = segment
    if held:
        yield held
