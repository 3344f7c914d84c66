"""The next free symbol, and the symbols attested of the process of 2004 and of the manuals."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.symbols import SHAPE, SUFFIXES, Symbol, SymbolError, parse, propose, propose_suffix

from .test_symbols import REAL_SYMBOLS

# Written down from the notes on the field and from the facts of the process.
ATTESTED = [
    "UNEP/GCSS.VIII/5/Add.1",
    "UNEP/IEG/IGSP/1/1",
    "UNEP/IEG/IGSP/1/2",
    "UNEP/IEG/IGSP/1/3",
    "UNEP/IEG/IGSP/1/4",
    "UNEP/IEG/IGSP/1/5",
    "UNEP/IEG/IGSP/2/1",
    "UNEP/IEG/IGSP/3/2",
    "UNEP/IEG/IGSP/3/3",
    "UNEP/IGE/IGSP/1/1",
    "UNEP/GC.23/6",
    "UNEP/GC.23/6/Add.1",
    "UNEP/EA.1/1/Add.1/Rev.1",
    "UNEP/IEG/IGSP/1/INF/1",
    "UNEP/IEG/IGSP/1/L.1",
    "UNEP/IEG/IGSP/1/CRP.1",
    "UNEP/IEG/IGSP/1/WP.1",
    "UNEP/IEG/IGSP/1/NGO/1",
    "UNEP/GC.23/6/Add.1*",
]


@pytest.mark.parametrize("text", ATTESTED)
def test_an_attested_symbol_is_read_printed_and_compared(text: str) -> None:
    assert str(parse(text)) == text
    assert re.fullmatch(SHAPE, text)
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in text)
    assert {parse(typed).key for typed in (text.lower(), text.upper(), wide, f" {text} ", text.rstrip("*"))} == {
        parse(text).key
    }


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("text", ATTESTED)
def test_any_stack_of_suffixes_is_legal(text: str, suffix: str) -> None:
    stacked = f"{text.rstrip('*')}/{suffix}.2/Add.1/Rev.3/Corr.1/Amend.1*"
    assert str(parse(stacked)) == stacked


OF_2004 = [text for text in ATTESTED if text.startswith("UNEP/IEG")]


@pytest.mark.parametrize(
    ("series", "session", "kind", "taken", "expected"),
    [
        ("UNEP/IEG/IGSP", "1", "", OF_2004, "UNEP/IEG/IGSP/1/6"),
        ("UNEP/IEG/IGSP", "2", "", OF_2004, "UNEP/IEG/IGSP/2/2"),
        ("UNEP/IEG/IGSP", "4", "", OF_2004, "UNEP/IEG/IGSP/4/1"),
        ("UNEP/IEG/IGSP/1", "", "", OF_2004, "UNEP/IEG/IGSP/1/6"),
        ("unep/ieg/igsp", "1", "INF", OF_2004, "unep/ieg/igsp/1/INF/2"),
        ("UNEP/IEG/IGSP", "2", "INF", OF_2004, "UNEP/IEG/IGSP/2/INF/1"),
        ("UNEP/IEG/IGSP", "1", "INF", ["UNEP/IEG/IGSP/1/INF.7"], "UNEP/IEG/IGSP/1/INF.8"),
        ("UNEP/IEG/IGSP", "1", "L", OF_2004, "UNEP/IEG/IGSP/1/L.2"),
        ("UNEP/IEG/IGSP", "1", "CRP", [*OF_2004, "UNEP/IEG/IGSP/1/CRP.9/Rev.1"], "UNEP/IEG/IGSP/1/CRP.10"),
        ("UNEP/GC.23", "", "", ATTESTED, "UNEP/GC.23/7"),
        ("S", "2022", "", ["A/77/277-S/2022/606"], "S/2022/607"),
        ("UNEP/GC.23", "", "", ["zebra", "UNEP/GC.24/9", "UNEP/GC.23/INF/12"], "UNEP/GC.23/1"),
    ],
)
def test_the_next_free_number_is_proposed(
    series: str, session: str, kind: str, taken: list[str], expected: str
) -> None:
    assert str(propose(series, session, kind, taken)) == expected


@pytest.mark.parametrize("series", ["", "1", "UNEP/é"])
def test_without_a_series_there_is_no_symbol(series: str) -> None:
    with pytest.raises(SymbolError):
        propose(series)


@pytest.mark.parametrize(
    ("symbol", "word", "taken", "expected"),
    [
        ("UNEP/GC.23/6", "Add", [], "UNEP/GC.23/6/Add.1"),
        ("UNEP/GC.23/6", "Add", ["unep/gc.23/6/add.1", "UNEP/GC.23/6/Add.3/Rev.1"], "UNEP/GC.23/6/Add.4"),
        ("UNEP/GC.23/6/Add.1", "Add", [], "UNEP/GC.23/6/Add.2"),
        ("UNEP/GC.23/6/Add.1", "Rev", [], "UNEP/GC.23/6/Add.1/Rev.1"),
        ("UNEP/GC.23/6/Add.1/Rev.1", "Rev", [], "UNEP/GC.23/6/Add.1/Rev.2"),
        ("UNEP/GC.23/6", "Rev", ["UNEP/GC.23/6/Rev.1", "UNEP/GC.23/6/Rev.2"], "UNEP/GC.23/6/Rev.3"),
        ("UNEP/GC.23/6*", "Corr", ["UNEP/GC.23/60/Corr.4"], "UNEP/GC.23/6/Corr.1"),
        ("UNEP/GC.23/6/Rev.1", "Corr", ["UNEP/GC.23/6/Corr.2"], "UNEP/GC.23/6/Rev.1/Corr.1"),
        ("A/77/277-S/2022/606", "Add", ["S/2022/606/Add.1"], "A/77/277/Add.2-S/2022/606/Add.2"),
        ("S/RES/242 (1967)", "Corr", [], "S/RES/242 (1967)/Corr.1"),
    ],
)
def test_the_next_suffix_is_proposed(symbol: str, word: str, taken: list[str], expected: str) -> None:
    assert str(propose_suffix(parse(symbol), word, taken)) == expected


def test_what_is_no_suffix_is_not_proposed() -> None:
    with pytest.raises(ValueError, match="Ann"):
        propose_suffix(parse("UNEP/GC.23/6"), "Ann")


_numbers = st.integers(1, 9000)
_kinds = st.sampled_from(["", "INF/", "INF.", "L.", "CRP.", "WP.", "NGO/", "Booklet."])
_behind = st.sampled_from(["", "/Add.1", "/Rev.2", "/Corr.1", "*", "/Add.1/Rev.1"])
_in_a_session = st.builds("UNEP/GC.23/2/{}{}{}".format, _kinds, _numbers, _behind)
_taken = st.lists(st.one_of(_in_a_session, st.sampled_from(REAL_SYMBOLS)), max_size=12)


@given(_taken, st.sampled_from(["", "INF", "L", "CRP", "WP", "NGO", "Booklet"]))
def test_what_is_proposed_is_free_and_well_formed_and_stands_after_all_that_is_taken(
    taken: list[str], kind: str
) -> None:
    proposed = propose("UNEP/GC.23", "2", kind, taken)
    assert re.fullmatch(SHAPE, str(proposed))
    assert parse(str(proposed)) == proposed
    known = [parse(text) for text in taken]
    assert proposed.key not in {one.key for one in known}
    like = [one for one in known if str(one).startswith("UNEP/GC.23/2/") and one.kind == kind]
    assert all(one.sort_key < proposed.sort_key for one in like)
    assert propose("UNEP/GC.23", "2", kind, [*taken, str(proposed)]).number == proposed.number + 1


@given(st.sampled_from(REAL_SYMBOLS), st.sampled_from(SUFFIXES), st.lists(st.sampled_from(REAL_SYMBOLS), max_size=5))
def test_a_suffix_that_is_proposed_is_free_and_leads_back_to_its_document(
    text: str, word: str, taken: list[str]
) -> None:
    symbol = parse(text)
    proposed = propose_suffix(symbol, word, taken)
    assert parse(str(proposed)).key == proposed.key
    assert proposed.key not in {parse(one).key for one in (text, *taken)}
    assert proposed.base.key == symbol.base.key
    assert proposed.sort_key > symbol.base.sort_key
    again = propose_suffix(symbol, word, [*taken, str(proposed)])
    assert [half.suffixes[-1][1] for half in again.halves] == [half.suffixes[-1][1] + 1 for half in proposed.halves]


@given(st.sampled_from(REAL_SYMBOLS))
def test_a_revision_stands_in_the_line_of_what_it_revises(text: str) -> None:
    symbol = parse(text)
    revision: Symbol = propose_suffix(symbol, "Rev")
    assert revision.unrevised().key == symbol.unrevised().key
    assert revision.sort_key > symbol.sort_key
