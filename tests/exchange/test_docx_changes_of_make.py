"""Tracked changes of what a paragraph is: its level, its number and its style come and go with them, and are told."""

import pytest

from documents.exchange import docx_in

from .foreign import by, file, p, put_in, run, taken_out

REMADE = "Brazil changes the kind or level of this paragraph; that is not entered with the changes."


def listed(level, more=""):
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/>{more}</w:numPr>'


def remade(now, before, words="Each Party acts."):
    """A paragraph whose properties Brazil has changed."""
    change = f"{by('Brazil', 'pPrChange')}><w:pPr>{before}</w:pPr></w:pPrChange>"
    return f"<w:p><w:pPr>{now}{change}</w:pPr>{run(words)}</w:p>"


def made(data, changes):
    return [(line.kind, line.label) for line in docx_in.read(data, "en", changes).lines]


CASES = {
    "a level": (remade(listed(2), listed(1)), ("paragraph", "1."), ("subparagraph", "(a)")),
    "a number": (remade(listed(1), ""), ("text", ""), ("paragraph", "1.")),
    "no number": (remade("", listed(1)), ("paragraph", "1."), ("text", "")),
    "a number put in": (
        f"<w:p><w:pPr>{listed(1, by('Brazil') + '/>')}</w:pPr>{run('Each Party acts.')}</w:p>",
        ("text", ""),
        ("paragraph", "1."),
    ),
    "a style": (remade('<w:pStyle w:val="berschrift1"/>', "", "General"), ("text", ""), ("heading", "")),
    "a typed number": (
        p(taken_out("Brazil", "1. "), put_in("Brazil", "(a) "), "Each Party acts."),
        ("paragraph", "1."),
        ("subparagraph", "(a)"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_a_paragraph_is_comes_and_goes_with_the_change(name):
    body, before, after = CASES[name]
    data = file(p("Begins here, long before.") + body)
    assert (made(data, "reject")[1], made(data, "accept")[1]) == (before, after)


@pytest.mark.parametrize("name", CASES)
def test_a_change_of_what_a_paragraph_is_is_counted_and_told(name):
    body, before, _ = CASES[name]
    reading = docx_in.read(file(p("Begins here, long before.") + body), "en", "propose")
    assert (reading.lines[1].kind, reading.lines[1].label, list(reading.proposals)) == (*before, [])
    count = 2 if name == "a typed number" else 1
    assert [(place, str(fault)) for place, fault in reading.remarked()] == [
        (0, f"Tracked changes in the file: {count}."),
        (2, REMADE),
    ]


def test_a_change_of_how_a_paragraph_looks_is_none():
    data = file(p("1. One.") + remade('<w:jc w:val="center"/>', ""))
    assert list(docx_in.read(data, "en", "propose").remarked()) == []


def test_a_number_that_moves_on_is_no_change_of_the_paragraph():
    fresh = f"<w:p><w:pPr>{listed(1)}<w:rPr>{by('Brazil')}/></w:rPr></w:pPr>{put_in('Brazil', 'New.')}</w:p>"
    body = p("One.", level=1) + fresh + p("Two", put_in("Brazil", " and three"), ".", level=1)
    reading = docx_in.read(file(body), "en", "propose")
    assert [fault.reason for _, fault in reading.remarked()] == [docx_in.CHANGED]
