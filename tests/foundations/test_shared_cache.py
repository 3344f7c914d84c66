"""The shared cache: while it is down nobody is refused, and the limits hold in each process alone."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from igsp_portal.foundations.forms.limits import Limit, allows
from igsp_portal.foundations.pages import shared_cache
from igsp_portal.models import OutgoingMail, User


class Down(BaseCache):
    """A server that answers nobody, and counts how often it was asked."""

    asked = 0

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def _refuse(self, *args: Any, **options: Any) -> Any:
        type(self).asked += 1
        raise ConnectionError("Connection refused.")

    add = get = set = touch = delete = clear = _refuse


@pytest.fixture
def down(settings: Any, monkeypatch: pytest.MonkeyPatch) -> type[Down]:
    monkeypatch.setattr(shared_cache, "RedisCache", Down)
    settings.CACHES = {
        "default": {"BACKEND": "igsp_portal.foundations.pages.shared_cache.SharedCache", "LOCATION": "redis://cache"}
    }
    cache.clear()
    Down.asked = 0
    return Down


def ask_for_code(client: Client, user: User) -> int:
    return client.post(reverse("account_login"), {"email": user.email}).status_code


def test_a_code_for_signing_in_is_sent_while_it_is_down(down: type[Down], client: Client, eve: User) -> None:
    assert ask_for_code(client, eve) == 302
    assert OutgoingMail.objects.filter(to=eve.email).count() == 1


def test_limits_still_hold_in_each_process(down: type[Down], eve: User) -> None:
    for _ in range(5):
        ask_for_code(Client(), eve)
    assert OutgoingMail.objects.filter(to=eve.email).count() == 3
    limit = Limit("test", acts=2, seconds=24 * 3600)
    assert [allows(limit, "eve") for _ in range(3)] == [True, True, False]


def test_two_acts_at_the_same_instant_are_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sends a form many times at once would else be counted once."""
    limit, read, meanwhile = Limit("test", acts=1, seconds=60), LocMemCache.get, list[bool]()

    def interrupted(self: LocMemCache, *args: Any, **options: Any) -> Any:
        found = read(self, *args, **options)
        if not meanwhile:
            meanwhile.append(False)
            meanwhile[0] = allows(limit, "eve")
        return found

    monkeypatch.setattr(LocMemCache, "get", interrupted)
    assert [allows(limit, "eve"), *meanwhile, allows(limit, "eve")].count(True) == 1


def test_the_table_counts_each_act(db: None, settings: Any) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "igsp_portal.foundations.pages.shared_cache.TableCache", "LOCATION": "counts"}
    }
    call_command("createcachetable", verbosity=0)
    table = caches["default"]
    assert table.add("acts", 1, timeout=60) is True
    with CaptureQueriesContext(connection) as asked:
        assert table.add("acts", 1, timeout=60) is False
    assert [query["sql"] for query in asked if "INSERT" in query["sql"]] == []  # PostgreSQL would log its refusal
    assert [table.incr("acts"), table.incr("acts"), table.get("acts")] == [2, 3, 3]
    with pytest.raises(ValueError, match="not found"):
        table.incr("others")


def test_the_table_counts_an_act_of_a_form_in_one_statement(
    db: None, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "igsp_portal.foundations.pages.shared_cache.TableCache", "LOCATION": "counts"}
    }
    call_command("createcachetable", verbosity=0)
    limit = Limit("test", acts=2, seconds=60)
    with django_assert_num_queries(4):
        assert [allows(limit, who) for who in ("eve", "eve", "boris", "eve")] == [True, True, True, False]


def test_the_table_forgets_acts_of_long_ago(db: None, settings: Any) -> None:
    """Even where the day begins ever anew, as in the demonstration."""
    settings.CACHES = {
        "default": {"BACKEND": "igsp_portal.foundations.pages.shared_cache.TableCache", "LOCATION": "counts"}
    }
    call_command("createcachetable", verbosity=0)
    limit = Limit("test", acts=2, seconds=60)
    assert [allows(limit, "eve") for _ in range(3)] == [True, True, False]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE counts SET expires = '2004-06-25 10:00:00'")
    assert [allows(limit, "eve") for _ in range(3)] == [True, True, False]


def test_a_count_does_not_wait_for_the_disk(db: None, settings: Any) -> None:
    """It may be forgotten in a power cut; what a receipt is given for may not."""
    settings.CACHES = {
        "default": {"BACKEND": "igsp_portal.foundations.pages.shared_cache.TableCache", "LOCATION": "counts"}
    }
    call_command("createcachetable", verbosity=0)
    shared_cache.forgets("default")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'counts'")
            assert cursor.fetchone() == ("u",)
        assert allows(Limit("test", acts=1, seconds=60), "eve") is True
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            assert cursor.fetchone() == (2,)  # FULL


@pytest.mark.django_db(transaction=True)
def test_sqlite_waits_again_for_what_comes_after_a_count(settings: Any) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "igsp_portal.foundations.pages.shared_cache.TableCache", "LOCATION": "counts"}
    }
    call_command("createcachetable", verbosity=0)
    said: list[str] = []
    if connection.vendor == "sqlite":
        connection.connection.set_trace_callback(said.append)
    try:
        assert allows(Limit("test", acts=1, seconds=60), "eve") is True
    finally:
        if connection.vendor == "sqlite":
            connection.connection.set_trace_callback(None)
    pragmas = [sql for sql in said if "synchronous" in sql]
    assert pragmas == (
        ["PRAGMA synchronous=NORMAL", "PRAGMA synchronous=FULL"] if connection.vendor == "sqlite" else []
    )


def test_public_pages_are_given_out_while_it_is_down(down: type[Down], client: Client, igsp: Any) -> None:
    assert client.get("/en/igsp/").status_code == 200


def test_it_is_said_in_the_log_and_the_server_is_not_asked_again_at_once(
    down: type[Down], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1000.0]
    monkeypatch.setattr(shared_cache, "monotonic", lambda: clock[0])
    shared = shared_cache.SharedCache("redis://cache", {})
    with caplog.at_level(logging.WARNING, shared_cache.__name__):
        asked = [(shared.get("a", 0), down.asked) for _ in range(2)]
        clock[0] += shared_cache.ASKED_AGAIN_AFTER
        asked.append((shared.get("a", 0), down.asked))
    assert asked == [(0, 1), (0, 1), (0, 2)]
    said = "The shared cache does not answer; this process counts rate limits alone: Connection refused."
    assert [record.getMessage() for record in caplog.records] == [said, said]
