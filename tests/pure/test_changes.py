"""A change can be done again and undone, whatever it is; where the draft is another, it says where."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import changes
from documents.drafts import Draft, PlannedBlock

KEYS = "abcdefgh"
BLOCKS = st.lists(st.sampled_from(KEYS), unique=True, max_size=8).flatmap(
    lambda keys: st.tuples(
        *(
            st.builds(PlannedBlock, st.just(key), st.sampled_from(["heading", "paragraph"]), st.integers(1, 3))
            for key in keys
        )
    )
)


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    blocks = list(draw(BLOCKS))
    words: dict[str, dict[str, str]] = {}
    for language in ("en", "ar"):
        worded = {block.key: draw(st.sampled_from(["", "one", "two"])) for block in blocks}
        if there := {key: said for key, said in worded.items() if said}:
            words[language] = there
    return Draft(blocks, words)


@settings(max_examples=200, deadline=None)
@given(drafts(), drafts())
def test_a_change_is_done_again_and_undone_after_a_way_through_json(before: Draft, after: Draft) -> None:
    change = json.loads(json.dumps(changes.between(before, after)))
    assert changes.done(before, change) == after
    assert changes.undone(after, change) == before
    assert (change == {}) == (before == after)


def draft(*keys: str, **words: str) -> Draft:
    return Draft([PlannedBlock(key, "paragraph") for key in keys], {"en": words} if words else {})


def test_a_stretch_that_stands_elsewhere_by_now_is_found() -> None:
    change = changes.between(draft("a", "b", "c"), draft("a", "c", "b"))
    assert changes.undone(draft("new", "a", "c", "b"), change) == draft("new", "a", "b", "c")


def test_words_changed_since_are_named() -> None:
    change = changes.between(draft("a", a="one"), draft("a", a="two"))
    with pytest.raises(changes.DoesNotApply) as refused:
        changes.undone(draft("a", a="three"), change)
    assert refused.value.keys == {"a"}


def test_what_a_change_concerns() -> None:
    change = changes.between(draft("a", "b", "c", a="one"), draft("b", "a", "d", a="two"))
    assert changes.keys(change) == {"a", "b", "c", "d"}
    assert changes.moved(change) == {"a", "b"}
