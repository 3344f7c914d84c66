"""A form is changed while it is being written: nothing that was written goes unseen, and nothing unseen is filed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from documents.models import TextVersion
from igsp_portal.models import User
from meetings.models import Component, Participant, Process
from submissions import actions
from submissions.actions import Answered, Said, forms
from submissions.actions.forms import carry_drafts
from submissions.models import Attachment, Call, FormVersion, SubmissionVersion
from submissions.sizes import MOST_STATEMENTS
from submissions.states import FileState, PointsAt, QuestionKind

from ..attack.forms import form_of
from ..cast import given
from .addresses import at
from .questions import ask
from .test_filing import picture
from .test_forms_desk import NO_OPTIONS, six

pytestmark = pytest.mark.slow

Browser = Callable[[User], Client]
Write = Callable[..., SubmissionVersion]
CHANGED = (
    "The form was changed after you wrote this. It is kept here, but is not filed: copy what you still want to say."
)


def next_form(call: Call, by: User, change: Callable[[FormVersion], Any]) -> FormVersion:
    """Take a new version of the call's form into use, with that change."""
    with given():
        form = actions.begin_form(call, by=by)
        change(form)
    actions.open_form(form, by=by)
    carry_drafts.call(form.pk, by.pk)
    return form


def drop(key: str) -> Callable[[FormVersion], Any]:
    return lambda form: form.questions.filter(key=key).delete()


def alter(key: str, **values: Any) -> Callable[[FormVersion], Any]:
    return lambda form: form.questions.filter(key=key).update(**values)


def stored(draft: SubmissionVersion) -> dict[str, Any]:
    return {answer.question: answer.value for answer in SubmissionVersion.objects.get(pk=draft.pk).answers.all()}


@pytest.fixture
def asked(call: Call, draft: SubmissionVersion) -> FormVersion:
    """The call's form, which asks why besides."""
    ask(call.form, "why", QuestionKind.TEXT, label="Why?")
    return call.form


@pytest.mark.parametrize("script", [True, False])
def test_words_for_a_question_that_is_gone_are_given_back_and_not_said_to_be_saved(
    asked: FormVersion, draft: SubmissionVersion, amina: User, farah: User, browser_of: Browser, script: bool
) -> None:
    browser, address = browser_of(amina), at("write", draft.submission.pk)
    sent = form_of(browser.get(address).content.decode()) | {"title": "Needs", "answers-why-words": "Floods."}
    next_form(asked.call, farah, drop("why"))
    answer = browser.post(address, sent | {"do": "save"}, headers={"accept": "application/json"} if script else {})
    assert answer.status_code == 409
    if script:
        assert answer.json() == {"said": CHANGED, "whole": False, "gone": True}
    else:
        page = answer.content.decode()
        assert CHANGED in page
        assert "Floods." in page
    assert (SubmissionVersion.objects.get(pk=draft.pk).title, stored(draft)) == ("", {})


def test_a_row_of_a_question_that_is_not_asked_becomes_no_row_of_another(
    draft: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    browser, address = browser_of(amina), at("write", draft.submission.pk)
    sent = form_of(browser.get(address).content.decode())
    sent |= {"statements-0-question": ["other"], "statements-0-words": ["Posts."]}
    assert browser.post(address, sent).status_code == 409
    assert list(SubmissionVersion.objects.get(pk=draft.pk).statements.all()) == []


def test_a_wording_that_may_no_longer_be_proposed_stays_when_something_else_is_saved(
    call: Call, draft: SubmissionVersion, write: Write, amina: User, farah: User, browser_of: Browser
) -> None:
    with given():
        call.form.questions.update(proposes=True)
    write(draft, statements=[Said("Posts.", None, "need", proposed="More posts."), Said("Cars.", None, "need")])
    next_form(call, farah, alter("statements", proposes=False))
    browser, address = browser_of(amina), at("write", draft.submission.pk)
    page = browser.get(address).content.decode()
    assert '<blockquote dir="auto">More posts.<br>Posts.</blockquote>' in page
    assert [value for name, value in form_of(page).items() if name.endswith("-words")][:1] == [["Cars."]]
    sent = form_of(page) | {"statements-0-words": "Trucks.", "do": "save"}
    assert browser.post(address, sent).status_code == 302
    saved = SubmissionVersion.objects.get(pk=draft.pk)
    assert [(s.question, s.words, s.proposed) for s in saved.statements.all()] == [
        ("statements", "Trucks.", ""),
        ("statements_was_1", "Posts.", "More posts."),
    ]


def test_what_a_row_does_not_show_stays_as_it_is_stored(
    call: Call, draft: SubmissionVersion, write: Write, institutions: Any, amina: User, browser_of: Browser
) -> None:
    write(draft)
    with given():
        call.form.questions.update(points_at=PointsAt.NOTHING)
    browser, address = browser_of(amina), at("write", draft.submission.pk)
    sent = form_of(browser.get(address).content.decode()) | {"statements-0-words": "Posts.", "do": "save"}
    assert browser.post(address, sent).status_code == 302
    saved = SubmissionVersion.objects.get(pk=draft.pk)
    assert [(s.words, s.component) for s in saved.statements.all()] == [
        ("Posts.", institutions),
        ("Train the trainers.", institutions),
    ]


def test_statements_of_a_question_that_is_dropped_are_shown_as_left_over_and_move_to_no_other(
    asked: FormVersion, draft: SubmissionVersion, write: Write, amina: User, farah: User, browser_of: Browser
) -> None:
    ask(asked, "more", QuestionKind.STATEMENTS, label="What more?")
    write(draft, statements=[Said("Posts."), Said("Cars.", question="more")])
    next_form(asked.call, farah, drop("more"))
    browser, address = browser_of(amina), at("write", draft.submission.pk)
    page = browser.get(address).content.decode()
    assert '<strong>What more?</strong></p><blockquote dir="auto">Cars.</blockquote>' in page
    assert "Cars." not in [*sum(form_of(page).values(), [])]
    assert browser.post(address, form_of(page) | {"title": "Views", "do": "save"}).status_code == 302
    saved = SubmissionVersion.objects.get(pk=draft.pk)
    assert [(s.question, s.words) for s in saved.statements.all()] == [("statements", "Posts."), ("more", "Cars.")]


def test_what_the_form_no_longer_takes_is_left_over_and_neither_hinders_filing_nor_is_filed(
    asked: FormVersion,
    draft: SubmissionVersion,
    write: Write,
    institutions: Any,
    amina: User,
    farah: User,
    browser_of: Browser,
) -> None:
    key = "k" * 60
    ask(asked, key, QuestionKind.FILE, label="A letter")
    ask(asked, "more", QuestionKind.STATEMENTS, label="What more?")
    said = [Said("", question="more"), Said("Posts.", institutions)]
    write(draft, statements=said, introduction="Of Kenya.", answers={"why": Answered("Floods.")})
    refused = actions.attach(draft, name="map.png", data=picture(), by=amina, question=key)
    with given():
        Attachment.objects.filter(pk=refused.pk).update(state=FileState.REFUSED, refusal="damaged")

    def change(form: FormVersion) -> None:
        form.questions.filter(key__in=[key, "more"]).update(kind=QuestionKind.TEXT)
        form.introduction = False
        form.save()

    next_form(asked.call, farah, change)
    carried = SubmissionVersion.objects.get(pk=draft.pk)
    assert [label for label, _part in actions.left_over(carried)] == ["Introduction", "What more?", "A letter"]
    assert carried.attachments.get().question == f"{key}_was_1"
    browser = browser_of(amina)
    page = browser.get(at("write", draft.submission.pk)).content.decode()
    assert '<strong>Introduction</strong></p><blockquote dir="auto">Of Kenya.</blockquote>' in page
    review = browser.get(at("file", draft.submission.pk)).content.decode()
    assert "Of Kenya." not in review
    assert browser.post(at("file", draft.submission.pk), form_of(review)).status_code == 302
    filed = SubmissionVersion.objects.get(pk=draft.pk)
    facts = json.loads(filed.content)
    assert (filed.introduction, facts["introduction"], facts["attachments"]) == ("", "", [])
    assert [(s.order, s.words) for s in filed.statements.all()] == [(0, "Posts.")]
    assert facts == actions.facts_of(filed)


def test_a_version_that_is_opened_anew_is_carried_to_the_form_in_use(
    asked: FormVersion, draft: SubmissionVersion, write: Write, amina: User, farah: User, browser_of: Browser
) -> None:
    submission = actions.file(write(draft, answers={"why": Answered("Floods.")}), by=amina).submission
    second = next_form(asked.call, farah, alter("why", kind=QuestionKind.NUMBER))
    browser = browser_of(amina)
    assert browser.post(at("revise", submission.pk)).status_code == 302
    again = submission.versions.get(number=2)
    assert (again.form, stored(again)) == (second, {"why_was_1": "Floods."})
    page = browser.get(at("write", submission.pk)).content.decode()
    assert '<strong>Why?</strong></p><blockquote dir="auto">Floods.</blockquote>' in page


def test_two_long_keys_that_begin_alike_stay_apart(
    asked: FormVersion, draft: SubmissionVersion, write: Write, farah: User
) -> None:
    keys = ["k" * 59 + end for end in "ab"]
    for key in keys:
        ask(asked, key, QuestionKind.TEXT)
    write(draft, answers={key: Answered("Floods.") for key in keys})
    next_form(asked.call, farah, lambda form: form.questions.filter(key__in=keys).update(kind=QuestionKind.NUMBER))
    assert stored(draft) == {f"{key}_was_1": "Floods." for key in keys}


def test_a_statement_on_a_paragraph_of_another_text_is_not_filed(
    call: Call, igsp: Process, draft: SubmissionVersion, write: Write, amina: User, browser_of: Browser
) -> None:
    text = TextVersion.objects.filter(text__process=igsp, text__key="draft-plan", released_at__isnull=False)[0]
    block = text.blocks.all()[0].key
    with given():
        call.form.questions.update(points_at=PointsAt.TEXT, text_version=text)
    write(draft, statements=[Said("Stays."), Said("Gone.", block="nowhere", text_version=text)])
    browser = browser_of(amina)
    gone = "Statement 2 is on a paragraph that is not asked about. Choose another."
    assert gone in browser.get(at("file", draft.submission.pk)).content.decode()
    write(draft, statements=[Said("Stays."), Said("There.", block=block, text_version=text)])
    assert gone not in browser.get(at("file", draft.submission.pk)).content.decode()


def test_one_file_answers_two_questions(
    asked: FormVersion, draft: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    for key in ("letter", "map"):
        ask(asked, key, QuestionKind.FILE)
    browser, address = browser_of(amina), at("write", draft.submission.pk)
    sent = form_of(browser.get(address).content.decode()) | {"do": "save"}
    files = {f"attach-{key}": SimpleUploadedFile("map.png", picture()) for key in ("letter", "map")}
    assert browser.post(address, sent | files).status_code == 302
    assert sorted(row.question for row in draft.attachments.all()) == ["letter", "map"]


def test_a_file_that_a_colleague_took_off_is_not_withheld(draft: SubmissionVersion, amina: User, boris: User) -> None:
    attached = actions.attach(draft, name="map.png", data=picture(), by=amina)
    actions.detach(Attachment.objects.get(pk=attached.pk), by=boris)
    actions.withhold(attached, withheld=True, by=amina)
    assert draft.attachments.count() == 0
    again = actions.attach(draft, name="map.png", data=picture(), by=amina)
    seen = Attachment.objects.get(pk=again.pk)
    actions.withhold(again, withheld=True, by=amina)
    assert (draft.attachments.get().withheld, seen.withheld, again.withheld) == (True, False, False)


def test_comments_on_a_section_that_is_gone_are_still_read_and_what_was_done_is_open_again(
    asked: FormVersion, draft: SubmissionVersion, amina: User, farah: User, browser_of: Browser
) -> None:
    question = FormVersion.objects.get(pk=asked.pk).question("why")
    assert question is not None
    actions.comment(draft, question, "Ask the ministry.", by=amina)
    actions.mark_done(draft, question, done=True, by=amina)
    next_form(asked.call, farah, drop("why"))
    page = browser_of(amina).get(at("write", draft.submission.pk)).content.decode()
    assert "Ask the ministry." in page[page.index("No longer asked") :]
    assert draft.done_marks.count() == 0


def test_a_question_that_a_draft_answers_keeps_its_kind_and_stays(
    asked: FormVersion, draft: SubmissionVersion, write: Write, farah: User, browser_of: Browser
) -> None:
    write(draft, answers={"why": Answered("Floods.")})
    question = asked.questions.get(key="why")
    address = reverse("admin:submissions_question_change", args=[question.pk])
    sent = {
        "key": "why",
        "order": 1,
        "kind": "number",
        "points_at": "nothing",
        **six("label", "Why?"),
        **six("help", ""),
    }
    page = browser_of(farah).post(address, sent | NO_OPTIONS).content.decode()
    assert "Begin a new version of the form" in page
    question.refresh_from_db()
    assert question.kind == QuestionKind.TEXT
    removal = reverse("admin:submissions_question_delete", args=[question.pk])
    assert browser_of(farah).post(removal, {"post": "yes"}).status_code == 403


def test_what_was_personal_when_it_was_written_is_never_published(
    asked: FormVersion, draft: SubmissionVersion, amina: User, farah: User, call: Call
) -> None:
    with given():
        asked.questions.filter(key="why").update(personal=True)
    actions.save_draft(draft, by=amina, title="Needs", answers={"why": Answered("My telephone.")})
    next_form(call, farah, alter("why", personal=False))
    assert [(one.value, one.withheld) for one in draft.answers.all()] == [("My telephone.", True)]


def test_a_file_is_withheld_where_the_form_saves_itself(
    draft: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    attached = actions.attach(draft, name="Map.png", data=picture(), by=amina)
    browser, address = browser_of(amina), at("write", draft.submission.pk)
    sent = form_of(browser.get(address).content.decode()) | {"title": "Needs", "withhold": [str(attached.pk)]}
    assert browser.post(address, sent, headers={"accept": "application/json"}).json()["whole"] is True
    assert Attachment.objects.get(pk=attached.pk).withheld is True


def two_drafts(call: Call, croatia: Participant, draft: SubmissionVersion, amina: User) -> list[SubmissionVersion]:
    other = actions.begin(call, croatia, by=amina).draft
    assert other is not None
    return [draft, other]


def forms_of(drafts: list[SubmissionVersion]) -> list[int]:
    return [SubmissionVersion.objects.select_related("form").get(pk=draft.pk).form.number for draft in drafts]


def test_the_worker_carries_drafts_a_few_at_a_time_and_goes_on_where_it_was(
    asked: FormVersion,
    draft: SubmissionVersion,
    croatia: Participant,
    amina: User,
    farah: User,
    queued: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(forms, "CARRIED_AT_ONCE", 1)
    drafts = two_drafts(asked.call, croatia, draft, amina)
    form = actions.begin_form(asked.call, by=farah)
    actions.open_form(form, by=farah)
    told = []
    for carried in ([1, 1], [2, 1], [2, 2]):
        assert forms_of(drafts) == carried
        (task,) = DBTaskResult.objects.filter(task_path=carry_drafts.module_path)
        told.append(task.args_kwargs["args"])
        task.delete()
        carry_drafts.call(*told[-1])
    assert told == [[form.pk, farah.pk], [form.pk, farah.pk, drafts[0].pk], [form.pk, farah.pk, drafts[1].pk]]
    assert not DBTaskResult.objects.filter(task_path=carry_drafts.module_path).exists()


def test_a_draft_that_cannot_be_carried_hinders_no_other(
    asked: FormVersion,
    draft: SubmissionVersion,
    croatia: Participant,
    amina: User,
    farah: User,
    queued: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drafts, carry = two_drafts(asked.call, croatia, draft, amina), forms.carry

    def failing(version: SubmissionVersion, form: FormVersion, *, by: Any) -> None:
        if version.pk == draft.pk:
            raise ValueError("It cannot be carried.")
        carry(version, form, by=by)

    monkeypatch.setattr(forms, "carry", failing)
    form = actions.open_form(actions.begin_form(asked.call, by=farah), by=farah)
    with pytest.raises(ValueError, match="cannot be carried"):
        carry_drafts.call(form.pk, farah.pk)
    assert forms_of(drafts) == [1, 2]


def test_who_files_before_the_worker_has_come_reads_the_carried_draft_over_first(
    asked: FormVersion, draft: SubmissionVersion, write: Write, amina: User, farah: User, queued: None
) -> None:
    write(draft)
    actions.open_form(actions.begin_form(asked.call, by=farah), by=farah)
    with pytest.raises(actions.FormChanged):
        actions.file(draft, by=amina)
    assert forms_of([draft]) == [2]
    draft.refresh_from_db()
    assert actions.file(draft, by=amina).form.number == 2


def test_statements_that_are_left_over_do_not_count_towards_the_most(
    draft: SubmissionVersion, institutions: Component, write: Write, amina: User, farah: User, browser_of: Browser
) -> None:
    write(draft, statements=[Said(f"Left {place}", institutions, key=f"left-{place}") for place in range(2)])

    def ask_anew(form: FormVersion) -> None:
        form.questions.all().delete()
        ask(form, "more", QuestionKind.STATEMENTS)

    next_form(draft.submission.call, farah, ask_anew)
    draft = SubmissionVersion.objects.with_party_and_call().get(pk=draft.pk)
    said = {f"statement:{n}": Said(f"Words {n}", key=f"{n}", question="more") for n in range(MOST_STATEMENTS)}
    saved = actions.save_fields(draft, by=amina, sent=said, seen={}, expected=draft.revision)
    assert saved.clashes == []
    assert saved.draft.statements.count() == MOST_STATEMENTS + 2
    more, revision = {"statement:60": Said("W", key="60", question="more")}, saved.draft.revision
    with pytest.raises(ValidationError, match="at most 60 statements"):
        actions.save_fields(draft, by=amina, sent=more, seen={}, expected=revision)
