"""The parts of a DOCX around its words, and the package of them all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lxml import etree

from . import word_styles
from .facts import Facts
from .inline import words_of
from .listed import BLOCKS
from .office import packed as zipped
from .word import NSMAP, R, add, w

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PARTS = ("document", "styles", "numbering", "footnotes", "settings")
DATA = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
DATA_ID = "{6B1F0C52-1D53-4B8E-9C59-0D6A7C1E5A1%d}"  # of the list of blocks, in every file


def footnotes() -> etree._Element:
    """The footnotes of a file, with the two rules above them that Word looks for."""
    root = etree.Element(w("footnotes"), nsmap=NSMAP)
    for number, kind in ((-1, "separator"), (0, "continuationSeparator")):
        note = add(root, "footnote", type=kind, id=number)
        add(add(add(note, "p"), "r"), kind)
    return root


def packed(
    document: etree._Element,
    notes: etree._Element,
    numbering: etree._Element,
    travels: Sequence[etree._Element],
    language: str,
    facts: Facts,
) -> bytes:
    """The file of these parts; `travels` are the lists of blocks."""
    items = [f"item{number}" for number in range(1, len(travels) + 1)]
    related = (
        *((part, f"{part}.xml") for part in PARTS[1:]),
        *(("customXml", f"../customXml/{item}.xml") for item in items),
    )
    return zipped(
        (
            ("[Content_Types].xml", _types(items)),
            ("_rels/.rels", _relations((("officeDocument", "word/document.xml"), ("core", "docProps/core.xml")))),
            ("word/document.xml", _bytes(document)),
            ("word/_rels/document.xml.rels", _relations(related)),
            ("word/styles.xml", _bytes(word_styles.part(language))),
            ("word/numbering.xml", _bytes(numbering)),
            ("word/footnotes.xml", _bytes(notes)),
            ("word/settings.xml", _bytes(_settings())),
            ("docProps/core.xml", _core(language, facts)),
            *(part for number, root in enumerate(travels, 1) for part in _item(number, root)),
        )
    )


def _settings() -> etree._Element:
    root = etree.Element(w("settings"), nsmap=NSMAP)
    notes = add(root, "footnotePr")
    for number in (-1, 0):
        add(notes, "footnote", id=number)
    compat = add(root, "compat")
    add(compat, "compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15)
    return root


def _types(items: Iterable[str]) -> bytes:
    root = etree.Element(f"{{{PACKAGE}/content-types}}Types", nsmap={None: f"{PACKAGE}/content-types"})

    def put(name: str, **attributes: str) -> None:
        etree.SubElement(root, f"{{{PACKAGE}/content-types}}{name}", attributes)

    put("Default", Extension="rels", ContentType="application/vnd.openxmlformats-package.relationships+xml")
    put("Default", Extension="xml", ContentType="application/xml")
    for part in PARTS:
        kind = "document.main" if part == "document" else part
        put("Override", PartName=f"/word/{part}.xml", ContentType=f"{MAIN}.{kind}+xml")
    put(
        "Override",
        PartName="/docProps/core.xml",
        ContentType="application/vnd.openxmlformats-package.core-properties+xml",
    )
    properties = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
    for item in items:
        put("Override", PartName=f"/customXml/{item.replace('item', 'itemProps')}.xml", ContentType=properties)
    return _bytes(root)


def _relations(targets: Iterable[tuple[str, str]]) -> bytes:
    root = etree.Element(f"{{{PACKAGE}/relationships}}Relationships", nsmap={None: f"{PACKAGE}/relationships"})
    for number, (kind, target) in enumerate(targets, 1):
        of = f"{PACKAGE}/relationships/metadata/core-properties" if kind == "core" else f"{R}/{kind}"
        about = {"Id": f"rId{number}", "Type": of, "Target": target}
        etree.SubElement(root, f"{{{PACKAGE}/relationships}}Relationship", about)
    return _bytes(root)


def _core(language: str, facts: Facts) -> bytes:
    spaces = {"cp": f"{PACKAGE}/metadata/core-properties", "dc": "http://purl.org/dc/elements/1.1/"}
    root = etree.Element(f"{{{spaces['cp']}}}coreProperties", nsmap=spaces)
    for name, value in (
        ("title", facts.title),
        ("creator", facts.body),
        ("identifier", facts.symbol),
        ("language", word_styles.LANGUAGES[language]),
    ):
        if value:
            etree.SubElement(root, f"{{{spaces['dc']}}}{name}").text = words_of(value)
    return _bytes(root)


def _item(number: int, root: etree._Element) -> tuple[tuple[str, bytes], ...]:
    """A part of data with the two parts that Word wants around it."""
    about = etree.Element(f"{{{DATA}}}datastoreItem", {f"{{{DATA}}}itemID": DATA_ID % number}, nsmap={"ds": DATA})
    schemas = etree.SubElement(about, f"{{{DATA}}}schemaRefs")
    etree.SubElement(schemas, f"{{{DATA}}}schemaRef", {f"{{{DATA}}}uri": BLOCKS})
    return (
        (f"customXml/item{number}.xml", _bytes(root)),
        (f"customXml/_rels/item{number}.xml.rels", _relations((("customXmlProps", f"itemProps{number}.xml"),))),
        (f"customXml/itemProps{number}.xml", _bytes(about)),
    )


def _bytes(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
