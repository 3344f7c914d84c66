"""From the name of a file to each way in which it can be read, the likeliest first.

What surely is no part of a symbol is taken away: what says a language in words, a copy, a version, “final”. What may
be one or the other (a letter behind a number, a date, the code of a language that a country has too) is read in both
ways; which is meant is for a library to say, or a person.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import unquote

from igsp_portal.foundations.language.characters import joined, plain

from . import marks
from .printed import printed

FORMATS = {"pdf": "pdf", "docx": "docx"}
MOST_READINGS = 60
LONGEST_NAME = 300  # characters that are looked at
_ENDINGS = ("pdf", "docx", "doc", "odt", "rtf", "zip", "xlsx")
_JOB = re.compile(r"(?<![A-Za-z0-9])([A-Z])[ .-]?([0-9]{2})[ .-]?([0-9]{5})(?![0-9])", re.IGNORECASE)
_JOB_FIGURES = re.compile(r"(?<![A-Za-z0-9])([0-9]{2})-([0-9]{5})(?![0-9])")
# What each doubt costs: the cheaper reading is the likelier.
LETTER, AT_START, PLAIN_COPY, DATE, WORD, NUMBER = 2, 3, 1, 1, 6, 8


def compared(text: str) -> str:
    """Letters and figures alone, numbers kept apart and without leading noughts."""
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", joined(text))


@dataclass(frozen=True)
class Reading:
    """One way to read a name: what is left for the symbol, the languages in their order, and how doubtful it is."""

    text: str
    languages: tuple[str, ...] = ()
    doubt: int = 0
    dropped: tuple[str, ...] = ()  # words beside the symbol, such as a title's

    @cached_property
    def joined(self) -> str:
        """Letters and figures alone, in which what people write for a symbol is compared."""
        return compared(self.text.replace("!", "").replace(":", "/"))

    def symbols(self, series: str = "") -> tuple[str, ...]:
        """The symbols it may stand for, as they are printed; numbers alone are those of a session of `series`."""
        return printed(self.text, series)


@dataclass(frozen=True)
class Named:
    """What the name of a file says."""

    name: str  # without folders, as it is shown
    format: str  # "" for an ending that no document is issued in
    job: str  # the job number, without room; "" where there is none
    readings: tuple[Reading, ...]
    contradicted: bool = False  # its folder says another language

    @property
    def best(self) -> Reading:
        return self.readings[0]


def read(path: str) -> Named:
    """What the name of a file says, with those of the folders it came in: `fr/UNEP_GC.23_6.pdf`."""
    *folders, name = [_plainly(part) for part in re.split(r"[/\\]", path.rstrip("/\\")) if part] or [""]
    text, ending = _without_ending(name)
    readings = _readings(text)
    if folders and not readings[0].text:  # UNEP_GC.23_6/FR.pdf
        readings = _of_folder(folders[-1], readings[0].languages)
        folders.pop()
    said = next((found for folder in reversed(folders) if (found := _language_of_folder(folder))), ())
    contradicted = bool(said) and any(r.languages and not set(said) <= set(r.languages) for r in readings[:1])
    readings = list(_with_folder(readings, said))
    return Named(name, FORMATS.get(ending, ""), _job(text), tuple(_each_once(readings)), contradicted)


def _plainly(part: str) -> str:
    """A name as people see it: composed, of the usual width, no mark unseen, no escape of an address."""
    text = part
    if re.search("%[0-9A-Fa-f]{2}", part):
        try:
            text = unquote(part, errors="strict")
        except UnicodeDecodeError:
            text = part
    text = "".join(plain(sign) for sign in unicodedata.normalize("NFC", text[:LONGEST_NAME]))
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _without_ending(name: str) -> tuple[str, str]:
    """The name before its ending, and the ending in small letters; `x.docx.pdf` is a PDF called x."""
    base, dot, ending = name.rpartition(".")
    if not dot or not re.fullmatch("[A-Za-z][A-Za-z0-9]{1,4}", ending.strip()):
        return name.strip(), ""
    while (before := base.rpartition("."))[2].lower().strip() in _ENDINGS and before[1]:
        base = before[0]
    return base.strip(), ending.strip().lower()


def _job(text: str) -> str:
    if found := _JOB.search(text.replace("_", " ")):
        return "".join(found.groups()).upper()
    found = _JOB_FIGURES.search(text)
    return "".join(found.groups()) if found else ""


def _language_of_folder(folder: str) -> tuple[str, ...]:
    """The language that a folder is named by, such as fr, F, Français or “Documents FR”."""
    for reading in _readings(folder):
        if reading.languages and (not reading.text or not re.search("[0-9/]", reading.text)):
            return reading.languages
    return ()


def _of_folder(folder: str, languages: tuple[str, ...]) -> list[Reading]:
    return [replace(one, languages=languages or one.languages) for one in _readings(folder)]


def _with_folder(readings: list[Reading], said: tuple[str, ...]) -> Iterator[Reading]:
    """The readings with the language of their folder where they have none; where they have another, both."""
    for one in readings:
        if not one.languages and said:
            yield replace(one, languages=said)
        else:
            yield one
            if said and not set(said) & set(one.languages):
                yield replace(one, languages=said, doubt=one.doubt + 1)


def _each_once(readings: list[Reading]) -> list[Reading]:
    """In order of their doubt, none twice."""
    best: dict[tuple[str, tuple[str, ...]], Reading] = {}
    for one in sorted(readings, key=lambda r: (r.doubt, -len(r.languages), len(r.text))):
        best.setdefault((one.joined or one.text, one.languages), one)
    return list(best.values())


def _readings(text: str) -> list[Reading]:
    """Every way to read the text, so many at most."""
    found: dict[tuple[str, tuple[str, ...]], Reading] = {}
    waiting = [Reading(_tidy(text))]
    while waiting and len(found) < MOST_READINGS:
        one = waiting.pop(0)
        if (one.text, one.languages) in found:
            continue
        if sure := _surely(one):
            waiting.insert(0, sure)
            continue
        found[one.text, one.languages] = one
        waiting.extend(_doubtfully(one))
        waiting.sort(key=lambda r: r.doubt)
    return _each_once(list(found.values()))


def _tidy(text: str) -> str:
    return text.strip(" _-.,–—+&~;")


def _cut(one: Reading, found: re.Match[str], *languages: str, doubt: int = 0, word: str = "") -> Reading:
    """The reading without what was found, which says these languages."""
    text = _tidy(one.text[: found.start()] + one.text[found.end() :])
    said = (*languages, *(code for code in one.languages if code not in languages))
    return Reading(text, said, one.doubt + doubt, (*one.dropped, *([word] if word else [])))


def _surely(one: Reading) -> Reading | None:
    """The reading without what is no part of a symbol, if there is any such thing at its ends."""
    for pattern in (marks.COPY_AT_END, marks.SAID_AT_END, marks.SAID_AT_START):
        if (found := pattern.search(one.text)) and _tidy(one.text[: found.start()] + one.text[found.end() :]):
            return _cut(one, found)
    for patterns in (marks.LANGUAGE_AT_END, marks.LANGUAGE_WITHIN, marks.LANGUAGE_AT_START):
        for code, pattern in patterns.items():
            if found := pattern.search(one.text):
                return _cut(one, found, code)
    if found := marks.CODE_AT_END.search(one.text):
        return _cut(one, found, marks.CODES[found["code"].lower()])
    return None


def _doubtfully(one: Reading) -> Iterator[Reading]:
    """The readings without what may be part of a symbol, or may not."""
    yield from _with_language_behind(one)
    if not one.languages:
        yield from _with_language_before(one)
    if found := marks.NUMBERED_COPY.search(one.text):
        yield _cut(one, found, doubt=-PLAIN_COPY if not one.languages else PLAIN_COPY)
    for pattern in (marks.DATE_AT_END, marks.DATE_AT_START):
        if found := pattern.search(one.text):
            yield _cut(one, found, doubt=-DATE)
    if found := marks.NUMBER_AT_START.search(one.text):
        yield _cut(one, found, doubt=NUMBER)
    for pattern in (marks.WORD_AT_END, marks.WORD_AT_START):
        if found := pattern.search(one.text):
            yield _cut(one, found, doubt=WORD, word=found["word"])


def _with_language_behind(one: Reading) -> Iterator[Reading]:
    """A code that may be a country's, letters, one letter: likelier a language than a part of the symbol."""
    cheaper = -LETTER if not one.languages else LETTER
    if found := marks.LONG_CODE_AT_END.search(one.text):
        yield _cut(one, found, marks.LONG_CODES[found["code"].lower()], doubt=cheaper)
    for pattern in (marks.LETTER_AT_END, marks.LETTER_BEHIND_FIGURE):
        if found := pattern.search(one.text):
            yield _cut(one, found, marks.LETTERS[found["code"].lower()], doubt=cheaper)
    for pattern, least in ((marks.LETTERS_AT_END, 3), (marks.LETTERS_LISTED, 2)):
        letters = re.sub("[^a-z]", "", found["codes"].lower()) if (found := pattern.search(one.text)) else ""
        if found and len(letters) >= least:
            yield _cut(one, found, *(marks.LETTERS[letter] for letter in letters), doubt=2 * cheaper)


def _with_language_before(one: Reading) -> Iterator[Reading]:
    """FR_UNEP_GC.23_6: but S and E begin the symbols of councils."""
    known = {**marks.CODES, **marks.LONG_CODES}
    if found := marks.CODE_AT_START.search(one.text):
        yield _cut(one, found, known[found["code"].lower()], doubt=-1)
    if found := marks.LETTER_AT_START.search(one.text):
        yield _cut(one, found, marks.LETTERS[found["code"].lower()], doubt=AT_START)
