"""Checks without the portal that a filing is in its log: python3 verify.py PROOF.json [CHECKPOINT.txt [KEY]]

PROOF.json comes from the page that verifies a receipt. CHECKPOINT.txt is a head of the log that somebody else gave you,
of as many entries as that of the proof. With KEY, the log's public key, its signature is checked (cryptography needed).
"""

import base64, hashlib, json, sys  # noqa: E401, I001
from pathlib import Path


def hashed(kind, *parts):
    return hashlib.sha256(kind + b"".join(parts)).digest()


def sides(at, last, proof):  # RFC 9162, 2.1.3.2 and 2.1.4.2: each hash of a proof, and whether it stands on the left
    for one in proof:
        left = at % 2 == 1 or at == last
        while left and at and at % 2 == 0:
            at, last = at // 2, last // 2
        yield bytes.fromhex(one), left
        at, last = at // 2, last // 2
    assert not last, "The proof is too short."  # noqa: S101 - one that is cut short gives another root anyway


def check(proof, note, key):
    (name, size, root), then = note.split("\n")[:3], proof["receipt"]
    entry, size, root = (proof["number"], proof["filed_at"], proof["sha256"]), int(size), base64.b64decode(root)
    found = hashed(b"\0", " ".join(entry).encode())
    for one, left in sides(proof["index"], size - 1, proof["inclusion"]):
        found = hashed(b"\1", one, found) if left else hashed(b"\1", found, one)
    at, last = (then["size"] - 1, size - 1) if then["size"] != size else (0, 0)
    whole = not last or then["size"] & at == 0
    before = after = bytes.fromhex(then["root"] if whole else proof["consistency"][0])
    while at % 2:
        at, last = at // 2, last // 2
    for one, left in sides(at, last, proof["consistency"][not whole :]):
        before = hashed(b"\1", one, before) if left else before
        after = hashed(b"\1", *((one, after) if left else (after, one)))
    if not 0 <= proof["index"] < then["size"] <= size or (found, before.hex(), after) != (root, then["root"], root):
        sys.exit("NOT IN THE LOG, or the log was changed after the receipt.")
    if key:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        body, _, signed = note.partition("\n\n")
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key.split("+", 2)[2])[1:])
        public.verify(base64.b64decode(signed.split()[2])[4:], (body + "\n").encode())
    print(f"{proof['number']} is entry {proof['index'] + 1} of {size} in {name}.")


if __name__ == "__main__":
    file, note, key = (sys.argv[1:] + ["", ""])[:3]
    proof = json.loads(Path(file).read_text("utf-8"))
    check(proof, Path(note).read_text("utf-8") if note else proof["checkpoint"], key)
