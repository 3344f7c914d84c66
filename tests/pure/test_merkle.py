"""The tree of hashes of RFC 9162 and the signed notes of C2SP, against known values and for trees of any size."""

from __future__ import annotations

import base64
import hashlib
import runpy
from typing import Any

from cryptography.exceptions import InvalidSignature
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from submissions.log import merkle, notes

# The eight leaves with which implementations of Certificate Transparency are tried, and the roots of the first n.
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
# The key that the documentation of Go's package note publishes.
NAME = "PeterNeumann"
SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
VERIFIER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"

leaves = st.integers(1, 70).map(lambda size: [merkle.leaf(str(place).encode()) for place in range(size)])
verify: Any = runpy.run_path(str(settings.BASE_DIR / "docs" / "verify.py"))


def test_roots_are_those_of_certificate_transparency() -> None:
    known = [merkle.leaf(bytes.fromhex(entry)) for entry in LEAVES]
    assert [merkle.root_of(known[: size + 1]).hex() for size in range(8)] == ROOTS
    assert merkle.root_of([]).hex() == hashlib.sha256(b"").hexdigest()


def plainly(tree: list[bytes]) -> bytes:
    """The root as section 2.1.1 of the RFC defines it."""
    if len(tree) == 1:
        return tree[0]
    half = max(2**power for power in range(8) if 2**power < len(tree))
    return hashlib.sha256(b"\1" + plainly(tree[:half]) + plainly(tree[half:])).digest()


@given(leaves)
def test_a_root_is_the_same_whether_leaves_come_one_by_one_or_together(tree: list[bytes]) -> None:
    assert merkle.root_of(tree) == plainly(tree)


def known(tree: list[bytes]) -> dict[int, tuple[bytes, list[bytes]]]:
    """What the log keeps of each leaf: itself and the peaks with it."""
    kept: dict[int, tuple[bytes, list[bytes]]] = {}
    peaks: list[bytes] = []
    for size, leaf in enumerate(tree):
        peaks = merkle.added(peaks, size, leaf)
        kept[size] = (leaf, peaks)
    return kept


def hashes(tree: list[bytes], subtrees: list[merkle.Range]) -> list[bytes]:
    """The roots of subtrees, from no more than is kept at their places."""
    kept = known(tree)
    return [merkle.over(*one, {place: kept[place] for place in merkle.places(*one)}) for one in subtrees]


def inclusion(index: int, tree: list[bytes]) -> list[bytes]:
    return hashes(tree, merkle.inclusion(index, len(tree)))


def consistency(size: int, tree: list[bytes]) -> list[bytes]:
    return hashes(tree, merkle.consistency(size, len(tree)))


def test_a_proof_in_a_log_of_ten_thousand_reads_a_hundred_entries_or_so() -> None:
    size, most = 10_000, 0
    for index in range(0, size, 37):
        subtrees = [*merkle.inclusion(index, size), *merkle.consistency(index + 1, size)]
        most = max(most, len(set().union(*(merkle.places(*one) for one in subtrees))))
    assert most <= 14 * 14


def proof_of(tree: list[bytes], index: int, size: int) -> dict[str, Any]:
    """What the portal gives for one entry, whose receipt bears the head of `size` entries."""
    return {
        "number": str(index),
        "filed_at": "2004-10-29T14:00:00Z",
        "sha256": "0" * 64,
        "index": index,
        "receipt": {"size": size, "root": merkle.root_of(tree[:size]).hex()},
        "inclusion": [one.hex() for one in inclusion(index, tree)],
        "consistency": [one.hex() for one in consistency(size, tree)],
        "checkpoint": notes.checkpoint("log", len(tree), merkle.root_of(tree), SEED),
    }


@st.composite
def proofs(draw: Any) -> tuple[dict[str, Any], list[bytes]]:
    """A proof in a tree of up to 70 entries, and the tree."""
    total = draw(st.integers(1, 70))
    tree = [merkle.leaf(f"{n} 2004-10-29T14:00:00Z {'0' * 64}".encode()) for n in range(total)]
    index = draw(st.integers(0, total - 1))
    return proof_of(tree, index, draw(st.integers(index + 1, total))), tree


def passes(proof: dict[str, Any], key: str = "") -> bool:
    """Whether the script of docs/ accepts a proof, as it ends with an error when it does not."""
    try:
        verify["check"](proof, proof["checkpoint"], key)
    except (SystemExit, AssertionError, IndexError, InvalidSignature):
        return False
    return True


@given(proofs())
def test_a_stranger_accepts_the_proof_of_any_entry_in_any_later_head(made: tuple[dict[str, Any], list[bytes]]) -> None:
    assert passes(made[0], VERIFIER.replace(NAME, "log"))


@given(proofs(), st.data())
def test_a_stranger_accepts_no_proof_in_which_anything_was_changed(
    made: tuple[dict[str, Any], list[bytes]], data: Any
) -> None:
    proof, tree = made
    other = merkle.leaf(b"another").hex()
    changes: list[dict[str, Any]] = [
        {"number": "other"},
        {"filed_at": "2004-10-29T14:00:01Z"},
        {"sha256": "1" * 64},
        {"receipt": {**proof["receipt"], "root": other}},
    ]
    for name in ("inclusion", "consistency"):
        if proof[name]:
            place = data.draw(st.integers(0, len(proof[name]) - 1))
            changes.append({name: [*proof[name][:place], other, *proof[name][place + 1 :]]})
            changes.append({name: proof[name][:-1]})
        changes.append({name: [*proof[name], other]})
    assert [change for change in changes if passes({**proof, **change})] == []


@given(proofs(), st.data())
def test_a_stranger_sees_that_an_entry_of_the_past_was_exchanged(
    made: tuple[dict[str, Any], list[bytes]], data: Any
) -> None:
    proof, tree = made
    size = proof["receipt"]["size"]
    exchanged = [*tree]
    exchanged[data.draw(st.integers(0, size - 1))] = merkle.leaf(b"another")
    told = proof_of(exchanged, proof["index"], size) | {"receipt": proof["receipt"]}
    assert not passes(told)


def test_keys_are_named_as_other_verifiers_of_notes_name_them() -> None:
    assert notes.verifier_key(NAME, SEED) == VERIFIER


def test_a_checkpoint_is_three_lines_an_empty_one_and_a_signature() -> None:
    text = notes.checkpoint(NAME, 2, bytes.fromhex(ROOTS[1]), SEED)
    body, signature = text.split("\n\n")
    assert body.split("\n") == [NAME, "2", base64.b64encode(bytes.fromhex(ROOTS[1])).decode()]
    assert signature.startswith("— PeterNeumann x08go")
    assert text.endswith("\n")


def test_a_checkpoint_that_was_changed_is_not_signed() -> None:
    tree = [merkle.leaf(f"0 2004-10-29T14:00:00Z {'0' * 64}".encode())]
    proof = proof_of(tree, 0, 1)
    note = notes.checkpoint(NAME, 1, merkle.root_of(tree), SEED)
    assert passes(proof | {"checkpoint": note}, VERIFIER)
    assert not passes(proof | {"checkpoint": note.replace(NAME, "Somebody", 1)}, VERIFIER)
