"""What would become of a version if a file were taken into it as a person has it before them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ... import coherence, numbering
from ...drafts import Draft
from ...exchange import align, keeping
from ...exchange.notes import paired_notes
from ...exchange.reading import NAMELESS, Line, as_numbered, draft
from ...faults import Fault, gettext_noop
from ...numbering import Labels
from .. import history, known
from ..models import TextVersion
from . import entering
from .plans import Plan
from .taken import Taken

NO_WORDS = gettext_noop("This line has no words. Leave it out, or enter its words.")
TWICE = gettext_noop("Line {line} was given the same paragraph. Choose another for one of the two.")
NO_BLOCK = gettext_noop("This line fits no paragraph of the original.")
_REFERENCE = re.compile(r"\{(?:para|note):([A-Za-z0-9_.-]+)\}")


def plan(version: TextVersion, before: Draft, taken: Taken) -> Plan:
    """What a press would write, and what hinders it."""
    if taken.only_changes:
        made = _of_changes(version, before, taken)
    elif taken.language == version.text.original_language:
        made = _of_original(version, before, taken)
    else:
        made = _of_translation(version, before, taken)
    _twice(made, taken)
    if not taken.only_changes:
        _check_words(made, taken.language)
    entering.check(version, made, taken)
    return made


# The original


def _of_original(version: TextVersion, before: Draft, taken: Taken) -> Plan:
    found = _paired(before, taken)
    reading, names = keeping.rekeyed(taken.reading, found, before, history.keys_of(version.text_id))
    scheme = numbering_of(version, taken)
    after = _merged(before, draft(reading), names, taken, scheme)
    made = Plan(before, after, reading.lines, found, _labels(before, version.text.numbering, taken.language))
    made.gone = [block.key for block in before.blocks if block.key not in {one.key for one in after.blocks}]
    made.citing = list(_citing(after, set(made.gone), taken.language))
    try:
        words = known.readable(after.words[taken.language])
        made.printed = numbering.labels(after.blocks, scheme, taken.language, words).printed
        numbered = as_numbered(reading, made.printed).lines
        made.lines = [new if old.label else old for old, new in zip(reading.lines, numbered, strict=True)]
    except Fault as fault:
        places = {line.key: line.place for line in reading.lines if line.is_taken}
        made.hinder(places.get(getattr(fault, "key", ""), 0), fault)
    return made


def _paired(before: Draft, taken: Taken) -> dict[int, str]:
    """Which block each line is, by its place: as a person has said, or as its words in the same language tell."""
    found = {**keeping.kept(before, taken.reading), **taken.answers}
    chosen = {key for key in taken.answers.values() if key}
    there = {line.place for line in taken.reading.lines if line.is_taken}
    keys = {block.key for block in before.blocks}
    return {
        place: key
        for place, key in found.items()
        if key in keys and place in there and (place in taken.answers or key not in chosen)
    }


def _merged(before: Draft, fresh: Draft, names: Mapping[str, str], taken: Taken, scheme: Any) -> Draft:
    """The blocks of the file, with the words that their translations have here or bring along."""
    there = {block.key for block in fresh.blocks} - _emptied(before, fresh, taken.language, scheme)
    words = {code: dict(worded) for code, worded in before.words.items()}
    for code, worded in taken.others.items():
        brought = {names.get(key, ""): keeping.renamed(said, names) for key, said in worded.items()}
        words[code] = {**words.get(code, {}), **brought}
    words = {code: {key: said for key, said in worded.items() if key in there} for code, worded in words.items()}
    return Draft(fresh.blocks, {code: worded for code, worded in words.items() if worded} | dict(fresh.words))


def _emptied(before: Draft, fresh: Draft, language: str, scheme: Any) -> set[str]:
    """The blocks whose numbers are name enough from now on: without words in the original, they have none at all."""
    gone = before.words.get(language, {}).keys() - fresh.words.get(language, {}).keys()
    return set(gone & numbering.named_by_number(fresh.blocks, scheme))


def numbering_of(version: TextVersion, taken: Taken) -> Any:
    """The numbering that the text will have."""
    return taken.reading.numbering if taken.as_file else version.text.numbering


def offers_numbering(version: TextVersion, before: Draft, taken: Taken) -> bool:
    """Whether a person may choose to number the text as the file is: into the first version, before it has words."""
    reading = taken.reading
    if before.blocks or reading.language != version.text.original_language or reading.numbering == "":
        return False
    return reading.numbering != version.text.numbering and version.number == 1 and not version.text.fixed()


def _citing(after: Draft, gone: set[str], language: str) -> Iterable[tuple[str, str]]:
    for code, worded in after.words.items():
        if code != language and gone:
            yield from ((code, key) for key, said in worded.items() if gone & set(_REFERENCE.findall(said)))


# A translation


def _of_translation(version: TextVersion, before: Draft, taken: Taken) -> Plan:
    original = before.words.get(version.text.original_language, {})
    labels = _labels(before, version.text.numbering, taken.language)
    reading = taken.reading
    keys = {block.key for block in before.blocks}
    own = {line.place: line.key for line in reading.lines if line.key in reading.keys & keys}
    aligned = align.align(Draft(before.blocks, {"": original}), reading, labels.printed)
    aligned = align.answered(aligned, reading, {**own, **taken.answers})
    found = {pair.line.place: pair.key for pair in aligned.pairs if pair.line.is_taken}
    notes = paired_notes(found, original, reading)
    for place, key in notes.items():
        if place not in taken.answers and key not in found.values():
            found[place] = key
    names = {line.key: found.get(line.place, line.key) for line in reading.lines if line.key}
    lines = [replace(line, words=keeping.renamed(line.words, names)) for line in reading.lines]
    words = {found[line.place]: line.words for line in lines if line.place in found and line.words}
    there = before.words.get(taken.language, {})
    after = Draft(before.blocks, {**before.words, taken.language: {**there, **words}})
    made = Plan(before, after, lines, found, labels, labels.printed)
    made.asked = _questions(aligned, lines, found, taken)
    wanted = coherence.to_be_worded(before.blocks, original, version.text.numbering)
    made.without = [key for key in wanted if key not in after.words[taken.language]]
    return made


def _questions(
    aligned: align.Alignment, lines: Sequence[Line], found: Mapping[int, str], taken: Taken
) -> dict[int, Fault]:
    """Doubts about pairs, and lines that have none, as long as nobody has answered."""
    asked = {one.place: one.about for one in aligned.questions if one.place in found}
    lone = [line.place for line in lines if line.is_taken and line.place not in found]
    asked |= {place: Fault(NO_BLOCK) for place in lone}
    return {place: about for place, about in asked.items() if place not in taken.answers}


# The tracked changes alone


def _of_changes(version: TextVersion, before: Draft, taken: Taken) -> Plan:
    """The version stays as it is: the lines are there to tell which block each change concerns."""
    found = _paired(before, taken)
    names = {line.key: found[line.place] for line in taken.reading.lines if line.key and line.place in found}
    lines = [replace(line, words=keeping.renamed(line.words, names)) for line in taken.reading.lines]
    labels = _labels(before, version.text.numbering, taken.language)
    return Plan(before, before, lines, found, labels, labels.printed)


# All


def _labels(before: Draft, scheme: Any, language: str) -> Labels:
    return known.numbers(before.blocks, scheme, language, before.words.get(language, {}))


def _twice(made: Plan, taken: Taken) -> None:
    """Two lines that a person gave the same block."""
    first: dict[str, int] = {}
    for place, key in sorted(made.found.items()):
        if first.setdefault(key, place) != place:
            made.hinder(place, Fault(TWICE, line=abs(first[key])))


def _check_words(made: Plan, language: str) -> None:
    kinds = {block.key: block.kind for block in made.after.blocks}
    is_new_structure = made.after.blocks is not made.before.blocks
    for line in made.lines:
        key = line.key if is_new_structure else made.found.get(line.place, "")
        if not line.is_taken or key not in kinds:
            continue
        if not line.words and is_new_structure and line.kind not in NAMELESS:
            made.hinder(line.place, Fault(NO_WORDS))
        try:
            coherence.check(key, line.words, kinds)
        except Fault as fault:
            made.hinder(line.place, fault)
