"""The tree of hashes of RFC 9162, section 2.1: its root, and proofs over it. Knows nothing of Django.

A hash is 32 bytes of SHA-256. *Peaks* are the roots of the whole subtrees of which a tree consists, the largest
first: with them a leaf is added without the leaves before it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

SIZE = 32  # bytes of a hash


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


def inclusion(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """What proves that the leaf at `index` (from 0) is in the tree of these leaves: RFC 9162, 2.1.3.1."""
    if len(leaves) == 1:
        return []
    half = _half(len(leaves))
    if index < half:
        return [*inclusion(index, leaves[:half]), root_of(leaves[half:])]
    return [*inclusion(index - half, leaves[half:]), root_of(leaves[:half])]


def consistency(size: int, leaves: Sequence[bytes]) -> list[bytes]:
    """What proves that the tree of these leaves begins with the tree of the first `size` (at least 1): 2.1.4.1."""
    return _consistency(size, leaves, True)


def _consistency(size: int, leaves: Sequence[bytes], known: bool) -> list[bytes]:
    """`known` says whether the root of the first `size` leaves is one that the reader of the proof has."""
    if size == len(leaves):
        return [] if known else [root_of(leaves)]
    half = _half(len(leaves))
    if size <= half:
        return [*_consistency(size, leaves[:half], known), root_of(leaves[half:])]
    return [*_consistency(size - half, leaves[half:], False), root_of(leaves[:half])]


def _half(size: int) -> int:
    """The largest power of two below `size`, which is at least 2."""
    return 1 << (size - 1).bit_length() - 1
