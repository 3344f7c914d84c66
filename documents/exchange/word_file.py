"""The parts of a DOCX that are read, as trees: of either namespace, with every paragraph given its place."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from . import listed, word_notes
from .listed import Listed
from .office import REASONS, Package
from .reading import Unreadable
from .word import STRICT, w, words_in
from .word_changes import PLACE
from .word_counting import Styles

MAIN = "/officeDocument"  # how the relation to the main part ends, in either namespace
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
LARGEST = 20_000  # paragraphs


class WordFile:
    """A DOCX with its parts as trees."""

    def __init__(self, package: Package) -> None:
        self.package = _transitional(package)
        main = self._related("_rels/.rels", "", MAIN)
        root = self.package.tree(main) if main else None
        if root is None or root.find(w("body")) is None:
            raise Unreadable(REASONS["other"])
        self.body = root
        folder, _, name = main.rpartition("/")
        self._relations, self._folder = f"{folder}/_rels/{name}.rels".lstrip("/"), folder
        self.notes = {kind: self.part(f"{kind}s") for kind in ("footnote", "endnote")}
        self.styles = Styles(self.part("styles"))
        self.numbering = self.part("numbering")
        self.comments = dict(self._comments())
        self.listed = self._listed(before=False)
        self.listed_before = self._listed(before=True) or self.listed
        self.stories = [root for root in (self.body, *self.notes.values()) if root is not None]
        for story in self.stories:
            _choose(story)
        last = self._mark_places()
        self.note_keys = word_notes.keys(self.stories, self.listed.blocks.keys() | self.listed_before.blocks.keys())
        self.note_places = word_notes.places(self.notes, self.note_keys, last)

    def part(self, kind: str) -> etree._Element | None:
        """The part of that kind that belongs to the main one."""
        name = self._related(self._relations, self._folder, f"/{kind}")
        return self.package.tree(name) if name else None

    def _related(self, relations: str, folder: str, kind: str) -> str:
        root = self.package.tree(relations)
        for relation in root if root is not None else ():
            if relation.get("Type", "").endswith(kind) and relation.get("TargetMode") != "External":
                target = relation.get("Target", "")
                return (
                    target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                )
        return ""

    def _comments(self) -> Iterator[tuple[str, tuple[str, str]]]:
        root = self.part("comments")
        for one in root.iter(w("comment")) if root is not None else ():
            yield one.get(w("id"), ""), (one.get(w("author"), ""), words_in(one))

    def _listed(self, *, before: bool) -> Listed:
        """The list of blocks that we put into a file of our own, or that of the blocks before tracked changes."""
        for name, data in self.package.parts.items():
            if name.startswith("customXml/item") and listed.BLOCKS.encode() in data:
                root = self.package.tree(name)
                if root is not None and (root.get("before") == "true") == before and (found := listed.read(root)):
                    return found
        return Listed()

    def _mark_places(self) -> int:
        place = 0
        for root in self.stories:
            for paragraph in root.iter(w("p")):
                place += 1
                paragraph.set(PLACE, str(place))
        if place > LARGEST:
            raise Unreadable(REASONS["too_much"])
        return place


def _choose(story: etree._Element) -> None:
    """Where a file says a thing in several ways, take the first of them in the place of all."""
    for several in list(story.iter(f"{MC}AlternateContent")):
        parent, first = several.getparent(), several.find("*")
        parent.remove(several) if first is None else parent.replace(several, first)
    for chosen in list(story.iter(f"{MC}Choice", f"{MC}Fallback")):
        parent = chosen.getparent()
        at = parent.index(chosen)
        parent[at : at + 1] = list(chosen)


def _transitional(package: Package) -> Package:
    """The same parts in the names that Word writes, where a file has the strict ones."""
    parts = {}
    for name, data in package.parts.items():
        for strict, usual in STRICT.items():
            data = data.replace(strict.encode(), usual.encode())
        parts[name] = data
    return Package(parts)
