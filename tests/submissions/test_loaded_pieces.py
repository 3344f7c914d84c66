"""Illustrative submissions with a file and a thread of clarification; what in their folder cannot be is refused."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from igsp_portal.foundations.access import Role
from igsp_portal.models import OutgoingMail, User
from meetings.models import Process
from submissions.models import Attachment, Clarification, Submission

from ..cast import given, with_role
from ..conftest import PROCESSES
from ..meetings.folders import refused

Browser = Callable[[User], Client]
LETTER = "Letters on the seat of the secretariat"


@pytest.fixture
def letter(inc: Process) -> Submission:
    """Norway's, under the call that asks for nothing else."""
    return Submission.objects.get(call__process=inc, call__key="letters")


def words_of(page: str) -> str:
    return re.sub(r"\s+", " ", strip_tags(page.replace("<", " <")))


def test_a_letter_alone_is_filed_and_read_by_anyone(letter: Submission) -> None:
    (attached,) = Attachment.objects.filter(version__submission=letter)
    assert (attached.question, attached.name, letter.state) == ("letter", "letter-of-norway.pdf", "published")
    sent = Client().get(reverse("submissions:attachment", args=[letter.process.slug, attached.pk]))
    there = (PROCESSES / "inc" / "submissions" / attached.name).read_bytes()
    assert b"".join(sent) == there


def test_it_fills_the_input_that_its_call_serves(letter: Submission) -> None:
    page = reverse("documents:inputs", args=[letter.process.slug])
    assert f"{LETTER}: 1 published submission" not in words_of(Client().get(page).text)
    with given():
        letter.call.required_input = letter.process.inputs.get(key="finance")
        letter.call.save()
    assert f"{LETTER}: 1 published submission" in words_of(Client().get(page).text)


def test_the_party_and_the_secretariat_read_what_was_asked_and_answered_and_nobody_was_written_to(
    letter: Submission, browser_of: Browser
) -> None:
    thread = Clarification.objects.of(letter.pk)
    assert [(one.words, one.is_answer, f"{one.at:%d.%m. %H:%M}") for one in thread] == [
        ("Is the offer for the whole secretariat?", False, "13.02. 08:00"),
        ("Yes, for the whole.", True, "14.02. 07:30"),
        ("From which year?", False, "17.02. 08:00"),
    ]
    assert not OutgoingMail.objects.filter(letter__startswith="clarif").exists()
    page = reverse("submissions:clarification", args=[letter.process.slug, letter.pk])
    nora = browser_of(with_role("Nora", Role.FOCAL_POINT, letter.process, "nor"))
    read = words_of(nora.get(page).text)
    assert [one.words in read for one in thread] == [True] * 3
    assert (f"Request by {letter.process.organization}" in read, "Answer by Norway" in read) == (True, True)
    assert Client().get(page).status_code in (302, 404)


def test_what_is_taken_away_has_answers_in_the_order_of_the_form_and_files_with_their_question(
    letter: Submission,
) -> None:
    page = reverse("submissions:published_json", args=[letter.process.slug])
    published = Client().get(page, headers={"accept-language": "en"}).json()["submissions"]
    by_party = {one["participant"]: one for one in published}
    questions = [one["question"] for one in by_party["Portugal"]["answers"]]
    assert questions[-2:] == ["Costs of retrieval", "Gear lost"]
    assert [(one["question"], one["name"]) for one in by_party["Norway"]["attachments"]] == [
        ("Signed letter", "letter-of-norway.pdf")
    ]


WRONG = [
    (
        "  - call: letters\n",
        "  - call: letters\n    statements: [{kind: need, words: Here.}]\n",
        ["The call asks for no statements."],
    ),
    (
        "file: letter-of-norway.pdf, question: letter",
        "file: letter.pdf, question: letters",
        [
            "“letter.pdf” is no file in the folder “submissions”.",
            "“question” refers to “letters”, which does not exist; there are: letter.",
        ],
    ),
    ("asked_at: 2025-02-17", "asked_at: 2025-02-12", ["“asked_at” is earlier than what it follows."]),
    ("answered_at: 2025-02-14T07:30:00Z", "answered_at: 2025-02-14", ["“2025-02-14” cannot be read"]),
    ("participant: nor\n", "participant: landlocked\n", ["“participant”: The call does not address this participant."]),
    (
        "  - {question: articles, paragraph: marking",
        "  - {key: aim, question: articles, paragraph: marking",
        ["“aim” is already the “key” of another entry"],
    ),
    (
        "  # Nothing but the letter",
        "  - {call: finance, participant: prt, title: Again, state: draft}\n  # Nothing but the letter",
        ["“prt” is already the “participant” of another entry"],
    ),
]


@pytest.mark.parametrize(("right", "wrong", "says"), WRONG)
def test_what_cannot_be_is_refused_by_its_name_and_nothing_that_follows_from_it(
    right: str, wrong: str, says: list[str], db: None, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(PROCESSES / "inc", tmp_path / "inc"))
    written = (folder / "submissions.yaml").read_text("utf-8")
    assert right in written
    (folder / "submissions.yaml").write_text(written.replace(right, wrong), encoding="utf-8")
    *told, _closing = refused(folder)
    assert [sum(said in line for line in told) for said in says] == [1] * len(says)
    # A file that is misspelt is named by nobody.
    assert [line for line in told if not line.startswith("inc/submissions/")] == told[-len(says) :]


FORMS = [
    ('option: "yes"', 'option: "maybe"', "depends on an answer that no earlier question offers."),
    (
        "paragraphs: [objective, marking]",
        "paragraphs: [objective, lost]",
        "names a paragraph that its text does not have.",
    ),
]


@pytest.mark.parametrize(("right", "wrong", "says"), FORMS)
def test_what_is_wrong_in_a_form_is_told_at_the_line_of_its_question_alone(
    right: str, wrong: str, says: str, db: None, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(PROCESSES / "inc", tmp_path / "inc"))
    written = (folder / "calls.yaml").read_text("utf-8")
    assert right in written
    (folder / "calls.yaml").write_text(written.replace(right, wrong, 1), encoding="utf-8")
    at = written[: written.index(right)]
    line = at[: at.rindex("      - key: ")].count("\n") + 3
    told, closing = refused(folder)
    assert told.startswith(f"inc/calls.yaml:{line}: ")
    assert (says in told, closing) == (True, "Nothing was loaded: 1 mistake.")
