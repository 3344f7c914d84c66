"""Files that a call gives out: checked as others, listed by language, downloads from a sandboxed address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from igsp_portal.models import Event, User
from submissions.models import Call, CallFile

from ..cast import given
from ..library.files import pdf, script
from .addresses import at
from .call_page import save

Browser = Callable[[User], Client]
TITLES = {f"files-0-label_{code}": f"Template {code}" for code in ("ar", "zh_hans", "en", "fr", "ru", "es")}


def add(browser: Client, call: Call, name: str, data: bytes, **said: Any) -> Any:
    """Add one file on the page of the call, as the only new row."""
    sent = SimpleUploadedFile(name, data)
    rows = {"files-TOTAL_FORMS": 1, "files-0-upload": sent, "files-0-language": ""}
    return save(browser, call, **TITLES | rows | said)


def test_a_file_is_added_on_the_page_of_the_call_and_downloaded_by_anyone(
    call: Call, farah: User, browser_of: Browser
) -> None:
    answer = add(browser_of(farah), call, "Form.pdf", pdf(), **{"files-0-language": "fr"})
    assert answer.status_code == 302, answer.context["errors"]
    (file,) = call.files.all()
    page = Client().get(at("call", "needs")).content.decode()
    assert f'<a href="{file.get_absolute_url()}">Template en</a>' in page
    assert '<span lang="fr">Français</span>' in page
    got = Client().get(file.get_absolute_url())
    assert (b"".join(got), got["Content-Type"]) == (pdf(), "application/pdf")
    assert got["Content-Disposition"] == 'attachment; filename="Form.pdf"'
    assert got["Content-Security-Policy"] == "sandbox; default-src 'none'"
    (told,) = Client().get("/api/v1/processes/igsp/calls/needs/?lang=ru").json()["files"]
    assert (told["title"], told["language"], told["name"], told["sha256"]) == (
        "Template ru",
        "fr",
        "Form.pdf",
        file.sha256,
    )
    assert told["file"].endswith(file.get_absolute_url().removeprefix("/en"))
    assert Event.objects.filter(verb="call.file_added", by=farah).count() == 1


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("Script.pdf", script(), "“Script.pdf”: The PDF contains scripts or starts other programs."),
        ("Letter.docx", pdf(), "“Letter.docx”: The name of the file ends in “.docx”, but the file is a PDF."),
        ("Empty.pdf", b"", "The submitted file is empty."),
        ("Notes.txt", b"Notes", "“Notes.txt”: This is not a"),
    ],
)
def test_a_file_that_is_refused_is_named_and_nothing_is_saved(
    name: str, data: bytes, reason: str, call: Call, farah: User, browser_of: Browser
) -> None:
    answer = add(browser_of(farah), call, name, data, title_en="Other needs")
    assert (answer.status_code, CallFile.objects.count()) == (200, 0)
    assert reason in answer.content.decode()
    assert Call.objects.get(pk=call.pk).title == "Needs of regions and countries"


def test_a_file_is_removed_with_its_bytes_and_the_record_keeps_that(
    call: Call, farah: User, browser_of: Browser, django_capture_on_commit_callbacks: Any
) -> None:
    browser = browser_of(farah)
    assert add(browser, call, "Form.pdf", pdf()).status_code == 302
    (file,) = call.files.all()
    with django_capture_on_commit_callbacks(execute=True):
        assert save(browser, call, **{"files-0-DELETE": "on"}).status_code == 302
    assert call.files.count() == 0
    assert file.file.name is not None
    assert not file.file.storage.exists(file.file.name)
    assert Client().get(file.get_absolute_url()).status_code == 404
    assert Event.objects.filter(verb="call.file_removed", by=farah).count() == 1


def test_the_file_of_a_draft_call_is_for_the_secretariat(call: Call, farah: User, browser_of: Browser) -> None:
    browser = browser_of(farah)
    assert add(browser, call, "Form.pdf", pdf()).status_code == 302
    with given():
        Call.objects.filter(pk=call.pk).update(stage="draft")
    address = call.files.get().get_absolute_url()
    assert [client.get(address).status_code for client in (Client(), browser)] == [404, 200]
    assert browser.get(at("call_file", "regional-needs", call.files.get().pk)).status_code == 404
