"""The footnotes and endnotes of a DOCX: each has one key and one place, in whatever way its changes are settled."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import count

from lxml import etree

from .word import w
from .word_changes import PLACE

Noted = tuple[str, str]  # which of the two, and its number in the file


def keys(stories: Iterable[etree._Element], held: Collection[str]) -> dict[Noted, str]:
    """A key for each note that is called anywhere, by the order of the calls; none of those that are `held`."""
    fresh = (key for number in count(1) if (key := f"footnote-{number}") not in held)
    return {noted: next(fresh) for noted in dict.fromkeys(one for story in stories for one in _called(story))}


def _called(story: etree._Element) -> Iterator[Noted]:
    for call in story.iter(w("footnoteReference"), w("endnoteReference")):
        yield etree.QName(call).localname.removesuffix("Reference"), call.get(w("id"), "")


def places(parts: Mapping[str, etree._Element | None], called: Collection[Noted], after: int) -> dict[Noted, int]:
    """The place of each note: that of its first paragraph, and for one without any a place `after` all others."""
    found = {
        (kind, note.get(w("id"), "")): int(paragraph.get(PLACE, "0"))
        for kind, root in parts.items()
        if root is not None
        for note in root.iter(w(kind))
        if (paragraph := next(note.iter(w("p")), None)) is not None
    }
    lacking = count(after + 1)
    return {noted: found.get(noted) or next(lacking) for noted in called}
