"""The letters of receiving: what was found of a filing, what is asked about it, and what was answered.

Those of one submission are a thread in everybody's mailbox: each is sent In-Reply-To the one before it.
"""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from igsp_portal.foundations import time
from igsp_portal.foundations.worker import mail
from igsp_portal.models import User

from .. import rules
from ..mails import focal_points, recipients
from ..models import Clarification, Screening, Submission
from ..states import Verdict
from .next_steps import next_step

mail.KINDS |= {
    "screening": gettext_lazy("result of a screening"),
    "clarification": gettext_lazy("request for a clarification"),
    "clarified": gettext_lazy("answer to a request for a clarification"),
}
SUBJECTS: dict[Verdict, str | Promise] = {
    Verdict.ACCEPTED: gettext_lazy("Accepted: %(number)s"),
    Verdict.RETURNED: gettext_lazy("Returned: %(number)s"),
}


def write_screening(submission: Submission, screening: Screening) -> None:
    """Tell the party's focal points what was found of what they filed, and what they can do."""
    version = screening.version
    for to, language, whom in recipients(version):
        with translation.override(language):
            facts = {
                "submission": submission,
                "version": version,
                "screening": screening,
                "next": next_step(submission, time.now()),
                "address": settings.SITE_ADDRESS + submission.get_absolute_url(),
            }
            mail.queue(
                letter="screening",
                to=to,
                language=language,
                subject=str(SUBJECTS[Verdict(screening.verdict)]) % {"number": version.filing_number},
                body=render_to_string("submissions/receiving/letters/screening.txt", facts),
                once=f"screening:{screening.pk}:{whom}",
                process=submission.process.slug,
            )


def write_clarification(message: Clarification) -> None:
    """Send a message of the thread to the party's focal points, and an answer to the person who asked as well."""
    submission = message.version.submission
    letter = "clarified" if message.is_answer else "clarification"
    page = reverse("submissions:clarification", args=[submission.process.slug, submission.pk])
    for user in _readers(message):
        with translation.override(user.language):
            facts = {"submission": submission, "message": message, "address": settings.SITE_ADDRESS + page}
            mail.queue(
                letter=letter,
                to=user.email,
                language=user.language,
                subject=_("Clarification: %(number)s") % {"number": message.version.filing_number},
                body=render_to_string(f"submissions/receiving/letters/{letter}.txt", facts),
                once=f"{letter}:{message.pk}:{user.pk}",
                process=submission.process.slug,
                headers=_headers(message, user),
            )


def _readers(message: Clarification) -> list[User]:
    submission = message.version.submission
    people = {user.pk: user for user in focal_points(submission.participant)}
    request = _before(message)[-1] if message.is_answer else None
    if request and (asker := request.by) and asker.is_active and rules.may_receive(asker, submission.process):
        people[asker.pk] = asker
    return list(people.values())


def _headers(message: Clarification, reader: User) -> dict[str, str]:
    """What puts the letter to `reader` behind those before it; what is asked is answered to whoever asks."""
    earlier = [_identity(one, reader) for one in _before(message)]
    headers = {"Message-ID": _identity(message, reader)}
    if earlier:
        headers |= {"In-Reply-To": earlier[-1], "References": " ".join(earlier)}
    if not message.is_answer and message.by:
        headers["Reply-To"] = message.by.email
    return headers


def _before(message: Clarification) -> list[Clarification]:
    """The messages of the thread before this one, the first first."""
    thread = Clarification.objects.of(message.version.submission_id).filter(pk__lt=message.pk)
    return list(thread)


def _identity(message: Clarification, reader: User) -> str:
    """The Message-ID under which `reader` has a message: its own where it came by e-mail, else that of our letter."""
    return message.message_id or mail.message_id(f"clarification-{message.pk}-{reader.pk}", message.at)
