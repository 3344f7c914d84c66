"""Tracked changes of a DOCX, accepted or rejected: words, paragraph marks, moves, rows, cells and properties alike.

What is settled is a tree of the file's own; `decide` says of each change whether it is accepted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from .word import w

Decide = Callable[[etree._Element], bool]

PUT_IN = {w("ins"), w("moveTo")}
TAKEN_OUT = {w("del"), w("moveFrom")}
CHANGES = PUT_IN | TAKEN_OUT
CELLS = {w("cellIns"): True, w("cellDel"): False}
FORMER = {  # former properties, each kept in what they are of
    w(name)
    for name in (
        "rPrChange",
        "pPrChange",
        "sectPrChange",
        "tblPrChange",
        "tblPrExChange",
        "trPrChange",
        "tcPrChange",
        "tblGridChange",
        "numberingChange",
        "cellMerge",
    )
}
RANGES = {
    w(f"{kind}Range{end}")
    for kind in ("moveFrom", "moveTo", "customXmlIns", "customXmlDel", "customXmlMoveFrom", "customXmlMoveTo")
    for end in ("Start", "End")
}
DELETED_WORDS = {w("delText"): w("t"), w("delInstrText"): w("instrText")}
PLACE = "place"  # an attribute: which paragraph of the file it was, before anything was settled
MAKING = (w("pStyle"), w("numPr"), w("outlineLvl"))  # what a paragraph is made by: its style, number and level
PROPERTIES = {w("rPr"), w("trPr"), w("tcPr"), w("numPr")}


def accept(_change: etree._Element) -> bool:
    """Take every change."""
    return True


def reject(_change: etree._Element) -> bool:
    """Take none."""
    return False


def changes(root: etree._Element) -> Iterator[etree._Element]:
    """All changes of words, paragraphs, rows and cells, and of numbers and levels, that are tracked in a tree."""
    for change in root.iter(*CHANGES, *CELLS, w("pPrChange")):
        if change.tag != w("pPrChange") or _made_by(change.getparent()) != _made_by(change.find(w("pPr"))):
            yield change


def _made_by(properties: etree._Element | None) -> list[tuple[str, str, str]]:
    """What makes a paragraph what it is, where its properties say so."""
    return [
        (made.tag, one.tag, one.get(w("val"), ""))
        for made in (properties if properties is not None else ())
        if made.tag in MAKING
        for one in (made, *made)
        if one.tag not in CHANGES
    ]


def is_put_in(change: etree._Element) -> bool:
    """Whether a change puts something in, rather than taking it out."""
    return change.tag in PUT_IN or CELLS.get(change.tag, False)


def settle(root: etree._Element, decide: Decide) -> None:
    """Carry out every change in the tree as `decide` has it; none is left."""
    _properties(root, decide)
    _rows(root, decide)
    ends = _marks(root, decide)
    _words(root, decide)
    for element in list(root.iter(*RANGES)):
        _remove(element)
    for paragraph in ends:
        _merge(paragraph)
    _emptied(root)


def _stays(change: etree._Element, decide: Decide) -> bool:
    """Whether what a change is about is there afterwards."""
    return is_put_in(change) == decide(change)


def _properties(root: etree._Element, decide: Decide) -> None:
    for former in list(root.iter(*FORMER)):
        parent = former.getparent()
        if parent is None:
            continue
        if not decide(former) and len(former) and former[0].tag == parent.tag:
            kept = [child for child in parent if child.tag in CHANGES | CELLS.keys() | {w("rPr"), w("sectPr")}]
            for child in list(parent):
                parent.remove(child)
            parent.extend(list(former[0]))
            parent.extend(kept)
        else:
            parent.remove(former)


def _rows(root: etree._Element, decide: Decide) -> None:
    for change in [one for one in changes(root) if _is_of(one, "trPr", "tcPr")]:
        properties = change.getparent()
        holder = properties.getparent() if properties is not None else None
        if holder is None or properties is None:
            continue
        properties.remove(change)
        if not _stays(change, decide):
            _remove(holder)


def _marks(root: etree._Element, decide: Decide) -> list[etree._Element]:
    """The paragraphs whose ends go: each runs on into the next one."""
    ends: list[etree._Element] = []
    for change in [one for one in changes(root) if _is_of(one, "rPr")]:
        letters = change.getparent()
        if letters is None:
            continue
        letters.remove(change)
        holder = letters.getparent()
        if _stays(change, decide) or holder is None:
            continue
        if holder.tag == w("pPr"):
            paragraph = holder.getparent()
            if paragraph is not None and paragraph not in ends[-1:]:
                ends.append(paragraph)
        elif holder.tag == w("r"):
            _remove(holder)
    return ends


def _words(root: etree._Element, decide: Decide) -> None:
    for change in list(root.iter(*CHANGES)):
        if change.getparent() is None:
            continue
        if change.getparent().tag == w("numPr") and not _stays(change, decide):
            _remove(change.getparent())  # a number put in
        elif change.getparent().tag in PROPERTIES:
            change.getparent().remove(change)
        elif _stays(change, decide):
            _unwrap(change)
        else:
            _remove(change)
    for words in root.iter(*DELETED_WORDS):
        words.tag = DELETED_WORDS[words.tag]


def _merge(paragraph: etree._Element) -> None:
    """Let a paragraph run on into the next; one with nothing after it goes when it is empty, and else stays."""
    if paragraph.getparent() is None:
        return  # it went with what stood around it
    following = paragraph.getnext()
    while following is not None and following.tag in (w("bookmarkStart"), w("bookmarkEnd")):
        following = following.getnext()
    content = [child for child in paragraph if child.tag != w("pPr")]
    if following is None or following.tag != w("p"):
        others = list(paragraph.itersiblings(w("p"), preceding=True))
        if not _has_words(content) and (others or paragraph.getparent().tag == w("body")):
            _remove(paragraph)
        return
    if not _has_words(content):
        content = [child for child in content if child.tag not in (w("bookmarkStart"), w("bookmarkEnd"))]
    elif paragraph.get(PLACE) is not None:
        following.set(PLACE, paragraph.get(PLACE))
    at = 1 if len(following) and following[0].tag == w("pPr") else 0
    following[at:at] = content
    _remove(paragraph)


def _has_words(content: list[etree._Element]) -> bool:
    wanted = (w("t"), w("tab"), w("footnoteReference"), w("drawing"), w("instrText"))
    return any(one.tag in wanted for child in content for one in child.iter())


def _emptied(root: etree._Element) -> None:
    for table in list(root.iter(w("tbl"))):
        if table.find(w("tr")) is None and not any(True for _ in table.iter(w("tr"))):
            _remove(table)


def _is_of(change: etree._Element, *names: str) -> bool:
    parent = change.getparent()
    return parent is not None and parent.tag in {w(name) for name in names}


def _unwrap(element: etree._Element) -> None:
    parent = element.getparent()
    at = parent.index(element)
    parent[at : at + 1] = list(element)


def _remove(element: etree._Element) -> None:
    if (parent := element.getparent()) is not None:
        parent.remove(element)
