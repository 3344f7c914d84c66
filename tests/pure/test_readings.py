"""The clean reading of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import brackets
from documents.readings import clean
from documents.wordings import parse, to_plain


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


WORDS = st.recursive(
    st.sampled_from(["best ", "available ", "科学", ". "]),
    lambda inner: st.tuples(st.sampled_from(["[", "[{is:a}", "[{is:b}"]), st.lists(inner, max_size=3)).map(
        lambda made: f"{made[0]}{''.join(made[1])}]"
    ),
    max_leaves=8,
)


@given(WORDS)
def test_clean_text_has_no_brackets(words: str) -> None:
    assert brackets.scan(to_plain(clean(parse(words)))) == []
