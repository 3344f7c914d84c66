"""Data files: whatever is wrong is said with file, line and what to do; the rest is read as it is written."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from igsp_portal.foundations.datafiles import DataError, Row, in_columns, read, read_table
from igsp_portal.foundations.language.cleaning import cleaned
from igsp_portal.foundations.language.languages import CODES
from meetings.states import DatesBasis

pytestmark = pytest.mark.slow

EVERY = "{ar: أ, zh-hans: 一, en: One, fr: Un, ru: Один, es: Uno}"


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """Write a file of that content: file("key: value")."""

    def written(content: str | bytes, name: str = "some.yaml") -> Path:
        folder = tmp_path / "folder"
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return folder / name

    return written


def complaint(act: Callable[[], Any]) -> str:
    with pytest.raises(DataError) as refused:
        act()
    return str(refused.value)


# Whole files


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "meetings.yaml"
    assert complaint(lambda: read(path)) == "folder/meetings.yaml: The file is missing."


def test_a_folder_in_place_of_a_file_is_refused(tmp_path: Path) -> None:
    assert complaint(lambda: read(tmp_path)).endswith(": The file cannot be read: Is a directory")


def test_what_is_not_yaml_is_refused_at_its_line(file: Any) -> None:
    path = file("a: 1\nb: [1, 2\nc: 3\n")
    assert complaint(lambda: read(path)).startswith("folder/some.yaml:3: This is not YAML: ")


def test_a_character_that_yaml_forbids_is_refused_at_its_line(file: Any) -> None:
    path = file("a: 1\nb: x\x07y\n")
    # PyYAML's two parsers, in C and in Python, name such a character differently.
    assert complaint(lambda: read(path)).removesuffix(" characters are not allowed") in (
        "folder/some.yaml:2: This is not YAML: control",
        "folder/some.yaml:2: This is not YAML: special",
    )


def test_what_is_not_utf_8_is_refused_at_its_line(file: Any) -> None:
    path = file("name: Genève\nplace: ".encode() + "Zürich".encode("latin-1"))
    assert complaint(lambda: read(path)) == "folder/some.yaml:2: This is not UTF-8; save the file as UTF-8."


def test_two_documents_in_one_file_are_refused(file: Any) -> None:
    path = file("a: 1\n---\nb: 2\n")
    assert complaint(lambda: read(path)) == "folder/some.yaml:2: This is not YAML: but found another document"


def test_a_list_in_place_of_keys_is_refused(file: Any) -> None:
    path = file("- a\n- b\n")
    assert complaint(lambda: read(path)) == "folder/some.yaml:1: Lines of the form “key: value” are expected here."


def test_a_key_that_is_no_word_is_refused(file: Any) -> None:
    path = file("a: 1\n{b: c}: 2\n")
    assert complaint(lambda: read(path)) == "folder/some.yaml:2: Lines of the form “key: value” are expected here."


def test_a_key_given_twice_is_refused_where_it_stands_again(file: Any) -> None:
    path = file("a: 1\nb: 2\na: 3\n")
    assert complaint(lambda: read(path)) == "folder/some.yaml:3: “a” appears twice here."


def test_something_that_stands_inside_itself_is_refused(file: Any) -> None:
    path = file("a: &one\n  items: [*one]\n")
    assert complaint(lambda: read(path)) == "folder/some.yaml:1: This refers to itself; write it out in full."


def test_lists_too_deep_for_the_reader_are_refused(file: Any) -> None:
    path = file("a: " + "[" * 3000)
    assert complaint(lambda: read(path)) == "folder/some.yaml: The lists in this file are nested too deeply."


def test_the_same_words_may_be_referred_to_many_times(file: Any) -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60))]
    assert len(read(file("\n".join(lines))).keys()) == 60


@pytest.mark.parametrize("content", ["", "# a remark\n", "meetings:\n"])
def test_a_file_with_nothing_in_it_is_refused(file: Any, content: str) -> None:
    path = file(content)
    assert complaint(lambda: read(path)) == "folder/some.yaml: This file is empty."


ADVISED = {
    "a: one: two": "Put a text in quotation marks if it contains “: ”; keys of one entry begin in the same column.",
    "a: @here": "Put a text in quotation marks if it contains “: ” or “ #” or begins with a special character.",
    "a: *here": "Put a text in quotation marks if it contains “: ” or “ #” or begins with a special character.",
    "a:\n\tb: 1": "Use spaces, not a tab.",
    "a: {b: c, d: e f: g}": (
        "Put a text in quotation marks if it contains a comma or a colon between braces or brackets."
    ),
    'a: "b': "A quotation mark, brace or bracket is not closed.",
    "a: 1\n b: 2": "Put a text in quotation marks if it contains “: ”; keys of one entry begin in the same column.",
    "a:\n  - b: 1\n   c: 2": "Keys of one entry begin in the same column.",
    "a: 1\nb\nc: 1": "A key is followed by a colon and a space.",
    "a:\n\u00a0\u00a0b: 1": "begins with a character that looks like a space but is not one (U+00A0); use spaces.",
}


@pytest.mark.parametrize("content", ADVISED)
def test_what_is_not_yaml_is_refused_with_advice(file: Any, content: str) -> None:
    path = file(content)
    assert complaint(lambda: read(path)).endswith(ADVISED[content])


def test_the_mark_that_spreadsheets_put_before_a_file_is_passed_over(file: Any) -> None:
    assert read(file("\ufeffa: 1\n")).text("a") == "1"


# Single values


def row(file: Any, content: str) -> Row:
    return read(file(content))


def test_scalars_are_taken_as_they_are_written(file: Any) -> None:
    read_row = row(file, "country: NO\nversion: 1.10\nday: 2004-06-25\n")
    assert [read_row.text(key) for key in ("country", "version", "day")] == ["NO", "1.10", "2004-06-25"]


@pytest.mark.parametrize("written", ["", "~", "null", "''", "' '"])
def test_a_text_that_has_to_be_there_may_not_be_empty(file: Any, written: str) -> None:
    assert complaint(lambda: row(file, f"a: 1\nb: {written}\n").text("b")).endswith("“b” is missing.")


def test_an_empty_text_stands_for_an_absent_one_where_it_may_be_absent(file: Any) -> None:
    assert row(file, "letter: ''\n").text("letter", "") == ""


def test_a_null_character_is_refused(file: Any) -> None:
    said = complaint(lambda: row(file, 'a: 1\nb: "x\\0"\n').text("b"))
    assert said == "folder/some.yaml:2: “b” contains a NUL character; remove it."


def test_a_key_that_nobody_asked_for_is_refused_with_those_that_are_known(file: Any) -> None:
    read_row = row(file, "name: x\nnmae: y\n")
    read_row.text("name"), read_row.text("place", "")
    said = complaint(read_row.done)
    assert said == "folder/some.yaml:2: “nmae” is not known here; the known keys are: name, place."


def test_a_translated_text_is_there_in_all_six_languages(file: Any) -> None:
    found = row(file, f"name: {EVERY}").translated("name")
    assert found == {"ar": "أ", "zh-hans": "一", "en": "One", "fr": "Un", "ru": "Один", "es": "Uno"}
    assert list(in_columns(name=found)) == ["name_ar", "name_zh_hans", "name_en", "name_fr", "name_ru", "name_es"]


def test_languages_that_are_missing_or_empty_are_named(file: Any) -> None:
    said = complaint(lambda: row(file, "key: a\nname:\n  ar: أ\n  en: One\n  fr: ''\n  es: Uno\n").translated("name"))
    assert said == (
        "folder/some.yaml:2: “name” lacks: zh-hans, fr, ru. It must have a text in each of: ar, "
        "zh-hans, en, fr, ru, es."
    )


def test_a_seventh_language_is_refused(file: Any) -> None:
    text = "name:\n  " + EVERY.strip("{}").replace(", ", "\n  ") + "\n  de: Eins\n"
    assert complaint(lambda: row(file, text).translated("name")).startswith("folder/some.yaml:8: “de” is not known")


def test_a_text_may_be_given_in_some_languages(file: Any) -> None:
    nowhere = dict.fromkeys(CODES, "")
    found = row(file, "form: {ar: أ}").in_some_languages("form")
    assert (found, row(file, "a: b").in_some_languages("form")) == (nowhere | {"ar": "أ"}, nowhere)
    said = complaint(lambda: row(file, "form: {de: a}").in_some_languages("form"))
    assert said.startswith("folder/some.yaml:1: “de” is not known")


WRONG: dict[str, tuple[str, Callable[[Row], Any], str]] = {
    "a day of no month": ("2004-06-31", lambda r: r.date("a"), "“2004-06-31” cannot be read; write it as 2004-06-25."),
    "a day the other way round": (
        "25.06.2004",
        lambda r: r.date("a"),
        "“25.06.2004” cannot be read; write it as 2004-06-25.",
    ),
    "a deadline without an hour": (
        "2004-10-29",
        lambda r: r.local_time("a", "Africa/Nairobi"),
        "“2004-10-29” cannot be read; write it as 2004-10-29T17:00.",
    ),
    "an hour that the clock leaps over": (
        "2004-03-28T02:30",
        lambda r: r.local_time("a", "Europe/Paris"),
        "In Europe/Paris clocks skip 2004-03-28T02:30 when summer time begins; give another hour.",
    ),
    "a UTC time without Z": (
        "2004-10-12T09:30:00",
        lambda r: r.utc_time("a"),
        "“2004-10-12T09:30:00” cannot be read; write it as 2004-10-12T09:30:00Z.",
    ),
    "a zone that is none": (
        "Nairobi",
        lambda r: r.zone("a"),
        "“Nairobi” is not a time zone; write one such as Africa/Nairobi.",
    ),
    "a number in words": ("two", lambda r: r.number("a"), "“a” must be a whole number."),
    "a number below nothing": ("-2", lambda r: r.number("a"), "“a” must be a whole number."),
    "a flag that is a yes": ("yes", lambda r: r.flag("a"), "“a” must be true or false."),
    "a choice that is none": (
        "final",
        lambda r: r.choice("a", DatesBasis),
        "“final” is not one of: announced, revised, actual.",
    ),
    "a reference to nothing": (
        "wg-9",
        lambda r: r.reference("a", {"wg-1": 1, "wg-2": 2}),
        "“a” refers to “wg-9”, which does not exist; there are: wg-1, wg-2.",
    ),
    "a list in place of a text": ("[x]", lambda r: r.text("a"), "“a” must be a single text."),
    "a text in place of a list": ("x", lambda r: r.rows("a"), "“a” must be a list."),
    "lists in a list of texts": ("[[x]]", lambda r: r.texts("a"), "“a” must be a list of texts."),
    "a text in place of keys": ("x", lambda r: r.row("a"), "Lines of the form “key: value” are expected here."),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_value_is_refused_at_its_line(file: Any, what: str) -> None:
    written, act, said = WRONG[what]
    read_row = row(file, f"# a remark\nb: 1\na: {written}\n")
    assert complaint(lambda: act(read_row)) == f"folder/some.yaml:3: {said}"


def test_a_local_time_is_read_on_a_clock_in_its_zone(file: Any) -> None:
    closes = row(file, "closes: 2004-10-29T17:00").local_time("closes", "Africa/Nairobi")
    assert closes == dt.datetime(2004, 10, 29, 14, tzinfo=dt.UTC)


def test_a_key_of_a_list_given_twice_is_refused_with_both_places(file: Any) -> None:
    read_row = row(file, "all:\n  - key: one\n  - key: two\n  - key: one\n")
    assert complaint(lambda: read_row.rows("all", once="key")) == (
        "folder/some.yaml:4: “one” is already the “key” of another entry, at some.yaml:2; each must have its own."
    )


# Tables


def table(file: Any, content: str | bytes) -> list[tuple[int, dict[str, str]]]:
    return read_table(file(content, "states.csv"), ["key", "en"])


def test_a_table_gives_its_rows_with_their_lines(file: Any) -> None:
    assert table(file, 'key,en\nken, Kenya \nkor,"Korea,\nRepublic of"\n') == [
        (2, {"key": "ken", "en": "Kenya"}),
        (3, {"key": "kor", "en": "Korea,\nRepublic of"}),
    ]


def test_a_table_saved_by_a_spreadsheet_is_read(file: Any) -> None:
    assert table(file, "\ufeffkey,en\r\nken,Kenya\r\n\r\n") == [(2, {"key": "ken", "en": "Kenya"})]


@pytest.mark.parametrize("header", ["", "key|en\n", "en,key\n", "en;key\n", "key,en,fr\n"])
def test_a_table_with_another_header_is_refused(file: Any, header: str) -> None:
    assert complaint(lambda: table(file, header)) == "folder/states.csv:1: The first line must be: key,en"


@pytest.mark.parametrize(("line", "count"), [("ken", 1), ("ken,Kenya,x", 3)])
def test_a_line_with_other_columns_is_refused(file: Any, line: str, count: int) -> None:
    said = complaint(lambda: table(file, f"key,en\nbrb,Barbados\n{line}\n"))
    assert said == f"folder/states.csv:3: This line has {count} columns; it must have 2."


def test_a_quotation_mark_left_open_is_refused(file: Any) -> None:
    assert complaint(lambda: table(file, 'key,en\nken,"Kenya\n')).startswith("folder/states.csv:2: This is not CSV: ")


# Whatever comes


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).map(cleaned).map(str.strip).filter(bool)


@given(st.dictionaries(st.from_regex(r"[a-z][a-z_]{0,12}", fullmatch=True), TEXTS, min_size=1))
def test_texts_come_back_as_they_were_written(values: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "some.yaml"
        path.write_text(yaml.safe_dump(values, allow_unicode=True), encoding="utf-8")
        found = read(path)
        assert {key: found.text(key) for key in found.keys()} == values  # noqa: SIM118 - a row is no dict


@given(st.binary(max_size=200) | st.text("ab:-[]{}&*!|>'\"#\n ,é", max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused_and_nothing_else(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "some.yaml"
        path.write_bytes(content)
        for act in (lambda: read(path), lambda: read_table(path, ["a", "b"])):
            with suppress(DataError):
                act()


def test_the_languages_are_those_of_the_house() -> None:
    assert CODES == ("ar", "zh-hans", "en", "fr", "ru", "es")
