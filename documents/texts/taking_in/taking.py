"""What would become of a version if a file were taken into it as a person has it before them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ... import coherence, numbering, wordings
from ...drafts import MAY_BE_WORDLESS, Draft
from ...exchange import align, keeping
from ...exchange.notes import paired_notes
from ...exchange.reading import NAMELESS, NOTE, Line, Proposed, as_numbered, draft
from ...faults import Fault, gettext_noop
from ...numbering import Labels
from .. import history
from ..models import TextVersion
from .taken import Taken

NO_WORDS = gettext_noop("This line has no words. Leave it out, or enter its words.")
TWICE = gettext_noop("Line {line} was given the same paragraph. Choose another for one of the two.")
NO_BLOCK = gettext_noop("This line fits no paragraph of the original.")
NOT_THERE = gettext_noop("The paragraph that this change concerns is left out.")
HOW = {"reword": "wording", "insert": "new", "delete": "deletion", "move": "move"}
_REFERENCE = re.compile(r"\{(?:para|note):([A-Za-z0-9_.-]+)\}")


@dataclass
class Plan:
    """A version before and after, and what is to be said of each line on the way."""

    before: Draft
    after: Draft
    lines: Sequence[Line]  # with the keys that they will have
    found: Mapping[int, str]  # the block that each line is, by its place
    labels: Labels  # of the version as it stands, in the language of the file
    printed: Mapping[str, str] = field(default_factory=dict)  # its numbers as they will be
    gone: list[str] = field(default_factory=list)  # blocks that will be deleted
    without: list[str] = field(default_factory=list)  # blocks that stay without words in the language
    citing: list[tuple[str, str]] = field(default_factory=list)  # translations, by language and block, that name these
    asked: dict[int, Fault] = field(default_factory=dict)  # what a person has to answer, by the place of the line
    faults: dict[int, list[Fault]] = field(default_factory=dict)  # what hinders, by place; 0 for the whole
    lost: dict[int, Fault] = field(default_factory=dict)  # tracked changes of what is left out, by their number
    open_authors: list[str] = field(default_factory=list)

    @property
    def may_be_written(self) -> bool:
        return not (self.asked or self.faults or self.open_authors)

    def hinder(self, place: int, fault: Fault) -> None:
        self.faults.setdefault(place, []).append(fault)


def plan(version: TextVersion, before: Draft, taken: Taken) -> Plan:
    """What a press would write, and what hinders it."""
    if taken.language == version.text.original_language:
        made = _of_original(version, before, taken)
    else:
        made = _of_translation(version, before, taken)
    _twice(made, taken)
    _check_words(made, taken.language)
    _check_proposals(made, taken)
    return made


# The original


def _of_original(version: TextVersion, before: Draft, taken: Taken) -> Plan:
    found = {**keeping.kept(before, taken.reading), **taken.answers}
    chosen = {key for key in taken.answers.values() if key}
    there = {line.place for line in taken.reading.lines if line.is_taken}
    keys = {block.key for block in before.blocks}
    found = {
        place: key
        for place, key in found.items()
        if key in keys and place in there and (place in taken.answers or key not in chosen)
    }
    reading, names = keeping.rekeyed(taken.reading, found, before, history.keys_of(version.text_id))
    after = _merged(before, draft(reading), names, taken)
    scheme = numbering_of(version, taken)
    made = Plan(before, after, reading.lines, found, _labels(before, version.text.numbering, taken.language))
    made.gone = [block.key for block in before.blocks if block.key not in {one.key for one in after.blocks}]
    made.citing = list(_citing(after, set(made.gone), taken.language))
    try:
        words = readable(after.words[taken.language])
        made.printed = numbering.labels(after.blocks, scheme, taken.language, words).printed
        numbered = as_numbered(reading, made.printed).lines
        made.lines = [new if old.label else old for old, new in zip(reading.lines, numbered, strict=True)]
    except Fault as fault:
        places = {line.key: line.place for line in reading.lines if line.is_taken}
        made.hinder(places.get(getattr(fault, "key", ""), 0), fault)
    return made


def _merged(before: Draft, fresh: Draft, names: Mapping[str, str], taken: Taken) -> Draft:
    """The blocks of the file, with the words that their translations have here or bring along."""
    there = {block.key for block in fresh.blocks}
    words = {code: dict(worded) for code, worded in before.words.items()}
    for code, worded in taken.others.items():
        brought = {names.get(key, ""): keeping.renamed(said, names) for key, said in worded.items()}
        words[code] = {**words.get(code, {}), **brought}
    words = {code: {key: said for key, said in worded.items() if key in there} for code, worded in words.items()}
    return Draft(fresh.blocks, {code: worded for code, worded in words.items() if worded} | dict(fresh.words))


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
    wanted = [block.key for block in before.blocks if block.kind not in MAY_BE_WORDLESS]
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


# Both


def _labels(before: Draft, scheme: Any, language: str) -> Labels:
    try:
        return numbering.labels(before.blocks, scheme, language, readable(before.words.get(language, {})))
    except Fault:
        return Labels(language)


def readable(words: Mapping[str, str]) -> dict[str, str]:
    """Those of the words whose marks can be read."""
    return {key: said for key, said in words.items() if _can_be_read(said)}


def _can_be_read(words: str) -> bool:
    try:
        wordings.parse(words)
    except Fault:
        return False
    return True


def _twice(made: Plan, taken: Taken) -> None:
    """Two lines that a person gave the same block."""
    first: dict[str, int] = {}
    for place, key in sorted(made.found.items()):
        if first.setdefault(key, place) != place:
            made.hinder(place, Fault(TWICE, line=first[key]))


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


# Proposals


def _check_proposals(made: Plan, taken: Taken) -> None:
    """What changes a line that is left out is no proposal; of the others, whose they are must be known."""
    keys = _keys(made)
    entered = []
    for number, one in enumerate(taken.reading.proposals):
        if one.how != "insert" and one.place not in keys:
            made.lost[number] = Fault(NOT_THERE)
        elif number not in taken.dropped:
            entered.append(one.author)
    made.open_authors = [one for one in dict.fromkeys(entered) if one not in taken.authors]


def _keys(made: Plan) -> dict[int, str]:
    """The block of each line that has one, by its place: a translation makes none."""
    is_new_structure = made.after.blocks is not made.before.blocks
    found = {
        line.place: made.found.get(line.place) or line.key * is_new_structure for line in made.lines if line.is_taken
    }
    return {place: key for place, key in found.items() if key}


def proposals(made: Plan, taken: Taken) -> Iterable[tuple[Proposed, dict[str, Any]]]:
    """Those that are to be entered, each with what it says of which block."""
    keys = _keys(made)
    behind = _behind(made, keys)
    names = {old.key: new for old in taken.reading.lines if (new := keys.get(old.place))}
    for number, one in enumerate(taken.reading.proposals):
        if number in taken.dropped or number in made.lost or not taken.authors.get(one.author):
            continue
        key = behind.get(one.place, "") if one.how == "insert" else keys[one.place]
        said: dict[str, Any] = {"key": key, "words": keeping.renamed(one.words, names)}
        if one.how == "insert":
            said |= {"block_kind": one.kind, "level": one.level}
        if one.how == "move":
            said |= {"after": behind.get(one.after, "")}
        yield one, said


def _behind(made: Plan, keys: Mapping[int, str]) -> dict[int, str]:
    """The block behind which a thing stands that follows a line, by its place: a line left out has those before it."""
    found: dict[int, str] = {}
    last = ""
    for line in made.lines:
        last = keys.get(line.place, last) if line.kind != NOTE else last
        found[line.place] = last
    return found
