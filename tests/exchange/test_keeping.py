"""A text that comes in again: which line is which block, so that what hangs on it stays."""

from dataclasses import replace

from documents.drafts import Draft, PlannedBlock
from documents.exchange import plain_in
from documents.exchange.keeping import kept, rekeyed
from documents.exchange.reading import draft

BEFORE = Draft(
    [
        PlannedBlock("aims", "heading"),
        PlannedBlock("lakes", "paragraph"),
        PlannedBlock("source", "footnote"),
        PlannedBlock("rivers", "paragraph"),
        PlannedBlock("nets", "paragraph"),
    ],
    {
        "en": {
            "aims": "Aims",
            "lakes": "Lakes are to be kept clean by all.{note:source}",
            "source": "Decision 1.",
            "rivers": "Rivers run to the sea.",
            "nets": "Nets are marked.",
        }
    },
)


def found(text, **more):
    reading = replace(plain_in.read(text, "en"), **more)
    pairs = kept(BEFORE, reading)
    return [pairs.get(line.place, "") for line in reading.lines]


def test_the_same_words_are_the_same_block_wherever_they_stand():
    assert found("A. Aims\n\n1. Nets are marked.\n\n2. Rivers run to the sea.") == ["aims", "nets", "rivers"]


def test_words_mostly_the_same_are_the_same_block_and_others_are_new():
    text = "A. Aims\n\n1. Ports are closed at night.\n\n2. All lakes are to be kept very clean.\n\n3. Nets are marked."
    assert found(text) == ["aims", "", "lakes", "nets"]


def test_what_stands_alone_between_the_same_neighbours_is_the_same_block():
    text = "A. Aims\n\n1. Lakes are to be kept clean by all.\n\n2. Another thing altogether.\n\n3. Nets are marked."
    assert found(text) == ["aims", "lakes", "rivers", "nets"]


def test_a_key_that_came_with_the_file_counts_before_the_words():
    reading = plain_in.read("1. Rivers run to the sea.", "en")
    lines = [replace(line, key="nets") for line in reading.lines]
    assert found("1. Rivers run to the sea.", lines=lines, keys=frozenset({"nets"})) == ["nets"]


def test_footnotes_are_known_by_what_calls_them_and_keep_their_calls():
    text = "A. Aims\n\n1. Lakes are to be kept clean by all.*\n\n* Another decision."
    reading = plain_in.read(text, "en")
    made, _names = rekeyed(reading, kept(BEFORE, reading), BEFORE)
    assert draft(made).words["en"] == {
        "aims": "Aims",
        "lakes": "Lakes are to be kept clean by all.{note:source}",
        "source": "Another decision.",
    }


def test_a_new_paragraph_never_has_the_key_of_one_that_is_gone():
    before = Draft([PlannedBlock("a-wholly-new-thought", "paragraph")], {"en": {"a-wholly-new-thought": "Old words."}})
    reading = plain_in.read("Loose.\n\n1. A wholly new thought it is.\n\n2. Two.", "en")
    made, _names = rekeyed(reading, {}, before)
    assert [line.key for line in made.lines if line.kind == "paragraph"] == ["a-wholly-new-thought-2", "two"]


def test_chinese_is_compared_by_characters_that_stand_together():
    before = Draft(
        [PlannedBlock("a", "paragraph"), PlannedBlock("b", "paragraph")],
        {"zh-hans": {"a": "理事会着重强调能力建设的重要性。", "b": "商谈已经启动。"}},
    )
    reading = plain_in.read("1. 商谈已经再次启动。\n\n2. 会议。\n\n3. 理事会再次着重强调能力建设的重要性。", "zh-hans")
    assert kept(before, reading) == {1: "b", 5: "a"}
