"""A clarification: asked by mail, answered on a page or by mail, and one thread in everybody's mailbox."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core import mail as outbox
from django.test import Client
from django.urls import reverse

from igsp_portal.foundations.worker import mail
from igsp_portal.models import OutgoingMail, User
from submissions import actions
from submissions.models import Clarification, Submission
from submissions.receiving import actions as receiving
from submissions.states import Channel, Verdict

pytestmark = pytest.mark.slow

Browser = Callable[[User], Client]
ASKED = "Which posts are meant in the first statement?"
ANSWERED = "Those of the two laboratories."


def admin_page(act: str, submission: Submission) -> str:
    return reverse(f"admin:submissions_submission_{act}", args=[submission.pk])


def page_of(submission: Submission) -> str:
    return reverse("submissions:clarification", args=["igsp", submission.pk])


def headers(letter: OutgoingMail) -> dict[str, str]:
    """The headers of a letter as the mail server gets them."""
    outbox.outbox.clear()
    mail._send(letter)
    (sent,) = outbox.outbox
    return dict(sent.message().items())


@pytest.fixture
def asked(filed: Submission, farah: User) -> Submission:
    receiving.ask(filed, by=farah, words=ASKED)
    return filed


def test_what_needs_clarification_is_asked_by_mail_and_not_published_until_it_is_accepted(
    filed: Submission, farah: User, browser_of: Browser
) -> None:
    browser = browser_of(farah)
    actions.acknowledge(filed, by=farah)
    browser.post(admin_page("screen", filed), {"verdict": "clarify", "reason": ASKED})
    letter = OutgoingMail.objects.get(letter="clarification")
    assert (letter.to, ASKED in letter.body) == ("amina@example.org", True)
    assert f"{settings.SITE_ADDRESS}{page_of(filed)}" in letter.body
    press = reverse("admin:submissions_submission_do", args=[filed.pk, "publish"])
    assert browser.post(press).status_code == 403
    browser.post(admin_page("screen", filed), {"verdict": "accepted", "reason": ""})
    assert browser.post(press).status_code == 302


def test_a_focal_point_answers_on_the_page_and_whoever_asked_is_told(
    asked: Submission, farah: User, amina: User, browser_of: Browser
) -> None:
    browser = browser_of(amina)
    assert f'href="{page_of(asked)}"' in browser.get(asked.get_absolute_url()).content.decode()
    shown = browser.post(page_of(asked), {"words": ANSWERED}, follow=True).content.decode()
    assert ("Request by Farah" in shown, "Answer by Amina" in shown, ANSWERED in shown) == (True, True, True)
    letters = OutgoingMail.objects.filter(letter="clarified")
    assert set(letters.values_list("to", flat=True)) == {"amina@example.org", "farah@example.org"}


def test_a_double_click_asks_once(filed: Submission, farah: User, browser_of: Browser) -> None:
    for _click in range(2):
        browser_of(farah).post(admin_page("screen", filed), {"verdict": "clarify", "reason": ASKED})
        receiving.ask(filed, by=farah, words=ASKED)
    assert [
        Clarification.objects.of(filed.pk).count(),
        OutgoingMail.objects.filter(letter="clarification").count(),
    ] == [1, 1]
    receiving.answer(filed, by=farah, words=ANSWERED)
    receiving.screen(filed, by=farah, verdict=Verdict.CLARIFY, reason=ASKED)
    assert [one.words for one in Clarification.objects.of(filed.pk)] == [ASKED, ANSWERED, ASKED]


def test_an_answer_is_given_once_and_never_empty(asked: Submission, amina: User, browser_of: Browser) -> None:
    browser = browser_of(amina)
    assert browser.post(page_of(asked), {"words": " "}).status_code == 400
    assert browser.post(page_of(asked), {"words": ANSWERED}).status_code == 302
    again = browser.post(page_of(asked), {"words": "Once more."})
    assert (again.status_code, "Once more." in again.content.decode()) == (400, True)
    assert Clarification.objects.of(asked.pk).filter(is_answer=True).count() == 1


def test_only_focal_points_answer_and_only_the_party_and_the_secretariat_read(
    asked: Submission, boris: User, goran: User, farah: User, browser_of: Browser
) -> None:
    assert [browser_of(user).get(page_of(asked)).status_code for user in (boris, farah, goran)] == [200, 200, 404]
    assert [browser_of(user).post(page_of(asked), {"words": "x"}).status_code for user in (boris, farah)] == [403, 403]
    assert Client().get(page_of(asked)).status_code in (302, 404)


def test_the_letters_of_a_thread_follow_each_other_in_each_mailbox(
    asked: Submission, farah: User, amina: User, clock: Callable[[str], None]
) -> None:
    clock("2004-10-16T12:00")
    receiving.answer(asked, by=amina, words=ANSWERED)
    clock("2004-10-17T12:00")
    receiving.ask(asked, by=farah, words="And since when?")
    sent = [
        headers(letter)
        for letter in OutgoingMail.objects.filter(to=amina.email, letter__startswith="clarif").order_by("pk")
    ]
    first, second, third = sent
    assert ("In-Reply-To" in first, first["Reply-To"]) == (False, "farah@example.org")
    assert (second["In-Reply-To"], "Reply-To" in second) == (first["Message-ID"], False)
    assert third["In-Reply-To"] == second["Message-ID"]
    assert third["References"].split() == [first["Message-ID"], second["Message-ID"]]
    assert len({one["Subject"] for one in sent}) == 1
    assert len({one["Message-ID"] for one in sent}) == 3


def test_the_secretariat_enters_an_answer_that_came_by_e_mail_and_asks_on_in_its_thread(
    asked: Submission, farah: User, amina: User, browser_of: Browser, clock: Callable[[str], None]
) -> None:
    clock("2004-10-18T12:00")
    data = {"words": ANSWERED, "sender": "Ministry of Environment", "at_0": "2004-10-16", "at_1": "09:30:00"}
    entered = browser_of(farah).post(admin_page("answered", asked), data | {"message_id": "abc@example.org"})
    assert entered.status_code == 302, entered.content.decode()
    answer = Clarification.objects.of(asked.pk).get(is_answer=True)
    assert (answer.channel, answer.by_name, answer.by) == (Channel.EMAIL, "Ministry of Environment", farah)
    assert answer.at == dt.datetime(2004, 10, 16, 6, 30, tzinfo=dt.UTC)
    page = browser_of(amina).get(page_of(asked)).content.decode()
    assert ("Answer by Ministry of Environment" in page, "e-mail" in page) == (True, True)
    receiving.ask(asked, by=farah, words="And since when?")
    last = OutgoingMail.objects.filter(letter="clarification", to=amina.email).order_by("pk").last()
    assert last is not None
    assert headers(last)["In-Reply-To"] == "<abc@example.org>"


@pytest.mark.parametrize(
    "more", [{"at_0": "2004-10-19"}, {"at_0": ""}, {"sender": ""}, {"words": ""}, {"message_id": "<a> <b>"}]
)
def test_an_answer_that_came_by_e_mail_has_a_writer_words_and_a_time_that_is_past(
    more: dict[str, Any], asked: Submission, farah: User, browser_of: Browser
) -> None:
    data = {"words": ANSWERED, "sender": "Ministry", "at_0": "2004-10-15", "at_1": "09:30:00"} | more
    page = browser_of(farah).post(admin_page("answered", asked), data)
    assert (page.status_code, "Nothing has been saved." in page.content.decode()) == (400, True)
    assert Clarification.objects.of(asked.pk).filter(is_answer=True).count() == 0


def test_an_answer_waits_on_the_first_page_of_the_admin_site_until_something_follows(
    asked: Submission, farah: User, amina: User, browser_of: Browser, clock: Callable[[str], None]
) -> None:
    browser, first_page = browser_of(farah), reverse("admin_of_process", args=["igsp"])
    told = "Kenya has answered the request for a clarification"
    assert told not in browser.get(first_page).content.decode()
    receiving.answer(asked, by=amina, words=ANSWERED)
    assert told in browser.get(first_page).content.decode()
    clock("2004-10-16T12:00")
    receiving.screen(asked, by=farah, verdict=Verdict.ACCEPTED)
    assert told not in browser.get(first_page).content.decode()


def test_nothing_is_answered_where_nothing_is_asked(filed: Submission, amina: User, browser_of: Browser) -> None:
    browser = browser_of(amina)
    assert "No clarification has been requested" in browser.get(page_of(filed)).content.decode()
    assert browser.post(page_of(filed), {"words": ANSWERED}).status_code == 400


def test_of_a_submission_that_was_withdrawn_nothing_is_asked(
    asked: Submission, amina: User, farah: User, browser_of: Browser
) -> None:
    actions.withdraw(asked, by=amina, reason="A mistake.")
    assert browser_of(farah).post(admin_page("ask", asked), {"words": ASKED}).status_code == 403
    assert browser_of(amina).post(page_of(asked), {"words": ANSWERED}).status_code == 400
