"""What the pages of calls and submissions show, as the components of the face take it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from igsp_portal.foundations.language.days import moment, moment_in_zone
from igsp_portal.foundations.language.languages import LANGUAGES, isolated
from igsp_portal.foundations.language.lettering import cited
from igsp_portal.foundations.record import audit
from igsp_portal.models import Event
from meetings.kinds import ParticipantKind
from meetings.models import Component, Participant

from . import actions, coverage, names, papers, rules, shown
from .merging import mark
from .models import Call, CallFile, Grant, Submission, SubmissionVersion, addressed_by
from .states import CallState, FileState, SubmissionState

CALL_TONES = {
    CallState.NOT_YET_OPEN: "neutral",
    CallState.OPEN: "ok",
    CallState.LATE: "late",
    CallState.CLOSED: "neutral",
}

Facts = list[dict[str, Any]]


def state_badge(submission: Submission) -> dict[str, Any]:
    return {"label": submission.get_state_display(), "tone": coverage.TONES[SubmissionState(submission.state)]}


def call_badge(call: Call, at: dt.datetime) -> dict[str, Any]:
    """Where a call stands at `at`, or that it is a draft."""
    if call.is_draft:
        return {"label": call.get_stage_display(), "tone": "attention"}
    state = call.state_at(at)
    return {"label": state.label, "tone": CALL_TONES[state]}


def call_facts(call: Call) -> Facts:
    """Which mandate a call answers, whom it addresses, and when it opened."""
    decision = call.decision
    mandate = decision.cited_in(call.process) if decision else ""
    facts: Facts = [
        {"label": _("Mandate"), "value": mandate, "note": decision.title if decision else ""},
        {"label": _("Paragraph"), "value": cited(call.paragraph, get_language() or "en")},
        {"label": _("Input it serves"), "value": str(call.required_input or "")},
        {"label": _("Addressed to"), "value": " · ".join(addressed_words(call))},
        {"label": _("Opens"), "value": moment_in_zone(call.opens_at, call.zone)},
    ]
    return [fact for fact in facts if fact["value"]]


def addressed_words(call: Call) -> list[str]:
    """Whom a call addresses, in words: kinds in their regions, members of groups, and participants by name."""
    regions = ", ".join(region.name for region in call.regions.all())
    kinds = [capfirst(call.process.names.many(ParticipantKind(kind))) for kind in call.addressed]
    if regions:
        kinds = [f"{kind} ({regions})" for kind in kinds or [_("All participants")]]
    groups = [_("Members of: %(group)s") % {"group": group.name} for group in call.groups.all()]
    return [*kinds, *groups, *(participant.name for participant in call.named.all())]


def call_files(call: Call) -> list[dict[str, Any]]:
    """What a call gives out, as the page of the call lists it: for all languages, then for each."""
    order = ["", *LANGUAGES]
    return [
        {
            "url": file.get_absolute_url(),
            "label": str(file),
            "language": LANGUAGES[file.language].own_name if file.language else "",
            "lang": LANGUAGES[file.language].html_lang if file.language else "",
            "type": file.name.rpartition(".")[2].upper(),
            "size": filesizeformat(file.size),
        }
        for file in sorted(files_of(call), key=lambda file: order.index(file.language))
    ]


def files_of(call: Call) -> list[CallFile]:
    """The files that a call gives out; each has the call at hand."""
    found = list(call.files.all())
    for file in found:
        file.call = call
    return found


def version_page(version: SubmissionVersion, *, whole: bool = True) -> dict[str, Any]:
    """The words and files of one version, for the page that shows it and for the one that reviews it.

    `whole` is for its party and the secretariat; others are shown what may be published of it.
    """
    prefetch_related_objects([version], "form__questions__options", "answers", "statements__text_version__text")
    answers, statements, attachments = rules.parts_read(version, whole=whole)
    language, named = LANGUAGES[version.language], names.of(version)
    components = dict(named["components"])
    files = [attachment_row(a) for a in attachments]
    return {
        "version": version,
        "introduction": actions.introduced(version),
        "party": named["party"],
        "title": version.title or _("(no title)"),
        "lang": language.html_lang,
        "dir": language.direction,
        "language": str(language.name),
        "in_own_words": language.own_name,
        "by_component": bool(components) or Component.objects.filter(decision__process=version.process).exists(),
        "parts": shown.parts(version, answers, statements, files, components, whole=whole),
        "in_part": not whole and rules.is_in_part(version),
    }


def ranks_given_twice(version: SubmissionVersion) -> list[int]:
    """The ranks that more than one statement has, the most important first."""
    given = Counter(statement.rank for statement in version.statements.all())
    return sorted(rank for rank, times in given.items() if times > 1)


def attachment_row(attachment: Any) -> dict[str, Any]:
    return {
        "pk": attachment.pk,
        "question": attachment.question,
        "name": attachment.name,
        "size": filesizeformat(attachment.size),
        "sha256": attachment.sha256,
        "note": "" if attachment.state == FileState.TAKEN else attachment.get_state_display(),
        "reason": attachment.reason,
        "withheld": attachment.withheld,
        "was": mark(attachment.withheld),
        "url": reverse("submissions:attachment", args=[attachment.process.slug, attachment.pk]),
    }


def filing_facts(version: SubmissionVersion, *, inside: bool = True) -> Facts:
    """Number, time, deadline and SHA-256 of a filed version; who entered it from paper is told `inside` alone."""
    came = papers.filed_by_words(version) if inside and version.received_at else papers.channel_words(version)
    call, named = version.submission.call, names.of(version)
    facts: Facts = [
        {"label": _("Number"), "value": version.filing_number},
        {"label": _("Submitted by"), "value": named["party"]},
        {"label": _("In answer to"), "value": named["call"], "url": call.get_absolute_url()},
        {
            "label": _("Filed at"),
            "value": f"{moment(version.filed_at, seconds=True)} UTC" if version.filed_at else "",
            "note": papers.late_words(version),
        },
        {"label": _("Channel"), "value": came},
        *papers.version_facts(version),
        {"label": "SHA-256", "value": version.sha256, "checksum": True},
    ]
    return [fact for fact in facts if fact["value"]]


def history(events: Any) -> list[dict[str, Any]]:
    """Events in words, as components/history.html takes them."""
    return [
        {
            "iso": papers.iso(event.at),
            "when": f"{moment(event.at)} UTC",
            "what": words,
            "where": _where(event.about_thing),
        }
        for event, words in audit.told(events)
    ]


def _where(thing: Any) -> dict[str, str] | None:
    """The way to a thing whose name no sentence says, which tells it in its method `shown_at`."""
    return thing.shown_at() if hasattr(thing, "shown_at") else None


def submission_history(submission: Submission, *, own: bool) -> list[dict[str, Any]]:
    """What happened to a submission, newest first: all of it for its `own` party; saves one after another are one."""
    return history(_sittings(events_of(submission, own=own)))


def _sittings(events: Iterable[Event]) -> list[Event]:
    """The events without the saves that the same person made right before another save."""
    found: list[Event] = []
    for event in events:
        later = found[-1] if found else None
        same = later and (later.verb, later.by_label) == (event.verb, event.by_label)
        if not (same and event.verb == "submission.saved"):
            found.append(event)
    return found


def events_of(submission: Submission, *, own: bool) -> QuerySet[Event]:
    """The events its party sees; for the secretariat without the drafting, which is the party's own."""
    events = Event.objects.about(submission).seen_by_party(submission.participant.party)
    return events if own else events.exclude(verb__in=actions.DRAFTING)


# One's own


def own_row(submission: Submission) -> dict[str, Any]:
    """A submission on the page of its party: what stands, under its own title, and what is being drafted."""
    standing, draft = submission.standing, submission.draft
    shown = standing or draft
    return {
        "submission": submission,
        "url": submission.get_absolute_url(),
        "title": (shown.title if shown else "") or _("(no title)"),
        "number": papers.number_of(standing),
        "filed": f"{moment(standing.filed_at)} UTC" if standing and standing.filed_at else "",
        "late": bool(standing and standing.late),
        "badge": state_badge(submission),
        "draft": draft,
        "draft_title": (draft.title or _("(no title)")) if standing and draft else "",
        "saved": saved_words(draft),
    }


def saved_words(draft: SubmissionVersion | None) -> str:
    """When a draft was last saved, and by whom; nothing of one that was only begun."""
    if draft is None or not draft.revision:
        return ""
    facts = {"moment": isolated(f"{moment(draft.saved_at)} UTC"), "name": isolated(draft.saved_by_name)}
    return _("Draft saved on %(moment)s by %(name)s") % facts


def own_desk(
    participants: list[Participant],
    calls: list[Call],
    submissions: list[Submission],
    at: dt.datetime,
    grants: list[Grant],
) -> list[dict[str, Any]]:
    """For each participant one acts for: the calls it can answer, until when, and what it has written and filed.

    Of calls that are closed those alone for which it has one of the `grants`, which are told.
    """
    open_to = {(grant.call_id, grant.participant_id) for grant in grants}
    by_place = {(s.call_id, s.participant_id): s for s in submissions}
    addressed = addressed_by(calls)
    return [
        {
            "participant": participant,
            "waiting": [
                (call, papers.deadline(call, at))
                for call in calls
                if participant.pk in addressed[call.pk]
                and (call.pk, participant.pk) not in by_place
                and (call.receives_at(at) or (call.pk, participant.pk) in open_to)
            ],
            "grants": [
                {"grant": grant, "until": moment_in_zone(grant.until, grant.call.zone)}
                for grant in grants
                if grant.participant_id == participant.pk
            ],
            "submissions": [s for s in submissions if s.participant_id == participant.pk],
        }
        for participant in participants
    ]
