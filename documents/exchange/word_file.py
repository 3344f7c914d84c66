"""The parts of a DOCX that are read, as trees: of either namespace, with every paragraph given its place."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from .office import REASONS, Package
from .reading import Unreadable
from .word import BLOCKS, STRICT, w
from .word_changes import PLACE
from .word_counting import Styles

MAIN = "/officeDocument"  # how the relation to the main part ends, in either namespace
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
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
        self.listed, self.labels = self._listed()
        for fallback in list(self.body.iter(FALLBACK)):
            fallback.getparent().remove(fallback)
        self._mark_places()

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
            words = " ".join("".join(t.text or "" for t in p.iter(w("t"))) for p in one.iter(w("p")))
            yield one.get(w("id"), ""), (one.get(w("author"), ""), words.strip())

    def _listed(self) -> tuple[list[dict[str, str]], dict[str, str]]:
        """The list of blocks that we put into a file of our own, and the labels of brackets; empty for others."""
        for name in self.package.parts:
            if name.startswith("customXml/item") and BLOCKS.encode() in self.package.parts[name]:
                root = self.package.tree(name)
                if root is not None and root.tag == f"{{{BLOCKS}}}text":
                    labels = {one.get("mark", ""): one.get("label", "") for one in root if one.get("label")}
                    return [_usable(one) for one in root if one.get("key") and one.get("kind")], labels
        return [], {}

    def _mark_places(self) -> None:
        place = 0
        for root in (self.body, *self.notes.values()):
            for paragraph in root.iter(w("p")) if root is not None else ():
                place += 1
                paragraph.set(PLACE, str(place))
        if place > LARGEST:
            raise Unreadable(REASONS["too_much"])


def _usable(one: etree._Element) -> dict[str, str]:
    about = {str(name): str(value) for name, value in one.attrib.items()}
    return {"mark": "", **{name: value for name, value in about.items() if not _is_bad(name, value)}}


def _is_bad(name: str, value: str) -> bool:
    return name in ("level", "alternative") and not (value.isdecimal() and len(value) < 3)


def _transitional(package: Package) -> Package:
    """The same parts in the names that Word writes, where a file has the strict ones."""
    parts = {}
    for name, data in package.parts.items():
        for strict, usual in STRICT.items():
            data = data.replace(strict.encode(), usual.encode())
        parts[name] = data
    return Package(parts)
