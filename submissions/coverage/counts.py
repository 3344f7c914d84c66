"""Who has and has not filed, by region: the public sees counts and what is published, the secretariat sees who."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from meetings import rendering
from meetings.models import Participant

from ..models import Call, Submission, addressed_by
from ..states import RECEIVED, SubmissionState
from . import joint

TONES = {
    SubmissionState.DRAFT: "attention",
    SubmissionState.FILED: "ok",
    SubmissionState.ACKNOWLEDGED: "ok",
    SubmissionState.PUBLISHED: "ok",
    SubmissionState.RETURNED: "attention",
    SubmissionState.WITHDRAWN: "late",
}


@dataclass(frozen=True)
class Counts:
    """How many a call addresses, for how many of them something was filed, and of how many the public can read it.

    Each counts once, whether it filed itself or a joint submission counts for it (coverage/joint.py).
    """

    addressed: int
    filed: int
    published: int

    @property
    def percent(self) -> int:
        return round(100 * self.filed / self.addressed) if self.addressed else 0


def counts(call: Call) -> Counts:
    """The counts of one call."""
    return counts_of(call.process_id, [call])[call.pk]


def counts_of(process: int, calls: Sequence[Call]) -> dict[int, Counts]:
    """The counts of calls of a process by their id, in as many queries for however many calls."""
    addressed = addressed_by(calls)
    filed, published = defaultdict(set), defaultdict(set)
    received = Submission.objects.filter(call__in=calls, state__in=RECEIVED).order_by()
    for call, participant, version in received.values_list("call", "participant", "published_version"):
        filed[call].add(participant)
        if version:
            published[call].add(participant)
    for found, rows in ((filed, joint.named_in(calls)), (published, joint.published_in(calls))):
        for call, participant in rows.values_list("version__submission__call", "participant"):
            found[call].add(participant)
    return {
        key: Counts(len(those), len(those & filed[key]), len(those & published[key]))
        for key, those in addressed.items()
    }


def by_region(call: Call, *, names: bool, of: Container[int] | None = None) -> list[dict[str, Any]]:
    """What components/coverage.html takes: region by region, then kind by kind what is of none.

    `of` are the ids of those to list, all where it is None. `names` is for the secretariat and lists everyone with
    their state; otherwise only those are named whose submission is published. A draft is listed as not filed: that
    somebody is drafting is told in the matrix, to the secretariat alone.
    """
    addressed = call.addressees().select_related("region", "regional_group")
    participants = [participant for participant in addressed if of is None or participant.pk in of]
    found = Submission.objects.filter(call=call).select_related("call__process", "published_version")
    own = {submission.participant_id: submission for submission in found}
    received = {party: submission for party, submission in own.items() if _has_filed(submission)}
    submissions = own | joint.submissions_of(joint.named_in([call])) | received
    if names:
        listed = submissions
    else:
        public = {party: submission for party, submission in received.items() if _is_public(submission)}
        listed = joint.submissions_of(joint.published_in([call])) | public
    regions = rendering.by_region(participants, call.process)
    return [_region(name, members, submissions, listed, names) for name, members in regions]


Found = dict[int, Submission]  # by the ids of participants


def _region(name: str, members: list[Participant], submissions: Found, listed: Found, names: bool) -> dict[str, Any]:
    filed = sum(_has_filed(submissions.get(member.pk)) for member in members)
    return {
        "name": name,
        "filed": filed,
        "addressed": len(members),
        "percent": round(100 * filed / len(members)),
        "open": False,
        "participants": [_member(member, listed.get(member.pk)) for member in members if names or member.pk in listed],
    }


def _has_filed(submission: Submission | None) -> bool:
    return submission is not None and submission.state in RECEIVED


def _is_public(submission: Submission | None) -> bool:
    return _has_filed(submission) and submission.published_version_id is not None  # type: ignore[union-attr]


def _member(participant: Participant, submission: Submission | None) -> dict[str, Any]:
    if submission is None or submission.state == SubmissionState.DRAFT:
        return {"name": participant.name, "label": _("not filed"), "tone": "neutral"}
    joined = submission.participant_id != participant.pk
    said = _("%(participant)s (joint submission)") % {"participant": participant.name} if joined else participant.name
    return {
        "name": said,
        "label": submission.get_state_display(),
        "tone": TONES[SubmissionState(submission.state)],
        "url": submission.get_absolute_url(),
    }
