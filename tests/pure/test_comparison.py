"""Two versions of a text against each other: what a reader is shown, and that nothing is lost between the two."""

from __future__ import annotations

from dataclasses import replace
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.comparison import (
    Change,
    Place,
    Row,
    Segment,
    Stands,
    Tally,
    carried,
    compare,
    compare_words,
    tally,
    words,
)
from documents.drafts import Draft, Lineage, PlannedBlock


def said(segments: tuple[Segment, ...]) -> str:
    """Segments as a line: -{taken out} +{put in}."""
    signs = {Stands.IN_BOTH: "{}", Stands.IN_NEW: "+{{{}}}", Stands.IN_OLD: "-{{{}}}"}
    return "".join(signs[one.stands].format(one.words) for one in segments)


def left(segments: tuple[Segment, ...], where: Stands) -> str:
    """The words of one of the two texts."""
    return "".join(one.words for one in segments if one.stands in (Stands.IN_BOTH, where))


def draft(*blocks: tuple[str, str], kind: str = "paragraph", language: str = "en") -> Draft:
    return Draft([PlannedBlock(key, kind) for key, _words in blocks], {language: dict(blocks)})


def told(rows: list[Row]) -> list[tuple[str, str, list[str]]]:
    """Each row by its key, with where it stands and what became of it."""
    return [(row.key, row.place.value, sorted(change.value for change in row.changes)) for row in rows]


def old_text(rows: list[Row]) -> list[tuple[PlannedBlock | None, str]]:
    """The earlier text as the rows have it: what was inserted left out."""
    words: dict[str, str] = {}
    for row in rows:
        for one in row.segments:
            if one.stands != Stands.IN_NEW:
                words[one.from_key] = words.get(one.from_key, "") + one.words
    return [(row.old, words.get(row.key, "")) for row in rows if row.place != Place.NEW]


def new_text(rows: list[Row]) -> list[tuple[PlannedBlock | None, str]]:
    """The later text as the rows have it: what was deleted left out."""
    return [(row.new, left(row.segments, Stands.IN_NEW)) for row in rows if row.place != Place.OLD]


def as_is(text: Draft, language: str) -> list[tuple[PlannedBlock | None, str]]:
    return [(block, text.words.get(language, {}).get(block.key, "")) for block in text.blocks]


class TestWords:
    @pytest.mark.parametrize(
        ("old", "new", "shown"),
        [
            ("States shall act.", "States should act.", "States -{shall}+{should} act."),
            ("States, the poor", "States, the sick, the poor", "States,+{ the sick,} the poor"),
            ("a b c", "a c", "a-{ b} c"),
            ("science.", "science and law.", "science+{ and law}."),
            ("of 1,234.5 tonnes", "of 1,235.5 tonnes", "of -{1,234.5}+{1,235.5} tonnes"),
            ("see UNEP/GC.23/6/Add.1", "see UNEP/GC.23/7", "see -{UNEP/GC.23/6/Add.1}+{UNEP/GC.23/7}"),
            ("l’environnement", "l’éducation", "-{l’environnement}+{l’éducation}"),
            ("", "new", "+{new}"),
            ("old", "", "-{old}"),
            ("", "", ""),
        ],
    )
    def test_whole_words_are_shown_as_taken_out_and_put_in(self, old: str, new: str, shown: str) -> None:
        assert said(compare_words(old, new)) == shown

    def test_phrases_are_shown_and_never_crumbs_of_them(self) -> None:
        old = "to assess issues, and adopt policies in time"
        new = "to monitor trends, and shape laws in time"
        assert said(compare_words(old, new)) == (
            "to -{assess issues, and adopt policies}+{monitor trends, and shape laws} in time"
        )

    def test_words_that_were_only_put_in_leave_those_between_them_alone(self) -> None:
        assert said(compare_words("Parties act", "All Parties now act")) == "+{All }Parties+{ now} act"

    @pytest.mark.parametrize(
        ("old", "new", "shown"),
        [
            ("use [best] science", "use best science", "use -{[}best-{]} science"),
            ("use science", "use [{is:a}best] science", "use+{ [{is:a}best]} science"),
            ("[{is:a}best] science", "[{is:b}best] science", "-{[{is:a}}+{[{is:b}}best] science"),
            ("States,{note:one} see {para:two}.", "States,{note:two} see {para:two}.", None),
            ("*Noting* the work", "*Noting also* the work", "-{*Noting*}+{*Noting also*} the work"),
            (r"A/59/25\* holds", r"A/59/25 holds", r"A/59/25-{\*} holds"),
        ],
    )
    def test_a_mark_of_a_wording_is_never_cut(self, old: str, new: str, shown: str | None) -> None:
        shown = shown or "States,-{{note:one}}+{{note:two}} see {para:two}."
        assert said(compare_words(old, new)) == shown

    def test_chinese_is_compared_by_characters_that_belong_together(self) -> None:
        old, new = "加强各国负责环境事务的国家机构", "加强发展中国家负责环境与发展事务的机构"
        assert said(compare_words(old, new)) == "加强-{各国}+{发展中国家}负责环境+{与发展}事务的-{国家}机构"

    def test_numbers_and_latin_words_in_chinese_stay_whole(self) -> None:
        assert said(compare_words("2004年UNEP会议", "2005年UNDP会议")) == "-{2004年UNEP}+{2005年UNDP}会议"

    def test_arabic_words_keep_their_vowel_signs(self) -> None:
        old, new = "تُستعرض الخطة كل سنتين", "يُستعرَض الخطة كل أربع سنوات"
        assert said(compare_words(old, new)) == "-{تُستعرض}+{يُستعرَض} الخطة كل -{سنتين}+{أربع سنوات}"

    def test_space_alone_is_no_island(self) -> None:
        for one in compare_words("one two three four", "five six seven four"):
            assert one.words.strip()


class TestBlocks:
    OLD = draft(("a", "One."), ("b", "Two."), ("c", "Three."), ("d", "Four."))

    def test_nothing_changed(self) -> None:
        assert [row.changes for row in compare(self.OLD, self.OLD, "en")] == [frozenset()] * 4

    def test_what_is_deleted_stays_where_it_stood(self) -> None:
        new = draft(("a", "One."), ("x", "New."), ("c", "Three!"), ("d", "Four."))
        assert told(compare(self.OLD, new, "en")) == [
            ("a", "both", []),
            ("b", "old", ["deleted"]),
            ("x", "new", ["inserted"]),
            ("c", "both", ["words"]),
            ("d", "both", []),
        ]

    def test_one_block_that_moved_is_one_move(self) -> None:
        new = draft(("b", "Two."), ("c", "Three."), ("d", "Four."), ("a", "One."))
        rows = compare(self.OLD, new, "en")
        assert told(rows) == [
            ("a", "old", ["moved"]),
            ("b", "both", []),
            ("c", "both", []),
            ("d", "both", []),
            ("a", "new", ["moved"]),
        ]
        assert (rows[0].goes_to, tally(rows)) == (("a",), Tally(moved=1))

    def test_of_two_that_changed_places_the_shorter_has_moved(self) -> None:
        old = draft(("a", "A long paragraph."), ("b", "Short."))
        new = draft(("b", "Short."), ("a", "A long paragraph."))
        assert [row.key for row in compare(old, new, "en") if Change.MOVED in row.changes] == ["b", "b"]

    def test_footnotes_are_numbered_by_their_calls_and_do_not_move(self) -> None:
        old = Draft([PlannedBlock("n", "footnote"), PlannedBlock("p", "paragraph"), PlannedBlock("m", "footnote")])
        new = Draft([PlannedBlock("m", "footnote"), PlannedBlock("p", "paragraph"), PlannedBlock("n", "footnote")])
        rows = compare(old, new, "en")
        assert {row.key for row in rows if row.changes} == set()
        assert [row.block for row in rows if row.place != Place.OLD] == new.blocks

    def test_a_block_of_another_kind_or_level_says_so(self) -> None:
        old = Draft([PlannedBlock("a", "paragraph"), PlannedBlock("b", "subparagraph", 1)])
        new = Draft([PlannedBlock("a", "heading"), PlannedBlock("b", "subparagraph", 2)])
        assert told(compare(old, new, "en")) == [("a", "both", ["kind"]), ("b", "both", ["kind"])]

    def test_a_split_shows_the_words_where_they_went(self) -> None:
        old = draft(("a", "First thing. Second thing."), ("b", "Two."))
        new = draft(("a", "First thing."), ("x", "Second things."), ("b", "Two."))
        rows = compare(old, new, "en", [Lineage("x", "a", "split")])
        assert told(rows) == [("a", "both", ["split"]), ("x", "new", ["split", "words"]), ("b", "both", [])]
        assert [said(row.segments) for row in rows] == ["First thing.", "-{ }Second -{thing}+{things}.", "Two."]
        assert [row.sources for row in rows] == [("a",), ("a",), ()]
        assert tally(rows) == Tally(split=1)

    def test_a_merger_shows_what_came_from_where(self) -> None:
        new = draft(("a", "One. Two indeed."), ("c", "Three."), ("d", "Four."))
        rows = compare(self.OLD, new, "en", [Lineage("a", "b", "merged")])
        assert told(rows) == [
            ("a", "both", ["merged", "words"]),
            ("b", "old", ["merged"]),
            ("c", "both", []),
            ("d", "both", []),
        ]
        assert (rows[0].sources, rows[1].goes_to) == (("a", "b"), ("a",))
        assert [(one.from_key, one.words) for one in rows[0].segments if one.stands == Stands.IN_BOTH] == [
            ("a", "One."),
            ("b", "Two"),
            ("b", "."),
        ]

    def test_a_language_without_words_is_compared_as_empty(self) -> None:
        assert [row.segments for row in compare(self.OLD, self.OLD, "fr")] == [()] * 4

    def test_what_changed_is_counted_and_so_are_brackets(self) -> None:
        old = Draft(
            [PlannedBlock("h", "heading"), *self.OLD.blocks, PlannedBlock("n", "footnote")],
            {"en": {**self.OLD.words["en"], "h": "Title", "a": "[One [or two]].", "n": "Note."}},
        )
        new = Draft(
            [PlannedBlock("h", "heading"), PlannedBlock("a", "paragraph"), PlannedBlock("x", "text"), old.blocks[-1]],
            {"en": {"h": "Titles", "a": "One [or two].", "x": "New.", "n": "Notes."}},
        )
        assert tally(compare(old, new, "en")) == Tally(
            changed=1, inserted=1, deleted=3, headings=1, notes=1, brackets=-1
        )

    def test_lineage_is_followed_through_the_versions_between(self) -> None:
        steps = [[Lineage("b", "a", "split")], [Lineage("c", "b", "merged")]]
        assert carried(steps) == [
            Lineage("b", "a", "split"),
            Lineage("c", "b", "merged"),
            Lineage("c", "a", "merged"),
        ]


PIECES = ["the ", "of ", "[", "]", "[{is:a}", "{note:x}", "*so*", " ", "\n", ". ", "12,5", "\\*"]
PIECES += ["国", "家", "、", "الخطة ", "а́ "]
WORDS = st.one_of(st.text(max_size=30), st.lists(st.sampled_from(PIECES), max_size=14).map("".join))


@st.composite
def drafts(draw: st.DrawFn) -> tuple[Draft, Draft, list[Lineage]]:
    """Two drafts that share some blocks, and any lineage between them, be it one that nobody would record."""
    keys = [f"k{number}" for number in range(draw(st.integers(0, 9)))]

    def one() -> Draft:
        taken = draw(st.permutations(keys))[: draw(st.integers(0, len(keys)))]
        kinds = st.sampled_from(["heading", "paragraph", "subparagraph", "footnote"])
        blocks = [PlannedBlock(key, draw(kinds), draw(st.integers(1, 3))) for key in taken]
        return Draft(blocks, {"en": {key: draw(WORDS) for key in taken if draw(st.integers(0, 9))}})

    any_key = st.sampled_from([*keys, "elsewhere"])
    lineage = st.builds(Lineage, any_key, any_key, st.sampled_from(["split", "merged"]))
    return one(), one(), draw(st.lists(lineage, max_size=5))


@given(WORDS, WORDS)
def test_leaving_out_what_changed_gives_either_wording(old: str, new: str) -> None:
    segments = compare_words(old, new)
    assert (left(segments, Stands.IN_OLD), left(segments, Stands.IN_NEW)) == (old, new)


@given(WORDS, WORDS)
def test_so_it_does_where_words_are_too_many_to_be_compared_at_once(old: str, new: str) -> None:
    with mock.patch.object(words, "MOST_PAIRS", 3):
        segments = compare_words(old, new)
    assert (left(segments, Stands.IN_OLD), left(segments, Stands.IN_NEW)) == (old, new)


def test_of_a_wording_too_long_to_be_compared_at_once_whole_sentences_stay() -> None:
    sentence = "The States of the region and of the world. "
    with mock.patch.object(words, "MOST_PAIRS", 20):
        shown = said(compare_words(sentence + "The old end of it.", sentence + "The new end of it."))
    assert shown == sentence + "The -{old}+{new} end of it."


@given(WORDS)
def test_a_wording_is_the_same_as_itself(words: str) -> None:
    assert all(one.stands == Stands.IN_BOTH for one in compare_words(words, words))


@given(drafts())
def test_leaving_out_what_changed_gives_either_text(case: tuple[Draft, Draft, list[Lineage]]) -> None:
    old, new, lineage = case
    rows = compare(old, new, "en", lineage)
    assert old_text(rows) == as_is(old, "en")
    assert new_text(rows) == as_is(new, "en")


@given(drafts())
def test_a_row_without_changes_is_a_block_that_stands_as_it_stood(case: tuple[Draft, Draft, list[Lineage]]) -> None:
    old, new, lineage = case
    for row in compare(old, new, "en", lineage):
        if row.place == Place.BOTH and not row.changes:
            assert row.old == row.new
            assert not any(one.words.strip() for one in row.segments if one.stands != Stands.IN_BOTH)


@given(st.permutations(list("abcdefgh")), st.integers(0, 7))
def test_a_block_taken_to_another_place_is_the_one_that_moved(order: list[str], place: int) -> None:
    """Of equal blocks either of two neighbours may have moved past the other."""
    old = draft(*((key, "Same.") for key in order))
    blocks = list(old.blocks)
    blocks.insert(place, blocks.pop(0))
    rows = compare(old, replace(old, blocks=blocks), "en")
    assert tally(rows).moved == (place != 0)
