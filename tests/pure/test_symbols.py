"""Symbols: read, print, compare, sort."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import symbols
from documents.symbols import SHAPE, Symbol, SymbolError, parse

REAL = {
    "UNEP/IEG/IGSP/1/3": Symbol("UNEP/IEG/IGSP", "1", "", 3, separator=""),
    "UNEP/GCSS.VIII/5/Add.1": Symbol("UNEP/GCSS.VIII", "", "", 5, (("Add", 1),), separator=""),
    "UNEP/GC.23/6/Add.1": Symbol("UNEP/GC.23", "", "", 6, (("Add", 1),), separator=""),
    "UNEP/EA.1/1/Add.1/Rev.1": Symbol("UNEP/EA.1", "", "", 1, (("Add", 1), ("Rev", 1)), separator=""),
    "UNEP/IEG/IGSP/1/INF/2": Symbol("UNEP/IEG/IGSP", "1", "INF", 2, separator="/"),
    "UNEP/GC.23/L.1": Symbol("UNEP/GC.23", "", "L", 1),
    "A/CONF.199/20": Symbol("A/CONF.199", "", "", 20, separator=""),
    "A/65/L.78*": Symbol("A", "65", "L", 78, stars=1),
}


@pytest.mark.parametrize(("text", "symbol"), REAL.items())
def test_a_real_symbol_is_read_into_its_parts_and_printed_again(text, symbol):
    assert parse(text) == symbol
    assert str(symbol) == text
    assert re.fullmatch(SHAPE, text)


@pytest.mark.parametrize(
    "text",
    [
        "S/RES/1325",
        "ISBA/10/A/3",
        "FCCC/SBI/2004/L.5",
        "A/RES/S-23/2",
        "UNEP/OzL.Pro.16/17",
        "E/CN.17/2004/10",
    ],
)
def test_a_well_formed_symbol_of_an_unknown_series_is_taken(text):
    assert str(parse(text)) == text


@pytest.mark.parametrize(
    "typed",
    [
        "unep/gc.23/6/add.1",
        "UNEP/GC23/6/Add1",
        "UNEP / GC.23 / 6 / Add. 1",
        " UNEP/GC.23/6/Add 1 ",
        "ＵＮＥＰ／ＧＣ．２３／６／Ａｄｄ．１",
        "UNEP/GC.23/6/Add.1*",
    ],
)
def test_case_dots_spaces_width_and_asterisks_do_not_matter_in_comparison(typed):
    assert parse(typed).key == parse("UNEP/GC.23/6/Add.1").key


def test_inf_with_a_slash_and_with_a_dot_are_one():
    assert parse("UNEP/IEG/IGSP/1/INF.2").key == parse("UNEP/IEG/IGSP/1/INF/2").key


@pytest.mark.parametrize("other", ["A/12/3", "A/1.2/4", "A/1.2/L.3", "A/1.2/3/Rev.1"])
def test_different_symbols_have_different_keys(other):
    assert parse("A/1.2/3").key != parse(other).key


def test_kinds_and_suffixes_take_their_printed_case_and_the_series_stays_as_typed():
    assert str(parse("unep/gc.23/inf/6/ADD.1/rev.2")) == "unep/gc.23/INF/6/Add.1/Rev.2"


@pytest.mark.parametrize(
    ("typed", "position", "words"),
    [
        ("", 0, "empty"),
        ("   ", 0, "empty"),
        ("hello", 0, "number of the document"),
        ("UNEP/GC.23", 5, "number of the document"),
        ("UNEP//3", 5, "missing beside this slash"),
        ("A/1/", 4, "missing beside this slash"),
        ("UNEP/3 and more", 6, "no “ ” here"),
        ("A/1/é", 4, "no “é” here"),
        ("A/03", 2, "begin with 1 to 9"),
        ("A/123456", 2, "at most five"),
        ("UNEP/GC.23/6/Add", 16, "missing after “Add”"),
        ("Add.1", 0, "no number before the suffix"),
        ("A/Add.1/3", 2, "only further suffixes"),
        ("A/1*/2", 3, "only at the end"),
        ("A/1****", 6, "three asterisks"),
        ("1/2", 0, "begins with the letters"),
        ("7", 0, "series is missing"),
        ("UNEP/.GC/1", 5, "not well formed"),
        ("A/" + "B" * 200 + "/1", 80, "at most 80 characters"),
    ],
)
def test_nonsense_is_refused_with_the_reason_and_the_place(typed, position, words):
    with pytest.raises(SymbolError) as refused:
        parse(typed)
    assert refused.value.position == position
    assert words in str(refused.value)


def test_the_reason_can_be_said_in_another_language():
    with pytest.raises(SymbolError) as refused:
        parse("A/03")
    german = {
        "Numbers in symbols begin with 1 to 9.": "Null?",
        "(at character {position})": "(Stelle {position})",
    }
    assert refused.value.sentence(german.__getitem__) == "Null? (Stelle 3)"


def test_within_a_session_each_paper_is_followed_by_its_suffixes():
    in_order = [
        "UNEP/IEG/IGSP/1/1",
        "UNEP/IEG/IGSP/1/2",
        "UNEP/IEG/IGSP/1/2/Rev.1",
        "UNEP/IEG/IGSP/1/2/Add.1",
        "UNEP/IEG/IGSP/1/2/Add.1/Rev.1",
        "UNEP/IEG/IGSP/1/2/Add.2",
        "UNEP/IEG/IGSP/1/2/Corr.1",
        "UNEP/IEG/IGSP/1/10",
        "UNEP/IEG/IGSP/1/INF/1",
        "UNEP/IEG/IGSP/1/INF/1/Corr.1",
        "UNEP/IEG/IGSP/1/L.1",
        "UNEP/IEG/IGSP/1/CRP.1",
        "UNEP/IEG/IGSP/2/1",
        "UNEP/IEG/IGSP/10/1",
    ]
    shuffled = sorted(in_order)
    assert sorted(shuffled, key=lambda text: parse(text).sort_key) == in_order


def test_words_that_are_no_symbol_still_have_a_key_to_look_up():
    assert symbols.key("draft plan*") == "DRAFTPLAN"
    assert symbols.key("unep/gc.23/inf.3") == parse("UNEP/GC.23/INF/3").key


@pytest.mark.slow
@settings(max_examples=25)  # a long pattern is slow to draw from
@given(st.from_regex(SHAPE, fullmatch=True).filter(lambda text: len(text) <= symbols.LONGEST_SYMBOL))
def test_whatever_has_the_shape_is_read_and_prints_to_something_with_the_same_meaning(text):
    symbol = parse(text)
    assert parse(str(symbol)) == symbol
    assert symbol.key == parse(text.lower()).key


def fault_or_print(text):
    """What becomes of typed characters: the place where they are refused, or the printed symbol."""
    try:
        return str(parse(text))
    except SymbolError as refused:
        return refused.position


@given(st.text(alphabet="AaGgCc.LlINFinfAddRev/0123 *-é", max_size=40))
def test_whatever_is_typed_is_refused_at_a_place_or_has_the_shape_when_printed(text):
    outcome = fault_or_print(text)
    if isinstance(outcome, str):
        assert re.fullmatch(SHAPE, outcome)
    else:
        assert 0 <= outcome <= len(text)


_numbers = st.integers(1, 99999)
_symbols = st.builds(
    lambda series, session, kind, number, suffixes, stars: Symbol(
        series, session, kind[0], number, tuple(suffixes), stars, kind[1]
    ),
    st.sampled_from(["UNEP/IEG/IGSP", "UNEP/GC.23", "A/CONF.199", "UNEP/GCSS.VIII", "ISBA/10/A", "ST"]),
    st.sampled_from(["", "1", "2004", "S-23", "VII"]),
    st.sampled_from([("", ""), ("INF", "/"), ("INF", "."), ("L", "."), ("CRP", "."), ("NGO", "/"), ("Res", ".")]),
    _numbers,
    st.lists(st.tuples(st.sampled_from(symbols.SUFFIXES), _numbers), max_size=4),
    st.integers(0, 3),
)


@given(_symbols)
def test_reading_what_was_printed_gives_the_same_symbol(symbol):
    assert parse(str(symbol)) == symbol
