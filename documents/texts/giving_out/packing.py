"""What lies in a transmittal, and how it is packed: the same version gives the same bytes.

A package is read and checked without the portal: `verify.py` in it needs Python alone.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from igsp_portal.foundations.datafiles import table

from ... import ledger, numbering
from ...drafts import Draft

FORMAT = "urn:igsp-portal:transmittal:1"
EARLIEST = (1980, 1, 1, 0, 0, 0)  # of the times that a ZIP can tell; it says nothing of when it was packed

VERIFY = '''#!/usr/bin/env python3
"""Check this folder against manifest.json: python3 verify.py. It ends with 0 when every file is as it was sent."""

import hashlib
import json
import pathlib
import sys

here = pathlib.Path(__file__).resolve().parent
manifest = json.loads((here / "manifest.json").read_text(encoding="utf-8"))
known = {"manifest.json", "verify.py"}
faults = []
for entry in manifest["files"]:
    path = here / entry["name"]
    known.add(entry["name"])
    if not path.is_file():
        faults.append(f"missing: {entry['name']}")
    elif hashlib.sha256(path.read_bytes()).hexdigest() != entry["sha256"]:
        faults.append(f"changed: {entry['name']}")
for path in sorted(here.rglob("*")):
    if path.is_file() and path.relative_to(here).as_posix() not in known:
        faults.append(f"not in the manifest: {path.relative_to(here).as_posix()}")
print("\\n".join(faults) or f"{len(manifest['files'])} files are as they were sent.")
sys.exit(1 if faults else 0)
'''


def packed(files: Mapping[str, bytes], facts: Mapping[str, Any]) -> bytes:
    """The ZIP of `files`, by name, with their manifest and the means to check it; `facts` head the manifest."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in [*sorted(files.items()), ("manifest.json", manifest(files, facts)), ("verify.py", _verify())]:
            info = zipfile.ZipInfo(name, EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            package.writestr(info, data)
    return made.getvalue()


def _verify() -> bytes:
    return VERIFY.encode()


def manifest(files: Mapping[str, bytes], facts: Mapping[str, Any]) -> bytes:
    entries = [
        {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in sorted(files.items())
    ]
    found = {"format": FORMAT, **facts, "files": entries}
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def ledger_table(versions: Iterable[ledger.Version], language: str, numbers: Mapping[str, str]) -> bytes:
    """The ledger of brackets as CSV: each that ever stood, where, in which version it opened and closed."""
    book = ledger.ledger(versions, language)
    rows = [
        (
            numbers.get(entry.last.key, ""),
            entry.last.key,
            entry.last.label or entry.last.order,
            entry.last.depth,
            entry.last.words,
            entry.since,
            entry.closed or "",
        )
        for entry in book.entries
    ]
    return _table(("paragraph", "key", "bracket", "depth", "words", "opened in version", "closed in version"), rows)


def concordance(versions: Mapping[int, Draft], scheme: Any, language: str) -> bytes:
    """The number of every block in every version as CSV, by its key, in the order of the newest."""
    numbers = {number: numbering.labels(draft.blocks, scheme, language).cited for number, draft in versions.items()}
    keys = dict.fromkeys(key for number in sorted(versions, reverse=True) for key in _keys(versions[number]))
    rows = [(key, *(numbers[number].get(key, "") for number in sorted(versions))) for key in keys]
    head = ("key", *(f"version {number}" for number in sorted(versions)))
    return _table(head, [row for row in rows if any(row[1:])])


def _keys(draft: Draft) -> Iterator[str]:
    return (block.key for block in draft.blocks)


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    return table(head, rows).encode("utf-8-sig")
