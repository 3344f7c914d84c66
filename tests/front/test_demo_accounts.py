"""The demonstration's accounts: one for each role, at one click, on this machine alone."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import reload
from types import ModuleType
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import clear_url_caches

from igsp_portal import urls
from igsp_portal.foundations.access import Role
from igsp_portal.front import demo
from igsp_portal.models import Event, User
from meetings.models import Membership, Process

pytestmark = pytest.mark.slow


@pytest.fixture
def demonstration(settings, igsp: Process) -> Iterator[None]:
    """The portal as `manage.py demo` serves it."""
    settings.DEMO, settings.EMAIL_FILE_PATH = True, "/var/mail"
    _mount(urls)
    call_command("demo_accounts", verbosity=0)
    yield
    settings.DEMO = False
    _mount(urls)


def _mount(module: ModuleType) -> None:
    reload(module)
    clear_url_caches()


def test_there_is_one_account_for_each_role_offered(demonstration: None) -> None:
    held = Membership.objects.filter(user__email__endswith="@demo.example").values_list("role", flat=True)
    assert sorted(held) == sorted(str(account.role) for account in demo.ACCOUNTS)


def test_making_the_accounts_again_changes_nothing(demonstration: None) -> None:
    before = Event.objects.count()
    call_command("demo_accounts", verbosity=0)
    assert Event.objects.count() == before


def test_the_command_says_by_role_how_to_sign_in(demonstration: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("demo_accounts")
    said = capsys.readouterr().out
    assert "/en/demo/" in said
    assert [account.email for account in demo.ACCOUNTS if account.email not in said] == []


@pytest.mark.usefixtures("igsp")
def test_the_command_refuses_outside_a_demonstration() -> None:
    with pytest.raises(CommandError, match="demonstration alone"):
        call_command("demo_accounts")


def test_the_sign_in_page_leads_to_the_roles(demonstration: None, client: Client) -> None:
    page = client.get("/en/accounts/login/?next=/en/igsp/").content.decode()
    assert 'href="/en/demo/?next=%2Fen%2Figsp%2F"' in page


def test_one_click_signs_in(demonstration: None, client: Client) -> None:
    answer = client.post("/en/demo/secretariat/")
    assert answer["Location"] == "/en/admin/"
    assert client.session["_auth_user_id"] == str(User.objects.get(email="secretariat@demo.example").pk)


def test_another_click_changes_the_role(demonstration: None, client: Client) -> None:
    client.post("/en/demo/secretariat/")
    client.post("/en/demo/government/")
    assert client.session["_auth_user_id"] == str(User.objects.get(email="government@demo.example").pk)


def test_a_link_alone_signs_nobody_in(demonstration: None, client: Client) -> None:
    assert client.get("/en/demo/secretariat/").status_code == 405


def test_a_role_that_is_not_offered_does_not_exist(demonstration: None, client: Client) -> None:
    assert client.post("/en/demo/chair/").status_code == 404


@pytest.mark.parametrize(
    "meta",
    [{"REMOTE_ADDR": "192.0.2.7"}, {"REMOTE_ADDR": ""}, {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}],
    ids=["another machine", "no address", "through a proxy"],
)
def test_nobody_signs_in_by_role_from_elsewhere(demonstration: None, client: Client, meta: dict[str, Any]) -> None:
    assert client.get("/en/demo/").status_code == 200
    assert client.get("/en/demo/", **meta).status_code == 404
    assert client.post("/en/demo/secretariat/", **meta).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("igsp")
def test_outside_a_demonstration_there_are_no_roles_to_choose(client: Client) -> None:
    assert client.get("/en/demo/").status_code == 404
    assert client.post("/en/demo/secretariat/").status_code == 404


def test_no_role_is_named_after_a_person() -> None:
    assert {account.role for account in demo.ACCOUNTS} <= set(Role)
    assert [account.key for account in demo.ACCOUNTS if not account.key.isalpha()] == []
