"""The texts of the IGSP process agree with their structure and with one another in every language."""

import re
from collections import Counter
from functools import cache
from itertools import pairwise, permutations
from pathlib import Path

import pytest
import yaml

TEXTS = Path(__file__).resolve().parent.parent / "igsp_portal" / "processes" / "igsp" / "texts"
SIX = ["ar", "zh-hans", "en", "fr", "ru", "es"]
ELEMENTS, BLOCKS, COMPILATION, PLAN = "draft-plan/1", "draft-plan/2", "draft-plan/3", "draft-plan"
VERSIONS_OF_PLAN = (ELEMENTS, BLOCKS, COMPILATION, PLAN)
LANGUAGES = {"tentative-organization": ["zh-hans", "en"], **dict.fromkeys(VERSIONS_OF_PLAN, SIX)}
EDITIONS = [(text, language) for text, languages in LANGUAGES.items() for language in languages]
MARK = re.compile(r"\{(note|para):([a-z0-9-]+)\}")
LABEL = re.compile(r"\[\{is:([a-z0-9-]+)\}")


@cache
def read(text, name):
    """Return what the YAML file `name` of the folder `text` holds."""
    return yaml.safe_load((TEXTS / text / f"{name}.yaml").read_text(encoding="utf-8"))


def structure(text):
    """Return what the file says that holds the blocks of a text, or of an earlier version of it."""
    return read(text, "version" if (TEXTS / text / "version.yaml").exists() else "text")


def blocks(text, *kinds):
    """Return the keys of the blocks of these kinds in their order; of all kinds when none is named."""
    return [block["key"] for block in structure(text)["blocks"] if not kinds or block["kind"] in kinds]


def numbered(text):
    """Return the keys of the paragraphs that take a number of their own (not bis, not ter)."""
    found = structure(text)["blocks"]
    return [block["key"] for block in found if block["kind"] == "paragraph" and not block.get("alternative")]


def labels(wording):
    """Return the labels of brackets in a wording."""
    return set(LABEL.findall(wording))


def depths(wording):
    """Return the depth of the brackets after each bracket of a wording."""
    depth, found = 0, []
    for bracket in re.findall(r"[\[\]]", wording):
        depth += 1 if bracket == "[" else -1
        found.append(depth)
    return found


def marks(wording):
    """Return the notes and paragraphs a wording calls, with how often it calls each."""
    return Counter(MARK.findall(wording))


def test_the_note_has_fourteen_numbered_paragraphs():
    assert len(numbered("tentative-organization")) == 14


def test_the_plan_grows_until_the_compilation_and_is_shorter_as_a_clean_text():
    assert [len(numbered(version)) for version in VERSIONS_OF_PLAN] == [22, 38, 62, 42]


def test_brackets_of_the_plan_open_and_close_along_the_way():
    texts = ["".join(read(version, "en").values()) for version in VERSIONS_OF_PLAN]
    assert [text.count("[") for text in texts] == [0, 8, 119, 0]


def test_in_every_version_of_the_plan_blocks_are_split_merged_or_moved():
    lineage = [Counter(row["how"] for row in structure(version).get("lineage", [])) for version in VERSIONS_OF_PLAN]
    assert lineage == [{}, {"split": 3}, {"split": 2, "merged": 1}, {"merged": 11}]
    before = {version: blocks(version) for version in VERSIONS_OF_PLAN}
    for earlier, later in pairwise(VERSIONS_OF_PLAN):
        both = [[key for key in before[one] if key in before[other]] for one, other in permutations((earlier, later))]
        assert both[0] != both[1]


@pytest.mark.parametrize(("earlier", "later"), [*pairwise(VERSIONS_OF_PLAN)])
def test_blocks_come_from_blocks_of_the_version_before(earlier, later):
    rows = structure(later)["lineage"]
    assert {row["key"] for row in rows} <= set(blocks(later))
    assert {row["from"] for row in rows} <= set(blocks(earlier))


@pytest.mark.parametrize("text", LANGUAGES)
def test_no_block_key_is_used_twice(text):
    assert [key for key, times in Counter(blocks(text)).items() if times > 1] == []


@pytest.mark.parametrize("text", LANGUAGES)
def test_a_text_has_a_file_for_each_of_its_languages_and_no_other(text):
    names = {path.stem for path in (TEXTS / text).glob("*.yaml")} - {"text", "version", "negotiation"}
    assert names == {*LANGUAGES[text]}


@pytest.mark.parametrize(("text", "language"), EDITIONS)
def test_every_language_words_exactly_the_blocks_of_the_text_in_their_order(text, language):
    assert list(read(text, language)) == blocks(text)


@pytest.mark.parametrize(("text", "language"), EDITIONS)
def test_no_wording_is_empty_or_stands_between_spaces(text, language):
    assert [key for key, words in read(text, language).items() if not words or words != words.strip()] == []


@pytest.mark.parametrize(("text", "language"), EDITIONS)
def test_brackets_close_in_the_wording_that_opens_them(text, language):
    found = {key: depths(wording) for key, wording in read(text, language).items()}
    assert [key for key, path in found.items() if path and (min(path) < 0 or path[-1] != 0)] == []


@pytest.mark.parametrize(("text", "language"), EDITIONS)
def test_brackets_nest_alike_in_every_language_save_where_labels_pair_them(text, language):
    original, words = read(text, "en"), read(text, language)
    alike = [key for key in words if not labels(original[key])]
    assert {key: depths(words[key]) for key in alike} == {key: depths(original[key]) for key in alike}
    assert {key: labels(wording) for key, wording in words.items()} == {
        key: labels(wording) for key, wording in original.items()
    }


@pytest.mark.parametrize(("text", "language"), EDITIONS)
def test_every_language_calls_the_same_notes_and_paragraphs(text, language):
    original = {key: marks(wording) for key, wording in read(text, "en").items()}
    assert {key: marks(wording) for key, wording in read(text, language).items()} == original


@pytest.mark.parametrize("text", LANGUAGES)
def test_each_footnote_is_called_once_and_stands_after_its_caller(text):
    order = blocks(text)
    calls = [
        (called, key)
        for key, wording in read(text, "en").items()
        for kind, called in MARK.findall(wording)
        if kind == "note"
    ]
    assert sorted(called for called, _ in calls) == sorted(blocks(text, "footnote"))
    assert [called for called, key in calls if order.index(called) < order.index(key)] == []


@pytest.mark.parametrize("text", LANGUAGES)
def test_references_point_at_numbered_paragraphs(text):
    called = {key for wording in read(text, "en").values() for kind, key in MARK.findall(wording) if kind == "para"}
    assert called - set(numbered(text)) == set()


def test_alternatives_and_options_of_the_compilation():
    rows = structure(COMPILATION)["blocks"]
    assert {row["key"]: row["alternative"] for row in rows if row.get("alternative")} == {
        "nature-bis": 1,
        "transfer-bis": 1,
        "transfer-ter": 2,
        "committee-bis": 1,
    }
    assert {row["key"]: row["option"] for row in rows if row.get("option")} == {
        "trust-fund": "option-fund",
        "existing-channels": "option-channels",
    }


def test_in_the_building_blocks_six_paragraphs_are_bracketed():
    wordings = read(BLOCKS, "en")
    bracketed = [key for key, wording in wordings.items() if "[" in wording]
    assert bracketed == ["nature", "objective-technology", "results", "principles", "review", "additional"]


def test_brackets_of_the_compilation_nest_up_to_three_deep():
    wordings = read(COMPILATION, "en")
    assert max(max(depths(wording), default=0) for wording in wordings.values()) == 3
    assert [key for key, wording in wordings.items() if 3 in depths(wording)] == ["clearing-house", "committee"]
    assert {key: labels(wording) for key, wording in wordings.items() if labels(wording)} == {
        "best-techniques": {"best"},
        "conditions": {"not"},
    }


@pytest.mark.parametrize("language", ["ar", "zh-hans"])
def test_arabic_and_chinese_prose_has_its_own_commas_and_semicolons(language):
    foreign = re.compile(r"[\u0600-\u06ff\u4e00-\u9fff]\s?[,;?]")
    texts = [text for text, languages in LANGUAGES.items() if language in languages]
    assert [key for text in texts for key, words in read(text, language).items() if foreign.search(words)] == []


@pytest.mark.parametrize("text", [text for text, languages in LANGUAGES.items() if "ar" in languages])
def test_arabic_is_written_with_european_digits(text):
    assert [key for key, words in read(text, "ar").items() if re.search(r"[\u0660-\u0669\u06f0-\u06f9]", words)] == []
