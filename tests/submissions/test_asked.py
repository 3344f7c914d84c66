"""What a call's form asks, as anybody reads it before beginning, and as its makers see a version being prepared."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.models import TextVersion
from igsp_portal.models import User
from submissions import actions
from submissions.models import Call, FormVersion, Question
from submissions.states import QuestionKind

from ..cast import given
from .addresses import at
from .questions import ask, form_of_every_kind

Browser = Callable[[User], Client]


@pytest.fixture
def released(call: Call) -> TextVersion:
    return TextVersion.objects.get(text__process=call.process, text__key="draft-plan", number=2)


def lines(page: str) -> list[str]:
    """The words of each element of the page's questions, in their order."""
    asked = page.split('<div class="asked">')[1].split("</main>")[0]
    whole = re.sub(r"</?(?:a|span)\b[^>]*>", "", asked)  # these stand within lines
    return [line.strip() for line in re.sub(r"<[^>]*>", "\n", whole).splitlines() if line.strip()]


def test_every_question_is_told_with_what_it_offers(call: Call, released: TextVersion, client: Client) -> None:
    form_of_every_kind(call, released)
    assert lines(client.get(at("asked", "needs")).content.decode()) == [
        "The situation",
        "In your country or region.",
        "What is the context?*",
        "At most 5 words.",
        "Are there funds?",
        "Yes",
        "No",
        "Whose?",
        "Only if “Are there funds?” is answered “Yes”.",
        "Personal data: this answer is never published.",
        "By what means?",
        "Grants",
        "Loans",
        "Other",
        "Several answers may be chosen.",
        "How many posts?",
        "By year",
        "Needed",
        "There",
        "2005",
        "2006",
        "The text",
        "Remarks on the text",
        "Statements, each of one kind:",
        "Remark",
        "Wording",
        f"Each on a paragraph of: {released.text}. Another wording may be proposed.",
        "A signed letter",
        "Files: PDF, DOCX, XLSX, PNG or JPEG.",
    ]


def test_the_page_of_a_call_leads_to_what_its_form_asks(call: Call, client: Client) -> None:
    assert (
        f'<a href="{at("asked", "needs")}">What the form asks</a>' in client.get(at("call", "needs")).content.decode()
    )


def test_a_version_being_prepared_is_seen_by_its_makers_alone(
    call: Call, farah: User, amina: User, browser_of: Browser
) -> None:
    with given():
        prepared: FormVersion = actions.begin_form(call, by=farah)
    ask(prepared, "more", QuestionKind.TEXT, label="And what else?")
    address = at("asked", "needs")
    new, old = f"{address}?version={prepared.number}", f"{address}?version=1"
    assert [browser_of(who).get(new).status_code for who in (farah, amina)] == [200, 404]
    assert [Client().get(page).status_code for page in (new, old, f"{address}?version=x")] == [404, 200, 404]
    page = browser_of(farah).get(new).content.decode()
    assert "And what else?" in lines(page)
    assert "Version 2 of the form is being prepared; nobody else sees it yet." in page
    shown = browser_of(farah).get(f"/en/admin/submissions/formversion/{prepared.pk}/change/").content.decode()
    assert f'<a href="{new}">As participants see it</a>' in shown


def test_more_questions_cost_no_more_queries(call: Call, client: Client) -> None:
    def cost() -> int:
        client.get(at("asked", "needs"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(at("asked", "needs")).status_code == 200
        return len(queries)

    with given():
        Question.objects.filter(form=call.form).delete()
    ask(call.form, "one", QuestionKind.CHOICE, options=["yes", "no"])
    one = cost()
    for key in ("two", "three"):
        ask(call.form, key, QuestionKind.CHOICE, options=["yes", "no"])
    assert cost() == one
