"""Tasks of the worker in the admin site: one that failed is told on the first page, and can be run again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from documents.models import TextVersion
from documents.texts import typesetting
from igsp_portal.foundations.access import Role
from igsp_portal.foundations.record import audit
from igsp_portal.foundations.worker import mail, work
from igsp_portal.models import Event, MailState, OutgoingMail, User, WorkerTask
from meetings.models import Process
from submissions.mails import send_receipt

from ..cast import given, with_role

Browser = Callable[[User], Client]
TRACEBACK = "Traceback (most recent call last):\n  File x, line 1\nOSError: [Errno 28] No space left on device\n"


@pytest.fixture
def letter(igsp: Process) -> OutgoingMail:
    return mail.queue(
        letter="receipt", to="amina@example.org", language="fr", subject="Reçu", body="Bonjour", process="igsp"
    )


@pytest.fixture
def failed(letter: OutgoingMail) -> WorkerTask:
    """The task of sending `letter`, which the full disk of the machine has stopped."""
    return WorkerTask.objects.create(
        task_path=mail.deliver.module_path,
        args_kwargs={"args": [letter.pk], "kwargs": {}},
        status="FAILED",
        traceback=TRACEBACK,
        backend_name="default",
        run_after="2004-10-15T12:00Z",
    )


def page_of(task: WorkerTask) -> str:
    return reverse("admin:igsp_portal_workertask_change", args=[task.pk])


def press(browser: Client, task: WorkerTask) -> int:
    return browser.post(reverse("admin:igsp_portal_workertask_do", args=[task.pk, "again"])).status_code


@pytest.mark.slow
def test_the_list_tells_what_a_task_was_and_its_state_and_its_page_the_last_error(
    failed: WorkerTask, farah: User, browser_of: Browser
) -> None:
    page = browser_of(farah).get(reverse("admin:igsp_portal_workertask_changelist"), {"state": "FAILED"})
    told = page.content.decode()
    assert list(page.context["cl"].queryset) == [failed]
    for words in ("Sending of a message", "failed"):
        assert words in told
    assert "No space left" not in told
    told = browser_of(farah).get(page_of(failed)).content.decode()
    assert "OSError: [Errno 28] No space left on device" in told
    assert "Traceback" not in told


@pytest.mark.slow
def test_what_a_task_is_for_and_its_fault_are_told_in_its_own_process_alone(
    failed: WorkerTask, farah: User, browser_of: Browser
) -> None:
    with given():
        lakes = Process.objects.create(slug="lakes", name="Lakes", short_name="Lakes", body="Lakes")
    noor = with_role("Noor", Role.ADMINISTRATOR, lakes)
    assert "amina@example.org" in browser_of(farah).get(page_of(failed)).content.decode()
    elsewhere = browser_of(noor).get(page_of(failed)).content.decode()
    assert ("amina@example.org" in elsewhere, "No space left" in elsewhere) == (False, False)


@pytest.mark.slow
def test_the_first_page_counts_what_failed_and_leads_there(
    failed: WorkerTask, letter: OutgoingMail, farah: User, diego: User, browser_of: Browser
) -> None:
    with given():
        OutgoingMail.objects.update(state=MailState.FAILED)
    index = reverse("admin_of_process", args=["igsp"])
    told = browser_of(farah).get(index).context["failed"]
    assert [words for words, _address in told] == ["1 message could not be sent", "1 task failed"]
    assert [len(browser_of(farah).get(address).context["cl"].result_list) for _words, address in told] == [1, 1]
    assert browser_of(diego).get(index).context["failed"] == []


@pytest.mark.slow
def test_the_first_page_counts_papers_that_could_not_be_typeset(
    igsp: Process, farah: User, browser_of: Browser
) -> None:
    failed = next(version for version in TextVersion.objects.released() if typesetting.wanted(version))
    with given():
        TextVersion.objects.filter(pk=failed.pk).update(typesetting_error="disk_full")
    browser = browser_of(farah)
    ((words, address),) = browser.get(reverse("admin_of_process", args=["igsp"])).context["failed"]
    assert words == "1 text could not be typeset"
    assert list(browser.get(address).context["cl"].queryset) == [failed]


@pytest.mark.slow
def test_nothing_is_said_where_nothing_failed(letter: OutgoingMail, farah: User, browser_of: Browser) -> None:
    page = browser_of(farah).get(reverse("admin_of_process", args=["igsp"]))
    assert (page.context["failed"], '<li class="warning">' in page.content.decode()) == ([], False)


def test_a_task_that_failed_is_run_again_on_request(
    failed: WorkerTask, farah: User, diego: User, browser_of: Browser
) -> None:
    assert [press(browser_of(person), failed) for person in (diego, farah, farah)] == [403, 302, 403]
    failed.refresh_from_db()
    assert (failed.status, failed.finished_at, failed.traceback) == ("READY", None, "")
    (event,) = Event.objects.about(failed)
    assert (event.verb, event.by, event.process) == ("task.again", farah, "igsp")
    assert audit.in_words(event) == "Farah asked for a task to be run again: Sending of a message"


def test_a_task_that_waits_already_is_not_queued_again(failed: WorkerTask) -> None:
    work.run_again(failed, by="Farah")
    failed.status = "FAILED"  # as a page opened earlier still shows it
    with pytest.raises(ValidationError, match="Only a task that failed"):
        work.run_again(failed, by="Farah")
    assert Event.objects.about(failed).count() == 1


def test_a_task_of_an_earlier_release_is_told_by_its_name(db: None) -> None:
    gone = WorkerTask(task_path="submissions.mails.send_postcard", args_kwargs={"args": [1], "kwargs": {}})
    assert (str(gone), gone.about, gone.process) == ("send_postcard", None, None)


@pytest.mark.django_db
def test_each_task_of_the_portal_has_its_words() -> None:
    assert str(WorkerTask(task_path=send_receipt.module_path)) == "Preparing the receipt of a filing"
    assert sorted(path.rsplit(".", 1)[1] for path in WorkerTask.told) == [
        "carry_drafts",
        "check_attachment",
        "deliver",
        "digest",
        "index_rows",
        "issue_when_due",
        "look",
        "make_comparison",
        "make_files",
        "make_proposals_paper",
        "make_record_paper",
        "make_transmittal",
        "publish_head",
        "read_words",
        "release_when_due",
        "remind",
        "send",
        "send_became",
        "send_receipt",
        "tell_of_moved_deadline",
        "tell_the_named",
        "typeset_version",
    ]
