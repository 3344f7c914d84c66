"""A long text in parts, for a poor line: the blocks of each, its notes, and the ways from one to the others.

A text is what components/text.html takes. It is cut before a heading where one is near, and else between paragraphs.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .rendering import every

HEADS = ("heading", "annex")
MOST = 10_000  # packed bytes of a part: with all round them less than 12 kB over the line
ROUND_A_BLOCK = 15  # packed bytes of the markup, most of which is as round the block before
_HERE = re.compile(r'href="#([^"]+)"')

Block = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """One of `count` parts of a version of a text, and in which of them each block stands."""

    version: int
    number: int
    count: int
    body: dict[str, Any]
    places: Mapping[str, int]

    def address(self, number: int, key: str = "") -> str:
        """Where a part is, and the block with that key in it."""
        return f"?version={self.version}&part={number}{'#' if key else ''}{key}"

    def way(self, key: str) -> str:
        """Where a block is, seen from this part."""
        place = self.places.get(key, self.number)
        return f"#{key}" if place == self.number else self.address(place, key)


def part(body: Mapping[str, Any], version: int, asked: str) -> Part:
    """The part of a text whose number is asked for, or else the first; a short text has one, which is the whole."""
    found = _cut(body["blocks"], {note["key"]: note["html"] for note in body["footnotes"]})
    number = int(asked) if asked in map(str, range(1, len(found) + 1)) else 1
    places = {block["anchor"]: place for place, blocks in enumerate(found, start=1) for block in every(blocks)}
    this = Part(version, number, len(found), {}, places)
    ranks = _ranks(found[number - 1])
    this.body["blocks"] = [_linked(block, this, ranks) for block in found[number - 1]]
    words = "".join(_html(found[number - 1]))
    this.body["footnotes"] = [
        {**note, "html": _led(note["html"], this), "call_id": called[1]}
        for note in body["footnotes"]
        if (called := re.search(rf'id="(call-{re.escape(note["key"])}(?:-\d+)?)"', words))
    ]
    return this


def is_long(body: Mapping[str, Any]) -> bool:
    """Whether a text is worth reading in parts, as far as a glance tells: words pack to a third at best."""
    return sum(len(words.encode()) for words in _html(body["blocks"])) > 3 * MOST


def _cut(blocks: list[Block], notes: Mapping[str, str]) -> list[list[Block]]:
    sizes = list(_sizes(blocks, notes))
    left = sum(sizes)
    even = left / max(1, -(-left // MOST))  # what each part has, if all have the same
    found: list[list[Block]] = [[]]
    filled = 0
    for block, size in zip(blocks, sizes, strict=True):
        begins = block["kind"] in HEADS and filled > 0.7 * even and left > 0.5 * even
        if found[-1] and (begins or filled + size > MOST):
            found.append(_heads_at_end(found[-1]))
            filled = 0
        found[-1].append(block)
        filled += size
        left -= size
    return found


def _heads_at_end(blocks: list[Block]) -> list[Block]:
    """The headings at the end of a part, taken out of it: they go with what they head. Where all are, they stay."""
    last = next((place for place, block in enumerate(reversed(blocks)) if block["kind"] not in HEADS), 0)
    heads = blocks[len(blocks) - last :]
    del blocks[len(blocks) - last :]
    return heads


def _sizes(blocks: Iterable[Block], notes: Mapping[str, str]) -> Iterator[int]:
    """How many packed bytes each block adds to those before it, with the notes that it calls first."""
    packer = zlib.compressobj(1)
    left = dict(notes)
    for block in blocks:
        words = "".join(_html([block]))
        called = [key for key in left if f'href="#note-{key}"' in words]
        words += "".join(left.pop(key) for key in called)
        round_it = ROUND_A_BLOCK * sum(1 for _one in every([block]))
        yield round_it + len(packer.compress(words.encode()) + packer.flush(zlib.Z_SYNC_FLUSH))


def _html(blocks: Iterable[Block]) -> Iterator[str]:
    for block in every(blocks):
        yield block["html"]
        yield from (cell for row in block["rows"] for cell in row)


def _ranks(blocks: Iterable[Block]) -> dict[str, int]:
    """How deep each heading stands among those of its part: of one whose parent is in another, no level is left out."""
    ranks: dict[str, int] = {}
    above: list[int] = []
    for block in every(blocks):
        if block["kind"] in HEADS:
            above = [*(other for other in above if other < block["rank"]), block["rank"]]
            ranks[block["anchor"]] = len(above)
    return ranks


def _linked(block: Block, this: Part, ranks: Mapping[str, int]) -> Block:
    """The block, in which links to what is in other parts lead there."""
    return {
        **block,
        "rank": ranks.get(block["anchor"], block["rank"]),
        "html": _led(block["html"], this),
        "rows": tuple(tuple(_led(cell, this) for cell in row) for row in block["rows"]),
        "blocks": [_linked(one, this, ranks) for one in block["blocks"]],
    }


def _led(html: str, this: Part) -> SafeString:
    return mark_safe(_HERE.sub(lambda link: f'href="{escape(this.way(link[1]))}"', html))
