"""What is written into a Word form comes back equal, whatever it is."""

from __future__ import annotations

from typing import Any
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.exchange.inline import words_of
from igsp_portal.foundations.files import reading as files
from igsp_portal.foundations.language.languages import CODES
from submissions.wordform import reading, tags, writing
from submissions.wordform.shapes import Column, Form, Item, Row
from submissions.wordform.tags import Identity, Seen

NOTHING = writing.nothing()
KEYS = st.from_regex("[a-z][a-z0-9-]{0,58}", fullmatch=True)
SEEN = st.builds(Seen, st.from_regex("[0-9a-f]{8}", fullmatch=True), st.booleans())
ALPHABET = st.one_of(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r\x0b\x0c\x85\u2028\u2029"),
    st.sampled_from("اللغة العربية 草案\t\n[]{}*\\<&\x00\x07\u200f\u00ad"),
)
WORDS = st.text(ALPHABET, max_size=60)


def kept(words: str) -> str:
    """Words as XML can carry them, without spaces around them."""
    return words_of(words).strip()


def choices(labels: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((key, f"{label} {key}") for key, label in labels.items())


OFFERED = st.dictionaries(KEYS, st.sampled_from(["Yes", "نعم", "是"]), min_size=1, max_size=4).map(choices)


@st.composite
def items(draw: Any) -> list[Item]:
    """Questions of every kind, in any order, with answers."""
    keys = draw(st.lists(KEYS, min_size=6, max_size=6, unique=True))
    offered, columns, heads = draw(OFFERED), draw(OFFERED), draw(OFFERED)
    named = tuple(Column(key, label) for key, label in columns)
    width = len(named)
    row = st.lists(WORDS, min_size=width, max_size=width)
    cells = {"component": st.sampled_from(["", *dict(offered)]), "words": WORDS, "rank": st.sampled_from(["", "7"])}
    statements = draw(
        st.dictionaries(KEYS.filter(lambda key: len(key) <= 40), st.fixed_dictionaries(cells), max_size=3)
    )
    in_rows = (Column("component", "On", offered), Column("words", "Text"), Column("rank", "Rank", width=3))
    made = [
        Item(keys[0], "text", "A text", value=draw(WORDS), seen=draw(SEEN)),
        Item(keys[1], "choice", "One", value=[draw(st.sampled_from(offered))[0]], choices=offered, seen=draw(SEEN)),
        Item(
            keys[2],
            "choice",
            "Some",
            value=[key for key, _label in offered if draw(st.booleans())],
            choices=offered,
            several=True,
            seen=draw(SEEN),
        ),
        Item(
            keys[3],
            "table",
            "Rows",
            value=draw(st.lists(row, min_size=len(heads), max_size=len(heads))),
            columns=named,
            heads=heads,
            seen=draw(SEEN),
        ),
        Item(keys[4], "table", "Free", value=draw(st.lists(row, max_size=3)), columns=named, seen=draw(SEEN)),
        Item(
            keys[5],
            "statements",
            "Said",
            columns=in_rows,
            rows=tuple(Row(key, values, draw(SEEN)) for key, values in statements.items()),
        ),
    ]
    head = Item("title", "head", "Title", value=draw(WORDS), seen=draw(SEEN))
    return [head, *draw(st.permutations(made))]


def expected(item: Item) -> Any:
    if item.kind != "table":
        return item.value if isinstance(item.value, list) else kept(item.value)
    rows = [[kept(cell) for cell in row] for row in item.value]
    rows = rows if item.heads else [row for row in rows if any(row)]
    return rows if any(map(any, rows)) else []


@pytest.mark.django_db(False)
@settings(max_examples=60, deadline=None)
@given(items(), st.sampled_from(CODES), st.sampled_from(CODES))
def test_what_is_written_comes_back_equal(found: list[Item], language: str, written_in: str) -> None:
    form = Form(Identity(12, 3, 5, language), written_in, "Process", "Call", "Party", ("Line",), tuple(found))
    with mock.patch.object(files, "read", return_value={"kind": "docx"}):  # it takes a process for each file
        back = reading.read(writing.docx(form), form, NOTHING, 10**7)
    assert back.identity == form.identity
    answered = {item.key: item for item in found if item.kind not in ("head", "statements")}
    assert {key: given.value for key, given in back.answers.items()} == {
        key: expected(item) for key, item in answered.items()
    }
    assert {key: given.seen for key, given in back.answers.items()} == {key: one.seen for key, one in answered.items()}
    assert {key: (given.value, given.seen) for key, given in back.heads.items()} == {
        "title": (kept(found[0].value), found[0].seen)
    }
    rows = next(item.rows for item in found if item.kind == "statements")
    assert [(row.key, row.seen, row.values) for row in back.rows] == [
        (row.key, row.seen, {key: kept(value) for key, value in row.values.items()}) for row in rows
    ]
    assert back.unknown == []


@given(KEYS, KEYS)
def test_a_tag_has_forty_signs_at_most_and_names_one_place(one: str, other: str) -> None:
    made = [tags.with_seen(tags.answer(one), Seen("0" * 8)), tags.option(one, other), tags.column(one, other)]
    assert max(map(len, made)) <= 40
    assert (tags.answer(one) == tags.answer(other)) == (one == other)


def test_the_reader_of_files_is_asked_before_one_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "read", lambda data, kind: {"refused": "macros"})
    form = Form(Identity(1, 1, 1, "en"), "en", "P", "C", "K", (), ())
    with pytest.raises(Exception, match="contains macros"):
        reading.read(writing.docx(form), form, NOTHING, 10**7)
