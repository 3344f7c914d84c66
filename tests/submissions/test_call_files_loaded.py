"""Files that a call gives out, from the folder `calls` of a process: added once, replaced, refused with their line."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from igsp_portal.foundations.datafiles import DataError
from meetings.models import Process
from submissions.loading import load_calls
from submissions.models import Call

from ..cast import given
from ..library.files import docx, pdf, script

SIX = "{{ar: {0}, zh-hans: {0}, en: {0}, fr: {0}, ru: {0}, es: {0}}}"
FRENCH = f"{{file: form.pdf, language: fr, label: {SIX.format('Form')}}}"
FOR_ALL = f"{{file: letter.docx, label: {SIX.format('Letter')}}}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "igsp" / "calls").mkdir(parents=True)
    return tmp_path / "igsp"


def load(folder: Path, process: Process, *files: str) -> Call:
    """Load one call that gives out `files`."""
    lines = [
        "calls:",
        "  - key: views",
        f"    title: {SIX.format('Views')}",
        "    addressed: [state]",
        "    opens: 2004-07-15T09:00",
        "    closes: 2004-10-29T17:00",
        "    files:",
        *(f"      - {file}" for file in files),
    ]
    (folder / "calls.yaml").write_text("\n".join(lines), encoding="utf-8")
    with given():
        load_calls(folder, process, by="test")
    return Call.objects.get(key="views")


def test_a_call_gives_out_the_files_of_its_folder_each_in_its_language(igsp: Process, folder: Path) -> None:
    (folder / "calls" / "form.pdf").write_bytes(pdf())
    (folder / "calls" / "letter.docx").write_bytes(docx())
    call = load(folder, igsp, FRENCH, FOR_ALL)
    assert [(f.label, f.name, f.language) for f in call.files.all()] == [
        ("Form", "form.pdf", "fr"),
        ("Letter", "letter.docx", ""),
    ]
    got = Client().get(call.files.all()[0].get_absolute_url())
    assert b"".join(got) == pdf()


def test_files_loaded_again_stay_and_one_that_differs_takes_the_place_of_the_earlier(
    igsp: Process, folder: Path
) -> None:
    (folder / "calls" / "form.pdf").write_bytes(pdf())
    (folder / "calls" / "letter.docx").write_bytes(docx())
    before = {file.name: file.pk for file in load(folder, igsp, FRENCH, FOR_ALL).files.all()}
    (folder / "calls" / "form.pdf").write_bytes(pdf("Revised"))
    after = {file.name: file for file in load(folder, igsp, FRENCH, FOR_ALL).files.all()}
    assert after.keys() == before.keys()
    assert after["letter.docx"].pk == before["letter.docx"]
    with after["form.pdf"].file.open() as kept:
        assert kept.read() == pdf("Revised")


@pytest.mark.parametrize(
    ("line", "data", "reason"),
    [
        (FRENCH, script(), "igsp/calls.yaml:8: “form.pdf”: The PDF contains scripts or starts other programs."),
        (FRENCH.replace("form.pdf", "../form.pdf"), pdf(), "“../form.pdf” is no file in the folder “calls”."),
        (FRENCH.replace("form.pdf", "other.pdf"), pdf(), "“other.pdf” is no file in the folder “calls”."),
    ],
)
def test_a_file_that_cannot_be_given_out_is_refused_at_its_line(
    line: str, data: bytes, reason: str, igsp: Process, folder: Path
) -> None:
    (folder / "calls" / "form.pdf").write_bytes(data)
    (folder / "form.pdf").write_bytes(data)
    with pytest.raises(DataError) as refused:
        load(folder, igsp, line)
    assert reason in str(refused.value)
    assert str(refused.value).startswith("igsp/calls.yaml:8: ")


def test_a_file_that_no_call_names_is_refused(igsp: Process, folder: Path) -> None:
    (folder / "calls" / "form.pdf").write_bytes(pdf())
    (folder / "calls" / "README").write_text("For people.")
    (folder / "calls" / "stray.pdf").write_bytes(pdf())
    with pytest.raises(DataError, match="stray.pdf: No call of calls.yaml names this file."):
        load(folder, igsp, FRENCH)
