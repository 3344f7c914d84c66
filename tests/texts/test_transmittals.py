"""A version goes to its governing body as a frozen package that is checked without the portal."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from documents import ledger
from documents.drafts import Draft, PlannedBlock
from documents.library import actions as library
from documents.models import Document, Rendition, TextVersion, Transmittal
from documents.texts import actions, papers, typesetting
from documents.texts.giving_out import packing, record_papers, transmittals
from igsp_portal.foundations.paper import pdf
from igsp_portal.foundations.record import audit, records
from igsp_portal.models import Event, User
from tests.papers import page_texts

pytestmark = pytest.mark.slow
ADDRESS = "/en/igsp/texts/draft-plan/4/package/"


@pytest.fixture
def note(plan: TextVersion, farah: User) -> Document:
    """A planned document for the cover note."""
    facts = {"kind": "working", "symbol": "UNEP/GC.23/6/Add.2", "title_en": "Transmittal of the draft plan"}
    made = Document(process=plan.process, key="cover", state="planned", languages=["en", "fr"], **facts)
    return records.create(made, by=farah)


@pytest.fixture
def made(plan: TextVersion, note: Document, farah: User, quick_engine: list[str]) -> Transmittal:
    """The package, made."""
    typesetting.typeset(plan)
    row = transmittals.transmit(plan, note=note, by=farah)
    transmittals.make_transmittal.call(row.pk)
    row.refresh_from_db()
    assert row.error == ""
    return row


def unpacked(row: Transmittal, place: Path) -> Path:
    folder = place / "package"
    with zipfile.ZipFile(row.file.open()) as package:
        package.extractall(folder)
    return folder


def check(folder: Path) -> tuple[int, str]:
    done = subprocess.run([sys.executable, str(folder / "verify.py")], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_the_package_is_whole_and_checks_itself_without_the_portal(
    made: Transmittal, plan: TextVersion, tmp_path: Path, farah: User
) -> None:
    folder = unpacked(made, tmp_path)
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for suffix in ("AR", "ZH", "EN", "FR", "RU", "ES"):
        stem = f"UNEP_IEG_IGSP_3_4-{suffix}"
        assert {f"issued/{stem}.pdf", f"record/{stem}-PDFA.pdf", f"docx/{stem}.docx"} <= names
        assert {f"xml/{stem}.xml", f"html/{stem}.html", f"note/UNEP_GC.23_6_Add.2-{suffix}.pdf"} <= names
    assert {"brackets.csv", "concordance.csv", "manifest.json", "verify.py", "json/UNEP_IEG_IGSP_3_4.json"} <= names
    assert check(folder) == (0, f"{len(names) - 2} files are as they were sent.\n")
    (folder / "brackets.csv").write_text("other")
    (folder / "extra.txt").write_text("")
    (folder / "concordance.csv").unlink()
    code, said = check(folder)
    assert (code, said.splitlines()) == (
        1,
        ["changed: brackets.csv", "missing: concordance.csv", "not in the manifest: extra.txt"],
    )


def test_what_was_issued_lies_in_it_byte_by_byte_and_a_file_for_the_record_beside(
    made: Transmittal, plan: TextVersion, tmp_path: Path
) -> None:
    folder = unpacked(made, tmp_path)
    rendition = Rendition.objects.current().get(document=plan.document, language="fr")
    assert (folder / "issued/UNEP_IEG_IGSP_3_4-FR.pdf").read_bytes() == rendition.file.open().read()


def metadata(page: Any) -> Any:
    return pikepdf.open(io.BytesIO(pdf.typeset(**page))).open_metadata()


def test_one_file_is_for_the_record_and_says_so_and_one_for_reading(plan: TextVersion, note: Document) -> None:
    source = papers.manuscript(plan)
    record = metadata(record_papers.page(source, "fr"))
    assert (record.get("pdfaid:part"), record.get("pdfuaid:part")) == ("2", None)
    reading = metadata(transmittals._cover_page(source, note, "fr", []))
    assert (reading.get("pdfaid:part"), reading.get("pdfuaid:part")) == (None, "1")


def test_its_tables_tell_every_bracket_and_every_number(made: Transmittal, tmp_path: Path) -> None:
    folder = unpacked(made, tmp_path)
    brackets = list(csv.DictReader((folder / "brackets.csv").open(encoding="utf-8-sig")))
    assert {row["opened in version"] for row in brackets} >= {"2"}
    assert all(row["words"] for row in brackets)
    numbers = list(csv.DictReader((folder / "concordance.csv").open(encoding="utf-8-sig")))
    mandate = next(row for row in numbers if row["key"] == "mandate")
    assert (mandate["version 1"], mandate["version 4"]) == ("1", "1")
    manifest = json.loads((folder / "manifest.json").read_text())
    assert (manifest["symbol"], manifest["note"], manifest["version"]) == ("UNEP/IEG/IGSP/3/4", "UNEP/GC.23/6/Add.2", 4)


def test_no_cell_of_its_tables_is_run_by_a_spreadsheet(plan: TextVersion) -> None:
    draft = Draft([PlannedBlock("one", "paragraph")], {"en": {"one": "Much [=1+1] and [-2] [plain] words."}})
    brackets = packing.ledger_table([ledger.Version(1, draft)], "en", {"one": "+1"})
    rows = list(csv.DictReader(io.StringIO(brackets.decode("utf-8-sig"))))
    assert [(row["paragraph"], row["words"]) for row in rows] == [("'+1", "'=1+1"), ("'+1", "'-2"), ("'+1", "plain")]


def test_its_cover_note_stands_under_a_symbol_of_its_own(plan: TextVersion, note: Document) -> None:
    page = transmittals._cover_page(papers.manuscript(plan), note, "en", ["manifest.json"])
    text = " ".join(" ".join(page_texts(pdf.typeset(**page))).split())
    assert "UNEP/GC.23/6/Add.2" in text
    assert "Transmittal of the draft plan" in text
    assert "(UNEP/IEG/IGSP/3/4) is transmitted herewith for consideration." in text


def test_the_same_version_makes_the_same_bytes(made: Transmittal, plan: TextVersion, note: Document) -> None:
    files, _notes = transmittals._files(plan, note)
    again = transmittals.packing.packed(files, transmittals._facts(plan, note))
    assert again == made.file.open().read()


def test_it_is_open_to_readers_once_its_note_is_issued(made: Transmittal, note: Document, farah: User) -> None:
    assert Client().get(ADDRESS).status_code == 404
    library.issue(note, by=farah, exception=True)
    answer = Client().get(ADDRESS)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert zipfile.ZipFile(io.BytesIO(answer.content)).testzip() is None


def test_once_made_it_is_never_changed(made: Transmittal) -> None:
    made.sha256 = "0" * 64
    with pytest.raises(TypeError, match="never changed"):
        made.save()
    with pytest.raises(TypeError, match="never deleted"):
        made.delete()
    transmittals.make_transmittal.call(made.pk)
    call_command("verify", verbosity=0)


def test_only_an_issued_version_is_transmitted_and_only_under_a_free_note(
    plan: TextVersion, draft: TextVersion, note: Document, farah: User
) -> None:
    with pytest.raises(ValidationError, match="issued as a document is transmitted"):
        transmittals.transmit(draft, note=note, by=farah)
    other: Any = Document.objects.filter(process=plan.process, state="issued").first()
    with pytest.raises(ValidationError, match="Choose a planned document"):
        transmittals.transmit(plan, note=other, by=farah)


def test_a_fault_is_told_and_it_can_be_tried_again(
    plan: TextVersion, note: Document, farah: User, monkeypatch: pytest.MonkeyPatch, quick_engine: list[str]
) -> None:
    typesetting.typeset(plan)
    row = transmittals.transmit(plan, note=note, by=farah)

    def full(pages: object) -> list[bytes]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(transmittals, "typeset_all", full)
    transmittals.make_transmittal.call(row.pk)
    row.refresh_from_db()
    assert (row.error, row.made_at, note.renditions.count()) == ("disk_full", None, 0)
    assert transmittals.transmit(plan, note=note, by=farah) == row
    assert Transmittal.objects.get().error == ""


def test_the_administrator_asks_for_it_on_a_page(
    plan: TextVersion, note: Document, farah: User, browser_of: Callable[[User], Client]
) -> None:
    address = reverse("admin:documents_textversion_transmit", args=[plan.pk])
    browser = browser_of(farah)
    page = browser.get(address)
    assert note in page.context["form"].fields["note"].queryset
    assert page.context["second"] is None
    assert f'<option value="{note.pk}">UNEP/GC.23/6/Add.2 – Transmittal of the draft plan</option>' in page.text
    assert browser.post(address, {"note": note.pk}).status_code == 302
    assert [(row.version, row.note) for row in Transmittal.objects.all()] == [(plan, note)]


def test_with_languages_still_to_follow_it_is_asked_for_as_an_exception_alone(
    draft: TextVersion, note: Document, farah: User, browser_of: Callable[[User], Client], quick_engine: list[str]
) -> None:
    actions.release(draft, later={"ar": None, "ru": None}, by=farah)
    typesetting.typeset(draft)
    assert draft.document
    library.issue(draft.document, by=farah, exception=True)
    address, browser = reverse("admin:documents_textversion_transmit", args=[draft.pk]), browser_of(farah)
    says = "This version is still to follow in: العربية, Русский."
    assert browser.get(address).text.count(says) == 1
    refused = browser.post(address, {"note": note.pk})
    assert (refused.status_code, refused.text.count(says), Transmittal.objects.count()) == (400, 2, 0)
    assert browser.post(address, {"note": note.pk, "exception": "x"}).status_code == 302
    assert [(row.version, row.note) for row in Transmittal.objects.all()] == [(draft, note)]
    event = Event.objects.get(verb="text.transmitted_in_part")
    assert audit.in_words(event).endswith("as an exception, without: العربية, Русский")
