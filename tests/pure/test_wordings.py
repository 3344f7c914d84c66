"""Inline marks of wordings."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import wordings
from documents.brackets import BracketError
from documents.wordings import (
    BracketClose,
    BracketOpen,
    Emphasis,
    NoteCall,
    ParagraphReference,
    Text,
    Token,
    WordingError,
    parse,
    to_plain,
)

WORDING = "The [needs [*inter alia*]] of States,{note:states} see paragraph {para:needs.2}."
TOKENS: list[Token] = [
    Text("The "),
    BracketOpen(1),
    Text("needs "),
    BracketOpen(2),
    Emphasis("inter alia"),
    BracketClose(2),
    BracketClose(1),
    Text(" of States,"),
    NoteCall("states"),
    Text(" see paragraph "),
    ParagraphReference("needs.2"),
    Text("."),
]


def written(tokens: list[Token]) -> str:
    """Tokens as the wording that `parse` reads into the same."""
    return "".join(_mark(token) for token in tokens)


def _mark(token: Token) -> str:
    match token:
        case Text(words):
            return _plainly(words)
        case Emphasis(words):
            return f"*{_plainly(words)}*"
        case NoteCall(key):
            return f"{{note:{key}}}"
        case ParagraphReference(key):
            return f"{{para:{key}}}"
        case BracketOpen(_, label) if label:
            return f"[{{is:{label}}}"
    return "[" if isinstance(token, BracketOpen) else "]"


def _plainly(words: str) -> str:
    return re.sub(r"[\[\]［］{}*\\]", r"\\\g<0>", words)


def test_a_wording_is_read_into_tokens():
    assert parse(WORDING) == TOKENS


def test_plain_words_have_brackets_and_numbers_but_no_calls():
    plain = "The [needs [inter alia]] of States, see paragraph 14."
    assert to_plain(TOKENS, {"needs.2": "14"}) == plain


def test_a_number_that_nobody_supplied_is_shown_as_missing():
    assert to_plain(parse("See {para:gone}")) == "See …"


def test_calls_and_references_are_listed_in_order():
    tokens = parse("a{note:x} {para:p} b{note:y}")
    assert wordings.note_calls(tokens) == ["x", "y"]
    assert wordings.paragraph_references(tokens) == ["p"]


def test_a_backslash_makes_a_mark_an_ordinary_character():
    assert parse(r"A/59/25\* \{x\} \[sic\] \\") == [Text(r"A/59/25* {x} [sic] \ ".rstrip())]


@pytest.mark.parametrize(
    ("wording", "position", "words"),
    [
        ("See {page:3}", 4, "“{page:3}” is not a known mark"),
        ("See {note:No Key}", 4, "not a known mark"),
        ("See {note", 4, "“{note” is not a known mark"),
        ("See }", 4, "no mark was opened"),
        ("A/59/25*", 7, "two asterisks"),
        ("*shall [not]*", 0, "two asterisks"),
        ("a **", 2, "two asterisks"),
        ("end\\", 3, "nothing after the backslash"),
    ],
)
def test_an_unknown_mark_is_refused_with_its_place(wording, position, words):
    with pytest.raises(WordingError) as refused:
        parse(wording)
    assert refused.value.position == position
    assert words in str(refused.value)


def test_unbalanced_brackets_are_refused():
    with pytest.raises(BracketError):
        parse("[needs")


def test_a_bracket_may_bear_a_label_that_pairs_it_across_languages():
    tokens = parse("les [{is:best}meilleures [encore]] données ［{is:at-hand}disponibles］")
    opened = [token for token in tokens if isinstance(token, BracketOpen)]
    assert opened == [BracketOpen(1, "best"), BracketOpen(2), BracketOpen(1, "at-hand")]
    assert wordings.bracket_labels(tokens) == {"best", "at-hand"}
    assert to_plain(tokens) == "les [meilleures [encore]] données [disponibles]"


@pytest.mark.parametrize("wording", ["a {is:b} c", "[a {is:b}]", "[x]{is:b}", "[{is:No Key}x]"])
def test_a_label_stands_right_behind_an_opening_bracket(wording):
    with pytest.raises(WordingError) as refused:
        parse(wording)
    assert refused.value.position == wording.index("{")
    assert "stands only right after an opening bracket" in str(refused.value)


def test_a_table_is_read_into_rows_of_cells():
    read = wordings.table("Gear | Mark\n\nNets |[Tag]\n\\|\\| lines\\\\ | \n")
    assert [[to_plain(cell) for cell in row] for row in read] == [
        ["Gear", "Mark"],
        ["Nets", "[Tag]"],
        ["|| lines\\", ""],
    ]


@pytest.mark.parametrize(
    ("wording", "position", "words"),
    [
        ("a | b\nc", 6, "Row 2 of the table has a different number of cells: 1, not 2."),
        ("a | b\nc | d | e", 6, "Row 2 of the table has a different number of cells: 3, not 2."),
        ("a | b\nc | [d", 10, "This bracket is opened but never closed."),
        ("a | b\n[c | d]", 6, "This bracket is opened but never closed."),
        ("a | b\nc | *", 10, "two asterisks"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_the_place(wording, position, words):
    with pytest.raises((WordingError, BracketError)) as refused:
        wordings.table(wording)
    assert refused.value.position == position
    assert words in str(refused.value)


def test_an_empty_wording_has_no_tokens():
    assert parse("") == []


_words = st.text(min_size=1)
_pieces = st.one_of(
    _words.map(Text), _words.map(Emphasis), st.just(NoteCall("n-1")), st.just(ParagraphReference("p.1"))
)


@given(st.lists(_pieces))
def test_reading_what_was_written_gives_the_same_tokens(tokens):
    runs = [list(run) for _, run in itertools.groupby(tokens, key=type)]
    joined = [token for run in runs for token in (run[:1] if isinstance(run[0], Text) else run)]
    assert parse(written(joined)) == joined


@given(st.lists(st.lists(st.text(alphabet="a|\\\\[]{}* ", min_size=1), min_size=2, max_size=2), min_size=1))
def test_any_cells_can_be_written_as_a_table(rows):
    lines = [" | ".join(_plainly(cell).replace("|", r"\|") for cell in row) for row in rows]
    read = wordings.table("\n".join(lines))
    assert [[to_plain(cell) for cell in row] for row in read] == [[cell.strip() for cell in row] for row in rows]


@given(st.text())
def test_any_words_can_be_written_as_a_wording(words):
    assert to_plain(parse(written([Text(words)]))) == words
