"""Files of Word as others make them, from the XML of their paragraphs."""

from documents.exchange.office import packed

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"

STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/>
<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Titre"><w:name w:val="Title"/></w:style>
"""
LEVELS = (("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "(%3)"), ("lowerRoman", "(%4)"))
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>'
        + ('<w:lvlRestart w:val="0"/>' if level == 1 else "")
        + "</w:lvl>"
        for level, (kind, text) in enumerate(LEVELS)
    )
    + '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num>'
)


def file(body, *, notes="", comments="", content="document.main", namespace=W, extra=()):
    """A DOCX with this body."""
    parts = {
        "document": f"<w:document {{}}><w:body>{body}</w:body></w:document>",
        "styles": f"<w:styles {{}}>{STYLES}</w:styles>",
    }
    parts["numbering"] = f"<w:numbering {{}}>{NUMBERING}</w:numbering>"
    if notes:
        parts["footnotes"] = f"<w:footnotes {{}}>{notes}</w:footnotes>"
    if comments:
        parts["comments"] = f"<w:comments {{}}>{comments}</w:comments>"
    names = [name for name in parts if name != "document"]
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{MAIN}.{content if name == "document" else name}+xml"/>'
        for name in parts
    )
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{R}/{name}" Target="{name}.xml"/>' for number, name in enumerate(names)
    )
    spaces = f'xmlns:w="{namespace}" xmlns:r="{R}"'
    main = f'<Relationship Id="a" Type="{R}/officeDocument" Target="word/document.xml"/>'
    rels = f'<Relationships xmlns="{PACKAGE}/relationships">'
    return packed(
        [
            ("[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types">{types}</Types>'.encode()),
            ("_rels/.rels", f"{rels}{main}</Relationships>".encode()),
            ("word/_rels/document.xml.rels", f"{rels}{relations}</Relationships>".encode()),
            *((f"word/{name}.xml", words.format(spaces).encode()) for name, words in parts.items()),
            *extra,
        ]
    )


def run(words, look="", tag="t"):
    return f'<w:r>{f"<w:rPr>{look}</w:rPr>" if look else ""}<w:{tag} xml:space="preserve">{words}</w:{tag}></w:r>'


def p(*inside, style="", level=None, mark=""):
    """A paragraph; `level` is that of its list, `mark` a change of its end."""
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr>' if level is not None else ""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    marked = f"<w:rPr>{mark}</w:rPr>" if mark else ""
    words = "".join(run(one) if not one.startswith("<") else one for one in inside)
    return f"<w:p><w:pPr>{styled}{numbered}{marked}</w:pPr>{words}</w:p>"


def by(who, kind="ins", day=1):
    return f'<w:{kind} w:id="1" w:author="{who}" w:date="2004-10-0{day}T09:00:00Z"'


def put_in(who, words, more="", day=1):
    return f"{by(who, 'ins', day)}>{run(words)}{more}</w:ins>"


def taken_out(who, words, day=1):
    return f"{by(who, 'del', day)}>{run(words, tag='delText')}</w:del>"


def mark(who, kind="ins", day=1):
    return f"{by(who, kind, day)}/>"


def call(number):
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def note(number, *inside):
    return f'<w:footnote w:id="{number}">{p(*inside)}</w:footnote>'
