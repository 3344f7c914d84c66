"""A submission that is published in part: what its party withholds, and personal data, no stranger ever reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from documents.finding import Asked
from documents.search.answers import Narrowed, answer
from igsp_portal.models import User
from meetings.models import Component
from submissions import actions
from submissions.actions import Said
from submissions.merging import mark
from submissions.models import Attachment, Question, Submission, SubmissionVersion
from submissions.states import PointsAt, QuestionKind

from ..cast import given
from ..library.files import pdf
from .sent import words

pytestmark = pytest.mark.slow

OPEN, WITHHELD, PERSONAL = "Permanent narwhal posts.", "Zebra negotiations.", "Quokka telephone."
Browser = Callable[[User], Client]


@pytest.fixture
def in_part(
    draft: SubmissionVersion,
    institutions: Component,
    amina: User,
    farah: User,
    django_capture_on_commit_callbacks: Any,
) -> Submission:
    """Kenya's submission, published but for a statement, a statement of personal data, and a file."""
    with given():
        asks = {"kind": QuestionKind.STATEMENTS, "points_at": PointsAt.COMPONENTS, "personal": True, "order": 9}
        Question.objects.create(form=draft.form, key="contact", **asks)
    said = [
        Said(OPEN, institutions),
        Said(WITHHELD, institutions, withheld=True),
        Said(PERSONAL, institutions, question="contact"),
    ]
    actions.save_draft(draft, by=amina, title="Needs of Kenya", consent=True, statements=said)
    for name in ("open.pdf", "withheld.pdf"):
        attached = actions.attach(draft, name=name, data=pdf(name), by=amina)
    actions.withhold(attached, withheld=True, by=amina)
    with django_capture_on_commit_callbacks(execute=True):
        submission = actions.file(draft, by=amina).submission
        return actions.publish(actions.acknowledge(submission, by=farah), by=farah)


def told(page: str) -> list[bool]:
    return [words in page for words in (OPEN, WITHHELD, PERSONAL, "open.pdf", "withheld.pdf")]


def test_the_page_shows_strangers_what_is_published_and_that_there_is_more(in_part: Submission) -> None:
    page = Client().get(in_part.get_absolute_url()).content.decode()
    assert told(page) == [True, False, False, True, False]
    assert "Parts of this submission are not published." in page


def test_the_party_and_the_secretariat_read_the_whole_and_what_of_it_is_withheld(
    in_part: Submission, amina: User, farah: User, goran: User, browser_of: Browser
) -> None:
    pages = [browser_of(user).get(in_part.get_absolute_url()).content.decode() for user in (amina, farah, goran)]
    assert [told(page) for page in pages] == [[True] * 5, [True] * 5, [True, False, False, True, False]]
    assert [page.count("Not to be published") for page in pages] == [2, 2, 0]


def test_a_file_that_is_withheld_is_given_to_the_party_and_the_secretariat_alone(
    in_part: Submission, amina: User, farah: User, goran: User, browser_of: Browser
) -> None:
    browsers = [browser_of(amina), browser_of(farah), browser_of(goran), Client()]
    codes = {
        attached.name: [
            browser.get(reverse("submissions:attachment", args=["igsp", attached.pk])).status_code
            for browser in browsers
        ]
        for attached in Attachment.objects.filter(version__submission=in_part)
    }
    assert codes == {"open.pdf": [200, 200, 200, 200], "withheld.pdf": [200, 200, 404, 404]}


def test_programs_read_no_more_than_strangers(in_part: Submission) -> None:
    shown = Client().get(reverse("api:submission", args=["igsp", in_part.pk])).json()
    assert [statement["words"] for statement in shown["statements"]] == [OPEN]
    assert [attached["name"] for attached in shown["attachments"]] == ["open.pdf"]
    listed = Client().get(reverse("api:submissions", args=["igsp"])).content.decode()
    assert told(listed) == [True, False, False, True, False]


def test_the_search_finds_nothing_that_is_withheld_for_nobody(in_part: Submission, farah: User) -> None:
    def found(words: str, user: Any) -> list[int]:
        return [one.first.row for one in answer(Asked.of(f'"{words}"'), user, Narrowed()).found]

    assert [found(words, AnonymousUser()) for words in (OPEN, WITHHELD, PERSONAL)] == [[in_part.pk], [], []]
    assert [found(words, farah) for words in (OPEN, WITHHELD, PERSONAL)] == [[in_part.pk], [], []]


def test_the_list_counts_only_the_statements_that_are_published(in_part: Submission) -> None:
    listed = Client().get(reverse("submissions:published", args=["igsp"])).content.decode()
    entry = listed[listed.index("Needs of Kenya") :].split("</li>")[0]
    assert ("1 statement" in entry, "3 statements" in entry) == (True, False)


def test_a_party_says_in_the_form_which_files_are_not_to_be_published(
    draft: SubmissionVersion, institutions: Component, amina: User, browser_of: Browser
) -> None:
    attached = actions.attach(draft, name="map.pdf", data=pdf(), by=amina)
    browser, address = browser_of(amina), reverse("submissions:write", args=["igsp", draft.submission.pk])

    def sent(**more: str) -> bool:
        draft.refresh_from_db()
        browser.post(address, words(draft, institutions, **more))
        attached.refresh_from_db()
        return attached.withheld

    box = f'name="withhold" value="{attached.pk}"'
    assert box in browser.get(address).content.decode()
    shown = {"attached": str(attached.pk)}
    as_shown = shown | {f"withhold-{attached.pk}-was": mark(False)}
    assert f'name="withhold-{attached.pk}-was" value="{mark(False)}"' in browser.get(address).content.decode()
    assert sent(**as_shown, withhold=str(attached.pk)) is True
    assert sent() is True  # from a page that did not show it
    assert sent(**as_shown) is True  # from a colleague's, open since before
    assert sent(**shown | {f"withhold-{attached.pk}-was": mark(True)}) is False


def test_what_is_published_whole_says_nothing_of_parts(published: Submission) -> None:
    page = Client().get(published.get_absolute_url()).content.decode()
    assert "Parts of this submission are not published." not in page
