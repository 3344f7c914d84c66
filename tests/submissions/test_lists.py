"""Coverage, the published list and one's own page: their rows, and what they cost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from igsp_portal.models import User
from meetings.models import Participant, Process
from submissions import actions
from submissions.models import Call, Submission, SubmissionVersion

from ..cast import given
from .addresses import at

pytestmark = pytest.mark.slow

Browser = Callable[[User], Client]
Write = Callable[..., SubmissionVersion]


def publish_for(call: Call, parties: list[Participant], write: Write, amina: User, farah: User) -> None:
    for party in parties:
        draft = actions.begin(call, party, by=amina).draft
        assert draft is not None
        submission = actions.file(write(draft), by=amina).submission
        actions.publish(actions.acknowledge(submission, by=farah), by=farah)


@pytest.mark.parametrize("page", ["published", "coverage"])
def test_a_list_costs_the_same_queries_for_one_row_and_for_three(
    page: str, client: Client, call: Call, igsp: Process, write: Write, amina: User, farah: User
) -> None:
    address = at(page, *(["needs"] if page == "coverage" else []))
    counts = []
    for keys in (["ken"], ["uga", "hrv"]):
        publish_for(call, list(igsp.participants.filter(key__in=keys)), write, amina, farah)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


def test_one_s_own_page_costs_the_same_queries_for_one_submission_and_for_three(
    call: Call, igsp: Process, write: Write, amina: User, browser_of: Browser
) -> None:
    from meetings.models import Membership

    browser, counts = browser_of(amina), []
    for keys in (["ken"], ["uga", "hrv"]):
        for party in igsp.participants.filter(key__in=keys):
            with given():
                Membership.objects.get_or_create(process=igsp, user=amina, role="focal_point", participant=party)
            actions.begin(call, party, by=amina)
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse("own:home"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_public_sees_counts_and_the_names_of_published_ones_only(
    client: Client, call: Call, igsp: Process, croatia: Participant, write: Write, published: Submission, amina: User
) -> None:
    draft = actions.begin(call, croatia, by=amina).draft
    assert draft is not None
    actions.file(write(draft), by=amina)
    page = client.get(at("coverage", "needs"))
    names = [p["name"] for region in page.context["regions"] for p in region["participants"]]
    filed = {region["name"]: region["filed"] for region in page.context["regions"] if region["filed"]}
    assert names == ["Kenya"]
    assert filed == {"Africa": 1, "Europe": 1}
    assert "Croatia" not in page.content.decode()


def test_the_desk_sees_who_has_and_has_not_filed_but_not_who_is_drafting(
    browser_of: Browser, farah: User, filed: Submission, call: Call, croatia: Participant, amina: User
) -> None:
    actions.begin(call, croatia, by=amina)
    page = browser_of(farah).get(at("coverage", "needs"))
    labels = {p["name"]: str(p["label"]) for region in page.context["regions"] for p in region["participants"]}
    assert (labels["Kenya"], labels["Croatia"], labels["Uganda"]) == ("filed", "not filed", "not filed")
    assert len(labels) == call.addressees().count()


def test_forums_stand_before_governments_in_their_region(browser_of: Browser, farah: User, call: Call) -> None:
    page = browser_of(farah).get(at("coverage", "needs"))
    africa = page.context["regions"][0]
    assert africa["name"] == "Africa"
    assert africa["participants"][0]["name"] == "African Ministerial Conference on the Environment"


def test_the_published_list_can_be_narrowed(client: Client, published: Submission) -> None:
    def titles(query: str) -> list[str]:
        groups = client.get(at("published") + query).context["groups"]
        return [row["symbol"] for group in groups for row in group["documents"]]

    assert titles("?region=africa&kind=state") == ["IGSP-2004-0002", "IGSP-2004-0004"]
    assert titles("?region=europe") == []
