"""A form with questions of every kind, answered on its page; a call that asks for nothing but a letter."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from documents.models import TextVersion
from igsp_portal.models import User
from meetings.models import Process
from submissions import actions
from submissions.models import Call, FormVersion, SubmissionVersion
from submissions.states import QuestionKind

from ..attack.forms import form_of
from ..cast import given
from .addresses import at
from .questions import ask, form_of_every_kind
from .test_filing import picture

pytestmark = pytest.mark.slow

Browser = Callable[[User], Client]


@pytest.fixture
def text(igsp: Process) -> TextVersion:
    return TextVersion.objects.filter(text__process=igsp, text__key="draft-plan", released_at__isnull=False)[0]


@pytest.fixture
def form(call: Call, text: TextVersion) -> FormVersion:
    return form_of_every_kind(call, text)


@pytest.fixture
def draft(form: FormVersion, call: Call, kenya: Any, amina: User) -> SubmissionVersion:
    version = actions.begin(call, kenya, by=amina).draft
    assert version is not None
    return version


def shown(browser: Client, draft: SubmissionVersion) -> str:
    return browser.get(at("write", draft.submission.pk)).content.decode()


def answers(draft: SubmissionVersion) -> dict[str, Any]:
    return {answer.question: answer.value for answer in draft.answers.all()}


def test_every_question_is_answered_saved_and_shown_again(
    draft: SubmissionVersion, text: TextVersion, amina: User, browser_of: Browser
) -> None:
    browser, address = browser_of(amina), at("write", draft.submission.pk)
    sent = form_of(shown(browser, draft)) | {
        "title": "Views of Kenya",
        "answers-context-words": "Floods.\r\nDroughts.",
        "answers-funds-choice": "yes",
        "answers-whose-words": "Of a donor",
        "answers-means-choice": ["loans", "grants"],
        "answers-posts-number": "1,200",
        "answers-years-cell": ["3", "1", "4", ""],
        "answers-context-withheld": "on",
        "statements-0-block": "need",
        "statements-0-kind": "wording",
        "statements-0-words": "Too weak.",
        "statements-0-proposed": "shall",
        "attach-letter": SimpleUploadedFile("Letter.png", picture()),
        "do": "save",
    }
    assert browser.post(address, sent).status_code == 302
    draft = SubmissionVersion.objects.get(pk=draft.pk)
    assert answers(draft) == {
        "context": "Floods.\nDroughts.",
        "funds": ["yes"],
        "whose": "Of a donor",
        "means": ["grants", "loans"],
        "posts": "1200",
        "years": [["3", "1"], ["4", ""]],
    }
    assert [a.question for a in draft.answers.all() if a.withheld] == ["context"]
    (statement,) = draft.statements.all()
    assert (statement.question, statement.text_version, statement.block) == ("remarks", text, "need")
    assert (statement.kind, statement.words, statement.proposed) == ("wording", "Too weak.", "shall")
    assert [(a.question, a.name) for a in draft.attachments.all()] == [("letter", "Letter.png")]
    again = form_of(shown(browser, draft))
    names = [name for name in sent if name.startswith(("answers-", "statements-0-")) and not name.endswith("-was")]
    for name in ("answers-context-words", "answers-posts-number", "statements-0-rank"):
        names.remove(name)
    assert {name: again[name] for name in names} == {
        name: sent[name] if isinstance(sent[name], list) else [sent[name]] for name in names
    } | {"answers-means-choice": ["grants", "loans"]}
    revision = draft.revision
    browser.post(address, again | {"do": "save"})
    draft.refresh_from_db()
    assert draft.revision == revision


def test_the_form_heads_its_sections_and_says_what_hangs_on_an_answer_and_what_is_personal(
    draft: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    page = shown(browser_of(amina), draft)
    assert re.findall(r'id="question-([\w-]+)"', page) == [
        *("situation", "context", "funds", "whose", "means", "posts", "years", "text", "remarks", "letter")
    ]
    assert re.findall("<h2>(.*?)</h2>", page)[:2] == ["The situation", "The text"]
    assert page.count("Only if “Are there funds?” is answered “Yes”.") == 1
    assert page.count("Personal data: this answer is never published.") == 1
    assert "answers-whose-withheld" not in page
    assert "At most 5 words." in page
    assert 'name="introduction"' not in page
    assert 'name="attach"' not in page


def test_paragraphs_of_the_text_are_offered_by_their_labels(
    draft: SubmissionVersion, text: TextVersion, amina: User, browser_of: Browser
) -> None:
    page = shown(browser_of(amina), draft)
    offered = re.search(r'<select[^>]*name="statements-0-block"[^>]*>(.*?)</select>', page, re.DOTALL)
    assert offered is not None
    options = dict(re.findall(r'<option value="([^"]*)"[^>]*>(.*?)</option>', offered[1]))
    keys = set(text.blocks.values_list("key", flat=True))
    assert [key for key in options if key and key not in keys] == []
    assert re.match(r"\S+ – \w+", options["need"])


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("answers-context-words", "x" * 20_001, "The answer is too long: at most 20000 characters."),
        ("answers-funds-choice", "perhaps", "One of the answers chosen is not offered."),
    ],
)
def test_an_answer_that_cannot_be_kept_is_marked_and_all_else_is_saved(
    name: str, typed: str, said: str, draft: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    browser = browser_of(amina)
    sent = form_of(shown(browser, draft)) | {"title": "Views", "answers-posts-number": "12", name: typed, "do": "save"}
    answer = browser.post(at("write", draft.submission.pk), sent)
    page = answer.content.decode()
    assert (answer.status_code, page.count(said)) == (200, 1)
    assert f'id="id_{name}_error"' in page
    draft.refresh_from_db()
    assert (draft.title, answers(draft)) == ("Views", {"posts": "12"})


def test_a_call_that_asks_for_a_letter_alone_is_answered_by_one(
    call: Call, kenya: Any, amina: User, browser_of: Browser
) -> None:
    with given():
        call.form.questions.all().delete()
        FormVersion.objects.filter(pk=call.form.pk).update(introduction=False)
    ask(call.form, "letter", QuestionKind.FILE, label="A signed letter", required=True)
    draft, browser = actions.begin(call, kenya, by=amina).draft, browser_of(amina)
    assert draft is not None
    address, review = (at(page, draft.submission.pk) for page in ("write", "file"))
    assert [word for word in ("statement", "introduction") if word in shown(browser, draft).lower()] == []
    sent = form_of(shown(browser, draft)) | {"title": "Our letter", "do": "review"}
    browser.post(address, sent)
    assert list(browser.get(review).context["problems"].values()) == [f"{address}#question-letter"]
    browser.post(address, {**sent, "attach-letter": SimpleUploadedFile("Letter.png", picture())})
    assert browser.get(review).context["problems"] == {}


def test_a_statement_is_added_to_the_question_whose_button_was_pressed(
    draft: SubmissionVersion, form: FormVersion, amina: User, browser_of: Browser
) -> None:
    ask(form, "wishes", QuestionKind.STATEMENTS, label="Wishes")
    browser = browser_of(amina)
    assert re.findall(r'name="do" value="(add[\w-]*)"', shown(browser, draft)) == ["add", "add-wishes"]
    sent = form_of(shown(browser, draft)) | {"statements-1-words": "Boats.", "do": "add-wishes"}
    answer = browser.post(at("write", draft.submission.pk), sent, follow=True)
    assert answer.redirect_chain[0][0].endswith("?of=wishes&rows=2#wishes-2")
    rows = [(row.asked.key, row.initial.get("words")) for row in answer.context["formset"]]
    assert rows == [("wishes", "Boats."), ("remarks", None), ("wishes", None)]
    assert [(s.question, s.words) for s in draft.statements.all()] == [("wishes", "Boats.")]
