"""Outgoing letters: written as rows in the transaction of the change they tell of, delivered by the worker."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.encoding import punycode
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from igsp_portal.models import MailState, OutgoingMail

from .. import time
from ..files import stored
from ..record import audit
from ..secrets.sealed import opened, seal, sealed_anew
from .work import LAST, LETTER, PORTAL, hand_over, tell

KINDS: dict[str, Promise | str] = {}  # what the admin site calls each letter; whoever writes letters adds theirs
AWAITED: set[str] = set()  # letters for which somebody waits at a page
PATIENT: set[str] = set()  # letters to many, which wait behind all that is written to one person
SEALED = "letter"  # the purpose for which the text of a secret letter is sealed
ERASED = ("body", "unsubscribe")  # of a secret letter, once it is sent
RETRY_AFTER = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=3))


def queue(
    *,
    letter: str,
    to: str,
    language: str,
    subject: str,
    body: str,
    attachment: tuple[str, bytes] | None = None,
    secret: bool = False,
    once: str | None = None,
    process: str = "",
    unsubscribe: str = "",
    headers: Mapping[str, str] | None = None,
) -> OutgoingMail:
    """Write one letter; the worker sends it after the transaction commits.

    `language` is the language it is written in; `attachment` a file name and its bytes; `secret` seals the text
    until it is sent, and erases it then. A letter with the same `once` as an earlier one is not written again (the
    earlier one is returned). `process` is the slug of the process it tells of, whose secretariat alone reads it.
    `unsubscribe` is an address that ends by one POST what the letter is sent for (RFC 8058).
    `headers`, by name, put it in a thread: a Message-ID of `message_id`, what it is In-Reply-To, a Reply-To.
    """
    if earlier := _written(once):
        return earlier
    mail = OutgoingMail(letter=letter, to=to, language=language, subject=" ".join(subject.split())[:300])
    mail.body = seal(body, SEALED) if secret else body
    mail.unsubscribe = seal(unsubscribe, SEALED) if secret and unsubscribe else unsubscribe
    mail.secret, mail.once, mail.process, mail.created_at = secret, once, process, time.now()
    mail.headers = dict(headers or {})
    try:
        with audit.recorded("mail.queued", mail, by=PORTAL, letter=letter):
            with _attached(mail, *attachment) if attachment else nullcontext():
                mail.save()
            _hand_over(mail)
    except IntegrityError:
        if earlier := _written(once):  # by another change at the same moment
            return earlier
        raise
    return mail


def _written(once: str | None) -> OutgoingMail | None:
    return OutgoingMail.objects.filter(once=once).first() if once else None


def _attached(mail: OutgoingMail, name: str, data: bytes) -> AbstractContextManager[None]:
    mail.attachment_name, mail.attachment_size = name, len(data)
    mail.attachment_sha256 = hashlib.sha256(data).hexdigest()
    return stored.kept(mail.attachment, name, data)


@task()
def deliver(mail_id: int) -> None:
    """Send one letter; after a failure try again later, and give up after the last of RETRY_AFTER."""
    mail = OutgoingMail.objects.get(pk=mail_id)
    if mail.state != MailState.QUEUED:
        return
    try:
        _send(mail)
    except Exception as error:  # whatever the transport raises is recorded, and tried again
        _failed(mail, error)
    else:
        _sent(mail)


tell(deliver, _("Sending of a message"), OutgoingMail)


def send_again(mail: OutgoingMail, *, by: Any) -> None:
    """Queue a letter that failed once more. Raises ValidationError when it waits already, or was sent."""
    with audit.recorded("mail.resent", mail, by=by):
        mail.refresh_from_db(from_queryset=OutgoingMail.objects.select_for_update())
        if mail.state != MailState.FAILED:
            raise ValidationError(_("Only a message that could not be sent can be sent again."))
        mail.state, mail.attempts, mail.error = MailState.QUEUED, 0, ""
        mail.save()
        _hand_over(mail)


def seal_anew(mail: OutgoingMail, *, by: Any) -> bool:
    """Seal a secret letter with the portal's present key; whether it was not so already. Raises CannotBeOpened."""
    with transaction.atomic():
        mail.refresh_from_db(from_queryset=OutgoingMail.objects.select_for_update())
        anew = {name: sealed_anew(kept, SEALED) for name in ERASED if (kept := getattr(mail, name))}
        if all(getattr(mail, name) == kept for name, kept in anew.items()):  # sent meanwhile, or as it should be
            return False
        for name, kept in anew.items():
            setattr(mail, name, kept)
        with audit.recorded("mail.resealed", mail, by=by):
            mail.save(update_fields=list(anew))
        return True


def _send(mail: OutgoingMail) -> None:
    # Nobody's absence notice answers it (RFC 3834), which would make two machines write to each other.
    headers = {"Content-Language": mail.language, "Message-ID": _message_id(mail), "Auto-Submitted": "auto-generated"}
    headers |= mail.headers
    body, unsubscribe = (opened(kept, SEALED) if mail.secret and kept else kept for kept in _to_erase(mail))
    if unsubscribe:
        headers |= {"List-Unsubscribe": f"<{unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    message = EmailMessage(mail.subject, body, to=[mail.to], headers=headers)
    if mail.attachment:
        message.attach(mail.attachment_name, _attachment(mail))
    message.send()


def _to_erase(mail: OutgoingMail) -> list[str]:
    return [getattr(mail, name) for name in ERASED]


def _attachment(mail: OutgoingMail) -> bytes:
    """What was attached to the letter, and nothing else. Raises OSError."""
    return stored.content(mail.attachment, size=mail.attachment_size, sha256=mail.attachment_sha256)


def _message_id(mail: OutgoingMail) -> str:
    """The same whenever the letter is sent: a worker killed between the server's yes and `_sent` sends it twice."""
    return message_id(f"letter-{mail.pk}", mail.created_at)


def message_id(name: str, at: datetime) -> str:
    """The Message-ID of a letter of this portal's: `name` is unique among those written `at` that moment."""
    host = punycode(parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2])
    return f"<{name}-{at:%Y%m%d%H%M%S%f}@{host}>"


def _sent(mail: OutgoingMail) -> None:
    with audit.recorded("mail.sent", mail, by=PORTAL, letter=mail.letter):
        mail.state, mail.sent_at, mail.error = MailState.SENT, time.now(), ""
        mail.attempts += 1
        if mail.secret:
            mail.body = mail.unsubscribe = ""
        mail.save()


def _failed(mail: OutgoingMail, error: Exception) -> None:
    last = mail.attempts >= len(RETRY_AFTER)
    with audit.recorded("mail.failed", mail, by=PORTAL, error=str(error)[:500]):
        mail.state = MailState.FAILED if last else MailState.QUEUED
        mail.error = str(error)[:2000]
        mail.attempts += 1
        mail.save()
        if not last:
            _hand_over(mail, after=timezone.now() + RETRY_AFTER[mail.attempts - 1])


def _hand_over(mail: OutgoingMail, after: datetime | None = None) -> None:
    hand_over(
        deliver, mail.pk, after=after, awaited=mail.letter in AWAITED, rank=LAST if mail.letter in PATIENT else LETTER
    )
