"""Three tries a code, however many browsers try at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account import forms
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from igsp_portal.foundations.pages import closed
from igsp_portal.models import User
from tests.front.conftest import _letters_go_at_once  # noqa: F401 - a fixture
from tests.front.test_sign_in import ask_for_code, code_in_letter, enter_code

pytestmark = pytest.mark.slow

WRONG = "00000000"


def same_browser(browser: Client) -> Client:
    """Another window of the same browser."""
    other = Client()
    other.cookies = browser.cookies
    return other


def in_threads(acts: list[Callable[[], Any]]) -> None:
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> None:
        gate.wait()
        try:
            act()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)


@pytest.mark.django_db(transaction=True)
def test_eight_that_try_at_once_have_three_tries(eve: User, monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("SQLite's database in memory does not wait for another writer; a file and PostgreSQL do.")
    browser, compare, tried = Client(), forms.compare_user_code, list[str]()

    def counted(*, actual: str, expected: str) -> bool:
        tried.append(actual)
        return compare(actual=actual, expected=expected)

    monkeypatch.setattr(forms, "compare_user_code", counted)
    ask_for_code(browser, eve.email)
    windows = [same_browser(browser) for _ in range(8)]
    in_threads([lambda window=window: enter_code(window, WRONG) for window in windows])  # type: ignore[misc]
    assert tried == [WRONG] * 3


def test_a_try_made_while_another_is_under_way_is_counted_too(eve: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second is made after the first has read its session, and before it compares the code."""
    browser, closed_by_default, meanwhile = Client(), closed.ClosedByDefault.process_view, list[Client]()

    def interrupted(self: Any, request: Any, *args: Any) -> Any:
        answer = closed_by_default(self, request, *args)
        if meanwhile:
            enter_code(meanwhile.pop(), WRONG)
        return answer

    monkeypatch.setattr(closed.ClosedByDefault, "process_view", interrupted)
    ask_for_code(browser, eve.email)
    code = code_in_letter()
    meanwhile.append(same_browser(browser))
    for _ in range(2):
        enter_code(browser, WRONG)
    enter_code(browser, code)
    assert "_auth_user_id" not in browser.session


def test_the_right_code_lets_in_once_though_it_is_sent_twice(eve: User) -> None:
    browser = Client()
    ask_for_code(browser, eve.email)
    other = Client()
    other.cookies.load({name: morsel.value for name, morsel in browser.cookies.items()})
    code = code_in_letter()
    answers = [enter_code(window, code)["Location"] for window in (browser, other)]
    assert answers == [reverse("own:home"), reverse("account_request_login_code")]
