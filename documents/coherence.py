"""Whether the words of a text hang together: what calls or names another block leads there, and brackets agree.

A footnote is called from the text itself, never from another footnote: numbers follow the order of calls.
"""

from collections.abc import Iterable, Iterator, Mapping

from documents import wordings
from documents.faults import Fault, gettext_noop
from documents.numbering import Block

NOTE = "footnote"
NUMBERED = ("heading", "paragraph", "subparagraph")

Tokens = list[wordings.Token]


def faults(
    blocks: Iterable[Block], words: Mapping[str, Mapping[str, str]], original: str
) -> Iterator[tuple[str, str, Fault]]:
    """All that is wrong in `words` (by language, then by block key), each with the language and key where it is.

    Blocks without words are passed over. `original` is the language with which the others agree in brackets.
    """
    kinds = {block.key: block.kind for block in blocks}
    readable: dict[str, dict[str, Tokens]] = {}
    for language, worded in words.items():
        read = readable[language] = {}
        for key, text in worded.items():
            try:
                read[key] = check(key, text, kinds)
            except Fault as fault:
                yield language, key, fault
        if all(read.get(key) for key in kinds):  # what cannot be read may call any note
            yield from ((language, note, uncalled) for note, uncalled in _uncalled(read, kinds))
    for language, read in readable.items():
        yield from ((language, key, other) for key, other in _other_brackets(read, readable.get(original, {})))


def check(key: str, words: str, kinds: Mapping[str, str]) -> Tokens:
    """The words of block `key`, read; `kinds` are those of all blocks of the version, by key.

    Raises Fault for words that cannot be read, and for a call or a reference that leads nowhere.
    """
    tokens = wordings.parse(words)
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


def _uncalled(read: Mapping[str, Tokens], kinds: Mapping[str, str]) -> Iterator[tuple[str, Fault]]:
    called = {note for tokens in read.values() for note in wordings.note_calls(tokens)}
    for key, kind in kinds.items():
        if kind == NOTE and key not in called:
            yield key, Fault(gettext_noop("No block refers to footnote “{key}”."), key=key)


def _other_brackets(read: Mapping[str, Tokens], original: Mapping[str, Tokens]) -> Iterator[tuple[str, Fault]]:
    for key, tokens in read.items():
        count, expected = _brackets(tokens), _brackets(original.get(key, tokens))
        if count != expected:
            reason = gettext_noop("Number of brackets in “{key}”: {count}; in the original: {expected}.")
            yield key, Fault(reason, key=key, count=count, expected=expected)


def _brackets(tokens: Tokens) -> int:
    return sum(isinstance(token, wordings.BracketOpen) for token in tokens)
