"""Parties are told, once, that a version is released which says what became of their statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task

from documents.library.told import OF_ISSUE
from documents.models import Document, TextVersion
from igsp_portal.foundations.worker import mail
from igsp_portal.foundations.worker.work import hand_over, tell
from igsp_portal.models import Event, User

from ..mails import focal_points
from ..models import Party, Source, Submission
from ..models.sources import SourceQuerySet
from ..states import COUNTED, RECEIVED, Disposition

LETTER = "became"
# By which a version comes to be there for its readers: its release, or later the issue of its document.
OF_RELEASE = ("text.released", "text.released_lacking", "text.released_in_part")

mail.KINDS |= {LETTER: gettext_lazy("what became of a submission")}


def follow(events: Sequence[Event]) -> None:
    """Have the worker tell the parties whose statements a version answers that its readers have from now on."""
    released = _about(events, OF_RELEASE, TextVersion._meta.label_lower)
    issued = _about(events, OF_ISSUE, Document._meta.label_lower)
    if not released and not issued:
        return
    rows = _to_be_told()
    versions = rows.filter(version__in=released) | rows.filter(version__document__in=issued)
    for version in sorted(set(versions.values_list("version", flat=True))):
        hand_over(send_became, version)


def _about(events: Sequence[Event], verbs: Sequence[str], model: str) -> list[int]:
    return [int(one.about_key) for one in events if one.verb in verbs and one.about_type == model]


def _to_be_told() -> SourceQuerySet:
    """What stands of statements of parties, not of those written to show how the portal works."""
    of_parties = {"statement__version__submission__illustrative": False}
    return Source.objects.standing().filter(statement__version__submission__state__in=RECEIVED, **of_parties)


@task()
def send_became(version: int) -> None:
    """Write to the focal points of each party what a version says of its statements, once to each person.

    Of a joint submission to those of the further parties too, for which it counts as it stands: they read it.
    """
    found = TextVersion.objects.issued().select_related("text__process").filter(pk=version).first()
    if found is None:  # its document is not issued yet: that tells of it
        return
    counts: dict[int, Counter[str]] = {}
    rows = _to_be_told().filter(version=found).order_by()
    for pk, disposition in rows.values_list("statement__version__submission", "disposition"):
        counts.setdefault(pk, Counter())[disposition] += 1
    related = Submission.objects.select_related("call__process", "participant")
    for submission in related.filter(pk__in=counts).order_by("pk"):
        for user in _concerned(submission):
            _write(found, submission, counts[submission.pk], user)


def _concerned(submission: Submission) -> list[User]:
    named: Any = Party.objects.filter(version__submission=submission, capacity__in=COUNTED).select_related(
        "participant"
    )
    parties = [submission.participant, *(party.participant for party in named.standing())]
    return list(dict.fromkeys(user for party in parties for user in focal_points(party)))


tell(send_became, gettext_lazy("Telling parties what became of their submissions"), TextVersion)


def _write(version: TextVersion, submission: Submission, counts: Counter[str], user: User) -> None:
    with translation.override(user.language):
        facts = {
            "version": version,
            "submission": submission,
            "counts": [(one.label, counts[one]) for one in Disposition if counts[one]],
            "address": f"{settings.SITE_ADDRESS}{submission.get_absolute_url()}#became",
        }
        mail.queue(
            letter=LETTER,
            to=user.email,
            language=user.language,
            subject=_("What became of your submission: %(text)s") % {"text": version.text.title},
            body=render_to_string("submissions/letters/became.txt", facts),
            once=f"{LETTER}:{version.pk}:{submission.pk}:{user.pk}",
            process=version.process.slug,
        )
