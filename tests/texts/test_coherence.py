"""What calls a note or names a paragraph leads there, in every language, before a version can be released."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from documents import coherence, numbering
from documents.drafts import Draft, PlannedBlock
from documents.models import TextVersion, Wording
from documents.texts import actions
from igsp_portal.models import User

BLOCKS = [
    PlannedBlock("opening", "heading"),
    PlannedBlock("first", "paragraph"),
    PlannedBlock("remark", "footnote"),
    PlannedBlock("further", "footnote"),
]
ENGLISH = {
    "opening": "Opening",
    "first": "[Words].{note:remark}{note:further}",
    "remark": "As in {para:first}.",
    "further": "More.",
}
FRENCH = {**ENGLISH, "first": "Des [mots].{note:remark}{note:further}"}


def faults(**changed: dict[str, str]) -> list[tuple[str, str, str]]:
    words = {"en": ENGLISH | changed.get("en", {}), "fr": FRENCH | changed.get("fr", {})}
    return [(code, key, fault.sentence()) for code, key, fault in coherence.faults(BLOCKS, words, "en")]


def test_words_that_hang_together_have_no_fault() -> None:
    assert faults() == []


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"remark": "Note.{note:further}"}, ("fr", "remark", "A footnote cannot refer to another footnote.")),
        ({"first": "[A].{note:remark}"}, ("fr", "further", "No block refers to footnote “further”.")),
        (
            {"opening": "A{note:nowhere}"},
            ("fr", "opening", "Block opening refers to footnote nowhere, which does not exist."),
        ),
        ({"opening": "{para:remark}"}, ("fr", "opening", "There is no numbered block “remark” to refer to.")),
        ({"opening": "[A"}, ("fr", "opening", "This bracket is opened but never closed. (at character 1)")),
    ],
)
def test_each_fault_is_told_with_its_language_and_block(changed: dict[str, str], found: Any) -> None:
    assert faults(fr=changed) == [found]


def test_brackets_are_not_counted_against_the_original_but_hinted_at() -> None:
    """“[best available] science” is “les [meilleures] données [disponibles]”."""
    words = {"en": ENGLISH, "fr": {**FRENCH, "first": "Des [bons] [mots].{note:remark}{note:further}"}}
    assert list(coherence.faults(BLOCKS, words, "en")) == []
    assert [(code, key, hint.sentence()) for code, key, hint in coherence.hints(words, "en")] == [
        ("fr", "first", "Number of brackets in “first”: 2; in the original: 1.")
    ]


@pytest.mark.parametrize(("language", "label"), [("en", "1 (a)"), ("fr", "1 a)"), ("zh-hans", "1 (a)")])
def test_a_reference_to_one_of_two_lists_with_the_same_number_is_hinted_at(language: str, label: str) -> None:
    items = [("duty", "paragraph"), ("one", "subparagraph"), ("further", "text"), ("two", "subparagraph")]
    blocks = [*(PlannedBlock(key, kind) for key, kind in items), PlannedBlock("end", "paragraph")]
    blocks.insert(0, PlannedBlock("opening", "heading"))
    words = {"end": "See {para:two}, {para:two} and {para:duty}.", "further": "They shall also:"}
    found = coherence.ambiguous(blocks, words, numbering.labels(blocks, {"headings": [{}]}, language))
    assert [(key, odd.sentence()) for key, odd in found] == [
        ("end", f"“{label}” is the number of several paragraphs: nobody can tell which is meant.")
    ]
    one_list = [block for block in blocks if block.key != "further"]
    assert list(coherence.ambiguous(one_list, words, numbering.labels(one_list, {"headings": [{}]}, language))) == []


def test_labelled_brackets_pair_whatever_their_number() -> None:
    words = {"en": {"first": "[{is:best}best available] data"}, "fr": {"first": "[{is:best}bonnes] [{is:best}données]"}}
    assert (list(coherence.faults(BLOCKS[1:2], words, "en")), list(coherence.hints(words, "en"))) == ([], [])


@pytest.mark.parametrize(
    ("first", "says"),
    [
        ("[mots]", ["In “first” these labels of brackets are missing: {is:a}, {is:b}."]),
        (
            "[{is:a}mots] [{is:c}x]",
            [
                "In “first” these labels of brackets are missing: {is:b}.",
                "In “first” these labels of brackets are not in the original: c.",
            ],
        ),
    ],
)
def test_a_label_in_one_language_alone_is_a_fault(first: str, says: list[str]) -> None:
    words = {"en": {"first": "[{is:a}one [{is:b}word]]"}, "fr": {"first": first}}
    assert [fault.sentence() for _code, _key, fault in coherence.faults(BLOCKS[1:2], words, "en")] == says


@pytest.mark.parametrize(
    ("french", "says"),
    [
        ("a | b\nc | d", []),
        ("a | b", ["Table “t” has 1 rows and 2 columns; in the original it has 2 rows and 2 columns."]),
        ("a\nb", ["Table “t” has 2 rows and 1 columns; in the original it has 2 rows and 2 columns."]),
        ("a | b\nc", ["Row 2 of the table has a different number of cells: 1, not 2. (at character 7)"]),
    ],
)
def test_tables_have_one_shape_in_all_languages(french: str, says: list[str]) -> None:
    words = {"en": {"t": "A | B\nC | D"}, "fr": {"t": french}}
    found = coherence.faults([PlannedBlock("t", "table")], words, "en")
    assert [fault.sentence() for _code, _key, fault in found] == says


def test_a_bracket_does_not_reach_into_another_cell() -> None:
    words = {"en": {"t": "A | B\n[C | D]"}}
    found = coherence.faults([PlannedBlock("t", "table")], words, "en")
    assert [fault.sentence() for _code, _key, fault in found] == [
        "This bracket is opened but never closed. (at character 7)"
    ]


def test_an_option_without_a_name_hides_no_uncalled_note() -> None:
    blocks = [
        PlannedBlock("one", "option"),
        PlannedBlock("p", "paragraph", option="one"),
        PlannedBlock("n", "footnote"),
    ]
    found = coherence.faults(blocks, {"en": {"p": "Words.", "n": "Note."}}, "en")
    assert [(key, fault.sentence()) for _code, key, fault in found] == [("n", "No block refers to footnote “n”.")]


def test_a_block_that_cannot_be_read_hides_no_call_of_a_note() -> None:
    assert [key for _language, key, _says in faults(fr={"first": "[A.{note:remark}"})] == ["first"]


def wording(version: TextVersion, key: str, language: str = "en") -> Wording:
    return Wording.objects.get(block__version=version, block__key=key, language=language)


def footnotes(version: TextVersion) -> list[str]:
    return list(version.blocks.filter(kind="footnote").values_list("key", flat=True))


@pytest.mark.slow
def test_a_footnote_is_not_worded_with_a_call_of_a_footnote(draft: TextVersion, chen: User) -> None:
    one, other, *_rest = footnotes(draft)
    with pytest.raises(ValidationError, match="A footnote cannot refer to another footnote."):
        actions.word(wording(draft, one, "zh-hans"), words=f"注。{{note:{other}}}", by=chen)


@pytest.mark.slow
def test_a_version_with_a_footnote_called_by_a_footnote_alone_is_not_released(draft: TextVersion, farah: User) -> None:
    one, other, *_rest = footnotes(draft)
    read = actions.read_draft(draft)
    words = {
        code: {key: text.replace(f"{{note:{other}}}", "") for key, text in worded.items()}
        | {one: f"{worded[one]}{{note:{other}}}"}
        for code, worded in read.words.items()
    }
    actions.write_draft(draft, Draft(read.blocks, words), by=farah)
    with pytest.raises(ValidationError) as refusal:
        actions.release(draft, by=farah)
    assert (
        "English, “General Assembly resolution 55/2.”: A footnote cannot refer to another footnote."
        in refusal.value.messages
    )
    draft.refresh_from_db()
    assert not draft.is_frozen


@pytest.mark.slow
def test_a_version_whose_languages_differ_in_brackets_is_released(draft: TextVersion, farah: User) -> None:
    actions.word(wording(draft, "mandate", "fr"), words="Un [mandat].", by=farah)
    actions.release(draft, by=farah)
    draft.refresh_from_db()
    assert draft.is_frozen


@pytest.mark.slow
def test_a_version_whose_languages_differ_in_labels_is_not_released(draft: TextVersion, farah: User) -> None:
    actions.word(wording(draft, "mandate", "fr"), words="Un [{is:a}mandat].", by=farah)
    with pytest.raises(ValidationError) as refusal:
        actions.release(draft, by=farah)
    place = "1 – In its decision SS.VII/1 of 15 February 2002 on…"
    says = f"Français, “{place}”: In “1” these labels of brackets are not in the original: a."
    assert refusal.value.messages == [says]


@pytest.mark.parametrize(
    ("words", "place"),
    [
        (r"A [word] and \] more", 13),
        (r"\[ opened", 0),
        (r"\[sic\] and A/59/25\*", None),
        (r"\[a \[b\]", 0),
        ("[a]", None),
    ],
)
def test_a_bracket_that_came_without_its_partner_is_found_with_its_place(words: str, place: int | None) -> None:
    found = [getattr(fault, "position", None) for _code, _key, fault in coherence.strays({"en": {"first": words}})]
    assert found == ([] if place is None else [place])


def test_a_version_with_a_stray_bracket_is_not_released(draft: TextVersion, farah: User) -> None:
    wording = Wording.objects.get(block__version=draft, block__key="mandate", language="en")
    actions.word(wording, words=r"A mandate \[ of some years.", by=farah)
    for translated in actions.translations(draft):
        if translated.is_stale:
            actions.confirm(translated, by=farah)
    with pytest.raises(ValidationError, match="English, “1 – A mandate .*: This bracket has no partner"):
        actions.release(draft, by=farah)
