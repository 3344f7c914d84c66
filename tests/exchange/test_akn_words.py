"""All words of Akoma Ntoso are read, wherever its elements and attributes have them, and no heading is made up."""

import pytest

from documents.exchange import akn_in

AKN = '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">'


def lines(inside):
    return akn_in.read(f"{AKN}<doc name='x'>{inside}</doc></akomaNtoso>".encode(), "en").lines


def taken(inside):
    return [(line.kind, line.label, line.words) for line in lines(inside)]


def body(inside):
    return taken(f"<mainBody><p>First words.</p>{inside}</mainBody>")[1:]


def attached(title):
    document = "<doc name='a'><mainBody><p>1. Bags.</p></mainBody></doc>"
    head = "<mainBody><p>First words.</p></mainBody><attachments><attachment>"
    return taken(f"{head}{title}{document}</attachment></attachments>")[1]


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("<heading>Annex I</heading><subheading>Products</subheading>", ("annex", "Annex I", "Products")),
        ("<heading>ANNEX II. <i>Products</i></heading>", ("annex", "ANNEX II.", "*Products*")),
        ("<heading>Annex</heading>", ("annex", "Annex", "")),
        ("<heading>Annexed products</heading>", ("annex", "", "Annexed products")),
        ("<heading>Schedule</heading><subheading>Forms</subheading>", ("annex", "", "Schedule — Forms")),
        ("<subheading>Forms</subheading>", ("annex", "", "Forms")),
        ("<num>Annex I</num><heading>Annex I bis</heading>", ("annex", "Annex I", "Annex I bis")),
    ],
)
def test_an_attachment_has_its_number_apart_and_all_of_its_title(title, line):
    assert attached(title) == line


def test_the_caption_of_a_table_is_the_text_above_it():
    rows = "<tr><th><p>Net</p></th><th><p>Cost</p></th></tr>"
    assert body(f"<table><caption>Fees</caption>{rows}</table>") == [("text", "", "Fees"), ("table", "", "Net | Cost")]


def test_what_is_quoted_keeps_its_quotation_marks():
    inner = "<section><num>5.</num><heading>New</heading><subheading>Newest</subheading>"
    inner += "<paragraph><num>(1)</num><content><p>Five.</p></content></paragraph></section>"
    for name in ("quotedStructure", "embeddedStructure"):
        quoted = f'<{name} startQuote="“" endQuote="”">{inner}</{name}>'
        assert body(f"<paragraph><num>1.</num><content><p>Insert: <mod>{quoted}</mod></p></content></paragraph>") == [
            ("paragraph", "1.", "Insert:"),
            ("text", "", "“5. New — Newest"),
            ("text", "", "(1) Five.”"),
        ]
    for name in ("quotedText", "embeddedText"):
        quoted = f'<{name} startQuote="“" endQuote="”">may</{name}>'
        assert body(f"<paragraph><num>1.</num><content><p>For {quoted} read shall.</p></content></paragraph>") == [
            ("paragraph", "1.", "For “may” read shall.")
        ]
    cell = '<td><p>a</p><quotedStructure startQuote="“" endQuote="”"><p>b</p><p>c</p></quotedStructure></td>'
    assert body(f"<table><tr>{cell}</tr></table>") == [("table", "", "a “b c”")]


@pytest.mark.parametrize("name", ['hcontainer name="operative"', "section", "part", "article", "chapter"])
def test_what_only_holds_paragraphs_is_no_heading(name):
    inside = "<paragraph><num>1.</num><content><p>Decides;</p></content></paragraph>"
    assert body(f"<{name}>{inside}</{name.split()[0]}>") == [("paragraph", "1.", "Decides;")]


def test_a_number_without_a_title_is_not_lost():
    assert body("<tblock><num>2.</num><p>Fees are due.</p></tblock>") == [("paragraph", "2.", "Fees are due.")]


def test_who_signs_stands_in_no_number():
    signed = "<mainBody><p>First words.</p></mainBody><conclusions><p>A. Person, President</p></conclusions>"
    assert taken(signed)[1:] == [("text", "", "A. Person, President")]


def test_all_words_before_a_text_are_read_whatever_they_stand_in():
    preface = "<preface><p>Act <docNumber>1</docNumber></p><container name='c'><heading>Head</heading><p>Words</p>"
    preface += "</container><ul><li>one</li></ul><toc><tocItem level='1' href='#a'>Contents</tocItem></toc></preface>"
    preamble = "<preamble><container name='c'><num>I</num><heading>Basis</heading><p>The Parties,</p></container>"
    preamble += "</preamble>"
    assert taken(f"{preface}{preamble}<mainBody><p>1. One.</p></mainBody>") == [
        *(("masthead", "", words) for words in ("Act 1", "Head", "Words", "one")),
        *(("text", "", words) for words in ("I", "Basis", "The Parties,")),
        ("paragraph", "1.", "One."),
    ]


def test_a_note_within_a_note_is_a_footnote_too():
    inner = "<authorialNote><p>Inner <img src='x'/>note.</p></authorialNote>"
    note = f"<authorialNote><p>Outer note{inner}.</p></authorialNote>"
    found = lines(f"<mainBody><paragraph><num>1.</num><content><p>One{note}.</p></content></paragraph></mainBody>")
    assert [(line.kind, line.words, [str(one) for one in line.remarks]) for line in found] == [
        ("paragraph", "One{note:footnote-1}.", []),
        ("footnote", "Outer note{note:footnote-2}.", []),
        ("footnote", "Inner note.", ["A picture or drawing was left out."]),
    ]


def test_what_is_left_out_behind_the_last_words_is_told():
    found = lines("<mainBody><p>1. One.</p><p><img src='x'/></p></mainBody>")
    assert [(line.kind, line.words, [str(one) for one in line.remarks]) for line in found] == [
        ("paragraph", "One.", []),
        ("", "", ["A picture or drawing was left out."]),
    ]
