"""What Word and chat programs paste into a submission: the review shows what will be filed, and that is filed."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client

from igsp_portal.models import User
from meetings.models import Component
from submissions import actions
from submissions.actions import Said
from submissions.canonical import checksum
from submissions.models import SubmissionVersion

from .addresses import at
from .sent import words

Browser = Callable[[User], Client]
Write = Callable[..., SubmissionVersion]

TITLE = "Needs\u200b of\u2028Ke\u00adnya\ufeff"
PASTED = "Perma\u00adnent\x07 posts\u202e;\u2028and\u200b می\u200cخواهم,\u2029e\u0301te\u0301."
CLEAN = "Permanent posts;\nand می\u200cخواهم,\nété."


@pytest.mark.slow
def test_the_review_shows_what_will_be_filed(
    draft: SubmissionVersion, amina: User, browser_of: Browser, institutions: Component
) -> None:
    browser, submission = browser_of(amina), draft.submission.pk
    sent = words(draft, institutions, title=TITLE, introduction="\u202e", do="review")
    browser.post(at("write", submission), sent | {"statements-0-words": PASTED})
    draft.refresh_from_db()
    assert (draft.title, draft.introduction) == ("Needs of Kenya", "")
    review = browser.get(at("file", submission)).content.decode()
    assert all(part in review for part in ("Permanent posts;", "and می\u200cخواهم,", "été."))
    assert not set(review) & set("\u202e\u200b\u00ad\u2028\u2029\x07\ufeff")
    browser.post(at("file", submission), {"version": "1", "revision": str(draft.revision)})
    draft.refresh_from_db()
    filed = json.loads(draft.content)
    assert (filed["title"], filed["statements"][0]["words"]) == ("Needs of Kenya", CLEAN)
    assert draft.sha256 == checksum(draft.content)


def test_words_saved_by_an_action_are_clean_as_well(
    draft: SubmissionVersion, write: Write, amina: User, institutions: Component
) -> None:
    version = actions.file(write(draft, title=TITLE, statements=[Said(PASTED, institutions)]), by=amina)
    assert json.loads(version.content)["statements"][0]["words"] == CLEAN
    assert version.statements.get().words == CLEAN


def test_the_same_words_pasted_again_change_nothing(
    draft: SubmissionVersion, write: Write, institutions: Component
) -> None:
    pasted = {"title": TITLE, "introduction": PASTED, "statements": [Said(PASTED, institutions)]}
    first = write(draft, **pasted).revision
    assert write(draft, **pasted).revision == first


def test_marks_that_nobody_sees_do_not_count_against_the_limit(
    draft: SubmissionVersion, amina: User, browser_of: Browser, institutions: Component
) -> None:
    long = words(draft, institutions) | {"statements-0-words": "a\u200b" * 5000, "title": "b\u00ad" * 300}
    assert browser_of(amina).post(at("write", draft.submission.pk), long).status_code == 302
    draft.refresh_from_db()
    assert (draft.title, draft.statements.get().words) == ("b" * 300, "a" * 5000)


def test_a_withdrawal_gives_its_reason_in_clean_words(
    draft: SubmissionVersion, write: Write, amina: User, browser_of: Browser
) -> None:
    submission = actions.file(write(draft), by=amina).submission
    browser_of(amina).post(at("withdraw", submission.pk), {"reason": "A mis\u00adtake\u202e."})
    submission.refresh_from_db()
    assert submission.withdrawal_reason == "A mistake."


@pytest.mark.slow
def test_whoever_pastes_marks_that_nobody_sees_is_told_in_which_fields_before_it_is_filed(
    draft: SubmissionVersion, amina: User, browser_of: Browser, institutions: Component
) -> None:
    browser, address = browser_of(amina), at("write", draft.submission.pk)
    pasted = words(draft, institutions, title=TITLE, do="review") | {"statements-0-words": PASTED}
    page = browser.post(address, pasted, follow=True).content.decode()
    assert "Marks that came with pasted words and that nobody sees have been removed in: Title, Statement 1." in page
    draft.refresh_from_db()
    plain = words(draft, institutions, title="Plain", do="review") | {"statements-0-words": "Two\r\nlines"}
    assert "have been removed in" not in browser.post(address, plain, follow=True).content.decode()


def test_a_list_pasted_from_word_has_one_plain_mark_before_each_line(
    draft: SubmissionVersion, write: Write, institutions: Component
) -> None:
    pasted = "Needs:\r\n·\tposts\r\no\tin the capital\r\n\uf0a7\tlabs"
    version = write(draft, statements=[Said(pasted, institutions)])
    assert version.statements.get().words == "Needs:\n•\tposts\n•\tin the capital\n•\tlabs"
