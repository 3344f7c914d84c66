"""What the pages of receiving show."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from igsp_portal.foundations.language.days import moment

from ..models import Clarification, Screening, Submission, SubmissionVersion
from ..states import RECEIVED, Channel, Verdict

TONES = {Verdict.ACCEPTED: "ok", Verdict.RETURNED: "late", Verdict.CLARIFY: "attention"}


def entries(submission: Submission) -> list[dict[str, str]]:
    """The thread of a submission, the first message first: who wrote it, when, by which way, and its words."""
    return [
        {
            "head": _("Answer by %(name)s") % facts if message.is_answer else _("Request by %(name)s") % facts,
            "when": f"{moment(message.at)} UTC",
            "way": "" if message.channel == Channel.PORTAL else message.get_channel_display(),
            "words": message.words,
        }
        for message in Clarification.objects.of(submission.pk)
        if (facts := {"name": message.by_name})
    ]


def answers_waiting() -> QuerySet[Clarification, Any]:
    """Answers that end their thread, and of whose version nothing was found since: submission and party of each."""
    since = Screening.objects.filter(version=OuterRef("version"), at__gt=OuterRef("at"))
    answers = Clarification.objects.newest().filter(is_answer=True, version__submission__state__in=RECEIVED)
    answers = answers.exclude(Exists(since)).order_by("pk")
    return answers.annotate(party=F("version__submission__participant__name")).values_list(
        "version__submission", "party"
    )


def screening_notice(version: SubmissionVersion) -> dict[str, Any] | None:
    """What was last found of a version, as components/notice.html takes it; nothing where it was accepted unsaid."""
    found = Screening.objects.latest_of(version)
    if found is None or not found.reason:
        return None
    titles = {
        Verdict.ACCEPTED: _("The secretariat accepted this submission"),
        Verdict.RETURNED: _("The secretariat returned this submission"),
        Verdict.CLARIFY: _("The secretariat asked for a clarification of this submission"),
    }
    verdict = Verdict(found.verdict)
    return {"title": titles[verdict], "text": found.reason, "tone": TONES[verdict]}
