"""What programs are told that has changed: calls, published submissions, and inputs that calls serve."""

from __future__ import annotations

from collections.abc import Iterable

from igsp_portal.foundations.record import changes
from igsp_portal.models import Event

from .models import Call, Submission


def begin() -> None:
    """Name the events that change what programs read of a submission, or of an input that one answers."""
    changes.tell(
        "submission",
        visible=lambda user: Submission.objects.published().visible_to(user),
        slug="pk",
        touched={"submissions.submission": _published},
        unseen=lambda submission, event: event.verb != "submission.published",
    )
    changes.tell(
        "call",
        visible=Call.objects.visible_to,
        slug="key",
        touched={
            "submissions.call": lambda call, event: [call.pk],
            "submissions.callfile": lambda file, event: [file.call_id],
            "submissions.calldates": lambda dates, event: [dates.call_id],
        },
    )
    changes.also("input", "submissions.submission", _answered)


def _published(submission: Submission, event: Event) -> Iterable[int]:
    """Only what is published is read by programs; a filing on the night of a deadline costs nothing more."""
    return [submission.pk] if submission.published_version_id or event.verb == "submission.closed" else []


def _answered(submission: Submission, event: Event) -> Iterable[int | None]:
    """The input that it answers once it is published; of what was filed strangers are not told."""
    comes_or_goes = event.verb in ("submission.published", "submission.withdrawn") and submission.published_version_id
    return [submission.call.required_input_id] if comes_or_goes or event.verb == "submission.closed" else []
