"""A text is edited block by block; each is edited with what stands under it, and nothing is lost on the way."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import editing, numbering
from documents.drafts import Draft, PlannedBlock
from documents.editing import EditingFault

#   I.  1. (a) (i) (b)  2.¹  II.  3. option: 4.
PLAN = [
    PlannedBlock("one", "heading"),
    PlannedBlock("p1", "paragraph"),
    PlannedBlock("a", "subparagraph", 1),
    PlannedBlock("i", "subparagraph", 2),
    PlannedBlock("b", "subparagraph", 1),
    PlannedBlock("p2", "paragraph"),
    PlannedBlock("note", "footnote"),
    PlannedBlock("two", "heading"),
    PlannedBlock("p3", "paragraph"),
    PlannedBlock("choice", "option"),
    PlannedBlock("p4", "paragraph", option="choice"),
]
EN = {block.key: f"Words of {block.key}." for block in PLAN} | {"p2": "Words{note:note} of p2.", "p3": "See {para:p1}."}
DRAFT = Draft(PLAN, {"en": EN, "zh-hans": {"p1": "一。", "p2": "二。"}})


def order(draft: Draft) -> str:
    return " ".join(block.key for block in draft.blocks)


ORDER = order(DRAFT)


@pytest.mark.parametrize(
    ("edited", "stands"),
    [
        (lambda: editing.moved_down(DRAFT, "p1"), "one p2 note p1 a i b two p3 choice p4"),
        (lambda: editing.moved_up(DRAFT, "p2"), "one p2 note p1 a i b two p3 choice p4"),
        (lambda: editing.moved_up(DRAFT, "b"), "one p1 b a i p2 note two p3 choice p4"),
        (lambda: editing.moved_down(DRAFT, "a"), "one p1 b a i p2 note two p3 choice p4"),
        (lambda: editing.moved_up(DRAFT, "p1"), "p1 a i b one p2 note two p3 choice p4"),
        (lambda: editing.moved_up(DRAFT, "two"), "two p3 choice p4 one p1 a i b p2 note"),
        (lambda: editing.moved_down(DRAFT, "one"), "two p3 choice p4 one p1 a i b p2 note"),
        (lambda: editing.moved(DRAFT, "choice", after="p1"), "one p1 choice p4 a i b p2 note two p3"),
        (lambda: editing.moved(DRAFT, "p3", after=""), "p3 one p1 a i b p2 note two choice p4"),
        (lambda: editing.moved_up(DRAFT, "one"), ORDER),
        (lambda: editing.removed(DRAFT, "a"), "one p1 b p2 note two p3 choice p4"),
        (lambda: editing.removed(DRAFT, "p2"), "one p1 a i b two p3 choice p4"),
        (lambda: editing.removed(DRAFT, "two"), "one p1 a i b p2 note p3 choice p4"),
        (lambda: editing.removed(DRAFT, "choice"), "one p1 a i b p2 note two p3"),
    ],
)
def test_a_block_is_edited_with_what_stands_under_it(edited: object, stands: str) -> None:
    assert order(edited()) == stands  # type: ignore[operator]


@pytest.mark.parametrize("key", ["one", "p1", "a", "p3"])
def test_down_and_up_again_is_where_it_was(key: str) -> None:
    assert order(editing.moved_up(editing.moved_down(DRAFT, key), key)) == ORDER


def test_a_paragraph_that_another_names_is_not_deleted() -> None:
    with pytest.raises(EditingFault, match="“p1” is referred to in: p3"):
        editing.removed(DRAFT, "p1")


def test_a_paragraph_becomes_a_subparagraph_and_back() -> None:
    deeper = editing.indented(DRAFT, "p2", by=1)
    assert [(b.kind, b.level) for b in deeper.blocks if b.key == "p2"] == [("subparagraph", 1)]
    assert editing.indented(deeper, "p2", by=-1) == DRAFT
    whole = editing.indented(DRAFT, "a", by=1)
    assert [(b.key, b.level) for b in whole.blocks if b.kind == "subparagraph"] == [("a", 2), ("i", 3), ("b", 1)]


def test_a_split_leaves_other_languages_whole() -> None:
    made = editing.split(DRAFT, "p2", "p2-part", {"en": ("Words{note:note}", "of p2.")})
    assert order(made) == "one p1 a i b p2 p2-part note two p3 choice p4"
    assert (made.words["en"]["p2"], made.words["en"]["p2-part"]) == ("Words{note:note}", "of p2.")
    assert (made.words["zh-hans"]["p2"], "p2-part" in made.words["zh-hans"]) == ("二。", False)


def test_a_merge_joins_every_language_in_its_way_and_renames_references() -> None:
    parted = editing.split(DRAFT, "p1", "second", {"en": ("Words", "of p1."), "zh-hans": ("一", "。")})
    named = Draft(parted.blocks, {**parted.words, "en": {**parted.words["en"], "p3": "See {para:second}."}})
    made, gone = editing.merged(named, "p1")
    assert gone == "second"
    assert (made.words["en"]["p1"], made.words["zh-hans"]["p1"]) == ("Words of p1.", "一。")
    assert made.words["en"]["p3"] == "See {para:p1}."


def test_words_are_found_and_replaced_where_it_was_said() -> None:
    assert editing.found(DRAFT, "en", "words OF p") == ["p1", "p4"]
    assert editing.found(DRAFT, "en", "words OF p", same_case=True) == []
    made = editing.replaced(DRAFT, "en", "Words", r"\1 text", only=["p1"])
    assert (made.words["en"]["p1"], made.words["en"]["p4"]) == (r"\1 text of p1.", "Words of p4.")


def test_a_key_is_made_that_nothing_has() -> None:
    assert editing.free_key(["p1", "p1-2"], "p1") == "p1-3"


STEPS = st.tuples(
    st.sampled_from(["up", "down", "in", "out", "to"]), st.sampled_from(sorted(EN)), st.sampled_from(["", *EN])
)


def step(draft: Draft, how: str, key: str, after: str) -> Draft:
    if how == "up":
        return editing.moved_up(draft, key)
    if how == "down":
        return editing.moved_down(draft, key)
    if how == "to":
        return editing.moved(draft, key, after=after)
    return editing.indented(draft, key, by=1 if how == "in" else -1)


@settings(max_examples=150, deadline=None)
@given(st.lists(STEPS))
def test_no_move_loses_a_block_or_a_word(steps: list[tuple[str, str, str]]) -> None:
    draft = DRAFT
    for one in steps:
        with suppress(EditingFault):
            draft = step(draft, *one)
    assert sorted(block.key for block in draft.blocks) == sorted(EN)
    assert draft.words == DRAFT.words


def test_what_is_edited_can_still_be_numbered() -> None:
    cited = numbering.labels(editing.moved_down(DRAFT, "p1").blocks, "roman", "en").cited
    assert (cited["p2"], cited["p1"], cited["a"]) == ("1", "2", "2 (a)")
