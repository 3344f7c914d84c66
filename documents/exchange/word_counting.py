"""The numbers that Word counts in a file that comes in: of its paragraphs, by their lists and styles."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from .word import w
from .word_lists import written

DEEPEST_STYLES = 20  # styles that are based on each other; a circle ends here
LONGEST_NUMBER = 4  # figures
BULLET = "•"


@dataclass
class Level:
    """One level of a list as the file defines it."""

    number_format: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None  # the level that begins it anew; None for any above
    legal: bool = False
    style: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """A number that Word prints."""

    label: str = ""
    counter: str = ""  # which list counts it, and at which level
    depth: int = 0  # the level, or that of which the style speaks


@dataclass
class Styles:
    """The styles of a file by their ids: what each is based on and says."""

    root: etree._Element | None
    of: dict[str, etree._Element] = field(default_factory=dict)
    usual: str = ""

    def __post_init__(self) -> None:
        for style in self.root.iter(w("style")) if self.root is not None else ():
            self.of[style.get(w("styleId"), "")] = style
            if style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true", "on"):
                self.usual = style.get(w("styleId"), "")

    def chain(self, style: str) -> list[etree._Element]:
        """The style and those that it is based on."""
        found: list[etree._Element] = []
        while style in self.of and len(found) < DEEPEST_STYLES:
            found.append(self.of[style])
            based = self.of[style].find(w("basedOn"))
            style = based.get(w("val"), "") if based is not None else ""
        return found

    def find(self, style: str, path: str) -> etree._Element | None:
        """What the style, or one that it is based on, says under a path."""
        for one in self.chain(style):
            if (found := one.find(path)) is not None:
                return found
        return None

    def name(self, style: str) -> str:
        """The name of a style as Word knows it, whatever the language in which it was made."""
        named = self.of[style].find(w("name")) if style in self.of else None
        return named.get(w("val"), "").lower() if named is not None else ""


class Counting:
    """Where the lists of a file stand while its paragraphs go by."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self.styles = styles
        self.abstracts: dict[str, dict[int, Level]] = {}
        self.instances: dict[str, tuple[str, dict[int, Level], dict[int, int]]] = {}
        self.counters: dict[str, dict[int, int]] = {}
        self.begun: set[tuple[str, int]] = set()
        self.by_style: dict[str, tuple[str, int]] = {}
        if root is not None:
            self._read(root)

    def label(self, paragraph: etree._Element, style: str) -> Counted:
        """The number that Word prints before a paragraph, with the list that counts it; "" for none."""
        place = self._place(paragraph, style)
        if place is None:
            return Counted()
        instance, level = place
        abstract, overridden, starts = self.instances[instance]
        levels = {**self.abstracts.get(abstract, {}), **overridden}
        one = levels.get(level, Level())
        counters = self.counters.setdefault(abstract, {})
        self._count(counters, levels, level, one, starts, instance)
        label = BULLET if one.number_format == "bullet" else _printed(one, counters, levels)
        named = re.fullmatch("list [a-z]+ ([2-9])", self.styles.name(style))
        return Counted(label, f"{instance}/{level}", level or (int(named[1]) - 1 if named else 0))

    def _count(
        self,
        counters: dict[int, int],
        levels: dict[int, Level],
        level: int,
        one: Level,
        starts: dict[int, int],
        instance: str,
    ) -> None:
        if level in starts and (instance, level) not in self.begun:
            self.begun.add((instance, level))
            counters[level] = starts[level]
        else:
            counters[level] = counters[level] + 1 if level in counters else starts.get(level, one.start)
        for deeper in [other for other in counters if other > level]:
            restart = levels.get(deeper, Level()).restart
            if restart is None or (restart and level < restart):
                del counters[deeper]

    def _place(self, paragraph: etree._Element, style: str) -> tuple[str, int] | None:
        own = paragraph.find(f"{w('pPr')}/{w('numPr')}")
        given = own if own is not None else self.styles.find(style, f"{w('pPr')}/{w('numPr')}")
        if given is None:
            return None
        instance = _value(given, "numId") or self._of_style(style)
        level = _value(given, "ilvl")
        if own is None and instance in self.instances:
            by_style = self.by_style.get(style)
            level = level or (str(by_style[1]) if by_style else "0")
        if instance not in self.instances:
            return None
        return instance, _whole(level, 0)

    def _of_style(self, style: str) -> str:
        found = self.styles.find(style, f"{w('pPr')}/{w('numPr')}/{w('numId')}")
        return found.get(w("val"), "") if found is not None else ""

    def _read(self, root: etree._Element) -> None:
        linked: dict[str, str] = {}  # by the style of a list, the list that it stands for
        links: dict[str, str] = {}
        for abstract in root.iter(w("abstractNum")):
            number = abstract.get(w("abstractNumId"), "")
            self.abstracts[number] = {_number(level, "ilvl"): _level(level) for level in abstract.iter(w("lvl"))}
            if style := _value(abstract, "styleLink"):
                linked[style] = number
            if style := _value(abstract, "numStyleLink"):
                links[number] = style
        for number, style in links.items():
            self.abstracts[number] = self.abstracts.get(linked.get(style, ""), {})
        for num in root.iter(w("num")):
            self._instance(num)

    def _instance(self, num: etree._Element) -> None:
        number, abstract = num.get(w("numId"), ""), _value(num, "abstractNumId")
        levels: dict[int, Level] = {}
        starts: dict[int, int] = {}
        for override in num.iter(w("lvlOverride")):
            at = _number(override, "ilvl")
            if (level := override.find(w("lvl"))) is not None:
                levels[at] = _level(level)
            if start := _value(override, "startOverride"):
                starts[at] = _whole(start, 1)
        self.instances[number] = (abstract, levels, starts)
        for level, one in {**self.abstracts.get(abstract, {}), **levels}.items():
            if one.style:
                self.by_style.setdefault(one.style, (number, level))


def _printed(one: Level, counters: dict[int, int], levels: dict[int, Level]) -> str:
    def number(found: re.Match[str]) -> str:
        at = int(found[1]) - 1
        level = levels.get(at, Level())
        number_format = "decimal" if one.legal else level.number_format
        return written(counters.get(at, level.start), number_format)

    return re.sub("%([1-9])", number, one.text).strip()


def _level(level: etree._Element) -> Level:
    start, restart = _value(level, "start"), _value(level, "lvlRestart")
    return Level(
        number_format=_value(level, "numFmt") or "decimal",
        text=_value(level, "lvlText"),
        start=_whole(start, 1),
        restart=_whole(restart, 0) if restart else None,
        legal=level.find(w("isLgl")) is not None,
        style=_value(level, "pStyle"),
    )


def _value(parent: etree._Element, name: str) -> str:
    child = parent.find(w(name))
    return child.get(w("val"), "") if child is not None else ""


def _number(element: etree._Element, name: str) -> int:
    return _whole(element.get(w(name), "0"), 0)


def _whole(value: str, usual: int) -> int:
    """A number of the file's, unless it is none or beyond all reason."""
    return int(value) if value.isdecimal() and len(value) <= LONGEST_NUMBER else usual
