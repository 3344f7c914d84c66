"""What pages cost the database: as much for three rows as for one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from igsp_portal.foundations.access import Role
from igsp_portal.models import User
from meetings.models import Component, Membership, Participant, Process
from submissions import actions
from submissions.actions import Said
from submissions.models import Call, Submission, SubmissionVersion

from ..cast import given, with_role
from .addresses import at
from .test_filing import picture

pytestmark = pytest.mark.slow

Browser = Callable[[User], Client]
Write = Callable[..., SubmissionVersion]


def queries(browser: Client, address: str) -> int:
    """How many queries a page costs, once what it keeps between requests is kept."""
    assert browser.get(address).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        browser.get(address)
    return len(asked)


@pytest.fixture
def fill(igsp: Process, write: Write, amina: User) -> Callable[[SubmissionVersion, int], SubmissionVersion]:
    """Fill a draft with so many statements, each under a component of its own, and so many files."""
    components = list(Component.objects.filter(decision__process=igsp).order_by("order"))
    components.sort(key=lambda component: component.parent_id is None)  # the first has one above it, to be looked up

    def filled(version: SubmissionVersion, count: int) -> SubmissionVersion:
        said = [Said(f"Words {place}", components[place]) for place in range(count)]
        write(version, statements=said)
        for place in range(count):
            actions.attach(version, name=f"{place}.png", data=picture().replace(b"\0", bytes([place])), by=amina)
        version.refresh_from_db()
        return version

    return filled


Fill = Callable[[SubmissionVersion, int], SubmissionVersion]


@pytest.mark.parametrize("page", ["write", "file", "discard"])
def test_a_draft_costs_the_same_queries_with_one_statement_and_file_and_with_three(
    page: str, draft: SubmissionVersion, fill: Fill, amina: User, browser_of: Browser
) -> None:
    browser, counts = browser_of(amina), []
    for count in (1, 3):
        fill(draft, count)
        counts.append(queries(browser, at(page, draft.submission.pk)))
    assert counts[0] == counts[1]


def test_a_filed_submission_costs_the_same_queries_with_one_version_and_with_three(
    draft: SubmissionVersion, fill: Fill, amina: User, farah: User, browser_of: Browser
) -> None:
    submission = actions.file(fill(draft, 1), by=amina).submission
    desk = reverse("admin:submissions_submission_change", args=[submission.pk])
    pages = [(amina, at("submission", submission.pk)), (amina, at("receipt", submission.pk)), (farah, desk)]
    first = [queries(browser_of(person), page) for person, page in pages]
    for count in (2, 3):
        actions.file(fill(actions.revise(submission, by=amina), count), by=amina)
    assert [queries(browser_of(person), page) for person, page in pages] == first


def test_a_published_submission_costs_a_stranger_the_same_queries_with_one_statement_and_with_three(
    call: Call, igsp: Process, fill: Fill, amina: User, farah: User, client: Client
) -> None:
    counts = []
    for key, count in (("ken", 1), ("hrv", 3)):
        draft = actions.begin(call, igsp.participants.get(key=key), by=amina).draft
        assert draft is not None
        submission = actions.file(fill(draft, count), by=amina).submission
        actions.publish(actions.acknowledge(submission, by=farah), by=farah)
        counts.append(queries(client, at("submission", submission.pk)))
    assert counts[0] == counts[1]


def file_for(call: Call, parties: list[Participant], write: Write, by: User) -> list[Submission]:
    drafts = [actions.begin(call, party, by=by).draft for party in parties]
    return [actions.file(write(draft), by=by).submission for draft in drafts if draft is not None]


@pytest.mark.parametrize("page", ["published", "coverage", "call"])
def test_a_list_costs_the_same_queries_for_one_row_and_for_three(
    page: str, client: Client, call: Call, igsp: Process, write: Write, amina: User, farah: User
) -> None:
    address = at(page, *([] if page == "published" else ["needs"]))
    counts = []
    for keys in (["ken"], ["uga", "hrv"]):
        for submission in file_for(call, list(igsp.participants.filter(key__in=keys)), write, amina):
            actions.publish(actions.acknowledge(submission, by=farah), by=farah)
        counts.append(queries(client, address))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


def test_the_desk_s_lists_cost_the_same_queries_for_one_row_and_for_three(
    call: Call, igsp: Process, write: Write, amina: User, farah: User, browser_of: Browser
) -> None:
    desk = browser_of(farah)
    pages = [reverse("admin:submissions_submission_changelist"), at("coverage", "needs")]
    counts = []
    for keys in (["ken"], ["uga", "hrv"]):
        file_for(call, list(igsp.participants.filter(key__in=keys)), write, amina)
        counts.append([queries(desk, page) for page in pages])
    assert counts[0] == counts[1]


@pytest.mark.parametrize("page", ["own", "call"])
def test_who_acts_for_three_parties_costs_the_same_queries_as_who_acts_for_one(
    page: str, call: Call, igsp: Process, write: Write, amina: User, browser_of: Browser
) -> None:
    address = reverse("own:home") if page == "own" else at("call", "needs")
    browser, counts = browser_of(amina), []
    for keys in (["ken"], ["uga", "hrv"]):
        parties = list(igsp.participants.filter(key__in=keys))
        for party in parties:
            with given():
                Membership.objects.get_or_create(process=igsp, user=amina, role="focal_point", participant=party)
        for submission in file_for(call, parties, write, amina):
            actions.revise(submission, by=amina)
        counts.append(queries(browser, address))
    assert counts[0] == counts[1]


def test_the_process_page_costs_the_same_queries_for_one_call_and_for_three(
    eve: User, browser_of: Browser, call: Call, igsp: Process
) -> None:
    """The panel of calls, its deadlines on the timeline, and its counts; for one to whom no kept page is shown."""
    client, address, counts = browser_of(eve), igsp.get_absolute_url(), []
    counts.append(queries(client, address))
    for key in ("more", "most"):
        with given():
            Call.objects.create(
                process=igsp,
                key=key,
                stage="published",
                title=key,
                addressed=["state"],
                opens_at=call.opens_at,
                closes_at=call.closes_at,
                zone=call.zone,
            )
    counts.append(queries(client, address))
    assert counts[0] == counts[1]


def test_a_filing_costs_at_most_nineteen_queries_with_one_statement_and_file_and_with_three(
    call: Call, igsp: Process, fill: Fill, amina: User, browser_of: Browser
) -> None:
    counts = []
    for key, count in (("ken", 1), ("uga", 3)):
        party = igsp.participants.get(key=key)
        focal_point = amina if key == "ken" else with_role("Umaru", Role.FOCAL_POINT, igsp, key)
        draft = actions.begin(call, party, by=focal_point).draft
        assert draft is not None
        revision, browser = fill(draft, count).revision, browser_of(focal_point)
        assert browser.get(at("file", draft.submission.pk)).status_code == 200
        with CaptureQueriesContext(connection) as asked:
            filed = browser.post(at("file", draft.submission.pk), {"version": "1", "revision": str(revision)})
        assert filed.status_code == 302
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 19


def test_a_save_writes_only_the_statements_that_differ(
    draft: SubmissionVersion, write: Write, institutions: Component, amina: User
) -> None:
    said = [Said("Posts.", institutions), Said("Training.", institutions), Said("Cars.", institutions)]
    write(draft, statements=said)
    before = {statement.key: statement.pk for statement in draft.statements.all()}
    first, second, third = before
    with CaptureQueriesContext(connection) as asked:
        kept = [Said("Posts.", institutions, key=first), Said("More training.", institutions, key=second)]
        write(draft, statements=[*kept, Said("Buses.", institutions)])
    after = {statement.words: statement.pk for statement in draft.statements.all()}
    assert [after["Posts."], after["More training."]] == [before[first], before[second]]
    written = [query["sql"].split()[0] for query in asked if '"submissions_statement"' in query["sql"]]
    assert [verb for verb in written if verb != "SELECT"] == ["DELETE", "UPDATE", "INSERT"]
    with CaptureQueriesContext(connection) as asked:
        write(draft, title="Other needs", statements=[Said(words, institutions) for words in after])
    assert [q["sql"] for q in asked if '"submissions_statement"' in q["sql"] and "SELECT" not in q["sql"]] == []
