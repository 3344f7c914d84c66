"""Receipts: who opens them, on a page and as a PDF."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from igsp_portal.models import User
from submissions.models import Submission

from .addresses import at

pytestmark = pytest.mark.slow

Browser = Callable[[User], Client]


def test_the_receipt_is_for_party_and_desk(
    published: Submission, browser_of: Browser, amina: User, farah: User, goran: User, client: Client
) -> None:
    address = at("receipt", published.pk)
    seen = [browser_of(person).get(address).status_code for person in (amina, farah, goran)]
    assert seen == [200, 200, 404]
    assert client.get(address).status_code == 302


def test_the_receipt_is_a_pdf_in_the_language_of_the_page(filed: Submission, amina: User, browser_of: Browser) -> None:
    from igsp_portal.foundations import pdf

    browser, address = browser_of(amina), at("receipt_pdf", filed.pk)
    answer = browser.get(address.replace("/en/", "/fr/"))
    assert answer["Content-Disposition"] == 'attachment; filename="IGSP-2004-0004-FR.pdf"'
    assert "IGSP-2004-0004" in pdf.text(answer.content)
    again = browser.get(address.replace("/en/", "/fr/"), headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


def test_where_no_pdf_can_be_made_the_receipt_page_says_what_is_missing(
    filed: Submission, amina: User, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    from igsp_portal.foundations import pdf

    monkeypatch.setattr(pdf, "available", lambda: False)
    answer = browser_of(amina).get(at("receipt_pdf", filed.pk))
    assert answer.status_code == 503
    assert "the library Pango is missing" in answer.content.decode()
    assert "IGSP-2004-0004" in answer.content.decode()
