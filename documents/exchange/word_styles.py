"""The styles of the DOCX files that are made, in one language: what blocks look like, and which way they run."""

from lxml import etree

from .word import NSMAP, add, w

LANGUAGES = {"ar": "ar-SA", "zh-hans": "zh-CN", "en": "en-GB", "fr": "fr-FR", "ru": "ru-RU", "es": "es-ES"}
# Style, its name, outline level (0 for none), indent and hanging in twentieths of a point, bold, size in half points.
_PARAGRAPHS = (
    ("Masthead", "Masthead", 0, 0, 0, False, 20),
    ("Title", "Title", 0, 0, 0, True, 28),
    ("Subtitle", "Subtitle", 0, 0, 0, True, 22),
    *(
        (f"Heading{level}", f"heading {level}", level, 567, 567, True, 24 if level == 1 else 20)
        for level in range(1, 6)
    ),
    ("Annex1", "Annex", 1, 0, 0, True, 28),
    ("Annex2", "Appendix", 2, 0, 0, True, 24),
    ("Preambular", "Preambular paragraph", 0, 567, 0, False, 20),
    ("Paragraph", "Numbered paragraph", 0, 567, 0, False, 20),
    *((f"Subparagraph{n}", f"Subparagraph {n}", 0, 567 * (n + 1), 567, False, 20) for n in range(1, 5)),
    *((f"Definition{n}", f"Definition {n}", 0, 567 * (n + 1), 567, False, 20) for n in range(1, 5)),
    ("Option", "Option", 0, 567, 0, True, 20),
    ("Text", "Unnumbered text", 0, 567, 0, False, 20),
    ("SecretariatNote", "Note by the secretariat", 0, 567, 0, False, 18),
    ("TableText", "Table text", 0, 0, 0, False, 18),
    ("FootnoteText", "footnote text", 0, 0, 0, False, 16),
    ("UncalledNote", "Footnote without a call", 0, 567, 0, False, 16),
)
OWN_NAMES = {name.lower(): style for style, name, *_ in _PARAGRAPHS}


def part(language: str) -> etree._Element:
    """The part of a DOCX that holds the styles."""
    root = etree.Element(w("styles"), nsmap=NSMAP)
    _defaults(root, language)
    for style, name, outline, indent, hanging, bold, size in _PARAGRAPHS:
        one = _style(root, "paragraph", style, name)
        properties = add(one, "pPr")
        if outline:
            add(properties, "keepNext")
        _spaced(properties, indent, hanging)
        if outline:
            add(properties, "outlineLvl", val=outline - 1)
        _lettered(one, bold, size)
    for style, name, mark in (
        ("Emphasis", "Emphasis", "i"),
        ("Contested", "Contested bracket", "b"),
        ("Literal", "Literal bracket", ""),
        ("LiteralEmphasis", "Literal bracket with emphasis", "i"),
        ("Label", "Typed label", ""),
        ("FootnoteReference", "footnote reference", "vertAlign"),
    ):
        _characters(_style(root, "character", style, name), mark)
    _grid(root)
    return root


def _defaults(root: etree._Element, language: str) -> None:
    defaults = add(root, "docDefaults")
    letters = add(add(defaults, "rPrDefault"), "rPr")
    add(letters, "rFonts", ascii="Times New Roman", hAnsi="Times New Roman", eastAsia="SimSun", cs="Traditional Arabic")
    add(letters, "sz", val=20)
    add(letters, "szCs", val=24 if language == "ar" else 20)
    code = LANGUAGES[language]
    add(letters, "lang", val=code, eastAsia="zh-CN", bidi="ar-SA")
    paragraph = add(add(defaults, "pPrDefault"), "pPr")
    if language == "ar":
        add(paragraph, "bidi")
    add(paragraph, "spacing", after=120, line=264, lineRule="auto")
    normal = _style(root, "paragraph", "Normal", "Normal")
    normal.set(w("default"), "1")


def _style(root: etree._Element, kind: str, style: str, name: str) -> etree._Element:
    one = add(root, "style", type=kind, styleId=style)
    add(one, "name", val=name)
    if kind == "paragraph" and style != "Normal":
        add(one, "basedOn", val="Normal")
    add(one, "qFormat")
    return one


def _spaced(properties: etree._Element, indent: int, hanging: int) -> None:
    if indent:
        about = {"left": indent} | ({"hanging": hanging} if hanging else {})
        add(properties, "ind", **about)


def _lettered(one: etree._Element, bold: bool, size: int) -> None:
    letters = add(one, "rPr")
    if bold:
        add(letters, "b")
        add(letters, "bCs")
    add(letters, "sz", val=size)
    add(letters, "szCs", val=size)


def _characters(one: etree._Element, mark: str) -> None:
    letters = add(one, "rPr")
    if mark == "vertAlign":
        add(letters, "vertAlign", val="superscript")
    elif mark:
        add(letters, mark)
        add(letters, f"{mark}Cs")


def _grid(root: etree._Element) -> None:
    grid = _style(root, "table", "TableGrid", "Table Grid")
    borders = add(add(grid, "tblPr"), "tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        add(borders, side, val="single", sz=4, space=0, color="808080")
