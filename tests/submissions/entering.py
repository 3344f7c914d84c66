"""The form on which the secretariat enters what came by another way than the portal, and what is sent from it."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from meetings.models import Participant
from submissions.models import Call, Submission


def address(call: Call) -> str:
    return f"{reverse('admin:submissions_submission_enter')}?call={call.key}"


def letter(participant: Participant, **more: Any) -> dict[str, Any]:
    """The form as it is filled in for a letter of two statements, which came on 14 October at eight in Nairobi."""
    return {
        "participant": participant.pk,
        "channel": "paper",
        "received_at_0": "2004-10-14",
        "received_at_1": "08:00:00",
        "title": "Letter of the Minister",
        "language": "fr",
        "introduction": "",
        "consent": "on",
        "statements-TOTAL_FORMS": "2",
        "statements-INITIAL_FORMS": "0",
        "statements-0-component": "",
        "statements-0-kind": "gap",
        "statements-0-words": "Il manque des laboratoires.",
        "statements-1-component": "",
        "statements-1-kind": "need",
        "statements-1-words": "",
        "do": "file",
    } | more


def entered(browser: Client, call: Call, participant: Participant, **more: Any) -> Submission:
    answer = browser.post(address(call), letter(participant, **more))
    assert answer.status_code == 302, answer.content.decode()
    return Submission.objects.get(call=call, participant=participant)
