"""The receipt of a new version says that it is one: which number it replaces, in which language and who filed it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client

from igsp_portal.models import OutgoingMail, User
from submissions import actions, mails, pages, papers
from submissions.models import Submission, SubmissionVersion

from .addresses import at

pytestmark = pytest.mark.slow

Browser = Callable[[User], Client]
Write = Callable[..., SubmissionVersion]
TOLD = ("Version", "Replaces", "Replaced by", "Language", "Filed by")


@pytest.fixture
def both(filed: Submission, write: Write, amina: User) -> list[SubmissionVersion]:
    """Kenya's submission as it was filed in English and, as a second version, in French."""
    draft = actions.revise(filed, by=amina)
    actions.file(write(draft, title="Besoins du Kenya", language="fr"), by=amina)
    return list(Submission.objects.get(pk=filed.pk).versions.order_by("number"))


def told(facts: list[dict[str, Any]]) -> dict[str, Any]:
    return {str(fact["label"]): fact["value"] for fact in facts if fact["label"] in TOLD}


def test_the_page_of_a_receipt_says_what_its_version_replaces_and_is_replaced_by(
    both: list[SubmissionVersion],
) -> None:
    first, second = (told(papers.receipt_component(version)["facts"]) for version in both)
    assert first == {"Version": 1, "Replaced by": "IGSP-2004-0013", "Language": "English", "Filed by": "Amina"}
    assert second == {"Version": 2, "Replaces": "IGSP-2004-0012", "Language": "French", "Filed by": "Amina"}
    assert told(pages.filing_facts(both[1])) == {"Version": 2, "Replaces": "IGSP-2004-0012", "Language": "French"}


def test_the_page_shows_it(both: list[SubmissionVersion], amina: User, browser_of: Browser) -> None:
    page = browser_of(amina).get(at("receipt", both[1].submission.pk)).content.decode()
    assert "<dt>Replaces</dt><dd>IGSP-2004-0012</dd>" in page


def test_the_paper_and_the_letter_say_it_too(both: list[SubmissionVersion]) -> None:
    papers_of = [render_to_string("papers/receipt.html", {"paper": papers.receipt_paper(version)}) for version in both]
    rows = [
        '<th scope="row">Version</th><td>2</td>',
        '<th scope="row">Replaces</th><td><bdi class="ltr">IGSP-2004-0012</bdi></td>',
        '<th scope="row">Language</th><td>French</td>',
        '<th scope="row">Filed by</th><td>Amina</td>',
    ]
    assert [row in papers_of[1] for row in rows] == [True] * 4
    assert "Replaces" not in papers_of[0]
    for version in both:
        mails.send_receipt.call(version.pk)
    first, second = OutgoingMail.objects.filter(letter="receipt").order_by("pk").values_list("body", flat=True)
    lines = ("Version 2 (French).", "Replaces: IGSP-2004-0012", "Filed by: Amina")
    assert [line in second.splitlines() for line in lines] == [True] * 3
    assert [line in first.splitlines() for line in ("Version 1 (English).", "Filed by: Amina")] == [True] * 2
    assert "Replaces" not in first
