"""The participants of the IGSP process: who they are, and that all six languages name them."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

FOLDER = Path(__file__).resolve().parent.parent / "igsp_portal" / "processes" / "igsp"
LANGUAGES = ["ar", "zh-hans", "en", "fr", "ru", "es"]

# Letters of the script, and the marks, signs and digits that stand beside them.
BESIDE = r" 0-9()«»“”'’/,、《》\-"
SCRIPT = {
    "ar": re.compile(rf"[\u0621-\u064A{BESIDE}]+"),
    "zh-hans": re.compile(rf"[\u4E00-\u9FFF{BESIDE}]+"),
    "en": re.compile(rf"[A-Za-zô{BESIDE}]+"),
    "fr": re.compile(rf"[A-Za-zÀ-ÿ\u0152\u0153\u00A0{BESIDE}]+"),
    "ru": re.compile(rf"[А-Яа-яЁё{BESIDE}]+"),
    "es": re.compile(rf"[A-Za-zÁÉÍÓÚÑáéíóúñüô{BESIDE}]+"),
}
# A name of signs and digits alone would pass SCRIPT.
LETTER = {"ar": r"[\u0621-\u064A]", "zh-hans": r"[\u4E00-\u9FFF]", "ru": r"[А-Яа-яЁё]"}


def rows() -> list[dict[str, str]]:
    with (FOLDER / "states.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def participants_file() -> dict[str, list[dict[str, Any]]]:
    loaded: dict[str, list[dict[str, Any]]] = yaml.safe_load((FOLDER / "participants.yaml").read_text("utf-8"))
    return loaded


STATES = rows()
REGIONS = participants_file()["regions"]
PARTICIPANTS = participants_file()["participants"]


def keys_of(scheme: str) -> set[str]:
    return {region["key"] for region in REGIONS if region["scheme"] == scheme}


def names() -> list[tuple[str, dict[str, str]]]:
    """Every name in both files, with the key of what it names."""
    states = [(row["key"], {language: row[language] for language in LANGUAGES}) for row in STATES]
    return states + [(item["key"], item["name"]) for item in [*REGIONS, *PARTICIPANTS]]


def test_the_columns_stand_in_the_fixed_order_of_languages() -> None:
    assert list(STATES[0]) == ["key", "region", "regional_group", *LANGUAGES]


def test_there_are_the_191_member_states_of_2004() -> None:
    assert len(STATES) == 191


def test_states_that_joined_later_are_not_among_them() -> None:
    assert {"mne", "srb", "ssd"} & {row["key"] for row in STATES} == set()


def test_every_cell_is_filled_save_the_group_of_a_state_that_belonged_to_none() -> None:
    empty = [(row["key"], column) for row in STATES for column, cell in row.items() if not cell]
    assert empty == [("kir", "regional_group")]


def test_keys_of_states_are_three_letters_and_occur_once() -> None:
    keys = [row["key"] for row in STATES]
    assert [key for key in keys if not re.fullmatch("[a-z]{3}", key)] == []
    assert len(set(keys)) == len(keys)


def test_no_participant_has_the_key_of_a_state() -> None:
    keys = [row["key"] for row in STATES] + [participant["key"] for participant in PARTICIPANTS]
    assert [key for key, times in Counter(keys).items() if times > 1] == []


def test_there_are_six_regions_of_the_programme_and_five_regional_groups() -> None:
    assert Counter(region["scheme"] for region in REGIONS) == {"programme_region": 6, "regional_group": 5}
    assert len({region["key"] for region in REGIONS}) == 11


def test_the_states_are_spread_over_the_regions_of_the_programme() -> None:
    assert Counter(row["region"] for row in STATES) == {
        "africa": 53,
        "asia-pacific": 44,
        "europe": 48,
        "latin-america-caribbean": 33,
        "north-america": 2,
        "west-asia": 11,
    }


def test_the_states_are_spread_over_the_regional_groups() -> None:
    assert Counter(row["regional_group"] for row in STATES if row["regional_group"]) == {
        "african-states": 53,
        "asian-states": 53,
        "eastern-european-states": 22,
        "latin-american-and-caribbean-states": 33,
        "western-european-and-other-states": 29,
    }


def test_every_region_named_is_a_known_one() -> None:
    named = {row["region"] for row in STATES} | {item["region"] for item in PARTICIPANTS if "region" in item}
    assert named == keys_of("programme_region")
    assert {row["regional_group"] for row in STATES} - {""} == keys_of("regional_group")


def test_every_region_has_a_ministerial_forum() -> None:
    forums = {item["region"] for item in PARTICIPANTS if item["kind"] == "forum"}
    assert forums == keys_of("programme_region")


def test_the_inputs_of_forums_and_of_no_one_else_have_priority() -> None:
    assert {item["kind"] for item in PARTICIPANTS if item["priority"]} == {"forum"}
    assert [item["key"] for item in PARTICIPANTS if item["kind"] == "forum" and not item["priority"]] == []


def test_participants_are_of_known_kinds_and_carry_known_keys_only() -> None:
    allowed = {"key", "kind", "name", "short_name", "region", "regional_group", "priority"}
    assert {item["kind"] for item in PARTICIPANTS} == {
        *("forum", "permanent_representatives", "bureau", "body", "un_body", "convention", "bank"),
        *("regional_group", "negotiating_group", "civil_society", "expert_group"),
    }
    assert {key for item in PARTICIPANTS for key in item} - allowed == set()


def test_names_have_all_six_languages_in_the_fixed_order() -> None:
    assert [key for key, name in names() if list(name) != LANGUAGES] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_are_written_in_the_script_of_their_language(language: str) -> None:
    wrong = [(key, name[language]) for key, name in names() if not SCRIPT[language].fullmatch(name[language])]
    assert wrong == []


@pytest.mark.parametrize("language", LETTER)
def test_names_contain_letters_of_their_script(language: str) -> None:
    assert [key for key, name in names() if not re.search(LETTER[language], name[language])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_bear_the_same_name(language: str) -> None:
    borne = Counter(name[language] for _, name in names())
    assert [name for name, times in borne.items() if times > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_have_no_stray_spaces(language: str) -> None:
    assert [key for key, name in names() if name[language] != " ".join(name[language].split(" ")).strip()] == []
    assert [key for key, name in names() if "  " in name[language]] == []


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("cpv", "Cape Verde"),
        ("cze", "Czech Republic"),
        ("lby", "Libyan Arab Jamahiriya"),
        ("mkd", "the former Yugoslav Republic of Macedonia"),
        ("scg", "Serbia and Montenegro"),
        ("swz", "Swaziland"),
        ("tur", "Turkey"),
    ],
)
def test_states_bear_the_names_they_had_in_2004(key: str, name: str) -> None:
    assert {row["key"]: row["en"] for row in STATES}[key] == name
