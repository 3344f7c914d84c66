"""The log of filings: every filing goes in, in its order, and whatever is changed afterwards is found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection, models

from igsp_portal.foundations.record import audit
from igsp_portal.models import Event, User, WorkerTask
from meetings.models import Participant, Process
from submissions import actions
from submissions.log import appending, merkle, signing
from submissions.log.publishing import publish_head
from submissions.models import Call, Checkpoint, Frozen, LogEntry, Submission, SubmissionVersion

from ..cast import given
from .test_filing import in_threads, refuse_memory
from .test_verify import behind_the_portals_back

Write = Callable[..., SubmissionVersion]


@pytest.fixture(autouse=True)
def _own_key(settings: Any, tmp_path: Path) -> None:
    settings.VAR, settings.SITE_ADDRESS = tmp_path / "var", "https://portal.example"


def log_of(process: Process) -> list[LogEntry]:
    return list(LogEntry.objects.filter(process=process).select_related("version"))


def test_every_filing_is_an_entry_in_the_order_of_the_numbers(filed: Submission, igsp: Process) -> None:
    versions = SubmissionVersion.objects.filed().filter(submission__call__process=igsp).order_by("serial")
    entries = log_of(igsp)
    assert [(entry.version_id, entry.index + 1) for entry in entries] == list(versions.values_list("pk", "serial"))
    assert entries[-1].version == filed.standing


def test_an_entry_says_number_time_and_checksum_and_bears_the_head_with_it(filed: Submission, igsp: Process) -> None:
    version, entries = filed.standing, log_of(igsp)
    assert version is not None
    entry = f"IGSP-2004-0012 2004-10-15T12:00:00Z {version.sha256}".encode()
    assert entries[-1].leaf == merkle.leaf(entry).hex()
    leaves = [bytes.fromhex(one.leaf) for one in entries]
    assert [one.root for one in entries] == [merkle.root_of(leaves[: one.size]).hex() for one in entries]


def test_a_process_has_a_log_of_its_own(filed: Submission, inc: Process, igsp: Process) -> None:
    assert [entry.index for entry in log_of(inc)] == list(range(len(log_of(inc))))
    assert {entry.version.process for entry in log_of(inc)} <= {inc}
    assert len(log_of(igsp)) == 12


def test_a_filing_that_is_refused_leaves_no_entry(draft: SubmissionVersion, amina: User, igsp: Process) -> None:
    before = log_of(igsp)
    with pytest.raises(Exception, match="Nothing has been written yet"):
        actions.file(draft, by=amina)
    assert log_of(igsp) == before


def test_an_entry_is_neither_changed_nor_removed(filed: Submission) -> None:
    entry = LogEntry.objects.get(version=filed.standing)
    tries: list[Callable[[], Any]] = [
        entry.save,
        entry.delete,
        lambda: LogEntry.objects.update(root="0" * 64),
        lambda: LogEntry.objects.all().delete(),
    ]
    for attempt in tries:
        with pytest.raises(Frozen):
            attempt()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_filings_at_once_are_entries_one_after_the_other(
    call: Call, kenya: Participant, croatia: Participant, write: Write, amina: User, igsp: Process
) -> None:
    refuse_memory()
    drafts = [write(actions.begin(call, party, by=amina).draft) for party in (kenya, croatia)]
    waiting = iter(drafts)
    in_threads(2, lambda: actions.file(next(waiting), by=amina).filing_number)
    serials = [entry.version.serial for entry in log_of(igsp)]
    assert serials == [entry.size for entry in log_of(igsp)] == list(range(1, 14))
    call_command("verify")


def test_what_was_filed_before_there_was_a_log_is_entered_alike(filed: Submission) -> None:
    told = ("process_id", "version_id", "index", "leaf", "root")
    made = [*LogEntry.objects.values_list(*told)], [bytes(one.peaks) for one in LogEntry.objects.all()]
    with given():
        models.QuerySet(LogEntry)._raw_delete(connection.alias)
        import_module("submissions.migrations.0015_enter_what_was_filed").enter_what_was_filed(apps, None)
    assert ([*LogEntry.objects.values_list(*told)], [bytes(one.peaks) for one in LogEntry.objects.all()]) == made


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE submissions_logentry SET leaf = root WHERE version_id = %s",
        "UPDATE submissions_logentry SET root = leaf WHERE version_id = %s",
        "DELETE FROM submissions_logentry WHERE version_id = %s",
    ],
)
def test_an_entry_that_was_changed_is_found(change: str, filed: Submission, capsys: pytest.CaptureFixture[str]) -> None:
    version = filed.standing
    assert version is not None
    behind_the_portals_back(change, version.pk)
    with pytest.raises(CommandError, match="Not as recorded: 1"):
        call_command("verify")
    assert capsys.readouterr().err.strip() == f"{version}: its entry in the log of filings is not as recorded"


def test_the_first_filing_of_a_day_has_the_head_published_when_the_day_is_over(
    draft: SubmissionVersion, write: Write, amina: User, clock: Callable[[str], None], queued: None
) -> None:
    submission = actions.file(write(draft), by=amina).submission
    actions.file(write(actions.revise(submission, by=amina)), by=amina)
    waiting = WorkerTask.objects.filter(task_path=publish_head.module_path, run_after__gte="2004-10-15T12:00Z")
    assert [task.run_after for task in waiting] == [dt.datetime(2004, 10, 16, tzinfo=dt.UTC)]
    clock("2004-10-16T09:00")
    actions.file(write(actions.revise(submission, by=amina)), by=amina)
    assert waiting.all().count() == 2


def test_a_head_is_published_once_signed_and_on_record(filed: Submission, igsp: Process) -> None:
    publish_head.call(igsp.pk)
    publish_head.call(igsp.pk)
    head, last = Checkpoint.objects.get(process=igsp), log_of(igsp)[-1]
    assert (head.size, head.root) == (12, last.root)
    assert head.text == signing.signed(igsp, 12, bytes.fromhex(last.root))
    assert head.text.startswith("portal.example/log/igsp\n12\n")
    said = [audit.in_words(event) for event in Event.objects.filter(verb="log.published")]
    assert said == [f"The portal published the head of the log of filings of “{igsp}”: 12 entries, {last.root}"]


def test_a_log_without_entries_has_no_head(igsp: Process) -> None:
    with given():
        lakes = Process.objects.create(slug="lakes", name="Lakes", short_name="Lakes", body="Lakes")
    publish_head.call(lakes.pk)
    assert not Checkpoint.objects.filter(process=lakes).exists()


def test_a_published_head_that_is_not_that_of_the_log_is_found(
    filed: Submission, igsp: Process, capsys: pytest.CaptureFixture[str]
) -> None:
    publish_head.call(igsp.pk)
    behind_the_portals_back("UPDATE submissions_checkpoint SET size = %s", 3)
    with pytest.raises(CommandError):
        call_command("verify")
    said = capsys.readouterr().err.strip()
    assert said == f"{igsp} (3): the published head of the log of filings is not that of what was filed"


def test_the_key_of_the_log_is_made_once_and_closed_to_others(settings: Any, igsp: Process) -> None:
    assert signing.verifier_key(igsp) == signing.verifier_key(igsp)
    assert (settings.VAR / "log_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("key", ["short", "c2hvcnQ=", "ä" * 44])
def test_a_key_that_is_none_is_refused(key: str, settings: Any, igsp: Process) -> None:
    settings.LOG_KEY = key
    with pytest.raises(ImproperlyConfigured, match="not 32 bytes in base64"):
        signing.verifier_key(igsp)


def test_a_moment_is_entered_in_utc() -> None:
    there = dt.timezone(dt.timedelta(hours=3))
    assert appending.seconds(dt.datetime(2004, 10, 29, 17, tzinfo=there)) == "2004-10-29T14:00:00Z"
