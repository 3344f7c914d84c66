"""The names of WordprocessingML, and the few shapes that writing and reading share."""

import hashlib
import re
from typing import Any

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML = "http://www.w3.org/XML/1998/namespace"
NSMAP = {"w": W, "r": R}
STRICT = {  # the other namespaces of the same names
    "http://purl.oclc.org/ooxml/wordprocessingml/main": W,
    "http://purl.oclc.org/ooxml/officeDocument/relationships": R,
}
LONGEST_BOOKMARK = 40
LEVELLED = {"heading": "Heading", "annex": "Annex", "subparagraph": "Subparagraph", "definition": "Definition"}
STYLES = {
    "paragraph": "Paragraph",
    "preambular": "Preambular",
    "option": "Option",
    "text": "Text",
    "note": "SecretariatNote",
    "footnote": "UncalledNote",
    "table": "TableText",
}
KIND_OF = {style: kind for kind, style in STYLES.items()}


def w(name: str) -> str:
    """The full name of an element or attribute: w("p")."""
    return f"{{{W}}}{name}"


def add(parent: etree._Element, name: str, /, **attributes: Any) -> etree._Element:
    """A new last child of `parent`; attributes are of the same namespace."""
    return etree.SubElement(parent, w(name), {w(key.rstrip("_")): str(value) for key, value in attributes.items()})


def words_in(element: etree._Element) -> str:
    """All the words of an element in one line, for what is told of it."""
    found = element.iter(w("p"), w("t"), w("tab"), w("br"), w("cr"))
    return " ".join("".join(one.text or "" if one.tag == w("t") else " " for one in found).split())


def style_of(kind: str, level: int) -> str:
    """The style of a block's paragraph."""
    return f"{LEVELLED[kind]}{level}" if kind in LEVELLED else STYLES.get(kind, "Text")


def kind_of(style: str) -> tuple[str, int] | None:
    """The kind and level that one of our own styles stands for."""
    if style in KIND_OF:
        return KIND_OF[style], 1
    for kind, name in LEVELLED.items():
        if style.startswith(name) and re.fullmatch("[1-9]", style[len(name) :]):
            return kind, int(style[len(name) :])
    return None


def mark(prefix: str, key: str) -> str:
    """A bookmark's name for a key: `b_chairs_text`; a long key is told by what is left of it and a sum."""
    name = f"{prefix}_{re.sub('[^A-Za-z0-9_]', '_', key)}"
    if len(name) <= LONGEST_BOOKMARK and re.fullmatch("[a-z0-9-]+", key):
        return name
    return f"{name[: LONGEST_BOOKMARK - 9]}_{hashlib.sha256(key.encode()).hexdigest()[:8]}"


def key_of(name: str) -> str:
    """The key of a bookmark whose list of blocks was lost."""
    return name.partition("_")[2].replace("_", "-").lower()
