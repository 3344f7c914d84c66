"""A form freezes with the first filing on it, also where somebody is changing it at that moment."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections, transaction
from django.test import Client

from igsp_portal.foundations.record import audit
from igsp_portal.models import User
from meetings.models import Component
from submissions import actions
from submissions.models import Call, FormFrozen, Option, Question, SubmissionVersion, with_questions_at_hand
from submissions.states import QuestionKind

from ..cast import given
from .addresses import at
from .questions import ask
from .test_filing import refuse_memory

Write = Callable[..., SubmissionVersion]
A_WHILE = 0.3  # seconds, in which the other has come to where it waits
TOO_MANY = "Statement 1: 4 words are written; at most 1 are asked for."


def shorten(version: SubmissionVersion) -> None:
    question = version.form.questions.get()
    with audit.recorded("changed", question, by="test"):
        question.most_words = 1
        question.save()


def at_once(first: Callable[[], Any], second: Callable[[], Any]) -> list[Any]:
    """What both return or raise; the second begins when the first has acted, and that commits a while later."""
    acted, results = threading.Event(), [None, None]

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            if place:
                acted.wait(20)
                results[place] = act()
            else:
                with transaction.atomic():
                    results[place] = act()
                    acted.set()
                    time.sleep(A_WHILE)
        except ValidationError as refusal:
            results[place] = refusal  # type: ignore[call-overload]
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate((first, second))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


@pytest.mark.django_db(transaction=True)
def test_who_files_while_the_form_is_changed_is_judged_by_what_it_asks_now(
    draft: SubmissionVersion, write: Write, amina: User
) -> None:
    refuse_memory()
    write(draft)
    _changed, refusal = at_once(lambda: shorten(draft), lambda: actions.file(draft, by=amina))
    assert TOO_MANY in refusal.messages
    assert not SubmissionVersion.objects.get(pk=draft.pk).is_filed


@pytest.mark.django_db(transaction=True)
def test_who_changes_the_form_while_one_files_on_it_is_refused(
    draft: SubmissionVersion, write: Write, amina: User
) -> None:
    refuse_memory()
    write(draft)
    filed, refusal = at_once(lambda: actions.file(draft, by=amina), lambda: shorten(draft))
    assert filed.is_filed
    assert isinstance(refusal, FormFrozen)
    assert draft.form.questions.get().most_words is None


@pytest.mark.parametrize(
    "change",
    [
        lambda question: Question.objects.filter(pk=question.pk).update(required=False),
        lambda question: Question.objects.bulk_update([question], ["label"]),
        lambda question: Question.objects.filter(pk=question.pk).delete(),
        lambda question: Question.objects.bulk_create([Question(form=question.form, key="more")]),
        lambda question: Option.objects.bulk_create([Option(question=question, role="kind", key="need")]),
        lambda question: Option.objects.create(question=question, role="kind", key="need"),
        lambda question: question.components.add(Component.objects.first()),
        lambda question: question.components.set([Component.objects.first()]),
        lambda question: question.form.save(),
    ],
)
def test_nothing_of_a_frozen_form_is_changed_in_any_way(
    change: Callable[[Question], Any], draft: SubmissionVersion, write: Write, amina: User
) -> None:
    question = actions.file(write(draft), by=amina).form.questions.get()
    question.form.introduction = False
    with given(), pytest.raises(FormFrozen):
        change(question)


@pytest.mark.parametrize(
    "change",
    [
        lambda question: Question.objects.filter(pk=question.pk).update(**{"label_en": "Needs"}),
        lambda question: question.save(),
        lambda question: Option.objects.create(question=question, role="kind", key="need"),
        lambda question: question.components.add(Component.objects.last()),
        lambda question: question.options.all().delete(),
    ],
)
def test_what_a_form_asks_is_remembered_until_any_of_it_is_changed(
    change: Callable[[Question], Any], draft: SubmissionVersion
) -> None:
    def asked() -> list[Any]:
        form = with_questions_at_hand(draft.form.call.forms.get())
        return [(q.label, [o.key for o in q.options.all()], list(q.components.all())) for q in form.asked()]

    with given():
        Option.objects.create(question=draft.form.questions.get(), role="kind", key="gap")
    asked()
    question = draft.form.questions.get()
    question.label = "Priorities"
    with given():
        change(question)
    held: Any = draft.form
    held._prefetched_objects_cache = {}
    stored = [(q.label, [o.key for o in q.options.all()], list(q.components.all())) for q in draft.form.asked()]
    assert asked() == stored


def relabel(version: SubmissionVersion, label: str) -> None:
    question = version.form.questions.get()
    with audit.recorded("changed", question, by="test"):
        question.label = label
        question.save()


def test_what_was_reviewed_under_another_question_is_read_once_more_before_it_is_filed(
    draft: SubmissionVersion, write: Write, amina: User, browser_of: Callable[[User], Client]
) -> None:
    write(draft)
    browser, page = browser_of(amina), at("file", draft.submission.pk)
    shown = hidden(browser.get(page).content.decode())
    relabel(draft, "What would harm you?")
    refused = browser.post(page, shown)
    assert refused.status_code == 409
    words = refused.content.decode()
    assert "The form was changed after you opened this page. Read once more what will be filed." in words
    assert "What would harm you?" in words
    assert not SubmissionVersion.objects.get(pk=draft.pk).is_filed
    assert browser.post(page, hidden(words)).status_code == 302
    assert SubmissionVersion.objects.get(pk=draft.pk).is_filed


def hidden(page: str) -> dict[str, str]:
    found = dict(re.findall(r'<input type="hidden" name="(version|revision|asked)" value="(\w+)">', page))
    assert set(found) == {"version", "revision", "asked"}
    return found


def test_what_was_promised_not_to_be_published_stays_so_while_drafts_answer_it(
    call: Call, draft: SubmissionVersion, amina: User, farah: User
) -> None:
    question = ask(call.form, "name", QuestionKind.TEXT, label="Whom may we call?", personal=True)
    question.personal = False
    with pytest.raises(ValidationError, match="Begin a new version of the form"):
        question.full_clean()
    with given():
        draft.delete()
    question.full_clean()
