"""What was answered stands on the page of a submission question by question, and is filed as far as it was asked."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable

import pytest
from django.test import Client

from igsp_portal.foundations.access import Role
from igsp_portal.models import User
from meetings.models import Process
from submissions import actions
from submissions.actions import Answered
from submissions.models import Submission, SubmissionVersion

from ..cast import given, with_role

Browser = Callable[[User], Client]

pytestmark = pytest.mark.slow


@pytest.fixture
def comments(inc: Process) -> Submission:
    return Submission.objects.get(call__process=inc, call__key="articles", participant__key="prt")


def headings(page: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(r"<h[23][^>]*>([^<]*)</h[23]>", page.partition("<main")[2])]


def test_the_public_reads_answers_in_order_but_nothing_personal_or_withheld(comments: Submission) -> None:
    page = Client().get(comments.get_absolute_url()).content.decode()
    assert headings(page)[:7] == [
        "Background",
        "Do you keep a register of gear?",
        "Number of its entries",
        "Costs of retrieval",
        "Gear lost",
        "Comments",
        "On the articles",
    ]
    for shown in ("1,250", "1,000.50", "20,000", "The objective is seas without lost gear.", "amendment"):
        assert shown in page
    for kept in ("Nobody", "Traps</li>", "Divers.</div>"):
        assert kept not in page


def test_the_secretariat_reads_all_of_it_marked(inc: Process, comments: Submission, browser_of: Browser) -> None:
    editor = with_role("Edda", Role.EDITOR, inc)
    page = browser_of(editor).get(comments.get_absolute_url()).content.decode()
    for shown in ("Nobody", "<li>Traps</li>", "Divers.</div>", "Personal data: not published."):
        assert shown in page


def test_the_admin_site_shows_the_answers_in_words(inc: Process, comments: Submission, browser_of: Browser) -> None:
    editor = with_role("Edda", Role.EDITOR, inc)
    address = f"/en/inc/admin/submissions/submission/{comments.pk}/change/"
    page = browser_of(editor).get(address).content.decode()
    for shown in (
        'Person to contact · Personal data: not published.<br><span dir="auto">Nobody</span>',
        'What is marked?<br><span dir="auto">Nets\nTraps</span>',
    ):
        assert shown in page


def test_programs_read_the_answers_that_the_public_reads(comments: Submission) -> None:
    found = Client().get(f"/api/v1/processes/inc/submissions/{comments.pk}/").json()
    assert [(answer["question"], answer["value"]) for answer in found["answers"]] == [
        ("register", ["yes"]),
        ("entries", "1250"),
        ("costs", [["Divers", "1000.50"], ["Barges", "20000"]]),
        ("losses", [["12"], ["5"]]),
    ]
    assert [(s["key"], s["kind"], s["paragraph"]) for s in found["statements"]] == [
        ("aim", "amendment", "chairs-text/2/objective"),
        ("2", "gap", "chairs-text/2/marking"),
    ]


def test_what_hangs_on_an_answer_that_was_changed_is_neither_shown_nor_filed(
    inc: Process, comments: Submission, clock: Callable[[str], None]
) -> None:
    clock("2025-03-01T12:00")
    with given():
        draft = actions.revise(comments, by="test")
        saved = actions.save_fields(
            draft, by="test", sent={"answer:register": Answered(["no"])}, seen={}, expected=draft.revision
        ).draft
        version = actions.file(saved, by="test")
    filed = json.loads(version.content)
    assert [answer["question"] for answer in filed["answers"]] == ["contact", "costs", "losses", "marks", "register"]
    stored = SubmissionVersion.objects.get(pk=version.pk)
    assert sorted(answer.question for answer in stored.answers.all()) == [a["question"] for a in filed["answers"]]
