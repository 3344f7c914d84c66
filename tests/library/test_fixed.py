"""What papers say once they are out is changed by nobody: not in the admin site, not by a data folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from documents.library import actions, loading
from documents.models import Document
from igsp_portal.foundations.datafiles import DataError
from igsp_portal.foundations.record import records
from igsp_portal.models import Event
from meetings.models import Process

FOLDER = """documents:
  - symbol: UNEP/LOADED/1
    kind: working
    title: {ar: x, zh-hans: x, en: Loaded, fr: x, ru: x, es: x}
    meeting: wg-1
    agenda: ["1"]
    state: issued
    issued_on: 2004-06-01
"""


def load(folder: Path, process: Process, text: str) -> None:
    (folder / "documents.yaml").write_text(text, encoding="utf-8")
    loading.load_documents(folder, process, by="test")


@pytest.mark.parametrize(
    ("old", "new", "refused"),
    [
        ("en: Loaded", "en: Rewritten", ":4: “title”: The document has been issued"),
        ("meeting: wg-1", "meeting: wg-2", ":5: “meeting”: The document has been issued"),
        ('agenda: ["1"]', 'agenda: ["1", "2"]', ":6: The document has been issued"),
    ],
)
def test_a_folder_does_not_rewrite_what_an_issued_paper_says(
    tmp_path: Path, igsp: Process, old: str, new: str, refused: str
) -> None:
    load(tmp_path, igsp, FOLDER)
    with pytest.raises(DataError) as error:
        load(tmp_path, igsp, FOLDER.replace(old, new))
    assert refused in str(error.value)
    document = Document.objects.get(symbol="UNEP/LOADED/1")
    assert (document.title, document.meeting.key) == ("Loaded", "wg-1")  # type: ignore[union-attr]
    assert [item.number for item in document.agenda_items.all()] == ["1"]


def test_an_issued_paper_loaded_again_as_it_was_writes_nothing(tmp_path: Path, igsp: Process) -> None:
    load(tmp_path, igsp, FOLDER)
    before = Event.objects.count()
    load(tmp_path, igsp, FOLDER)
    assert Event.objects.count() == before


def test_a_remark_is_added_to_an_issued_document(tmp_path: Path, igsp: Process) -> None:
    load(tmp_path, igsp, FOLDER)
    load(tmp_path, igsp, FOLDER + "    remark: {ar: x, zh-hans: x, en: A remark, fr: x, ru: x, es: x}\n")
    assert Document.objects.get(symbol="UNEP/LOADED/1").remark == "A remark"


@pytest.mark.parametrize(("name", "value"), [("title_ar", "عنوان"), ("distribution", "limited"), ("author_en", "X")])
def test_no_change_reaches_what_an_issued_paper_says(issued: Document, name: str, value: Any) -> None:
    with pytest.raises(ValidationError, match="Issue a corrigendum, or withdraw it first"):
        records.change(issued, by="test", values={name: value})


def test_what_a_withdrawn_paper_says_is_changed(issued: Document) -> None:
    actions.withdraw(issued, by="test")
    assert records.change(issued, by="test", values={"title_en": "Corrected"})
