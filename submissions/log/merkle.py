"""The tree of hashes of RFC 9162, section 2.1: its root, and proofs over it. Knows nothing of Django.

A hash is 32 bytes of SHA-256. *Peaks* are the roots of the whole subtrees of which a tree consists, the largest
first: with them a leaf is added without the leaves before it, and those of all leaves hold every subtree that a proof
needs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

SIZE = 32  # bytes of a hash
Range = tuple[int, int]  # of leaves: a subtree, by its first and the one after its last


def leaf(entry: bytes) -> bytes:
    """The hash of an entry."""
    return hashlib.sha256(b"\0" + entry).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash over two subtrees."""
    return hashlib.sha256(b"\1" + left + right).digest()


def added(peaks: Sequence[bytes], size: int, new: bytes) -> list[bytes]:
    """The peaks of a tree of `size` leaves once a leaf has been added."""
    after = [*peaks, new]
    while size & 1:
        right = after.pop()
        after.append(node(after.pop(), right))
        size >>= 1
    return after


def root(peaks: Sequence[bytes]) -> bytes:
    """The root of the tree that has these peaks; of no leaves, the hash of nothing."""
    if not peaks:
        return hashlib.sha256(b"").digest()
    *left, found = peaks
    for peak in reversed(left):
        found = node(peak, found)
    return found


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root of the tree of these leaves."""
    peaks: list[bytes] = []
    for size, new in enumerate(leaves):
        peaks = added(peaks, size, new)
    return root(peaks)


def inclusion(index: int, size: int) -> list[Range]:
    """The subtrees whose roots prove that the leaf at `index` (from 0) is in a tree of `size`: RFC 9162, 2.1.3.1."""
    return _inclusion(index, 0, size)


def _inclusion(index: int, start: int, end: int) -> list[Range]:
    if end - start == 1:
        return []
    middle = start + _half(end - start)
    if index < middle:
        return [*_inclusion(index, start, middle), (middle, end)]
    return [*_inclusion(index, middle, end), (start, middle)]


def consistency(old: int, size: int) -> list[Range]:
    """The subtrees whose roots prove that a tree of `size` leaves begins with that of the first `old`: 2.1.4.1."""
    return _consistency(old, 0, size, True)


def _consistency(old: int, start: int, end: int, known: bool) -> list[Range]:
    """`known` says whether the root of the first `old` leaves is one that the reader of the proof has."""
    if old == end:
        return [] if known else [(start, end)]
    middle = start + _half(end - start)
    if old <= middle:
        return [*_consistency(old, start, middle, known), (middle, end)]
    return [*_consistency(old, middle, end, False), (start, middle)]


def places(start: int, end: int) -> set[int]:
    """The leaves at which the peaks, or the leaf itself, are needed for the root of a subtree (`over`).

    They are no more than the subtree has levels, squared: a left subtree is a peak when its last leaf is added.
    """
    if _is_kept(start, end):
        return {end - 1}
    middle = start + _half(end - start)
    return places(start, middle) | places(middle, end)


def over(start: int, end: int, known: Mapping[int, tuple[bytes, Sequence[bytes]]]) -> bytes:
    """The root of a subtree; `known` has, for each of its `places`, the leaf and the peaks once it was added."""
    if _is_kept(start, end):
        leaf, peaks = known[end - 1]
        return leaf if end - start == 1 else peaks[-1]
    middle = start + _half(end - start)
    return node(over(start, middle, known), over(middle, end, known))


def _is_kept(start: int, end: int) -> bool:
    """Whether the subtree is a leaf, or a whole one on the left of another, which it waits for as a peak."""
    size = end - start
    return size == 1 or (size & (size - 1) == 0 and start // size % 2 == 0)


def _half(size: int) -> int:
    """The largest power of two below `size`, which is at least 2."""
    return 1 << (size - 1).bit_length() - 1
