"""Checks without the portal that a filing is in its log: python3 verify.py PROOF.json [CHECKPOINT.txt [KEY]]

PROOF.json comes from the page that verifies receipts; CHECKPOINT.txt, from elsewhere, has as many entries as the proof;
the signature is checked with KEY, the log's public key, and the library cryptography. Whatever is wrong is an error."""

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

        (body, signed), public = note.split("\n\n"), base64.b64decode(key.split("+", 2)[2])[1:]
        Ed25519PublicKey.from_public_bytes(public).verify(base64.b64decode(signed.split()[2])[4:], f"{body}\n".encode())
    print(f"{entry[0]} is entry {proof['index'] + 1} of {size} in {name}. Compare with the receipt:", *entry[1:], then)


if __name__ == "__main__":
    text, note, key = [*(Path(name).read_text("utf-8") for name in sys.argv[1:3]), *sys.argv[3:], "", ""][:3]
    check(json.loads(text), note or json.loads(text)["checkpoint"], key)
