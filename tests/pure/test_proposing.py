"""What is proposed for words: which proposals touch the same, whether they still fit, and alternatives in brackets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import brackets, wordings
from documents.faults import Fault
from documents.proposing import bracketed, carried, changes_of, free_label, settled, touching, woven

QUOTED = "States shall take effective measures to reduce losses of gear."
WORDS = "lake river dam weir gear port ship fund"
SOME = st.lists(st.sampled_from([*WORDS.split(), ",", "[", "]", "{note:a}", "*now*", "水", "利", "نهر"]), max_size=12)
LONG = "a the same as before b the same as before c the same as before d"
CHANGED = LONG.replace("a ", "1 ").replace(" b ", " 2 ").replace(" c ", " 3 ")[:-1] + "4"
PROSE = SOME.map(" ".join)


@pytest.mark.parametrize(
    ("proposed", "touch"),
    [
        (["States should take effective measures to reduce losses of gear."], set()),
        ([QUOTED.replace("shall", "should"), QUOTED.replace("effective", "the best")], set()),
        ([QUOTED.replace("shall", "should"), QUOTED.replace("shall", "may")], {0, 1}),
        ([QUOTED.replace("shall", "should"), QUOTED.replace("shall", "should")], {0, 1}),
        ([QUOTED.replace("shall", "should"), QUOTED.replace("losses", "waste"), ""], {0, 1, 2}),
        ([QUOTED.replace(" of gear", ""), QUOTED.replace("losses of", "losses of fishing")], {0, 1}),
        ([QUOTED.replace("measures", "measures now"), QUOTED.replace("measures", "measures soon")], {0, 1}),
        ([QUOTED.replace("effective", "all effective"), QUOTED.replace("effective", "good")], set()),
    ],
)
def test_those_that_touch_the_same_words_are_known(proposed: list[str], touch: set[int]) -> None:
    assert touching(QUOTED, proposed) == touch


@given(place=st.integers(0, 19), other=st.integers(0, 19))
def test_words_replaced_by_two_touch_where_they_are_the_same_words(place: int, other: int) -> None:
    words = [f"w{number}" for number in range(20)]
    one, two = (" ".join([*words[:at], new, *words[at + 1 :]]) for at, new in ((place, "x"), (other, "y")))
    assert bool(touching(" ".join(words), [one, two])) is (place == other)
    both = woven(" ".join(words), [one, two])
    expected = [("x" if n == place else "y" if n == other else word) for n, word in enumerate(words)]
    assert both == (None if place == other else " ".join(expected))


@given(quoted=PROSE, one=PROSE, other=PROSE)
def test_touching_is_mutual_and_what_does_not_touch_goes_together(quoted: str, one: str, other: str) -> None:
    both = touching(quoted, [one, other])
    assert both in (set(), {0, 1})
    assert both == touching(quoted, [other, one])
    if not both:
        assert woven(quoted, [one, other]) is not None
    assert woven(quoted, [one, other]) == woven(quoted, [other, one])


@given(quoted=PROSE, words=PROSE)
def test_one_proposal_alone_gives_its_own_words(quoted: str, words: str) -> None:
    assert woven(quoted, [words]) == woven(quoted, [words, words]) == woven(quoted, [quoted, words]) == words
    assert carried(quoted, words, [quoted]) == (0, words)
    assert carried(quoted, words, [words]) == (0, words)


@given(quoted=PROSE, words=PROSE, now=PROSE)
def test_what_is_carried_keeps_what_has_changed_since(quoted: str, words: str, now: str) -> None:
    """It is then the same as if both had been proposed for the words quoted."""
    found = carried(quoted, words, [now])
    assert found in (None, (0, woven(quoted, [words, now])))
    if not changes_of(quoted, now):
        assert found == (0, words)


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (["States shall at once take effective measures to reduce losses of gear."], "at once take good measures"),
        (["States shall take measures to reduce losses of gear."], None),
        (["States shall take effective steps to reduce losses of gear."], "good steps"),
        (["Gear is lost.", "States shall take effective measures."], "good measures"),
        (["Everything is other."], None),
        ([""], None),
    ],
)
def test_it_fits_as_long_as_the_words_it_touches_stand(now: list[str], found: str | None) -> None:
    placed = carried(QUOTED, QUOTED.replace("effective", "good"), now)
    assert (placed is None) is (found is None)
    if placed and found:
        assert found in placed[1]
        assert placed[0] == len(now) - 1


def test_of_a_paragraph_that_was_split_it_goes_to_the_part_that_has_its_words() -> None:
    quoted = "States shall act. They shall report each year."
    now = ["States shall act.", "They shall report each year."]
    assert carried(quoted, quoted.replace("each year", "every two years"), now) == (
        1,
        "They shall report every two years.",
    )
    assert carried(quoted, "States should act. They should report each year.", now) is None


@pytest.mark.parametrize(
    ("now", "words", "shown"),
    [
        ("We shall act.", "We should act.", "We [shall][{is:ken}should] act."),
        ("We act.", "We act now.", "We act [{is:ken}now]."),
        ("We shall act now.", "We shall act.", "We shall act [{is:ken}now]."),
        ("We act.", "", "[{is:ken}We act.]"),
        ("", "We act.", "[{is:ken}We act.]"),
        ("We [shall] act.", "We shall act.", "[We [shall] act.][{is:ken}We shall act.]"),
        ("We [shall] act.", "We [should] act.", "We [[shall][{is:ken}should]] act."),
        (LONG, CHANGED, f"[{LONG}][{{is:ken}}{CHANGED}]"),
        ("我们应行动。", "我们可行动。", "我们[应][{is:ken}可]行动。"),
    ],
)
def test_an_alternative_stands_in_brackets_beside_the_words(now: str, words: str, shown: str) -> None:
    assert bracketed(now, words, "ken") == shown


@given(now=PROSE, words=PROSE)
def test_alternatives_nest_and_both_can_be_read_again(now: str, words: str) -> None:
    try:
        shown = bracketed(now, words, "ken")
    except brackets.BracketError:
        return
    wordings.parse(shown)
    if changes_of(now, words):
        assert "{is:ken}" in shown
    else:
        assert shown == now


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("We shall act.", "We should act."),
        ("We act.", "We act now."),
        ("We act now.", "We act."),
        ("We act.", "We now act."),
        ("We act.", ""),
        ("", "We act."),
        ("We [shall] act.", "We shall act."),
        ("We [shall] act.", "We [should] act."),
        ("We may act now, and may not.", "We act now, and should not, may we."),
        (LONG, CHANGED),
        ("我们应行动。", "我们可行动。"),
    ],
)
def test_brackets_that_are_settled_leave_what_was_proposed_or_what_stood_before(now: str, words: str) -> None:
    shown = bracketed(now, words, "ken")
    assert settled(shown, "ken", now, words, taken=True) == words
    assert settled(shown, "ken", now, words, taken=False) == now


def test_the_brackets_of_others_stay_when_some_are_settled() -> None:
    shown = "We [shall][{is:ken}should] [{is:hrv}now] act, [x]."
    assert settled(shown, "ken", "We shall act.", "We should act.", taken=True) == "We should [{is:hrv}now] act, [x]."
    assert settled(shown, "hrv", "We act.", "We now act.", taken=False) == "We [shall][{is:ken}should] act, [x]."
    assert settled(shown, "bra", "We act.", "We may act.", taken=True) == shown


def test_brackets_within_others_are_settled_there() -> None:
    assert settled("[in [x][{is:ken}y] all]", "ken", "in x all", "in y all", taken=True) == "[in y all]"
    outer = "[{is:ken}in [{is:hrv}y] all]"
    assert settled(outer, "ken", "", "in [{is:hrv}y] all", taken=True) == "in [{is:hrv}y] all"
    assert settled("[{is:ken}a] and [{is:ken}b]", "ken", "", "", taken=True) == "a and b"


def test_alternatives_stay_within_a_cell_of_a_table() -> None:
    table = "Year | Goal\n2010 | 5"
    assert bracketed(table, table.replace("5", "6"), "ken", kind="table") == "Year | Goal\n2010 | [5][{is:ken}6]"
    with pytest.raises(Fault, match="beyond one cell"):
        bracketed(table, f"{table}\n2020 | 7", "ken", kind="table")


@pytest.mark.parametrize(
    ("words", "like", "label"),
    [
        ("We act.", "ken", "ken"),
        ("[{is:ken}We] act.", "ken", "ken-2"),
        ("", "G77 & China", "g77-china"),
        ("", "中", "a"),
    ],
)
def test_a_label_is_found_that_no_bracket_bears(words: str, like: str, label: str) -> None:
    assert free_label(words, like) == label


@pytest.mark.parametrize(
    ("now", "words", "shown"),
    [
        ("We shall act.", "We should act.", "We [shall] [{is:ken}should] act."),
        ("We [may] act.", "We [may] now act.", "We [may] [{is:ken}now] act."),
        ("We [may] now act.", "We [may] act.", "We [may] [{is:ken}now] act."),
        (LONG, CHANGED, f"[{LONG}] [{{is:ken}}{CHANGED}]"),
    ],
)
def test_brackets_set_apart_by_a_space_are_settled_as_those_that_adjoin(now: str, words: str, shown: str) -> None:
    assert bracketed(now, words, "ken", apart=" ") == shown
    assert settled(shown, "ken", now, words, taken=True) == words
    assert settled(shown, "ken", now, words, taken=False) == now
