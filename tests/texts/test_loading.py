"""Texts from a data folder: what is wrong is named with file and line, and what was released stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from documents.library.loading import load_documents
from documents.models import Text, TextVersion, Wording
from documents.texts import actions
from documents.texts.loading import load_texts
from documents.texts.states import BlockKind
from igsp_portal.foundations.datafiles import DataError, gathered
from igsp_portal.foundations.record import audit
from igsp_portal.models import User
from meetings.models import Process

BY = "load_process"
SIX = "{ar: a, zh-hans: b, en: c, fr: d, ru: e, es: f}"
STRUCTURE = f"""key: paper
title: {SIX}
illustrative: true
original_language: en
version:
  number: 1
blocks:
  - {{key: opening, kind: heading, level: 1}}
  - {{key: first, kind: paragraph}}
  - {{key: point, kind: subparagraph, level: 1}}
  - {{key: remark, kind: footnote}}
"""
ENGLISH = "opening: Opening\nfirst: First [words].{note:remark}\npoint: A point on {para:first}\nremark: A remark.\n"
FRENCH = "opening: Début\nfirst: Des [mots].{note:remark}\npoint: Un point sur {para:first}\nremark: Une note.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with one small text in two languages."""
    text = tmp_path / "texts" / "paper"
    text.mkdir(parents=True)
    (text / "text.yaml").write_text(STRUCTURE)
    (text / "en.yaml").write_text(ENGLISH)
    (text / "fr.yaml").write_text(FRENCH)
    return tmp_path


def rewrite(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / "texts" / "paper" / name
    words = path.read_text()
    assert old in words
    path.write_text(words.replace(old, new))


def version_of(igsp: Process) -> TextVersion:
    return TextVersion.objects.get(text__process=igsp, text__key="paper", number=1)


def test_the_plan_and_the_note_are_loaded_and_released(plan: TextVersion, note: TextVersion) -> None:
    assert (plan.is_frozen, note.is_frozen) == (True, True)
    assert plan.released_at is not None
    assert plan.released_at.date().isoformat() in ("2004-10-10", "2004-10-11")
    assert str(plan.document) == "UNEP/IEG/IGSP/3/4"


def test_a_text_without_a_document_stays_a_draft(folder: Path, igsp: Process) -> None:
    load_texts(folder, igsp, by=BY)
    version = version_of(igsp)
    assert (version.is_frozen, version.blocks.count()) == (False, 4)


def test_translations_know_the_words_they_were_made_from(folder: Path, igsp: Process) -> None:
    load_texts(folder, igsp, by=BY)
    found = {(w.block.key, w.language, w.translated_from.language, w.is_stale)
             for w in actions.translations(version_of(igsp)) if w.translated_from}  # fmt: skip
    assert found == {(key, "fr", "en", False) for key in ("opening", "first", "point", "remark")}


def test_loading_again_writes_nothing(folder: Path, igsp: Process) -> None:
    load_texts(folder, igsp, by=BY)
    before = audit.stamp()
    load_texts(folder, igsp, by=BY)
    assert audit.stamp() == before


def test_languages_without_a_file_keep_what_the_desk_wrote(folder: Path, igsp: Process, farah: User) -> None:
    load_texts(folder, igsp, by=BY)
    block = version_of(igsp).blocks.get(key="opening")
    actions.word(Wording(block=block, language="es"), words="Apertura", by=farah)
    rewrite(folder, "en.yaml", "A point on", "Another point on")
    load_texts(folder, igsp, by=BY)
    assert Wording.objects.get(block=block, language="es").words == "Apertura"


def test_words_of_the_desk_that_the_folder_replaces_are_hinted_at(
    folder: Path, igsp: Process, farah: User, clock: Callable[..., None]
) -> None:
    load_texts(folder, igsp, by=BY)
    clock("2004-09-01T09:00")
    wording = Wording.objects.get(block__version=version_of(igsp), block__key="opening", language="fr")
    actions.word(wording, words="Ouverture", by=farah)
    with gathered() as mistakes:
        load_texts(folder, igsp, by=BY)
    assert mistakes.in_order(mistakes.hints) == [
        f"paper/fr.yaml:1: “Ouverture” was written in the admin site by {farah} on 2004-09-01; "
        "the folder overwrites it."
    ]


def test_a_reference_that_two_paragraphs_answer_is_hinted_at_and_stands_beside_the_open_one(
    folder: Path, igsp: Process, farah: User, client: Client
) -> None:
    again = "  - {key: further, kind: text}\n  - {key: other, kind: subparagraph}\n  - {key: remark, kind: footnote}"
    rewrite(folder, "text.yaml", "  - {key: remark, kind: footnote}", again)
    for name in ("en.yaml", "fr.yaml"):
        rewrite(folder, name, "remark: ", "further: See {para:point}\nother: More\nremark: ")
    with gathered() as mistakes:
        load_texts(folder, igsp, by=BY)
    said = ["“1 (a)” is the number of several paragraphs: nobody can tell which is meant."]
    assert mistakes.in_order(mistakes.hints) == [
        f"paper/en.yaml:4: {said[0]}",
        f"paper/fr.yaml:4: {said[0].replace('(a)', 'a)')}",
    ]
    client.force_login(farah)
    address = reverse("documents:edit", args=["igsp", "paper", 1])
    hints = {key: client.get(address, {"open": key}).context["opened"]["hints"] for key in ("further", "point")}
    assert {key: [told.sentence for told in found] for key, found in hints.items()} == {"further": said, "point": []}


def test_every_mistake_of_a_text_is_found_at_once(folder: Path, igsp: Process) -> None:
    for name, old, new in (
        ("text.yaml", "illustrative: true", "illustrative: yes"),
        ("text.yaml", "{key: point, kind: subparagraph, level: 1}", "{key: point, kind: clause, level: one}"),
        ("en.yaml", "[words]", "[words"),
        ("fr.yaml", "point:", "pont:"),
    ):
        rewrite(folder, name, old, new)
    with gathered() as mistakes:
        load_texts(folder, igsp, by=BY)
    assert [line.split(" (at")[0] for line in mistakes.in_order(mistakes.found)] == [
        "paper/en.yaml:2: “first”: This bracket is opened but never closed.",
        "paper/fr.yaml:1: No wording is given for: point.",
        "paper/text.yaml:3: “illustrative” must be true or false.",
        f"paper/text.yaml:10: “clause” is not one of: {', '.join(BlockKind.values)}.",
        "paper/text.yaml:10: “level” must be a whole number.",
    ]


def test_changed_words_of_a_draft_are_loaded_and_their_translation_is_stale(folder: Path, igsp: Process) -> None:
    load_texts(folder, igsp, by=BY)
    rewrite(folder, "en.yaml", "A point on", "Another point on")
    load_texts(folder, igsp, by=BY)
    stale = [(w.block.key, w.language) for w in actions.translations(version_of(igsp)) if w.is_stale]
    assert stale == [("point", "fr")]


def test_blocks_of_a_draft_change_places_come_and_go(folder: Path, igsp: Process) -> None:
    load_texts(folder, igsp, by=BY)
    kept = version_of(igsp).blocks.get(key="first").pk
    rewrite(folder, "text.yaml", "  - {key: opening, kind: heading, level: 1}\n", "")
    rewrite(folder, "text.yaml", "  - {key: first", "  - {key: before, kind: text}\n  - {key: first")
    for name, word in (("en.yaml", "Opening"), ("fr.yaml", "Début")):
        rewrite(folder, name, f"opening: {word}\n", "before: Words\n")
    load_texts(folder, igsp, by=BY)
    blocks = version_of(igsp).blocks
    assert list(blocks.values_list("key", flat=True)) == ["before", "first", "point", "remark"]
    assert blocks.get(key="first").pk == kept


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("en.yaml", "[words]", "[words", "paper/en.yaml:2: “first”: This bracket is opened but never closed. (at "),
        ("en.yaml", "{note:remark}", "{note:other}{note:remark}", "paper/en.yaml:2: Block first refers to footnote"),
        ("en.yaml", "{note:remark}", "", "paper/en.yaml:4: No block refers to footnote “remark”."),
        ("en.yaml", "{para:first}", "{para:last}", "paper/en.yaml:3: There is no numbered block “last” to refer to."),
        ("en.yaml", "A remark.", "A remark.{note:remark}", ("paper/en.yaml:4: A footnote cannot refer to another "
            "footnote.")),
        ("en.yaml", "A point on", "A {point} on", "paper/en.yaml:3: “point”: “{point}” is not a known mark"),
        ("fr.yaml", "remark: Une note.\n", "", "paper/fr.yaml:1: No wording is given for: remark."),
        ("fr.yaml", "point:", "pont:", "paper/fr.yaml:3: “pont” is not a block of this text; see text.yaml."),
        ("fr.yaml", "[mots]", "[{is:a}mots]", "paper/fr.yaml:2: In “first” these labels of brackets are not in the"),
        ("text.yaml", "kind: footnote", "kind: foot", "paper/text.yaml:11: “foot” is not one of:"),
        ("text.yaml", "key: point,", "key: first,", "paper/text.yaml:10: There are two blocks “first”."),
        ("text.yaml", "subparagraph, level: 1", "subparagraph, level: 2", "paper/text.yaml:10: Block point has level"),
        ("text.yaml", "heading, level: 1", "heading, level: 6", "paper/text.yaml:8: Block opening has level 6"),
        ("text.yaml", "kind: paragraph", "kind: paragraph, level: 2", "paper/text.yaml:9: Block first has level 2"),
        ("text.yaml", "graph, level: 1", "graph, level: 4", "paper/text.yaml:10: Block point has level 4"),
        ("text.yaml", "key: paper", "key: other", "paper/text.yaml:1: The key of a text is the name of its folder"),
        ("text.yaml", "original_language: en", "original_language: ru", "paper/text.yaml:4: The file of the original"),
        ("text.yaml", "illustrative: true", "ilustrative: true", "paper/text.yaml:3: “ilustrative” is not known here"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_file_and_line(
    name: str, old: str, new: str, says: str, folder: Path, igsp: Process
) -> None:
    rewrite(folder, name, old, new)
    with pytest.raises(DataError) as error:
        load_texts(folder, igsp, by=BY)
    assert str(error.value)[: len(says)] == says
    assert not Text.objects.filter(process=igsp, key="paper").exists()


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("en.yaml", "A point on", "Another point on", r"paper/en.yaml:3: Version 1 has been released and is frozen"),
        ("fr.yaml", "Début", "Ouverture", r"paper/fr.yaml:1: .* “opening” \(fr\) is different here"),
        ("text.yaml", "number: 1", f"number: 1\n  status: {SIX}", r"paper/text.yaml:7: .* status is different here"),
        ("text.yaml", "subparagraph, level: 1", "paragraph", r"paper/text.yaml:10: .* “point” is different here"),
    ],
)
def test_a_released_version_that_differs_is_refused(
    name: str, old: str, new: str, says: str, folder: Path, igsp: Process, farah: User
) -> None:
    load_texts(folder, igsp, by=BY)
    actions.release(version_of(igsp), by=farah)
    load_texts(folder, igsp, by=BY)
    rewrite(folder, name, old, new)
    with pytest.raises(DataError, match=says):
        load_texts(folder, igsp, by=BY)


def test_a_language_that_was_written_after_the_release_and_has_no_file_is_left_as_it_is(
    folder: Path, igsp: Process, farah: User
) -> None:
    (folder / "texts" / "paper" / "fr.yaml").unlink()
    load_texts(folder, igsp, by=BY)
    version = version_of(igsp)
    actions.release(version, by=farah, later=dict.fromkeys(("ar", "zh-hans", "fr", "ru", "es")))
    actions.word_block(version, "opening", "fr", "Ouverture", opened_with=actions.fingerprint(""), by=farah)
    before = audit.stamp()
    load_texts(folder, igsp, by=BY)
    assert (actions.read_draft(version).words["fr"], audit.stamp()) == ({"opening": "Ouverture"}, before)


def test_brackets_that_differ_in_number_are_hinted_at_and_loaded(folder: Path, igsp: Process) -> None:
    rewrite(folder, "fr.yaml", "Des [mots]", "Des [gros] [mots]")
    with gathered() as mistakes:
        load_texts(folder, igsp, by=BY)
    assert mistakes.found == []
    assert mistakes.in_order(mistakes.hints) == [
        "paper/fr.yaml:2: Number of brackets in “first”: 2; in the original: 1."
    ]


CHOICE = """
  - {key: strict, kind: option}
  - {key: all, kind: paragraph, option: strict}
  - {key: mild, kind: option}
  - {key: some, kind: paragraph, option: mild}
"""


def test_options_are_loaded_with_names_or_without(folder: Path, igsp: Process, farah: User) -> None:
    rewrite(folder, "text.yaml", "\n  - {key: remark", CHOICE + "  - {key: remark")
    for name in ("en.yaml", "fr.yaml"):
        rewrite(folder, name, "remark: ", "all: A.\nmild: M\nsome: S.\nremark: ")
    load_texts(folder, igsp, by=BY)
    version = version_of(igsp)
    actions.release(version, by=farah, typeset=False)
    assert [(row.key, row.option) for row in version.blocks.filter(kind="paragraph")] == [
        *(("first", ""), ("all", "strict"), ("some", "mild"))
    ]
    assert not Wording.objects.filter(block__version=version, block__key="strict").exists()


def test_an_option_that_the_original_names_is_named_in_every_language(folder: Path, igsp: Process, farah: User) -> None:
    rewrite(folder, "text.yaml", "\n  - {key: remark", CHOICE + "  - {key: remark")
    rewrite(folder, "en.yaml", "remark: ", "all: A.\nmild: M\nsome: S.\nremark: ")
    rewrite(folder, "fr.yaml", "remark: ", "all: A.\nsome: S.\nremark: ")
    load_texts(folder, igsp, by=BY)
    with pytest.raises(ValidationError, match="Some blocks have a wording and some have none in: Français"):
        actions.release(version_of(igsp), by=farah)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("option: mild", "option: wild", "Block some stands in option wild, which is not open before it."),
        ("{key: some, kind: paragraph", "{key: some, kind: subparagraph, level: 5", "levels run from 1 to 4"),
        ("kind: option}\n  - {key: some", "kind: note}\n  - {key: some", "in option mild, which is not open"),
    ],
)
def test_a_block_in_no_option_is_told_with_its_line(folder: Path, igsp: Process, old: str, new: str, says: str) -> None:
    rewrite(folder, "text.yaml", "\n  - {key: remark", CHOICE + "  - {key: remark")
    rewrite(folder, "text.yaml", old, new)
    for name in ("en.yaml", "fr.yaml"):
        rewrite(folder, name, "remark: ", "all: A.\nmild: M\nsome: S.\nremark: ")
    with gathered() as mistakes:
        load_texts(folder, igsp, by=BY)
    [found] = mistakes.in_order(mistakes.found)
    assert found.startswith("paper/text.yaml:14: ")
    assert says in found


@pytest.mark.parametrize(
    ("numbering", "says"),
    [
        ("latin", "“numbering”: “latin” is not one of: roman, letter, articles."),
        ("{headings: [{label: article, sing: roman}]}", "“numbering”: “sing” is not known here"),
        ("{headings: [{label: article, runs: yes}]}", "“numbering”: “runs” must be true or false."),
    ],
)
def test_a_numbering_that_is_none_is_refused_with_its_line(
    folder: Path, igsp: Process, numbering: str, says: str
) -> None:
    rewrite(folder, "text.yaml", "version:", f"numbering: {numbering}\nversion:")
    with pytest.raises(DataError) as refused:
        load_texts(folder, igsp, by=BY)
    assert f"paper/text.yaml:5: {says}" in str(refused.value)


def test_a_reference_to_a_heading_without_a_number_is_told_with_its_line(folder: Path, igsp: Process) -> None:
    rewrite(folder, "text.yaml", "version:", "numbering: {headings: [{sign: none}]}\nversion:")
    rewrite(folder, "fr.yaml", "{para:first}", "{para:opening}")
    with pytest.raises(DataError) as refused:
        load_texts(folder, igsp, by=BY)
    assert "paper/fr.yaml:3: Block point refers to the number of block opening, which has none." in str(refused.value)


def test_a_numbering_of_ones_own_is_loaded(folder: Path, igsp: Process) -> None:
    rewrite(
        folder,
        "text.yaml",
        "version:",
        "numbering:\n  headings: [{label: article, runs: true}]\n  paragraphs: {restart: 1}\nversion:",
    )
    load_texts(folder, igsp, by=BY)
    assert version_of(igsp).text.numbering == {
        "headings": [{"label": "article", "runs": True}],
        "paragraphs": {"restart": 1},
    }


def test_changed_words_under_a_new_number_are_a_new_version(folder: Path, igsp: Process, farah: User) -> None:
    load_texts(folder, igsp, by=BY)
    actions.release(version_of(igsp), by=farah)
    rewrite(folder, "en.yaml", "A point on", "Another point on")
    rewrite(folder, "text.yaml", "number: 1", "number: 2")
    load_texts(folder, igsp, by=BY)
    versions = TextVersion.objects.filter(text__process=igsp, text__key="paper")
    assert [(v.number, v.is_frozen) for v in versions] == [(1, True), (2, False)]


@pytest.mark.parametrize("symbol", ["A/CONF.1/2/Add.1", "A / CONF.1/2/Add.1", "A/CONF.1/2/add 1", "Ａ/CONF.1/2/Add.1"])
def test_a_text_is_issued_as_the_document_of_a_symbol_however_that_is_written(
    folder: Path, igsp: Process, symbol: str
) -> None:
    (folder / "documents.yaml").write_text(
        f"documents:\n  - {{symbol: {symbol}, kind: working, title: {SIX}, text: paper}}\n"
    )
    load_documents(folder, igsp, by=BY)
    load_texts(folder, igsp, by=BY)
    assert str(version_of(igsp).document) == "A/CONF.1/2/Add.1"


def test_a_new_version_under_the_symbol_of_an_issued_document_is_refused(folder: Path, igsp: Process) -> None:
    (folder / "documents.yaml").write_text(
        f"documents:\n  - {{symbol: A/1, key: a-1, kind: working, title: {SIX}, state: issued, text: paper}}\n"
    )
    load_documents(folder, igsp, by=BY)
    load_texts(folder, igsp, by=BY)
    rewrite(folder, "text.yaml", "number: 1", "number: 2")
    with pytest.raises(DataError) as error:
        load_texts(folder, igsp, by=BY)
    assert str(error.value) == (
        "paper/text.yaml:6: “A/1” is issued as version 1 of “paper”. A changed text is issued as a document of its "
        "own, with a symbol ending in /Rev.1 or /Corr.1."
    )
