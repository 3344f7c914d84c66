"""The admin is of one process at a time: chosen once, kept in the address, and without a row of another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.models import Document
from igsp_portal.foundations.access import Role
from igsp_portal.foundations.record import records
from igsp_portal.foundations.record.within import way_to_process
from igsp_portal.foundations.worker import mail
from igsp_portal.models import User
from meetings.models import AgendaItem, Membership, Process

from ..cast import given, person, with_role
from ..walks.addresses import addresses_of

pytestmark = pytest.mark.slow  # two processes are loaded for each

BrowserOf = Callable[[User], Client]


@pytest.fixture
def ilse(igsp: Process, inc: Process) -> User:
    """Administers the secretariats of both processes."""
    ilse = with_role("Ilse", Role.ADMINISTRATOR, igsp)
    with given():
        Membership.objects.create(process=inc, user=ilse, role=Role.ADMINISTRATOR)
    return ilse


@pytest.fixture
def root(db: None) -> User:
    """A technical administrator."""
    return person("Root", is_superuser=True)


def own_rows(process: Process, other: Process) -> set[str]:
    """How the admin names the rows of a process in more than a word, as far as it names none of the other's so."""
    named, elsewhere = ({str(row) for row in _rows(of)} for of in (process, other))
    return {name for name in named if re.search("[ /]", name) and not any(name in more for more in elsewhere)}


def _rows(process: Process) -> Iterator[Any]:
    for model in admin.site._registry:
        if way := way_to_process(model):
            yield from model._default_manager.filter(**{way: process.pk})


@pytest.mark.parametrize("who", ["ilse", "root"])
def test_no_page_of_the_admin_of_one_process_tells_of_the_other(
    who: str, igsp: Process, inc: Process, request: pytest.FixtureRequest, browser_of: BrowserOf
) -> None:
    browser = browser_of(request.getfixturevalue(who))
    told: dict[str, list[str]] = {}
    answers: dict[int, str] = {}
    for process, other in ((igsp, inc), (inc, igsp)):
        words = own_rows(other, process) | {f"/{other.slug}/"}
        for address in addresses_of(process).tables:
            answer = browser.get(address)
            answers.setdefault(answer.status_code, address)
            text = answer.content.decode()
            if found := [word for word in words if word in text]:
                told[address] = found
    assert (told, {code: answers[code] for code in answers.keys() - {200, 403}}) == ({}, {})


@pytest.mark.parametrize("who", ["ilse", "root"])
def test_whoever_works_in_several_chooses_one_and_comes_to_the_page_asked_for(
    who: str, igsp: Process, inc: Process, request: pytest.FixtureRequest, browser_of: BrowserOf
) -> None:
    browser = browser_of(request.getfixturevalue(who))
    first = browser.get("/en/admin/")
    assert [(str(process), there) for process, there in first.context["choices"]] == [
        ("Intergovernmental Strategic Plan", "/en/igsp/admin/"),
        ("Fishing gear instrument", "/en/inc/admin/"),
    ]
    asked = browser.get("/en/admin/meetings/meeting/?q=Session").context["choices"]
    assert [there for _process, there in asked] == [
        "/en/igsp/admin/meetings/meeting/?q=Session",
        "/en/inc/admin/meetings/meeting/?q=Session",
    ]
    inside = browser.get("/en/inc/admin/").content.decode()
    assert '<a class="portal-switch" href="/en/admin/">Choose a process</a>' in inside


def test_whoever_works_in_one_process_is_led_to_it_and_has_no_other_to_choose(
    farah: User, inc: Process, browser_of: BrowserOf
) -> None:
    browser = browser_of(farah)
    answer = browser.get("/en/admin/")
    assert (answer.status_code, answer["Location"]) == (302, "/en/igsp/admin/")
    page = browser.get("/en/igsp/admin/").content.decode()
    assert "Choose a process" not in page
    assert 'href="/en/igsp/admin/meetings/meeting/"' in page
    assert browser.get("/en/admin/meetings/meeting/").status_code == 200  # as she may have kept it


def test_an_address_keeps_its_process_in_every_language(ilse: User, browser_of: BrowserOf) -> None:
    page = browser_of(ilse).get("/en/inc/admin/meetings/meeting/").content.decode()
    assert 'href="/ar/inc/admin/meetings/meeting/"' in page
    assert 'href="/en/inc/"' in page  # the way to the pages that everybody reads


def test_the_admin_of_a_process_in_which_one_does_not_work_looks_like_none(
    farah: User, eve: User, inc: Process, browser_of: BrowserOf, client: Client
) -> None:
    for who in (farah, eve):
        browser = browser_of(who)
        answers = [browser.get(f"/en/{slug}/admin/meetings/meeting/").status_code for slug in ("inc", "nowhere")]
        assert answers == [404, 404]
    asked = [client.get(f"/en/{slug}/admin/meetings/meeting/")["Location"] for slug in ("inc", "nowhere")]
    assert asked == [f"/en/accounts/login/?next=/en/{slug}/admin/meetings/meeting/" for slug in ("inc", "nowhere")]


def test_what_was_typed_into_the_admin_is_given_back_when_the_session_has_ended(inc: Process, client: Client) -> None:
    address = "/en/inc/admin/meetings/meeting/add/"
    answer = client.post(address, {"name_en": "A meeting\nof all"}, headers={"origin": "http://testserver"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert f'action="{address}"' in page
    assert '<input type="hidden" name="name_en" value="A meeting\nof all">' in page


@pytest.mark.parametrize("page", ["change", "history", "delete"])
@pytest.mark.parametrize("start", ["/en/admin/", "/en/inc/admin/"])
def test_a_row_of_another_process_leads_to_its_process(
    start: str, page: str, ilse: User, igsp: Process, browser_of: BrowserOf
) -> None:
    meeting = igsp.meetings.get(key="wg-1")
    answer = browser_of(ilse).get(f"{start}meetings/meeting/{meeting.pk}/{page}/?next=1")
    assert answer.status_code == 302
    assert answer["Location"] == f"/en/igsp/admin/meetings/meeting/{meeting.pk}/{page}/?next=1"


def test_what_was_sent_to_a_row_of_another_process_is_sent_on_with_it(
    ilse: User, igsp: Process, browser_of: BrowserOf
) -> None:
    meeting = igsp.meetings.get(key="wg-3")
    answer = browser_of(ilse).post(f"/en/inc/admin/meetings/meeting/{meeting.pk}/do/held/", follow=True)
    assert answer.redirect_chain[0] == (f"/en/igsp/admin/meetings/meeting/{meeting.pk}/do/held/", 307)
    meeting.refresh_from_db()
    assert meeting.state == "held"


def test_a_row_of_another_process_is_not_there_for_whoever_does_not_work_in_it(
    farah: User, inc: Process, browser_of: BrowserOf
) -> None:
    meeting = inc.meetings.get(key="inc-1")
    answer = browser_of(farah).get(f"/en/igsp/admin/meetings/meeting/{meeting.pk}/change/")
    assert (answer.status_code, answer["Location"]) == (302, "/en/igsp/admin/")


def test_in_each_process_a_person_does_what_the_role_there_allows(
    farah: User, inc: Process, browser_of: BrowserOf
) -> None:
    with given():
        Membership.objects.create(process=inc, user=farah, role=Role.CHAIR)
    browser = browser_of(farah)
    answers = {
        (slug, page): browser.get(f"/en/{slug}/admin/{page}").status_code
        for slug in ("igsp", "inc")
        for page in ("meetings/meeting/add/", "meetings/membership/", "meetings/meeting/")
    }
    assert answers == {
        ("igsp", "meetings/meeting/add/"): 200,
        ("igsp", "meetings/membership/"): 200,
        ("igsp", "meetings/meeting/"): 200,
        ("inc", "meetings/meeting/add/"): 403,
        ("inc", "meetings/membership/"): 403,
        ("inc", "meetings/meeting/"): 200,
    }
    row = inc.meetings.get(key="inc-1")
    assert browser.post(f"/en/inc/admin/meetings/meeting/{row.pk}/change/", {}).status_code == 403


def test_a_new_document_is_offered_the_meetings_and_agenda_of_its_process(
    ilse: User, igsp: Process, inc: Process, browser_of: BrowserOf
) -> None:
    fields = browser_of(ilse).get("/en/inc/admin/documents/document/add/").context["adminform"].form.fields
    assert set(fields["agenda_items"].queryset) == set(AgendaItem.objects.filter(meeting__process=inc))
    assert set(fields["meeting"].queryset) == set(inc.meetings.all())
    assert [label for pk, label in fields["process"].choices if pk] == ["Fishing gear instrument"]
    assert fields["process"].initial == inc
    assert fields["process"].initial == inc


def test_a_row_is_not_made_in_another_process_than_the_one_chosen(
    ilse: User, igsp: Process, inc: Process, browser_of: BrowserOf
) -> None:
    sent = {"process": igsp.pk, "kind": "working", "symbol": "UNOP/LFG/INC.5/20", "title_en": "Smuggled"}
    answer = browser_of(ilse).post("/en/inc/admin/documents/document/add/", sent)
    assert "process" in answer.context["adminform"].form.errors
    assert not Document.objects.filter(symbol="UNOP/LFG/INC.5/20").exists()


def test_filters_and_suggestions_are_of_the_process(ilse: User, inc: Process, browser_of: BrowserOf) -> None:
    browser = browser_of(ilse)
    filters = {f.title: f for f in browser.get("/en/inc/admin/documents/document/").context["cl"].filter_specs}
    assert {name for _pk, name in filters["meeting"].lookup_choices} == {
        meeting.name for meeting in inc.meetings.filter(documents__isnull=False)
    }
    assert "process" not in filters
    query = "app_label=meetings&model_name=membership&field_name=participant&term="
    found = browser.get(f"/en/inc/admin/autocomplete/?{query}").json()["results"]
    assert {row["text"] for row in found} == {participant.name for participant in inc.participants.all()}


def test_events_letters_and_failures_are_of_the_process_or_of_none(
    root: User, igsp: Process, inc: Process, browser_of: BrowserOf
) -> None:
    for process in (igsp, inc, None):
        slug = process.slug if process else ""
        letter = mail.queue(
            letter="receipt", to=f"{slug or 'none'}@example.org", language="en", subject="Hello", body="x", process=slug
        )
        records.change(letter, by="test", values={"state": "failed", "sent_at": None})
    browser = browser_of(root)
    letters = browser.get("/en/inc/admin/igsp_portal/outgoingmail/").context["cl"].queryset
    events = browser.get("/en/inc/admin/igsp_portal/event/").context["cl"].queryset
    first = browser.get("/en/inc/admin/")
    assert {letter.process for letter in letters} == {"inc", ""}
    assert {event.process for event in events} == {"inc", ""}
    assert {event.process for event, _words in first.context["latest"]} <= {"inc", ""}
    assert [words for words, _address in first.context["failed"]] == ["2 messages could not be sent"]


@pytest.mark.parametrize("page", ["", "meetings/meeting/", "documents/document/", "documents/document/add/"])
def test_more_processes_cost_no_more_queries(page: str, root: User, inc: Process, browser_of: BrowserOf) -> None:
    browser = browser_of(root)

    def asked() -> int:
        browser.get(f"/en/inc/admin/{page}")
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(f"/en/inc/admin/{page}").status_code == 200
        return len(queries)

    before = asked()
    for number in range(3):
        with given():
            Process.objects.create(slug=f"more-{number}", name="More", short_name=f"More {number}", body="More")
    assert asked() == before
