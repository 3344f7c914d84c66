"""Signing in: a code by letter, in the person's language; a stranger learns nothing about who has an account."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from igsp_portal.foundations.language.languages import CODES
from igsp_portal.models import Event, OutgoingMail, User

from ..cast import given, person

CODE = re.compile(r"\b\d{8}\b")


def ask_for_code(client: Client, email: str, **more: str):
    return client.post(reverse("account_login"), {"email": email, **more}, follow=True)


def code_in_letter() -> str:
    found = CODE.search(str(mail.outbox[-1].body))
    assert found
    return found[0]


def enter_code(client: Client, code: str, **more: str):
    return client.post(reverse("account_confirm_login_code"), {"code": code, **more})


@pytest.fixture
def browser(client: Client, db: None) -> Client:
    return client


def test_the_code_from_the_letter_signs_a_person_in(browser: Client, eve: User) -> None:
    ask_for_code(browser, eve.email)
    answer = enter_code(browser, code_in_letter())
    assert answer.status_code == 302
    assert browser.session["_auth_user_id"] == str(eve.pk)


def test_the_address_may_be_typed_in_capitals(browser: Client, eve: User) -> None:
    ask_for_code(browser, eve.email.upper())
    enter_code(browser, code_in_letter())
    assert browser.session["_auth_user_id"] == str(eve.pk)


def test_the_address_and_the_code_may_be_pasted_with_marks_that_nobody_sees(browser: Client, eve: User) -> None:
    ask_for_code(browser, f"\u200b{eve.email}\u202c\ufeff")
    enter_code(browser, f"{code_in_letter()}\u200b")
    assert browser.session["_auth_user_id"] == str(eve.pk)


def test_the_code_may_be_typed_with_arabic_digits(browser: Client, eve: User) -> None:
    ask_for_code(browser, eve.email)
    enter_code(browser, code_in_letter().translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")))
    assert browser.session["_auth_user_id"] == str(eve.pk)


def test_a_wrong_code_signs_nobody_in(browser: Client, eve: User) -> None:
    ask_for_code(browser, eve.email)
    answer = enter_code(browser, "00000000")
    assert answer.status_code == 200
    assert "_auth_user_id" not in browser.session


def test_after_three_wrong_codes_the_right_one_is_worth_nothing(browser: Client, eve: User) -> None:
    ask_for_code(browser, eve.email)
    code = code_in_letter()
    for _ in range(3):
        enter_code(browser, "00000000")
    enter_code(browser, code)
    assert "_auth_user_id" not in browser.session


def test_a_code_is_worth_nothing_in_another_browser(browser: Client, eve: User) -> None:
    ask_for_code(browser, eve.email)
    thief = Client()
    enter_code(thief, code_in_letter())
    assert "_auth_user_id" not in thief.session


def test_the_session_is_a_new_one_after_signing_in(browser: Client, eve: User) -> None:
    ask_for_code(browser, eve.email)
    before = browser.session.session_key
    enter_code(browser, code_in_letter())
    assert before
    assert browser.session.session_key != before


def without_what_differs_anyway(html: bytes, email: str) -> str:
    text = html.decode().replace(email, "ADDRESS")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


def test_an_unknown_address_is_answered_as_a_known_one(eve: User) -> None:
    pages = []
    for email in (eve.email, "nobody@example.org"):
        answer = ask_for_code(Client(), email)
        pages.append((answer.redirect_chain, without_what_differs_anyway(answer.content, email)))
    assert pages[0] == pages[1]


def test_the_owner_of_an_unknown_address_is_told_so_by_letter(browser: Client, db: None) -> None:
    ask_for_code(browser, "nobody@example.org")
    assert [letter.to for letter in mail.outbox] == [["nobody@example.org"]]
    assert not CODE.search(str(mail.outbox[0].body))


def test_a_closed_account_gets_no_code(browser: Client, db: None) -> None:
    person("Ivan", is_active=False)
    ask_for_code(browser, "ivan@example.org")
    assert not CODE.search(str(mail.outbox[0].body))


def test_an_address_that_an_account_had_before_no_longer_opens_it(browser: Client, eve: User) -> None:
    ask_for_code(browser, eve.email)
    enter_code(browser, code_in_letter())
    with given():
        User.objects.filter(pk=eve.pk).update(email="eve@elsewhere.example")
    ask_for_code(Client(), "eve@example.org")
    assert not CODE.search(str(mail.outbox[-1].body))


@pytest.mark.parametrize("language", CODES)
def test_the_letter_is_written_in_the_language_the_person_chose(language: str, db: None) -> None:
    person("Jana", language=language)
    ask_for_code(Client(), "jana@example.org")
    letter = OutgoingMail.objects.get()
    with translation.override(language):
        assert letter.subject == translation.gettext("Your sign-in code")
    assert letter.language == language


def test_the_letter_names_the_portal_and_the_processes_of_the_person(amina: User, eve: User) -> None:
    for account in (amina, eve):
        ask_for_code(Client(), account.email)
    signed = [str(letter.body).split("\n--\n")[1].split("\n")[0] for letter in mail.outbox]
    assert signed == [
        "Intergovernmental process portal · Intergovernmental Strategic Plan",
        "Intergovernmental process portal",
    ]


def test_the_code_is_erased_from_the_outbox_once_the_letter_is_sent(browser: Client, eve: User) -> None:
    ask_for_code(browser, eve.email)
    letter = OutgoingMail.objects.get()
    assert (letter.secret, letter.body) == (True, "")
    assert code_in_letter() not in str(list(Event.objects.values_list("about_label", "facts")))


def test_codes_cannot_be_asked_for_without_end(browser: Client, eve: User) -> None:
    for _ in range(5):
        ask_for_code(Client(), eve.email)
    assert len(mail.outbox) == 3


def test_one_machine_cannot_ask_for_everybodys_codes(db: None) -> None:
    for number in range(25):
        ask_for_code(Client(), f"person{number}@example.org")
    assert len(mail.outbox) == 20


def test_an_unknown_address_gets_two_letters_a_day_and_its_page_stays_the_same(
    db: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ACCOUNT_RATE_LIMITS = False  # those of the account library are counted in minutes
    pages, first = [], time.time()
    for hour in (0, 1, 12, 23):
        monkeypatch.setattr(time, "time", lambda passed=3600 * hour: first + passed)
        answer = ask_for_code(Client(), "nobody@example.org")
        pages.append((answer.redirect_chain, without_what_differs_anyway(answer.content, "nobody@example.org")))
    assert len(mail.outbox) == 2
    assert pages == [pages[0]] * 4
    monkeypatch.setattr(time, "time", lambda: first + 24 * 3600 + 1)
    ask_for_code(Client(), "nobody@example.org")
    assert len(mail.outbox) == 3


def test_a_mailbox_is_not_reached_more_often_by_tags_and_capitals(db: None) -> None:
    for email in ("nobody@example.org", "Nobody+1@example.org", "nobody+2@Example.org", "nobody+3@example.org"):
        ask_for_code(Client(), email)
    assert len(mail.outbox) == 2


def test_letters_to_an_unknown_address_take_nothing_from_a_known_one(eve: User) -> None:
    for _ in range(3):
        ask_for_code(Client(), eve.email)
    assert len(mail.outbox) == 3


def test_nobody_makes_an_account_of_their_own(browser: Client, db: None) -> None:
    answer = browser.post(reverse("account_signup"), {"email": "nobody@example.org"})
    assert "Ask the secretariat for access" in answer.content.decode()
    ask_for_code(browser, "nobody@example.org")
    assert not User.objects.filter(email="nobody@example.org").exists()


def test_a_focal_point_comes_to_the_own_pages(browser: Client, amina: User) -> None:
    ask_for_code(browser, amina.email)
    assert enter_code(browser, code_in_letter())["Location"] == reverse("own:home")


def test_the_secretariat_comes_to_the_desk(browser: Client, farah: User) -> None:
    ask_for_code(browser, farah.email)
    assert enter_code(browser, code_in_letter())["Location"] == reverse("admin:index")


def test_a_person_comes_back_to_the_page_that_asked_for_the_sign_in(browser: Client, amina: User) -> None:
    ask_for_code(browser, amina.email, next="/en/about/")
    assert enter_code(browser, code_in_letter(), next="/en/about/")["Location"] == "/en/about/"


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(browser: Client, amina: User, elsewhere: str) -> None:
    ask_for_code(browser, amina.email, next=elsewhere)
    assert enter_code(browser, code_in_letter(), next=elsewhere)["Location"] == reverse("own:home")


def test_signing_out_needs_more_than_a_link(browser: Client, eve: User) -> None:
    browser.force_login(eve)
    browser.get(reverse("account_logout"))
    assert "_auth_user_id" in browser.session
    browser.post(reverse("account_logout"))
    assert "_auth_user_id" not in browser.session


def test_a_mistyped_address_is_put_right_by_sending_another(browser: Client, eve: User) -> None:
    ask_for_code(browser, "nobody@example.org")
    page = ask_for_code(browser, eve.email).content.decode()
    enter_code(browser, code_in_letter())
    assert eve.email in page
    assert "nobody@example.org" not in page
    assert browser.session["_auth_user_id"] == str(eve.pk)
