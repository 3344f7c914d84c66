"""Letters: written with the change they tell of, sent once by the worker, tried again after a failure."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import Any

import pytest
from django.core import mail as outbox
from django.core.exceptions import ValidationError
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from igsp_portal.foundations.record import audit
from igsp_portal.foundations.secrets.sealed import opened
from igsp_portal.foundations.worker import mail
from igsp_portal.models import Event, MailState, OutgoingMail

from ..cast import given


class Silent(BaseEmailBackend):
    """A mail server that answers nobody."""

    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError("no answer")


@pytest.fixture(autouse=True)
def _worker_s_own_queue(queued: None, db: None) -> None:
    """As in production, letters wait in a table for the worker; a test plays the worker with `work`."""


@pytest.fixture
def silent(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Silent"


def letter(**values: Any) -> OutgoingMail:
    plain = {"letter": "receipt", "to": "amina@example.org", "language": "fr", "subject": "Reçu", "body": "Bonjour"}
    return mail.queue(**(plain | values))


def work() -> int:
    """Do once what waits for the worker now; returns how much there was."""
    waiting = list(DBTaskResult.objects.ready())
    for row in waiting:
        DBTaskResult.objects.filter(pk=row.pk).update(status="SUCCESSFUL")
        mail.deliver.func(*row.args_kwargs["args"])
    return len(waiting)


def seen(written: OutgoingMail) -> OutgoingMail:
    return OutgoingMail.objects.get(pk=written.pk)


def verbs(written: OutgoingMail) -> list[str]:
    return [event.verb for event in Event.objects.about(written).order_by("pk")]


def test_a_letter_waits_until_the_worker_sends_it(clock: Any) -> None:
    clock("2004-10-15T12:00")
    written = letter()
    assert (seen(written).state, len(outbox.outbox)) == (MailState.QUEUED, 0)
    work()
    (sent,) = outbox.outbox
    assert (sent.to, sent.subject, sent.body) == (["amina@example.org"], "Reçu", "Bonjour")
    assert sent.extra_headers["Content-Language"] == "fr"
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert (seen(written).state, seen(written).attempts) == (MailState.SENT, 1)
    assert seen(written).sent_at == dt.datetime(2004, 10, 15, 12, tzinfo=dt.UTC)
    assert verbs(written) == ["mail.queued", "mail.sent"]


def test_a_letter_of_a_change_that_was_undone_is_never_sent() -> None:
    with suppress(ZeroDivisionError), transaction.atomic():
        letter()
        raise ZeroDivisionError
    assert OutgoingMail.objects.count() == 0
    assert work() == 0


def test_a_letter_handed_over_twice_is_sent_once() -> None:
    written = letter()
    work()
    mail.deliver.func(written.pk)
    assert len(outbox.outbox) == 1


def killed(written: OutgoingMail) -> None:
    raise SystemExit


def test_a_letter_that_goes_twice_has_one_name(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """So that it is one letter to whoever receives it: the worker was killed after the server had taken it."""
    settings.DEFAULT_FROM_EMAIL = "Secretariat <secretariat@example.org>"
    written = letter()
    with monkeypatch.context() as then:
        then.setattr(mail, "_sent", killed)
        with pytest.raises(SystemExit):
            mail.deliver.func(written.pk)
    mail.deliver.func(written.pk)
    mail.deliver.func(letter().pk)
    names = [str(message.message()["Message-ID"]) for message in outbox.outbox]
    assert names[0] == names[1] != names[2]
    assert names[0].endswith("@example.org>")


def test_a_letter_that_is_to_be_sent_once_is_not_written_again() -> None:
    first = letter(once="receipt:IGSP-2004-0001")
    again = letter(once="receipt:IGSP-2004-0001", subject="Other")
    assert (again.pk, again.subject) == (first.pk, "Reçu")
    assert work() == 1


def test_two_letters_never_share_what_is_sent_once() -> None:
    letter(once="x")
    with pytest.raises(IntegrityError), given(), transaction.atomic():
        OutgoingMail.objects.create(
            letter="x", to="x@example.org", language="en", subject="x", once="x", created_at=timezone.now()
        )


def test_of_two_changes_that_write_it_at_once_the_second_gets_the_letter_of_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, look = letter(once="receipt:1"), mail._written
    looks = iter([lambda once: None, look])  # the second looks before the first has committed
    monkeypatch.setattr(mail, "_written", lambda once: next(looks)(once))
    with transaction.atomic():
        assert letter(once="receipt:1", attachment=("receipt.pdf", b"%PDF-1.7")) == first
    assert (OutgoingMail.objects.count(), DBTaskResult.objects.count(), verbs(first)) == (1, 1, ["mail.queued"])


def test_letters_without_such_a_mark_are_as_many_as_are_written() -> None:
    assert letter().pk != letter().pk


def test_an_attachment_goes_with_the_letter() -> None:
    letter(attachment=("receipt.pdf", b"%PDF-1.7"))
    work()
    assert outbox.outbox[0].attachments == [("receipt.pdf", b"%PDF-1.7", "application/pdf")]


def test_a_secret_is_sealed_until_it_is_sent_and_then_erased() -> None:
    written = letter(body="Your code is QX-7-ZK", secret=True)
    assert opened(seen(written).body, mail.SEALED) == "Your code is QX-7-ZK"
    assert "QX-7-ZK" not in seen(written).body
    work()
    assert "QX-7-ZK" in outbox.outbox[0].body
    assert seen(written).body == ""
    assert "QX-7-ZK" not in str(list(Event.objects.values()))


def test_a_letter_that_is_no_secret_is_kept() -> None:
    written = letter()
    work()
    assert seen(written).body == "Bonjour"


def test_a_subject_is_one_line() -> None:
    assert letter(subject="Reçu\r\nBcc: x@example.org\n").subject == "Reçu Bcc: x@example.org"


# When the mail server does not answer


def test_a_failure_is_on_record_and_tried_again_later_and_later(silent: None) -> None:
    written = letter()
    waits = []
    for _attempt in mail.RETRY_AFTER:
        now = timezone.now()
        assert work() == 1
        assert seen(written).state == MailState.QUEUED
        waiting = DBTaskResult.objects.get(status="READY")
        assert waiting.run_after is not None
        waits.append(round((waiting.run_after - now).total_seconds() / 60))
        DBTaskResult.objects.filter(pk=waiting.pk).update(run_after=now)  # the wait is over
    assert waits == [1, 5, 30, 180]
    assert seen(written).error == "no answer"


def test_after_the_last_attempt_it_has_failed_for_good(silent: None) -> None:
    written = letter()
    for _attempt in range(len(mail.RETRY_AFTER) + 1):
        work()
        DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
    assert (seen(written).state, seen(written).attempts) == (MailState.FAILED, 5)
    assert work() == 0
    assert verbs(written) == ["mail.queued", *["mail.failed"] * 5]


def test_what_failed_keeps_its_text_so_that_it_can_be_sent_again(silent: None, settings: Any) -> None:
    written = letter(secret=True)
    for _attempt in range(len(mail.RETRY_AFTER) + 1):
        work()
        DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.send_again(seen(written), by="Farah")
    work()
    assert (seen(written).state, seen(written).error, len(outbox.outbox)) == (MailState.SENT, "", 1)
    assert verbs(written)[-2:] == ["mail.resent", "mail.sent"]


def test_a_failure_that_passes_leaves_no_trace_in_the_letter(silent: None, settings: Any) -> None:
    written = letter()
    work()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
    work()
    assert (seen(written).state, seen(written).attempts, seen(written).error) == (MailState.SENT, 2, "")


def test_a_wait_is_not_cut_short(silent: None) -> None:
    letter()
    work()
    assert work() == 0


def test_a_letter_that_was_sent_has_its_time(db: None) -> None:
    written = letter()
    with pytest.raises(IntegrityError), given(), transaction.atomic():
        OutgoingMail.objects.filter(pk=written.pk).update(state=MailState.SENT)


def test_what_happened_to_a_letter_is_told_in_words() -> None:
    written = letter()
    work()
    told = [audit.in_words(event) for event in Event.objects.about(written).order_by("pk")]
    assert told == [
        "The portal wrote the message “Reçu → amina@example.org”",
        "The portal sent the message “Reçu → amina@example.org”",
    ]


def test_a_letter_that_waits_already_is_not_queued_again(db: None) -> None:
    written = letter()
    written.state = MailState.FAILED  # as a page opened earlier still shows it
    with pytest.raises(ValidationError, match="Only a message that could not be sent"):
        mail.send_again(written, by="Farah")
    assert verbs(written) == ["mail.queued"]
