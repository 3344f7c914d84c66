"""What will become of each of many files, before anything is written. Knows nothing of Django.

The page of many files and the list of documents make the same plan, and say the same of the same file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ... import symbols
from ...faults import Fault, gettext_noop


class Outcome(StrEnum):
    CREATED = "created"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    LEFT_OUT = "left out"


@dataclass(frozen=True)
class Incoming:
    """One file: as it came, and what was found in it."""

    place: int
    path: str  # its name, with the folders in which it came
    size: int = 0
    sha256: str = ""
    format: str = ""  # by its content
    pages: int | None = None
    refused: str = ""  # why it is not taken, in words
    heard: str = ""  # the language that its text plainly is in
    printed: tuple[str, ...] = ()  # the symbols at its head
    looked: bool = False  # whether it has been read
    words: int | None = None  # None where they have not been counted


@dataclass(frozen=True)
class Choice:
    """What one file is, as its name says or a person has corrected it."""

    document: int | None = None
    language: str = ""
    also: tuple[str, ...] = ()
    taken: bool = True

    @property
    def languages(self) -> tuple[str, ...]:
        return (self.language, *(code for code in self.also if code != self.language)) if self.language else ()


def _nothing(words: int | None) -> list[str]:
    return []


@dataclass(frozen=True)
class Held:
    """A document of the library, as far as a posting has to know it."""

    pk: int
    label: str
    symbol: str = ""
    is_issued: bool = False
    is_withdrawn: bool = False
    languages: tuple[str, ...] = ()  # in which it is to be issued
    in_part: bool = False  # whether languages may be missing when it is issued
    files: Mapping[tuple[str, str], str] = field(default_factory=dict)  # by format and language: the SHA-256
    meeting: int | None = None
    # What there is to warn of, in words, where its file has so many words.
    cautions: Callable[[int | None], Iterable[str]] = field(default=_nothing, compare=False, repr=False)


@dataclass(frozen=True)
class Elsewhere:
    """Where the very bytes are current: under a document that is not to be named, where `label` is empty."""

    document: int
    label: str
    languages: tuple[str, ...]


@dataclass(frozen=True)
class Library:
    """What the library holds of the documents that a posting concerns."""

    documents: Mapping[int, Held]
    current: Mapping[str, tuple[Elsewhere, ...]] = field(default_factory=dict)  # by SHA-256


@dataclass(frozen=True)
class Row:
    """One file, what it is taken for, and what will become of it."""

    file: Incoming
    choice: Choice
    document: Held | None
    outcome: Outcome
    why: Fault | None = None
    warnings: tuple[Fault, ...] = ()
    replaces: tuple[str, ...] = ()  # the SHA-256 of what it takes the place of

    @property
    def is_posted(self) -> bool:
        return self.outcome in (Outcome.CREATED, Outcome.REPLACED)

    @property
    def is_public_at_once(self) -> bool:
        return self.is_posted and self.document is not None and self.document.is_issued


@dataclass(frozen=True)
class Plan:
    """All the files of one posting; `issued` are the documents that are issued with it."""

    rows: tuple[Row, ...]
    issued: tuple[int, ...] = ()
    refusals: tuple[Fault, ...] = ()  # of documents that cannot be issued so

    @property
    def counts(self) -> Counter[Outcome]:
        return Counter(row.outcome for row in self.rows)

    @property
    def may_be_posted(self) -> bool:
        """Whether there is something to do and nothing that has to be settled first."""
        does = bool(self.issued) or any(row.is_posted for row in self.rows)
        return does and not self.refusals and not self.counts[Outcome.REFUSED]

    @property
    def posted(self) -> list[Row]:
        return [row for row in self.rows if row.is_posted]

    @property
    def shape(self) -> list[object]:
        """What of it a person has been shown and agrees to; what is to be issued is said with the press itself."""
        return [
            (row.file.place, row.file.sha256, row.document and row.document.pk, row.choice.languages, row.outcome)
            + (row.replaces, bool(row.document and row.document.is_issued))
            for row in self.rows
        ]


CHOOSE_DOCUMENT = gettext_noop("Choose the document to which the file belongs.")
CHOOSE_LANGUAGE = gettext_noop("Choose the language of the file.")
TWICE = gettext_noop("The same file stands in row {row} as well.")
SAME_PLACE = gettext_noop("Row {row} has a file of the same document, language and format.")
ELSEWHERE = gettext_noop(
    "This file has already been posted, as {document} in {language}. A file belongs to one symbol and one language."
)
ELSEWHERE_UNNAMED = gettext_noop("This file has already been posted, under a document that you may not see.")
WITHDRAWN = gettext_noop("The document has been withdrawn: reissue it first.")
HEARD = gettext_noop("The text seems to be in another language ({language}).")
PRINTED = gettext_noop("Another symbol is printed in the file: {symbol}.")
LANGUAGES_MISSING = gettext_noop(
    "“{document}” cannot be issued so: all languages are issued together, and there is no file in: {missing}. Send the "
    "missing files; or do not select it here, and on its own page select the languages of issue or issue it as an "
    "exception."
)


def plan(
    files: Iterable[Incoming], choices: Mapping[int, Choice], library: Library, issued: Iterable[int] = ()
) -> Plan:
    """What will become of each file as it was chosen, and of the documents that are to be issued with them."""
    rows: list[Row] = []
    seen = _Seen()
    for file in files:
        choice = choices.get(file.place, Choice())
        rows.append(_row(file, choice, library, seen))
    wanted = tuple(pk for pk in dict.fromkeys(issued) if _can_be_issued(library.documents.get(pk)))
    return Plan(tuple(rows), wanted, tuple(_incomplete(wanted, rows, library)))


@dataclass
class _Seen:
    """The rows before: by their bytes, and by document, format and language."""

    bytes: dict[str, int] = field(default_factory=dict)
    places: dict[tuple[int, str, str], int] = field(default_factory=dict)


def _row(file: Incoming, choice: Choice, library: Library, seen: _Seen) -> Row:
    document = library.documents.get(choice.document) if choice.document is not None else None
    if not choice.taken:
        return Row(file, choice, document, Outcome.LEFT_OUT)
    why = _refusal(file, choice, document, library, seen)
    if why or document is None:
        return Row(file, choice, document, Outcome.REFUSED, why, _warnings(file, choice, document))
    seen.bytes[file.sha256] = file.place
    seen.places |= {(document.pk, file.format, code): file.place for code in choice.languages}
    replaces = tuple(
        dict.fromkeys(sha for code in choice.languages if (sha := document.files.get((file.format, code))))
    )
    if _is_there(file, choice, document, library):
        return Row(file, choice, document, Outcome.UNCHANGED)
    outcome = Outcome.REPLACED if replaces else Outcome.CREATED
    return Row(file, choice, document, outcome, None, _warnings(file, choice, document), replaces)


def _refusal(file: Incoming, choice: Choice, document: Held | None, library: Library, seen: _Seen) -> Fault | None:
    """Why a file cannot be posted so."""
    if file.refused:
        return _in_words(file.refused)
    if document is None:
        return Fault(CHOOSE_DOCUMENT)
    if document.is_withdrawn:
        return Fault(WITHDRAWN)
    if not choice.language:
        return Fault(CHOOSE_LANGUAGE)
    return _clash(file, choice, document, seen) or _posted_elsewhere(file, choice, document, library)


def _in_words(sentence: str) -> Fault:
    """What is said in the reader's language already."""
    return Fault(sentence.replace("{", "{{").replace("}", "}}"))


def _clash(file: Incoming, choice: Choice, document: Held, seen: _Seen) -> Fault | None:
    """What another row says of the same file, or of the same place in the library."""
    if file.sha256 in seen.bytes:
        return Fault(TWICE, row=seen.bytes[file.sha256])
    for code in choice.languages:
        if (row := seen.places.get((document.pk, file.format, code))) is not None:
            return Fault(SAME_PLACE, row=row)
    return None


def _posted_elsewhere(file: Incoming, choice: Choice, document: Held, library: Library) -> Fault | None:
    for there in library.current.get(file.sha256, ()):
        if there.document == document.pk and set(choice.languages) >= set(there.languages):
            continue  # it is there, or is to serve more languages
        if not there.label:
            return Fault(ELSEWHERE_UNNAMED)
        return Fault(ELSEWHERE, document=there.label, language=Languages(there.languages))
    return None


def _is_there(file: Incoming, choice: Choice, document: Held, library: Library) -> bool:
    return any(
        there.document == document.pk and set(there.languages) == set(choice.languages)
        for there in library.current.get(file.sha256, ())
    )


class Languages(tuple[str, ...]):
    """Codes in a fault, which whoever says it names in words."""


def _warnings(file: Incoming, choice: Choice, document: Held | None) -> tuple[Fault, ...]:
    return tuple(_warned(file, choice, document))


def _warned(file: Incoming, choice: Choice, document: Held | None) -> Iterator[Fault]:
    if file.heard and choice.language and file.heard not in choice.languages:
        yield Fault(HEARD, language=Languages((file.heard,)))
    if document and document.symbol and (other := another_symbol(document.symbol, file.printed)):
        yield Fault(PRINTED, symbol=other)
    if document:
        yield from map(_in_words, document.cautions(file.words))


def another_symbol(symbol: str, printed: Iterable[str]) -> str:
    """The first symbol printed in a file, where its own is not among them."""
    found = list(printed)
    own = set(symbols.parse(symbol).keys)
    return "" if not found or any(own & set(symbols.parse(one).keys) for one in found) else found[0]


def _can_be_issued(document: Held | None) -> bool:
    return document is not None and not document.is_issued and not document.is_withdrawn


def _incomplete(issued: Iterable[int], rows: Iterable[Row], library: Library) -> Iterator[Fault]:
    """The documents that lack a language in which they are issued together."""
    for pk in issued:
        document = library.documents[pk]
        there = {code for _format, code in document.files}
        there |= {code for row in rows if row.is_posted and row.document == document for code in row.choice.languages}
        missing = tuple(code for code in document.languages if code not in there)
        if missing and not document.in_part:
            yield Fault(LANGUAGES_MISSING, document=document.label, missing=Languages(missing))
