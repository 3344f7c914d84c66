"""Glossaries as TermBase eXchange (ISO 30042): read in its second and third edition, or TBX-Min; written in the third.

Of an entry its identifier is taken as the key, of each language all its terms, and its definition or its first note as
the remark. What else an entry may say is passed over, and an entry without a term in one of the six languages. One
without an identifier has a key that is made of its first term, the same whenever the file is read; where several
identifiers make the same key, all but the first have a number behind it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from lxml import etree

from igsp_portal.foundations.language import languages
from igsp_portal.foundations.language.languages import UnknownLanguage

from ..faults import Fault, gettext_noop
from .office import parsed

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ROOTS = ("tbx", "martif", "TBX")
_ENTRIES = ("conceptEntry", "termEntry", "entry")
_LANGUAGES = ("langSec", "langSet", "langGroup")
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
    entries = [(element.get("id") or "", _entry(element)) for element in root.iter() if _tag(element) in _ENTRIES]
    return list(_each_with_its_key([(given, entry) for given, entry in entries if entry.forms]))


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
    return Entry(_key(element.get("id") or ""), forms, _remark(element), element.sourceline or 0)


def _each_with_its_key(entries: Sequence[tuple[str, Entry]]) -> Iterator[Entry]:
    taken = {entry.key for _given, entry in entries if entry.key}
    first: dict[str, str] = {}  # the identifier of which each key was made first
    for given, entry in entries:
        if not entry.key or first.setdefault(entry.key, given) != given:
            entry = replace(entry, key=_free(entry.key or _key_of(entry.forms), taken))
            taken.add(entry.key)
        yield entry


def _key_of(forms: Mapping[str, list[str]]) -> str:
    """A key of the first term, or where that has no Latin letters of its sum."""
    first = next(terms[0] for code in ("en", *forms) if (terms := forms.get(code)))
    return _key(first) or f"term-{hashlib.sha256(first.encode()).hexdigest()[:8]}"


def _free(key: str, taken: Collection[str]) -> str:
    return key if key not in taken else next(one for n in count(2) if (one := f"{key}-{n}") not in taken)


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
