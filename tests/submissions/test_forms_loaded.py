"""What a call asks, as its process's data folder says it, and changed by loading again."""

from __future__ import annotations

from pathlib import Path

import pytest

from igsp_portal.foundations.datafiles import DataError
from meetings.models import Participant, Process
from submissions import actions
from submissions.actions import Answered
from submissions.actions.forms import carry_drafts
from submissions.loading import load_calls
from submissions.models import Call, SubmissionVersion

from ..cast import given

SIX = "{{ar: {0}, zh-hans: {0}, en: {0}, fr: {0}, ru: {0}, es: {0}}}"

CALL = f"""
calls:
  - key: views
    title: {SIX.format("Views")}
    addressed: [state]
    opens: 2004-07-15T09:00
    closes: 2004-10-29T17:00
"""
WORDS = f"""
      - {{key: why, kind: text, label: {SIX.format("Why")}}}
"""
CHOICE = f"""
      - key: funds
        kind: choice
        label: {SIX.format("Funds")}
        options:
          - {{key: "yes", label: {SIX.format("Enough")}}}
          - {{key: "no", label: {SIX.format("None")}}}
"""
EARLY = f"""
      - {{key: why, kind: text, label: {SIX.format("Why")}, shown_if: {{question: funds, option: often}}}}
"""
ASKS_BOTH = f"    questions:{CHOICE}{WORDS}"


def load(folder: Path, process: Process, *parts: str) -> Call:
    folder.mkdir(exist_ok=True)
    (folder / "calls.yaml").write_text("".join([CALL, *parts]).replace("\n\n", "\n").lstrip(), encoding="utf-8")
    with given():
        load_calls(folder, process, by="test")
    return Call.objects.get(key="views")


def asked(call: Call) -> list[str]:
    return [question.key for question in call.form.asked()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "igsp"


@pytest.fixture
def written(igsp: Process, folder: Path, clock: object) -> SubmissionVersion:
    """Kenya's draft under the call that asks both, with an answer to each."""
    clock("2004-10-15T12:00")  # type: ignore[operator]
    call = load(folder, igsp, ASKS_BOTH)
    draft = actions.begin(call, Participant.objects.get(process=igsp, key="ken"), by="test").draft
    assert draft is not None
    answers = {"funds": Answered(["no"]), "why": Answered("Droughts.")}
    return actions.save_draft(draft, by="test", title="Views of Kenya", answers=answers)


def test_a_form_is_changed_by_loading_again_as_long_as_nothing_was_filed_on_it(igsp: Process, folder: Path) -> None:
    assert asked(load(folder, igsp)) == ["statements"]
    assert asked(load(folder, igsp, ASKS_BOTH)) == ["funds", "why"]
    assert asked(load(folder, igsp, f"    questions:{WORDS}{CHOICE}")) == ["why", "funds"]
    call = load(folder, igsp, f"    questions:{WORDS}")
    assert (asked(call), call.forms.count()) == (["why"], 1)
    assert asked(load(folder, igsp)) == ["why"]


def test_a_form_on_which_was_filed_asks_for_a_new_version(
    igsp: Process, folder: Path, written: SubmissionVersion
) -> None:
    actions.file(written, by="test")
    load(folder, igsp, ASKS_BOTH)
    with pytest.raises(DataError) as refusal:
        load(folder, igsp, f"    questions:{WORDS}")
    assert refusal.value.message == (
        "Submissions have been filed on version 1 of this form. To change it, write “form: 2”."
    )
    call = load(folder, igsp, f"    form: 2\n    questions:{WORDS}")
    assert [(form.number, [q.key for q in form.asked()]) for form in call.forms.all()] == [
        (1, ["funds", "why"]),
        (2, ["why"]),
    ]


def test_a_draft_is_carried_over_and_nothing_that_was_written_is_lost(
    igsp: Process, folder: Path, written: SubmissionVersion
) -> None:
    call = load(folder, igsp, f"    form: 2\n    questions:{WORDS}")
    carry_drafts.call(call.form.pk, 0)
    draft = SubmissionVersion.objects.get(pk=written.pk)
    assert (draft.form, draft.revision) == (call.form, written.revision + 1)
    assert [(label, part.value) for label, part in actions.left_over(draft)] == [("Funds", ["no"])]
    assert {answer.question: answer.value for answer in draft.answers.all()} == {"funds": ["no"], "why": "Droughts."}


def test_an_answer_that_no_longer_fits_stays_beside_its_question(
    igsp: Process, folder: Path, written: SubmissionVersion
) -> None:
    number = f"\n      - {{key: why, kind: number, label: {SIX.format('How many')}}}\n"
    call = load(folder, igsp, f"    form: 2\n    questions:{CHOICE}{number}")
    carry_drafts.call(call.form.pk, 0)
    draft = SubmissionVersion.objects.get(pk=written.pk)
    assert [(label, part.value) for label, part in actions.left_over(draft)] == [("Why", "Droughts.")]
    assert {answer.question for answer in draft.answers.all()} == {"funds", "why_was_1"}


@pytest.mark.parametrize(
    ("questions", "why"),
    [
        (EARLY.replace("often", "'yes'") + CHOICE, "“Why” depends on an answer that no earlier question offers."),
        (f"{CHOICE}{EARLY}", "“Why” depends on an answer that no earlier question offers."),
        (f"\n      - {{key: one, kind: choice, label: {SIX.format('One')}}}\n", "“One” offers fewer than two answers."),
        (f"\n      - {{key: one, kind: table, label: {SIX.format('One')}}}\n", "“One” has no column."),
        ("\n      - {key: one, kind: text}\n", "“label” is missing."),
        ("\n      - {key: one, kind: statements, points_at: text}\n", "Statements that point at a text need the text"),
        (f"\n      - {{key: one, kind: text, proposes: true, label: {SIX.format('One')}}}\n", "Only statements point"),
    ],
)
def test_a_form_that_does_not_hold_together_is_refused(igsp: Process, folder: Path, questions: str, why: str) -> None:
    with pytest.raises(DataError) as refusal:
        load(folder, igsp, f"    questions:{questions}")
    assert why in refusal.value.message
    assert not Call.objects.filter(key="views").exists() or asked(Call.objects.get(key="views")) == ["statements"]
