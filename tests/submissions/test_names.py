"""What was filed goes on saying the names that party, call and mandate had then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from igsp_portal.foundations.language.languages import CODES
from igsp_portal.foundations.record import records
from igsp_portal.models import User
from meetings.models import Component, Participant
from submissions import actions, pages, papers
from submissions.models import Call, Submission, SubmissionVersion

from .addresses import at

Browser = Callable[[User], Client]
Write = Callable[..., SubmissionVersion]


def everything_printed(submission: Submission) -> dict[str, Any]:
    """The receipt on paper and on its page, and the facts of the filed page, in each language."""
    version = Submission.objects.get(pk=submission.pk).standing
    assert version is not None
    found = {}
    for code in CODES:
        with translation.override(code):
            paper, shown = asdict(papers.receipt_paper(version)), pages.version_page(version)
            facts = [fact["value"] for fact in pages.filing_facts(version)]
            statements = [place for part in shown["parts"] for place, *_more in part.get("statements", ())]
            found[code] = (paper, papers.receipt_component(version), facts, shown["party"], statements)
    return found


@pytest.fixture
def renamed(call: Call, kenya: Participant, institutions: Component, farah: User) -> Callable[[], None]:
    """Gives other names to all that a receipt names, and another zone and deadline to the call."""

    def rename() -> None:
        other = {"title_en": "Other needs", "title_fr": "Autres besoins", "zone": "Asia/Makassar"}
        moved = {"closes_at": dt.datetime(2004, 11, 12, 14, tzinfo=dt.UTC)}
        records.change(Call.objects.get(pk=call.pk), by=farah, values=other | moved)
        records.change(kenya, by=farah, values={"name_en": "Kenya (renamed)", "name_fr": "Kenya (renommé)"})
        records.change(institutions, by=farah, values={"text_en": "Other institutions", "label": "ix"})
        records.change(call.process, by=farah, values={"organization_en": "Another house", "body_en": "Another body"})

    return rename


def test_an_issued_receipt_says_the_same_when_call_and_party_are_renamed(
    filed: Submission, renamed: Callable[[], None]
) -> None:
    before = everything_printed(filed)
    renamed()
    assert everything_printed(filed) == before


def test_a_late_filing_names_its_deadline_on_the_clock_it_was_set_by(
    draft: SubmissionVersion, write: Write, amina: User, clock: Callable[[str], None], renamed: Callable[[], None]
) -> None:
    clock("2004-10-30T12:00")
    submission = actions.file(write(draft), by=amina).submission
    renamed()
    version = Submission.objects.get(pk=submission.pk).standing
    assert version is not None
    assert papers.late_words(version) == "Filed after the deadline of 29 October 2004, 17:00 (Africa/Nairobi)."


def test_the_names_are_kept_in_each_language(filed: Submission) -> None:
    version = filed.standing
    assert version is not None
    assert {code: version.names[code]["party"] for code in ("en", "fr", "ru")} == {
        "en": "Kenya",
        "fr": "Kenya",
        "ru": "Кения",
    }


def test_a_draft_shows_the_names_of_today(
    draft: SubmissionVersion, write: Write, amina: User, browser_of: Browser, renamed: Callable[[], None]
) -> None:
    write(draft)
    renamed()
    page = browser_of(amina).get(at("file", draft.submission.pk)).content.decode()
    assert "File for Kenya (renamed)" in page
    assert "(a)(ix) Other institutions" in page


def test_the_receipt_s_page_says_title_version_and_how_much_was_filed(
    filed: Submission, amina: User, browser_of: Browser
) -> None:
    page = browser_of(amina).get(at("receipt", filed.pk))
    assert filed.standing is not None
    assert [(str(fact["label"]), fact["value"]) for fact in page.context["receipt"]["facts"]] == [
        ("Filed by", "Amina"),
        ("Title", "Needs of Kenya"),
        ("Version", 1),
        ("Language", "English"),
        ("Statements", 2),
        ("Attachments", 0),
        ("Publication", "It may be published."),
        ("Log of filings", papers.entry_words(filed.standing)),
    ]
    assert "<dd>Needs of Kenya</dd>" in page.content.decode()
