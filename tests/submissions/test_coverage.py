"""The matrix of a call: how far participants have come, by kind and region, and which components they speak to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from igsp_portal.foundations import time
from igsp_portal.models import User
from meetings.models import Participant, Process
from submissions import actions
from submissions.actions import Said
from submissions.coverage.matrix import Cell, Pressed, matrix
from submissions.models import Call, Invitation, Submission, SubmissionVersion

from ..cast import given
from .addresses import at

pytestmark = pytest.mark.slow

Browser = Callable[[User], Client]
Write = Callable[..., SubmissionVersion]


@pytest.fixture
def on_their_way(call: Call, igsp: Process, croatia: Participant, published: Submission, amina: User) -> None:
    """Kenya's is published; Croatia, which opened its invitation, drafts; Uganda was invited."""
    actions.begin(call, croatia, by=amina)
    with given():
        for key, opened in (("hrv", time.now()), ("uga", None)):
            party = igsp.participants.get(key=key)
            asked = {"emails": ["desk@example.org"], "invited_at": time.now(), "sent_at": time.now()}
            Invitation.objects.create(call=call, participant=party, opened_at=opened, **asked)


def counted(page: Any) -> dict[tuple[str, str], list[int]]:
    """The figures of each row in which there is more than those addressed."""
    matrix = page.context["matrix"]
    return {
        (group.name, row.name): [cell.count for cell in row.stages]
        for group in matrix.groups
        for row in group.rows
        if any(cell.count for cell in row.stages[1:])
    }


def test_the_secretariat_sees_who_has_come_how_far(
    browser_of: Browser, farah: User, call: Call, on_their_way: None
) -> None:
    page = browser_of(farah).get(at("coverage", "needs"))
    matrix = page.context["matrix"]
    assert matrix.stages == ["addressed", "invited", "opened the invitation", "drafting", "filed", "published"]
    africa, europe = (
        len([p for p in call.addressees() if p.kind == "state" and p.place and p.place.key == key])
        for key in ("africa", "europe")
    )
    assert counted(page) == {
        ("Governments", "Africa"): [africa, 1, 0, 0, 1, 1],
        ("Governments", "Europe"): [europe, 1, 1, 1, 0, 0],
    }
    assert [cell.count for cell in matrix.total.stages] == [call.addressees().count(), 2, 1, 1, 1, 1]


def test_the_public_sees_counts_and_of_invitations_and_drafts_nothing(client: Client, on_their_way: None) -> None:
    page = client.get(at("coverage", "needs"))
    assert page.context["matrix"].stages == ["addressed", "filed", "published"]
    assert {row: figures[1:] for row, figures in counted(page).items()} == {("Governments", "Africa"): [1, 1]}
    everybody = page.context["regions"]
    for query in ("?stage=drafting", "?stage=invited&row=state.europe", "?stage=opened"):
        asked = client.get(at("coverage", "needs") + query)
        assert "Croatia" not in asked.content.decode()
        if "row" not in query:
            assert asked.context["regions"] == everybody


def test_forums_with_priority_stand_first(client: Client, call: Call) -> None:
    groups = client.get(at("coverage", "needs")).context["matrix"].groups
    assert [group.name for group in groups] == ["regional and subregional forums", "Governments"]


def test_a_cell_leads_to_its_participants(browser_of: Browser, farah: User, on_their_way: None) -> None:
    desk, address = browser_of(farah), at("coverage", "needs")
    matrix = desk.get(address).context["matrix"]
    (europe,) = (
        row for group in matrix.groups for row in group.rows if (group.name, row.name) == ("Governments", "Europe")
    )
    drafting = europe.stages[3]
    assert drafting.query == "row=state.europe&stage=drafting"
    listed = desk.get(f"{address}?{drafting.query}")
    assert [p["name"] for region in listed.context["regions"] for p in region["participants"]] == ["Croatia"]


def test_components_are_counted_in_what_is_published_for_the_public_and_in_what_was_filed_for_the_secretariat(
    call: Call,
    igsp: Process,
    croatia: Participant,
    published: Submission,
    write: Write,
    amina: User,
    goran: User,
    farah: User,
    client: Client,
    browser_of: Browser,
) -> None:
    coordination = igsp.decisions.get(components__key="coordination").components.get(key="coordination")
    draft = actions.begin(call, croatia, by=goran).draft
    assert draft is not None
    actions.file(write(draft, statements=[Said("One desk.", coordination)]), by=goran)

    def stated(browser: Client) -> dict[str, int]:
        matrix = browser.get(at("coverage", "needs")).context["matrix"]
        return dict(zip(matrix.components, [cell.count for cell in matrix.total.components], strict=True))

    institutions = "(a)(i) Strengthening national institutions responsible for environmental affairs"
    assert stated(client) == {institutions: 1}
    assert stated(browser_of(farah)) == {institutions: 1, str(coordination): 1}


def test_a_statement_that_is_withheld_is_counted_for_the_secretariat_alone(
    call: Call, kenya: Participant, institutions: Any, amina: User, farah: User, client: Client, browser_of: Browser
) -> None:
    draft = actions.begin(call, kenya, by=amina).draft
    assert draft is not None
    said = [Said("Posts.", institutions, withheld=True)]
    actions.save_draft(draft, by=amina, title="Needs", consent=True, statements=said)
    submission = actions.file(draft, by=amina).submission
    actions.publish(actions.acknowledge(submission, by=farah), by=farah)
    assert client.get(at("coverage", "needs")).context["matrix"].components == []
    assert len(browser_of(farah).get(at("coverage", "needs")).context["matrix"].components) == 1


def test_a_statement_that_is_personal_is_counted_for_the_secretariat_alone(
    call: Call, kenya: Participant, institutions: Any, amina: User, farah: User, client: Client, browser_of: Browser
) -> None:
    with given():
        call.form.questions.update(personal=True)
    draft = actions.begin(call, kenya, by=amina).draft
    assert draft is not None
    actions.save_draft(draft, by=amina, title="Needs", consent=True, statements=[Said("Posts.", institutions)])
    submission = actions.file(draft, by=amina).submission
    actions.publish(actions.acknowledge(submission, by=farah), by=farah)
    assert client.get(at("coverage", "needs")).context["matrix"].components == []
    assert len(browser_of(farah).get(at("coverage", "needs")).context["matrix"].components) == 1


@pytest.mark.parametrize(
    ("count", "of", "shade"),
    [(0, 10, 0), (1, 200, 1), (20, 100, 1), (21, 100, 2), (99, 100, 5), (100, 100, 5), (0, 0, 0)],
)
def test_a_cell_is_shaded_by_its_share(count: int, of: int, shade: int) -> None:
    assert Cell(count, of).shade == shade


def test_statements_on_articles_are_counted_by_article(inc: Process) -> None:
    found = {}
    for call in Call.objects.filter(process=inc):
        seen = matrix(call, Pressed(), inside=True)
        found[call.key] = dict(zip(seen.components, [cell.count for cell in seen.total.components], strict=True))
    spoken_to = [(name.partition(" – ")[0][:23], count) for name, count in found["articles"].items()]
    assert spoken_to == [("(b) Retrieval", 1), ("The objective of this C", 1), ("article 2, paragraph 1", 1)]
    assert found["letters"] == {}


def test_a_cell_says_of_how_many_without_its_colour(client: Client, call: Call, published: Submission) -> None:
    page = client.get(at("coverage", "needs"))
    cell = page.context["matrix"].total.stages[2]
    said = f'{cell.count}<span class="visually-hidden"> of {cell.of}</span>'
    assert (cell.count, page.content.decode().count(said) > 0) == (1, True)
