"""What may be meant by a symbol that nothing bears: misprinted in a footnote, or misread from it."""

from __future__ import annotations

import pytest

from documents.symbols import amiss, joined, readings, without_noughts

KNOWN = ["UNEP/IEG/IGSP/1/3", "UNEP/IEG/IGSP/1/3/Corr.1", "UNEP/IEG/IGSP/3/L.2", "UNEP/IEG/IGSP/3/INF/10", "A/75/6"]


def near(typed: str) -> list[str]:
    """Of the known symbols those that are near."""
    return [known for known in KNOWN if any(amiss(form, joined(known)) for form in readings(typed))]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("UNEP/EIG/IGSP/1/3", "UNEP/IEG/IGSP/1/3"),
        ("UNEP/IEG/ISGP/1/3", "UNEP/IEG/IGSP/1/3"),
        ("UNEP/EIG/ISGP/1/3", "UNEP/IEG/IGSP/1/3"),
        ("UNEP/IGE/IGSP/01/03", "UNEP/IEG/IGSP/1/3"),
        ("UNEP/IEG/IGSP/l/3", "UNEP/IEG/IGSP/1/3"),
        ("UNEP/IEG/IGSP/I/3", "UNEP/IEG/IGSP/1/3"),
        ("UNEP/IEG/IGSP/1/3/Cor.1", "UNEP/IEG/IGSP/1/3/Corr.1"),
        ("UNEP/IEG/IGSP/1/3/Corr.l", "UNEP/IEG/IGSP/1/3/Corr.1"),
        ("UNEP/IEG/IGSP/3/IFN/10", "UNEP/IEG/IGSP/3/INF/10"),
        ("UNEP/IEG/IGSP/3/INF/lO", "UNEP/IEG/IGSP/3/INF/10"),
        ("UNEP/IGSP/3/L.2", None),
        ("UNEP/EIG/IGSP/1/4", None),
        ("UNEP/EIG/IGSP/1/3/Cor.1", None),
        ("S/75/6", None),
        ("UNEP", None),
        ("плана 1/3", None),
        ("", None),
        ("UNEP/" * 40 + "1", None),
    ],
)
def test_a_misprint_is_near_the_symbol_that_was_meant(typed: str, meant: str | None) -> None:
    assert near(typed) == ([meant] if meant else [])


def test_the_same_symbol_is_the_nearest_then_a_series_then_a_word_behind_it() -> None:
    form = "UNEPIEGIGSP1-3CORR1"
    others = ["UNEPIEGIGSP1-3CORR1", "UNEPEIGIGSP1-3CORR1", "UNEPEIGISGP1-3CORR1", "UNEPIEGIGSP1-3COR1"]
    assert [amiss(form, other) for other in others] == [(0, 0), (1, 1), (1, 2), (2, 1)]


@pytest.mark.parametrize(
    ("typed", "without"),
    [("UNEP/IEG/IGSP/01/03", "UNEP/IEG/IGSP/1/3"), ("A/RES/S-００7/10", "A/RES/S-7/10"), ("A/0/100", "A/0/100")],
)
def test_noughts_before_numbers_say_nothing(typed: str, without: str) -> None:
    assert without_noughts(typed) == without
