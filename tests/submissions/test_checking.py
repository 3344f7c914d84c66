"""Attached files are read after they were sent: the upload waits for none, and no filing goes without."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from igsp_portal.foundations.files import reading
from igsp_portal.foundations.record import audit
from igsp_portal.models import Event, User, WorkerTask
from meetings.models import Component
from submissions import actions
from submissions.actions import checking
from submissions.models import Attachment, SubmissionVersion

from ..library.files import pdf, script
from .addresses import at
from .sent import words

Browser = Callable[[User], Client]
Write = Callable[..., SubmissionVersion]
REASON = "The PDF contains scripts or starts other programs. Print it to a new PDF and send that."


@pytest.fixture
def sent(draft: SubmissionVersion, write: Write, amina: User) -> Attachment:
    """A file of Kenya's draft, which could be filed but for that."""
    return actions.attach(write(draft), name="Needs.pdf", data=pdf("needs"), by=amina)


@pytest.fixture
def bad(draft: SubmissionVersion, write: Write, amina: User) -> Attachment:
    """The same, with a script in it."""
    return actions.attach(write(draft), name="Script.pdf", data=script(), by=amina)


def found(attached: Attachment) -> tuple[str, str]:
    fresh = Attachment.objects.get(pk=attached.pk)
    return fresh.state, str(fresh.reason)


def verbs() -> list[str]:
    return [verb for verb in Event.objects.values_list("verb", flat=True).order_by("pk") if ".file_" in verb]


def test_an_upload_is_answered_before_its_file_is_read(
    draft: SubmissionVersion,
    institutions: Component,
    amina: User,
    browser_of: Browser,
    queued: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "read", lambda data, kind: pytest.fail("read while the sender waits"))
    browser, address = browser_of(amina), at("write", draft.submission.pk)
    slow = SimpleUploadedFile("Slow.pdf", b"%PDF-1.7\n1 0 obj " + b"[" * 1000)
    assert browser.post(address, words(draft, institutions, attach=slow)).status_code == 302
    assert "being checked" in browser.get(address).content.decode()
    (task,) = DBTaskResult.objects.ready()
    assert (task.task_path, task.args_kwargs["args"]) == (
        checking.check_attachment.module_path,
        [draft.attachments.get().pk],
    )


def test_the_worker_reads_a_file_and_takes_it(sent: Attachment) -> None:
    assert found(sent) == ("waiting", "")
    for _again in range(2):
        checking.check_attachment.call(sent.pk)
    assert (found(sent), verbs()) == (("taken", ""), ["submission.file_taken"])


def test_a_file_refused_afterwards_says_why_in_the_draft_and_is_given_to_nobody(
    bad: Attachment, amina: User, browser_of: Browser
) -> None:
    browser, pk = browser_of(amina), bad.version.submission.pk
    assert browser.get(at("attachment", bad.pk)).status_code == 200
    checking.check_attachment.call(bad.pk)
    assert (found(bad), verbs()) == (("refused", REASON), ["submission.file_refused"])
    page = browser.get(at("write", pk)).content.decode()
    assert (REASON in page, "being checked" in page) == (True, False)
    assert browser.get(at("attachment", bad.pk)).status_code == 404
    event = Event.objects.latest("pk")
    assert (
        audit.in_words(event)
        == "The portal refused the file “Script.pdf” of the draft of “Kenya: Needs of regions and countries”"
    )
    assert (event.party_sees, event.public) == (True, False)


def test_with_a_refused_file_nothing_is_filed_until_it_is_taken_off(
    bad: Attachment, amina: User, browser_of: Browser
) -> None:
    checking.check_attachment.call(bad.pk)
    browser, draft = browser_of(amina), bad.version
    review = browser.get(at("file", draft.submission.pk))
    problem = f"“Script.pdf”: {REASON}"
    assert list(review.context["problems"]) == [problem]
    assert review.context["problems"][problem].endswith(f"#detach-{bad.pk}")
    with pytest.raises(ValidationError, match="contains scripts"):
        actions.file(draft, by=amina)
    actions.detach(bad, by=amina)
    assert actions.file(draft, by=amina).is_filed


def test_whoever_files_before_the_worker_has_come_to_it_waits_for_no_worker(sent: Attachment, amina: User) -> None:
    """Nobody is late because a worker was busy, or killed."""
    assert actions.file(sent.version, by=amina).is_filed
    assert found(sent) == ("taken", "")
    checking.check_attachment.call(sent.pk)
    assert verbs() == ["submission.file_taken"]


def test_what_was_not_read_yet_is_refused_at_the_filing_with_the_words_kept(
    bad: Attachment, amina: User, browser_of: Browser
) -> None:
    browser, pk = browser_of(amina), bad.version.submission.pk
    review = browser.get(at("file", pk)).content.decode()
    assert ("being checked" in review, "File for Kenya" in review) == (True, True)
    version = bad.version
    version.refresh_from_db()
    answer = browser.post(at("file", pk), {"version": version.number, "revision": version.revision})
    assert (answer.status_code, list(answer.context["problems"])) == (409, [f"“Script.pdf”: {REASON}"])
    version.refresh_from_db()
    assert (version.is_filed, found(bad)) == (False, ("refused", REASON))


def test_of_several_bad_files_one_is_read_at_the_filing(bad: Attachment, amina: User) -> None:
    """So that a filing never waits for ten slow ones."""
    other = actions.attach(bad.version, name="Other.pdf", data=script() + b"\n", by=amina)
    with pytest.raises(ValidationError):
        actions.file(bad.version, by=amina)
    assert (found(bad)[0], found(other)[0]) == ("refused", "waiting")


def test_a_file_that_the_store_has_lost_is_not_filed(sent: Attachment, amina: User) -> None:
    Path(sent.file.path).unlink()
    with pytest.raises(ValidationError, match="“Needs.pdf”: The file cannot be read at the moment"):
        actions.file(sent.version, by=amina)
    assert found(sent) == ("waiting", "")


def test_a_file_taken_off_while_the_worker_reads_it_is_gone(
    sent: Attachment, amina: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = reading.read

    def taken_off(data: bytes, kind: str) -> dict[str, Any]:
        actions.detach(Attachment.objects.get(pk=sent.pk), by=amina)
        return real(data, kind)

    monkeypatch.setattr(reading, "read", taken_off)
    checking.check_attachment.call(sent.pk)
    assert (Attachment.objects.count(), verbs()) == (0, [])


def test_the_check_changes_no_revision_that_a_colleague_has_open(sent: Attachment, amina: User, write: Write) -> None:
    draft = SubmissionVersion.objects.get(pk=sent.version_id)
    checking.check_attachment.call(sent.pk)
    assert actions.file(sent.version, by=amina, expected=draft.revision).is_filed


def test_a_new_version_has_its_files_read_already(sent: Attachment, amina: User) -> None:
    version = actions.file(sent.version, by=amina)
    draft = actions.revise(version.submission, by=amina)
    assert [attached.state for attached in draft.attachments.all()] == ["taken"]


def test_a_picture_is_known_at_once(draft: SubmissionVersion, amina: User) -> None:
    from .test_filing import picture

    assert actions.attach(draft, name="Map.png", data=picture(), by=amina).state == "taken"


def test_staff_who_look_after_the_worker_read_no_name_of_a_file_of_a_draft(
    sent: Attachment, farah: User, browser_of: Browser
) -> None:
    task = WorkerTask.objects.create(
        task_path=checking.check_attachment.module_path,
        args_kwargs={"args": [sent.pk], "kwargs": {}},
        status="FAILED",
        backend_name="default",
        run_after="2004-10-15T12:00Z",
    )
    page = browser_of(farah).get(reverse("admin:igsp_portal_workertask_change", args=[task.pk])).content.decode()
    assert ("Needs.pdf" in page, "Kenya: Needs of regions" in page) == (False, True)
