"""What would become of a version if a file were taken into it, and what is to be said of each line on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...drafts import Draft
from ...exchange.reading import Line
from ...faults import Fault
from ...numbering import Labels


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
    said: dict[int, dict[str, Any]] = field(default_factory=dict)  # what tracked changes propose, by their number
    lost: dict[int, Fault] = field(default_factory=dict)  # why others of them are not entered
    open_authors: list[str] = field(default_factory=list)

    @property
    def may_be_written(self) -> bool:
        return not (self.asked or self.faults or self.open_authors)

    def hinder(self, place: int, fault: Fault) -> None:
        self.faults.setdefault(place, []).append(fault)
