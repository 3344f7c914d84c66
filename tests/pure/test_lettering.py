"""Letters of lists, and paragraphs cited by them, as each language prints them."""

import pytest

from igsp_portal.foundations.language import lettering


@pytest.mark.parametrize(
    ("language", "printed"),
    [
        ("ar", ["(أ)", "(هـ)", "(ح)", "(غ)", "(x-1)"]),
        ("zh-hans", ["(a)", "(e)", "(h)", "(bb)", "(x-1)"]),
        ("en", ["(a)", "(e)", "(h)", "(bb)", "(x-1)"]),
        ("fr", ["a)", "e)", "h)", "bb)", "x-1)"]),
        ("ru", ["a)", "e)", "h)", "bb)", "x-1)"]),
        ("es", ["a)", "e)", "h)", "bb)", "x-1)"]),
    ],
)
def test_the_letter_of_an_item_is_printed_as_the_language_prints_it(language: str, printed: list[str]) -> None:
    assert [lettering.lettered(sign, language) for sign in ("a", "e", "h", "bb", "x-1")] == printed


def test_below_a_letter_stand_roman_figures_and_in_arabic_european_ones() -> None:
    assert [lettering.lettered(sign, "en", 2) for sign in ("i", "iv", "q")] == ["(i)", "(iv)", "(q)"]
    assert [lettering.lettered(sign, "ar", 2) for sign in ("i", "iv", "q")] == ["'1'", "'4'", "'q'"]


@pytest.mark.parametrize(
    ("language", "printed"),
    [
        ("ar", ["8~(ج)", "(أ)~'1'", "12", ""]),
        ("zh-hans", ["8~(c)", "(a)(i)", "12", ""]),
        ("en", ["8~(c)", "(a)(i)", "12", ""]),
        ("fr", ["8~c)", "a)~i)", "12", ""]),
    ],
)
def test_a_paragraph_is_cited_as_the_language_cites_it_and_never_torn_apart(language: str, printed: list[str]) -> None:
    told = [lettering.cited(reference, language) for reference in ("8 (c)", "(a)(i)", "12", "")]
    assert told == [words.replace("~", "\N{NO-BREAK SPACE}") for words in printed]


def test_signs_are_computed() -> None:
    assert [lettering.roman(n) for n in (4, 9, 14, 40, 90)] == ["IV", "IX", "XIV", "XL", "XC"]
    assert [lettering.letter(n) for n in (1, 26, 27, 28)] == ["a", "z", "aa", "bb"]
    assert [lettering.arabic_letter(n) for n in (1, 5, 28)] == ["أ", "هـ", "غ"]
