"""The facts of calls and filings as pages, letters and papers say them, in the reader's language."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import segno
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from igsp_portal.foundations import time
from igsp_portal.foundations.language.days import date_format, moment
from igsp_portal.foundations.language.languages import LANGUAGES

from . import names
from .models import Call, CallDates, SubmissionVersion
from .states import CallState

DEADLINE_TONES = {
    CallState.NOT_YET_OPEN: "neutral",
    CallState.OPEN: "attention",
    CallState.LATE: "late",
    CallState.CLOSED: "late",
}


def iso(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def deadline(call: Call, at: dt.datetime) -> dict[str, Any]:
    """What components/deadline.html takes: local time, UTC, how long is left, and what happens afterwards."""
    state = call.state_at(at)
    facts = time.deadline(call.closes_at, call.zone, at)
    return {
        "label": _("Deadline"),
        "iso": iso(facts.utc),
        "local": moment(call.closes_at, call.zone),
        "zone": call.zone,
        "utc": moment(call.closes_at),
        "left": _left(call, state, facts.phrase, at),
        "tone": DEADLINE_TONES[state],
        "note": _after_the_deadline(call, state),
        "earlier": [earlier_words(dates) for dates in call.earlier.all()],
    }


def earlier_words(dates: CallDates) -> str:
    """A deadline that was moved, with the close that went with it."""
    given = f"{moment(dates.closes_at, dates.zone)} ({dates.zone})"
    if dates.hard_closes_at is None:
        return given
    close = {"deadline": given, "moment": moment(dates.hard_closes_at, dates.zone)}
    return _("%(deadline)s; none received after %(moment)s") % close


def _left(call: Call, state: CallState, phrase: str, at: dt.datetime) -> str:
    """How long is left, or how long ago it closed; a call that still receives has not closed."""
    if state == CallState.LATE:
        return str(state.label)
    return _opens(call) if at < call.opens_at else phrase  # a draft may be older than its opening


def _opens(call: Call) -> str:
    return _("opens on %(moment)s (%(zone)s)") % {"moment": moment(call.opens_at, call.zone), "zone": call.zone}


def _after_the_deadline(call: Call, state: CallState) -> str:
    if state == CallState.CLOSED:
        return _("The call is closed.")
    if call.hard_closes_at is None:
        return _("Submissions filed after the deadline are received and marked as late.")
    return _(
        "Submissions filed after the deadline are marked as late; none is received after %(moment)s (%(zone)s)."
    ) % {
        "moment": moment(call.hard_closes_at, call.zone),
        "zone": call.zone,
    }


@dataclass(frozen=True)
class Receipt:
    """What templates/papers/receipt.html prints; its fields are described there and in papers/base.html."""

    language: str
    direction: str
    organization: str
    body: str
    symbol: str
    date: str
    title: str
    number: str
    party: str
    call: str
    submission_title: str
    version: int
    replaces: str
    written_in: str
    filed_by: str
    filed_local: str
    filed_utc: str
    late: str
    publication: str
    checksum: list[str]
    check_address: str
    entry: int
    head: list[str]
    verify_address: str
    code: str
    statements: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    parent_organization: str = ""
    distribution: str = ""
    original_language: str = ""
    job_number: str = ""


def receipt_paper(version: SubmissionVersion) -> Receipt:
    """The receipt of a filed version, in the language in force."""
    named, zone = names.of(version), _zone(version)
    language = LANGUAGES[get_language() or "en"]
    return Receipt(
        language=language.code,
        direction=language.direction,
        organization=named["organization"],
        body=named["body"],
        symbol=str(version.filing_number),
        date=date_format(version.filing_time, "DATE_FORMAT"),
        title=_("Receipt %(number)s") % {"number": version.filing_number},
        number=str(version.filing_number),
        party=named["party"],
        call=named["call"],
        submission_title=version.title,
        version=version.number,
        replaces=number_of(version.replaces),
        written_in=str(LANGUAGES[version.language].name),
        filed_by=filed_by_words(version),
        filed_local=f"{moment(version.filing_time, zone, seconds=True)} ({zone})",
        filed_utc=f"{moment(version.filing_time, seconds=True)} UTC",
        late=late_words(version),
        publication=publication_words(version),
        checksum=groups(version.sha256),
        check_address=settings.SITE_ADDRESS + version.submission.get_absolute_url(),
        entry=version.entry.size,
        head=groups(version.entry.root),
        verify_address=verify_address(version),
        code=_code(proof_address(version)),
        statements=statement_counts(version),
        attachments=[
            {"name": a.name, "size": filesizeformat(a.size), "checksum": groups(a.sha256)}
            for a in version.attachments.all()
        ],
    )


def entry_words(version: SubmissionVersion) -> str:
    """Where a filing stands in the log, and the head of the log with it."""
    return _("Entry %(entry)s; head: %(head)s") % {"entry": version.entry.size, "head": version.entry.root}


def verify_address(version: SubmissionVersion) -> str:
    """The address at which anybody can verify a receipt, in every language."""
    return f"{settings.SITE_ADDRESS}/verify/{version.filing_number}/"


def proof_address(version: SubmissionVersion) -> str:
    """The same with its SHA-256, so that nothing is left to be typed."""
    return f"{verify_address(version)}?sha256={version.sha256}"


def _code(address: str) -> str:
    """An address as a QR code: an image in SVG, with its words for those who listen."""
    title = _("QR code that leads to the page on which this receipt is verified")
    return mark_safe(segno.make(address, error="m", micro=False).svg_inline(title=title, border=2, omitsize=True))


def number_of(version: SubmissionVersion | None) -> str:
    """The number under which a version was filed; nothing where there is none."""
    return str(version.filing_number) if version else ""


def filed_by_words(version: SubmissionVersion) -> str:
    """Who filed it; of what came by another way than the portal who entered it, how it came, and when."""
    if version.received_at is None:
        return version.filed_by_name
    if not version.filed_by_name:  # what a folder of data says was entered names nobody
        return channel_words(version)
    entered = _("entered by %(name)s") % {"name": version.filed_by_name}
    return f"{channel_words(version)} · {entered}"


def channel_words(version: SubmissionVersion) -> str:
    """By which other way than the portal it came, and when; nothing where it came by the portal."""
    if version.received_at is None:
        return ""
    received = _("received on %(moment)s UTC") % {"moment": moment(version.received_at)}
    return f"{version.get_channel_display()} · {received}"


def late_words(version: SubmissionVersion) -> str:
    """That a version was filed late, and after which deadline, as it stood then; nothing when in time."""
    call = version.submission.call
    if not version.late:
        return ""
    return _("Filed after the deadline of %(moment)s (%(zone)s).") % {
        "moment": moment(version.deadline or call.closes_at, _zone(version)),
        "zone": _zone(version),
    }


def publication_words(version: SubmissionVersion) -> str:
    """What its party consents to."""
    if version.consent:
        return _("It may be published.")
    return _("It may not be published and is read within the secretariat alone.")


def _zone(version: SubmissionVersion) -> str:
    """The zone in which the deadline stood at the filing."""
    return version.zone or version.submission.call.zone


def statement_counts(version: SubmissionVersion) -> list[dict[str, Any]]:
    """How many statements were filed on each component of the mandate."""
    counts = Counter(statement.component_id for statement in version.statements.all())
    return [{"label": label, "count": counts[pk]} for pk, label in names.of(version)["components"]]


def groups(checksum: str, size: int = 8) -> list[str]:
    """A checksum in groups of digits, as it is printed."""
    return [checksum[start : start + size] for start in range(0, len(checksum), size)]


def version_facts(version: SubmissionVersion) -> list[dict[str, Any]]:
    """Which version it is, in which language, and which numbers it replaces and is replaced by."""
    return [
        {"label": _("Version"), "value": version.number},
        {"label": _("Replaces"), "value": number_of(version.replaces)},
        {"label": _("Replaced by"), "value": number_of(version.replaced_by)},
        {"label": _("Language"), "value": str(LANGUAGES[version.language].name)},
    ]


def receipt_component(version: SubmissionVersion) -> dict[str, Any]:
    """What components/receipt.html takes."""
    submission, named, zone = version.submission, names.of(version), _zone(version)
    address = reverse("submissions:receipt_pdf", args=[submission.process.slug, submission.pk])
    verify = reverse("verify", args=[version.filing_number])
    facts = [
        {"label": _("Filed by"), "value": filed_by_words(version)},
        {"label": _("Title"), "value": version.title},
        *version_facts(version),
        {"label": _("Statements"), "value": len(version.statements.all())},
        {"label": _("Attachments"), "value": len(version.attachments.all())},
        {"label": _("Publication"), "value": publication_words(version)},
        {"label": _("Log of filings"), "value": entry_words(version)},
    ]
    return {
        "number": version.filing_number,
        "filed_at_utc": moment(version.filing_time, seconds=True),
        "filed_at_local": moment(version.filing_time, zone, seconds=True),
        "zone": zone,
        "sha256": version.sha256,
        "party": named["party"],
        "call": named["call"],
        "late_label": late_words(version),
        "pdf_url": f"{address}?version={version.number}",
        "verify_url": f"{verify}?sha256={version.sha256}",
        "facts": [fact for fact in facts if fact["value"] != ""],
    }
