"""What becomes of work that was begun when the worker was killed, and of what somebody waits for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import get_commands, load_command_class
from django.urls import reverse
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

import igsp_portal.front.accounts  # noqa: F401 - says which letters are awaited
from documents.models import Document
from documents.search import indexing
from igsp_portal.foundations.paper import pdf, presses
from igsp_portal.foundations.record import records
from igsp_portal.foundations.worker import mail, work
from igsp_portal.management import worker_names
from igsp_portal.models import Event, MailState, OutgoingMail, User, WorkerTask
from submissions.actions import checking
from submissions.models import Attachment

STOPPED: list[str] = []
SET: list[bytes] = []


@task()
def be_stopped() -> None:
    """What is under way when somebody tells the worker to end for the second time."""
    STOPPED.append("begun")
    if len(STOPPED) == 1:
        raise SystemExit(1)


@task()
def set_a_page() -> None:
    SET.append(presses.typeset({"html": "<p>Text", "language": "en", "title": "A paper"}))


@pytest.fixture(autouse=True)
def queue(queued: None, transactional_db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A queue in the database, in no transaction, for a worker closes its connections; and a machine of its own."""
    settings.VAR = tmp_path
    STOPPED.clear()
    SET.clear()
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.Worker.configure_signals", lambda worker: None)


@pytest.fixture
def begun(queue: None) -> WorkerTask:
    """A letter's task that the worker "one" has begun."""
    letter("receipt")
    return begin(WorkerTask.objects.get(), "one")


def letter(kind: str) -> OutgoingMail:
    return mail.queue(letter=kind, to="amina@example.org", language="fr", subject=kind, body="Bonjour")


def begin(begun: WorkerTask, *workers: str) -> WorkerTask:
    """Let workers begin a task, one after the other, each of which does not end it."""
    for worker in workers:
        begun.claim(worker)
    return begun


def run_worker(*options: str) -> None:
    command: Any = load_command_class(get_commands()["db_worker"], "db_worker")
    parsed = command.create_parser("manage.py", "db_worker").parse_args(["--batch", *options])
    command.handle(**{**vars(parsed), "startup_delay": False})


@contextmanager
def living(name: str) -> Iterator[None]:
    """A worker of this name that lives meanwhile; as for the lock it might be of another process."""
    with worker_names.borne(name):
        yield


def dead(name: str) -> None:
    """A worker of this name that has lived on this machine."""
    with worker_names.borne(name):
        pass


def state_of(task: WorkerTask) -> str:
    return WorkerTask.objects.get(pk=task.pk).status


# Who takes up what


def test_a_worker_takes_up_again_what_it_was_killed_over(begun: WorkerTask) -> None:
    run_worker("--worker-id", "one")
    assert OutgoingMail.objects.get().state == MailState.SENT


def test_a_worker_takes_up_what_a_dead_one_of_its_machine_had_begun(begun: WorkerTask) -> None:
    dead("one")
    run_worker("--worker-id", "two")
    assert OutgoingMail.objects.get().state == MailState.SENT


def test_a_worker_leaves_alone_what_a_living_one_is_at(begun: WorkerTask) -> None:
    with living("one"):
        run_worker("--worker-id", "two")
    assert state_of(begun) == "RUNNING"


def test_a_worker_leaves_alone_what_one_of_another_machine_is_at(begun: WorkerTask) -> None:
    run_worker("--worker-id", "two")
    assert state_of(begun) == "RUNNING"


def test_what_was_begun_longer_ago_than_any_task_may_take_is_taken_up_by_whoever_comes(begun: WorkerTask) -> None:
    DBTaskResult.objects.update(started_at=timezone.now() - 2 * work.LONGEST - timedelta(seconds=1))
    run_worker("--worker-id", "two")
    assert OutgoingMail.objects.get().state == MailState.SENT


def test_work_that_has_ended_is_not_done_again(begun: WorkerTask) -> None:
    begun.set_successful(None)
    assert work.take_up({"one"}) == (0, 0)


def test_two_workers_never_bear_one_name(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    first = ExitStack()
    first.enter_context(worker_names.borne("one"))
    monkeypatch.setattr(worker_names, "sleep", lambda seconds: first.close())
    with worker_names.borne("one") as name:
        assert name == "one"
    says = "There is a worker of the name one on this machine; this one waits until it has ended."
    assert [record.getMessage() for record in caplog.records] == [says]


def test_a_worker_without_a_name_takes_the_first_that_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.node", lambda: "../geneva")
    with worker_names.borne(None) as first, worker_names.borne(None) as second:
        assert (first, second) == ("../geneva-1", "../geneva-2")
    with worker_names.of_the_dead() as names:
        assert names == ["../geneva-1", "../geneva-2"]


# What ends its worker


def test_a_task_that_has_ended_its_worker_twice_is_set_aside_and_the_letters_behind_it_are_sent(
    begun: WorkerTask,
) -> None:
    letter("acknowledgement")
    begin(begun, "one")
    run_worker("--worker-id", "one")
    assert [sent.state for sent in OutgoingMail.objects.order_by("pk")] == [MailState.QUEUED, MailState.SENT]
    begun.refresh_from_db()
    assert (begun.status, begun.finished_at is not None) == ("FAILED", True)
    assert begun.error == "This task has twice stopped the worker, which does not begin it again by itself."
    (event,) = Event.objects.about(begun)
    assert (event.verb, event.by_label) == ("task.set_aside", "portal")


def test_a_task_set_aside_has_a_button_by_which_it_is_begun_twice_more(
    begun: WorkerTask, igsp: Any, farah: User, browser_of: Callable[[User], Any]
) -> None:
    begin(begun, "one")
    work.take_up({"one"})
    begun.refresh_from_db()
    browser = browser_of(farah)
    page = browser.get(reverse("admin:igsp_portal_workertask_change", args=[begun.pk])).content.decode()
    assert (begun.error in page, "Run again" in page) == (True, True)
    browser.post(reverse("admin:igsp_portal_workertask_do", args=[begun.pk, "again"]))
    begin(WorkerTask.objects.get(pk=begun.pk), "one")
    assert work.take_up({"one"}) == (1, 0)


def test_a_task_under_way_when_the_worker_is_told_twice_to_end_is_done_all_the_same() -> None:
    be_stopped.enqueue()
    run_worker()
    assert (STOPPED, DBTaskResult.objects.get().status) == (["begun", "begun"], "SUCCESSFUL")


# What somebody waits for


def test_a_worker_begins_with_what_somebody_waits_for(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in ("receipt", "login_code", "acknowledgement", "unknown_account"):
        letter(kind)
    begun: list[str] = []
    monkeypatch.setattr(mail, "_send", lambda written: begun.append(written.letter))
    run_worker()
    assert begun == ["login_code", "unknown_account", "receipt", "acknowledgement"]


def test_a_worker_reads_the_files_of_a_draft_before_it_makes_receipts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever files before they are read waits for it."""
    begun: list[str] = []

    def file_begun() -> Any:
        begun.append("file")
        return Attachment.objects.none()

    monkeypatch.setattr(mail, "_send", lambda written: begun.append(written.letter))
    monkeypatch.setattr(Attachment.objects, "waiting", file_begun)
    letter("receipt")
    work.hand_over(checking.check_attachment, 1, rank=work.SOON)
    letter("login_code")
    run_worker()
    assert begun == ["login_code", "file", "receipt"]


def test_letters_wait_behind_no_indexing_of_words(igsp: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    WorkerTask.objects.all().delete()  # of the loading
    begun: list[str] = []
    monkeypatch.setattr(mail, "_send", lambda written: begun.append(written.letter))
    monkeypatch.setattr(indexing, "put", lambda source, rows: begun.append("index"))
    monkeypatch.setattr(mail, "PATIENT", {"alert"})
    document = Document.objects.earliest("pk")
    records.change(document, by="test", values={"remark_en": "Changed"})
    letter("alert")
    letter("receipt")
    run_worker()
    assert begun == ["receipt", "alert", "index"]


def test_a_task_of_the_search_is_named_in_words(igsp: Any) -> None:
    tasks = WorkerTask.objects.filter(task_path=indexing.index_rows.module_path)
    assert {str(task) for task in tasks} == {"Writing of what the search finds"}


def test_a_letter_waits_for_a_few_documents_that_are_indexed_at_most(igsp: Any) -> None:
    waiting = WorkerTask.objects.filter(task_path=indexing.index_rows.module_path)
    waiting.delete()  # of the loading
    records.change(igsp, by="test", values={"series_aliases": ["UNEP/IGE/IGSP", "UNEP/EIG/IGSP"]})
    portions = [task.args_kwargs["args"][1] for task in waiting.order_by("enqueued_at")]
    assert sorted(row for some in portions for row in some) == sorted(igsp.documents.values_list("pk", flat=True))
    assert {len(some) for some in portions[:-1]} == {indexing.IN_A_TASK}


def test_a_worker_of_what_somebody_waits_for_does_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in ("receipt", "login_code"):
        letter(kind)
    run_worker("--queue-name", work.AWAITED)
    assert [sent.letter for sent in OutgoingMail.objects.filter(state=MailState.SENT)] == ["login_code"]


def test_a_code_that_could_not_be_sent_is_tried_again_in_its_own_queue(settings: Any) -> None:
    settings.EMAIL_BACKEND = "tests.foundations.test_mail.Silent"
    letter("login_code")
    run_worker()
    again = WorkerTask.objects.get(status="READY")
    assert (again.queue_name, again.priority) == (work.AWAITED, work.FIRST)


@pytest.mark.slow
def test_the_worker_typesets_on_a_press_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "typeset", lambda **page: pytest.fail("It was set by the worker itself."))
    set_a_page.enqueue()
    run_worker()
    assert [data[:4] for data in SET] == [b"%PDF"]
