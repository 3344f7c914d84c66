"""Negotiators' brackets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.brackets import BracketError, Span, scan


def test_nested_brackets_are_found_with_their_depth():
    assert scan("[needs [and gaps] of] [all]") == [Span(0, 21, 1), Span(7, 17, 2), Span(22, 27, 1)]


def test_full_width_brackets_count_as_the_same():
    assert scan("［需要[和差距]］") == [Span(0, 9, 1), Span(3, 8, 2)]


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [("[a [b]", 0, "never closed"), ("a] [b]", 1, "was never opened"), ("[a]]", 3, "was never opened")],
)
def test_unbalanced_brackets_are_refused_at_the_bracket_to_blame(text, position, words):
    with pytest.raises(BracketError) as refused:
        scan(text)
    assert refused.value.position == position
    assert words in str(refused.value)


def test_brackets_are_counted_with_nested_ones():
    assert len(scan("[a [b [c]]] [d]")) == 4


def test_text_without_any_bracket_has_none():
    assert scan("Agreed (see above)") == []


def test_a_bracket_after_a_backslash_is_an_ordinary_character():
    assert scan(r"\[sic\]") == []
    assert len(scan(r"\\[a]")) == 1


@given(st.recursive(st.text(alphabet="ab "), lambda inner: st.lists(inner).map(lambda parts: f"[{''.join(parts)}]")))
def test_balanced_text_has_as_many_spans_as_opening_brackets(text):
    spans = scan(text)
    assert len(spans) == text.count("[")
    assert all(text[span.start] == "[" and text[span.end - 1] == "]" for span in spans)
