"""The letters this app sends: a receipt of what was filed, and word of its acknowledgement or withdrawal."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task

from igsp_portal.foundations import time
from igsp_portal.foundations.access import Permission, Role, roles_with
from igsp_portal.foundations.language.days import moment_in_zone
from igsp_portal.foundations.paper import pdf
from igsp_portal.foundations.worker import mail, work
from igsp_portal.models import OutgoingMail, User
from meetings.models import Membership, Participant

from . import names, papers, rendering
from .models import Call, CallDates, Clearance, Grant, Party, Submission, SubmissionVersion

log = logging.getLogger(__name__)

mail.KINDS |= {
    "receipt": gettext_lazy("receipt of a filing"),
    "joint": gettext_lazy("notice that one is named in a joint submission"),
    "acknowledgement": gettext_lazy("acknowledgement"),
    "withdrawal": gettext_lazy("notice of a withdrawal"),
    "deadline": gettext_lazy("notice of a moved deadline"),
    "clearance_asked": gettext_lazy("request for a clearance"),
    "cleared": gettext_lazy("notice of a clearance"),
    "uncleared": gettext_lazy("notice of a change after a clearance"),
    "grant": gettext_lazy("notice of a permission to file after the close"),
}


def focal_points(participant: Participant) -> list[User]:
    """The people who file for `participant`."""
    held = Membership.objects.in_force().filter(participant=participant, role=Role.FOCAL_POINT)
    return list(User.objects.filter(memberships__in=held, is_active=True).distinct())


def recipients(version: SubmissionVersion) -> list[tuple[str, str, str]]:
    """To whom what is said of a filing is written: each address, its language, and whose it is.

    The focal points of its party; where there are none, whoever sent what the secretariat entered, if that is known.
    """
    people = focal_points(version.submission.participant)
    if not people and version.sender:
        return [(version.sender, version.language, "sender")]
    return [(user.email, user.language, str(user.pk)) for user in people]


@task()
def send_receipt(version_id: int, filer_id: int | None = None) -> None:
    """Write the receipt to all who are told of the filing and to the person who filed, once to each.

    Done by the worker, since the PDF takes seconds. Where none can be made, the letter goes without it and says so.
    """
    versions = SubmissionVersion.objects.select_related("submission__call__process", "submission__participant__process")
    version = versions.prefetch_related("statements__component__parent", "attachments").get(pk=version_id)
    people = {to: (language, whom) for to, language, whom in recipients(version)}
    filer = User.objects.filter(pk=filer_id).first() if filer_id else None
    if filer:
        people[filer.email] = (filer.language, str(filer.pk))
    for to, (language, whom) in people.items():
        _write_receipt(version, to, language, whom)


work.tell(send_receipt, gettext_lazy("Preparing the receipt of a filing"), SubmissionVersion)


def _write_receipt(version: SubmissionVersion, to: str, language: str, whom: str) -> None:
    attachment = _receipt_attachment(version, language)
    with translation.override(language):
        paper = papers.receipt_paper(version)
        facts = {"paper": paper, "version": version, "has_pdf": attachment is not None}
        facts |= {"entry": papers.entry_words(version), "proof_address": papers.proof_address(version)}
        mail.queue(
            letter="receipt",
            to=to,
            language=language,
            subject=_("Receipt %(number)s: %(party)s") % {"number": paper.number, "party": paper.party},
            body=render_to_string("submissions/letters/receipt.txt", facts),
            attachment=attachment,
            once=f"receipt:{version.filing_number}:{whom}",
            process=version.process.slug,
        )


def _receipt_attachment(version: SubmissionVersion, language: str) -> tuple[str, bytes] | None:
    try:
        return rendering.receipt_name(version, language), rendering.receipt_pdf(version, language)
    except (pdf.PdfError, OSError, MemoryError) as error:
        log.warning("Receipt %s goes without its PDF: %s", version.filing_number, error)
        return None


@task()
def tell_the_named(version_id: int) -> None:
    """Tell the focal points of each further party of a joint submission that it was filed and names their party."""
    rows = Party.objects.filter(version=version_id, version__filed_at__isnull=False).select_related(
        "participant", "version__submission__call__process", "version__submission__participant"
    )
    for party in rows:
        for user in _each_language(focal_points(party.participant)):
            version = party.version
            facts = {"party": party, "version": version, "submission": version.submission}
            facts |= {"attribution": names.of(version)["party"], "address": _address(version.submission)}
            mail.queue(
                letter="joint",
                to=user.email,
                language=user.language,
                subject=_("Filed in the name of %(party)s: %(number)s")
                % {"party": party.participant, "number": version.filing_number},
                body=render_to_string("submissions/letters/joint.txt", facts),
                once=f"joint:{version.filing_number}:{party.participant_id}:{user.pk}",
                process=version.process.slug,
            )


work.tell(tell_the_named, gettext_lazy("Telling those whom a joint submission names"), SubmissionVersion)


def write_acknowledgement(submission: Submission, version: SubmissionVersion) -> None:
    """Tell the party's focal points that the secretariat has received what they filed."""
    _tell("acknowledgement", gettext_lazy("Received: %(number)s"), submission, version)


def write_withdrawal(submission: Submission, version: SubmissionVersion) -> None:
    """Tell the party's focal points, and those of all whom it names, that it was withdrawn, and for what reason."""
    named = [
        user for party in version.parties.select_related("participant") for user in focal_points(party.participant)
    ]
    _tell("withdrawal", gettext_lazy("Withdrawn: %(number)s"), submission, version, also=named)


def _tell(
    letter: str, subject: Promise, submission: Submission, version: SubmissionVersion, *, also: Iterable[User] = ()
) -> None:
    """Write a letter on a filing to each who is told of it, in their language; once to each."""
    facts = {"submission": submission, "version": version, "address": _address(submission)}
    others = [(user.email, user.language, str(user.pk)) for user in also]
    for to, language, whom in dict.fromkeys([*recipients(version), *others]):
        with translation.override(language):
            mail.queue(
                letter=letter,
                to=to,
                language=language,
                subject=str(subject) % {"number": version.filing_number},
                body=render_to_string(f"submissions/letters/{letter}.txt", facts),
                once=f"{letter}:{version.filing_number}:{whom}",
                process=submission.process.slug,
            )


def write_clearance_asked(draft: SubmissionVersion, sha256: str, *, by: User) -> None:
    """Ask each clearing officer of its party, but who asks, to clear a draft as it stands."""
    subject = gettext_lazy("Clearance asked for: %(call)s")
    _tell_of_draft("clearance_asked", subject, draft, _officers(draft) - {by}, once=_as_seen(draft, sha256))


def are_asked(draft: SubmissionVersion, sha256: str, *, by: User) -> bool:
    """Whether each clearing officer of its party, but who asks, has been asked to clear a draft as it stands."""
    keys = {_once("clearance_asked", draft, _as_seen(draft, sha256), user) for user in _officers(draft) - {by}}
    return OutgoingMail.objects.filter(once__in=keys).count() == len(keys)


def _as_seen(draft: SubmissionVersion, sha256: str) -> str:
    """A mark of what a draft says and of how its form asks for it."""
    return f"{sha256[:16]}{draft.form.stamp}"


def write_cleared(draft: SubmissionVersion, clearance: Clearance) -> None:
    """Tell the focal points that a draft can be filed."""
    people = set(focal_points(draft.submission.participant)) - {clearance.by}
    subject = gettext_lazy("Cleared: %(call)s")
    _tell_of_draft("cleared", subject, draft, people, once=str(clearance.pk), clearance=clearance)


def write_uncleared(draft: SubmissionVersion) -> None:
    """Tell the focal points and clearing officers that a draft was changed since it was cleared."""
    clearance = draft.clearances.last()
    people = set(focal_points(draft.submission.participant)) | _officers(draft)
    subject = gettext_lazy("Changed since it was cleared: %(call)s")
    _tell_of_draft("uncleared", subject, draft, people, once=str(clearance.pk if clearance else 0))


def _officers(draft: SubmissionVersion) -> set[User]:
    held = Membership.objects.in_force().filter(
        participant=draft.submission.participant_id, role=Role.CLEARING_OFFICER, user__is_active=True
    )
    return {membership.user for membership in held.select_related("user")}


def _tell_of_draft(
    letter: str, subject: Promise, draft: SubmissionVersion, people: set[User], *, once: str, **more: Any
) -> None:
    """Write to people of its party about a draft, in their languages; once to each for what `once` names."""
    submission = draft.submission
    call, page = submission.call, reverse("submissions:file", args=[submission.process.slug, submission.pk])
    for user in _each_language(sorted(people, key=lambda user: user.pk)):
        facts = {"submission": submission, "version": draft, "address": settings.SITE_ADDRESS + page, **more}
        facts["deadline"] = moment_in_zone(call.closes_at, call.zone)
        mail.queue(
            letter=letter,
            to=user.email,
            language=user.language,
            subject=str(subject) % {"call": call.title},
            body=render_to_string(f"submissions/letters/{letter}.txt", facts),
            once=_once(letter, draft, once, user),
            process=submission.process.slug,
        )


def _once(letter: str, draft: SubmissionVersion, once: str, user: User) -> str:
    return f"{letter}:{draft.pk}:{once}:{user.pk}"


def write_grant(grant: Grant) -> bool:
    """Tell the focal points until when they may file after the close of a call, and why; once for each moment and
    reason. Whether there is anybody to tell."""
    call, people = grant.call, focal_points(grant.participant)
    given = hashlib.sha256(f"{grant.until:%Y%m%d%H%M}{grant.reason}".encode()).hexdigest()[:16]
    for user in _each_language(people):
        facts = {"grant": grant, "until": moment_in_zone(grant.until, call.zone)}
        facts["address"] = settings.SITE_ADDRESS + call.get_absolute_url()
        mail.queue(
            letter="grant",
            to=user.email,
            language=user.language,
            subject=_("You may still file: %(call)s") % {"call": call.title},
            body=render_to_string("submissions/letters/grant.txt", facts),
            once=f"grant:{grant.pk}:{given}:{user.pk}",
            process=call.process.slug,
        )
    return bool(people)


def concerned(call: Call) -> list[User]:
    """Whom a moved deadline concerns: focal points of those addressed, and all who can write on a draft."""
    held = Membership.objects.in_force()
    filing = held.filter(participant__in=call.addressees(), role=Role.FOCAL_POINT)
    drafts = SubmissionVersion.objects.filter(submission__call=call, filed_at__isnull=True)
    parties = drafts.order_by().values("submission__participant")
    drafting = held.filter(participant__in=parties, role__in=roles_with(Permission.OWN_DRAFT))
    memberships = Membership.objects.filter(Q(pk__in=filing.values("pk")) | Q(pk__in=drafting.values("pk")))
    return list(User.objects.filter(memberships__in=memberships, is_active=True).distinct())


@task()
def tell_of_moved_deadline(dates_id: int) -> None:
    """Write to everyone concerned that the deadline of a call, or its close, was moved; once to each for each move."""
    dates = CallDates.objects.select_related("call__process").get(pk=dates_id)
    call = dates.call
    if call.is_draft:  # again: it is shown to nobody
        return
    for to, language, whom in _addresses_of(call):
        with translation.override(language):
            _write_moved(dates, to, language, whom)


work.tell(tell_of_moved_deadline, gettext_lazy("Telling of a moved deadline"), CallDates)


def _addresses_of(call: Call) -> Iterable[tuple[str, str, str]]:
    """Each address to be told, its language, and whose it is: of persons, and of bodies that were invited."""
    known = set()
    for user in concerned(call):
        known.add(user.email.lower())
        yield user.email, user.language, str(user.pk)
    for invitation in call.invitations.filter(token_hash__isnull=False).order_by("pk"):
        for place, email in enumerate(invitation.emails):
            if email.lower() not in known:
                known.add(email.lower())
                yield email, invitation.language, f"invitation:{invitation.pk}:{place}"


def _write_moved(dates: CallDates, to: str, language: str, whom: str) -> None:
    call = dates.call
    facts = {
        "call": call,
        "deadline": papers.deadline(call, time.now()),
        "earlier": papers.earlier_words(dates),
        "address": settings.SITE_ADDRESS + call.get_absolute_url(),
    }
    mail.queue(
        letter="deadline",
        to=to,
        language=language,
        subject=_("Deadline moved: %(call)s") % {"call": call.title},
        body=render_to_string("submissions/letters/deadline.txt", facts),
        once=f"deadline:{dates.pk}:{whom}",
        process=call.process.slug,
    )


def _each_language(people: Iterable[User]) -> Iterable[User]:
    """Each person in turn, with their language in force."""
    for user in people:
        with translation.override(user.language):
            yield user


def _address(submission: Submission) -> str:
    return settings.SITE_ADDRESS + submission.get_absolute_url()
