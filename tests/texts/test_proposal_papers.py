"""The proposals on a version as a paper: made at one click for whoever asks first, kept for all who ask after."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import translation

from documents.models import ProposalsPaper, TextVersion
from documents.texts import actions
from documents.texts.giving_out import proposal_papers
from igsp_portal.foundations.paper import pdf
from igsp_portal.models import User

from ..papers import page_texts, text_of
from .proposed import proposed, reworded, words

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("nothing_proposed")]


def pdf_of(version: TextVersion, language: str = "en") -> str:
    return f"/{language}/igsp/texts/draft-plan/{version.number}/proposals/pdf/"


def make() -> None:
    """Do the worker's part."""
    for row in ProposalsPaper.objects.all():
        proposal_papers.make_proposals_paper.call(row.pk)


def html(version: TextVersion, language: str = "en") -> str:
    with translation.override(language):
        return proposal_papers._page(version, language)["html"]


def test_nobody_waits_while_it_is_made_and_it_is_made_once(
    plan: TextVersion, amina: User, queued: None, quick_engine: list[str]
) -> None:
    reworded(plan, amina, "Much", "Little")
    assert [Client().get(pdf_of(plan)).status_code for _asked in range(2)] == [202, 202]
    make()
    answers = [Client().get(pdf_of(plan)) for _asked in range(2)]
    assert [(answer.status_code, answer["Content-Type"]) for answer in answers] == [(200, "application/pdf")] * 2
    assert answers[0]["Content-Disposition"] == 'inline; filename="draft-plan-4-proposals-EN.pdf"'
    assert quick_engine == ["en"]


def test_it_is_made_anew_when_another_is_made(
    plan: TextVersion, amina: User, queued: None, quick_engine: list[str]
) -> None:
    reworded(plan, amina, "Much", "Little")
    Client().get(pdf_of(plan))
    make()
    reworded(plan, amina, "weight", "force")
    assert Client().get(pdf_of(plan)).status_code == 202


def test_it_has_each_proposal_by_paragraph_with_its_proponent(
    plan: TextVersion, amina: User, goran: User, queued: None
) -> None:
    made = reworded(plan, amina, "Much", "Little")
    actions.support(made, plan.process.participants.get(key="hrv"), by=goran)
    proposed(plan, goran, "move", of="hrv", key="terms", after="mandate", reason="It comes first.")
    actions.withdraw(reworded(plan, amina, "weight", "force"), by=amina)
    Client().get(pdf_of(plan))
    make()
    said = " ".join(text_of(Client().get(pdf_of(plan)).content).split())
    for words_of_it in (
        "Proposals on version 4",
        "2 proposals",
        "What was inserted is underlined; what was deleted is struck out.",
        "Paragraph 4",
        "Kenya Other wording · English · undecided",
        "Supported by: Croatia",
        "Croatia Move behind: Paragraph 1",
        "Reason: It comes first.",
    ):
        assert words_of_it in said
    assert "force" not in said


def test_each_stands_in_its_own_language_within_the_readers(plan: TextVersion, amina: User) -> None:
    proposed(plan, amina, "wording", language="ar", words=words(plan, language="ar") + " حقا.")
    page = html(plan, "fr")
    assert '<html lang="fr" dir="ltr">' in page
    assert '<p class="proposed" lang="ar" dir="rtl">' in page
    assert html(plan, "fr") == page


def test_the_proposals_on_a_draft_are_given_to_no_party(
    draft: TextVersion, farah: User, amina: User, browser_of: Callable[[User], Client], queued: None
) -> None:
    reworded(draft, farah, "Much", "Little")
    reached = [browser_of(user).get(pdf_of(draft)).status_code for user in (farah, amina)]
    assert [*reached, Client().get(pdf_of(draft)).status_code] == [202, 404, 404]


def test_what_quotes_a_language_that_is_yet_to_come_is_left_out(draft: TextVersion, farah: User) -> None:
    there = words(draft, language="fr")
    proposed(draft, farah, "wording", language="fr", words=f"{there} Oui.")
    assert "Oui." in html(draft)
    actions.release(draft, by=farah, typeset=False, exception=True, later={"fr": None})
    assert "Oui." not in html(draft)


def test_one_that_is_broken_is_told_of_and_made_anew(
    plan: TextVersion, amina: User, queued: None, quick_engine: list[str], store: Path
) -> None:
    reworded(plan, amina, "Much", "Little")
    Client().get(pdf_of(plan))
    make()
    (file,) = store.glob("proposals/*/*")
    file.write_bytes(b"broken")
    told = io.StringIO()
    with pytest.raises(CommandError):
        call_command("verify", stdout=told, stderr=told)
    assert "it is made anew when it is next asked for" in told.getvalue()
    assert Client().get(pdf_of(plan)).status_code == 202


def test_no_page_ends_with_a_heading_whose_proposal_is_overleaf(plan: TextVersion, amina: User) -> None:
    for place, key in enumerate(plan.blocks.filter(kind="paragraph").order_by("order").values_list("key", flat=True)):
        for turn in range(place % 3 + 1):
            reason = "It is late. " * (place % 5)
            said = " ".join(["alphabet"] * (11 * (place + turn) % 83 + 1))
            proposed(plan, amina, "new", key=key, words=said, block_kind="paragraph", reason=reason)
    pages = page_texts(pdf.typeset(html(plan), language="en", title="Proposals"))
    last = [re.split(r"\s(?=Paragraph \d+\s|Kenya\s)", text)[-1] for text in pages]
    assert len(pages) > 5
    assert [words for words in last if "alphabet" not in words] == []
