"""Who sees what: drafts, what was filed, what is published and what was withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from igsp_portal.foundations.record import records
from igsp_portal.models import User
from submissions import actions
from submissions.models import Call, Submission, SubmissionVersion
from submissions.states import SubmissionState

from .addresses import at

pytestmark = pytest.mark.slow

Browser = Callable[[User], Client]
Write = Callable[..., SubmissionVersion]


def test_a_stranger_reads_the_call_with_its_deadline_in_both_times(client: Client, call: Call) -> None:
    page = client.get(at("call", "needs"))
    shown = page.content.decode()
    assert page.status_code == 200
    assert "29 October 2004, 17:00" in shown
    assert "29 October 2004, 14:00" in shown
    assert "14 days left" in shown
    assert "Write the submission" not in shown


def test_the_focal_point_is_offered_to_write(call: Call, amina: User, browser_of: Browser) -> None:
    assert "Write the submission of Kenya" in browser_of(amina).get(at("call", "needs")).content.decode()


def test_a_draft_is_there_for_its_party_alone(
    draft: SubmissionVersion, write: Write, browser_of: Browser, request: pytest.FixtureRequest
) -> None:
    write(draft)
    seen = {
        name: [
            browser_of(request.getfixturevalue(name)).get(at(page, draft.submission.pk)).status_code
            for page in ("submission", "write", "file")
        ]
        for name in ("amina", "boris", "goran", "eve", "farah", "diego")
    }
    assert seen == {
        "amina": [200, 200, 200],
        "boris": [200, 200, 200],
        "goran": [404, 404, 404],
        "eve": [404, 404, 404],
        "farah": [404, 404, 404],
        "diego": [404, 404, 404],
    }


def test_what_is_filed_is_read_by_party_and_desk_and_not_by_others(
    filed: Submission, browser_of: Browser, client: Client, request: pytest.FixtureRequest
) -> None:
    address = at("submission", filed.pk)
    seen = {
        name: browser_of(request.getfixturevalue(name)).get(address).status_code
        for name in ("amina", "boris", "farah", "goran", "eve", "chen")
    }
    assert seen == {"amina": 200, "boris": 200, "farah": 200, "goran": 404, "eve": 404, "chen": 404}
    assert client.get(address).status_code == 404


def test_what_is_published_is_read_by_everyone_in_its_own_language(client: Client, published: Submission) -> None:
    page = client.get(at("submission", published.pk)).content.decode()
    assert "Permanent posts for monitoring." in page
    assert "IGSP-2004-0012" in page
    assert "began the submission" not in page


def test_a_withdrawn_submission_leaves_its_trace_and_not_its_words(
    client: Client, published: Submission, amina: User
) -> None:
    actions.withdraw(published, by=amina, reason="Replaced by a regional submission.")
    page = client.get(at("submission", published.pk)).content.decode()
    assert "Replaced by a regional submission." in page
    assert "IGSP-2004-0012" in page
    assert "Permanent posts for monitoring." not in page


def test_the_trace_tells_strangers_nothing_of_a_version_that_was_never_published(
    client: Client, published: Submission, write: Write, amina: User, browser_of: Browser
) -> None:
    draft = actions.revise(published, by=amina)
    write(draft, title="Second thoughts")
    later = actions.file(draft, by=amina)
    actions.withdraw(later.submission, by=amina, reason="It is to be written anew.")
    address = at("submission", published.pk)
    shown = client.get(address).content.decode()
    first = published.published_version
    assert first is not None
    assert [str(words) in shown for words in (first.filing_number, first.sha256)] == [True, True]
    assert [str(words) in shown for words in (later.filing_number, later.sha256)] == [False, False]
    assert later.sha256 in browser_of(amina).get(address).content.decode()


def test_whoever_withdraws_is_told_that_the_reason_is_public(
    published: Submission, amina: User, browser_of: Browser
) -> None:
    page = browser_of(amina).get(at("submission", published.pk)).content.decode()
    assert "if the submission was published, anyone can read it" in page


def test_while_a_new_version_is_drafted_and_filed_the_public_reads_the_published_one(
    client: Client, published: Submission, write: Write, amina: User, farah: User
) -> None:
    draft = actions.revise(published, by=amina)
    write(draft, title="Second thoughts")
    address = at("submission", published.pk)
    assert "Second thoughts" not in client.get(address).content.decode()
    submission = actions.file(draft, by=amina).submission
    assert submission.state == SubmissionState.FILED
    assert "Needs of Kenya" in client.get(address).content.decode()
    actions.publish(actions.acknowledge(submission, by=farah), by=farah)
    assert "Second thoughts" in client.get(address).content.decode()


@pytest.mark.parametrize("language", ["ar", "zh-hans", "fr", "ru", "es"])
def test_every_page_opens_in_every_language(
    language: str, filed: Submission, write: Write, amina: User, browser_of: Browser
) -> None:
    actions.revise(filed, by=amina)
    addresses = [
        at("call", "needs"),
        at("coverage", "needs"),
        at("published"),
        at("submission", filed.pk),
        at("write", filed.pk),
        at("file", filed.pk),
        at("receipt", filed.pk),
        reverse("own:home"),
    ]
    browser = browser_of(amina)
    statuses = [browser.get(address.replace("/en/", f"/{language}/", 1)).status_code for address in addresses]
    assert statuses == [200] * len(addresses)


def test_the_process_page_shows_the_call_and_its_deadline(client: Client, call: Call) -> None:
    page = client.get(reverse("meetings:process", args=["igsp"])).content.decode()
    assert "Needs of regions and countries" in page
    assert "Deadline for submissions" in page


def test_one_s_own_page_shows_what_happened_to_one_s_submission(
    published: Submission, amina: User, goran: User, browser_of: Browser
) -> None:
    told = "Farah published “Kenya: Needs of regions and countries”, number IGSP-2004-0012"
    assert told in browser_of(amina).get(reverse("own:home")).content.decode()
    assert told not in browser_of(goran).get(reverse("own:home")).content.decode()


def test_a_submission_names_its_language_in_the_language_of_the_reader(
    draft: SubmissionVersion, write: Write, amina: User, browser_of: Browser
) -> None:
    address = actions.file(write(draft, language="ar"), by=amina).submission.get_absolute_url()
    pages = [browser_of(amina).get(address.replace("/en/", f"/{language}/")) for language in ("en", "ar")]
    assert "Reproduced as received (Arabic)." in pages[0].content.decode()
    assert [page.context["page"]["language"] for page in pages] == ["Arabic", "العربية"]


def test_what_is_published_stays_readable_where_its_call_is_to_open_again(
    published: Submission, farah: User, client: Client
) -> None:
    records.change(published.call, by=farah, values={"opens_at": dt.datetime(2004, 10, 20, tzinfo=dt.UTC)})
    assert client.get(published.get_absolute_url()).status_code == 200
    assert "Needs of Kenya" in client.get(at("published")).content.decode()
