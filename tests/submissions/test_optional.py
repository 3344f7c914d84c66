"""What a process folder may leave out is taken for granted by no page of those who write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from igsp_portal.foundations.access import Role
from igsp_portal.models import User
from meetings.models import Component, Decision, Participant, Process
from submissions import actions, names
from submissions.actions import Said
from submissions.models import Call, Submission, SubmissionVersion
from submissions.stating import ComponentChoices

from ..cast import given, with_role
from .addresses import at

Browser = Callable[[User], Client]
Write = Callable[..., SubmissionVersion]


def decide(process: Process, key: str, adopted_on: dt.date | None) -> Component:
    """A decision with one component."""
    with given():
        decision = Decision.objects.create(
            process=process, key=key, symbol=key.upper(), title=f"Decision {key}", adopted_on=adopted_on
        )
        return Component.objects.create(decision=decision, key="first", label="a", text=f"Of {key}")


@pytest.fixture
def undated(igsp: Process) -> Component:
    """Of a decision whose day is not known, entered before the others of the test."""
    return decide(igsp, "undated", None)


@pytest.fixture
def ancient(undated: Component, igsp: Process) -> Component:
    """Of the first decision of all, entered last."""
    return decide(igsp, "ancient", dt.date(1997, 2, 7))


def test_the_form_opens_where_the_day_of_a_decision_is_not_known(
    draft: SubmissionVersion, undated: Component, amina: User, browser_of: Browser
) -> None:
    answer = browser_of(amina).get(at("write", draft.submission.pk))
    assert answer.status_code == 200
    assert f'<option value="{undated.pk}">(a) Of undated</option>' in answer.content.decode()


def test_decisions_come_by_their_day_and_those_without_one_last_on_every_page(
    draft: SubmissionVersion, undated: Component, ancient: Component, write: Write, amina: User, igsp: Process
) -> None:
    said = [Said("Of each.", component) for component in (undated, ancient)]
    version = write(draft, statements=said)
    igsp.refresh_from_db()
    offered = [str(label) for label, _group in ComponentChoices(igsp).choices]
    decided = [decision.key for decision in igsp.decisions.all()]
    assert (offered[1], offered[-1]) == (str(ancient), str(undated))
    assert (decided[0], decided[-1]) == ("ancient", "undated")
    assert [label for _pk, label in names.of(version)["components"]] == [str(ancient), str(undated)]


def test_a_component_three_levels_down_is_offered_under_its_letters(igsp: Process, ancient: Component) -> None:
    with given():
        second = Component.objects.create(decision=ancient.decision, parent=ancient, key="b", label="i", text="Second")
        Component.objects.create(decision=ancient.decision, parent=second, key="c", label="1", text="Third")
    igsp.refresh_from_db()
    label, group = ComponentChoices(igsp).choices[1]
    assert (label, [str(words) for _pk, words in group]) == (
        "(a) Of ancient",
        ["(a) as a whole", "(a)(i) Second", "(a)(i)(1) Third"],
    )


@pytest.fixture
def rivers(db: None, clock: Callable[[str], None]) -> Submission:
    """A process whose decisions have no components, with a submission just begun for its one party."""
    clock("2004-10-15T12:00")
    with given():
        process = Process.objects.create(slug="rivers", name="Rivers", short_name="Rivers", body="Committee")
        party = Participant.objects.create(process=process, key="delta", kind="group", name="Delta")
        call = Call.objects.create(
            process=process,
            key="views",
            stage="published",
            title="Views",
            addressed=["group"],
            opens_at=dt.datetime(2004, 7, 15, tzinfo=dt.UTC),
            closes_at=dt.datetime(2004, 10, 29, tzinfo=dt.UTC),
            zone="UTC",
        )
    return actions.begin(call, party, by="test")


def test_where_no_decision_has_components_statements_are_written_and_filed_without_one(
    rivers: Submission, browser_of: Browser
) -> None:
    browser = browser_of(with_role("Irina", Role.FOCAL_POINT, rivers.process, rivers.participant))
    write, review = (reverse(f"submissions:{page}", args=["rivers", rivers.pk]) for page in ("write", "file"))
    assert "component" not in browser.get(write).context["formset"][0].fields
    rows = {"statements-TOTAL_FORMS": "1", "statements-INITIAL_FORMS": "0"}
    said = {"statements-0-kind": "need", "statements-0-words": "Dredge.", "statements-0-rank": ""}
    browser.post(write, {"title": "Views", "language": "en", "revision": "0", "do": "save", **rows, **said})
    shown = browser.get(review)
    assert (shown.context["problems"], "not stated" in shown.content.decode()) == ({}, False)
    browser.post(review, {"version": "1", "revision": "1"})
    filed = SubmissionVersion.objects.get(submission=rivers)
    assert (filed.filing_number, [s.words for s in filed.statements.all()]) == ("RIVERS-2004-0001", ["Dredge."])
