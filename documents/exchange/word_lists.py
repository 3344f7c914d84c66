"""Numbers as Word counts them: which lists make Word count what the text counts, and where it has to be told.

Each level of a list is a figure or letter between fixed signs. Where a label is not (12 bis), it is typed. Where Word
would count on and the text does not, a list is begun again at the right number.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from documents.drafts import PlannedBlock
from documents.numbering import han
from igsp_portal.foundations.language.lettering import ABJAD, HIGHEST, letter, lower_roman, roman

from .typed import number_of
from .word import NSMAP, add, style_of, w

_SIGN = re.compile(rf"\d+|[A-Za-z]+|(?<![ء-ي])[{ABJAD}](?![ء-يـ])|[一二三四五六七八九十]+")
LEVELS_OF_A_LIST = 9


def _decimal(sign: str) -> int:
    return int(sign) if sign.isdecimal() and str(int(sign)) == sign else 0


def _figures(sign: str, *, upper: bool) -> int:
    written = roman if upper else lower_roman
    return next((number for number in range(1, HIGHEST + 1) if written(number) == sign), 0) if sign.isascii() else 0


def _letters(sign: str) -> int:
    first = sign[0].lower()
    number = "abcdefghijklmnopqrstuvwxyz".find(first) + 1
    return number + 26 * (len(sign) - 1) if number and set(sign.lower()) == {first} else 0


FORMATS = {
    "decimal": _decimal,
    "upperRoman": lambda sign: _figures(sign, upper=True),
    "lowerRoman": lambda sign: _figures(sign, upper=False),
    "upperLetter": lambda sign: _letters(sign) if sign.isascii() and sign.isupper() else 0,
    "lowerLetter": lambda sign: _letters(sign) if sign.isascii() and sign.islower() else 0,
    "chineseCounting": lambda sign: number_of(sign) if set(sign) <= set("一二三四五六七八九十") else 0,
    "arabicAbjad": lambda sign: ABJAD.find(sign) + 1 if len(sign) == 1 else 0,
}


COUNTED_IN_HAN = (  # which of them a Chinese Word writes depends on the version that it is of
    *("chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "japaneseDigitalTen"),
    *("taiwaneseCounting", "taiwaneseCountingThousand", "taiwaneseDigital"),
)
ENCLOSED = ("decimalEnclosedCircle", "decimalEnclosedCircleChinese", "decimalEnclosedParen")  # ① and ⑴


def written(number: int, number_format: str) -> str:
    """A number as Word writes it in one of its formats; "" for one that is unknown here."""
    if number < 1 or number_format in ("none", "bullet"):
        return ""
    writers = {
        "upperRoman": lambda: roman(number),
        "lowerRoman": lambda: lower_roman(number),
        "upperLetter": lambda: letter(number).upper(),
        "lowerLetter": lambda: letter(number),
        "arabicAbjad": lambda: letter(number, ABJAD),
        "arabicAlpha": lambda: letter(number, ABJAD),
        "russianUpper": lambda: letter(number, "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ"),
        "russianLower": lambda: letter(number, "абвгдежзиклмнопрстуфхцчшщэюя"),
        **dict.fromkeys(COUNTED_IN_HAN, lambda: han(number)),
        "decimalZero": lambda: f"{number:02}",
        "decimalEnclosedFullstop": lambda: f"{number}.",
        **dict.fromkeys(ENCLOSED, lambda: f"({number})"),
        "ideographEnclosedCircle": lambda: f"({han(number)})",
    }
    return writers.get(number_format, lambda: str(number))()


@dataclass(frozen=True, slots=True)
class Pattern:
    """A level of a list: the format of its number, and the signs around it."""

    number_format: str
    before: str
    after: str

    def number(self, label: str) -> int:
        """The number for which Word prints this label; 0 for none."""
        if not (label.startswith(self.before) and label.endswith(self.after)):
            return 0
        sign = label[len(self.before) : len(label) - len(self.after)]
        return FORMATS[self.number_format](sign) if sign else 0


def pattern(labels: Iterable[str]) -> Pattern | None:
    """The level that prints most of these labels, which stand in their order."""
    labels = list(labels)
    candidates = dict.fromkeys(candidate for label in labels[:3] for candidate in _candidates(label))
    explained = {one: sum(bool(one.number(label)) for label in labels) for one in candidates}
    first = {one: one.number(labels[0]) != 1 for one in candidates}
    return min(candidates, key=lambda one: (-explained[one], first[one]), default=None)


def _candidates(label: str) -> Iterator[Pattern]:
    for found in reversed(list(_SIGN.finditer(label))):
        for number_format, read in FORMATS.items():
            if read(found.group()):
                yield Pattern(number_format, label[: found.start()], label[found.end() :])


@dataclass
class _List:
    """One list of Word's, with the numbers at which it stands."""

    name: str
    patterns: dict[int, Pattern] = field(default_factory=dict)
    counters: dict[int, int] = field(default_factory=dict)
    styles: dict[int, str] = field(default_factory=dict)
    instance: int = 0
    told: set[int] = field(default_factory=set)  # levels that were begun anew in this instance

    def due(self, level: int) -> int:
        """The number that Word prints next; 0 where readers of such files differ."""
        if level in self.counters:
            return self.counters[level] + 1
        return 0 if level in self.told else 1

    def next(self, level: int) -> int:
        self.counters = {one: number for one, number in self.counters.items() if one <= level}
        self.counters[level] = self.counters.get(level, 0) + 1
        return self.counters[level]


class Lists:
    """The lists of a text: `of` says the list and level of each block; the label of one that is not there is typed."""

    def __init__(self, blocks: Iterable[PlannedBlock], labels: Mapping[str, str]) -> None:
        self.of: dict[str, tuple[int, int]] = {}
        self._lists: dict[str, _List] = {}
        self._instances: list[tuple[_List, int, int]] = []  # list, level and number at which it begins anew
        numbered = list(placed(blocks, labels))
        grouped: dict[tuple[str, int], list[str]] = {}
        for block, name, level in numbered:
            grouped.setdefault((name, level), []).append(labels[block.key])
            self._lists.setdefault(name, _List(name)).styles.setdefault(level, style_of(block.kind, block.level))
        for (name, level), printed in grouped.items():
            if found := pattern(printed):
                self._lists[name].patterns[level] = found
        for block, name, level in numbered:
            self._place(block.key, labels[block.key], self._lists[name], level)

    def _place(self, key: str, label: str, one: _List, level: int) -> None:
        made = one.patterns.get(level)
        number = made.number(label) if made else 0
        if not number:
            return
        if one.instance == 0 or one.due(level) != number:
            self._instances.append((one, level, number))
            one.instance, one.told = len(self._instances), {level}
            one.counters[level] = number - 1
        one.next(level)
        self.of[key] = (one.instance, level)

    def counts(self, name: str, level: int, label: str) -> bool:
        """Whether that level of that list prints such a label."""
        made = self._lists[name].patterns.get(level) if name in self._lists else None
        return bool(made and made.number(label))

    def name_of(self, instance: int) -> str:
        """The list that an instance is of."""
        return self._instances[instance - 1][0].name

    def part(self) -> etree._Element:
        """The part of a DOCX that says all this to Word."""
        root = etree.Element(w("numbering"), nsmap=NSMAP)
        numbers = {one.name: number for number, one in enumerate(self._lists.values())}
        for one in self._lists.values():
            self._abstract(root, one, numbers[one.name])
        for instance, (one, level, number) in enumerate(self._instances, 1):
            num = add(root, "num", numId=instance)
            add(num, "abstractNumId", val=numbers[one.name])
            add(add(num, "lvlOverride", ilvl=level), "startOverride", val=number)
        return root

    def _abstract(self, root: etree._Element, one: _List, number: int) -> None:
        abstract = add(root, "abstractNum", abstractNumId=number)
        add(abstract, "multiLevelType", val="multilevel")
        for level in range(LEVELS_OF_A_LIST):
            made = one.patterns.get(level, Pattern("none", "", ""))
            at = add(abstract, "lvl", ilvl=level)
            add(at, "start", val=1)
            add(at, "numFmt", val=made.number_format)
            counted = f"%{level + 1}" if level in one.patterns else ""
            add(at, "suff", val="space" if len(made.before) > 1 else "tab")
            add(at, "lvlText", val=f"{made.before}{counted}{made.after}")
            add(at, "lvlJc", val="left")


def placed(blocks: Iterable[PlannedBlock], labels: Mapping[str, str]) -> Iterator[tuple[PlannedBlock, str, int]]:
    """The blocks that have labels, each with the name of its list and its level there."""
    where = "text"
    for block in blocks:
        if block.kind == "annex":
            where = "annex"
        if block.kind == "footnote" or block.key not in labels:
            continue
        yield block, *_list_of(block, where)


def _list_of(block: PlannedBlock, where: str) -> tuple[str, int]:
    if block.kind == "heading":
        return f"headings of the {where}", block.level - 1
    if block.kind == "annex":
        return "annexes", block.level - 1
    if block.kind == "option":
        return "options", 0
    below = {"subparagraph": 0, "definition": 4}.get(block.kind)
    return f"paragraphs of the {where}", 0 if below is None else min(below + block.level, LEVELS_OF_A_LIST - 1)
