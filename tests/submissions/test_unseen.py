"""While a party drafts, nothing changes for a stranger: so the public pages kept meanwhile hold good."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from igsp_portal.foundations.record import audit
from igsp_portal.models import Event, User
from meetings.models import Participant
from submissions import actions
from submissions.actions import checking
from submissions.models import Call, Submission, SubmissionVersion

from ..library.files import pdf, script
from .addresses import at
from .test_filing import picture

pytestmark = pytest.mark.slow


def seen(submission: Submission) -> list[bytes]:
    """What a stranger who has never been here reads; 404 and the like as such."""
    addresses = [
        reverse("front:home"),
        reverse("meetings:process", args=["igsp"]),
        at("call", "needs"),
        at("coverage", "needs"),
        at("published"),
        at("submission", submission.pk),
    ]
    return [Client().get(address).content for address in addresses]


def test_nothing_of_drafting_is_seen_by_strangers(
    published: Submission,
    write: Callable[..., SubmissionVersion],
    call: Call,
    croatia: Participant,
    amina: User,
    goran: User,
) -> None:
    before, stamp = seen(published), audit.stamp()
    newest = Event.objects.values_list("pk", flat=True)[0]

    other = actions.begin(call, croatia, by=goran)
    assert seen(published) == before
    draft = write(actions.revise(published, by=amina), title="Other needs")
    attached = actions.attach(draft, name="Map.png", data=picture(), by=amina)
    for name, data in (("Needs.pdf", pdf()), ("Script.pdf", script())):
        checking.check(actions.attach(draft, name=name, data=data, by=amina))
    assert seen(published) == before
    actions.detach(attached, by=amina)
    actions.discard(draft, by=amina)
    assert other.draft is not None
    actions.discard(other.draft, by=goran)
    assert seen(published) == before

    happened = set(Event.objects.filter(pk__gt=newest).values_list("verb", flat=True))
    assert happened == {
        *("submission.begun", "submission.saved", "submission.revised", "submission.discarded"),
        *("submission.attached", "submission.detached", "submission.file_taken", "submission.file_refused"),
    }
    assert audit.stamp() == stamp


def test_every_event_of_drafting_is_the_party_s_own() -> None:
    assert set(actions.DRAFTING) - audit.PRIVATE == set()


def test_a_filing_is_seen_on_the_page_of_its_call(
    filed: Submission, write: Callable[..., SubmissionVersion], call: Call, croatia: Participant, goran: User
) -> None:
    before, stamp = seen(filed), audit.stamp()
    draft = actions.begin(call, croatia, by=goran).draft
    assert draft is not None
    actions.file(write(draft, by=goran), by=goran)
    assert audit.stamp() > stamp
    assert seen(filed) != before
