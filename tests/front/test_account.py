"The account page: second factor, sessions, language of e-mails."

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse

from igsp_portal.models import Event, User

from ..authenticators import app_clock, app_code  # noqa: F401 - the first is a fixture
from .test_sign_in import ask_for_code, code_in_letter, enter_code


@pytest.fixture
def browser(client: Client, eve: User) -> Client:
    """Eve's browser, signed in as she would."""
    ask_for_code(client, eve.email)
    enter_code(client, code_in_letter())
    mail.outbox.clear()
    return client


def set_up_app(browser: Client) -> str:
    secret = browser.get(reverse("mfa_activate_totp")).context["form"].secret
    browser.post(reverse("mfa_activate_totp"), {"code": app_code(secret)})
    return secret


def test_a_person_chooses_the_language_of_letters(browser: Client, eve: User) -> None:
    browser.post(reverse("front:account"), {"language": "ru"})
    eve.refresh_from_db()
    assert eve.language == "ru"
    assert Event.objects.values_list("facts", flat=True)[0]["changes"] == {"language": ["en", "ru"]}


def test_a_person_chooses_the_language_of_files_there_too(browser: Client, eve: User) -> None:
    browser.post(reverse("front:account"), {"language": "en", "files_language": "fr"})
    eve.refresh_from_db()
    assert (eve.language, eve.files_language) == ("en", "fr")
    assert '<option value="fr" selected>' in browser.get(reverse("front:account")).content.decode()
    browser.post(reverse("front:account"), {"language": "en", "files_language": ""})
    eve.refresh_from_db()
    assert eve.files_language == ""


def test_a_language_that_is_none_of_the_six_is_refused(browser: Client, eve: User) -> None:
    answer = browser.post(reverse("front:account"), {"language": "de"})
    eve.refresh_from_db()
    assert (answer.status_code, eve.language) == (200, "en")


def test_an_authenticator_app_can_be_set_up(browser: Client, eve: User) -> None:
    set_up_app(browser)
    assert set(Authenticator.objects.filter(user=eve).values_list("type", flat=True)) == {"totp", "recovery_codes"}


def test_the_recovery_codes_are_shown_once_the_app_is_set_up(browser: Client, eve: User) -> None:
    set_up_app(browser)
    codes = Authenticator.objects.get(user=eve, type="recovery_codes").wrap().get_unused_codes()
    page = browser.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert [code for code in codes if code not in page] == []


def test_a_new_second_factor_is_told_by_letter(browser: Client) -> None:
    set_up_app(browser)
    assert "An authenticator app was set up for your account." in str(mail.outbox[0].body)


def test_with_an_app_the_code_from_the_letter_is_not_enough(browser: Client, eve: User) -> None:
    set_up_app(browser)
    other = Client()
    ask_for_code(other, eve.email)
    answer = enter_code(other, code_in_letter())
    assert answer["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in other.session


def test_a_recovery_code_lets_in_once(browser: Client, eve: User) -> None:
    set_up_app(browser)
    code = Authenticator.objects.get(user=eve, type="recovery_codes").wrap().get_unused_codes()[0]
    entered = []
    for other in (Client(), Client()):
        ask_for_code(other, eve.email)
        enter_code(other, code_in_letter())
        other.post(reverse("mfa_authenticate"), {"code": code})
        entered.append("_auth_user_id" in other.session)
    assert entered == [True, False]


def test_removing_the_app_asks_again_who_sits_there(browser: Client, eve: User) -> None:
    set_up_app(browser)
    session = browser.session
    session["account_authentication_methods"] = []
    session.save()
    answer = browser.post(reverse("mfa_deactivate_totp"))
    assert answer["Location"].startswith(reverse("mfa_reauthenticate"))
    assert Authenticator.objects.filter(user=eve, type="totp").exists()


def test_other_browsers_can_be_signed_out(browser: Client, eve: User) -> None:
    other = Client()
    ask_for_code(other, eve.email)
    enter_code(other, code_in_letter())
    assert other.get(reverse("front:account")).status_code == 200
    browser.post(reverse("usersessions_list"))
    assert other.get(reverse("front:account")).status_code == 302
    assert browser.get(reverse("front:account")).status_code == 200


def test_the_account_of_another_cannot_be_touched(browser: Client, farah: User) -> None:
    key = Authenticator.objects.create(user=farah, type="webauthn", data={"name": "Key", "credential": {}})
    assert browser.get(reverse("mfa_remove_webauthn", args=[key.pk])).status_code == 404
