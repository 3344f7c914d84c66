"""Every answer: its headers, its conditions, who may keep it, and what is wrong told as a problem."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from igsp_portal.foundations.pages.closed import open_to_all
from igsp_portal.models import User
from igsp_portal.urls import urlpatterns as own
from meetings.models import Process

START = "/api/v1/processes/igsp/"
PROBLEM = "application/problem+json"


def test_what_has_not_changed_is_not_sent_again(client: Client, igsp: Process) -> None:
    for address in (START, f"{START}documents/", f"{START}meetings/?limit=1", "/api/v1/openapi.json"):
        etag = client.get(address)["ETag"]
        for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
            again = client.get(address, headers={"If-None-Match": known})
            assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
        assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_the_answer_is_the_same_whatever_language_a_browser_prefers(client: Client, igsp: Process) -> None:
    answers = [client.get(START, headers={"Accept-Language": code}) for code in ("ar", "en", "")]
    assert len({answer.content for answer in answers}) == 1
    assert "accept-language" not in answers[0]["Vary"].lower()


def test_other_sites_may_read_without_credentials(client: Client, igsp: Process) -> None:
    for address in (START, "/api/v1/nowhere", f"{START}?lang=xx"):
        answer = client.get(address, headers={"Origin": "https://elsewhere.example"})
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer["Access-Control-Expose-Headers"] == "ETag, Link"
        assert "Access-Control-Allow-Credentials" not in answer
    asked = client.options(START, headers={"Origin": "https://x.example", "Access-Control-Request-Method": "GET"})
    assert (asked.status_code, asked["Allow"]) == (204, "GET, HEAD, OPTIONS")
    assert asked["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_whoever_is_signed_in_is_answered_for_themselves(
    client: Client, browser_of: Callable[[User], Client], amina: User
) -> None:
    assert client.get(START)["Cache-Control"] == "no-cache"
    assert browser_of(amina).get(START)["Cache-Control"] == "private, no-cache"


def test_an_answer_without_its_body_has_the_same_headers(client: Client, igsp: Process) -> None:
    whole, head = client.get(START), client.head(START)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", whole["ETag"])


def test_an_address_without_its_last_stroke_leads_on(client: Client, igsp: Process) -> None:
    answer = client.get("/api/v1/processes/igsp/documents?limit=1")
    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/processes/igsp/documents/?limit=1")
    assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("status", "address"),
    [
        (404, "/api/v1/nowhere"),
        (404, "/api/v2/"),
        (404, "/api/v1/processes/none/"),
        (404, "/api/v1/processes/none/documents/"),
        (404, "/api/v1/processes/igsp/documents/none/"),
        (400, "/api/v1/processes/igsp/documents/a%00b/"),
        (400, "/api/v1/renditions/a%00b/"),
        (404, "/api/v1/processes/igsp/submissions/999999999999999999/"),
        (404, "/api/v1/processes/igsp/submissions/9999999999999999999999/"),
        (404, "/api/v1/processes/igsp/texts/draft-plan/versions/99/"),
        (404, "/api/v1/renditions/0000/"),
        (400, "/api/v1/processes/?lang=%00"),
        (422, "/api/v1/processes/?limit=0"),
        (422, "/api/v1/processes/?limit=1000000000"),
        (422, "/api/v1/processes/?limit=99999999999999999999999999"),
        (422, "/api/v1/processes/?limit=many"),
        (422, "/api/v1/processes/?lang=xx"),
        (422, "/api/v1/processes/?lang="),
        (422, "/api/v1/processes/?cursor=made-up"),
        (422, "/api/v1/processes/?cursor="),
        (422, "/api/v1/processes/?cursor=%F0%9F%98%80"),
        (422, f"/api/v1/processes/?cursor={'a' * 4000}"),
        (422, "/api/v1/processes/?updated_sinc=2004-01-01T00:00:00Z"),
        (422, "/api/v1/processes/igsp/?limit=1"),
    ],
)
def test_what_is_wrong_is_told_as_a_problem(status: int, address: str, client: Client, igsp: Process) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (status, PROBLEM, "no-store")
    told = answer.json()
    assert (told["status"], told["type"], bool(told["title"]), bool(told["detail"])) == (
        status,
        "about:blank",
        True,
        True,
    )
    assert int(answer["Content-Length"]) == len(answer.content)


@pytest.mark.parametrize(("typed", "code"), [("zh-Hans", "zh-hans"), ("ZH", "zh-hans"), ("FR", "fr")])
def test_a_language_is_taken_in_any_letter_case(typed: str, code: str, client: Client, igsp: Process) -> None:
    address = "/api/v1/processes/igsp/?lang="
    assert client.get(f"{address}{typed}").json() == client.get(f"{address}{code}").json()


def test_a_cursor_of_one_list_is_none_of_another(client: Client, inc: Process, igsp: Process) -> None:
    def cursor(address: str) -> str:
        return client.get(address).json()["next"].partition("cursor=")[2]

    there = cursor(f"{START}documents/?limit=1")
    for other in (
        f"{START}meetings/",
        "/api/v1/processes/inc/documents/",
        f"{START}texts/draft-plan/versions/1/blocks/",
    ):
        assert client.get(f"{other}?cursor={there}").status_code == 422
    changed = client.get(f"{START}documents/?cursor={there}&updated_since=2004-01-01T00:00:00Z")
    assert changed.status_code == 422
    turned = ("A" if there[5] != "A" else "B").join((there[:5], there[6:]))
    assert client.get(f"{START}documents/?cursor={turned}").status_code == 422


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_nothing_is_written(method: str, client: Client, igsp: Process) -> None:
    for address in (START, "/api/v1/nowhere"):
        answer = getattr(client, method)(address)
        assert (answer.status_code, answer["Content-Type"], answer["Allow"]) == (405, PROBLEM, "GET, HEAD, OPTIONS")


def test_another_format_than_json_is_not_to_be_had(client: Client, igsp: Process) -> None:
    for accepted, status in (
        ("text/html", 406),
        ("application/xml, text/*", 406),
        ("application/*", 200),
        ("*/*", 200),
    ):
        assert client.get(START, headers={"Accept": accepted}).status_code == status
    assert client.get(START, headers={"Accept": "text/html"})["Content-Type"] == PROBLEM


@open_to_all
def failing(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a secret of ours")


@open_to_all
def busy(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<h1>Slow down</h1>", status=429, headers={"Retry-After": "30"})


def closed(request: HttpRequest) -> HttpResponse:
    return HttpResponse("{}", content_type="application/json")


urlpatterns = [path(f"api/{view.__name__}/", view) for view in (failing, busy, closed)] + own


def test_what_fails_further_in_is_a_problem_too(settings: Any, igsp: Process) -> None:
    settings.ROOT_URLCONF = __name__
    client = Client(raise_request_exception=False)
    answer = client.get("/api/failing/")
    assert (answer.status_code, answer["Content-Type"]) == (500, PROBLEM)
    assert "secret" not in answer.text
    answer = client.get("/api/busy/")
    assert (answer.status_code, answer["Content-Type"], answer["Retry-After"]) == (429, PROBLEM, "30")


def test_a_view_that_nobody_opened_is_closed(
    settings: Any, igsp: Process, browser_of: Callable[[User], Client], eve: User
) -> None:
    settings.ROOT_URLCONF = __name__
    answer = Client().get("/api/closed/")
    assert (answer.status_code, answer["Content-Type"]) == (403, PROBLEM)
    assert browser_of(eve).get("/api/closed/").status_code == 200


def test_each_view_is_opened_by_its_own_function() -> None:
    from igsp_portal.api.site import api

    views = [view for router in api._get_bound_routers() for view in router.path_operations.values()]
    opened = [operation.view_func for view in views for operation in view.operations]
    assert len(opened) > 15
    assert all(getattr(function, "open_to_all", False) for function in opened)


def test_no_answer_holds_html(client: Client, inc: Process, igsp: Process) -> None:
    for process in ("igsp", "inc"):
        for name in ("", "meetings/", "documents/", "inputs/", "calls/", "submissions/", "texts/"):
            assert "</" not in client.get(f"/api/v1/processes/{process}/{name}").text
