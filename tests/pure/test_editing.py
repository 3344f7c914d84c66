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
NEW = PlannedBlock("new", "paragraph")

#   1.  Option 1: 2. 3.  Option 2: 2.  4.
CHOICE = Draft(
    [
        PlannedBlock("first", "paragraph"),
        PlannedBlock("o1", "option"),
        PlannedBlock("q1", "paragraph", option="o1"),
        PlannedBlock("q2", "paragraph", option="o1"),
        PlannedBlock("o2", "option"),
        PlannedBlock("r1", "paragraph", option="o2"),
        PlannedBlock("last", "paragraph"),
    ]
)


def within(draft: Draft) -> str:
    """The blocks in their order, those of an option behind its name."""
    numbering.labels(draft.blocks, "roman", "en")
    return " ".join(f"{block.option}:{block.key}" if block.option else block.key for block in draft.blocks)


INTO_AND_OUT = {
    "Down, into the first option": (editing.moved_down, "first", "o1 o1:first o1:q1 o1:q2 o2 o2:r1 last"),
    "Up, out of the first option": (editing.moved_up, "q1", "first q1 o1 o1:q2 o2 o2:r1 last"),
    "Down, into the next option": (editing.moved_down, "q2", "first o1 o1:q1 o2 o2:q2 o2:r1 last"),
    "Up, into the option before": (editing.moved_up, "r1", "first o1 o1:q1 o1:q2 o1:r1 o2 last"),
    "Down, out of the last option": (editing.moved_down, "r1", "first o1 o1:q1 o1:q2 o2 r1 last"),
    "Up, into the last option": (editing.moved_up, "last", "first o1 o1:q1 o1:q2 o2 o2:r1 o2:last"),
    "Down, within its option": (editing.moved_down, "q1", "first o1 o1:q2 o1:q1 o2 o2:r1 last"),
    "an option before another": (editing.moved_up, "o2", "first o2 o2:r1 o1 o1:q1 o1:q2 last"),
}


@pytest.mark.parametrize("case", INTO_AND_OUT)
def test_one_step_goes_into_and_out_of_options_and_the_other_way_takes_it_back(case: str) -> None:
    step, key, stands = INTO_AND_OUT[case]
    back = editing.moved_up if step is editing.moved_down else editing.moved_down
    assert within(step(CHOICE, key)) == stands
    assert within(back(step(CHOICE, key), key)) == within(CHOICE)


@pytest.mark.parametrize(
    ("edited", "stands"),
    [
        (lambda: editing.moved(CHOICE, "last", after="q1"), "first o1 o1:q1 o1:last o1:q2 o2 o2:r1"),
        (lambda: editing.moved(CHOICE, "first", after="o2"), "o1 o1:q1 o1:q2 o2 o2:first o2:r1 last"),
        (lambda: editing.moved(CHOICE, "q1", after="r1", outside=True), "first o1 o1:q2 o2 o2:r1 q1 last"),
        (lambda: editing.moved(CHOICE, "first", after="q1", outside=True), "o1 o1:q1 o1:q2 o2 o2:r1 first last"),
        (lambda: editing.inserted(CHOICE, NEW, after="q2"), "first o1 o1:q1 o1:q2 o1:new o2 o2:r1 last"),
        (lambda: editing.inserted(CHOICE, NEW, after="r1", outside=True), "first o1 o1:q1 o1:q2 o2 o2:r1 new last"),
        (
            lambda: editing.inserted(CHOICE, PlannedBlock("o3", "option"), after="r1"),
            "first o1 o1:q1 o1:q2 o2 o2:r1 o3 last",
        ),
    ],
)
def test_what_is_put_behind_a_block_of_an_option_stands_in_it_or_behind_the_choice(edited: object, stands: str) -> None:
    assert within(edited()) == stands  # type: ignore[operator]


def test_an_option_is_moved_with_all_that_stands_in_it_and_a_heading_no_farther_than_its_option() -> None:
    blocks = [
        PlannedBlock("o1", "option"),
        PlannedBlock("h", "heading", option="o1"),
        PlannedBlock("n1", "option", option="o1"),
        PlannedBlock("q", "paragraph", option="n1"),
        PlannedBlock("last", "paragraph"),
    ]
    assert (editing.unit(blocks, 0), editing.unit(blocks, 1), editing.unit(blocks, 2)) == (4, 4, 4)
    moved = editing.moved(Draft(blocks), "h", after="last")
    assert within(moved) == "o1 last h n1 n1:q"


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
        (lambda: editing.moved(DRAFT, "choice", after="p1"), "one p1 a i b choice p4 p2 note two p3"),
        (lambda: editing.moved_down(DRAFT, "p2"), "one p1 a i b two p2 note p3 choice p4"),
        (lambda: editing.moved_down(DRAFT, "b"), "one p1 a i p2 note b two p3 choice p4"),
        (lambda: editing.moved(DRAFT, "p3", after="p1"), "one p1 a i b p3 p2 note two choice p4"),
        (lambda: editing.moved(DRAFT, "b", after="p2"), "one p1 a i p2 note b two p3 choice p4"),
        (lambda: editing.moved(DRAFT, "b", after="a"), ORDER),
        (lambda: editing.moved(DRAFT, "p3", after="one"), "one p3 p1 a i b p2 note two choice p4"),
        (lambda: editing.moved(DRAFT, "two", after="one"), ORDER),
        (lambda: editing.inserted(DRAFT, NEW, after="p1"), "one p1 a i b new p2 note two p3 choice p4"),
        (lambda: editing.inserted(DRAFT, NEW, after="p2"), "one p1 a i b p2 note new two p3 choice p4"),
        (lambda: editing.inserted(DRAFT, NEW, after=""), f"new {ORDER}"),
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


@pytest.mark.parametrize("key", ["one", "p1", "a", "i", "b", "p2", "p3"])
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


def test_words_within_an_item_move_with_it() -> None:
    made = editing.inserted(DRAFT, PlannedBlock("more", "text"), after="i")
    assert order(editing.moved_down(made, "a")) == "one p1 more a i b p2 note two p3 choice p4"
    within = editing.indented(made, "more", by=1)
    assert [b.level for b in within.blocks if b.key == "more"] == [2]
    assert order(editing.moved_down(within, "a")) == "one p1 b a i more p2 note two p3 choice p4"
    assert editing.indented(within, "more", by=-1) == made


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


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_two_tables_are_merged_row_by_row(language: str) -> None:
    blocks = [PlannedBlock("t1", "table"), PlannedBlock("t2", "table")]
    made, gone = editing.merged(Draft(blocks, {language: {"t1": "A | B\n1 | 2", "t2": "A | B\n3 | 4"}}), "t1")
    assert (gone, made.words[language]) == ("t2", {"t1": "A | B\n1 | 2\nA | B\n3 | 4"})


def test_words_are_found_and_replaced_where_it_was_said() -> None:
    assert editing.found(DRAFT, "en", "words OF p") == ["p1", "p4"]
    assert editing.found(DRAFT, "en", "words OF p", same_case=True) == []
    made = editing.replaced(DRAFT, "en", "Words", r"\1 text", only=["p1"])
    assert (made.words["en"]["p1"], made.words["en"]["p4"]) == (r"\1 text of p1.", "Words of p4.")


def test_marks_are_no_words_to_be_found_or_replaced() -> None:
    words = "1. Technology{note:technology} [{is:p1}1] {para:p-1}"
    marked = Draft([PlannedBlock("p1", "paragraph")], {"en": {"p1": words}})
    assert editing.found(marked, "en", "technology-") == editing.found(marked, "en", "p-1") == []
    made = editing.replaced(editing.replaced(marked, "en", "1", "2"), "en", "technology", "technologies")
    assert made.words["en"]["p1"] == "2. technologies{note:technology} [{is:p1}2] {para:p-1}"


def test_a_paragraph_is_merged_with_the_next_over_a_footnote_between_them() -> None:
    blocks = [PlannedBlock("p1", "paragraph"), PlannedBlock("note", "footnote"), PlannedBlock("p2", "paragraph")]
    said = {"p1": "One.{note:note}", "note": "Note.", "p2": "Two, as {para:p1} and {para:p2} say."}
    made, gone = editing.merged(Draft(blocks, {"en": said}), "p1")
    assert (gone, order(made)) == ("p2", "p1 note")
    assert made.words["en"]["p1"] == "One.{note:note} Two, as {para:p1} and {para:p1} say."


def test_definitions_stand_under_their_paragraph() -> None:
    blocks = [PlannedBlock("p1", "paragraph"), PlannedBlock("d", "definition"), PlannedBlock("p2", "paragraph")]
    assert order(editing.moved_up(Draft(blocks), "p2")) == "p2 p1 d"


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
