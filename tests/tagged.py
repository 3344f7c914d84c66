"""A tagged PDF as assistive technology takes it: what is marked, which element says it, and in which order."""

from __future__ import annotations

import html
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import outloud
import pikepdf

MAPPED = re.compile(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]*)>")
# Amiri has up to thirty-five forms of a letter, of which this rule suspects every fifth.
FORMS_OF_A_LETTER = re.compile(r"^font \S+Paper-Naskh\S*: \d+ different codes all map to U\+06[0-9A-F]{2} '.'$")
ARABIC_WORD = re.compile("[\u0620-\u065f\u066e-\u06d3]+")
MARKS = re.compile("[\u064b-\u065f]+")
STROKE = "\u0640"  # lengthens a letter and is none

Place = tuple[int, int]  # a page, and a number on it that content is marked with
Glyphs = list[tuple[str, int]]  # the name of a font, and a code


class Tagged:
    """What a PDF says, by its tags."""

    def __init__(self, data: bytes) -> None:
        self.document = pikepdf.open(io.BytesIO(data))
        self.root = self.document.Root.StructTreeRoot
        self.content: dict[Place, Glyphs] = {}
        self.artifacts: list[tuple[int, str, Glyphs]] = []  # the page, the type, what is drawn
        self.stray: list[str] = []  # drawn as neither the one nor the other, or as both
        for number, page in enumerate(self.document.pages):
            self._read(number, page)

    def _read(self, number: int, page: pikepdf.Page) -> None:
        font = ""
        marks: list[Glyphs] = []
        for instruction in pikepdf.parse_content_stream(page):
            operands = instruction.operands
            match str(instruction.operator):
                case "Tf":
                    font = str(operands[0])
                case "BMC" | "BDC":
                    marks.append(self._mark(number, operands))
                case "EMC":
                    marks.pop()
                case "TJ" | "Tj":
                    shown = [(font, code) for code in codes(operands[0])]
                    (marks[-1] if marks else []).extend(shown)
                    if len(marks) != 1:
                        self.stray.append(f"page {number + 1}: {self.read(shown)!r} within {len(marks)} marks")

    def _mark(self, page: int, operands: Any) -> Glyphs:
        drawn: Glyphs = []
        properties = operands[1] if len(operands) > 1 else {}
        if "/MCID" in properties:
            self.content[page, int(properties["/MCID"])] = drawn
        elif str(operands[0]) == "/Artifact":
            self.artifacts.append((page, str(properties.get("/Type", "")), drawn))
        return drawn

    @cached_property
    def letters(self) -> dict[tuple[str, int], str]:
        """What each code of each font stands for."""
        fonts = {name: font for page in self.document.pages for name, font in page.Resources.Font.items()}
        return {
            (name, int(code, 16)): bytes.fromhex(letters).decode("utf-16-be")
            for name, font in fonts.items()
            for code, letters in MAPPED.findall(font.ToUnicode.read_bytes().decode())
        }

    def read(self, glyphs: Glyphs) -> str:
        return "".join(self.letters[glyph] for glyph in glyphs)

    def elements(self, above: Any = None) -> Iterator[Any]:
        """Every element below one, in the order in which they are said."""
        for kid in (above or self.root.K[0]).get("/K", []):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield kid
                yield from self.elements(kid)

    def of_kind(self, *kinds: str) -> list[Any]:
        return [element for element in self.elements() if str(element.S)[1:] in kinds]

    def said(self, element: Any) -> str:
        """What an element says, its lines parted by spaces."""
        parts = [
            self.read(self.content[self.page_of(element), kid]) if isinstance(kid, int) else self.said(kid)
            for kid in element.K
            if isinstance(kid, int) or "/S" in kid
        ]
        return " ".join(" ".join(parts).split())

    def page_of(self, element: Any) -> int:
        return next(n for n, page in enumerate(self.document.pages) if page.obj.objgen == element.Pg.objgen)

    def faults(self) -> list[str]:
        """Where tags and content do not agree, in words."""
        return [*self.stray, *self._faults_of_marks(), *self._faults_of_elements(), *self._faults_of_links()]

    def _faults_of_marks(self) -> Iterator[str]:
        parents = dict(zip(*[iter(self.root.ParentTree.Nums)] * 2, strict=True))
        owners = {
            (page, number): owner
            for page, of_page in enumerate(self.document.pages)
            for number, owner in enumerate(parents[int(of_page.StructParents)])
        }
        claims = Counter(
            (self.page_of(element), kid) for element in self.elements() for kid in element.K if isinstance(kid, int)
        )
        for place in self.content.keys() | claims.keys() | {place for place, owner in owners.items() if owner}:
            owner = owners.get(place)
            owned = isinstance(owner, pikepdf.Dictionary) and place[1] in list(owner.K)
            if (place in self.content, claims[place], owned) != (True, 1, True):
                yield f"{place}: in content {place in self.content}, said {claims[place]} times, owned {owned}"

    def _faults_of_elements(self) -> Iterator[str]:
        for element in self.elements():
            for kid in element.K:
                if isinstance(kid, pikepdf.Dictionary) and "/S" in kid and kid.P.objgen != element.objgen:
                    yield f"{kid.S} below {element.S} does not know it"
        for head in self.of_kind("TH"):
            if str(head.A.get("/Scope")) not in ("/Row", "/Column"):
                yield f"The head {self.said(head)!r} has no scope"
        names = Counter(str(note.get("/ID", "")) for note in self.of_kind("Note"))
        yield from (
            f"{number} notes have the name {name!r}" for name, number in names.items() if number > 1 or not name
        )

    def _faults_of_links(self) -> Iterator[str]:
        parents = dict(zip(*[iter(self.root.ParentTree.Nums)] * 2, strict=True))
        for number, page in enumerate(self.document.pages, 1):
            if str(page.obj.get("/Tabs")) != "/S":
                yield f"page {number} has no order of tabs"
            for link in page.obj.get("/Annots", []):
                owner = parents.get(int(link.StructParent))
                if owner is None or not str(link.get("/Contents", "")) or int(link.get("/F", 0)) != 4:
                    yield f"page {number} has a link that is not said, not described or not printed"

    def about(self) -> tuple[str, str, str, str, bool, bool]:
        """Language, title here and in the metadata, the standard declared, tagged, the title shown."""
        with self.document.open_metadata() as metadata:
            title, part = metadata["dc:title"], metadata["pdfuaid:part"]
        root = self.document.Root
        return (
            str(root.Lang),
            str(self.document.docinfo["/Title"]),
            title,
            part,
            bool(root.MarkInfo.Marked),
            bool(root.ViewerPreferences.DisplayDocTitle),
        )

    def arabic_words(self) -> Counter[str]:
        """The words of the text layer, letter by letter as they stand in it, from right to left."""
        return arabic_words(" ".join(self.read(glyphs[::-1]) for glyphs in self.content.values()))


def codes(shown: Any) -> Iterator[int]:
    for part in shown if isinstance(shown, pikepdf.Array) else [shown]:
        if isinstance(part, pikepdf.String):
            data = bytes(part)
            yield from (high << 8 | low for high, low in zip(data[::2], data[1::2], strict=True))


def arabic_words(text: str) -> Counter[str]:
    """The Arabic words of a text, whole; marks on one letter are put in one order, and strokes left out."""
    composed = unicodedata.normalize("NFC", text).replace(STROKE, "")
    return Counter(MARKS.sub(lambda marks: "".join(sorted(marks[0])), word) for word in ARABIC_WORD.findall(composed))


def words_of_page(page: str) -> str:
    """What an HTML page says, without its head and what is repeated on every sheet."""
    body = re.sub(r'<div class="running.*?</div>(?=\s*<div class="(?:running|masthead))', "", page, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", body[body.index("<body") :]))


def heard(data: bytes, folder: Path) -> list[str]:
    """What outloud finds, but for a rule that knows no Arabic."""
    file = folder / "paper.pdf"
    file.write_bytes(data)
    result = outloud.check(str(file))
    broken = [f"{run.rule}: {run.reason}" for run in result.runs if run.status == "crashed"]
    return broken + [f"{e.rule}: {e.message}" for e in result.findings if not FORMS_OF_A_LETTER.match(e.message)]
