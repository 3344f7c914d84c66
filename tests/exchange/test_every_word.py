"""Each word of a file is in a line or in what is told of it, however others put their files together.

The files of all other tests here are counted as they are read (see conftest); these are made up.
"""

import re
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from documents.exchange import akn_in, docx_in

from .counted import vanished
from .foreign import file, note, p, put_in, run, taken_out


def worded(template):
    """The template with words of its own in each place for one."""
    numbers = count(1)
    return re.sub("@", lambda _: f"word{next(numbers)}", template)


def joined(strategy, least=0, most=4):
    return st.lists(strategy, min_size=least, max_size=most).map("".join)


def field(code, inside):
    signs = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"{signs[0]}{run(code, tag='instrText')}{signs[1]}{inside}{signs[2]}"


BOX = "<w:r><w:drawing><w:txbxContent>{}</w:txbxContent></w:drawing></w:r>"
AROUND = (
    "<w:hyperlink>{}</w:hyperlink>",
    "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
    "<w:smartTag>{}</w:smartTag>",
    '<w:fldSimple w:instr=" REF a ">{}</w:fldSimple>',
)
RUNS = st.sampled_from(
    [
        run("@ "),
        run("@ [@ "),
        run("1. @ "),
        run("@ ", "<w:b/>"),
        run("@ ", "<w:i/>"),
        run(" @ ", "<w:vanish/>"),
        run("@ ", "<w:strike/>"),
        run(" @ ", '<w:vertAlign w:val="superscript"/>'),
        run("@ ", '<w:rFonts w:ascii="Symbol"/>'),
        BOX.format(p(run("@ "))),
        BOX.format(p(run("@")) + p(run("@"), BOX.format(p(run("@"))))),
        "<w:r><w:drawing/></w:r>",
        '<w:r><w:footnoteReference w:id="4"/></w:r>',
        "<w:r><w:t>@</w:t><w:br/><w:t>@</w:t><w:tab/></w:r>",
        field("DATE", run("@ ")),
        field("PAGE", run("@ ")),
        field("FORMTEXT", run("@ ")),
        put_in("Chile", "@ "),
        taken_out("Chile", "@ "),
    ]
)
INSIDE = joined(RUNS | st.builds(lambda around, inside: around.format(inside), st.sampled_from(AROUND), joined(RUNS)))
PARAGRAPHS = st.builds(
    lambda inside, style, level: p(inside, style=style, level=level) if inside else p(style=style),
    INSIDE,
    st.sampled_from(["", "", "berschrift1", "Titre"]),
    st.sampled_from([None, None, 0, 1, 2]),
)


def tables(cells):
    rows = joined(
        joined(cells.map(lambda inside: f"<w:tc>{inside}</w:tc>"), 1, 3).map(lambda row: f"<w:tr>{row}</w:tr>"), 1
    )
    return rows.map(lambda inside: f"<w:tbl>{inside}</w:tbl>")


IN_CELLS = joined(PARAGRAPHS, 1, 2)
STORIES = joined(PARAGRAPHS | tables(IN_CELLS) | tables(IN_CELLS | tables(IN_CELLS)), 1, 8)


@settings(max_examples=60)
@given(STORIES)
def test_each_word_of_a_docx_is_taken_over_or_told(story):
    data = file(p("1. One.") + worded(story), notes=note(4, run("note1 "), run("note2", "<w:vanish/>")))
    assert not vanished(data, docx_in.read(data, "en"))


# Akoma Ntoso


def element(name, inside):
    return f"<{name}>{inside}</{name.split()[0]}>"


def named(names, inside):
    return st.builds(element, st.sampled_from(names), inside)


QUOTES = 'startQuote="“" endQuote="”"'
SPANS = st.just("@ ") | named(
    ("i", "b", "ref href='#a'", "def", "ins", "del", "sup", f"quotedText {QUOTES}", "date date='2004-01-01'"),
    st.just("@ "),
)
SENTENCES = joined(
    SPANS | named(("authorialNote",), named(("p",), joined(SPANS, 1))) | st.sampled_from(["<br/>", "<img src='x'/>"]), 0
)
PS = named(("p",), SENTENCES)
TITLES = st.builds(
    "".join,
    st.tuples(*(st.sampled_from(["", f"<{name}>@</{name}>"]) for name in ("num", "heading", "subheading"))),
)
LISTS = named(("ul", "ol"), joined(named(("li",), SENTENCES | PS), 1))
CELLS = joined(named(("td", "th"), PS | LISTS), 1, 3)
TABLES = st.builds(
    lambda caption, rows: f"<table>{caption}{rows}</table>",
    st.sampled_from(["", "<caption>@ @</caption>"]),
    joined(named(("tr",), CELLS), 1, 3),
)
ITEMS = joined(st.builds(lambda title, inside: f"<item>{title}{inside}</item>", TITLES, joined(PS | LISTS, 1, 2)), 1)
BLOCK_LISTS = ITEMS.map(
    lambda items: f"<blockList><listIntroduction>@</listIntroduction>{items}<listWrapUp>@</listWrapUp></blockList>"
)
BLOCKS = PS | LISTS | TABLES | BLOCK_LISTS | st.sampled_from(["<foreign>@</foreign>", "<crossHeading>@</crossHeading>"])
TITLED = ("tblock", "container name='c'", "blockContainer", "intro", "wrapUp", "content", "alinea")
HOLDERS = (
    *("part", "chapter", "article", "section", "paragraph", "point", "list", "subparagraph", "hcontainer name='x'"),
    *("level", "clause", "indent", "proviso", f"quotedStructure {QUOTES}", f"embeddedStructure {QUOTES}", *TITLED),
)


def holding(inside):
    return st.builds(
        lambda name, title, held: element(name, title + held), st.sampled_from(HOLDERS), TITLES, joined(inside, 0, 3)
    )


BODIES = joined(st.recursive(BLOCKS, holding, max_leaves=8), 1)
BEFORE = joined(BLOCKS | holding(BLOCKS), 0, 2)


@settings(max_examples=100)
@given(BEFORE, BEFORE, BODIES, BODIES, TITLES)
def test_each_word_of_akoma_ntoso_is_taken_over_or_told(preface, preamble, body, attached, title):
    inner = f"<doc name='annex'><preface>{preface}</preface><mainBody>{attached}</mainBody></doc>"
    document = f"<preface>{preface}</preface><preamble>{preamble}</preamble><body><p>1. One.</p>{body}</body>"
    document += (
        f"<conclusions>{preface}</conclusions><attachments><attachment>{title}{inner}</attachment></attachments>"
    )
    spaced = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
    data = worded(f'<akomaNtoso xmlns="{spaced}"><act name="x">{document}</act></akomaNtoso>').encode()
    assert not vanished(data, akn_in.read(data, "en"))


def test_a_word_that_vanishes_is_found():
    said, left = p("1. One word."), p(BOX.format(p(run("Boxed"))))
    assert vanished(file(said + left), docx_in.read(file(said), "en")) == {"Boxed": 1}
