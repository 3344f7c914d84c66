"""A file of any format that comes in: its content says which, whatever its name ends in."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from itertools import count

from documents import coherence
from documents.drafts import DEEPEST, KINDS, PlannedBlock
from documents.faults import Fault, gettext_noop

from . import akn_in, as_json, docx_in, plain_in
from .docx_in import Choice
from .office import BROKEN, EMPTY, LARGEST_FILE, OLD_OR_LOCKED, TOO_LARGE
from .reading import Line, Reading, Unreadable
from .schemes import scheme_of

MOST_ALTERNATIVES = 9
OTHERS = {b"%PDF-": "PDF", b"{\\rtf": "RTF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG"}
NOT_TAKEN = gettext_noop("Files of this type ({kind}) are not read. Save the text as DOCX or as plain text.")
NOT_IN_LANGUAGE = gettext_noop("The file has no words in this language; it has words in: {languages}.")


@dataclass(frozen=True)
class Incoming:
    """What came in: the reading in one language, by which format, and the words that it has in others."""

    reading: Reading
    kind: str
    others: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


class Misworded(Unreadable):
    """Words in a file that cannot be read: where they stand in it, and why."""

    def __init__(self, place: str, fault: Fault) -> None:
        self.place, self.fault = place, fault
        super().__init__(BROKEN, part=place)

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        """The place, and the reason in the same language."""
        return translate(self.reason).format(part=self.place, error=self.fault.sentence(translate))


def read(data: bytes, language: str, changes: Choice = "accept", limit: int = LARGEST_FILE) -> Incoming:
    """A file as it was read in `language`. Raises Unreadable, with the reason and where there is one the place."""
    if not data.strip():
        raise Unreadable(EMPTY)
    if len(data) > limit:
        raise Unreadable(TOO_LARGE, size=len(data), limit=limit)
    if other := next((kind for sign, kind in OTHERS.items() if data.startswith(sign)), ""):
        raise Unreadable(NOT_TAKEN, kind=other)
    if data.startswith((b"PK", OLD_OR_LOCKED)):
        return Incoming(_placed(docx_in.read(data, language, changes, limit)), "DOCX")
    begins = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    if re.match(rb"(?i)<(!doctype html|html)", begins):
        raise Unreadable(NOT_TAKEN, kind="HTML")
    if re.match(rb"<[?!A-Za-z]", begins):
        return Incoming(akn_in.read(data, language, limit), "Akoma Ntoso")
    if re.match(rb'\{\s*["}]', begins):
        return _of_json(data, language)
    return pasted(data, language)


def pasted(words: bytes | str, language: str) -> Incoming:
    """Plain text, from a file or as somebody pasted it. Raises Unreadable."""
    reading = plain_in.read(words, language)
    if not any(line.is_taken for line in reading.lines):
        raise Unreadable(docx_in.NO_WORDS)
    return Incoming(reading, "TXT")


def _placed(reading: Reading) -> Reading:
    """The reading with a place of its own for every line, by which a person corrects it."""
    seen = {0}
    fresh = count(max((line.place for line in reading.lines), default=0) + 1)
    made = []
    for line in reading.lines:
        place = line.place if line.place not in seen else next(fresh)
        seen.add(place)
        made.append(replace(line, place=place))
    return replace(reading, lines=made)


def _of_json(data: bytes, language: str) -> Incoming:
    found = as_json.read(data)
    options = {block.key for block in found.blocks if block.kind == "option"}
    for number, block in enumerate(found.blocks):
        _check(f"blocks[{number}]", block, options)
    words = found.words.get(language, {})
    if not any(words.values()):
        raise Unreadable(NOT_IN_LANGUAGE, languages=", ".join(found.words) or "–")
    places = {block.key: number for number, block in enumerate(found.blocks, 1)}
    made = [_line(block, places, words.get(block.key, "")) for block in found.blocks]
    others = {code: worded for code, worded in found.words.items() if code != language}
    _check_words(others, {block.key: block.kind for block in found.blocks})
    reading = Reading(made, language, numbering=scheme_of(made), keys=frozenset(places))
    return Incoming(reading, "JSON", others)


def _check(place: str, block: PlannedBlock, options: Collection[str]) -> None:
    """Refuse what no text has: a kind that is none, a level too deep, an option that is not there."""
    right = {
        "kind": block.kind in KINDS,
        "level": 1 <= block.level <= DEEPEST.get(block.kind, 1),
        "alternative": 0 <= block.alternative <= MOST_ALTERNATIVES,
        "option": not block.option or block.option in options,
    }
    if wrong := next((name for name, is_right in right.items() if not is_right), ""):
        raise Unreadable(as_json.NO_TEXT, place=f"{place}.{wrong}")


def _check_words(words: Mapping[str, Mapping[str, str]], kinds: Mapping[str, str]) -> None:
    """Refuse words that cannot be read, of languages that are not shown line by line."""
    for language, worded in words.items():
        for key, said in worded.items():
            try:
                coherence.check(key, said, kinds)
            except Fault as fault:
                raise Misworded(f"words.{language}.{key}", fault) from fault


def _line(block: PlannedBlock, places: Mapping[str, int], words: str) -> Line:
    option = places.get(block.option, 0)
    return Line(places[block.key], block.kind, words, block.level, "", block.alternative, option, block.key)
