"""Whatever people make up is answered, and never by a fault: 404, 400, or as if it had not been there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.urls.converters import IntConverter

from benchmarks.faults.made_up import MadeUp
from benchmarks.faults.strange_requests import fault_met, faults, requests
from documents.models import Document
from igsp_portal import urls
from igsp_portal.models import User
from meetings.models import Process
from tests.cast import given

pytestmark = pytest.mark.slow

SEED, COUNT = 20041015, 300
NO_KEYS = ["nothing", "9" * 30, "9" * 5_000, "1\x00", "_00", "\udcff"]


@pytest.fixture
def browsers(amina: User, diego: User, farah: User, root: User) -> dict[str, Client]:
    """A stranger's browser, a focal point's, a clerk's, an administrator's, and of one who works in two processes."""
    with given():
        Process.objects.create(slug="other", series="UNEP/X", zone="UTC", name="Other", short_name="Other")
    found = {"stranger": Client(raise_request_exception=False)}
    for user in (amina, diego, farah, root):
        found[user.name] = Client(raise_request_exception=False)
        found[user.name].force_login(user)
    return found


def test_some_hundred_requests_made_up_by_chance_meet_no_fault(every_row: None, browsers: dict[str, Client]) -> None:
    met = [f"{fault}, as {who}: {request}" for request, who, fault in faults(browsers, SEED, COUNT)]
    assert met == []


def test_the_same_seed_makes_up_the_same_requests(every_row: None) -> None:
    first, again, other = (requests(seed) for seed in (1, 1, 2))
    made = [[str(next(one)) for _ in range(50)] for one in (first, again, other)]
    assert (made[0] == made[1], made[0] == made[2]) == (True, False)


def test_a_fault_is_told_with_what_it_was(eve: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **more: Any) -> HttpResponse:
        raise LookupError("nothing there")

    monkeypatch.setattr("igsp_portal.front.views.render", broken)
    browser = Client(raise_request_exception=False)
    assert fault_met(browser, MadeUp("GET", "/en/about/")) == "500 LookupError: nothing there (test_made_up.py, broken)"


def pages_of_rows(model: Any) -> Iterator[str]:
    """The address of each page that the admin site has of one row, with the place of its key open."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    for page in ("change", "delete", "history"):
        yield reverse(f"{name}_{page}", args=["KEY"]).replace("KEY", "{}")


def told(browser: Client, address: str, method: str) -> str:
    answer: Any = getattr(browser, method)(address)
    elsewhere = answer.status_code == 302 and answer.url.endswith(
        ("/admin/", "/change/")
    )  # the first page, or the row's
    refused = answer.status_code == 400 and "%00" in address
    gone = answer.status_code in (403, 404) or elsewhere or refused
    return "" if gone else f"{method} {address[:90]}: {answer.status_code}"


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_key_that_is_none_leads_to_no_row_on_any_page_of_the_admin_site(
    method: str, every_row: None, at_root: Client
) -> None:
    pages = [page for model in admin.site._registry for page in pages_of_rows(model)]
    keys = [quote(key, safe="/", errors="surrogateescape") for key in NO_KEYS]
    found = [told(at_root, page.format(key), method) for page in pages for key in keys]
    assert len(found) > 300
    assert [said for said in found if said] == []


@pytest.mark.parametrize("page", ["change", "delete"])
def test_a_row_is_found_by_its_key_where_an_address_names_no_column_to_find_it_by(
    page: str, igsp: Any, at_root: Client
) -> None:
    row = igsp.regions.first()
    address = reverse(f"admin:meetings_region_{page}", args=[row.pk])
    answers = [at_root.get(address + query).status_code for query in ("", "?_to_field=")]
    assert answers == [answers[0]] * 2
    assert at_root.get(address.replace(str(row.pk), "nothing") + "?_to_field=").status_code in (302, 403)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_key_too_large_leads_to_no_row_on_the_pages_of_moves(method: str, every_row: None, at_root: Client) -> None:
    pages = [
        "/en/admin/meetings/meeting/{}/do/convene/",
        "/en/admin/documents/document/{}/post/",
        "/en/admin/documents/document/{}/withdraw/",
        "/en/admin/submissions/submission/{}/withdraw/",
    ]
    found = [told(at_root, page.format(key), method) for page in pages for key in ("9" * 19, "9" * 5_000)]
    found.append(told(at_root, f"/en/admin/igsp_portal/workertask/{uuid4()}/do/again/", method))
    assert found == [""] * 9


NUMBERED = ["", "write/", "discard/", "file/", "receipt/", "receipt.pdf", "filed.json"]


@pytest.mark.parametrize("number", ["9" * 19, "9" * 5_000])
def test_a_public_address_with_a_number_too_large_is_not_found(number: str, amina: User, browser_of: Any) -> None:
    browser = browser_of(amina)
    pages = [f"/en/igsp/submissions/{number}/{page}" for page in NUMBERED]
    pages += [f"/en/igsp/submissions/attachments/{number}/", f"/en/accounts/second-factor/keys/{number}/edit/"]
    assert [browser.get(page).status_code for page in pages] == [404] * len(pages)


def numbers_of_any_length(patterns: Any) -> Iterator[str]:
    for pattern in patterns:
        yield from numbers_of_any_length(getattr(pattern, "url_patterns", []))
        if any(type(converter) is IntConverter for converter in pattern.pattern.converters.values()):
            yield str(pattern.pattern)


def test_no_address_of_the_portal_takes_a_number_that_no_row_can_have() -> None:
    assert list(numbers_of_any_length(urls.urlpatterns)) == []


@pytest.mark.parametrize("lookup", ["author_es__range", "title_es__range", "issued_on__range", "id__exact"])
def test_a_list_is_not_filtered_by_what_an_address_makes_up(lookup: str, igsp: Any, at_root: Client) -> None:
    answer = at_root.get(reverse("admin:documents_document_changelist"), {lookup: "9999-12-31"})
    assert answer.status_code == 400


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages", "django_language"])
def test_a_cookie_that_begins_with_a_null_character_is_as_none(name: str, igsp: Any) -> None:
    answers = [Client().get("/en/igsp/", headers={"cookie": f"{name}={value}"}) for value in ('"\\000abc"', "\x00abc")]
    assert [answer.status_code for answer in answers] == [200, 200]


def test_no_number_in_an_address_tells_where_a_row_stands(igsp: Any, at_root: Client) -> None:
    """Django leads from the number of a table and of a row in it to that row's page, whoever may see it."""
    number = ContentType.objects.get_for_model(Document).pk
    document = Document.objects.filter(process=igsp).first()
    assert document
    assert at_root.get(f"/en/admin/r/{number}/{document.pk}/").status_code == 404
    page = at_root.get(reverse("admin:documents_document_change", args=[document.pk])).content.decode()
    assert f'<a href="{document.get_absolute_url()}" class="viewsitelink">' in page
