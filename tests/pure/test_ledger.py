"""The ledger of brackets: which stand where, since which version, and where they were closed."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from documents import brackets
from documents.drafts import Draft, Lineage, PlannedBlock
from documents.ledger import Ledger, Point, Section, Version, followed, ledger, paired, places, sections


def draft(**words: str) -> Draft:
    return Draft([PlannedBlock(key, "paragraph") for key in words], {"en": words})


def of(*versions: Draft | tuple[Draft, list[Lineage]]) -> Ledger:
    both = [one if isinstance(one, tuple) else (one, []) for one in versions]
    return ledger([Version(number, *one) for number, one in enumerate(both, start=1)], "en")


def told(book: Ledger) -> list[tuple[str, int, int | None]]:
    """Each bracket by the words it had last, since when it is open, and where it was closed."""
    return [(entry.last.words, entry.since, entry.closed) for entry in book.entries]


def test_a_bracket_has_a_place_a_label_a_depth_and_its_words() -> None:
    found = places("a", "The [{is:x}best [available]] science")
    assert [(one.order, one.label, one.depth, one.words) for one in found] == [
        (1, "x", 1, "best [available]"),
        (2, "", 2, "available"),
    ]


def test_brackets_ten_deep_are_ten() -> None:
    assert [one.depth for one in places("a", f"{'[' * 10}deep{']' * 10}")] == list(range(1, 11))


def test_a_bracket_is_open_since_the_version_in_which_it_came_and_closed_where_it_is_gone() -> None:
    book = of(draft(a="poor [all]"), draft(a="poor [all] [new]"), draft(a="poor all [new]"))
    assert told(book) == [("all", 1, 3), ("new", 2, None)]
    assert book.curve() == [Point(1, 1, 1, 0), Point(2, 2, 1, 0), Point(3, 1, 0, 1)]


def test_a_label_is_followed_whatever_the_words() -> None:
    assert told(of(draft(a="[{is:x}one] end"), draft(a="Once more [{is:x}another] way"))) == [("another", 1, None)]


def test_two_labels_are_two_brackets_whatever_the_words() -> None:
    assert told(of(draft(a="[{is:x}one]"), draft(a="[{is:y}one]"))) == [("one", 1, 2), ("one", 2, None)]


def test_a_bracket_that_is_given_a_label_is_the_same() -> None:
    assert told(of(draft(a="in [2004] or"), draft(a="in [{is:year}2004] or"))) == [("2004", 1, None)]


def test_a_bracket_is_the_same_between_the_same_words_and_with_most_of_its_words() -> None:
    assert told(of(draft(a="in the year [2004] at last"), draft(a="in the year [2010] at last"))) == [("2010", 1, None)]
    old, new = draft(a="[all poor and small States]"), draft(a="Help for [all poor States] is needed")
    assert told(of(old, new)) == [("all poor States", 1, None)]


def test_of_two_with_the_same_words_the_order_decides() -> None:
    book = of(draft(a="[x] one [x] two"), draft(a="[x] one x two"))
    assert told(book) == [("x", 1, None), ("x", 1, 2)]


def test_what_comes_back_has_been_opened_anew() -> None:
    assert told(of(draft(a="a [b]"), draft(a="a b"), draft(a="a [b]"))) == [("b", 1, 2), ("b", 3, None)]


def test_a_bracket_goes_with_its_words_to_the_block_that_was_split_off() -> None:
    old, new = draft(a="one [x]. two [y]."), draft(a="one [x].", b="two [y].")
    assert told(of(old, (new, [Lineage("b", "a", "split")]))) == [("x", 1, None), ("y", 1, None)]
    assert told(of(old, new)) == [("x", 1, None), ("y", 1, 2), ("y", 2, None)]


def test_a_bracket_goes_to_the_block_into_which_its_own_was_merged() -> None:
    old, new = draft(a="one [x].", b="two [y]."), draft(a="one [x]. two [y].")
    assert told(of(old, (new, [Lineage("a", "b", "merged")]))) == [("x", 1, None), ("y", 1, None)]


def test_blocks_whose_brackets_do_not_balance_are_named_and_the_rest_is_counted() -> None:
    book = of(draft(a="one [x", b="[y]"))
    assert (told(book), book.unread) == ([("y", 1, None)], {1: ["a"]})


def test_a_text_without_brackets_has_an_empty_ledger() -> None:
    assert of(draft(a="agreed")).curve() == [Point(1, 0, 0, 0)]
    assert ledger([], "en").entries == []


def test_counts_go_to_each_heading_and_to_those_above_it() -> None:
    kinds = [
        ("intro", "text", 1),
        ("i", "heading", 1),
        ("p", "paragraph", 1),
        ("a", "heading", 2),
        ("q", "paragraph", 1),
    ]
    kinds += [("annex", "annex", 1), ("r", "paragraph", 1)]
    text = Draft([PlannedBlock(*one) for one in kinds])
    assert sections(text, {"intro": 1, "p": 2, "q": 3, "r": 4}) == [
        Section("", 0, 1, 1),
        Section("i", 0, 2, 5),
        Section("a", 1, 3, 3),
        Section("annex", 0, 4, 4),
    ]


def test_brackets_of_two_languages_are_paired_by_label_and_else_in_their_order() -> None:
    original = places("a", "[{is:x}best] [one] science [two]")
    french = places("a", "les [{is:x}meilleures] données [{is:x}disponibles] [un] [deux]")
    assert {order: same.order for (_key, order), same in paired(original, french).items()} == {1: 1, 2: 1, 3: 2, 4: 3}
    assert paired(original, places("a", "[un]")) == {}


WORDS = st.recursive(
    st.sampled_from(["best ", "available ", "科学", "data. ", "{is:a}x "]).map(lambda said: said.replace("{is:a}", "")),
    lambda inner: st.tuples(st.sampled_from(["[", "[{is:a}", "[{is:b}", "［"]), st.lists(inner, max_size=3)).map(
        lambda made: f"{made[0]}{''.join(made[1])}]"
    ),
    max_leaves=8,
)
DRAFTS = st.dictionaries(st.sampled_from("abc"), WORDS, max_size=3).map(lambda words: draft(**words))
LINEAGE = st.lists(
    st.builds(Lineage, st.sampled_from("abc"), st.sampled_from("abc"), st.sampled_from(["split", "merged"])), max_size=2
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(DRAFTS, LINEAGE), max_size=5))
def test_in_every_version_the_ledger_holds_the_brackets_that_are_there(versions: list) -> None:
    book = of(*versions)
    for version in book.versions:
        words = version.draft.words["en"]
        expected = [(key, order) for key in words for order, _ in enumerate(brackets.scan(words[key]), start=1)]
        standing = [entry.places[version.number] for entry in book.standing(version.number)]
        assert [(place.key, place.order) for place in standing] == expected


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(DRAFTS, LINEAGE), max_size=5))
def test_a_bracket_never_opens_after_it_closed(versions: list) -> None:
    book = of(*versions)
    last = book.versions[-1].number if book.versions else 0
    for entry in book.entries:
        numbers = list(entry.places)
        assert numbers == list(range(entry.since, entry.since + len(numbers)))
        assert entry.closed == (numbers[-1] + 1 if numbers[-1] < last else None)
    standing = 0
    for point in book.curve():
        standing += point.opened - point.closed
        assert point.standing == standing


@settings(deadline=None)
@given(DRAFTS)
def test_from_one_text_to_the_same_every_bracket_is_followed_to_itself(text: Draft) -> None:
    there = [place for key, words in text.words["en"].items() for place in places(key, words)]
    assert followed(there, there) == {at: at for at in range(len(there))}
