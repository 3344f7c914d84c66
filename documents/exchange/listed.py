"""The list of blocks that travels within a file: what the format of the file cannot say of a block.

What a person changed in the file counts before the list: a paragraph that became a heading is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from lxml import etree

from documents.drafts import PlannedBlock
from igsp_portal.foundations.language.languages import LANGUAGES

from .facts import Facts
from .reading import NOTE, Line

BLOCKS = "urn:igsp-portal:text:1"


def written(
    planned: Iterable[PlannedBlock],
    language: str,
    facts: Facts,
    marks: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
    *,
    before: bool = False,
) -> etree._Element:
    """The list of these blocks; `marks` are their bookmarks, `labels` those of brackets by their bookmarks.

    A file with tracked changes has a second list, of what stood `before` them.
    """
    root = etree.Element(f"{{{BLOCKS}}}text", nsmap={None: BLOCKS})
    root.set("key", facts.text)
    root.set("version", str(facts.version))
    root.set("language", language)
    if before:
        root.set("before", "true")
    for block in planned:
        one = etree.SubElement(root, f"{{{BLOCKS}}}block", key=block.key, kind=block.kind)
        for name, value, usual in (
            ("mark", (marks or {}).get(block.key, ""), ""),
            ("level", block.level, 1),
            ("alternative", block.alternative, 0),
            ("option", block.option, ""),
        ):
            if value != usual:
                one.set(name, str(value))
    for name, label in (labels or {}).items():
        etree.SubElement(root, f"{{{BLOCKS}}}bracket", mark=name, label=label)
    return root


@dataclass(frozen=True)
class Listed:
    """A list of blocks as it came back; empty for a file that was made elsewhere."""

    blocks: Mapping[str, PlannedBlock] = field(default_factory=dict)  # by key
    keys: Mapping[str, str] = field(default_factory=dict)  # by bookmark
    labels: Mapping[str, str] = field(default_factory=dict)  # of brackets, by bookmark
    language: str = ""  # in which the file went out

    def __bool__(self) -> bool:
        return bool(self.blocks)

    def applied(self, made: Iterable[Line]) -> list[Line]:
        """The lines with what the list says of each."""
        lines = list(made)
        if not self:
            return lines
        places = {line.key: line.place for line in lines if line.key}
        return self._in_order(self._in_options([self._told(line, places) for line in lines]))

    def _told(self, line: Line, places: Mapping[str, int]) -> Line:
        block = self.blocks.get(line.key)
        if block is None:
            return line
        level = block.level if block.kind == line.kind else line.level
        return replace(line, level=level, alternative=block.alternative, option=places.get(block.option, 0))

    def _in_options(self, made: list[Line]) -> list[Line]:
        """What was put in between two blocks of an option belongs to it."""
        after, follows = 0, []
        for line in reversed(made):
            follows.append(after)
            after = line.option if line.key in self.blocks and line.kind != NOTE else after
        before, within = 0, []
        for line, after in zip(made, reversed(follows), strict=True):
            if line.kind != NOTE:
                line = line if line.key in self.blocks else replace(line, option=before if before == after else 0)
                before = _inside(line)
            within.append(line)
        return within

    def _in_order(self, made: list[Line]) -> list[Line]:
        """The footnotes put back to where the list has them."""
        notes = {line.key: line for line in made if line.kind == NOTE and line.key in self.blocks}
        follows = {before: key for before, key in pairwise(("", *self.blocks)) if key in notes}
        ordered = list(_chain("", follows, notes))
        for line in made:
            if line.key not in notes:
                ordered += [line, *(_chain(line.key, follows, notes) if line.key else ())]
        for before in list(follows):
            ordered += _chain(before, follows, notes)
        return ordered


def _chain(key: str, follows: dict[str, str], notes: Mapping[str, Line]) -> Iterator[Line]:
    """The notes that follow a block directly, each once."""
    while key in follows:
        key = follows.pop(key)
        yield notes[key]


def read(root: etree._Element | None) -> Listed:
    """The list that a part of a file is, if it is one."""
    if root is None or root.tag != f"{{{BLOCKS}}}text":
        return Listed()
    rows = [one for one in root if one.get("key") and one.get("kind")]
    return Listed(
        {one.get("key", ""): _block(one) for one in rows},
        {one.get("mark", ""): one.get("key", "") for one in rows if one.get("mark")},
        {one.get("mark", ""): one.get("label", "") for one in root if one.get("label")},
        said if (said := root.get("language", "")) in LANGUAGES else "",
    )


def _block(one: etree._Element) -> PlannedBlock:
    return PlannedBlock(
        one.get("key", ""),
        one.get("kind", ""),
        _number(one, "level", 1),
        _number(one, "alternative", 0),
        one.get("option", ""),
    )


def _number(one: etree._Element, name: str, usual: int) -> int:
    value = one.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 3 else usual


def _inside(line: Line) -> int:
    return line.option or (line.place if line.kind == "option" else 0)
