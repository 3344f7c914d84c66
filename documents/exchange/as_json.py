"""A whole version as JSON, and back: all its languages, as static/schemas/text.schema.json describes it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from documents.drafts import Draft, PlannedBlock
from documents.faults import gettext_noop
from igsp_portal.foundations.language.languages import CODES

from .reading import Unreadable

FORMAT = "urn:igsp-portal:text:1"
USUAL = {"level": 1, "alternative": 0, "option": ""}
NO_JSON = gettext_noop("This is not a JSON file: {error}")
NO_TEXT = gettext_noop("This is not a text in JSON: “{place}” is missing, wrong or there twice.")
_KEY = re.compile("[A-Za-z0-9_.-]{1,80}")


def write(draft: Draft, *, text: str, version: int, original: str, numbering: Any = "roman") -> bytes:
    """The JSON of a version: the same bytes for the same version."""
    found = {
        "format": FORMAT,
        "text": text,
        "version": version,
        "original": original,
        "numbering": numbering,
        "blocks": [_block(block) for block in draft.blocks],
        "words": {
            language: {block.key: words[block.key] for block in draft.blocks if block.key in words}
            for language in CODES
            if (words := draft.words.get(language)) is not None
        },
    }
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def read(data: bytes) -> Draft:
    """The version that such a file holds. Raises Unreadable, with what is wrong in it."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Unreadable(NO_JSON, error=str(error)) from error
    if not isinstance(found, Mapping) or found.get("format") != FORMAT:
        raise _wrong("format")
    rows = found.get("blocks")
    if not isinstance(rows, list) or not rows:
        raise _wrong("blocks")
    blocks: dict[str, PlannedBlock] = {}
    for number, row in enumerate(rows):
        block = _planned(f"blocks[{number}]", row)
        if block.key in blocks:
            raise _wrong(f"blocks[{number}].key")
        blocks[block.key] = block
    return Draft(list(blocks.values()), _words(found.get("words"), set(blocks)))


def _wrong(place: str) -> Unreadable:
    return Unreadable(NO_TEXT, place=place)


def _block(block: PlannedBlock) -> dict[str, Any]:
    about = {name: getattr(block, name) for name, usual in USUAL.items() if getattr(block, name) != usual}
    return {"key": block.key, "kind": block.kind, **about}


def _planned(place: str, row: Any) -> PlannedBlock:
    if not isinstance(row, Mapping):
        raise _wrong(place)
    kinds = {"key": str, "kind": str, "level": int, "alternative": int, "option": str}
    values = {**USUAL, **row}
    wrong = [name for name in (*values, *kinds) if name not in kinds or type(values.get(name)) is not kinds[name]]
    if wrong or not _KEY.fullmatch(values["key"]):
        raise _wrong(f"{place}.{(wrong or ['key'])[0]}")
    return PlannedBlock(**values)


def _words(found: Any, keys: set[str]) -> dict[str, dict[str, str]]:
    if not isinstance(found, Mapping):
        raise _wrong("words")
    for language, words in found.items():
        if language not in CODES or not isinstance(words, Mapping):
            raise _wrong(f"words.{language}")
        if wrong := [key for key, one in words.items() if key not in keys or not isinstance(one, str)]:
            raise _wrong(f"words.{language}.{wrong[0]}")
    return {language: dict(words) for language, words in found.items()}
