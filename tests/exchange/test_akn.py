"""Akoma Ntoso: valid as it goes out, the same when it comes back, and that of others read as far as it can be."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from documents import numbering
from documents.drafts import Draft, PlannedBlock
from documents.exchange import akn, akn_in, akn_out
from documents.exchange.facts import Facts
from documents.exchange.reading import Unreadable, draft
from igsp_portal.foundations.language.languages import CODES

from .made import drafts, labelled


def said(reading):
    return [(place, str(fault)) for place, fault in reading.remarked()]


@pytest.mark.parametrize("language", CODES)
@settings(max_examples=8)
@given(st.data())
def test_a_version_comes_back_as_it_went_out_and_was_valid_on_its_way(language, data):
    version = data.draw(drafts(language))
    made = akn_out.write(version, language, labelled(version))
    assert akn.faults(etree.fromstring(made), strict=True) == []
    reading = akn_in.read(made, language)
    assert (draft(reading), said(reading)) == (version, [])


TREATY = Draft(
    [
        PlannedBlock("mindful", "preambular"),
        PlannedBlock("part-one", "heading"),
        PlannedBlock("aims", "heading", 2),
        PlannedBlock("one", "paragraph"),
        PlannedBlock("one-a", "subparagraph"),
        PlannedBlock("one-a-i", "subparagraph", 2),
        PlannedBlock("source", "footnote"),
        PlannedBlock("strict", "option"),
        PlannedBlock("shall", "paragraph", option="strict"),
    ],
    {
        "en": {
            "mindful": "*Mindful* of need,",
            "part-one": "General",
            "aims": "Aims",
            "one": "Each Party [shall]{note:source} act:",
            "one-a": "at once:",
            "one-a-i": "see paragraph {para:one};",
            "source": "Where from.",
            "shall": "It shall.",
        }
    },
)


def test_headings_hold_articles_and_articles_paragraphs_with_the_keys_of_their_blocks():
    labels = numbering.labels(TREATY.blocks, "articles", "en", TREATY.words["en"])
    facts = Facts("A treaty", "treaty", labels=labels, symbol="UNEP/1", date="2004-12-04")
    made = akn_out.write(TREATY, "en", facts)
    root = etree.fromstring(made)
    found = [(one.tag.rpartition("}")[2], one.get("eId")) for one in root.iter() if one.get("wId")]
    assert found == [
        ("recital", "rec_mindful"),
        ("part", "part_part-one"),
        ("article", "part_part-one__art_aims"),
        ("paragraph", "part_part-one__art_aims__para_one"),
        ("authorialNote", "authorialNote_source"),
        ("point", "part_part-one__art_aims__para_one__point_one-a"),
        ("point", "part_part-one__art_aims__para_one__point_one-a__point_one-a-i"),
        ("hcontainer", "part_part-one__art_aims__hcontainer_strict"),
        ("paragraph", "part_part-one__art_aims__hcontainer_strict__para_shall"),
    ]
    work = root.find(".//{*}FRBRWork/{*}FRBRthis").get("value")
    assert (work, akn_out.write(TREATY, "en", facts)) == ("/akn/un/doc/2004/treaty/!main", made)


ACT = """<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act name="act"><meta/>
<preface><p>Act No. 1 of <docTitle>Fisheries</docTitle></p></preface>
<preamble><formula name="enacting"><p>The Assembly,</p></formula>
  <recitals><recital eId="r1"><num>(1)</num><p>Whereas   nets are lost,</p></recital></recitals></preamble>
<body>
  <chapter><num>Chapter I</num><heading>General</heading>
    <article eId="a1"><num>Article 1</num><heading>Nets</heading>
      <paragraph><num>1.</num><list>
        <intro><p>Each owner shall<authorialNote marker="1"><p>See <i>Act 2</i>.</p></authorialNote>:</p></intro>
        <point><num>(a)</num><content><p>mark [them];</p></content></point>
        <point><num>(b)</num><list><intro><p>report</p></intro>
          <point><num>(i)</num><content><p>at once;</p><p>in writing.</p></content></point></list></point>
        <wrapUp><p>without delay.</p></wrapUp></list></paragraph>
    </article>
    <section><num>2</num><content><p>Short <ref href="#a1">article 1</ref>.</p>
      <table><tr><th><p>Net</p></th><th><p>Cost</p></th></tr><tr><td><p>a</p></td></tr></table></content></section>
  </chapter>
  <hcontainer name="schedule"><num>Rule 3</num><content><blockList><listIntroduction>Of these:</listIntroduction>
     <item><num>(a)</num><p>one [;</p></item></blockList></content></hcontainer>
</body>
<attachments><attachment><heading>Annex</heading><doc name="annex"><meta/>
<mainBody><p>1. Typed.</p><p>Loose <img src="x"/>words.</p></mainBody></doc></attachment></attachments>
</act></akomaNtoso>"""


def test_the_hierarchies_of_others_are_read_by_what_their_elements_are():
    reading = akn_in.read(ACT.encode(), "en")
    assert [(line.kind, line.level, line.label, line.words) for line in reading.lines] == [
        ("masthead", 1, "", "Act No. 1 of Fisheries"),
        ("text", 1, "", "The Assembly,"),
        ("preambular", 1, "(1)", "Whereas nets are lost,"),
        ("heading", 1, "Chapter I", "General"),
        ("heading", 2, "Article 1", "Nets"),
        ("paragraph", 1, "1.", "Each owner shall{note:footnote-1}:"),
        ("footnote", 1, "", "See *Act 2*."),
        ("subparagraph", 1, "(a)", "mark [them];"),
        ("subparagraph", 1, "(b)", "report"),
        ("subparagraph", 2, "(i)", "at once;"),
        ("text", 3, "", "in writing."),
        ("text", 1, "", "without delay."),
        ("paragraph", 1, "2", "Short article 1."),
        ("table", 1, "", "Net | Cost\na | "),
        ("paragraph", 1, "Rule 3", "Of these:"),
        ("subparagraph", 1, "(a)", r"one \[;"),
        ("annex", 1, "Annex", ""),
        ("paragraph", 1, "1.", "Typed."),
        ("text", 1, "", "Loose words."),
    ]


def test_what_is_not_valid_is_said_with_its_line_and_what_was_left_out_with_its_place():
    found = said(akn_in.read(ACT.encode(), "en"))
    assert found[0] == (
        0,
        "The document is not valid Akoma Ntoso (line 1): Element 'meta': Missing child element(s). "
        "Expected is ( identification ).",
    )
    assert found[-2:] == [(15, "This bracket is opened but never closed."), (18, "A picture or drawing was left out.")]


def test_another_version_is_read_and_said():
    older = ACT.replace("http://docs.oasis-open.org/legaldocml/ns/akn/3.0", "http://www.akomantoso.org/2.0")
    reading = akn_in.read(older.encode(), "en")
    assert len(reading.lines) == 19
    assert said(reading)[0][1].startswith("The document is of another version of Akoma Ntoso")


AKN = '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">'


def body(words):
    """What is read of a document with this body."""
    document = f"{AKN}<doc name='x'><mainBody>{words}</mainBody></doc></akomaNtoso>"
    return akn_in.read(document.encode(), "en").lines


def taken(lines):
    return [(line.kind, line.level, line.label, line.words) for line in lines]


def test_items_that_hold_words_without_a_paragraph_keep_them():
    words = "<paragraph><num>1.</num><content><p>Of these:</p><ul><li>one</li><li>two <b>more</b>:<ul><li>three</li>"
    words += "</ul></li></ul></content></paragraph>"
    assert taken(body(words)) == [
        ("paragraph", 1, "1.", "Of these:"),
        ("subparagraph", 1, "", "one"),
        ("subparagraph", 1, "", "two *more*:"),
        ("subparagraph", 2, "", "three"),
    ]


def test_what_was_put_in_after_another_is_so_by_its_number():
    words = "<article><num>Article 1</num><heading>Nets</heading><paragraph><num>1.</num><content><p>One.</p></content>"
    words += "</paragraph><paragraph><num>1 bis.</num><content><p>Two.</p></content></paragraph></article>"
    words += "<article><num>Article 1 ter</num><heading>Traps</heading></article>"
    assert [(line.label, line.alternative) for line in body(words)] == [
        ("Article 1", 0),
        ("1.", 0),
        ("1 bis.", 1),
        ("Article 1 ter", 2),
    ]


def test_a_titled_block_keeps_its_title_and_a_quoted_structure_its_numbers():
    words = (
        "<tblock><heading>Fees</heading><p>They are due.</p></tblock><paragraph><num>1.</num><content><p>Insert: <mod>"
    )
    words += "<quotedStructure><section><num>5A</num><heading>New section</heading><paragraph><num>(1)</num><content>"
    words += "<p>Words of five A.</p></content></paragraph></section></quotedStructure></mod> before section 6.</p>"
    words += "</content></paragraph>"
    assert taken(body(words)) == [
        ("heading", 1, "", "Fees"),
        ("text", 1, "", "They are due."),
        ("paragraph", 1, "1.", "Insert:"),
        ("text", 1, "", "5A New section"),
        ("text", 1, "", "(1) Words of five A."),
        ("text", 1, "", "before section 6."),
    ]


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (
            "<debate name='x'><debateBody><debateSection name='y'><heading>Opening</heading><speech by='#c'>"
            "<from>The Chair:</from><p>Welcome.</p><p>We begin.</p></speech></debateSection></debateBody></debate>",
            ["Opening", "The Chair:", "Welcome.", "We begin."],
        ),
        (
            "<documentCollection name='x'><collectionBody><component><doc name='a'><mainBody><p>One.</p><p>Two.</p>"
            "</mainBody></doc></component></collectionBody></documentCollection>",
            ["One.", "Two."],
        ),
        (
            "<amendmentList name='x'><collectionBody><component><amendment name='a'><amendmentBody><amendmentContent>"
            "<p>Delete.</p><p>Insert.</p></amendmentContent></amendmentBody></amendment></component></collectionBody>"
            "</amendmentList>",
            ["Delete.", "Insert."],
        ),
    ],
    ids=["debate", "collection", "amendments"],
)
def test_documents_of_other_kinds_are_read_block_by_block(document, words):
    reading = akn_in.read(f"{AKN}{document}</akomaNtoso>".encode(), "en")
    assert [line.words for line in reading.lines] == words


def test_a_note_at_a_number_is_a_footnote_and_no_part_of_the_number():
    note = '<authorialNote marker="1"><p>See <i>C</i>.</p><ul><li>And D.</li></ul></authorialNote>'
    words = (
        f"<article><num>Article 1{note}</num><heading>Aims</heading><paragraph><num>1.{note}</num><content><p>One.</p>"
    )
    words += "</content></paragraph></article><article><num>Article 2</num><heading>Means</heading></article>"
    document = f"{AKN}<doc name='x'><mainBody>{words}</mainBody></doc></akomaNtoso>"
    reading = akn_in.read(document.encode(), "en")
    assert (taken(reading.lines), reading.numbering) == (
        [
            ("heading", 1, "Article 1", "Aims{note:footnote-1}"),
            ("footnote", 1, "", "See *C*. And D."),
            ("paragraph", 1, "1.", "{note:footnote-2}One."),
            ("footnote", 1, "", "See *C*. And D."),
            ("heading", 1, "Article 2", "Means"),
        ],
        {"headings": [{"sign": "arabic", "label": "article", "runs": True}]},
    )


def test_joined_cells_leave_the_others_in_their_columns_and_are_said():
    rows = '<tr><th rowspan="2">Gear</th><th colspan="2">Cost</th></tr><tr><th>low</th><th>high</th></tr>'
    rows += "<tr><td>Nets<p>and</p>ropes</td><td>1</td><td>2</td></tr>"
    (line,) = body(f"<table>{rows}</table>")
    assert (line.words, [str(one) for one in line.remarks]) == (
        "Gear | Cost | \n | low | high\nNets and ropes | 1 | 2",
        ["Cells of this table are joined; their words are in the first of them."],
    )


def test_raised_letters_that_have_no_sign_are_said():
    (line,) = body(
        "<paragraph><num>1.</num><content><p>The 5<sup>th</sup> of 10<sup>3</sup>.</p></content></paragraph>"
    )
    assert (line.words, [str(one) for one in line.remarks]) == (
        "The 5th of 10³.",
        ["Raised or lowered words were taken over on the line: “th”"],
    )


@pytest.mark.parametrize(
    ("said", "code"), [("fra", "fr"), ("fre", "fr"), ("zho", "zh-hans"), ("es", "es"), ("deu", "")]
)
def test_the_language_that_a_document_says_it_is_in(said, code):
    meta = f"<FRBRExpression><FRBRlanguage language='{said}'/></FRBRExpression>"
    meta = f"<meta><identification>{meta}</identification></meta>"
    document = f"{AKN}<doc name='x'>{meta}<mainBody><p>Mots.</p></mainBody></doc></akomaNtoso>"
    assert akn_in.read(document.encode(), "en").written_in == code


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (
            '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<akomaNtoso>&x;</akomaNtoso>',
            r"entities .*\(line 1\)",
        ),
        ("<akomaNtoso>\n<p>", "cannot be read: .*line 2"),
        ("<html/>", "its first element is “html”"),
        ('<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"/>', "no words"),
    ],
    ids=["entity", "broken", "html", "empty"],
)
def test_what_cannot_be_read_is_refused_with_the_reason(document, reason):
    with pytest.raises(Unreadable, match=reason):
        akn_in.read(document.encode(), "en")
