"""A change can be done again and undone, whatever it is; where the draft is another, it says where."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import changes
from documents.drafts import Draft, PlannedBlock

KEYS = "abcdefgh"
KINDS = ["heading", "paragraph", "subparagraph"]
BLOCKS = st.lists(st.sampled_from(KEYS), unique=True, max_size=8).flatmap(
    lambda keys: st.tuples(
        *(st.builds(PlannedBlock, st.just(key), st.sampled_from(KINDS), st.integers(1, 3)) for key in keys)
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


@settings(max_examples=200, deadline=None)
@given(st.lists(drafts(), min_size=2, max_size=5))
def test_changes_are_taken_back_one_after_the_other_to_any_of_the_drafts_before(every: list[Draft]) -> None:
    rewound = changes.Rewound(every[-1])
    for before, after in reversed(list(pairwise(every))):
        rewound.take_back(json.loads(json.dumps(changes.between(before, after))))
        assert rewound.draft() == before


def test_what_is_taken_back_leaves_the_draft_as_it_is_and_fits_it() -> None:
    now = draft("a", "b", a="two")
    rewound = changes.Rewound(now)
    rewound.take_back(changes.between(draft("b", "a", a="one"), now))
    assert now == draft("a", "b", a="two")
    with pytest.raises(changes.DoesNotApply) as refused:
        rewound.take_back(changes.between(draft("a", "b", "c", a="one"), draft("a", "c", "b", a="two")))
    assert refused.value.keys == {"a", "b", "c"}


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


def blocks(keys: str) -> Draft:
    """Letters are paragraphs, and those in brackets subparagraphs of the first level."""
    kinds = {key: "subparagraph" if key.startswith("(") else "paragraph" for key in keys.split()}
    return Draft([PlannedBlock(key.strip("()"), kind) for key, kind in kinds.items()])


def order(draft: Draft) -> str:
    return " ".join(block.key for block in draft.blocks)


@pytest.mark.parametrize(
    ("before", "after", "meanwhile", "restored"),
    [
        ("a b c d e", "a b c e", "x y a b c e", "x y a b c d e"),
        ("a b c d e", "a b c e", "a b x c e", "a b x c d e"),
        ("a b c d e", "a b c e", "a b e", "a b d e"),
        ("a b c", "b c", "x b c", "x a b c"),
        ("a b c", "a b", "a x", "a x c"),
        ("p (a) (b) q r", "p (a) q r", "p (a) r q", "p a b r q"),
        ("p (a) q r", "p (a) r", "p (a) (b) r", "p a b q r"),
        ("a b c", "b a c", "x b a c", "x a b c"),
    ],
)
def test_what_is_restored_stands_beside_what_it_stood_beside(
    before: str, after: str, meanwhile: str, restored: str
) -> None:
    change = json.loads(json.dumps(changes.between(blocks(before), blocks(after))))
    assert order(changes.undone(blocks(meanwhile), change)) == restored


@pytest.mark.parametrize(
    ("before", "after", "meanwhile", "astray"),
    [
        ("a b c d e", "a b d e", "a e x", {"c"}),
        ("p (a) (b) q", "p (a) q", "p r q", {"b"}),
        ("p q r", "p r q", "p r q (a)", {"a"}),
        ("p q", "p x q", "p x (a) q", {"a"}),
    ],
)
def test_nothing_is_taken_back_to_where_it_would_put_a_block_under_another_paragraph(
    before: str, after: str, meanwhile: str, astray: set[str]
) -> None:
    change = changes.between(blocks(before), blocks(after))
    with pytest.raises(changes.DoesNotApply) as refused:
        changes.undone(blocks(meanwhile), change)
    assert refused.value.keys == astray


def test_a_change_noted_without_neighbours_is_still_taken_back() -> None:
    change = {"order": [1, ["b"], []], "blocks": {"b": [["paragraph", 1, 0, ""], None]}}
    assert order(changes.undone(blocks("x y a c"), change)) == "x b y a c"
