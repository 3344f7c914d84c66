"""Akoma Ntoso as lines: our own as it went out, and that of others, whose hierarchies differ from house to house.

Whatever its version, a document is read by the names of its elements. Where it is not valid, that is said with the
line, and it is read all the same; a document type and entities are refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from documents.drafts import DEEPEST
from documents.faults import Fault, gettext_noop
from igsp_portal.foundations.language.languages import resolve

from . import akn, inline, listed
from .akn_words import Reader, local
from .inline import Piece, Words, balanced, stray, table, trimmed
from .labelled import Found
from .listed import BLOCKS
from .office import LARGEST_FILE, parsed
from .outline import lines
from .reading import MASTHEAD, NOTE, Line, Reading, Unreadable, keys_of, with_keys, with_notes
from .schemes import scheme_of

DOCUMENTS = ("act", "bill", "doc", "statement", "amendment", "judgment", "portion", "debate", "debateReport")
HEADED = ("book", "tome", "part", "subpart", "title", "subtitle", "chapter", "subchapter", "division", "subdivision")
PROVISIONS = ("article", "section", "subsection", "rule", "subrule", "level", "hcontainer", "clause", "transitional")
TRANSPARENT = ("alinea", "list", "sublist", "subparagraph", "blockList")
LISTED = ("point", "indent", "alinea", "list", "sublist", "item", "subparagraph", "subclause", "proviso", "li")
HIERARCHY = (*HEADED, *PROVISIONS, *LISTED, "paragraph")
BLOCKS_OF: tuple[str, ...] = (
    *(*HIERARCHY, "p", "block", "table", "ul", "ol", "blockList", "container", "div", "tblock", "blockContainer"),
    *("listIntroduction", "listWrapUp", "content", "intro", "wrapUp", "crossHeading", "toc", "quotedStructure"),
)
HOLDERS = ("preamble", "container", "blockContainer", "tblock", "div")
NAMED = ("heading", "annex", "option")
OWN_KINDS = ("annex", "option", "definition", "text", "note", "preambular", "table", NOTE)
OPENING = ("recital", "citation")
SKIPPED = ("meta", "num", "heading", "subheading", "componentRef", "authorialNote")

NOT_ONE = gettext_noop("This is not an Akoma Ntoso document: its first element is “{name}”.")
INVALID = gettext_noop("The document is not valid Akoma Ntoso (line {line}): {error}")
OTHER_VERSION = gettext_noop(
    "The document is of another version of Akoma Ntoso ({version}); it was read as far as known."
)
TOO_DEEP = gettext_noop("This stands at level {level}; a text has {deepest} at most.")
CONTENTS = gettext_noop("A table of contents was left out.")


def read(data: bytes, language: str, limit: int = LARGEST_FILE) -> Reading:
    """The reading of an Akoma Ntoso document in `language`. Raises Unreadable, with the line where there is one."""
    if len(data) > limit:
        reason = gettext_noop("The file has {size} bytes; the limit is {limit}. Make its pictures smaller or split it.")
        raise Unreadable(reason, size=len(data), limit=limit)
    root = parsed(data, "Akoma Ntoso")
    if local(root) != "akomaNtoso":
        raise Unreadable(NOT_ONE, name=local(root))
    document = _Document(root)
    found = document.lines()
    made = with_keys(found)
    if not any(line.is_taken for line in made):
        raise Unreadable(gettext_noop("The file has no words that could be taken over."))
    remarks, written_in = list(_remarks(root)), document.list.language
    return Reading(made, resolve(language), remarks, (), scheme_of(made), keys_of(found), written_in)


def _remarks(root: etree._Element) -> Iterator[Fault]:
    space = etree.QName(root).namespace or ""
    if space != akn.NS:
        yield Fault(OTHER_VERSION, version=space.rpartition("/ns/")[2] or space or "?")
        return
    for line, error in akn.faults(root):
        yield Fault(INVALID, line=line, error=error)


class _Document:
    """A document while it is read."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.list = listed.read(next(root.iter(f"{{{BLOCKS}}}text"), None))
        self.words = Reader(root, self.list)
        self.founds: list[Found] = []
        self.count = 0
        self.option = 0

    def lines(self) -> list[Line]:
        """All lines, notes after what calls them."""
        for child in self.root:
            self._document(child)
        made = lines(self.founds)
        return self.list.applied(with_notes(made, self._notes()))

    def _document(self, document: etree._Element) -> None:
        for part in document:
            name = local(part)
            if name in ("coverPage", "preface"):
                self._masthead(part)
            elif name == "preamble":
                self._opening(part)
            elif name in ("attachments", "components", "attachment", "component", *DOCUMENTS):
                self._attached(part)
            elif name not in SKIPPED:
                self._under(part, 0, 0)

    def _masthead(self, part: etree._Element) -> None:
        for block in part.iter("{*}p", "{*}block"):
            self._put(block, MASTHEAD, self.words.pieces(block))

    def _opening(self, part: etree._Element) -> None:
        for child in part:
            name = local(child)
            if name in OPENING:
                self._item(child, "preambular", 1, 0)
            elif name in ("recitals", "citations", "intro", "wrapUp", *HOLDERS):
                self._opening(child)
            elif name not in SKIPPED:
                self._under([child], 1, 0)

    def _attached(self, part: etree._Element) -> None:
        heading = self._child(part, "heading")
        if local(part) == "attachment" and (heading is not None or self._label(part)):
            pieces = self.words.pieces(heading) if heading is not None else []
            self._put(part, "annex", pieces, label=self._label(part))
        self._document(part)

    def _under(self, parent: Iterable[etree._Element], heading: int, item: int) -> None:
        """All that stands under an element; `heading` and `item` are the levels of those around it."""
        for child in parent:
            name = local(child)
            if name in HIERARCHY:
                self._one(child, heading, item)
            elif name == "crossHeading":
                self._put(child, "heading", self.words.pieces(child), level=heading + 1)
            elif name == "table":
                self._table(child)
            elif name == "toc":
                self.words.say(CONTENTS)
            elif name not in SKIPPED:
                self._block(child, heading, item)

    def _block(self, child: etree._Element, heading: int, item: int) -> None:
        if any(local(one) in BLOCKS_OF for one in child):
            self._under(child, heading, item)
            return
        pieces = self.words.pieces(child)
        if inline.plain(pieces).strip() or (self.list and pieces):
            # Words outside of any structure have their numbers typed, if they have any.
            self._put(child, "text" if heading or item or self.list else "", pieces, level=max(item, 1))

    def _one(self, element: etree._Element, heading: int, item: int) -> None:
        kind = self._kind(element, item)
        if kind in NAMED:
            self._headed(element, kind, heading)
        elif kind:
            self._item(element, kind, heading, item)
        else:
            self._under(element, heading, item)

    def _kind(self, element: etree._Element, item: int) -> str:
        """What an element is; "" for one that only holds others."""
        name, own = local(element), element.get("name", "")
        if name == "hcontainer" and own in OWN_KINDS:
            return own
        if self._is_headed(element):
            return "heading"
        if name in ("paragraph", *PROVISIONS) and item == 0:
            return "paragraph" if self._label(element) or self._key(element) else ""
        if name in TRANSPARENT and not self._label(element):
            return ""
        return "subparagraph"

    def _is_headed(self, element: etree._Element) -> bool:
        name = local(element)
        if name in (*HEADED, "article") or self._child(element, "heading") is not None:
            return True
        block = self.list.blocks.get(self._key(element))
        holds = any(local(child) in (*HEADED, *PROVISIONS, "paragraph") for child in element)
        return name in PROVISIONS and (holds or (block is not None and block.kind == "heading"))

    def _headed(self, element: etree._Element, kind: str, heading: int) -> None:
        words = self._child(element, "heading")
        pieces = self.words.pieces(words) if words is not None else []
        if (more := self._child(element, "subheading")) is not None:
            pieces += [Words(" — "), *self.words.pieces(more)]
        level = heading + 1 if kind == "heading" else 1
        self._put(element, kind, pieces, level=level, label=self._label(element))
        around = self.option
        if kind == "option":
            self.option = self.founds[-1].place
        self._under(element, {"heading": level, "annex": 0}.get(kind, heading), 0)
        self.option = around

    def _item(self, element: etree._Element, kind: str, heading: int, item: int) -> None:
        """Something numbered: its words are the first that stand in it, whatever they stand in."""
        level = max(item, 1) if kind in ("subparagraph", "definition") else 1
        at = len(self.founds)
        self._under(element, heading, level + 1 if kind == "subparagraph" else 1)
        first = self.founds[at] if at < len(self.founds) else None
        if first is None or first.key or first.label or first.kind not in ("", "text", "table"):
            self._put(element, kind, [])
            self.founds.insert(at, first := self.founds.pop())
        first.kind, first.level, first.label = kind, self._level(first, kind, level), self._label(element)
        first.key, first.exact = self._key(element), bool(self._key(element))

    def _level(self, found: Found, kind: str, level: int) -> int:
        deepest = DEEPEST.get(kind, 1)
        if level > deepest:
            found.remarks.append(Fault(TOO_DEEP, level=level, deepest=deepest))
        return min(level, deepest)

    def _table(self, element: etree._Element) -> None:
        found = self._put(element, "table", [])
        rows = []
        for row in element.iter("{*}tr"):
            cells = [cell for cell in row if local(cell) in ("td", "th")]
            rows.append([self._cell(cell, found) for cell in cells])
        found.table = table(rows)

    def _cell(self, cell: etree._Element, found: Found) -> list[Piece]:
        pieces: list[Piece] = []
        for part in [one for one in cell if local(one) not in SKIPPED] or [cell]:
            pieces += [Words(" ")] if pieces else []
            pieces += self.words.pieces(part)
        if self.list:
            return pieces
        kept, strays = balanced(trimmed(pieces))
        found.remarks += map(stray, strays)
        return kept

    def _put(
        self, element: etree._Element, kind: str, pieces: list[Piece], *, level: int = 1, label: str = ""
    ) -> Found:
        key = self._key(element) if kind in (*NAMED, *OWN_KINDS) else ""
        found = Found(len(self.founds) + 1, pieces, label, kind, key=key, exact=bool(key), option=self.option)
        found.place = self.count = self.count + 1
        found.level = self._level(found, kind, level)
        found.remarks += self.words.said()
        self.founds.append(found)
        return found

    def _key(self, element: etree._Element) -> str:
        key = element.get("wId", "")
        return key if key in self.list.blocks else ""

    def _child(self, element: etree._Element, name: str) -> etree._Element | None:
        return next((child for child in element if local(child) == name), None)

    def _label(self, element: etree._Element) -> str:
        number = self._child(element, "num")
        return " ".join("".join(number.itertext()).split()) if number is not None else ""

    def _notes(self) -> dict[str, Line]:
        """The notes that were called, by their keys."""
        made = {}
        for key, pieces in self.words.notes().items():
            self.count += 1
            kept, strays = balanced(pieces if key in self.list.blocks else trimmed(pieces))
            made[key] = Line(self.count, NOTE, inline.wording(kept), key=key, remarks=tuple(map(stray, strays)))
        return made
