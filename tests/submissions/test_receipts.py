"""Receipts: who opens them, on a page and as a PDF."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.template.loader import render_to_string
from django.test import Client

from igsp_portal.models import OutgoingMail, User
from submissions import actions, mails, papers
from submissions.models import Submission, SubmissionVersion

from .addresses import at

pytestmark = pytest.mark.slow

Browser = Callable[[User], Client]
Write = Callable[..., SubmissionVersion]


def test_the_receipt_is_for_party_and_desk(
    published: Submission, browser_of: Browser, amina: User, farah: User, goran: User, client: Client
) -> None:
    address = at("receipt", published.pk)
    seen = [browser_of(person).get(address).status_code for person in (amina, farah, goran)]
    assert seen == [200, 200, 404]
    assert client.get(address).status_code == 302


def test_the_receipt_is_a_pdf_in_the_language_of_the_page(filed: Submission, amina: User, browser_of: Browser) -> None:
    from igsp_portal.foundations.paper import pdf

    browser, address = browser_of(amina), at("receipt_pdf", filed.pk)
    answer = browser.get(address.replace("/en/", "/fr/"))
    assert answer["Content-Disposition"] == 'attachment; filename="IGSP-2004-0004-FR.pdf"'
    assert "IGSP-2004-0004" in pdf.text(answer.content)
    again = browser.get(address.replace("/en/", "/fr/"), headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


def test_where_no_pdf_can_be_made_the_receipt_page_says_what_is_missing(
    filed: Submission, amina: User, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    from igsp_portal.foundations.paper import pdf

    monkeypatch.setattr(pdf, "available", lambda: False)
    answer = browser_of(amina).get(at("receipt_pdf", filed.pk))
    assert answer.status_code == 503
    assert "the library Pango is missing" in answer.content.decode()
    assert "IGSP-2004-0004" in answer.content.decode()


@pytest.mark.parametrize(
    ("consent", "words"),
    [(True, "It may be published."), (False, "It may not be published: only the secretariat reads it.")],
)
def test_the_receipt_says_whether_publication_was_consented_to(
    consent: bool, words: str, draft: SubmissionVersion, write: Write, amina: User, browser_of: Browser
) -> None:
    version = actions.file(write(draft, consent=consent), by=amina)
    page = browser_of(amina).get(at("receipt", version.submission.pk)).content.decode()
    paper = render_to_string("papers/receipt.html", {"paper": papers.receipt_paper(version)})
    mails.send_receipt.call(version.pk)
    letter = OutgoingMail.objects.filter(letter="receipt").latest("pk").body
    assert [words in text for text in (page, paper, letter)] == [True, True, True]


def test_the_receipt_does_not_say_that_a_letter_was_sent_which_is_only_waiting(
    filed: Submission, amina: User, browser_of: Browser
) -> None:
    page = browser_of(amina).get(at("receipt", filed.pk)).content.decode()
    assert "is on its way by mail" in page
    assert "sent by mail" not in page
