"""A file that was posted by mistake is taken back: its address says so, its bytes are gone, the record stays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents.library import actions
from documents.models import Document, PageText, Rendition
from igsp_portal.foundations.files import sweeping
from igsp_portal.foundations.record import audit
from igsp_portal.models import Event, User
from meetings.models import Process
from tests.cast import given

from .files import pdf

Post = Callable[..., Rendition]
WHY = "It is the draft of another session"


def current(document: Document) -> list[str]:
    return sorted(f"{' '.join(file.languages)} {file.sha256[:6]}" for file in document.renditions.current())


@pytest.fixture
def mistake(issued: Document, post: Post) -> Rendition:
    """The second English file of an issued document."""
    return post(issued, "en", "by mistake")


def test_its_addresses_say_that_it_was_taken_back_when_and_why(issued: Document, client: Client) -> None:
    file = issued.renditions.get(language="fr")
    actions.take_back_file(file, by="test", because=WHY)
    for address in (f"/files/{file.sha256}", "/symbol/UNEP/TEST/1/1?lang=fr"):
        answer = client.get(address)
        told = answer.content.decode()
        assert (answer.status_code, WHY in told, "/igsp/documents/unep-test-1-1/" in told) == (410, True, True)


@pytest.mark.parametrize(
    "headers", [{}, {"Range": "bytes=0-9"}, {"If-None-Match": "old"}, {"If-Range": "old", "Range": "bytes=0-9"}]
)
def test_nobody_is_given_its_bytes_however_they_are_asked_for(
    mistake: Rendition, browser_of: Callable[[User], Client], diego: User, farah: User, headers: dict[str, str]
) -> None:
    sent = {name: value.replace("old", f'"{mistake.sha256}"') for name, value in headers.items()}
    address = f"/files/{mistake.sha256}"
    browsers = [Client(), browser_of(diego), browser_of(farah)]
    assert [browser.get(address, headers=sent).status_code in (200, 206, 304) for browser in browsers] == [True] * 3
    actions.take_back_file(mistake, by="test", because=WHY)
    for method in ("get", "head"):
        assert [getattr(browser, method)(address, headers=sent).status_code for browser in browsers] == [410] * 3


def test_the_earlier_file_is_current_again(mistake: Rendition, issued: Document, client: Client, post: Post) -> None:
    first = issued.renditions.get(superseded_by=mistake)
    again = actions.take_back_file(mistake, by="test", because=WHY)
    first.refresh_from_db()
    assert (again, first.is_current) == ([first], True)
    answer = client.get("/symbol/UNEP/TEST/1/1?lang=en")
    assert (answer.headers["ETag"], "Link" in client.get(f"/files/{first.sha256}").headers) == (
        f'"{first.sha256}"',
        False,
    )
    assert post(issued, "en", "third").is_current


def test_where_there_was_none_before_none_is_current(issued: Document) -> None:
    actions.take_back_file(issued.renditions.get(language="fr"), by="test", because=WHY)
    assert sorted(file.language for file in issued.renditions.current()) == ["ar", "en"]


def test_one_in_the_middle_of_its_line_is_skipped_when_a_later_one_is_taken_back(
    issued: Document, mistake: Rendition, post: Post
) -> None:
    first, third = issued.renditions.get(superseded_by=mistake), post(issued, "en", "third")
    assert actions.take_back_file(mistake, by="test", because=WHY) == []
    assert actions.take_back_file(third, by="test", because=WHY) == [first]


def test_a_file_that_was_never_released_does_not_come_out_that_way(make_document: Any, post: Post) -> None:
    document = make_document(state="planned")
    post(document, "en", "draft")
    final = post(document, "en", "final")
    actions.issue_in_part(document, by="test")
    assert (actions.take_back_file(final, by="test", because=WHY), current(document)) == ([], [])


def test_before_issue_the_earlier_one_waits_again(make_document: Any, post: Post) -> None:
    document = make_document()
    draft, final = post(document, "en", "draft"), post(document, "en", "final")
    assert actions.take_back_file(final, by="test", because=WHY) == [draft]


def test_what_was_taken_back_unseen_is_nobodys_to_know(make_document: Any, post: Post, client: Client) -> None:
    file = post(make_document(), "en")
    actions.take_back_file(file, by="test", because=WHY)
    assert client.get(f"/files/{file.sha256}").status_code == 404


def test_of_a_file_of_two_languages_each_has_its_earlier_one_again(issued: Document, post: Post) -> None:
    english, french = (issued.renditions.get(language=code) for code in ("en", "fr"))
    both = post(issued, "en", "both", also_in=["fr"])
    actions.take_back_file(both, by="test", because=WHY)
    assert current(issued) == sorted(
        [f"ar {issued.renditions.get(language='ar').sha256[:6]}", f"en {english.sha256[:6]}", f"fr {french.sha256[:6]}"]
    )


def test_a_file_of_two_languages_comes_back_for_one_or_both(make_document: Any, post: Post) -> None:
    document = make_document()
    both = post(document, "en", "both", also_in=["fr"])
    english = post(document, "en", "alone")
    french = post(document, "fr", "alone")
    actions.take_back_file(english, by="test", because=WHY)
    assert current(document) == [f"en {both.sha256[:6]}", f"fr {french.sha256[:6]}"]
    actions.take_back_file(french, by="test", because=WHY)
    assert current(document) == [f"en fr {both.sha256[:6]}"]
    assert Rendition.objects.current().filter(sha256=both.sha256).count() == 1


def test_the_same_bytes_may_be_posted_again_where_they_belong(
    issued: Document, mistake: Rendition, make_document: Any, client: Client
) -> None:
    data = Path(mistake.file.path).read_bytes()
    actions.take_back_file(mistake, by="test", because=WHY)
    other = make_document("UNEP/TEST/1/2", state="issued")
    posted = actions.post_rendition(other, language="es", name="x.pdf", file=BytesIO(data), by="test")
    answer = client.get(f"/files/{posted.sha256}")
    assert (answer.status_code, 'filename="UNEP_TEST_1_2-ES.pdf"' in answer.headers["Content-Disposition"]) == (
        200,
        True,
    )


def test_an_earlier_file_whose_bytes_have_gone_elsewhere_does_not_come_back(
    issued: Document, mistake: Rendition, make_document: Any
) -> None:
    first = issued.renditions.get(superseded_by=mistake)
    data = Path(first.file.path).read_bytes()
    other = make_document("UNEP/TEST/1/2")
    actions.post_rendition(other, language="en", name="x.pdf", file=BytesIO(data), by="test")
    assert actions.take_back_file(mistake, by="test", because=WHY) == []


def test_the_record_keeps_who_when_and_why(mistake: Rendition, issued: Document, diego: User) -> None:
    actions.take_back_file(mistake, by=diego, because=WHY)
    mistake.refresh_from_db()
    assert (mistake.taken_back_by, mistake.taken_back_because, mistake.taken_back_at is not None) == (diego, WHY, True)
    event = Event.objects.about(issued)[0]
    assert audit.in_words(event) == f"Diego took back a file of “UNEP/TEST/1/1” (English, PDF): {WHY}"


@pytest.mark.parametrize("because", ["", "  "])
def test_it_takes_a_reason(mistake: Rendition, because: str) -> None:
    with pytest.raises(ValidationError, match="Give the reason"):
        actions.take_back_file(mistake, by="test", because=because)


def test_what_was_taken_back_is_not_taken_back_again(mistake: Rendition) -> None:
    actions.take_back_file(mistake, by="test", because=WHY)
    with pytest.raises(ValidationError, match="already been taken back"):
        actions.take_back_file(mistake, by="test", because="Another reason")


def test_its_bytes_are_swept_away_unless_another_row_has_them(
    issued: Document, mistake: Rendition, make_document: Any, store: Path
) -> None:
    path, name = Path(mistake.file.path), mistake.file.name
    data, later = path.read_bytes(), timezone.now() + sweeping.AGE + dt.timedelta(hours=1)
    actions.take_back_file(mistake, by="test", because=WHY)
    call_command("verify", stdout=(told := StringIO()))
    assert f"{name}: of no record" in told.getvalue()
    actions.post_rendition(make_document("UNEP/TEST/1/2"), language="en", name="x.pdf", file=BytesIO(data), by="test")
    assert list(sweeping.sweep(later)) == []
    actions.take_back_file(Rendition.objects.current().get(sha256=mistake.sha256), by="test", because=WHY)
    assert (list(sweeping.sweep(later)), path.exists()) == ([name], False)
    call_command("verify", stdout=StringIO())


def test_its_words_are_forgotten_with_it(mistake: Rendition) -> None:
    with given():
        PageText.objects.create(sha256=mistake.sha256, number=1, words="Draft")
    actions.take_back_file(mistake, by="test", because=WHY)
    assert not PageText.objects.exists()


def test_what_a_list_shows_is_never_a_file_that_was_taken_back(
    mistake: Rendition, issued: Document, client: Client, farah: User
) -> None:
    actions.take_back_file(mistake, by="test", because=WHY)
    for person in (AnonymousUser(), farah):
        assert mistake not in Rendition.objects.visible_to(person)
    page = client.get(issued.get_absolute_url()).content.decode()
    assert mistake.sha256 not in page


def test_the_very_file_may_be_posted_there_again(issued: Document, mistake: Rendition) -> None:
    actions.take_back_file(mistake, by="test", because=WHY)
    data = pdf("UNEP/TEST/1/1 en by mistake")
    again = actions.post_rendition(issued, language="en", name="x.pdf", file=BytesIO(data), by="test")
    assert (again.sha256, again.is_current) == (mistake.sha256, True)


# In the admin site


def test_the_clerk_takes_a_file_back_with_a_reason(
    mistake: Rendition, issued: Document, browser_of: Callable[[User], Client], diego: User
) -> None:
    clerk, address = browser_of(diego), reverse("admin:documents_rendition_take_back", args=[mistake.pk])
    page = clerk.get(reverse("admin:documents_document_change", args=[issued.pk])).content.decode()
    assert address in page
    assert (clerk.get(address).status_code, clerk.post(address, {"reason": " "}).status_code) == (200, 400)
    told = clerk.post(address, {"reason": WHY}, follow=True).content.decode()
    assert ("the earlier one is current again" in told, f"taken back: {WHY}" in told, address in told) == (
        True,
        True,
        False,
    )
    again = clerk.post(address, {"reason": WHY})
    assert (again.status_code, "already been taken back" in again.content.decode()) == (400, True)


# By several at once


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_of_many_who_post_and_take_back_at_once_one_file_is_current_in_a_language() -> None:
    """The document's row is held by each in turn, whatever languages their files serve."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one writer in at a time.")
    with given():
        process = Process.objects.create(slug="sea", name="Sea", short_name="Sea", body="Sea", is_public=True)
        document = Document.objects.create(process=process, key="d", kind="working", title="List", state="issued")
    served = [["en"], ["en", "fr"], ["fr"], ["fr", "en"]]

    def act(number: int) -> None:
        first, *others = served[number % len(served)]
        data = BytesIO(pdf(str(number)))
        posted = actions.post_rendition(document, language=first, also_in=others, name="x.pdf", file=data, by="test")
        if number % 3 == 0:
            actions.take_back_file(posted, by="test", because=WHY)

    def alone(number: int) -> None:
        try:
            act(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        for done in [threads.submit(alone, number) for number in range(8)]:
            done.result(60)
    codes = [code for file in document.renditions.current() for code in file.languages]
    assert sorted(codes) == ["en", "fr"]
