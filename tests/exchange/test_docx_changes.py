"""Tracked changes of Word's: accepted, rejected, or read as proposals of those who made them."""

import pytest

from documents.exchange import docx_in
from documents.exchange.reading import Proposed

from .foreign import by, call, file, mark, note, p, put_in, run, taken_out


@pytest.fixture(autouse=True)
def _read_here(monkeypatch):
    monkeypatch.setattr("igsp_portal.foundations.files.reading.read", lambda data, kind: {"kind": "docx"})


def words(body, changes):
    return [line.words for line in docx_in.read(file(body), "en", changes).lines]


@pytest.mark.parametrize(
    ("body", "old", "new"),
    [
        (p("One ", put_in("A", "new "), taken_out("A", "old "), "word."), ["One old word."], ["One new word."]),
        (p("One.") + p(put_in("A", "Two."), mark=mark("A")) + p("End."), ["One.", "End."], ["One.", "Two.", "End."]),
        (
            p("One.") + p(taken_out("A", "Two."), mark=mark("A", "del")) + p("End."),
            ["One.", "Two.", "End."],
            ["One.", "End."],
        ),
        (p("Half", mark=mark("A", "del")) + p(" and half."), ["Half", "and half."], ["Half and half."]),
        (p("Half.", mark=mark("A")) + p(" And half."), ["Half. And half."], ["Half.", "And half."]),
        (
            p(f"{by('A', 'moveFrom')}>{run('Moved.')}</w:moveFrom>", mark=mark("A", "moveFrom"))
            + p("Stays.")
            + p(f"{by('A', 'moveTo')}>{run('Moved.')}</w:moveTo>", mark=mark("A", "moveTo"))
            + p("End."),
            ["Moved.", "Stays.", "End."],
            ["Stays.", "Moved.", "End."],
        ),
        (
            f"<w:tbl><w:tr><w:tc>{p('a')}</w:tc><w:tc>{p('b')}</w:tc></w:tr><w:tr><w:trPr>{mark('A', 'del')}</w:trPr>"
            f"<w:tc>{p('c')}</w:tc><w:tc>{p('d')}</w:tc></w:tr></w:tbl>" + p("End."),
            ["a | b\nc | d", "End."],
            ["a | b", "End."],
        ),
        (p(put_in("A", "Last."), mark=mark("A")), [], ["Last."]),
        (p("1. One", f"<w:r><w:rPr>{mark('A', 'ins')}</w:rPr><w:t> more</w:t></w:r>", "."), ["One."], ["One more."]),
    ],
    ids=["words", "paragraph", "deleted", "merged", "split", "moved", "row", "last", "run"],
)
def test_changes_are_accepted_or_rejected(body, old, new):
    both = p("Head.") + body
    assert (words(both, "reject"), words(both, "accept")) == (["Head.", *old], ["Head.", *new])


def test_former_properties_come_back_when_changes_are_rejected():
    now = '<w:pPr><w:numPr><w:ilvl w:val="2"/><w:numId w:val="7"/></w:numPr>'
    before = '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="7"/></w:numPr></w:pPr>'
    was = f"{by('A', 'pPrChange')}>{before}</w:pPrChange></w:pPr>"
    data = file(f"<w:p>{now}{was}{run('Each Party acts.')}</w:p>")
    kinds = [docx_in.read(data, "en", how).lines[0].kind for how in ("accept", "reject")]
    assert kinds == ["subparagraph", "paragraph"]


def test_changes_are_proposals_of_their_authors_with_their_dates():
    body = (
        p(
            "1. Each Party ",
            put_in("Kenya", "shall", day=2),
            taken_out("Kenya", "may"),
            put_in("Chile", " always", day=3),
            " act.",
        )
        + p(put_in("Chile", "2. They report."), mark=mark("Chile"))
        + p(taken_out("Kenya", "3. Nobody pays."), mark=mark("Kenya", "del"))
        + p(f"{by('Fiji', 'moveFrom')}>{run('4. Late.')}</w:moveFrom>", mark=mark("Fiji", "moveFrom"))
        + p("5. Stays.")
        + p(f"{by('Fiji', 'moveTo')}>{run('4. Late.')}</w:moveTo>", mark=mark("Fiji", "moveTo"))
        + p("6. End.")
    )
    reading = docx_in.read(file(body), "en", "propose")
    assert [line.words for line in reading.lines] == ["Each Party may act.", "Nobody pays.", "Late.", "Stays.", "End."]
    first, second, third = (f"2004-10-0{day}T09:00:00Z" for day in (1, 2, 3))
    assert reading.proposals == [
        Proposed("reword", 1, "Kenya", second, "Each Party shall act."),
        Proposed("insert", 1, "Chile", first, "They report.", "paragraph", 1),
        Proposed("reword", 1, "Chile", third, "Each Party may always act."),
        Proposed("delete", 3, "Kenya", first),
        Proposed("move", 4, "Fiji", first, "Late.", after=5),
    ]


def test_a_change_within_the_change_of_another_brings_that_along():
    gone = f"{by('Chile', 'del')}>{run('poor ', tag='delText')}</w:del>"
    inner = f"{by('Kenya')}>{run('all ')}{gone}{run('Parties')}</w:ins>"
    reading = docx_in.read(file(p("1. For ", inner, ".")), "en", "propose")
    assert [(one.author, one.words) for one in reading.proposals] == [
        ("Kenya", "For all poor Parties."),
        ("Chile", "For all Parties."),
    ]


def test_a_paragraph_whose_end_goes_twice_runs_on_once():
    gone = f"<w:pPr><w:rPr>{mark('A', 'del')}</w:rPr></w:pPr>"
    twice = f"<w:p>{gone}{run('Half')}<w:p>{gone}</w:p>{gone}</w:p>"
    assert words(p("Head.") + twice + p(" and half."), "accept") == ["Head.", "Half and half."]


# Footnotes


def called(who, number, kind="ins"):
    return f"{by(who, kind)}>{call(number)}</w:{kind}>"


def proposed(body, notes):
    reading = docx_in.read(file(body, notes=notes), "en", "propose")
    return reading, [(one.how, one.place, one.author, one.words) for one in reading.proposals]


def test_a_footnote_that_is_put_in_changes_no_other_paragraph_and_is_told_with_its_place():
    body = p("1. One", called("Brazil", 7), ".") + p("2. Two", call(8), ".") + p("3. Three", call(9), ".")
    reading, proposals = proposed(body, note(7, "Fresh.") + note(8, "Second.") + note(9, "Third."))
    assert [line.words for line in reading.lines] == [
        "One.",
        "Two{note:footnote-2}.",
        "Second.",
        "Three{note:footnote-3}.",
        "Third.",
    ]
    assert proposals == []
    told = "A footnote that Brazil adds is not entered with the change: “Fresh.”"
    assert [(place, str(fault)) for place, fault in reading.remarked()] == [
        (0, "Tracked changes in the file: 1."),
        (1, told),
    ]


def test_other_words_with_a_new_footnote_are_proposed_without_it_and_bring_it_along():
    body = p("1. One", put_in("Brazil", " more"), called("Brazil", 7), ".") + p(
        put_in("Brazil", "2. Two."), called("Brazil", 8), mark=mark("Brazil")
    )
    reading, _ = proposed(body + p("3. Three."), note(7, "Fresh.") + note(8, "As fresh."))
    assert [(one.how, one.words, one.notes) for one in reading.proposals] == [
        ("insert", "Two.", ("As fresh.",)),
        ("reword", "One more.", ("Fresh.",)),
    ]


def test_a_footnote_that_is_taken_out_changes_no_other_paragraph():
    body = p("1. One", called("Brazil", 7, "del"), ".") + p("2. Two", call(8), ".") + p("3. Three", call(9), ".")
    _, proposals = proposed(body, note(7, "First.") + note(8, "Second.") + note(9, "Third."))
    assert proposals == [("reword", 1, "Brazil", "One."), ("delete", 4, "Brazil", "")]


def test_changes_within_a_footnote_are_counted_and_proposed():
    body = p("1. One", call(7), ".")
    reading, proposals = proposed(
        body, note(7, "Old ", taken_out("Brazil", "and tired"), put_in("Brazil", "words"), ".")
    )
    assert [str(fault) for fault in reading.remarks] == ["Tracked changes in the file: 2."]
    assert proposals == [("reword", 2, "Brazil", "Old words.")]


def test_footnotes_without_a_paragraph_or_within_footnotes_have_a_place_of_their_own():
    body = p("1. One", call(7), ".") + p("2. Two", call(8), put_in("Brazil", " and more"), ".")
    reading, proposals = proposed(body, '<w:footnote w:id="7"/>' + note(8, "Second", call(9), ".") + note(9, "Third."))
    assert [line.place for line in reading.lines] == [1, 5, 2, 3, 4]
    assert proposals == [("reword", 2, "Brazil", "Two{note:footnote-2} and more.")]


def test_authors_past_the_limit_are_named(monkeypatch):
    monkeypatch.setattr("documents.exchange.word_proposals.MOST_AUTHORS", 2)
    body = p("1. One", *(put_in(who, f" {who}") for who in ("Chile", "Fiji", "Kenya", "Peru")), ".")
    reading, proposals = proposed(body, "")
    assert [(author, words) for _, _, author, words in proposals] == [("Chile", "One Chile."), ("Fiji", "One Fiji.")]
    assert [str(fault) for fault in reading.remarks] == [
        "Tracked changes in the file: 4.",
        "The changes of 2 authors are read as proposals, and not those of: Kenya, Peru.",
    ]


def test_a_change_in_the_sentence_of_an_article_is_one_of_the_sentence():
    body = p("Article 1. Aims") + p("1. One.")
    body += p("Article 2. Each Party ", taken_out("Kenya", "reports", day=2), put_in("Kenya", "pays", day=3), ":")
    found = docx_in.read(file(body), "en", "propose")
    assert [(line.place, line.kind, line.words) for line in found.lines][2:] == [
        (-3, "heading", ""),
        (3, "text", "Each Party reports:"),
    ]
    assert [(one.how, one.place, one.words, one.date[:10]) for one in found.proposals] == [
        ("reword", 3, "Each Party pays:", "2004-10-03")
    ]
