"""A full or read-only disk, or a database that is away: told as such, with all that was typed given back."""

from __future__ import annotations

import errno
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any

import psycopg
import pytest
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, InternalError, OperationalError, ProgrammingError, connection, transaction
from django.test import Client, RequestFactory
from django.urls import reverse

from igsp_portal.foundations.forms.unavailable import passes
from igsp_portal.front.views import bad_request
from igsp_portal.models import User
from meetings.models import Process

pytestmark = pytest.mark.slow

HERE = {"origin": "http://testserver"}


@pytest.fixture
def browser_of() -> Callable[[User], Client]:
    """A browser that is answered as any is, and checks forms as any does."""

    def signed_in(user: User) -> Client:
        client = Client(raise_request_exception=False, enforce_csrf_checks=True)
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def stranger() -> Client:
    return Client(raise_request_exception=False)


@contextmanager
def database_away(sql: str = "") -> Iterator[None]:
    """Every statement that holds `sql` finds no database."""

    def refuse(execute: Any, statement: str, *rest: Any) -> Any:
        if sql in statement:
            raise OperationalError("the connection was refused") from psycopg.OperationalError()
        return execute(statement, *rest)

    with connection.execute_wrapper(refuse):
        yield


@contextmanager
def read_only() -> Iterator[None]:
    """The database takes nothing, by its own word."""
    sqlite = connection.vendor == "sqlite"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON" if sqlite else "SET TRANSACTION READ ONLY")
        yield
        if sqlite:
            cursor.execute("PRAGMA query_only = OFF")
        transaction.set_rollback(True)  # with it PostgreSQL takes things again


def given(page: str) -> dict[str, str]:
    """The fields of the form on a page, as a browser would send them."""
    main = page[page.index("<main") :]
    hidden = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', main)
    typed = re.findall(r'<textarea[^>]* name="([^"]*)"[^>]*>\n(.*?)</textarea>', main, re.DOTALL)
    return {name: unescape(value) for name, value in [*hidden, *typed]}


def form_of(browser: Client, address: str, **values: str) -> dict[str, str]:
    """Values with the token of the form that the browser was shown."""
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(address).content.decode())
    assert token
    return {**values, "csrfmiddlewaretoken": token[1]}


def test_a_page_says_that_the_database_is_away_and_when_to_come_back(stranger: Client, igsp: Process) -> None:
    with database_away():
        answer = stranger.get("/en/igsp/")
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "The portal is not available at the moment" in page
    assert '<a class="btn" href="/en/igsp/">' in page
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("address", ["/healthz", "/en/igsp/nothing-here/", "/symbol/UNEP/1"])
def test_no_page_calls_it_a_fault_of_its_own(stranger: Client, igsp: Process, address: str) -> None:
    with database_away():
        assert stranger.get(address).status_code == 503


def test_it_is_said_in_the_language_of_the_address_before_anything_else_was_asked(
    stranger: Client, igsp: Process
) -> None:
    with database_away():
        page = stranger.get("/ar/igsp/").content.decode()
    assert '<html lang="ar" dir="rtl">' in page


def test_whoever_is_signed_in_is_given_back_the_words_before_the_database_says_who_it_is(
    amina: User, browser_of: Callable[[User], Client]
) -> None:
    browser, address = browser_of(amina), reverse("front:account")
    form = form_of(browser, address, language="fr")
    with database_away("django_session"):
        answer = browser.post(address, form, headers=HERE)
    again = given(answer.content.decode())
    assert answer.status_code == 503
    assert {**again, "csrfmiddlewaretoken": ""} == {"language": "fr", "csrfmiddlewaretoken": ""}
    assert browser.post(address, again, headers=HERE).status_code == 302
    amina.refresh_from_db()
    assert amina.language == "fr"


def test_the_words_of_an_admin_form_are_given_back_and_saved_when_sent_again(
    farah: User, igsp: Process, browser_of: Callable[[User], Client]
) -> None:
    browser, address = browser_of(farah), reverse("admin:igsp_portal_user_add")
    typed = {"email": "lu@example.org", "name": "Lu “<b>”\r\nof Kenya", "language": "en", "is_active": "on"}
    form = form_of(browser, address, **typed)
    with read_only():
        answer = browser.post(address, form, headers=HERE)
    again = given(answer.content.decode())
    token = again.pop("csrfmiddlewaretoken")
    assert (answer.status_code, again) == (503, typed)
    assert '<label class="form-label" for="given-1">Email</label>' in answer.content.decode()
    assert browser.post(address, {**again, "csrfmiddlewaretoken": token}, headers=HERE).status_code == 302
    assert User.objects.filter(email="lu@example.org").count() == 1


def test_the_address_typed_for_a_code_is_given_back_and_the_code_itself_is_not(stranger: Client, db: None) -> None:
    stranger.cookies["sessionid"] = "s" * 32
    with database_away():
        answer = stranger.post(reverse("account_login"), {"email": "lu@example.org"}, headers=HERE)
        entered = stranger.post(
            reverse("account_confirm_login_code"), {"code": "12345678", "next": "/en/my/"}, headers=HERE
        )
    again = given(answer.content.decode())
    again.pop("csrfmiddlewaretoken")
    assert (answer.status_code, again) == (503, {"email": "lu@example.org"})
    assert (entered.status_code, "12345678" in entered.content.decode()) == (503, False)
    assert "Send again" not in entered.content.decode()


@pytest.mark.parametrize("headers", [{}, {"origin": "http://elsewhere.example"}])
def test_what_another_site_sent_is_not_given_back(headers: dict[str, str], stranger: Client, db: None) -> None:
    with database_away():
        answer = stranger.post(reverse("account_login"), {"email": "lu@example.org"}, headers=headers)
    assert (answer.status_code, "lu@example.org" in answer.content.decode()) == (503, False)


def test_the_files_of_a_form_that_was_not_read_yet_are_kept_nowhere(stranger: Client, igsp: Process) -> None:
    stranger.cookies["sessionid"] = "s" * 32
    form = {"email": "lu@example.org", "attach": SimpleUploadedFile("Map.png", b"\x89PNG")}
    with database_away():
        answer = stranger.post("/en/my/", form, headers=HERE)
    assert "lu@example.org" in answer.content.decode()
    assert dict(answer.wsgi_request.FILES) == {}


def test_a_session_that_could_not_be_stored_is_no_fault_of_the_reader(rf: RequestFactory) -> None:
    interrupted = SessionInterrupted("The session was deleted.")
    interrupted.__context__ = OperationalError("attempt to write a readonly database")
    assert bad_request(rf.get("/en/"), interrupted).status_code == 503


def test_a_disk_that_is_full_is_told_wherever_it_is_met(
    amina: User, browser_of: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any, **more: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    browser, address = browser_of(amina), reverse("front:account")
    form = form_of(browser, address, language="fr")
    monkeypatch.setattr("igsp_portal.foundations.record.records.change", full)
    assert browser.post(address, form, headers=HERE).status_code == 503


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


def sqlite_says(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError()
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OSError(errno.EROFS, "Read-only file system"), True),
        (caused(RuntimeError(), OSError(errno.EDQUOT, "Quota exceeded")), True),
        (OSError(errno.ENOENT, "No such file"), False),
        (caused(OperationalError(), sqlite_says(sqlite3.SQLITE_FULL)), True),
        (caused(OperationalError(), sqlite_says(sqlite3.SQLITE_CANTOPEN)), True),
        (caused(OperationalError(), sqlite_says(sqlite3.SQLITE_ERROR)), False),
        (caused(OperationalError(), psycopg.errors.DiskFull()), True),
        (caused(OperationalError(), psycopg.errors.StatementTooComplex()), False),
        (caused(InternalError(), psycopg.errors.ReadOnlySqlTransaction()), True),
        (caused(InternalError(), psycopg.errors.InFailedSqlTransaction()), False),
        (InterfaceError("the connection is closed"), True),
        (ProgrammingError("no such table"), False),
        (ValueError(), False),
        (None, False),
    ],
)
def test_what_passes_is_told_from_what_is_wrong(error: Exception | None, expected: bool) -> None:
    assert passes(error) is expected
