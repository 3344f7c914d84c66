"""Numbers and labels of a text: computed, never typed, so that a moved paragraph takes its number with it.

Paragraphs run 1, 2, 3… in European figures through the whole text, so that a reference agrees in every
language. What is printed follows the official documents of each language:

    language  headings (roman)          paragraph   alternatives            subparagraphs
    ar        أولا - · ألف - · 1 - · (أ)   1 -         12 مكررا · 12 مكررا ثانيا  (أ) · '1' (abjad order)
    zh-hans   一、 · A. · 1. · (a)        1.          12之二 · 12之三           (a) · (i)
    en        I. · A. · 1. · (a)        1.          12 bis · 12 ter         (a) · (i)
    fr, es    I. · A. · 1. · a)         1.          12 bis · 12 ter         a) · i)
    ru        I. · A. · 1. · a)         1.          12 бис · 12 тер         a) · i) (Latin letters)

The scheme "letter" leaves out the first kind of heading. Past z come aa, bb. Footnotes are numbered in the
order in which they are called.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from documents import wordings
from documents.faults import Fault, gettext_noop
from igsp_portal.foundations.language.languages import resolve
from igsp_portal.foundations.language.lettering import LEVELS, Level, letter, roman

Scheme = Literal["roman", "letter"]


class Block(Protocol):
    """What is needed of a block; models and data read from a file both have it."""

    @property
    def key(self) -> str: ...
    @property
    def kind(self) -> str: ...  # heading, paragraph, subparagraph, text or footnote
    @property
    def level(self) -> int: ...  # of headings and subparagraphs, from 1
    @property
    def alternative(self) -> int: ...  # 0 the paragraph itself, 1 its bis, 2 its ter


class NumberingError(Fault):
    """A block that cannot be numbered; `key` is the block's."""

    def __init__(self, key: str, reason: str, **values: object) -> None:
        self.key = key
        super().__init__(reason, key=key, **values)


ABJAD_NAMES = (
    "ألف",
    "باء",
    "جيم",
    "دال",
    "هاء",
    "واو",
    "زاي",
    "حاء",
    "طاء",
    "ياء",
    "كاف",
    "لام",
    "ميم",
    "نون",
) + ("سين", "عين", "فاء", "صاد", "قاف", "راء", "شين", "تاء", "ثاء", "خاء", "ذال", "ضاد", "ظاء", "غين")
ARABIC_ORDINALS = ("أولا", "ثانيا", "ثالثا", "رابعا", "خامسا", "سادسا", "سابعا", "ثامنا", "تاسعا", "عاشرا")
ARABIC_TEENS = ("حادي", "ثاني", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع")
HAN_FIGURES = "一二三四五六七八九"


def han(number: int) -> str:
    """一 to 九十九."""
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else HAN_FIGURES[tens - 1]) + "十" if tens else ""
    return head + (HAN_FIGURES[ones - 1] if ones else "")


def arabic_ordinal(number: int) -> str:
    """أولا to عاشرا, then حادي عشر to تاسع عشر; in figures from 20."""
    if number <= 10:
        return ARABIC_ORDINALS[number - 1]
    return f"{ARABIC_TEENS[number - 11]} عشر" if number < 20 else str(number)


def arabic_letter_name(number: int) -> str:
    return ABJAD_NAMES[(number - 1) % len(ABJAD_NAMES)]


def _upper(number: int) -> str:
    return letter(number).upper()


@dataclass(frozen=True, slots=True)
class Style:
    """How one language prints: a sign for each level and the pattern it stands in."""

    headings: tuple[Level, ...]
    subparagraphs: tuple[Level, ...]
    paragraph: str
    alternatives: tuple[str, ...]


def _latin(
    language: str,
    first: Level = (roman, "{}."),
    alternatives: tuple[str, ...] = (" bis", " ter", " quater", " quinquies", " sexies"),
) -> Style:
    headings: tuple[Level, ...] = (first, (_upper, "{}."), (str, "{}."), *LEVELS[language][:2])
    return Style(headings, LEVELS[language], "{}.", alternatives)


STYLES = {
    "ar": Style(
        headings=(
            (arabic_ordinal, "{} -"),
            (arabic_letter_name, "{} -"),
            (str, "{} -"),
            *LEVELS["ar"][:2],
        ),
        subparagraphs=LEVELS["ar"],
        paragraph="{} -",
        alternatives=(" مكررا", " مكررا ثانيا", " مكررا ثالثا", " مكررا رابعا", " مكررا خامسا"),
    ),
    "zh-hans": _latin("zh-hans", first=(han, "{}、"), alternatives=("之二", "之三", "之四", "之五", "之六")),
    "en": _latin("en"),
    "fr": _latin("fr"),
    "ru": _latin("ru", alternatives=(" бис", " тер", " кватер", " квинквиес", " сексиес")),
    "es": _latin("es"),
}


@dataclass(frozen=True, slots=True)
class Labels:
    """What is printed before each block, and how another paragraph cites it, both by the block's key."""

    printed: dict[str, str] = field(default_factory=dict)
    cited: dict[str, str] = field(default_factory=dict)


def labels(blocks: Iterable[Block], scheme: Scheme, language: str, texts: Mapping[str, str] | None = None) -> Labels:
    """The label of each heading, paragraph and subparagraph, and of each footnote called in `texts`.

    They are cited as `12`, `12 bis`, `8 (a)`, `8 (a) (i)`; headings without their stop. `blocks` stand in their
    order; `texts` maps block keys to wordings in `language` and may be left out where no footnote is numbered.
    Unnumbered blocks are not in the answer. Raises NumberingError, UnknownLanguage, and WordingError or BracketError
    for a wording that cannot be read.
    """
    blocks = list(blocks)
    count = _Count(STYLES[resolve(language)], scheme)
    for block in blocks:
        count.take(block)
    notes = {block.key for block in blocks if block.kind == "footnote"}
    for note, sign in _notes(blocks, notes, texts or {}):
        count.labels.printed[note] = count.labels.cited[note] = sign
    return count.labels


def _notes(blocks: list[Block], notes: set[str], texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    seen: dict[str, int] = {}
    for block in blocks:
        if block.kind == "footnote" or block.key not in texts:
            continue
        for call in wordings.note_calls(wordings.parse(texts[block.key])):
            if call not in notes:
                reason = gettext_noop("Block {key} refers to footnote {note}, which does not exist.")
                raise NumberingError(block.key, reason, note=call)
            seen.setdefault(call, len(seen) + 1)
    return ((note, str(sign)) for note, sign in seen.items())


class _Count:
    """Where the numbers stand while the blocks go by."""

    def __init__(self, style: Style, scheme: Scheme) -> None:
        self.style = style
        self.headings = style.headings[1:] if scheme == "letter" else style.headings
        self.labels = Labels()
        self.heading_numbers: list[int] = []
        self.paragraph = 0
        self.paragraph_cited = ""
        self.subparagraphs: list[tuple[int, str]] = []

    def take(self, block: Block) -> None:
        if block.kind == "heading":
            self._heading(block)
        elif block.kind == "paragraph":
            self._paragraph(block)
        elif block.kind == "subparagraph":
            self._subparagraph(block)

    def _heading(self, block: Block) -> None:
        level = _level(block, len(self.headings), len(self.heading_numbers))
        before = self.heading_numbers[level - 1 : level]
        self.heading_numbers[level - 1 :] = [before[0] + 1 if before else 1]
        self.subparagraphs.clear()
        self.paragraph_cited = ""
        sign, pattern = self.headings[level - 1]
        written = sign(self.heading_numbers[-1])
        self._label(block, pattern.format(written), written)

    def _paragraph(self, block: Block) -> None:
        self.paragraph += 0 if block.alternative else 1
        self.subparagraphs.clear()
        self.paragraph_cited = self._paragraph_number(block)
        self._label(block, self.style.paragraph.format(self.paragraph_cited), self.paragraph_cited)

    def _paragraph_number(self, block: Block) -> str:
        if not block.alternative:
            return str(self.paragraph)
        if not self.paragraph:
            reason = gettext_noop("Block {key} is an alternative, but there is no paragraph before it.")
            raise NumberingError(block.key, reason)
        if block.alternative > len(self.style.alternatives):
            reason = gettext_noop("Block {key} is alternative {alternative}; there are names for {limit} only.")
            limit = len(self.style.alternatives)
            raise NumberingError(block.key, reason, alternative=block.alternative, limit=limit)
        return f"{self.paragraph}{self.style.alternatives[block.alternative - 1]}"

    def _subparagraph(self, block: Block) -> None:
        level = _level(block, len(self.style.subparagraphs), len(self.subparagraphs))
        before = self.subparagraphs[level - 1 : level]
        position = before[0][0] + 1 if before else 1
        sign, pattern = self.style.subparagraphs[level - 1]
        printed = pattern.format(sign(position))
        self.subparagraphs[level - 1 :] = [(position, printed)]
        above = [self.paragraph_cited] if self.paragraph_cited else []
        self._label(block, printed, " ".join(above + [label for _, label in self.subparagraphs]))

    def _label(self, block: Block, printed: str, cited: str) -> None:
        self.labels.printed[block.key] = printed
        self.labels.cited[block.key] = cited


def _level(block: Block, deepest: int, standing: int) -> int:
    if not 1 <= block.level <= deepest:
        reason = gettext_noop("Block {key} has level {level}; levels run from 1 to {deepest}.")
        raise NumberingError(block.key, reason, level=block.level, deepest=deepest)
    if block.level > standing + 1:
        reason = gettext_noop("Block {key} has level {level}, but there is no level {above} above it.")
        raise NumberingError(block.key, reason, level=block.level, above=block.level - 1)
    return block.level
