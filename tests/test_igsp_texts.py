"""The texts of the IGSP process agree with their structure and with one another in every language."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml

TEXTS = Path(__file__).resolve().parent.parent / "igsp_portal" / "processes" / "igsp" / "texts"
LANGUAGES = {
    "tentative-organization": ["zh-hans", "en"],
    "draft-plan": ["ar", "zh-hans", "en", "fr", "ru", "es"],
}
EDITIONS = [(text, language) for text, languages in LANGUAGES.items() for language in languages]
MARK = re.compile(r"\{(note|para):([a-z0-9-]+)\}")


@cache
def read(text, name):
    """Return what the YAML file `name` of the folder `text` holds."""
    return yaml.safe_load((TEXTS / text / f"{name}.yaml").read_text(encoding="utf-8"))


def blocks(text, *kinds):
    """Return the keys of the blocks of these kinds in their order; of all kinds when none is named."""
    return [block["key"] for block in read(text, "text")["blocks"] if not kinds or block["kind"] in kinds]


def numbered(text):
    """Return the keys of the paragraphs that take a number of their own (not bis, not ter)."""
    found = read(text, "text")["blocks"]
    return [block["key"] for block in found if block["kind"] == "paragraph" and not block.get("alternative")]


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


def test_the_plan_has_forty_two_numbered_paragraphs():
    assert len(numbered("draft-plan")) == 42


@pytest.mark.parametrize("text", LANGUAGES)
def test_no_block_key_is_used_twice(text):
    assert [key for key, times in Counter(blocks(text)).items() if times > 1] == []


@pytest.mark.parametrize("text", LANGUAGES)
def test_a_text_has_a_file_for_each_of_its_languages_and_no_other(text):
    names = {path.stem for path in (TEXTS / text).glob("*.yaml")}
    assert names == {"text", *LANGUAGES[text]}


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
def test_brackets_nest_alike_in_every_language(text, language):
    original = {key: depths(wording) for key, wording in read(text, "en").items()}
    assert {key: depths(wording) for key, wording in read(text, language).items()} == original


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


def test_seven_numbered_paragraphs_of_the_plan_are_bracketed_and_one_has_an_alternative():
    parts: dict[str, list[dict]] = {}
    for block in read("draft-plan", "text")["blocks"]:
        if block["kind"] == "paragraph" and not block.get("alternative"):
            current = block["key"]
        if block["kind"] in {"paragraph", "subparagraph"}:
            parts.setdefault(current, []).append(block)
    wordings = read("draft-plan", "en")
    bracketed = [key for key, group in parts.items() if any("[" in wordings[part["key"]] for part in group)]
    alternatives = {
        key: [part["alternative"] for part in group if part.get("alternative")] for key, group in parts.items()
    }
    assert bracketed == [
        "nature",
        "objectives",
        "results",
        "principles",
        "transfer",
        "review",
        "additional",
    ]
    assert {key: found for key, found in alternatives.items() if found} == {"transfer": [1]}


def test_brackets_of_the_plan_nest_once():
    nested = [key for key, wording in read("draft-plan", "en").items() if 2 in depths(wording)]
    assert nested == ["objective-technology"]


@pytest.mark.parametrize("language", ["ar", "zh-hans"])
def test_arabic_and_chinese_prose_has_its_own_commas_and_semicolons(language):
    foreign = re.compile(r"[\u0600-\u06ff\u4e00-\u9fff]\s?[,;?]")
    texts = [text for text, languages in LANGUAGES.items() if language in languages]
    assert [key for text in texts for key, words in read(text, language).items() if foreign.search(words)] == []


@pytest.mark.parametrize("text", [text for text, languages in LANGUAGES.items() if "ar" in languages])
def test_arabic_is_written_with_european_digits(text):
    assert [key for key, words in read(text, "ar").items() if re.search(r"[\u0660-\u0669\u06f0-\u06f9]", words)] == []
