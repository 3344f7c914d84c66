"""A document is issued at the moment that was set: once, with the checks of an issue by hand, and not before."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from documents.library import actions
from documents.library.cautions import cautions
from documents.models import Document, Rendition
from igsp_portal.foundations.access import Role
from igsp_portal.foundations.worker import work
from igsp_portal.models import Event, OutgoingMail, User, WorkerTask
from meetings.models import Process
from tests.cast import given, with_role

BEFORE, MOMENT, AFTER = "2004-08-01T11:59:59", dt.datetime(2004, 8, 1, 12, tzinfo=dt.UTC), "2004-08-01T12:00:01"


@pytest.fixture
def planned(make_document: Any, post: Any, clock: Callable[..., None]) -> Document:
    """Two languages of two, to be issued at noon."""
    clock(BEFORE)
    document: Document = make_document(state="planned", languages=["en", "fr"], release_at=MOMENT)
    for language in ("en", "fr"):
        post(document, language)
    return document


def state_after(document: Document) -> str:
    actions.issue_when_due.call(document.pk)
    document.refresh_from_db()
    return document.state


def test_nothing_is_issued_or_given_out_before(planned: Document, client: Client) -> None:
    assert state_after(planned) == "planned"
    file = planned.renditions.first()
    assert file
    addresses = [f"/files/{file.sha256}", "/symbol/UNEP/TEST/1/1?lang=en"]
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    page = client.get(planned.get_absolute_url()).content.decode()
    assert (file.sha256 in page, "12:00" in page) == (False, False)


def test_it_is_issued_when_its_moment_comes_and_once(planned: Document, client: Client, clock: Any) -> None:
    clock(AFTER)
    assert [state_after(planned), state_after(planned)] == ["issued", "issued"]
    assert client.get("/symbol/UNEP/TEST/1/1?lang=en").status_code == 200
    events = [event for event in Event.objects.about(planned) if event.verb == "document.issued"]
    assert [event.by_label for event in events] == ["portal"]


def test_a_moment_that_was_put_off_is_the_later_one(planned: Document, clock: Any) -> None:
    actions.change(planned, by="test", values={"release_at": MOMENT + dt.timedelta(days=1)})
    clock(AFTER)
    assert state_after(planned) == "planned"


@pytest.mark.parametrize("state", ["issued", "withdrawn"])
def test_what_was_done_by_hand_meanwhile_stands(planned: Document, clock: Any, state: str) -> None:
    actions.issue(planned, by="test")
    if state == "withdrawn":
        actions.withdraw(planned, by="test", because="By mistake")
    clock(AFTER)
    assert state_after(planned) == state


def test_a_document_that_is_returned_to_preparation_waits_for_no_moment(planned: Document, clock: Any) -> None:
    actions.take_back(planned, by="test")
    clock(AFTER)
    assert (state_after(planned), planned.release_at) == ("preparation", None)


def test_where_a_language_is_missing_it_fails_on_record_and_stays_as_it_was(
    make_document: Any, post: Any, clock: Any
) -> None:
    clock(BEFORE)
    document = make_document(state="planned", languages=["en", "fr"], release_at=MOMENT)
    post(document, "en")
    clock(AFTER)
    with pytest.raises(ValidationError, match="no file in: French"):
        actions.issue_when_due.call(document.pk)
    document.refresh_from_db()
    event = Event.objects.about(document)[0]
    assert (document.state, event.verb, "French" in event.facts["reason"]) == (
        "planned",
        "document.not_issued",
        True,
    )
    post(document, "fr")
    assert state_after(document) == "issued"


def told(document: Document) -> list[str]:
    """To whom it was written that the document was not issued."""
    mails = OutgoingMail.objects.filter(letter="not_issued", process=document.process.slug)
    return sorted(mails.values_list("to", flat=True))


def test_those_who_may_issue_it_are_told_once_why_it_was_not_issued(
    make_document: Any, post: Any, clock: Any, farah: User, diego: User, chen: User, amina: User
) -> None:
    clock(BEFORE)
    document = make_document(state="planned", languages=["en", "fr"], release_at=MOMENT)
    post(document, "en")
    clock(AFTER)
    for _run in range(2):
        with pytest.raises(ValidationError):
            actions.issue_when_due.call(document.pk)
    assert told(document) == sorted([farah.email, diego.email])
    mail = OutgoingMail.objects.get(letter="not_issued", to=farah.email)
    assert mail.subject == "Not issued: UNEP/TEST/1/1"
    assert "was to be issued on 1 August 2004, 15:00 (Africa/Nairobi)" in mail.body
    assert "no file in: French" in mail.body
    assert reverse("admin:documents_document_change", args=[document.pk]) in mail.body
    actions.change(document, by="test", values={"release_at": MOMENT + dt.timedelta(days=1)})
    clock("2004-08-02T12:00:01")
    with pytest.raises(ValidationError):
        actions.issue_when_due.call(document.pk)
    assert told(document) == sorted([farah.email, diego.email] * 2)


def test_nobody_is_told_of_what_was_issued(planned: Document, clock: Any, farah: User) -> None:
    clock(AFTER)
    assert (state_after(planned), told(planned)) == ("issued", [])


def _page(document: Document, desk: Client) -> Any:
    return desk.get(reverse("admin:documents_document_change", args=[document.pk]))


def typed(document: Document, desk: Client, **values: str) -> dict[str, Any]:
    """What the form of a document sends, with other values."""
    form = _page(document, desk).context_data["adminform"].form
    sent: dict[str, Any] = {}
    for bound in form:
        if isinstance(bound.value(), list | tuple):
            sent[bound.html_name] = [str(getattr(one, "pk", one)) for one in bound.value()]
        elif bound.name != "release_at" and bound.value() not in (None, False):
            sent[bound.html_name] = str(bound.value())
    return sent | values


def press(document: Document, desk: Client, day: str, hour: str) -> Any:
    page = _page(document, desk)
    sent = typed(document, desk, release_at_0=day, release_at_1=hour)
    for formset in page.context_data["inline_admin_formsets"]:
        for field in formset.formset.management_form:
            sent[field.html_name] = "0" if "FORMS" in field.html_name else str(field.value())
    return desk.post(reverse("admin:documents_document_change", args=[document.pk]), sent)


def test_whoever_may_issue_sets_the_moment_and_the_worker_waits_for_it(
    queued: None, make_document: Any, browser_of: Any, farah: User, clock: Callable[..., None]
) -> None:
    clock(BEFORE)
    document, desk = make_document(state="planned"), browser_of(farah)
    answer = press(document, desk, "2030-08-01", "15:00")  # in Nairobi
    document.refresh_from_db()
    assert (answer.status_code, document.release_at) == (302, dt.datetime(2030, 8, 1, 12, tzinfo=dt.UTC))
    task = WorkerTask.objects.filter(task_path=actions.issue_when_due.module_path).get()
    assert (task.run_after, task.args_kwargs["args"]) == (document.release_at, [document.pk])
    assert task.priority > work.LETTER


def test_the_worker_waits_by_its_own_clock_where_the_portal_shows_another_day(
    queued: None, make_document: Any, browser_of: Any, farah: User, clock: Callable[..., None], settings: Any
) -> None:
    settings.PORTAL_TODAY = dt.date(2004, 10, 15)
    clock("2026-11-30T12:30:00")
    answer = press(make_document(state="planned"), browser_of(farah), "2004-10-15", "15:45")  # in Nairobi
    task = WorkerTask.objects.filter(task_path=actions.issue_when_due.module_path).get()
    assert (answer.status_code, task.run_after) == (302, dt.datetime(2026, 11, 30, 12, 45, tzinfo=dt.UTC))


def test_the_moment_is_shown_as_it_was_entered(make_document: Any, browser_of: Any, farah: User) -> None:
    document = make_document(state="planned", release_at=dt.datetime(2030, 8, 1, 21, 30, tzinfo=dt.UTC))
    shown = _page(document, browser_of(farah)).context_data["adminform"].form["release_at"].value()
    assert shown == dt.datetime(2030, 8, 2, 0, 30)  # noqa: DTZ001 - on the wall in Nairobi


def test_an_hour_that_no_clock_shows_is_refused(
    make_document: Any, browser_of: Any, farah: User, igsp: Process
) -> None:
    with given():
        Process.objects.filter(pk=igsp.pk).update(zone="America/New_York")
    answer = press(make_document(state="planned"), browser_of(farah), "2030-03-10", "02:30")
    assert "This time does not exist in this time zone." in answer.content.decode()


def test_a_moment_that_has_passed_is_refused(
    queued: None, make_document: Any, browser_of: Any, farah: User, clock: Any
) -> None:
    document = make_document(state="planned")
    clock("2004-08-01T09:30")
    answers = [press(document, browser_of(farah), "2004-08-01", hour) for hour in ("12:00", "13:00")]
    assert (answers[0].status_code, "This moment has passed" in answers[0].content.decode()) == (200, True)
    assert answers[1].status_code == 302


# What there is to warn of


@pytest.mark.parametrize(
    ("values", "words", "codes"),
    [
        ({}, 8_500, []),
        ({}, 8_501, ["words"]),
        ({"issued_elsewhere": True}, 10_700, []),
        ({"issued_elsewhere": True}, 10_701, ["words"]),
        ({"kind": "conference_room"}, 3_301, ["words"]),
        ({}, None, []),
        ({"submitted_on": dt.date(2004, 6, 28)}, None, []),
        ({"submitted_on": dt.date(2004, 6, 29)}, None, ["submitted_late"]),
        ({"issued_on": dt.date(2004, 7, 27)}, None, ["issued_late"]),
        ({"kind": "conference_room", "issued_on": dt.date(2004, 9, 1)}, None, []),
    ],
)
def test_long_and_late_documents_are_warned_of(make_document: Any, values: Any, words: Any, codes: list[str]) -> None:
    found = cautions(make_document(**values), words=words)
    assert ([code for code, _says in found], all(says for _code, says in found)) == (codes, True)


def warned_of(document: Document, desk: Client) -> list[str]:
    """The warnings on the page of a document in the admin site."""
    found = re.search(r'<div class="readonly"><ul>(.*?)</ul>', _page(document, desk).content.decode())
    return re.findall("<li>(.*?)</li>", found[1]) if found else []


def test_the_page_of_a_document_warns_of_its_length_and_its_dates(
    make_document: Any, post: Any, browser_of: Any, farah: User, clock: Any
) -> None:
    clock("2004-07-26T12:00")
    document, desk = make_document(state="planned", submitted_on=dt.date(2004, 6, 28)), browser_of(farah)
    for language, words in (("en", 8_500), ("fr", 9_000)):
        file = post(document, language)
        with given():
            Rendition.objects.filter(pk=file.pk).update(words=words)
    assert warned_of(document, desk) == []
    with given():
        Rendition.objects.filter(document=document, language="en").update(words=8_501)
    long = "The document has 8501 words; the limit is 8500. A longer one needs a waiver."
    assert warned_of(document, desk) == [long]
    clock("2004-07-27T12:00")
    late = "The document is issued later than six weeks before the session: it was due on 26 July 2004."
    assert warned_of(document, desk) == [long, late]
    actions.issue(document, by="test", on=dt.date(2004, 7, 26), exception=True)
    assert warned_of(document, desk) == [long]


def test_an_issue_cut_off_in_the_middle_is_made_whole_at_the_next_start(
    planned: Document, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def killed(*given: Any, **facts: Any) -> None:
        raise Killed

    clock(AFTER)
    with monkeypatch.context() as patched:
        patched.setattr(Document, "save", killed)
        with pytest.raises(Killed):
            actions.issue_when_due.call(planned.pk)
    assert not planned.renditions.filter(released_at__isnull=False).exists()
    assert state_after(planned) == "issued"
    assert [event.verb for event in Event.objects.about(planned)].count("document.issued") == 1


def test_who_may_edit_and_not_issue_does_not_set_the_moment(make_document: Any, browser_of: Any, igsp: Process) -> None:
    document, edna = make_document(state="planned"), browser_of(with_role("Edna", Role.EDITOR, igsp))
    page = edna.get(reverse("admin:documents_document_change", args=[document.pk])).content.decode()
    assert ('name="planned_on"' in page, 'name="release_at_0"' in page) == (True, False)
