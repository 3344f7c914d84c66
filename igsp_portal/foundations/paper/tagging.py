"""What the engine leaves out of the tags of a PDF, added to its output.

A screen reader says what the tags hold, in their order. The engine tags running heads and page numbers like words
of the text, ends a paragraph with its page, and puts the notes of a page, unnamed, between the halves of such a
sentence. Here heads are set aside as artifacts, those of a table where it goes on too, the halves joined, and each
note named and put behind the block that calls it.
"""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from igsp_portal.foundations.paper.glyphs import Glyphs

MARKED = re.compile(rb"/\w+\s*<<\s*/MCID (\d+)\s*>>\s*BDC")
PAGINATION = b"/Artifact <</Type /Pagination>> BDC"
BLOCKS = {"P", "H1", "H2", "H3", "H4", "H5", "H6"}
TABLE, HEAD, ROW, CELLS = "Table", "THead", "TR", ("TD", "TH")
UNNAMED = "NonStruct"
PRINTED = 4

Element = Any  # a dictionary of the structure; neither the engine nor pikepdf has types


def completed(data: bytes, layout: Any, html: str) -> bytes:
    """Return a PDF fresh from the engine with its tags complete; the same input gives the same bytes.

    ``layout`` is what the engine drew it from, ``html`` the page it was asked for.
    """
    with pikepdf.open(io.BytesIO(data)) as file:
        root = file.Root.StructTreeRoot.K[0]
        glyphs = Glyphs(file)
        glyphs.put_right(html)
        carried = list(_carried(layout.pages))
        _leave_out_repeated_heads(root, file, carried)
        _set_heads_aside(file)
        pages = [_Page(number, root, file, layout, glyphs) for number in range(len(file.pages))]
        root.K = Array(_joined(pages, [0, *carried]))
        _name_notes(root, pages)
        _give_scopes(pages)
        _print_links(file)
        target = io.BytesIO()
        file.save(target, deterministic_id=True)
        return target.getvalue()


def elements(above: Element) -> Iterator[Element]:
    """All elements of the structure below one, in the order in which they are said."""
    for kid in above.get("/K", []):
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def _kind(element: Element) -> str:
    return str(element.S)[1:]


# Running heads and page numbers, and the heads of tables that go on


def _leave_out_repeated_heads(root: Element, file: pikepdf.Pdf, carried: Sequence[int]) -> None:
    """Take the head of a table that goes on from the page before out of the structure: it has been said."""
    for number, depth in enumerate(carried, 1):
        own = file.pages[number].obj.objgen
        element: Element = next((top for top in root.K if top.Pg.objgen == own), None) if depth else None
        for _ in range(depth - 1):
            element = element.K[0]
        if element is not None and _kind(element) == TABLE and _kind(element.K[0]) == HEAD:
            element.K = Array(list(element.K)[1:])


def _set_heads_aside(document: pikepdf.Pdf) -> None:
    """Make artifacts of what is marked but reached by no way from the root of the structure."""
    tree = document.Root.StructTreeRoot
    said = {element.objgen for element in elements(tree.K[0])}
    parents = dict(zip(*[iter(tree.ParentTree.Nums)] * 2, strict=True))
    for page in document.pages:
        owners = parents[int(page.StructParents)]
        aside = {number for number, owner in enumerate(owners) if owner.objgen not in said}
        for number in aside:
            owners[number] = None
        _unmark(page, aside)


def _unmark(page: pikepdf.Page, aside: set[int]) -> None:
    def written(mark: re.Match[bytes]) -> bytes:
        return PAGINATION if int(mark[1]) in aside else mark[0]

    page.Contents.write(MARKED.sub(written, page.Contents.read_bytes()))


# What goes on from one page to the next


def _carried(pages: Sequence[Any]) -> Iterator[int]:
    """For each page but the first, how many boxes at its top, one in the other, began on the page before."""
    for before, after in zip(pages, pages[1:], strict=False):
        one, other, depth = _body(before), _body(after), 0
        while (one := _child(one, -1)) and (other := _child(other, 0)) and one.element is other.element:
            depth += 1
        yield depth


def _body(page: Any) -> Any:
    html = page._page_box.children[0]
    return html.children[-1] if html.children else html


def _child(box: Any, place: int) -> Any | None:
    """The first or last box in a box; none in one that holds lines."""
    inner = box.get_wrapped_table() if box.is_table_wrapper else box
    children = getattr(inner, "children", ())
    return children[place] if children and type(children[place]).__name__ != "LineBox" else None


def _joined(pages: Sequence[_Page], carried: Sequence[int]) -> list[Element]:
    tops: list[Element] = []
    for depth, page in zip(carried, pages, strict=True):
        tops = _join(tops, page.tops, depth)
    return tops


def _join(before: list[Element], after: list[Element], depth: int) -> list[Element]:
    """Put elements behind each other; the last and the first are one, and so on inward, as deep as is said.

    A row goes on in each of its cells, and stays two.
    """
    kinds = {_kind(element) for element in before[-1:] + after[:1]}
    if not (depth and before and after) or len(kinds) > 1 or ROW in kinds:
        return before + after
    one, other = before[-1], after[0]
    for kid in other.K:
        kid.P = one
    within = max(depth - 1, kinds == {TABLE})  # the rows of a table go on, behind its head or not
    one.K = Array(_join(list(one.K), list(other.K), within))
    return before + after[1:]


# Notes


class _Page:
    """The elements of a page, and apart from them its notes, which the engine keeps in the last of all."""

    def __init__(self, number: int, root: Element, file: pikepdf.Pdf, layout: Any, glyphs: Glyphs) -> None:
        self.number, self.glyphs = number, glyphs
        own = file.pages[number].obj.objgen
        self.tops = [top for top in root.K if top.Pg.objgen == own]
        self.notes = list(self.tops.pop().K) if _has_notes(layout.pages[number]) else []
        self.all = [element for top in self.tops for element in (top, *elements(top))]
        self.last = next((element for element in reversed(self.all) if _is_of_block(element)), None)

    def calls(self) -> list[Element | None]:
        """Where each note is called: in the order of the notes, a mark of its own that says what the note's says."""
        marks = iter([element for element in self.all if _kind(element) == UNNAMED] if self.notes else ())
        return [
            next((mark for mark in marks if self._said(mark) == self._said(note.K[0])), None) for note in self.notes
        ]

    def _said(self, mark: Element) -> str:
        content = [number for kid in mark.K for number in kid.K if isinstance(number, int)]
        return "".join(self.glyphs.said(self.number, number) for number in content).strip()


def _has_notes(page: Any) -> bool:
    return any(type(box).__name__ == "FootnoteAreaBox" and box.children for box in page._page_box.children)


def _name_notes(root: Element, pages: Sequence[_Page]) -> None:
    """Name the notes of each page and put them behind the block that ends it, wherever that block ends."""
    number = itertools.count(1)
    for page in pages:
        for call, note in zip(page.calls(), page.notes, strict=True):
            note.S, note.ID, note.K[0].S = Name.Note, String(f"note-{next(number)}"), Name.Lbl
            if call is not None:
                call.S = Name.Reference
        _put_behind(page.last, page.notes, root)


def _is_of_block(element: Element) -> bool:
    return _kind(element.P) in BLOCKS or _kind(element) in CELLS


def _block(element: Element) -> Element:
    """The block in which an element stands: a table as a whole, or its paragraph or heading."""
    block = above = element.P
    while "/P" in above and "/S" in above:
        block = above if _kind(above) == TABLE else block
        above = above.P
    return block


def _put_behind(last: Element | None, notes: list[Element], root: Element) -> None:
    """Put notes behind the block of an element, and behind the notes of earlier pages that stand there."""
    block = _block(last) if last else None
    parent = block.P if block else root
    kids = list(parent.K)
    place = 1 + next(place for place, kid in enumerate(kids) if kid.objgen == block.objgen) if block else len(kids)
    while place < len(kids) and _kind(kids[place]) == "Note":
        place += 1
    parent.K = Array([*kids[:place], *notes, *kids[place:]])
    for note in notes:
        note.P = parent


# Tables


def _give_scopes(pages: Sequence[_Page]) -> None:
    """Say of each head whether it heads its row or its column."""
    for row in (element for page in pages for element in page.all):
        if _kind(row) == ROW:
            of_row = _kind(row.P) != HEAD and any(_kind(cell) == "TD" for cell in row.K)
            for cell in row.K:
                if _kind(cell) == "TH":
                    cell.A.Scope = Name.Row if of_row else Name.Column


# Links


def _print_links(document: pikepdf.Pdf) -> None:
    """Let no link be hidden from print, as one without flags is."""
    for page in document.pages:
        for link in page.obj.get("/Annots", []):
            link.F = PRINTED
