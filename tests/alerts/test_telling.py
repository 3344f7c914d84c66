"""Whoever wants to be told is told, once, in their language, and of nothing that they may not see."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from documents.alerts import actions, letters, telling, wording
from documents.alerts.models import Alert, News
from documents.library import actions as library
from documents.library.states import Distribution
from documents.models import Document, Relation
from igsp_portal.foundations.access import Role
from igsp_portal.foundations.record import audit
from igsp_portal.models import Event, OutgoingMail, User
from meetings import actions as meetings
from meetings.models import Meeting, Process
from meetings.states import MeetingState

from ..cast import given, with_role

IGSP = "Intergovernmental Strategic Plan"
NOOR, SAM = "noor@example.org", "sam@example.org"


def told(letters: list[Any]) -> list[tuple[str, str]]:
    return sorted((letter.to[0], letter.subject) for letter in letters)


def test_an_alert_tells_that_a_document_is_issued_and_where_it_is(alert: Any, paper: Document, work: Any) -> None:
    alert(NOOR, paper)
    library.issue(paper, by="Diego")
    assert work(minutes=4) == []
    (letter,) = work(minutes=2)
    assert letter.subject == f"Issued – UNEP/TEST/1/1 ({IGSP})"
    body = letter.body.splitlines()
    assert body[2:6] == [
        "Issued – UNEP/TEST/1/1",
        "About UNEP/TEST/1/1",
        "Languages: English, French",
        "http://127.0.0.1:8000/symbol/UNEP/TEST/1/1",
    ]
    assert work(days=2) == []


def test_each_is_told_in_their_own_language(alert: Any, paper: Document, work: Any) -> None:
    alert(NOOR, paper, language="fr")
    alert(SAM, paper, language="ar")
    library.issue(paper, by="Diego")
    letters = {letter.to[0]: letter for letter in work(minutes=6)}
    assert "À propos du document" in letters[NOOR].body
    assert [letters[who].extra_headers["Content-Language"] for who in (NOOR, SAM)] == ["fr", "ar"]


def test_alerts_on_several_things_make_one_message(
    alert: Any, igsp: Process, hall: Meeting, paper: Document, work: Any
) -> None:
    for target in (igsp, hall, paper):
        alert(NOOR, target)
    library.issue(paper, by="Diego")
    (letter,) = work(days=2)
    assert [line for line in letter.body.splitlines() if line.startswith("– ")] == [
        f"– {IGSP}",
        "– Ninth session",
        "– UNEP/TEST/1/1",
    ]


def test_what_another_process_does_is_not_told(alert: Any, inc: Process, paper: Document, work: Any) -> None:
    alert(NOOR, inc)
    library.issue(paper, by="Diego")
    assert work(days=2) == []


def test_what_happened_before_is_not_told(alert: Any, issued: Document, work: Any) -> None:
    alert(NOOR, issued)
    assert work(days=2) == []
    alert(SAM, issued)
    library.withdraw(issued, by="Diego", because="By mistake")
    assert told(work(days=2)) == [(who, f"Withdrawn – UNEP/TEST/1/1 ({IGSP})") for who in (NOOR, SAM)]


def test_forty_files_posted_one_after_another_are_told_in_one_message(
    alert: Any, issued: Document, post: Any, at: Any, work: Any
) -> None:
    alert(NOOR, issued)
    letters = []
    for number in range(40):
        post(issued, ["ar", "es", "fr", "ru"][number % 4], f"file {number}")
        letters += work(seconds=30)
    assert letters == []
    (letter,) = work(days=1)
    assert letter.subject == f"Files replaced – UNEP/TEST/1/1 ({IGSP})"
    assert "Files replaced: Arabic, French, Russian, Spanish" in letter.body


def test_what_does_not_end_is_told_after_half_an_hour(alert: Any, issued: Document, post: Any, work: Any) -> None:
    alert(NOOR, issued)
    letters = []
    for number in range(24):
        post(issued, "es", f"file {number}")
        letters.append(len(work(minutes=3)))
    assert (sum(letters), letters.index(1) * 3 + 3) == (2, 30)


def test_a_file_that_was_replaced_is_told_as_replaced_and_a_new_language_as_added(
    alert: Any, issued: Document, post: Any, work: Any
) -> None:
    alert(NOOR, issued)
    post(issued, "fr", "again")
    post(issued, "es")
    (letter,) = work(hours=1)
    lines = letter.body.splitlines()
    assert lines[2:7] == [
        "Files replaced – UNEP/TEST/1/1",
        "About UNEP/TEST/1/1",
        "Files replaced: French",
        "Files added: Spanish",
        "http://127.0.0.1:8000/symbol/UNEP/TEST/1/1",
    ]


def test_a_file_posted_and_taken_back_at_once_is_not_told(alert: Any, issued: Document, post: Any, work: Any) -> None:
    alert(NOOR, issued)
    library.take_back_file(post(issued, "es"), by="Diego", because="Another document")
    assert work(days=2) == []


def test_a_file_of_which_people_were_told_is_told_when_it_is_taken_back(
    alert: Any, issued: Document, post: Any, work: Any
) -> None:
    alert(NOOR, issued)
    file = post(issued, "es")
    assert len(work(hours=1)) == 1
    library.take_back_file(file, by="Diego", because="Another document")
    (letter,) = work(days=2)
    assert letter.subject == f"Files taken back – UNEP/TEST/1/1 ({IGSP})"
    assert letter.body.splitlines()[4:6] == ["Files taken back: Español", "Another document"]


def test_what_is_issued_and_withdrawn_at_once_is_not_told(alert: Any, paper: Document, work: Any) -> None:
    alert(NOOR, paper)
    library.issue(paper, by="Diego")
    library.withdraw(paper, by="Diego", because="By mistake")
    assert work(days=2) == []


def test_an_awaited_document_that_is_expected_on_another_day_is_told_and_what_else_changes_is_not(
    alert: Any, make_document: Any, work: Any
) -> None:
    document = make_document("UNEP/TEST/1/1", state="planned", planned_on="2004-11-20")
    alert(NOOR, document)
    library.change(document, by="Diego", values={"planned_on": dt.date(2004, 11, 25)})
    (letter,) = work(hours=1)
    assert letter.subject == f"Expected by 25 November 2004 – UNEP/TEST/1/1 ({IGSP})"
    library.change(document, by="Diego", values={"remark_en": "Late"})
    library.change(document, by="Diego", values={"planned_on": dt.date(2004, 11, 28)})
    library.change(document, by="Diego", values={"planned_on": dt.date(2004, 11, 25)})
    assert work(days=1) == []


def test_a_document_in_preparation_is_not_told_of_before_it_is_issued(
    alert: Any, make_document: Any, post: Any, farah: User, work: Any
) -> None:
    document = make_document(languages=["en"])
    alert(NOOR, document)
    alert(farah.email, document, farah)
    post(document, "en")
    assert work(days=2) == []
    library.issue(document, by="Diego")
    assert len(work(days=2)) == 2


def test_the_readers_of_a_document_are_told_of_its_revision_and_its_corrigendum(
    alert: Any, issued: Document, make_document: Any, post: Any, work: Any
) -> None:
    alert(NOOR, issued)
    for symbol in ("UNEP/TEST/1/1/Rev.1", "UNEP/TEST/1/1/Corr.1", "UNEP/TEST/1/11"):
        other = make_document(symbol, languages=["en"])
        post(other, "en")
        library.issue(other, by="Diego")
    (letter,) = work(days=2)
    assert letter.subject == f"2 changes ({IGSP})"


def test_what_a_document_replaces_is_named_unless_it_is_hidden(
    alert: Any, paper: Document, make_document: Any, work: Any
) -> None:
    old, secret = make_document("UNEP/TEST/1/7", state="planned"), make_document("UNEP/TEST/1/8", state="planned")
    with given():
        Relation.objects.create(document=paper, kind="replaces", to=old)
        Relation.objects.create(document=paper, kind="replaces", to=secret)
        Document.objects.filter(pk=secret.pk).update(distribution=Distribution.RESTRICTED)
    alert(NOOR, old)
    library.issue(paper, by="Diego")
    (letter,) = work(days=2)
    assert ("Replaces UNEP/TEST/1/7" in letter.body, "UNEP/TEST/1/8" in letter.body) == (True, False)


def test_a_message_names_fifty_things_and_how_many_more_there_are(
    alert: Any, issued: Document, hall: Meeting, work: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "MOST", 1)
    alert(NOOR)
    library.withdraw(issued, by="Diego", because="By mistake")
    meetings.move_meeting(hall, to=MeetingState.CANCELLED, by="Farah")
    (letter,) = work(days=1)
    assert letter.subject == f"2 changes ({IGSP})"
    assert letter.body.splitlines()[2:8] == [
        "Withdrawn – UNEP/TEST/1/1",
        "About UNEP/TEST/1/1",
        "http://127.0.0.1:8000/symbol/UNEP/TEST/1/1",
        "",
        "and 1 more:",
        "http://127.0.0.1:8000/en/igsp/",
    ]


def test_a_fault_in_the_words_of_one_thing_holds_up_no_other(
    alert: Any, issued: Document, hall: Meeting, work: Any, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    def broken(*_given: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(wording, "_of_document", broken)
    alert(NOOR)
    library.withdraw(issued, by="Diego", because="By mistake")
    meetings.move_meeting(hall, to=MeetingState.CANCELLED, by="Farah")
    assert told(work(days=1)) == [(NOOR, f"Cancelled – Ninth session ({IGSP})")]
    assert "cannot be put in words" in caplog.text


def test_letters_to_many_wait_behind_letters_to_one(alert: Any, paper: Document, at: Any, queued: None) -> None:
    from django_tasks_db.models import DBTaskResult

    from igsp_portal.foundations.worker import mail

    alert(NOOR)
    library.issue(paper, by="Diego")
    at.on(minutes=6)
    telling.look.func(1)
    mail.queue(letter="receipt", to=SAM, language="en", subject="Receipt", body="…")
    waiting = DBTaskResult.objects.filter(task_path=mail.deliver.module_path, status="READY")
    letters = [
        OutgoingMail.objects.get(pk=task.args_kwargs["args"][0]).letter for task in waiting.order_by("-priority")
    ]
    assert letters == ["receipt", "alert"]


def test_the_work_does_not_grow_with_the_readers(
    alert: Any, paper: Document, at: Any, queued: None, django_assert_max_num_queries: Any
) -> None:
    for number in range(3):
        alert(f"reader{number}@example.org")
    library.issue(paper, by="Diego")
    at.on(minutes=6)
    telling._gather_and_ripen()
    news = telling._with_details(News.objects.all())
    with django_assert_max_num_queries(8):
        few = telling.audience.readers(news, at_once=True)
    for number in range(3, 30):
        alert(f"reader{number}@example.org")
    with given():
        Alert.objects.update(since=0)
    with django_assert_max_num_queries(8):
        many = telling.audience.readers(news, at_once=True)
    assert (len(few), len(many)) == (3, 30)


def test_nothing_that_was_written_names_an_address_in_the_record(alert: Any, issued: Document) -> None:
    ended = alert(NOOR, issued)
    actions.end([ended])
    events = Event.objects.filter(verb__startswith="alert.")
    assert [(event.verb, event.public) for event in events.order_by("pk")] == [
        ("alert.confirmed", False),
        ("alert.ended", False),
    ]
    assert not any(NOOR in f"{event.about_label}{event.by_label}{event.facts}" for event in events)
    assert {event.verb for event in events} <= audit.PRIVATE


def test_a_text_is_told_of_with_its_document_and_a_role_counts(igsp: Process, alert: Any, work: Any) -> None:
    version = igsp.texts.get(key="draft-plan").versions.filter(document__isnull=False).latest("number")
    chair = with_role("Rosa", Role.CHAIR, igsp)
    alert(NOOR, version.text)
    alert(chair.email, version.text, chair)
    assert version.document
    library.withdraw(version.document, by="Diego", because="By mistake")
    assert sorted(letter.to[0] for letter in work(days=1)) == [NOOR, chair.email]
