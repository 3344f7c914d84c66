"""Nothing of a file vanishes without a word: what is not taken over is told, at a line of its own where need be."""

from documents.exchange import docx_in

from .foreign import file, p, run


def lines(body):
    """What each line was taken for, what it says and what is said of it."""
    return [
        (line.kind, line.words, [str(one) for one in line.remarks]) for line in docx_in.read(file(body), "en").lines
    ]


def box(*paragraphs):
    return f"<w:r><w:pict><w:txbxContent>{''.join(map(p, paragraphs))}</w:txbxContent></w:pict></w:r>"


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
