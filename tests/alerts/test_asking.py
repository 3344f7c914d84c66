"""An alert is asked for by anybody, confirmed by the owner of the address alone, and ended by one press."""

from __future__ import annotations

import re
from collections.abc import Callable
from email import message_from_bytes
from typing import Any

import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils import translation

from documents.alerts import actions, tokens
from documents.alerts.models import Alert, When
from documents.library import actions as library
from documents.library.states import Distribution
from documents.models import Document
from igsp_portal.foundations.worker import mail
from igsp_portal.models import OutgoingMail, User
from meetings.models import Process

from ..attack.test_secrets import rows
from ..cast import given

NOOR, SAM = "noor@example.org", "sam@example.org"
ASK = "/en/igsp/alerts/"


def asked(email: str, address: str = ASK, browser: Client | None = None, **wish: Any) -> Any:
    values = {"email": email, "when": When.AT_ONCE, "language": "en", **wish}
    return (browser or Client()).post(address, values)


def link(name: str, letter: Any) -> str:
    found = re.search(rf"http://127.0.0.1:8000(/\S*/alerts/{name}/\S+/)", str(letter.body))
    assert found
    return found[1]


def on_record() -> list[tuple[str, str, str, str]]:
    """What there is, in English."""
    with translation.override("en"):
        return [(one.email, str(one.target), one.when, one.language) for one in Alert.objects.order_by("pk")]


@pytest.fixture
def confirmation(igsp: Process, work: Any) -> Callable[..., Any]:
    """confirmation("noor@example.org"): the message that somebody gets who asked for an alert."""

    def got(email: str, address: str = ASK, **wish: Any) -> Any:
        asked(email, address, **wish)
        (letter,) = work(seconds=1)
        return letter

    return got


def test_asking_writes_to_the_address_and_keeps_nothing(confirmation: Any) -> None:
    letter = confirmation(NOOR)
    assert (letter.to, letter.subject) == ([NOOR], "Confirm your e-mail alert: Intergovernmental Strategic Plan")
    assert Alert.objects.count() == 0


def test_to_open_the_link_changes_nothing_and_the_button_confirms(confirmation: Any) -> None:
    address = link("confirm", confirmation(NOOR, when=When.DAILY, language="fr"))
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(address, follow=True)
    assert (page.status_code, page["Cache-Control"], page["X-Robots-Tag"]) == (
        200,
        "no-store, private",
        "noindex, nofollow",
    )
    assert [Client().head(address, follow=True).status_code, Alert.objects.count()] == [200, 0]
    token = browser.cookies["csrftoken"].value
    where = page.redirect_chain[-1][0]
    assert address.rsplit("/", 2)[1] not in where + page.content.decode()
    assert Client().get(where).status_code == 404
    assert browser.post(where, {"csrfmiddlewaretoken": token}).status_code == 302
    assert on_record() == [(NOOR, "Intergovernmental Strategic Plan", When.DAILY, "fr")]


def test_confirming_again_makes_no_second_alert_and_takes_the_last_wish(confirmation: Any) -> None:
    first, second = (link("confirm", confirmation(NOOR, when=when)) for when in (When.AT_ONCE, When.DAILY))
    for address in (first, second, second):
        Client().post(address)
    assert on_record() == [(NOOR, "Intergovernmental Strategic Plan", When.DAILY, "en")]


def test_a_confirmation_is_good_for_three_days(confirmation: Any, at: Any) -> None:
    address = link("confirm", confirmation(NOOR))
    at.on(days=3, minutes=1)
    assert [Client().get(address).status_code, Client().post(address).status_code] == [404, 404]
    assert Alert.objects.count() == 0


@pytest.mark.parametrize("kind", ["document", "meeting", "text"])
def test_each_kind_of_thing_can_be_asked_for(igsp: Process, confirmation: Any, kind: str) -> None:
    of_kind: dict[str, Any] = {
        "document": igsp.documents.exclude(symbol=""),
        "meeting": igsp.meetings,
        "text": igsp.texts,
    }
    target = of_kind[kind].first()
    Client().post(link("confirm", confirmation(NOOR, f"{ASK}?{kind}={target.key}")))
    assert Alert.objects.get().target == target


def test_the_answer_to_a_stranger_is_the_same_whoever_is_on_record(
    igsp: Process, alert: Any, work: Any, settings: Any
) -> None:
    alert(NOOR)

    def answer(email: str) -> tuple[int, bytes]:
        browser = Client()
        sent = asked(email, browser=browser)
        page = browser.get(sent.url).content
        return sent.status_code, re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", page)

    assert answer(NOOR) == answer(SAM)
    assert sorted(letter.to[0] for letter in work(seconds=1)) == [NOOR, SAM]


def test_nobody_fills_a_mailbox_with_confirmations(igsp: Process, work: Any) -> None:
    answers = [asked(email).status_code for email in (NOOR, "Noor+a@example.org", "noor+b@EXAMPLE.org", NOOR, NOOR)]
    assert (answers, len(work(seconds=1))) == ([302] * 5, 3)


def test_too_many_wishes_from_one_address_are_refused(igsp: Process, queued: None) -> None:
    answers = [asked(f"reader{number}@example.org").status_code for number in range(21)]
    assert answers == [302] * 20 + [429]


@pytest.mark.parametrize(
    "email", ["noor@example.org\r\nBcc: sam@example.org", "noor@example.org,sam@example.org", "", "noor", "a" * 300]
)
def test_what_is_no_address_is_refused_at_the_field(igsp: Process, queued: None, email: str) -> None:
    page = asked(email)
    assert (page.status_code, list(page.context["form"].errors)) == (200, ["email"])
    assert OutgoingMail.objects.count() == 0


def test_of_what_one_may_not_see_no_alert_can_be_asked_for(make_document: Any, queued: None) -> None:
    hidden = make_document("UNEP/TEST/1/3", distribution=Distribution.RESTRICTED, state="planned")
    address = f"{ASK}?document={hidden.key}"
    assert [Client().get(address).status_code, asked(NOOR, address).status_code] == [404, 404]
    assert OutgoingMail.objects.count() == 0


class TestSignedIn:
    """Whoever is signed in has proved the address of the account."""

    def test_one_press_is_enough(self, igsp: Process, hana: User, browser_of: Any, queued: None) -> None:
        browser = browser_of(hana)
        page = browser.get(ASK)
        assert page.context["form"].initial["language"] == "fr"
        assert asked("sam@example.org", browser=browser, language="fr").status_code == 302
        (made,) = Alert.objects.all()
        assert (made.email, made.person, made.language) == (hana.email, hana, "fr")
        assert OutgoingMail.objects.count() == 0

    def test_all_alerts_of_the_address_are_on_a_page(
        self, igsp: Process, alert: Any, amina: User, browser_of: Any
    ) -> None:
        alert(amina.email)
        alert(SAM)
        page = browser_of(amina).get("/en/alerts/")
        assert [row["name"] for row in page.context["alerts"]] == ["Intergovernmental Strategic Plan"]

    def test_strangers_are_led_to_sign_in(self, igsp: Process) -> None:
        assert Client().get("/en/alerts/")["Location"].startswith("/en/accounts/login/")


class TestManaging:
    """The page of all alerts of an address, reached from a message."""

    @pytest.fixture
    def page(self, alert: Any, paper: Document, work: Any) -> str:
        alert(NOOR)
        alert(NOOR, paper, when=When.DAILY)
        alert(SAM, paper)
        library.issue(paper, by="Diego")
        letters = {letter.to[0]: letter for letter in work(hours=1)}
        return link("manage", letters[NOOR])

    def test_it_lists_and_changes_the_alerts_of_this_address_alone(self, page: str) -> None:
        found = Client().get(page, follow=True)
        first, second = [row["pk"] for row in found.context["alerts"]]
        other = Alert.objects.get(email=SAM)
        Client().post(
            page,
            {
                f"when-{second}": When.AT_ONCE,
                f"end-{first}": "on",
                f"end-{other.pk}": "on",
                f"when-{other.pk}": When.DAILY,
                "language": "es",
            },
        )
        assert sorted(on_record()) == [
            (NOOR, "UNEP/TEST/1/1", When.AT_ONCE, "es"),
            (SAM, "UNEP/TEST/1/1", When.AT_ONCE, "en"),
        ]

    @pytest.mark.parametrize("values", [{"language": "xx"}, {"language": ""}, {}])
    def test_what_is_no_choice_changes_nothing(self, page: str, values: dict[str, str]) -> None:
        before = on_record()
        Client().post(page, values | {f"when-{one.pk}": "never" for one in Alert.objects.all()})
        assert on_record() == before

    def test_all_are_ended_by_one_button(self, page: str) -> None:
        Client().post(page, {"end-all": "1"})
        assert [email for email, *_rest in on_record()] == [SAM]

    def test_what_is_closed_to_the_address_is_not_named(self, page: str, paper: Document) -> None:
        with given():
            Document.objects.filter(pk=paper.pk).update(distribution=Distribution.RESTRICTED)
        rows_ = Client().get(page, follow=True).context["alerts"]
        assert [row["name"] for row in rows_] == ["Intergovernmental Strategic Plan", ""]

    def test_the_queries_do_not_grow_with_the_alerts(
        self, page: str, alert: Any, make_document: Any, django_assert_max_num_queries: Any
    ) -> None:
        browser = Client()
        where = browser.get(page)["Location"]
        with django_assert_max_num_queries(9):
            browser.get(where)
        for number in range(2, 6):
            alert(NOOR, make_document(f"UNEP/TEST/1/{number}", state="planned"))
        with django_assert_max_num_queries(9):
            assert len(browser.get(where).context["alerts"]) == 6


class TestLeaving:
    """One press in the mail program ends the alert (RFC 8058)."""

    @pytest.fixture
    def letter(self, alert: Any, paper: Document, work: Any) -> Any:
        alert(NOOR, paper)
        alert(NOOR, paper.meeting)
        alert(NOOR, Process.objects.get(slug="igsp").meetings.get(key="wg-1"))
        library.issue(paper, by="Diego")
        return work(hours=1)[0]

    def test_the_headers_are_those_of_the_standard(self, letter: Any) -> None:
        sent = message_from_bytes(letter.message().as_bytes())
        assert sent["List-Unsubscribe"].strip() == f"<http://127.0.0.1:8000{link('leave', letter)}>"
        assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    def test_a_press_without_cookie_or_page_ends_the_alerts_of_the_message(self, letter: Any) -> None:
        address = link("leave", letter)
        browser = Client(enforce_csrf_checks=True)
        answer = browser.post(address, {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, on_record()) == (200, [(NOOR, "First session", When.AT_ONCE, "en")])
        assert browser.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200

    def test_to_open_it_ends_nothing(self, letter: Any) -> None:
        page = Client().get(link("leave", letter))
        assert (page.status_code, Alert.objects.count(), "sessionid" in page.cookies) == (200, 3, False)

    def test_nothing_more_is_sent(self, letter: Any, paper: Document, work: Any) -> None:
        Client().post(link("leave", letter))
        library.withdraw(paper, by="Diego", because="By mistake")
        assert work(days=2) == []


class TestForged:
    """A token opens what it was sealed for, and nothing else."""

    def test_no_token_does_what_another_is_for(self, igsp: Process, alert: Any) -> None:
        made = alert(NOOR)
        says = {"alerts": [made.pk], "email": NOOR, "on": ["process", igsp.pk], "when": "daily", "language": "en"}
        for purpose, path in (("confirm", tokens.CONFIRM), ("manage", tokens.MANAGE), ("leave", tokens.LEAVE)):
            others = {tokens.CONFIRM, tokens.MANAGE, tokens.LEAVE} - {path}
            for other in others:
                token = tokens.token(other, **says)
                assert Client().post(f"/en/alerts/{purpose}/{token}/", {"end-all": "1"}).status_code == 404
        assert on_record() == [(NOOR, "Intergovernmental Strategic Plan", When.AT_ONCE, "en")]

    @pytest.mark.parametrize("token", ["x", "gAAAAA", "é", "..", "%00", "a" * 5000])
    def test_what_nobody_sealed_is_refused(self, igsp: Process, token: str) -> None:
        answers = {Client().post(f"/en/alerts/{name}/{token}/").status_code for name in ("confirm", "manage", "leave")}
        assert answers <= {404, 400}

    def test_a_token_that_was_changed_is_refused(self, igsp: Process, alert: Any) -> None:
        token = tokens.token(tokens.LEAVE, alerts=[alert(NOOR).pk])
        swapped = token[:-10] + ("A" if token[-10] != "A" else "B") + token[-9:]
        assert Client().post(f"/en/alerts/leave/{swapped}/").status_code == 404
        assert Alert.objects.count() == 1

    def test_no_row_holds_a_token_before_the_message_is_sent_or_after(
        self, alert: Any, paper: Document, at: Any
    ) -> None:
        from documents.alerts import telling

        alert(NOOR, paper)
        library.issue(paper, by="Diego")
        at.on(minutes=6)
        telling.look.func(1)
        waiting = rows()
        mail.deliver.func(OutgoingMail.objects.get(letter="alert").pk)
        letter = outbox.outbox[-1]
        found = [link(name, letter).rsplit("/", 2)[1] for name in ("leave", "manage")]
        assert [token in waiting for token in found] + [token in rows() for token in found] == [False] * 4
        sent = OutgoingMail.objects.get(letter="alert")
        assert (sent.body, sent.unsubscribe) == ("", "")

    def test_a_message_is_sealed_anew_with_the_portal_s_present_key(
        self, alert: Any, paper: Document, at: Any, settings: Any
    ) -> None:
        from documents.alerts import telling

        alert(NOOR, paper)
        library.issue(paper, by="Diego")
        at.on(minutes=6)
        telling.look.func(1)
        settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key, as long as one likes"
        letter = OutgoingMail.objects.get(letter="alert")
        assert [mail.seal_anew(letter, by="test"), mail.seal_anew(letter, by="test")] == [True, False]
        settings.SECRET_KEY_FALLBACKS = []
        mail.deliver.func(letter.pk)
        assert OutgoingMail.objects.get(letter="alert").state == "sent"


def test_an_address_has_two_hundred_alerts_at_most(
    igsp: Process, alert: Any, monkeypatch: pytest.MonkeyPatch, confirmation: Any
) -> None:
    monkeypatch.setattr(actions, "MOST", 1)
    alert(NOOR, igsp.meetings.first())
    address = link("confirm", confirmation(NOOR))
    page = Client().post(address, follow=True)
    assert Alert.objects.count() == 1
    assert "as many alerts as it can have" in page.content.decode()
