"""The front door, the words about the portal, and the pages for what went wrong."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.test import Client
from django.urls import reverse

from igsp_portal.foundations.forms.limits import Limit, limited
from igsp_portal.foundations.language.languages import CODES
from igsp_portal.foundations.record import records
from igsp_portal.front.views import server_error
from igsp_portal.models import User
from meetings.models import Process


def test_with_one_process_the_front_door_opens_on_it(client: Client, igsp: Process) -> None:
    assert client.get("/en/")["Location"] == "/en/igsp/"


def test_with_several_the_front_door_lists_those_a_reader_may_see(client: Client, igsp: Process) -> None:
    for slug, public in (("second", True), ("hidden", False)):
        name = f"The {slug} process"
        new = Process(slug=slug, series=f"UNEP/{slug}", zone="UTC", is_public=public, name=name, short_name=name)
        new.organization = new.body = "A body"
        records.create(new, by="test")
    page = client.get("/en/").content.decode()
    assert "The second process" in page
    assert "The hidden process" not in page


def test_a_bare_address_leads_to_a_language(client: Client, db: None) -> None:
    assert client.get("/", headers={"accept-language": "fr"})["Location"] == "/fr/"


@pytest.mark.parametrize("language", CODES)
def test_the_page_about_the_portal_answers_in_each_language(client: Client, language: str, db: None) -> None:
    assert client.get(f"/{language}/about/").status_code == 200


def test_a_page_that_is_not_there_keeps_the_frame_of_its_process(client: Client, igsp: Process) -> None:
    answer = client.get("/en/igsp/nothing/here/")
    assert answer.status_code == 404
    assert answer.context["process"] == igsp
    assert answer.context["process_links"]


@pytest.mark.parametrize(
    ("address", "entry"),
    [
        ("meetings/wg-3/", "Overview"),
        ("texts/draft-plan/", "Documents"),
        ("calls/regional-needs/coverage/", "Submissions"),
        ("submissions/", "Submissions"),
    ],
)
def test_the_navigation_says_where_a_page_belongs(client: Client, igsp: Process, address: str, entry: str) -> None:
    html = client.get(f"/en/igsp/{address}").content.decode()
    assert re.findall(r'aria-current="true">([^<]+)<', html.split("process-nav")[1].split("</nav>")[0]) == [entry]


@pytest.mark.parametrize("shortened", ["meetings/", "calls/", "texts/"])
def test_an_address_cut_short_leads_to_the_page_of_the_process(client: Client, igsp: Process, shortened: str) -> None:
    answer = client.get(f"/en/igsp/{shortened}")
    assert (answer.status_code, answer["Location"]) == (302, "/en/igsp/")


@pytest.mark.parametrize(
    ("who", "advised"), [("chen", "Your role in the secretariat"), ("eve", "Sign in with the acc")]
)
def test_whoever_is_refused_a_page_gets_advice_that_fits(
    request: pytest.FixtureRequest, browser_of: Callable[[User], Client], igsp: Process, who: str, advised: str
) -> None:
    page = browser_of(request.getfixturevalue(who)).get("/en/admin/meetings/membership/", follow=True)
    advice = ("Your role in the secretariat", "Sign in with the acc")
    assert (page.status_code, [words for words in advice if words in page.text]) == (403, [advised])


def test_a_page_that_is_not_there_offers_the_search_of_its_process(client: Client, igsp: Process) -> None:
    assert 'action="/en/igsp/search/"' in client.get("/en/igsp/nothing/").text
    assert 'role="search"' not in client.get("/en/nothing/at/all/").text


@pytest.mark.parametrize("day", [dt.date(2004, 7, 1), None])
@pytest.mark.parametrize("address", ["/en/igsp/", "/en/admin/", "/en/admin/documents/document/add/"])
def test_a_demonstration_says_its_day_on_every_page(
    browser_of: Callable[[User], Client], diego: User, settings: Any, address: str, day: dt.date | None
) -> None:
    settings.PORTAL_TODAY = day
    page = browser_of(diego).get(address, follow=True).text
    assert page.count("date is taken to be 1 July 2004") == (1 if day else 0)


@pytest.mark.parametrize(("who", "times"), [("diego", 1), ("chen", 1), ("amina", 0), ("eve", 0)])
def test_the_way_to_the_desk_is_shown_to_those_who_may_enter(
    request: pytest.FixtureRequest, browser_of: Callable[[User], Client], igsp: Process, who: str, times: int
) -> None:
    page = browser_of(request.getfixturevalue(who)).get("/en/igsp/").text
    assert page.count('<a href="/en/igsp/admin/">') == times


def test_a_stranger_is_shown_no_way_to_the_desk(client: Client, igsp: Process) -> None:
    assert "/admin/" not in client.get("/en/igsp/").text


def test_a_page_that_is_not_there_outside_a_process_answers_too(client: Client, db: None) -> None:
    answer = client.get("/en/about/nothing/")
    assert answer.status_code == 404
    assert answer.context["process"] is None


def test_a_process_that_a_reader_may_not_see_looks_like_one_that_is_not_there(client: Client, igsp: Process) -> None:
    records.change(igsp, by="test", values={"is_public": False})
    answer = client.get("/en/igsp/")
    assert answer.status_code == 404
    assert answer.context["process"] is None


def test_a_form_from_elsewhere_is_refused_in_words(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"email": "x@example.org"})
    assert answer.status_code == 403
    assert "reload the form" in answer.content.decode()


def test_too_many_acts_are_answered_with_429(client: Client, db: None) -> None:
    @limited(Limit("test", acts=1, seconds=60))
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("done")

    request = client.get("/en/about/").wsgi_request
    request.method = "POST"
    assert [view(request).status_code for _ in range(2)] == [200, 429]


def test_a_fault_on_our_side_needs_nothing_to_be_told() -> None:
    answer = server_error(HttpRequest())
    assert answer.status_code == 500
    assert b"Something went wrong on our side" in answer.content


def test_a_fault_in_the_page_for_faults_is_told_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        raise ValueError

    monkeypatch.setattr("igsp_portal.front.views.loader.render_to_string", broken)
    answer = server_error(HttpRequest())
    assert (answer.status_code, answer.content) == (500, b"Something went wrong on our side")


def test_the_balancer_is_told_that_the_database_answers(client: Client, db: None) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("/zh/igsp/?page=2", "/zh-hans/igsp/?page=2"),
        ("/zh-CN/igsp/", "/zh-hans/igsp/"),
        ("/fr_CA/igsp/meetings/wg-1/", "/fr/igsp/meetings/wg-1/"),
        ("/EN/", "/en/"),
    ],
)
def test_a_language_spelt_otherwise_leads_to_the_page_in_it(client: Client, db: None, asked: str, found: str) -> None:
    answer = client.get(asked)
    assert (answer.status_code, answer["Location"]) == (301, found)


def test_the_emblem_is_where_browsers_look_for_it(client: Client) -> None:
    answer = client.get("/favicon.ico")  # which asks nothing of the database
    assert (answer.status_code, answer["Location"]) == (302, static("emblem.svg"))
    assert answer["Cache-Control"] == "public, max-age=86400"


def test_robots_are_kept_from_the_desk(client: Client) -> None:
    assert "Disallow: /*/admin/" in client.get("/robots.txt").content.decode()
