"""Akoma Ntoso as lines: our own as it went out, and that of others, whose hierarchies differ from house to house.

Whatever its version, a document is read by the names of its elements. Where it is not valid, that is said with the
line, and it is read all the same; a document type and entities are refused.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from documents.drafts import DEEPEST
from documents.faults import Fault, gettext_noop
from igsp_portal.foundations.language.languages import resolve

from . import akn, akn_tables, akn_words, inline, listed
from .akn_words import HIERARCHY, SKIPPED, Reader, apart_in, local, worded
from .inline import Note, Piece, Words, balanced, stray, table, trimmed
from .labelled import Found, believed
from .listed import BLOCKS
from .losses import CONTENTS, MERGED
from .office import LARGEST_FILE, TOO_LARGE, parsed
from .outline import lines
from .reading import MASTHEAD, NOTE, Line, Reading, Unreadable, keys_of, with_keys, with_notes
from .schemes import scheme_of
from .typed import labels

DOCUMENTS = (
    *(
        "act",
        "bill",
        "doc",
        "statement",
        "amendment",
        "judgment",
        "portion",
        "debate",
        "debateReport",
        "officialGazette",
    ),
    *("amendmentList", "documentCollection"),
)
HEADED = ("book", "tome", "part", "subpart", "title", "subtitle", "chapter", "subchapter", "division", "subdivision")
PROVISIONS = ("article", "section", "subsection", "rule", "subrule", "level", "hcontainer", "clause", "transitional")
TRANSPARENT = ("alinea", "list", "sublist", "subparagraph", "blockList")
HOLDERS = ("preamble", "container", "blockContainer", "tblock", "div")
NAMED = ("heading", "annex", "option")
OWN_KINDS = ("annex", "option", "definition", "text", "note", "preambular", "table", NOTE)
OPENING = ("recital", "citation")
TITLED = ("heading", "subheading")
TITLES = ("num", *TITLED)
QUOTED = ("quotedStructure", "embeddedStructure")
ATTACHED = ("attachments", "components", "attachment", "component", *DOCUMENTS)

NOT_ONE = gettext_noop("This is not an Akoma Ntoso document: its first element is “{name}”.")
INVALID = gettext_noop("The document is not valid Akoma Ntoso (line {line}): {error}")
OTHER_VERSION = gettext_noop(
    "The document is of another version of Akoma Ntoso ({version}); it was read as far as known."
)
TOO_DEEP = gettext_noop("This stands at level {level}; a text has {deepest} at most.")


def read(data: bytes, language: str, limit: int = LARGEST_FILE) -> Reading:
    """The reading of an Akoma Ntoso document in `language`. Raises Unreadable, with the line where there is one."""
    if len(data) > limit:
        raise Unreadable(TOO_LARGE, size=len(data), limit=limit)
    root = parsed(data, "Akoma Ntoso")
    if local(root) != "akomaNtoso":
        raise Unreadable(NOT_ONE, name=local(root))
    document = _Document(root)
    found = document.lines()
    made = with_keys(found)
    if not any(line.is_taken for line in made):
        raise Unreadable(gettext_noop("The file has no words that could be taken over."))
    remarks, written_in = list(_remarks(root)), document.list.language or akn_words.language_of(root)
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
        if said := self.words.said():  # of what stands behind the last words
            self.count += 1
            self.founds.append(Found(self.count, [], remarks=said))
        made = lines(self.founds)
        return self.list.applied(with_notes(made, self._notes()))

    def _document(self, document: etree._Element) -> None:
        for part in document:
            name = local(part)
            if name in ("coverPage", "preface"):
                self._masthead(part)
            elif name == "preamble":
                self._opening(part)
            else:  # who signs below a text stands in no number, whatever a name begins with
                self._part(part, 1 if name == "conclusions" else 0, 0)

    def _masthead(self, part: etree._Element) -> None:
        for one in self.words.parts(part):
            if isinstance(one, list):
                self._put_words(part, MASTHEAD, worded(one))
            elif local(one) == "toc":
                self.words.say(CONTENTS)
            elif apart_in(one):
                self._masthead(one)
            else:
                self._put_words(one, MASTHEAD, self.words.pieces(one))

    def _opening(self, part: etree._Element) -> None:
        for child in self.words.parts(part):
            name = "" if isinstance(child, list) else local(child)
            if isinstance(child, list):
                self._put_words(part, "text", worded(child))
            elif name in OPENING:
                self._item(child, "preambular", 1, 0)
            elif name in TITLES:
                self._put_words(child, "text", self.words.pieces(child))
            elif name in ("recitals", "citations", "intro", "wrapUp", *HOLDERS):
                self._opening(child)
            else:
                self._part(child, 1, 0)

    def _attached(self, part: etree._Element) -> None:
        label, calls = self._number(part)
        if label or self._is_titled(part):
            typed, pieces = ("", self._title(part)) if label or self.list else self._typed(part)
            self._put(part, "annex", pieces + calls, label=label or typed)
        self._document(part)

    def _typed(self, part: etree._Element) -> tuple[str, list[Piece]]:
        """The number that the title of an attachment begins with, and the rest of the title."""
        heading = self._child(part, "heading")
        pieces = self.words.pieces(heading) if heading is not None else []
        found = next(iter(labels(inline.plain(pieces))), None)
        if found is None or found.look not in ("annex", "appendix"):
            return "", self._title(part)
        number, rest = inline.parted(pieces, found.length)
        if not believed(found, inline.plain(rest)):
            return "", self._title(part)
        return inline.plain(number).strip(), self._with_subheading(part, trimmed(rest))

    def _under(self, parent: etree._Element, heading: int, item: int) -> None:
        """All that stands under an element; `heading` and `item` are the levels of those around it."""
        for part in self.words.parts(parent):
            if isinstance(part, list):
                self._loose(parent, worded(part), heading, item)
            else:
                self._part(part, heading, item)

    def _part(self, child: etree._Element, heading: int, item: int) -> None:
        name = local(child)
        if name in ATTACHED:
            self._attached(child)
        elif name in HIERARCHY:
            self._one(child, heading, item)
        elif name == "crossHeading":
            self._put(child, "heading", self.words.pieces(child), level=heading + 1)
        elif name == "table":
            self._table(child, item)
        elif name == "toc":
            self.words.say(CONTENTS)
        elif name in QUOTED:
            self._quoted(child, [], item)
        elif name not in SKIPPED:
            self._block(child, heading, item)

    def _block(self, child: etree._Element, heading: int, item: int) -> None:
        label, calls = self._number(child)
        if self._is_titled(child):
            heading += 1
            self._put(child, "heading", self._title(child) + calls, level=heading, label=label)
        elif label:
            self._put(child, "", [Words(label), *calls], level=max(item, 1))
        if apart_in(child):
            self._under(child, heading, item)
        else:
            self._loose(child, self.words.pieces(child), heading, item)

    def _loose(self, element: etree._Element, pieces: list[Piece], heading: int, item: int) -> None:
        """Words outside of any structure, which have their numbers typed if they have any."""
        if inline.plain(pieces).strip() or (self.list and pieces):
            kind = "text" if heading or item or self.list else ""
            self._put(element, kind, pieces, level=max(item, 1))
        elif self.founds and self.founds[-1].kind != "table":
            self.founds[-1].pieces += pieces  # calls of notes between two blocks
        elif any(isinstance(piece, Note) for piece in pieces):
            self._put(element, "text", pieces, level=max(item, 1))

    def _quoted(self, element: etree._Element, before: list[Piece], item: int) -> None:
        """What is to stand in another text keeps its numbers, as words, and its quotation marks."""
        opening, closing = akn_words.quotation_marks(element)
        at = len(self.founds)
        before = [*before, Words(opening)] if opening else before
        if self._is_titled(element):
            pieces = [*self._with_number(element, before), *self._title(element)]
            self._put(element, "text", pieces, level=max(item, 1))
            before = []
        else:
            before = self._with_number(element, before)
        before = self._quoted_parts(element, before, item)
        if before:
            self._put_words(element, "text", before)
        if closing and len(self.founds) > at:
            self.founds[-1].pieces.append(Words(closing))

    def _quoted_parts(self, element: etree._Element, before: list[Piece], item: int) -> list[Piece]:
        for part in self.words.parts(element):
            if isinstance(part, list) and not worded(part):
                continue
            if isinstance(part, list) or not apart_in(part):
                if isinstance(part, list) or local(part) not in SKIPPED:
                    pieces = part if isinstance(part, list) else self.words.pieces(part)
                    self._put(element, "text", [*before, *pieces], level=max(item, 1))
                    before = []
            else:
                self._quoted(part, before, item)
                before = []
        return before

    def _with_number(self, element: etree._Element, before: list[Piece]) -> list[Piece]:
        label, calls = self._number(element)
        return [*before, Words(f"{label} "), *calls] if label else before

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
        is_known = bool(self._number(element)[0] or self._key(element))
        if name in ("paragraph", *PROVISIONS) and item == 0:
            return "paragraph" if is_known else ""
        if name in (*TRANSPARENT, *HEADED, "article") and not is_known:
            return ""
        return "subparagraph"

    def _is_headed(self, element: etree._Element) -> bool:
        """Whether an element has a title, or a number or key and others under it; what only holds is none."""
        if self._is_titled(element):
            return True
        name, key = local(element), self._key(element)
        block = self.list.blocks.get(key)
        if name in PROVISIONS and block is not None and block.kind == "heading":
            return True
        holds = any(local(child) in (*HEADED, *PROVISIONS, "paragraph") for child in element)
        return bool(key or self._number(element)[0]) and (
            name in (*HEADED, "article") or (name in PROVISIONS and holds)
        )

    def _is_titled(self, element: etree._Element) -> bool:
        return any(self._child(element, name) is not None for name in TITLED)

    def _title(self, element: etree._Element) -> list[Piece]:
        """The words of a heading and of what stands below it."""
        heading = self._child(element, "heading")
        return self._with_subheading(element, self.words.pieces(heading) if heading is not None else [])

    def _with_subheading(self, element: etree._Element, pieces: list[Piece]) -> list[Piece]:
        if (more := self._child(element, "subheading")) is None:
            return pieces
        return [*pieces, *([Words(" — ")] if pieces else []), *self.words.pieces(more)]

    def _headed(self, element: etree._Element, kind: str, heading: int) -> None:
        level = heading + 1 if kind == "heading" else 1
        label, calls = self._number(element)
        self._put(element, kind, self._title(element) + calls, level=level, label=label)
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
        first.label, calls = self._number(element)
        first.kind, first.level, first.pieces = kind, self._level(first, kind, level), calls + first.pieces
        first.key, first.exact = self._key(element), bool(self._key(element))

    def _level(self, found: Found, kind: str, level: int) -> int:
        deepest = DEEPEST.get(kind, 1)
        if level > deepest:
            found.remarks.append(Fault(TOO_DEEP, level=level, deepest=deepest))
        return min(level, deepest)

    def _table(self, element: etree._Element, item: int) -> None:
        if (caption := self._child(element, "caption")) is not None:
            self._put_words(caption, "text", self.words.pieces(caption), level=max(item, 1))
        found = self._put(element, "table", [])
        rows, is_joined = akn_tables.grid(element)
        found.remarks += [Fault(MERGED)] if is_joined else []
        found.table = table([self._cell(cell, found) if cell is not None else [] for cell in row] for row in rows)

    def _cell(self, cell: etree._Element, found: Found) -> list[Piece]:
        pieces = self.words.flat(cell)
        if self.list:
            return pieces
        kept, strays = balanced(trimmed(pieces))
        found.remarks += map(stray, strays)
        return kept

    def _put_words(self, element: etree._Element, kind: str, pieces: list[Piece], *, level: int = 1) -> None:
        if pieces:
            self._put(element, kind, pieces, level=level)

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

    def _number(self, element: etree._Element) -> tuple[str, list[Piece]]:
        """The number of an element, and the calls of notes that stand at it."""
        number = self._child(element, "num")
        if number is None:
            return "", []
        pieces = self.words.pieces(number)
        return " ".join(inline.plain(pieces).split()), [piece for piece in pieces if isinstance(piece, Note)]

    def _notes(self) -> dict[str, Line]:
        """The notes that were called, by their keys."""
        made = {}
        for key, pieces in self.words.notes():
            self.count += 1
            kept, strays = balanced(pieces if key in self.list.blocks else trimmed(pieces))
            remarks = (*self.words.said(), *map(stray, strays))
            made[key] = Line(self.count, NOTE, inline.wording(kept), key=key, remarks=remarks)
        return made
