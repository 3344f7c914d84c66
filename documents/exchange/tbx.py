"""Glossaries as TermBase eXchange (ISO 30042): read in its second and third edition, written in the third.

Of an entry its identifier is taken as the key, of each language all its terms, and its definition or its first note as
the remark. What else an entry may say is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from igsp_portal.foundations.language import languages
from igsp_portal.foundations.language.languages import UnknownLanguage

from ..faults import Fault, gettext_noop
from .office import parsed

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ENTRIES, _LANGUAGES, _ROOTS = ("conceptEntry", "termEntry"), ("langSec", "langSet"), ("tbx", "martif")
_REMARKS = ("definition", "note", "descrip")


@dataclass(frozen=True)
class Entry:
    """A term as a file has it: its key, its forms by language, a remark, and the line on which it begins."""

    key: str
    forms: Mapping[str, list[str]] = field(default_factory=dict)
    remark: str = ""
    line: int = 0


def read(data: bytes, name: str) -> list[Entry]:
    """The entries of a file. Raises Fault: it is no XML, declares entities, or is no glossary."""
    root = parsed(data, name, may_name_type=True)
    if _tag(root) not in _ROOTS:
        raise Fault(gettext_noop("This is not a glossary in TBX: it begins with “{tag}”."), tag=_tag(root))
    return [_entry(element) for element in root.iter() if _tag(element) in _ENTRIES]


def write(entries: Iterable[Entry], title: str, language: str) -> bytes:
    """A file of these entries; `title` is in `language`."""
    root = etree.Element(_named("tbx"), {"type": "TBX-Basic", "style": "dca", _LANG: language}, {None: NAMESPACE})
    head = _below(_below(root, "tbxHeader"), "fileDesc")
    _below(_below(head, "titleStmt"), "title").text = title
    _below(_below(head, "sourceDesc"), "p").text = title
    body = _below(_below(root, "text"), "body")
    for entry in entries:
        _write(body, entry)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _write(body: etree._Element, entry: Entry) -> None:
    concept = _below(body, "conceptEntry", id=entry.key)
    if entry.remark:
        _below(concept, "note").text = entry.remark
    for code, forms in entry.forms.items():
        section = _below(concept, "langSec", **{_LANG: languages.LANGUAGES[code].html_lang})
        for form in forms:
            _below(_below(section, "termSec"), "term").text = form


def _entry(element: etree._Element) -> Entry:
    forms: dict[str, list[str]] = {}
    for code, term in _terms(element):
        if term not in forms.setdefault(code, []):
            forms[code].append(term)
    first = next((terms[0] for code in ("en", *forms) if (terms := forms.get(code))), "")
    given = element.get("id") or first
    return Entry(_key(given) or _key(first), forms, _remark(element), element.sourceline or 0)


def _terms(element: etree._Element) -> Iterator[tuple[str, str]]:
    for section in element:
        if _tag(section) in _LANGUAGES:
            try:
                code = languages.resolve(section.get(_LANG, ""))
            except UnknownLanguage:
                continue
            terms = (_words(term) for term in section.iter() if _tag(term) == "term")
            yield from ((code, term) for term in terms if term)


def _remark(element: etree._Element) -> str:
    """A definition before a note; those of single terms are not the entry's."""
    told = [
        (part.get("type", "") if _tag(part) == "descrip" else _tag(part), _words(part))
        for group in element
        for part in ([group] if _tag(group) != "descripGrp" else group)
    ]
    found = [(_REMARKS.index(kind), words) for kind, words in told if kind in _REMARKS and words]
    return min(found)[1] if found else ""


def _words(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _key(given: str) -> str:
    return re.sub("[^a-z0-9]+", "-", given.lower()).strip("-")[:60].strip("-")


def _tag(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _named(tag: str) -> str:
    return f"{{{NAMESPACE}}}{tag}"


def _below(above: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(above, _named(tag), attributes)
