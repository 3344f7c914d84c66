"""A file of an issued document is posted in advance, and nobody has it, or knows of it, before its moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from documents.library import actions
from documents.models import Document, Rendition
from igsp_portal.models import Event, User, WorkerTask

from .files import pdf

pytestmark = pytest.mark.usefixtures("queued")  # a moment that is to come is waited for in the queue alone

BEFORE, MOMENT, AFTER = "2004-09-07T08:59:59", dt.datetime(2004, 9, 7, 9, tzinfo=dt.UTC), "2004-09-07T09:00:01"


@pytest.fixture
def held(issued: Document, post: Any, clock: Callable[..., None]) -> Rendition:
    """The Spanish file of an issued document, to be given out at nine."""
    clock(BEFORE)
    file: Rendition = post(issued, "es", release_at=MOMENT)
    return file


def let_out(file: Rendition) -> Rendition:
    actions.release_when_due.call(file.pk)
    file.refresh_from_db()
    return file


def seen(file: Rendition, browser: Client) -> tuple[list[int], bool]:
    """How the addresses of the file answer, and whether the page of its document names it."""
    addresses = [f"/files/{file.sha256}", f"/symbol/{file.document.symbol}?lang=es"]
    page = browser.get(file.document.get_absolute_url()).content.decode()
    return [browser.get(address).status_code for address in addresses], file.sha256 in page


def test_nobody_has_a_file_before_its_moment_and_everybody_after(
    held: Rendition, client: Client, browser_of: Callable[[User], Client], amina: User, clock: Any
) -> None:
    everybody = [client, browser_of(amina)]
    before = client.get(held.document.get_absolute_url()).content
    assert [seen(let_out(held), browser) for browser in everybody] == [([404, 404], False)] * 2
    clock(AFTER)
    assert [seen(held, browser) for browser in everybody] == [([404, 404], False)] * 2
    let_out(held)
    assert [seen(held, browser) for browser in everybody] == [([200, 200], True)] * 2
    assert client.get(held.document.get_absolute_url()).content != before


def test_the_secretariat_sees_that_it_waits(held: Rendition, browser_of: Callable[[User], Client], farah: User) -> None:
    page = browser_of(farah).get(reverse("admin:documents_document_change", args=[held.document_id]))
    assert "available from 7 September 2004, 12:00 (Africa/Nairobi)" in page.content.decode()


def test_it_comes_out_once(held: Rendition, clock: Any) -> None:
    clock(AFTER)
    first = let_out(held).released_at
    clock("2004-09-08T09:00:00")
    assert let_out(held).released_at == first
    verbs = [event.verb for event in Event.objects.about(held.document)]
    assert (verbs.count("file.held"), verbs.count("file.posted")) == (1, 4)


def test_what_was_taken_back_or_replaced_meanwhile_does_not_come_out(held: Rendition, post: Any, clock: Any) -> None:
    other = post(held.document, "es", words="corrected", release_at=MOMENT)
    actions.take_back_file(other, by="test", because="Posted by mistake")
    clock(AFTER)
    assert [let_out(file).released_at for file in (held, other)] == [None, None]
    verbs = [event.verb for event in Event.objects.about(held.document)]
    assert (verbs.count("file.not_given_out"), verbs.count("file.taken_back")) == (1, 0)


def test_a_document_reissued_before_the_moment_keeps_it_back(held: Rendition, clock: Any) -> None:
    actions.withdraw(held.document, by="test", because="By mistake")
    actions.issue(held.document, by="test")
    held.refresh_from_db()
    assert held.released_at is None
    clock(AFTER)
    assert let_out(held).released_at is not None


def test_readers_are_never_left_without_the_file_they_have(issued: Document, post: Any, clock: Any) -> None:
    clock(BEFORE)
    with pytest.raises(ValidationError, match="of which readers have none is held back"):
        post(issued, "fr", words="corrected", release_at=MOMENT)


def test_the_files_of_a_document_that_is_not_issued_come_out_with_it(make_document: Any, post: Any, clock: Any) -> None:
    clock(BEFORE)
    with pytest.raises(ValidationError, match="when it is to be issued"):
        post(make_document(state="planned"), "fr", release_at=MOMENT)


def test_a_clerk_enters_the_moment_and_the_worker_waits_for_it(
    issued: Document, browser_of: Callable[[User], Client], diego: User
) -> None:
    sent = {"language": "es", "release_at": "2035-09-07T09:00", "file": SimpleUploadedFile("a.pdf", pdf("held"))}
    clerk = browser_of(diego)
    clerk.post(reverse("admin:documents_document_post", args=[issued.pk]), sent)
    file = Rendition.objects.get(document=issued, language="es")
    task = WorkerTask.objects.filter(task_path=actions.release_when_due.module_path).get()
    assert (file.released_at, file.release_at) == (None, dt.datetime(2035, 9, 7, 6, tzinfo=dt.UTC))
    assert (task.run_after, task.args_kwargs["args"]) == (file.release_at, [file.pk])


def test_a_moment_that_has_passed_is_at_once(issued: Document, post: Any, clock: Any) -> None:
    clock(AFTER)
    file = post(issued, "es", release_at=MOMENT)
    assert (file.release_at, file.released_at is None) == (None, False)
