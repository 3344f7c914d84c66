"""A whole version of a text as planned, apart from its rows: blocks in their order, words by language.

Everything that is neither the database nor a screen takes and gives texts in this shape: data folders, comparison,
and what comes from Word or goes out to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

KINDS = (
    *("heading", "annex", "preambular", "paragraph", "subparagraph", "definition"),
    *("option", "table", "text", "note", "footnote"),
)
# The levels of the kinds that have several. Unnumbered text of level 2 stands within an item of level 1.
DEEPEST = {"heading": 5, "annex": 2, "subparagraph": 4, "definition": 4, "text": 5}


@dataclass(frozen=True, slots=True)
class PlannedBlock:
    """A block as planned. `option` is the key of the option block in which it stands; "" outside of options."""

    key: str
    kind: str
    level: int = 1
    alternative: int = 0
    option: str = ""


@dataclass(frozen=True, slots=True)
class Lineage:
    """A block of a version that was `split` from a block of an earlier one, or into which that one was `merged`."""

    key: str
    from_key: str
    how: str


@dataclass(frozen=True)
class Draft:
    """A whole version: its blocks in order, and the words of each in each language."""

    blocks: list[PlannedBlock]
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # by language, then by block key
