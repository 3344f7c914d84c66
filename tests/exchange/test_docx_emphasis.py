"""Words are emphasized where Word shows them so: what it leaves behind in a file and shows nowhere is no emphasis."""

import pytest

from documents.exchange import docx_in

from .foreign import STYLES, file, p, run

COMPLEX = ("<w:rtl/>", "<w:cs/>")


def words(*inside):
    return [line.words for line in docx_in.read(file(p("1. ", *inside)), "en").lines]


@pytest.mark.parametrize("look", ["b", "i"])
def test_latin_words_are_emphasized_by_their_own_look_alone(look):
    assert words(run("All", f"<w:{look}/>"), " Parties") == ["*All* Parties"]
    assert words(run("All", f"<w:{look}Cs/>"), " Parties") == ["All Parties"]
    assert words(run("All", f'<w:{look}/><w:rtl w:val="0"/>'), " Parties") == ["*All* Parties"]


@pytest.mark.parametrize("look", ["b", "i"])
@pytest.mark.parametrize("of_complex", COMPLEX)
def test_words_from_right_to_left_are_emphasized_by_their_own_look_alone(look, of_complex):
    assert words(run("كل", f"<w:{look}Cs/>{of_complex}"), " الأطراف") == ["*كل* الأطراف"]
    assert words(run("كل", f"<w:{look}/>{of_complex}"), " الأطراف") == ["كل الأطراف"]


@pytest.mark.parametrize(("look", "kind"), [("bCs", "heading"), ("b", "text")])
def test_a_style_makes_a_heading_where_its_look_shows(look, kind, monkeypatch):
    bold = f'<w:style w:type="paragraph" w:styleId="Bold"><w:name w:val="B"/><w:rPr><w:{look}/></w:rPr></w:style>'
    monkeypatch.setattr("tests.exchange.foreign.STYLES", STYLES + bold)
    data = file(p("1. كلمات.") + p(run("مقدمة", "<w:rtl/>"), style="Bold"))
    assert [line.kind for line in docx_in.read(data, "ar").lines] == ["paragraph", kind]


def test_raised_letters_from_right_to_left_are_told_by_their_own_size():
    raised = run("2", '<w:position w:val="6"/><w:szCs w:val="19"/><w:rtl/>')
    assert words("كم", raised) == ["كم²"]
