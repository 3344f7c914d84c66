"""Checkpoints as signed notes: c2sp.org/tlog-checkpoint over c2sp.org/signed-note, with Ed25519. Knows no Django.

A checkpoint is three lines (the name of the log, how many entries it has, its root in base64), an empty line, and a
line with the signature over what stands above the empty one.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ED25519 = b"\x01"
SEED = 32  # bytes of a key


def checkpoint(name: str, size: int, root: bytes, seed: bytes) -> str:
    """The signed checkpoint of the log of that name. The same is signed alike, whenever it is signed."""
    body = f"{name}\n{size}\n{_base64(root)}\n"
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(body.encode())
    return f"{body}\n— {name} {_base64(_key_id(name, seed) + signature)}\n"


def verifier_key(name: str, seed: bytes) -> str:
    """The public key with which anybody checks the signatures: name+id+key, as verifiers of notes read it."""
    return f"{name}+{_key_id(name, seed).hex()}+{_base64(ED25519 + _public(seed))}"


def _key_id(name: str, seed: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + _public(seed)).digest()[:4]


def _public(seed: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
