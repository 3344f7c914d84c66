"""Coverage and the published list: whom they name, and in which order."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from igsp_portal.models import User
from meetings.models import Participant, Process, Region
from submissions import actions
from submissions.models import Call, Submission, SubmissionVersion

from ..cast import given
from .addresses import at

pytestmark = pytest.mark.slow

Browser = Callable[[User], Client]
Write = Callable[..., SubmissionVersion]


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

    assert titles("?region=africa&kind=state") == ["IGSP-2004-0002", "IGSP-2004-0012"]
    assert titles("?region=europe") == []


def test_regions_of_the_same_place_are_listed_one_after_the_other(
    call: Call, igsp: Process, write: Write, amina: User, farah: User, client: Client
) -> None:
    with given():
        regions = [
            Region.objects.create(process=igsp, key=key, name=key, scheme="programme_region", order=1)
            for key in ("x", "y")
        ]
        parties = [
            Participant.objects.create(process=igsp, key=f"p{n}", kind="state", name=f"Party {n}", region=region)
            for n, region in enumerate([*regions, *regions])
        ]
    for party in parties:
        draft = actions.begin(call, party, by=amina).draft
        assert draft is not None
        submission: Submission = actions.file(write(draft), by=amina).submission
        actions.publish(actions.acknowledge(submission, by=farah), by=farah)
    listed = client.get(at("published")).context["groups"]
    groups = [(g["region"], len(g["documents"])) for g in listed if g["region"] in ("x", "y")]
    assert groups == [("x", 2), ("y", 2)]
    shown = client.get(reverse("meetings:participants", args=["igsp"])).context["groups"]
    assert [len(g["members"]) for g in shown if g["region"] in ("x", "y")] == [2, 2]
