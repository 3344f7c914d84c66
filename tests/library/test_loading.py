"""Inputs and documents from a data folder: what is wrong is said with file and line; twice is once."""

from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from documents.library import loading
from documents.library.states import DocumentState
from documents.models import Document, InputDue
from igsp_portal.foundations.datafiles import DataError
from igsp_portal.models import Event

SIX = "{ar: x, zh-hans: x, en: %s, fr: x, ru: x, es: x}"
DOCUMENT = """
documents:
  - symbol: UNEP/LOADED/1
    kind: working
    title: {ar: x, zh-hans: x, en: Loaded, fr: x, ru: x, es: x}
    aliases: [UNEP/LAODED/1]
    meeting: wg-1
    languages: [en, zh-hans]
    state: planned
"""


@pytest.fixture
def load(tmp_path: Path, igsp):
    def loaded(text: str) -> None:
        (tmp_path / "documents.yaml").write_text(dedent(text), encoding="utf-8")
        loading.load_documents(tmp_path, igsp, by="test")

    return loaded


def test_the_process_of_2004_has_its_inputs_and_documents(igsp):
    letters = igsp.inputs.exclude(letter="").values_list("letter", flat=True)
    assert list(letters) == list("abcdefgh")
    needs = igsp.documents.get(symbol="UNEP/IEG/IGSP/1/3")
    assert [due.required_input.key for due in needs.answers.all()] == ["b"]


def test_loading_twice_writes_nothing(igsp, igsp_files, settings):
    before = Event.objects.count()
    folder = settings.PROCESSES_DIR / "igsp"
    loading.load_inputs(folder, igsp, by="test")
    loading.load_documents(folder, igsp, by="test")
    assert Event.objects.count() == before


def test_a_document_is_loaded_with_all_it_names(load, igsp):
    load(DOCUMENT)
    document = Document.objects.get(symbol="UNEP/LOADED/1")
    assert (document.key, document.state, document.title) == ("unep-loaded-1", "planned", "Loaded")
    assert document.languages == ["en", "zh-hans"]
    assert [alias.symbol for alias in document.aliases.all()] == ["UNEP/LAODED/1"]
    assert document.meeting == igsp.meetings.get(key="wg-1")


def test_a_document_may_have_no_symbol(load):
    load(DOCUMENT.replace("symbol: UNEP/LOADED/1", "symbol: null\n    key: a-paper"))
    assert Document.objects.get(key="a-paper").symbol_key is None


def test_what_changed_in_the_folder_changes(load):
    load(DOCUMENT)
    load(
        DOCUMENT.replace("en: Loaded", "en: Loaded anew").replace(
            "state: planned", "state: issued\n    issued_on: 2004-06-01"
        )
    )
    document = Document.objects.get(symbol="UNEP/LOADED/1")
    assert (document.title, document.state) == ("Loaded anew", DocumentState.ISSUED)


def test_loading_again_does_not_take_back_what_was_issued(load):
    load(DOCUMENT.replace("state: planned", "state: issued"))
    load(DOCUMENT)
    assert Document.objects.get(symbol="UNEP/LOADED/1").state == DocumentState.ISSUED


@pytest.mark.parametrize(
    ("wrong", "right", "line", "says"),
    [
        ("kind: secret", "kind: working", 4, "not one of"),
        ("meeting: nowhere", "meeting: wg-1", 7, "“nowhere”"),
        ("languages: [en, de]", "languages: [en, zh-hans]", 8, "“de”"),
        ("state: withdrawn", "state: planned", 9, "planned, issued"),
        ("symbol: UNEP//1", "symbol: UNEP/LOADED/1", 3, "slash"),
        ("sate: planned", "state: planned", 9, "“sate” is not known here"),
        ("answers: [{input: zz, meeting: wg-1}]", "state: planned", 9, "“zz”"),
        ("answers: [{input: a, meeting: wg-3}]", "state: planned", 9, "“wg-3”"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(load, wrong, right, line, says):
    with pytest.raises(DataError) as error:
        load(DOCUMENT.replace(right, wrong).removeprefix("\n"))
    assert f"documents.yaml:{line - 1}:" in str(error.value)
    assert says in str(error.value)


def test_an_input_for_an_unknown_session_is_refused(tmp_path, igsp):
    (tmp_path / "inputs.yaml").write_text(
        dedent(f"""\
        inputs:
          - key: new
            title: {SIX % "New"}
            for:
              - {{meeting: wg-7}}
        """)
    )
    with pytest.raises(DataError, match=r"inputs.yaml:5: “meeting” refers to “wg-7”"):
        loading.load_inputs(tmp_path, igsp, by="test")
    assert not InputDue.objects.filter(required_input__key="new").exists()


@pytest.mark.parametrize(
    ("given", "french"),
    [("NP.3", "NP.3"), ("{ar: x3, zh-hans: y3, en: NP.3, fr: DO.3, ru: z3, es: w3}", "DO.3")],
)
def test_a_document_without_symbol_is_loaded_with_its_designation(load, given, french):
    load(f"""
    documents:
      - key: np-3
        kind: non_paper
        designation: {given}
        title: {SIX % "Finance"}
    """)
    document: Any = Document.objects.designated("np 3").get()  # with its designation in each language
    assert (document.key, document.designation_en, document.designation_fr) == ("np-3", "NP.3", french)


def test_a_designation_twice_is_refused_with_its_line(load):
    rows = [f"  - {{key: n{n}, kind: statement, designation: Statement 1, title: {SIX % n}}}" for n in (1, 2)]
    with pytest.raises(DataError, match="documents.yaml:3: .*Another document has this designation"):
        load("\n".join(["documents:", *rows]))
