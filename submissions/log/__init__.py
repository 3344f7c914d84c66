"""The log of filings: each is a leaf of a tree of hashes to which rows are added, and in which none is ever changed.

    checked                what `manage.py verify` finds amiss
    appending · publishing · proofs    a filing goes in; the head of a day; what proves both
    signing                the portal's key, and the names of logs
    merkle · notes         the tree of RFC 9162 and the signed checkpoints of C2SP: know nothing of Django

A process has a log of its own. An entry says number, time and SHA-256 of a filing, and only its hash is ever given
out: whoever has a receipt can make that hash again, and nobody else learns what was filed, or by whom.
`docs/verify.py` checks what this package proves, and shares no line with it.
"""
