"""The operator's virus scanner, where there is one: no file is taken that it does not clear."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import checks
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_tasks_db.models import DBTaskResult

from documents.exchange import office
from documents.exchange.reading import Unreadable
from documents.library.actions import post_rendition
from documents.models import Document
from igsp_portal.foundations.files import scanning
from igsp_portal.foundations.record import records
from igsp_portal.models import User
from meetings.models import Component, Process
from submissions import actions
from submissions.actions import calls, checking
from submissions.models import Attachment, Call, CallFile, SubmissionVersion

from ..library.files import docx, pdf
from .addresses import at
from .sent import words
from .test_filing import picture

Browser = Callable[[User], Client]
Write = Callable[..., SubmissionVersion]
Ends = Callable[..., Path]

SCANNER = """
import sys, time
data = open(sys.argv[-1], "rb").read()
open({told!r}, "a").write(f"{{len(data)}}\\n")
{slow}
sys.exit({exit})
"""
INFECTED = "The virus scanner found a virus in this file. Choose a clean one."
NOT_SCANNED = "The file could not be checked for viruses. Try again in a few minutes."


@pytest.fixture
def ends(tmp_path: Path, settings: Any) -> Ends:
    """Set a scanner that ends like this; the file that it returns has the sizes of those it was given, line by line."""

    def set_scanner(exit: str, slow: str = "") -> Path:
        script, told = tmp_path / "scan.py", tmp_path / "told"
        script.write_text(SCANNER.format(told=str(told), exit=exit, slow=slow))
        told.write_text("")
        settings.SCAN_COMMAND = [sys.executable, str(script)]
        return told

    return set_scanner


def attached(draft: SubmissionVersion, write: Write, by: User) -> Attachment:
    return actions.attach(write(draft), name="Map.png", data=picture(), by=by)


def found(attachment: Attachment) -> tuple[str, str]:
    fresh = Attachment.objects.get(pk=attachment.pk)
    return fresh.state, str(fresh.reason)


def test_a_clean_file_is_given_to_the_scanner_and_taken(
    draft: SubmissionVersion, write: Write, amina: User, ends: Ends, queued: None
) -> None:
    told = ends("0")
    picture_sent = attached(draft, write, amina)
    assert found(picture_sent) == ("waiting", "")
    checking.check_attachment.call(picture_sent.pk)
    assert (found(picture_sent), told.read_text()) == (("taken", ""), f"{len(picture())}\n")


def test_an_infected_file_is_refused_in_the_draft_and_what_was_written_is_kept(
    draft: SubmissionVersion, institutions: Component, amina: User, browser_of: Browser, ends: Ends
) -> None:
    ends("1")
    browser, address = browser_of(amina), at("write", draft.submission.pk)
    file = SimpleUploadedFile("Map.png", picture())
    assert browser.post(address, words(draft, institutions, attach=file)).status_code == 302
    refused = draft.attachments.get()
    checking.check_attachment.call(refused.pk)
    assert found(refused) == ("refused", INFECTED)
    page = browser.get(address).content.decode()
    assert INFECTED in page
    draft.refresh_from_db()
    assert (draft.title != "", draft.statements.count()) == (True, 1)
    with pytest.raises(ValidationError) as refusal:
        actions.file(draft, by=amina)
    assert refusal.value.messages == [f"“Map.png”: {INFECTED}"]


@pytest.mark.parametrize("exit", ["2", "-9", "missing"])
def test_a_scanner_that_does_not_say_lets_nothing_pass_and_is_asked_again(
    exit: str, draft: SubmissionVersion, write: Write, amina: User, ends: Ends, queued: None, settings: Any
) -> None:
    ends(exit if exit != "missing" else "0")
    if exit == "missing":
        settings.SCAN_COMMAND = ["/nowhere/scan"]
    sent = attached(draft, write, amina)
    DBTaskResult.objects.all().delete()
    checking.check_attachment.call(sent.pk)
    (again,) = DBTaskResult.objects.filter(task_path=checking.check_attachment.module_path)
    assert (found(sent), again.args_kwargs["args"], again.run_after > again.enqueued_at) == (
        ("waiting", ""),
        [sent.pk],
        True,
    )
    with pytest.raises(ValidationError, match="cannot be read at the moment"):
        actions.file(draft, by=amina)
    ends("0")
    assert actions.file(draft, by=amina).is_filed


def test_a_scanner_that_takes_too_long_has_not_said(ends: Ends, monkeypatch: pytest.MonkeyPatch) -> None:
    ends("0", slow="time.sleep(30)")
    monkeypatch.setattr(scanning, "PATIENCE_SECONDS", 0.5)
    with pytest.raises(scanning.NotScanned):
        scanning.is_infected(b"some bytes")


def test_a_file_on_a_disk_stays_read_as_far_as_it_is(ends: Ends, tmp_path: Path) -> None:
    told, path = ends("0"), tmp_path / "file"
    path.write_bytes(b"0123456789")
    with path.open("rb") as file:
        file.read(3)
        assert scanning.is_infected(file) is False
        assert file.read() == b"3456789"
    assert told.read_text() == "10\n"


@pytest.mark.parametrize(("exit", "reason"), [("1", INFECTED), ("2", NOT_SCANNED)])
def test_every_way_in_asks_the_scanner(
    exit: str, reason: str, call: Call, igsp: Process, farah: User, ends: Ends
) -> None:
    ends(exit)
    paper = records.create(
        Document(process=igsp, symbol="TEST/1", key="test-1", kind="information", title="Paper"), by="test"
    )
    with pytest.raises(ValidationError) as of_call:
        calls.give_out(CallFile(call=call, language="en"), name="Form.pdf", data=pdf(), by=farah)
    with pytest.raises(ValidationError) as of_document:
        post_rendition(paper, language="en", name="x.pdf", file=io.BytesIO(pdf()), by=farah)
    with pytest.raises(Unreadable) as of_text:
        office.opened(docx())
    said = [of_call.value.messages[0], of_document.value.messages[0], str(of_text.value)]
    assert said == [f"“Form.pdf”: {reason}", reason, reason]


def test_the_check_says_when_the_scanner_is_not_there(ends: Ends, settings: Any) -> None:
    ends("0")
    assert [one.id for one in checks.run_checks(tags=["portal"])] == []
    settings.SCAN_COMMAND = ["/nowhere/scan"]
    assert [one.id for one in checks.run_checks(tags=["portal"])] == ["portal.E001"]


def test_without_a_scanner_nothing_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning.subprocess, "run", lambda *given, **more: pytest.fail("a program was run"))
    assert settings.SCAN_COMMAND == []
    assert scanning.is_infected(b"some bytes") is False


def test_whoever_watches_the_portal_is_told_of_a_scanner_that_fails_and_it_goes_on(
    client: Client, ends: Ends, settings: Any, db: None
) -> None:
    def told() -> dict[str, str]:
        answer = client.get("/healthz")
        assert answer.status_code == 200
        return answer.json()

    known = [told()]
    ends("0")
    known.append(told())
    ends("2")
    with pytest.raises(scanning.NotScanned):
        scanning.is_infected(b"")
    known.append(told())
    for exit in ("1", "0"):
        ends(exit)
        scanning.is_infected(b"")
        known.append(told())
    settings.SCAN_COMMAND = ["/nowhere/scan"]
    known.append(told())
    fine, failing = ({"status": "ok", "scanner": scanner} for scanner in ("ok", "failing"))
    assert known == [{"status": "ok"}, fine, failing, fine, fine, failing]
