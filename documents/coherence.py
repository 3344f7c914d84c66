"""Whether the words of a text hang together: what calls or names another block leads there, and languages agree.

A footnote is called from the text itself, never from another footnote: numbers follow the order of calls. Languages
agree in the labels of their brackets and in the shape of their tables. How many brackets bear no label may differ,
as grammar has it: that is a hint for whoever translates, and nothing more.
"""

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import Any

from documents import brackets, wordings
from documents.drafts import DEEPEST
from documents.faults import Fault, TextFault, gettext_noop
from documents.numbering import Block, Labels, labels, named_by_number, no_level

NOTE = "footnote"
TABLE = "table"
NUMBERED = ("heading", "annex", "paragraph", "subparagraph", "definition")
TITLES = ("heading", "annex", "option")  # of which some need no words: see `to_be_worded`
ITEMS = ("paragraph", "subparagraph", "definition")

_NAMED = re.compile(r"\{(?:note|para):([^{}]*)\}")
_BEHIND_BACKSLASH = re.compile(r"\\(.)", re.DOTALL)

Tokens = list[wordings.Token]
Found = tuple[str, str, Fault]  # language, key of the block, and what is wrong or odd there


def to_be_worded(blocks: Iterable[Block], original: Mapping[str, str], numbering: Any) -> list[str]:
    """The blocks that need words in every language: those that have some in the `original`, and those that must.

    A block whose number names it needs none; but where the original has words, so have its translations.
    """
    every = list(blocks)
    may_be_wordless = named_by_number(every, numbering)
    return [block.key for block in every if block.key in original or block.key not in may_be_wordless]


def faults(blocks: Iterable[Block], words: Mapping[str, Mapping[str, str]], original: str) -> Iterator[Found]:
    """All that is wrong in `words` (by language, then by block key), each with the language and key where it is.

    Blocks without words are passed over. `original` is the language with which the others agree.
    """
    kinds = {block.key: block.kind for block in blocks}
    there = words.get(original, {})
    worded_always = [key for key, kind in kinds.items() if key in there or kind not in TITLES]
    readable: dict[str, dict[str, Tokens]] = {}
    for language, worded in words.items():
        read = readable[language] = {}
        for key, text in worded.items():
            try:
                read[key] = check(key, text, kinds)
            except Fault as fault:
                yield language, key, fault
        if all(read.get(key) for key in worded_always):  # what cannot be read may call any note
            yield from ((language, note, uncalled) for note, uncalled in _uncalled(read, kinds))
    for language, read in readable.items():
        yield from ((language, key, other) for key, other in _other_labels(read, readable.get(original, {})))
        tables = {key: words[language][key] for key in read if kinds.get(key) == TABLE}
        yield from ((language, key, other) for key, other in _other_tables(tables, words.get(original, {})))


def hints(words: Mapping[str, Mapping[str, str]], original: str) -> Iterator[Found]:
    """What is odd in `words` beside the original: brackets without labels of which there are more or fewer."""
    return _more_or_fewer(words, original, _unlabelled)


def differing(words: Mapping[str, Mapping[str, str]], original: str) -> Iterator[Found]:
    """Where there are more brackets than in the original, or fewer: one label may stand at several places."""
    return _more_or_fewer(words, original, _brackets)


def _more_or_fewer(
    words: Mapping[str, Mapping[str, str]], original: str, counted: Callable[[str], int | None]
) -> Iterator[Found]:
    expected = {key: found for key, text in words.get(original, {}).items() if (found := counted(text)) is not None}
    for language, worded in words.items():
        for key, text in worded.items():
            count = counted(text)
            if count is not None and count != expected.get(key, count):
                reason = gettext_noop("Number of brackets in “{key}”: {count}; in the original: {expected}.")
                yield language, key, Fault(reason, key=key, count=count, expected=expected[key])


def ambiguous(blocks: Iterable[Block], words: Mapping[str, str], numbers: Labels) -> Iterator[tuple[str, Fault]]:
    """What is odd in the words of one language: references whose number is that of two blocks, by where they stand.

    So are two items (a) of two lists under one article; but section 1 is not paragraph 1, nor is footnote 1.
    """
    shared = Counter(numbers.cited[block.key] for block in blocks if block.kind in ITEMS and block.key in numbers.cited)
    for key, tokens in _readable(words):
        for named in dict.fromkeys(wordings.paragraph_references(tokens)):
            if shared[label := numbers.cited.get(named, "")] > 1:
                reason = gettext_noop("“{label}” is the number of several paragraphs: nobody can tell which is meant.")
                yield key, Fault(reason, label=label)


def check(key: str, words: str, kinds: Mapping[str, str]) -> Tokens:
    """The words of block `key`, read; `kinds` are those of all blocks of the version, by key.

    Raises Fault for words that cannot be read, and for a call or a reference that leads nowhere.
    """
    tokens = wordings.parse(words)
    if kinds.get(key) == TABLE:
        wordings.table(words)
    for note in wordings.note_calls(tokens):
        if kinds.get(key) == NOTE:
            raise Fault(gettext_noop("A footnote cannot refer to another footnote."))
        if kinds.get(note) != NOTE:
            reason = gettext_noop("Block {key} refers to footnote {note}, which does not exist.")
            raise Fault(reason, key=key, note=note)
    for named in wordings.paragraph_references(tokens):
        if kinds.get(named) not in NUMBERED:
            raise Fault(gettext_noop("There is no numbered block “{key}” to refer to."), key=named)
    return tokens


def check_levels(blocks: Iterable[Block]) -> None:
    """Refuse levels that no block of such a kind has, numbered or not. Raises NumberingError."""
    for block in blocks:
        if not 1 <= block.level <= (deepest := DEEPEST.get(block.kind, 1)):
            raise no_level(block, deepest)


def kinds(blocks: Iterable[Block], numbering: Any) -> dict[str, str]:
    """The kinds of blocks by key, as `check` takes them: a heading that has no number is none to refer to."""
    every = list(blocks)
    found = {block.key: block.kind for block in every}
    try:
        cited = labels(every, numbering, "en").cited
    except Fault:
        return found  # which has to be mended before any number is printed
    return {key: kind if kind not in NUMBERED or key in cited else "" for key, kind in found.items()}


def naming(words: Mapping[str, Mapping[str, str]], keys: Container[str]) -> Iterator[tuple[str, str]]:
    """The wordings, by language and block, that call or name one of these blocks."""
    for language, worded in words.items():
        for key, text in worded.items():
            if any(named in keys for named in _NAMED.findall(text)):
                yield language, key


def strays(words: Mapping[str, Mapping[str, str]]) -> Iterator[Found]:
    """Brackets without a partner that a text brought with it, which stand as ordinary characters until mended."""
    for language, worded in words.items():
        for key, text in worded.items():
            if (place := _stray(text)) is not None:
                reason = gettext_noop("This bracket has no partner. Give it one, or take it out.")
                yield language, key, TextFault(reason, place)


def _stray(text: str) -> int | None:
    """Where the first bracket behind a backslash stands that no other of its kind belongs to."""
    opened: list[int] = []
    for found in _BEHIND_BACKSLASH.finditer(text):
        if found[1] not in brackets.OPENING + brackets.CLOSING:
            continue
        if found[1] in brackets.OPENING:
            opened.append(found.start())
        elif opened:
            opened.pop()
        else:
            return found.start()
    return opened[0] if opened else None


def _uncalled(read: Mapping[str, Tokens], kinds: Mapping[str, str]) -> Iterator[tuple[str, Fault]]:
    called = {note for tokens in read.values() for note in wordings.note_calls(tokens)}
    for key, kind in kinds.items():
        if kind == NOTE and key not in called:
            yield key, Fault(gettext_noop("No block refers to footnote “{key}”."), key=key)


def _other_labels(read: Mapping[str, Tokens], original: Mapping[str, Tokens]) -> Iterator[tuple[str, Fault]]:
    for key, tokens in read.items():
        here, there = wordings.bracket_labels(tokens), wordings.bracket_labels(original.get(key, tokens))
        if lacking := sorted(there - here):
            reason = gettext_noop("In “{key}” these labels of brackets are missing: {labels}.")
            yield key, Fault(reason, key=key, labels=", ".join(f"{{is:{label}}}" for label in lacking))
        if unknown := sorted(here - there):
            reason = gettext_noop("In “{key}” these labels of brackets are not in the original: {labels}.")
            yield key, Fault(reason, key=key, labels=", ".join(unknown))


def _other_tables(tables: Mapping[str, str], original: Mapping[str, str]) -> Iterator[tuple[str, Fault]]:
    for key, text in tables.items():
        try:
            (rows, columns), (wanted_rows, wanted_columns) = _shape(text), _shape(original.get(key, text))
        except Fault:
            continue  # told of the original
        if (rows, columns) != (wanted_rows, wanted_columns):
            reason = gettext_noop(
                "Table “{key}” has {rows} rows and {columns} columns; in the original it has {wanted_rows} rows and "
                "{wanted_columns} columns."
            )
            facts = {"rows": rows, "columns": columns, "wanted_rows": wanted_rows, "wanted_columns": wanted_columns}
            yield key, Fault(reason, key=key, **facts)


def other_labels(words: Mapping[str, Mapping[str, str]], language: str, original: str) -> Iterator[tuple[str, Fault]]:
    """Of the faults in one language those of labels alone; words that cannot be read are passed over."""
    read, there = (dict(_readable(words.get(code, {}))) for code in (language, original))
    yield from _other_labels(read, there)


def _readable(words: Mapping[str, str]) -> Iterator[tuple[str, Tokens]]:
    for key, text in words.items():
        try:
            yield key, wordings.parse(text)
        except Fault:
            continue


def _shape(text: str) -> tuple[int, int]:
    rows = wordings.table(text)
    return len(rows), len(rows[0]) if rows else 0


def _brackets(text: str) -> int | None:
    """How many brackets there are; None where they do not balance."""
    try:
        return len(brackets.scan(text))
    except Fault:
        return None


def _unlabelled(text: str) -> int | None:
    """How many brackets bear no label; None where the words cannot be read, which is told elsewhere."""
    try:
        tokens = wordings.parse(text)
    except Fault:
        return None
    return sum(isinstance(token, wordings.BracketOpen) and not token.label for token in tokens)
