"""Nothing of a file vanishes without a word: what is not taken over is told, at a line of its own where need be."""

import pytest

from documents.exchange import docx_in

from .foreign import call, file, note, p, run


def lines(body):
    """What each line was taken for, what it says and what is said of it."""
    return [
        (line.kind, line.words, [str(one) for one in line.remarks]) for line in docx_in.read(file(body), "en").lines
    ]


def box(*paragraphs):
    return f"<w:r><w:pict><w:txbxContent>{''.join(map(p, paragraphs))}</w:txbxContent></w:pict></w:r>"


def field(code, *words, form=""):
    """A field of Word's; without words it keeps none, as some never do."""
    signs = {
        kind: f'<w:r><w:fldChar w:fldCharType="{kind}">{form if kind == "begin" else ""}</w:fldChar></w:r>'
        for kind in ("begin", "separate", "end")
    }
    inside = signs["separate"] + "".join(map(run, words)) if words else ""
    return signs["begin"] + run(f" {code} ", tag="instrText") + inside + signs["end"]


DRAWING = "<w:r><w:drawing/></w:r>"


def test_a_paragraph_of_which_nothing_is_taken_over_is_a_line_that_is_left_out():
    long = "Each Party shall pay " + "its dues, " * 60 + "at once"
    body = p("1. One.") + p(box(long)) + p("2. Two.") + p(run("Secret. " * 20, "<w:vanish/>")) + p(DRAWING)
    body += p() + p("3. Three.")
    assert lines(body) == [
        ("paragraph", "One.", []),
        ("", "", [f"A text box was left out. Its words: “{long}”"]),
        ("paragraph", "Two.", []),
        ("", "", [f"Hidden words were left out: “{('Secret. ' * 20)}”"]),
        ("", "", ["A picture or drawing was left out."]),
        ("paragraph", "Three.", []),
    ]


def test_a_table_of_pictures_is_a_line_that_is_left_out():
    cells = f"<w:tc>{p(DRAWING)}</w:tc><w:tc>{p(DRAWING)}</w:tc>"
    picture = "A picture or drawing was left out."
    assert lines(p("1. One.") + f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>") == [
        ("paragraph", "One.", []),
        ("", "", [picture]),
    ]


def test_what_was_left_out_of_a_title_is_told_with_its_number():
    assert lines(p("Article 1") + p("Scope", DRAWING) + p("1. One.")) == [
        ("heading", "Scope", ["A picture or drawing was left out."]),
        ("paragraph", "One.", []),
    ]


SHALL = '<w:listEntry w:val="shall"/><w:listEntry w:val="should"/>'


@pytest.mark.parametrize(
    ("made", "words", "told"),
    [
        (field(r'SYMBOL 179 \f "Symbol" \s 10'), "≥ here", []),
        (field(r"SYMBOL 0x2265 \u"), "≥ here", []),
        (field("SYMBOL 169"), "© here", []),
        (field(r'SYMBOL 97 \f "Webdings"'), "here", ["What a field (SYMBOL) shows was left out."]),
        (field("MACROBUTTON NoMacro [name of the Party]"), "[name of the Party] here", []),
        (
            field("FORMDROPDOWN", form=f'<w:ffData><w:ddList><w:result w:val="1"/>{SHALL}</w:ddList></w:ffData>'),
            "should here",
            [],
        ),
        (field("FORMDROPDOWN", form=f"<w:ffData><w:ddList>{SHALL}</w:ddList></w:ffData>"), "shall here", []),
        (field("FORMCHECKBOX", form="<w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>"), "☒ here", []),
        (field("AUTONUM"), "here", ["What a field (AUTONUM) shows was left out."]),
        (field(r"LISTNUM LegalDefault \l 1"), "here", ["What a field (LISTNUM) shows was left out."]),
        ('<w:fldSimple w:instr=" AUTONUMLGL "/>', "here", ["What a field (AUTONUMLGL) shows was left out."]),
        (field("EQ f(1;2)"), "f(1;2) here", ["A formula was taken over as plain words; check it."]),
        (field("PAGE", "3"), "3 here", ["A field (PAGE) was taken over as the words that it shows."]),
        (field("INDEX", "acts, 3"), "here", ["What a field (INDEX) shows was left out."]),
        (field('XE "Party"') + field('TC "Party" ') + field("SET a 1"), "here", []),
        (field('HYPERLINK "x"', "there"), "there here", []),
    ],
)
def test_what_a_field_shows_is_taken_over_or_told(made, words, told):
    assert lines(p("1. One.") + p("So ", made, " here"))[1:] == [("text", f"So {words}", told)]


def test_a_table_of_contents_is_told_once_at_its_place():
    begun = field("TOC", "@").replace(run("@"), f"{run('Part one 1')}</w:p>{p('Part two 2')}<w:p>")
    assert lines(p("1. One.") + p(begun) + p("2. Two.")) == [
        ("paragraph", "One.", []),
        ("", "", ["A table of contents was left out."]),
        ("paragraph", "Two.", []),
    ]


def test_a_footnote_that_is_called_from_no_words_is_kept_with_its_call():
    reading = docx_in.read(file(p("1. One.") + p(call(4)) + p("2. Two."), notes=note(4, "Where from.")), "en")
    assert [(line.kind, line.words) for line in reading.lines] == [
        ("paragraph", "One."),
        ("text", "{note:footnote-1}"),
        ("footnote", "Where from."),
        ("paragraph", "Two."),
    ]
