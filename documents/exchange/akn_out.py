"""One language of a version as Akoma Ntoso 3.0, valid against the schema of OASIS.

Headings hold what stands under them, paragraphs their points. `wId` is the key of a block, which never changes; `eId`
says where it stands. What the format has no word for travels in a list of blocks among the metadata.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from documents.drafts import Draft, PlannedBlock
from igsp_portal.foundations.language.languages import resolve

from . import akn_meta, inline, typed
from .akn import CALLED, NS, SHORT, UNCALLED, a, add
from .akn_inline import Inline
from .facts import Facts
from .notes import called_in

LEAF = 100
HEADED = ("heading", "annex", "option")
CONTAINERS = (*HEADED, "paragraph", "subparagraph", "definition")


def write(draft: Draft, language: str, facts: Facts) -> bytes:
    """The Akoma Ntoso of `draft` in `language`. Raises WordingError for words that cannot be read."""
    language = resolve(language)
    root = etree.Element(a("akomaNtoso"), nsmap={None: NS})
    document = add(root, "doc", name="text")
    document.append(akn_meta.meta(draft.blocks, language, facts))
    _Body(draft.blocks, draft.words.get(language, {}), facts).write(document)
    for element in root.iter(a("meta"), a("preface"), a("preamble"), a("mainBody"), *map(a, _NEW_LINES)):
        element.tail = "\n"
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


@dataclass
class _Node:
    """A block with those under it."""

    block: PlannedBlock | None = None
    under: list[_Node] = field(default_factory=list)
    name: str = ""  # of its element
    e_id: str = ""

    @property
    def rank(self) -> int:
        """What stands under what: the higher under the lower."""
        if self.block is None:
            return 0
        above = {"annex": 0, "heading": 10, "subparagraph": LEAF, "definition": LEAF}.get(self.block.kind)
        return LEAF if above is None else above + self.block.level

    def holds(self, other: _Node) -> bool:
        """Whether the other may stand under this one."""
        if self.block is None or other.block is None:
            return True
        if self.block.kind == "option":
            return other.block.option == self.block.key
        same = self.block.option == other.block.option
        return self.block.kind in CONTAINERS and same and self.rank < other.rank


class _Body:
    """The words of a document in the making."""

    def __init__(self, blocks: Iterable[PlannedBlock], words: Mapping[str, str], facts: Facts) -> None:
        self.blocks, self.words, self.facts = list(blocks), words, facts
        self.labels = facts.labels.printed
        self.called = called_in(
            self.blocks, {block.key: words[block.key] for block in self.blocks if block.key in words}
        )

    def write(self, document: etree._Element) -> None:
        """Append the preface, the preamble and the body."""
        akn_meta.preface(document, self.facts)
        standing = [_Node(block) for block in self.blocks if block.key not in self.called]
        opening = self._opening(standing)
        top = self._tree(standing[len(opening) :])
        for node in opening:
            node.name, node.e_id = "recital", f"rec_{node.block.key}"  # type: ignore[union-attr]
        self._identify(top, "")
        nodes = (*opening, *_all(top))
        self.inline = Inline(self.facts.labels, {one.block.key: one.e_id for one in nodes if one.block}, self.words)
        if opening:
            self._preamble(add(document, "preamble"), opening)
        body = add(document, "mainBody")
        for node in top.under:
            self._node(body, node)
        if not top.under:
            add(body, "p")

    def _opening(self, standing: list[_Node]) -> list[_Node]:
        """The preambular paragraphs with which a text begins."""
        opening = []
        for node in standing:
            if node.block is None or node.block.kind != "preambular":
                break
            opening.append(node)
        return opening

    def _tree(self, standing: Iterable[_Node]) -> _Node:
        top = _Node()
        open_nodes = [top]
        for node in standing:
            while not open_nodes[-1].holds(node):
                open_nodes.pop()
            open_nodes[-1].under.append(node)
            open_nodes.append(node)
        return top

    def _identify(self, node: _Node, above: str) -> None:
        for one in node.under:
            if one.block is not None:
                one.name = self._name(one.block)
                one.e_id = f"{above}{SHORT.get(one.name, one.name)}_{one.block.key}"
                self._identify(one, f"{one.e_id}__")

    def _name(self, block: PlannedBlock) -> str:
        if block.kind == "heading":
            found = typed.labels(self.labels.get(block.key, "") + "\t")
            look = found[0].look if found else ""
            return look if look in CALLED else UNCALLED[min(block.level, len(UNCALLED)) - 1]
        return {"paragraph": "paragraph", "subparagraph": "point"}.get(block.kind, "hcontainer")

    def _preamble(self, preamble: etree._Element, opening: list[_Node]) -> None:
        recitals = add(preamble, "recitals", eId="recs")
        for node in opening:
            recital = add(recitals, "recital", eId=node.e_id, wId=node.block.key)  # type: ignore[union-attr]
            self._words(recital, node.block)

    def _node(self, parent: etree._Element, node: _Node) -> None:
        block = node.block
        if block is None:
            return
        about = {"name": block.kind} if node.name == "hcontainer" else {}
        element = add(parent, node.name, **about, eId=node.e_id, wId=block.key)
        if label := self.labels.get(block.key):
            add(element, "num", label)
        if block.kind in HEADED:
            if words := self.words.get(block.key):
                self.inline.write(add(element, "heading"), inline.pieces(words), block.key)
        elif block.kind == "table" and self.words.get(block.key):
            self._table(add(element, "content"), node)
        elif node.under:
            self._words(add(element, "intro"), block)
        else:
            self._words(add(element, "content"), block)
        for one in node.under:
            self._node(element, one)

    def _words(self, parent: etree._Element, block: PlannedBlock | None) -> None:
        words = self.words.get(block.key, "") if block else ""
        self.inline.write(add(parent, "p"), inline.pieces(words), block.key if block else "")

    def _table(self, content: etree._Element, node: _Node) -> None:
        key = node.block.key if node.block else ""
        table = add(content, "table", eId=f"{node.e_id}__table")
        for number, row in enumerate(inline.cells(self.words[key])):
            made = add(table, "tr")
            for cell in row:
                self.inline.write(add(add(made, "td" if number else "th"), "p"), cell, key)


def _all(node: _Node) -> list[_Node]:
    return [one for child in node.under for one in (child, *_all(child))]


_NEW_LINES = (*CALLED, *UNCALLED, "hcontainer", "paragraph", "point", "recital", "tr")
