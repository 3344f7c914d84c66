"""A copy of the database signs nobody in: no code, key of a session or secret of a second factor stands in a row."""

from __future__ import annotations

import base64
import binascii
import importlib
import re
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import mail as outbox
from django.db import connection
from django.test import Client
from django.urls import reverse

from igsp_portal.foundations.secrets.sealed import CannotBeOpened, opened, seal
from igsp_portal.foundations.worker import mail
from igsp_portal.models import OutgoingMail, User
from tests.authenticators import app_clock, app_code  # noqa: F401 - the first is a fixture
from tests.cast import given, person

CODE = re.compile(r"\b\d{8}\b")


@pytest.fixture(autouse=True)
def _worker_s_own_queue(settings: Any, db: None) -> None:
    """As in production, letters wait in a table for the worker."""
    settings.TASKS = {"default": {**settings.TASKS["default"], "BACKEND": "django_tasks_db.DatabaseBackend"}}


def decoded(text: str) -> Iterator[str]:
    """What whoever reads a row makes of it: as it stands, and without the base64 and the packing round it."""
    yield text
    for part in re.split(r"[:.]", text):
        try:
            raw = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
        except (binascii.Error, ValueError):
            continue
        yield raw.decode("latin-1")
        try:
            yield zlib.decompress(raw).decode("latin-1")
        except zlib.error:
            continue


def rows() -> str:
    """All that the tables hold, as whoever has a copy of the database can read it."""
    found: list[str] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [text for row in cursor.fetchall() for value in row for text in decoded(str(value))]
    return "\n".join(found)


def ask_for_code(browser: Client, user: User) -> None:
    browser.post(reverse("account_login"), {"email": user.email})


def sent_code() -> str:
    mail.deliver.func(OutgoingMail.objects.latest("pk").pk)
    found = CODE.search(str(outbox.outbox[-1].body))
    assert found
    return found[0]


def key_of(browser: Client) -> str:
    return browser.cookies["sessionid"].value


def test_a_reader_of_the_rows_would_see_what_django_packs() -> None:
    from django.core import signing

    packed = signing.dumps({"code": "12345678" * 20}, compress=True)
    assert any("12345678" in text for text in decoded(packed))


def test_a_code_stands_in_no_row_before_it_is_sent_or_after(eve: User) -> None:
    browser = Client()
    ask_for_code(browser, eve)
    waiting = rows()
    code = sent_code()
    assert eve.email in waiting
    assert [code in waiting, code in rows()] == [False, False]


@pytest.fixture
def signed_in(eve: User) -> Client:
    browser = Client()
    ask_for_code(browser, eve)
    browser.post(reverse("account_confirm_login_code"), {"code": sent_code()})
    return browser


def test_the_key_of_a_session_stands_in_no_row(signed_in: Client) -> None:
    assert UserSession.objects.count() == 1
    assert key_of(signed_in) not in rows()


def test_the_name_of_a_session_s_row_opens_no_session(signed_in: Client) -> None:
    thief = Client()
    for name in (Session.objects.get().pk, UserSession.objects.get().session_key):
        thief.cookies["sessionid"] = name
        assert thief.get(reverse("front:account")).status_code == 302
    assert signed_in.get(reverse("front:account")).status_code == 200


def set_up_app(browser: Client) -> str:
    """Set up an app; its secret."""
    browser.get(reverse("mfa_activate_totp"))
    secret = browser.session["mfa.totp.secret"]
    assert secret not in rows()
    assert browser.post(reverse("mfa_activate_totp"), {"code": app_code(secret)}).status_code == 302
    return secret


def test_the_secrets_of_a_second_factor_stand_in_no_row(signed_in: Client, eve: User) -> None:
    secret = set_up_app(signed_in)
    codes = Authenticator.objects.get(user=eve, type="recovery_codes").wrap()
    stored = rows()
    assert [one in stored for one in (secret, *codes.get_unused_codes())] == [False] * 11


def second_code(browser: Client, code: str) -> bool:
    """Sign in by letter, then enter a second code; whether it let in."""
    ask_for_code(browser, User.objects.get(name="Eve"))
    browser.post(reverse("account_confirm_login_code"), {"code": sent_code()})
    browser.post(reverse("mfa_authenticate"), {"code": code})
    return "_auth_user_id" in browser.session


def test_a_second_factor_lasts_through_a_change_of_the_portal_s_key(
    signed_in: Client, eve: User, settings: Any
) -> None:
    set_up_app(signed_in)
    first, second = Authenticator.objects.get(user=eve, type="recovery_codes").wrap().get_unused_codes()[:2]
    earlier, settings.SECRET_KEY = settings.SECRET_KEY, "another key, of as many letters as an operator likes"
    settings.SECRET_KEY_FALLBACKS = [earlier]
    assert second_code(Client(), first) is True
    settings.SECRET_KEY_FALLBACKS = []
    assert second_code(Client(), second) is False


def test_no_code_is_right_where_the_secret_cannot_be_opened(signed_in: Client, eve: User, settings: Any) -> None:
    secret = set_up_app(signed_in)
    settings.SECRET_KEY = "another key, of as many letters as an operator likes"
    assert [second_code(Client(), app_code(known)) for known in (secret, "")] == [False, False]


def test_what_is_sealed_for_one_purpose_is_opened_for_no_other(settings: Any) -> None:
    sealed = seal("12345678", "letter")
    assert opened(sealed, "letter") == "12345678"
    for other in (sealed[:-2] + "xx", "12345678"):
        with pytest.raises(CannotBeOpened):
            opened(other, "letter")
    with pytest.raises(CannotBeOpened):
        opened(sealed, "session")


def test_what_stood_readable_is_sealed_when_the_portal_is_upgraded(db: None) -> None:
    eve, secret = person("Eve"), generate_totp_secret()
    Authenticator.objects.create(user=eve, type="totp", data={"secret": secret})
    Authenticator.objects.create(user=eve, type="webauthn", data={"name": "Key", "credential": {}})
    Session.objects.create(session_key="k" * 32, session_data="x", expire_date="2999-01-01T00:00Z")
    with given():
        letter = OutgoingMail.objects.create(
            letter="login_code",
            to=eve.email,
            language="en",
            subject="x",
            body="12345678",
            secret=True,
            created_at="2004-10-01T00:00Z",
        )
        importlib.import_module("igsp_portal.migrations.0004_secrets_are_sealed").seal_all(apps, None)
    assert [text in rows() for text in (secret, "12345678", "k" * 32)] == [False] * 3
    assert Authenticator.objects.get(type="totp").wrap().validate_code(app_code(secret)) is True
    mail.deliver.func(letter.pk)
    assert outbox.outbox[-1].body == "12345678"
