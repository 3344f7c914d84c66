"""Filing: once, on time or marked late, and never changed afterwards."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import threading
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections

from igsp_portal.models import Event, OutgoingMail, User
from meetings.models import Participant
from submissions import actions
from submissions.actions import Said
from submissions.canonical import canonical
from submissions.models import Attachment, Call, Frozen, Statement, Submission, SubmissionVersion
from submissions.states import SubmissionState

from ..cast import given, with_role
from ..papers import text_of

Write = Callable[..., SubmissionVersion]


def test_a_filing_has_a_number_a_time_and_a_state(draft: SubmissionVersion, write: Write, amina: User) -> None:
    version = actions.file(write(draft), by=amina)
    assert version.filing_number == "IGSP-2004-0012"
    assert version.filed_at == dt.datetime(2004, 10, 15, 12, tzinfo=dt.UTC)
    assert version.filed_by_name == "Amina"
    assert version.submission.state == SubmissionState.FILED


def test_filing_twice_gives_the_same_filing(draft: SubmissionVersion, write: Write, amina: User) -> None:
    write(draft)
    first = actions.file(draft, by=amina)
    second = actions.file(draft, by=amina)
    assert (first.pk, first.filing_number) == (second.pk, second.filing_number)
    assert Event.objects.filter(verb="submission.filed", about_key=str(draft.submission.pk)).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_browsers_at_once_file_once(draft: SubmissionVersion, write: Write, amina: User) -> None:
    refuse_memory()
    write(draft)
    numbers = in_threads(4, lambda: actions.file(draft, by=amina).filing_number)
    assert len(set(numbers)) == 1
    assert SubmissionVersion.objects.filed().filter(submission=draft.submission).count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_parties_at_once_get_two_numbers(
    call: Call, kenya: Participant, croatia: Participant, write: Write, amina: User
) -> None:
    refuse_memory()
    begun = [actions.begin(call, party, by=amina) for party in (kenya, croatia)]
    drafts = [write(submission.draft) for submission in begun]
    waiting = iter(drafts)
    numbers = in_threads(2, lambda: actions.file(next(waiting), by=amina).filing_number)
    assert len(set(numbers)) == 2


def refuse_memory() -> None:
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("SQLite's database in memory does not wait for another writer; a file and PostgreSQL do.")


def in_threads(count: int, act: Callable[[], Any]) -> list[Any]:
    """What `act` returned in each of `count` threads that set out together."""
    gate, results = threading.Barrier(count), []

    def run() -> None:
        gate.wait()
        try:
            results.append(act())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def test_one_filed_at_the_very_moment_of_the_deadline_is_in_time(
    draft: SubmissionVersion, write: Write, amina: User, clock: Callable[[str], None]
) -> None:
    write(draft)
    clock("2004-10-29T14:00:00")
    assert actions.file(draft, by=amina).late is False


def test_a_late_filing_is_received_and_marked_late(
    draft: SubmissionVersion, write: Write, amina: User, clock: Callable[[str], None]
) -> None:
    write(draft)
    clock("2004-10-29T14:00:01")
    assert actions.file(draft, by=amina).late is True


def test_nothing_is_filed_after_the_call_has_closed_and_the_words_are_kept(
    draft: SubmissionVersion, write: Write, amina: User, clock: Callable[[str], None]
) -> None:
    write(draft)
    with given():
        Call.objects.filter(pk=draft.submission.call.pk).update(hard_closes_at=dt.datetime(2004, 11, 1, tzinfo=dt.UTC))
    clock("2004-11-01T00:00:01")
    with pytest.raises(ValidationError) as refusal:
        actions.file(draft, by=amina)
    assert refusal.value.messages == [
        "The call is closed; nothing more can be filed. What you have written has been kept."
    ]
    draft.refresh_from_db()
    assert (draft.filed_at, draft.title, draft.statements.count()) == (None, "Needs of Kenya", 2)


def test_nothing_is_filed_before_the_call_opens(
    draft: SubmissionVersion, write: Write, amina: User, clock: Callable[[str], None]
) -> None:
    write(draft)
    clock("2004-07-15T05:59:59")
    with pytest.raises(ValidationError, match="not open yet"):
        actions.file(draft, by=amina)


def test_an_empty_draft_is_not_filed(draft: SubmissionVersion, amina: User) -> None:
    with pytest.raises(ValidationError) as refusal:
        actions.file(draft, by=amina)
    assert refusal.value.messages == ["Nothing has been written yet."]


def test_everything_that_is_lacking_is_said_at_once(
    draft: SubmissionVersion, write: Write, amina: User, institutions: Any
) -> None:
    write(draft, title="", statements=[Said("", institutions), Said("Words without a component")])
    with pytest.raises(ValidationError) as refusal:
        actions.file(draft, by=amina)
    assert refusal.value.messages == [
        "The title is missing.",
        "Statement 1 is empty.",
        "Statement 2 does not say to which component of the mandate it relates.",
    ]


def test_a_submission_without_a_statement_is_not_filed(draft: SubmissionVersion, write: Write, amina: User) -> None:
    write(draft, statements=[])
    with pytest.raises(ValidationError) as refusal:
        actions.file(draft, by=amina)
    assert refusal.value.messages == ["Write at least one statement."]


def test_what_was_changed_after_the_review_is_not_filed_unseen(
    draft: SubmissionVersion, write: Write, amina: User, boris: User
) -> None:
    reviewed = write(draft).revision
    write(draft, by=boris, title="Other needs")
    with pytest.raises(actions.DraftChanged, match="Boris has changed this draft"):
        actions.file(draft, by=amina, expected=reviewed)


def test_the_checksum_can_be_computed_again_from_what_was_filed(
    draft: SubmissionVersion, write: Write, amina: User
) -> None:
    write(draft, title="  Besoins du Kenya, de\u0301sormais ", introduction="One\r\nTwo", language="fr")
    data = picture()
    actions.attach(draft, name="Map.png", data=data, by=amina)
    version = actions.file(draft, by=amina)
    first, second = version.statements.all()
    on_institutions = {"question": "statements", "component": "ss-vii-1/institutions", "block": "", "proposed": ""}
    facts = {
        "form": "submission/3",
        "salt": version.salt,
        "process": "igsp",
        "call": "needs",
        "participant": "ken",
        "parties": [],
        "asked": 1,
        "version": 1,
        "language": "fr",
        "channel": "portal",
        "received_at": "",
        "title": unicodedata.normalize("NFC", "Besoins du Kenya, de\u0301sormais"),
        "introduction": "One\nTwo",
        "consent": True,
        "answers": [],
        "statements": [
            on_institutions
            | {"key": first.key, "kind": "need", "rank": 1, "words": "Permanent posts for monitoring."}
            | {"withheld": False},
            on_institutions
            | {"key": second.key, "kind": "priority", "rank": 2, "words": "Train the trainers."}
            | {"withheld": False},
        ],
        "attachments": [
            {
                "question": "",
                "name": "Map.png",
                "sha256": hashlib.sha256(data).hexdigest(),
                "size": len(data),
                "withheld": False,
            }
        ],
    }
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert version.content == text
    assert version.sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_the_same_words_filed_twice_have_two_checksums(filed: Submission, amina: User) -> None:
    """Nobody learns from a checksum whether a guess at what is not published is right."""
    first = filed.versions.get()
    second = actions.file(actions.revise(filed, by=amina), by=amina)
    facts = [json.loads(version.content) for version in (first, second)]
    salts = [one.pop("salt") for one in facts]
    assert [one.pop("version") for one in facts] == [1, 2]
    assert facts[0] == facts[1]
    assert [len(salt) for salt in salts] == [32, 32] == [len(set(salts)) * 16] * 2


def test_what_was_filed_without_a_salt_stays_as_it_was_filed(filed: Submission) -> None:
    version = filed.versions.get()
    earlier = json.loads(version.content)
    del earlier["salt"]
    version.content = canonical(earlier | {"form": "submission/2"})
    assert canonical(actions.facts_of(version)) == version.content


def picture() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"\0" * 40 + b"IEND\xaeB`\x82"


def test_the_columns_still_say_what_the_canonical_form_says(filed: Submission) -> None:
    version = filed.versions.get()
    assert json.loads(version.content) == actions.facts_of(version)


@pytest.mark.parametrize(
    "change",
    [
        lambda version: version.save(),
        lambda version: version.delete(),
        lambda version: version.statements.first().save(),
        lambda version: version.statements.first().delete(),
        lambda version: version.statements.update(words="Others"),
        lambda version: version.statements.all().delete(),
        lambda version: Statement.objects.create(version=version, words="More"),
        lambda version: Statement.objects.bulk_create([Statement(version=version, words="More")]),
        lambda version: version.attachments.first().save(),
        lambda version: version.attachments.first().delete(),
        lambda version: Attachment.objects.update(name="Other"),
        lambda version: SubmissionVersion.objects.filter(pk=version.pk).update(title="Other"),
        lambda version: SubmissionVersion.objects.filter(pk=version.pk).delete(),
        lambda version: version.submission.delete(),
        lambda version: Submission.objects.filter(pk=version.submission_id).delete(),
    ],
)
def test_what_was_filed_never_changes(
    change: Callable[[SubmissionVersion], Any], draft: SubmissionVersion, write: Write, amina: User
) -> None:
    actions.attach(write(draft), name="Map.png", data=picture(), by=amina)
    version = actions.file(draft, by=amina)
    with given(), pytest.raises(Frozen):
        change(version)


def test_an_object_in_memory_from_before_the_filing_cannot_change_it(
    draft: SubmissionVersion, write: Write, amina: User
) -> None:
    stale = SubmissionVersion.objects.get(pk=draft.pk)
    actions.file(write(draft), by=amina)
    stale.title = "Something else"
    with given(), pytest.raises(Frozen):
        stale.save()


def test_a_filed_version_is_no_longer_saved_as_a_draft(filed: Submission, write: Write) -> None:
    with pytest.raises(ValidationError, match="IGSP-2004-0012"):
        write(filed.versions.get(), title="Other")


@pytest.mark.slow
def test_each_focal_point_gets_the_receipt_once_in_their_language(
    draft: SubmissionVersion,
    write: Write,
    amina: User,
    igsp: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    with_role("Ibrahim", "focal_point", igsp, "ken", language="fr")  # type: ignore[arg-type]
    write(draft)
    for _again in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            actions.file(draft, by=amina)
    letters = OutgoingMail.objects.filter(letter="receipt").order_by("to")
    assert list(letters.values_list("to", "language")) == [
        ("amina@example.org", "en"),
        ("ibrahim@example.org", "fr"),
    ]
    version = draft.submission.versions.get()
    assert letters[0].subject == "Receipt IGSP-2004-0012: Kenya"
    assert version.sha256 in letters[0].body
    assert "15 October 2004, 12:00:00 UTC" in letters[0].body


def test_the_receipt_comes_as_a_pdf(
    draft: SubmissionVersion, write: Write, amina: User, django_capture_on_commit_callbacks: Any
) -> None:

    with django_capture_on_commit_callbacks(execute=True):
        version = actions.file(write(draft), by=amina)
    letter = OutgoingMail.objects.get(letter="receipt")
    assert letter.attachment_name == "IGSP-2004-0012-EN.pdf"
    printed = text_of(letter.attachment.read())
    assert version.sha256 in printed.replace(" ", "").replace("\r", "").replace("\n", "")


def test_without_the_engine_the_receipt_goes_without_its_pdf_and_says_so(
    draft: SubmissionVersion,
    write: Write,
    amina: User,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    from igsp_portal.foundations.paper import pdf

    monkeypatch.setattr(pdf, "available", lambda: False)
    with django_capture_on_commit_callbacks(execute=True):
        actions.file(write(draft), by=amina)
    letter = OutgoingMail.objects.get(letter="receipt")
    assert letter.attachment.name == ""
    assert "PDF of the receipt could not be made" in letter.body


def test_a_full_disk_while_typesetting_costs_the_pdf_and_not_the_filing(
    draft: SubmissionVersion,
    write: Write,
    amina: User,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    from igsp_portal.foundations.paper import pdf

    def full(*args: Any, **kwargs: Any) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pdf, "typeset", full)
    with django_capture_on_commit_callbacks(execute=True):
        version = actions.file(write(draft), by=amina)
    assert version.is_filed
    assert "PDF of the receipt could not be made" in OutgoingMail.objects.get(letter="receipt").body
