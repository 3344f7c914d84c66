"""Readings of one text: clean, and with the alternatives of one party."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import brackets
from documents.readings import chosen, clean
from documents.wordings import BracketOpen, parse, to_plain


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("The [best [available]] science", "The … science"),
        ("by [2010][2015] [or later] at most", "by … at most"),
        ("[The whole paragraph.]", "…"),
        ("Agreed.", "Agreed."),
        (f"a {'[' * 10}deep{']' * 10} b", "a … b"),
    ],
)
def test_clean_text_leaves_dots_where_brackets_stood(words: str, read: str) -> None:
    assert to_plain(clean(parse(words))) == read


def test_the_alternative_of_a_party_stands_in_place_of_what_it_replaces() -> None:
    words = "by [2010][{is:ken}2015] with [all] means [{is:cro}at once]"
    assert to_plain(chosen(parse(words), {"ken"})) == "by 2015 with [all] means [at once]"


def test_an_alternative_within_another_bracket_is_chosen_there() -> None:
    assert to_plain(chosen(parse("[in [x][{is:ken}y] all]"), {"ken"})) == "[in y all]"
    assert to_plain(chosen(parse("[{is:ken}in [{is:cro}y] all]"), {"ken"})) == "in [y] all"


WORDS = st.recursive(
    st.sampled_from(["best ", "available ", "科学", ". "]),
    lambda inner: st.tuples(st.sampled_from(["[", "[{is:a}", "[{is:b}"]), st.lists(inner, max_size=3)).map(
        lambda made: f"{made[0]}{''.join(made[1])}]"
    ),
    max_leaves=8,
)


@given(WORDS)
def test_readings_balance_and_hold_only_the_brackets_they_say(words: str) -> None:
    tokens = parse(words)
    assert brackets.scan(to_plain(clean(tokens))) == []
    left = chosen(tokens, {"a"})
    assert {token.label for token in left if isinstance(token, BracketOpen)} <= {"", "b"}
    brackets.scan(to_plain(left))
    assert chosen(tokens, set()) == tokens
