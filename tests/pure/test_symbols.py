"""Symbols: read, print, compare, sort."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import symbols
from documents.symbols import SHAPE, Symbol, SymbolError, parse

LIST = Path(__file__).with_name("real_symbols.txt").read_text(encoding="utf-8")
REAL_SYMBOLS = [line for line in LIST.splitlines() if line and not line.startswith("#")]
# One letter as somebody types it: in either case, in full width, with something behind it that nobody sees.
AS_TYPED = [
    str,
    str.lower,
    str.upper,
    lambda letter: chr(ord(letter) + 0xFEE0) if letter.isascii() and not letter.isspace() else letter,
    lambda letter: f"{letter}\u200b",
    lambda letter: {"-": "\u2013", " ": "\u00a0"}.get(letter, letter),
    lambda letter: f" {letter} " if letter == "/" else letter,
]

REAL = {
    "UNEP/IEG/IGSP/1/3": Symbol("UNEP/IEG/IGSP", "1", "", 3, separator=""),
    "UNEP/GCSS.VIII/5/Add.1": Symbol("UNEP/GCSS.VIII", "", "", 5, (("Add", 1),), separator=""),
    "UNEP/GC.23/6/Add.1": Symbol("UNEP/GC.23", "", "", 6, (("Add", 1),), separator=""),
    "UNEP/EA.1/1/Add.1/Rev.1": Symbol("UNEP/EA.1", "", "", 1, (("Add", 1), ("Rev", 1)), separator=""),
    "UNEP/IEG/IGSP/1/INF/2": Symbol("UNEP/IEG/IGSP", "1", "INF", 2, separator="/"),
    "UNEP/GC.23/L.1": Symbol("UNEP/GC.23", "", "L", 1),
    "A/CONF.199/20": Symbol("A/CONF.199", "", "", 20, separator=""),
    "A/65/L.78*": Symbol("A", "65", "L", 78, stars=1),
    "S/RES/242(1967)": Symbol("S/RES", "", "", 242, separator="", tails=("(1967)",)),
    "S/RES/2504 (2020)": Symbol("S/RES", "", "", 2504, separator="", tails=(" (2020)",)),
    "A/RES/75/290B": Symbol("A/RES", "75", "", 290, separator="", tails=("B",)),
    "A/AC.237/18 (Part II)/Add.1": Symbol("A/AC.237", "", "", 18, (("Add", 1),), separator="", tails=(" (Part II)",)),
    "A/63/5/Add.1(SUPP)": Symbol("A", "63", "", 5, (("Add", 1),), separator="", tails=("", "(SUPP)")),
    "ICCD/COP(6)/11/Add.1": Symbol("ICCD/COP(6)", "", "", 11, (("Add", 1),), separator=""),
    "UNEP/EA.5/Res.14": Symbol("UNEP/EA.5", "", "Res", 14),
    "CEDAW/C/AND/2-3": Symbol("CEDAW/C/AND", "", "", 2, separator="", tails=("-3",)),
    "FCCC/ARR/2012/NZL": Symbol("FCCC/ARR/2012/NZL", "", "", 0, separator=""),
    "A/77/277-S/2022/606": Symbol("A", "77", "", 277, separator="", other=Symbol("S", "2022", "", 606, separator="")),
}


@pytest.mark.parametrize(("text", "symbol"), REAL.items())
def test_a_real_symbol_is_read_into_its_parts_and_printed_again(text, symbol):
    assert parse(text) == symbol
    assert str(symbol) == text
    assert re.fullmatch(SHAPE, text)


@pytest.mark.parametrize("text", REAL_SYMBOLS)
def test_a_symbol_of_any_body_is_read_printed_as_it_stands_and_has_the_shape(text):
    assert str(parse(text)) == text
    assert re.fullmatch(SHAPE, text)


def test_the_list_of_real_symbols_is_long():
    assert len(set(REAL_SYMBOLS)) == len(REAL_SYMBOLS) > 400


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


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("S/RES/242(1967)", "S/RES/242 (1967)"),
        ("s/res/2504( 2020 )", "S/RES/2504 (2020)"),
        ("A/RES/217(III)A", "A/RES/217 A (III)"),
        ("A/RES/217(III)[A]", "A/RES/217 A (III)"),
        ("a/res/75/290b", "A/RES/75/290 B"),
        ("A/48/42(SUPP)", "A/48/42 (Supp)"),
        ("S/PV.4956(Resumption1)", "S/PV.4956 (Resumption 1)"),
        ("A/75/5(Vol.I)", "A/75/5 (Vol. I)"),
        ("A / 77 / 277 \u2013 S / 2022 / 606", "A/77/277-S/2022/606"),
        ("IPCC-LX/Doc. 3, Rev. 1", "IPCC-LX/Doc.3/Rev.1"),
        ("A74/9 Add.1", "A74/9/Add.1"),
        ("S/RES/\u0662\u0664\u0662 (\u0661\u0669\u0666\u0667)", "S/RES/242 (1967)"),
        ("UNEP/GC.23/6\u200b", "UNEP/GC.23/6"),
        ("\u202aUNEP\u200b/GC.23/6\u202c\ufeff", "UNEP/GC.23/6"),
    ],
)
def test_one_symbol_is_written_in_several_ways(typed, printed):
    assert parse(typed).key == parse(printed).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A/RES/57/270", "A/RES/57/270 B"),
        ("A/RES/57/270 A", "A/RES/57/270 B"),
        ("S/RES/242 (1967)", "S/RES/242 (1968)"),
        ("S/PV.4956", "S/PV.4956 (Resumption 1)"),
        ("A/48/42", "A/48/42(Supp)"),
        ("CRC/C/SWE/3-5", "CRC/C/SWE/35"),
        ("A/77/277", "A/77/277-S/2022/606"),
    ],
)
def test_letters_notes_and_ranges_tell_symbols_apart(one, other):
    assert parse(one).key != parse(other).key


def test_a_symbol_of_two_bodies_is_known_by_the_symbol_of_each():
    assert parse("A/77/277-S/2022/606").keys == ("A/77/277", "S/2022/606")
    assert parse("A/77/277").keys == ("A/77/277",)


@pytest.mark.parametrize(
    "text", ["A/RES/S-23/2", "A/ES-10/L.23", "DP-FPA-OPS/2016/CRP.1", "E/ESCWA/SD/1994/WG.4-WOM/INF.3", "CRC/C/SWE/3-5"]
)
def test_a_hyphen_inside_a_symbol_parts_nothing(text):
    assert len(parse(text).halves) == 1


def test_kinds_and_suffixes_take_their_printed_case_and_the_series_stays_as_typed():
    assert str(parse("unep/gc.23/inf/6/ADD.1/rev.2")) == "unep/gc.23/INF/6/Add.1/Rev.2"


@pytest.mark.parametrize(
    ("typed", "position", "words"),
    [
        ("", 0, "empty"),
        ("   ", 0, "empty"),
        ("hello", 0, "number of the document"),
        ("UNEP/GC.23", 5, "number of the document"),
        ("UNEP//3", 5, "missing next to this slash"),
        ("A/1/", 4, "missing next to this slash"),
        ("UNEP/3 and more", 6, "“ ” is not allowed here"),
        ("A/1/é", 4, "“é” is not allowed here"),
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
        ("A/RES/242(1967", 9, "“(” is not allowed here"),
        ("A/RES/242 1967)", 14, "“)” is not allowed here"),
        ("A/RES/242()", 9, "“(” is not allowed here"),
        ("S/RES/(1967)", 6, "number of the document"),
        ("A/RES/57/270 BC", 12, "“ ” is not allowed here"),
        ("A/1/2 and 3", 5, "“ ” is not allowed here"),
        ("A/77/277-", 8, "“-” is not allowed here"),
        ("A/77/277-S/2022/0606", 16, "begin with 1 to 9"),
        ("UNEP/EA.5/Res.", 10, "number of the document"),
        ("hello world/3", 5, "“ ” is not allowed here"),
        ("\u200b\ufeff", 0, "empty"),
        ("A/\u200b03", 3, "begin with 1 to 9"),
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


@pytest.mark.parametrize(
    "in_order",
    [
        ["A/RES/57/270", "A/RES/57/270/Corr.1", "A/RES/57/270 A", "A/RES/57/270B", "A/RES/57/270 I", "A/RES/57/271"],
        ["S/PV.4956", "S/PV.4956 (Resumption 1)", "S/PV.4956 (Resumption 2)", "S/PV.4957"],
        ["A/47/277", "A/47/277 (Part II)", "A/47/277 (Part IX)", "A/47/277 (Part X)", "A/47/277 (Part XI)"],
        ["UNEP/GCSS.VII/1", "UNEP/GCSS.VIII/1", "UNEP/GCSS.IX/1", "UNEP/GCSS.X/1"],
        ["TD/B(S-IX)/4", "TD/B(S-XXIII)/4"],
        ["ICCD/COP(6)/11", "ICCD/COP(6)/11/Add.1", "ICCD/COP(10)/2"],
        ["A/77/277", "A/77/277-S/2022/606", "A/77/278"],
        ["CRC/C/SWE/3", "CRC/C/SWE/3-5", "CRC/C/SWE/4"],
    ],
)
def test_letters_notes_and_roman_figures_are_sorted_as_people_count(in_order):
    shuffled = sorted(in_order, key=lambda text: text[::-1])
    assert sorted(shuffled, key=lambda text: parse(text).sort_key) == in_order
    assert sorted(shuffled, key=lambda text: parse(text).sort_text) == in_order


@pytest.mark.parametrize(
    ("symbol", "word"),
    [
        ("UNEP/GC.23/6/Add.1", "unep-gc-23-6-add-1"),
        ("S/PV.4956 (Resumption 1)", "s-pv-4956-resumption-1"),
        ("A/77/277-S/2022/606*", "a-77-277-s-2022-606"),
    ],
)
def test_an_address_is_made_of_letters_and_figures(symbol, word):
    assert symbols.address(symbol) == word


def test_words_that_are_no_symbol_still_have_a_key_to_look_up():
    assert symbols.key("draft plan*") == "DRAFTPLAN"
    assert symbols.key("unep/gc.23/inf.3") == parse("UNEP/GC.23/INF/3").key


_starts = st.sampled_from(["A", "UNEP", "UNEP(DEPI)", "GC(48)", "MEPC 62", "DP-FPA-OPS", "IDB.29", "a1", "wha57"])
_words = st.sampled_from(
    ["RES", "59", "C.3", "COP(6)", "B(S-XXIII)", "(1455)", "MED IG.22", "S-23", "WG.4-WOM", "inf", "2004", "Hg", "08"]
)
_tails = st.sampled_from(["", "", "B", " b", "-5", "-P", "A-I", "(1967)", " (Vol. I, Part 1)", "(III)A", " A (XXI)"])
_numbers_behind = st.builds("{}{}".format, st.integers(1, 99999), _tails)
_of_a_kind = st.builds("{}.{}".format, st.sampled_from(["L", "Res", "Booklet", "TECHNICAL PAPER"]), _numbers_behind)
_suffixes_behind = st.builds("{}.{}".format, st.sampled_from(symbols.SUFFIXES), _numbers_behind)


def _halves(parts, last, behind):
    joined = st.builds(
        lambda *pieces: "/".join([pieces[0], *pieces[1], pieces[2], *pieces[3]]), _starts, parts, last, behind
    )
    return st.builds("{}{}".format, joined, st.sampled_from(["", "", "*", "***"]))


_whole = _halves(
    st.lists(_words, max_size=3),
    st.one_of(_numbers_behind, _of_a_kind, st.sampled_from(["XIX", "NZL", "nzl"])),
    st.lists(st.one_of(_suffixes_behind, st.just("Summary")), max_size=2),
)
_joined = st.lists(
    _halves(st.lists(_words, max_size=1), _numbers_behind, st.lists(_suffixes_behind, max_size=1)),
    min_size=2,
    max_size=3,
).map("-".join)
_well_formed = st.one_of(_whole, _joined).filter(re.compile(SHAPE).fullmatch)


@given(_well_formed.filter(lambda text: len(text) <= symbols.LONGEST_SYMBOL))
def test_whatever_has_the_shape_is_read_and_prints_to_something_with_the_same_meaning(text):
    symbol = parse(text)
    assert parse(str(symbol)) == symbol
    assert symbol.key == parse(text.lower()).key


@given(st.sampled_from(REAL_SYMBOLS), st.randoms(use_true_random=False))
def test_a_key_stands_whatever_the_case_the_spaces_the_width_and_marks_nobody_sees(text, chance):
    typed = "".join(chance.choice(AS_TYPED)(letter) for letter in text)
    assert parse(typed).key == parse(text).key


@given(st.lists(st.sampled_from(REAL_SYMBOLS), min_size=3, max_size=3))
def test_the_order_of_symbols_is_one_order_in_memory_and_in_the_database(three):
    a, b, c = sorted(map(parse, three), key=lambda symbol: symbol.sort_key)
    assert a.sort_key <= b.sort_key <= c.sort_key
    assert a.sort_text <= b.sort_text <= c.sort_text
    assert (a.sort_key == b.sort_key) == (a == b)


@given(st.sampled_from(REAL_SYMBOLS), st.data())
def test_a_symbol_with_one_character_changed_is_read_in_its_shape_or_refused_at_a_place(text, data):
    place = data.draw(st.integers(0, len(text)))
    changed = text[:place] + data.draw(st.sampled_from([*"A1/.-( )*0é", "Rev", "Add.1", "WG.1"])) + text[place + 1 :]
    outcome = fault_or_print(changed)
    if isinstance(outcome, str):
        assert re.fullmatch(SHAPE, outcome)
        assert str(parse(outcome)) == outcome
    else:
        assert 0 <= outcome <= len(changed)
        assert not re.fullmatch(SHAPE, changed)


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
    lambda series, session, kind, number, suffixes, stars, tails: Symbol(
        series, session, kind[0], number, tuple(suffixes), stars, kind[1], tails
    ),
    st.sampled_from(["UNEP/IEG/IGSP", "UNEP/GC.23", "A/CONF.199", "UNEP/GCSS.VIII", "ISBA/10/A", "ST"]),
    st.sampled_from(["", "1", "2004", "S-23", "VII"]),
    st.sampled_from([("", ""), ("INF", "/"), ("INF", "."), ("L", "."), ("CRP", "."), ("NGO", "/"), ("Res", ".")]),
    _numbers,
    st.lists(st.tuples(st.sampled_from(symbols.SUFFIXES), _numbers), max_size=4),
    st.integers(0, 3),
    st.sampled_from([(), ("B",), (" (1967)",), ("-99999",), (" A (XXI)",), (" (Part I) (SUPP)",)]),
)


@given(_symbols.filter(lambda symbol: len(str(symbol)) <= symbols.LONGEST_SYMBOL))
def test_reading_what_was_printed_gives_the_same_symbol(symbol):
    assert parse(str(symbol)) == symbol
