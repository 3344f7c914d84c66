"""My page and the form: what was filed and what is being drafted, each under its own title and with its own time."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from igsp_portal.models import User
from submissions import actions, pages
from submissions.models import Call, Submission, SubmissionVersion

from .addresses import at

pytestmark = pytest.mark.slow

Browser = Callable[[User], Client]
Write = Callable[..., SubmissionVersion]


def plain(page: str) -> str:
    """The text of a page, its words one space apart."""
    return " ".join(re.sub("<[^>]+>", " ", page).replace("\u2068", "").replace("\u2069", "").split())


def test_what_was_filed_stands_under_the_title_it_was_filed_with(
    filed: Submission, write: Write, amina: User, browser_of: Browser
) -> None:
    write(actions.revise(filed, by=amina), title="Needs of Kenya, revised")
    row = pages.own_row(Submission.objects.get(pk=filed.pk))
    assert [row[key] for key in ("title", "number", "draft_title")] == [
        "Needs of Kenya",
        "IGSP-2004-0012",
        "Needs of Kenya, revised",
    ]
    shown = plain(browser_of(amina).get(reverse("own:home")).content.decode())
    assert "Needs of Kenya, revised · Draft saved on 15 October 2004, 12:00 UTC by Amina" in shown


def test_a_call_is_answered_by_the_words_of_its_own_page_and_says_until_when(
    call: Call, amina: User, browser_of: Browser
) -> None:
    shown = plain(browser_of(amina).get(reverse("own:home")).content.decode())
    assert "29 October 2004, 17:00 Africa/Nairobi" in shown
    assert "Write the submission of Kenya" in shown


def test_the_form_says_when_it_was_saved_and_nothing_before(
    draft: SubmissionVersion, write: Write, amina: User, browser_of: Browser
) -> None:
    browser, saved = browser_of(amina), "Draft saved on 15 October 2004, 12:00 UTC by Amina"
    forms = [at(page, draft.submission.pk) for page in ("write", "discard")]
    assert [plain(browser.get(form).content.decode()).count("saved on") for form in forms] == [0, 0]
    write(draft)
    assert [plain(browser.get(form).content.decode()).count(saved) for form in forms] == [1, 1]


def test_the_secretariat_is_not_told_to_write_to_itself(farah: User, eve: User, browser_of: Browser) -> None:
    told = [browser_of(person).get(reverse("own:home")).content.decode() for person in (farah, eve)]
    assert ["Write to it from the address" in page for page in told] == [False, True]
