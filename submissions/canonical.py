"""The canonical form of a submission: what its SHA-256 is taken over. Knows nothing of Django.

The form is one JSON object (RFC 8259) in UTF-8, without a byte order mark, written as follows, so that anyone can
write it again from what was filed and come to the same SHA-256:

- the keys of every object in the order of their code points; no space and no line break outside strings;
- characters as themselves; only the quotation mark, the backslash and control characters are escaped;
- every string in Unicode normalization form C, its line breaks written as one line feed (U+000A).

The object holds: `form` ("submission/3"), `salt` (32 hexadecimal digits drawn at random for this version), `process`,
`call` and `participant` (their keys), `parties` (further ones, in their order, each with `participant` and `capacity`),
`asked` (the number of the call's form), `version` (1, 2, …), `language` (a code), `channel` and `received_at` (where it
came by another way than the portal: the moment in UTC, as 2004-10-29T14:00:00Z; else ""), `title`, `introduction`,
`consent` (may it be published), `answers` in the order of their questions' keys (each with `question`, `value` and
`withheld`: not to be published), `statements` in the order in which they stand (each with `key`, `question`,
`component`, "decision/component", `block`, "text/version/paragraph", `kind`, `rank`, `words`, `proposed` and
`withheld`) and `attachments` in the order of their names, then of their checksums (each with `question`, `name`,
`sha256`, `size` in bytes and `withheld`). The files themselves enter by their SHA-256.

The salt keeps the SHA-256, which anybody may read, from being tried with guesses at a short answer that is not
published: only the party and the secretariat are given the canonical text.

"submission/2", filed before, is the same without `salt`. "submission/1", filed before that, has of these `form`,
`process`, `call`, `participant`, `version`, `language`, `title`, `introduction`, `consent`, `statements` (each with
`component`, `kind`, `rank` and `words`) and `attachments` (each with `name`, `sha256` and `size`).
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from typing import Any

FORM = "submission/3"
SECOND_FORM = "submission/2"
FIRST_FORM = "submission/1"
PARTS_OF_FIRST = {"statements": ("component", "kind", "rank", "words"), "attachments": ("name", "sha256", "size")}
OF_FIRST = ("process", "call", "participant", "version", "language", "title", "introduction", "consent")


def canonical(facts: Mapping[str, Any]) -> str:
    """The canonical text of `facts` (strings, whole numbers, truth values, lists and mappings of them)."""
    return json.dumps(_normal(facts), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def as_filed(facts: Mapping[str, Any], content: str) -> dict[str, Any]:
    """The same facts in the form of the canonical text `content`, which may be an earlier one; of none, as they are."""
    if f'"form":"{SECOND_FORM}"' in content:
        return {name: value for name, value in facts.items() if name != "salt"} | {"form": SECOND_FORM}
    return _as_first(facts) if f'"form":"{FIRST_FORM}"' in content else dict(facts)


def _as_first(facts: Mapping[str, Any]) -> dict[str, Any]:
    parts = {name: [{key: part[key] for key in keys} for part in facts[name]] for name, keys in PARTS_OF_FIRST.items()}
    return {"form": FIRST_FORM, **{name: facts[name] for name in OF_FIRST}, **parts}


def checksum(text: str) -> str:
    """The SHA-256 of a canonical text, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def tidy_lines(text: str) -> str:
    """The text with every line break as one line feed; browsers send two characters."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _normal(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", tidy_lines(value))
    if isinstance(value, Mapping):
        return {_normal(key): _normal(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_normal(item) for item in value]
    return value
