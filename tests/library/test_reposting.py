"""A file comes back after it was replaced, opens when its time has come, and is named to those who may know of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.test import Client

from documents.library import actions
from documents.library.actions import SameFile
from documents.library.states import Distribution, DocumentState
from documents.models import Document, Rendition
from igsp_portal.foundations.access import Role
from igsp_portal.foundations.files.storage import WholeFiles
from igsp_portal.models import User
from meetings.models import Process
from tests.cast import given, with_role

from .files import pdf

Post = Callable[..., Rendition]


def test_an_earlier_file_comes_back(issued: Document, post: Post, client: Client, store: Path) -> None:
    first = issued.renditions.get(language="en")
    second, third = post(issued, "en", "second"), post(issued, "en", "")
    assert (third.sha256, third.is_current) == (first.sha256, True)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.superseded_by, second.superseded_by) == (second, third)
    answer = client.get(f"/files/{third.sha256}")
    assert (answer.status_code, "Link" in answer.headers) == (200, False)
    assert client.get(f"/files/{second.sha256}").headers["Link"] == f'</files/{first.sha256}>; rel="latest-version"'


def test_posting_the_same_bytes_again_mends_a_file_that_is_broken(issued: Document, post: Post, store: Path) -> None:
    """Half of it was in the store: that it is there is no reason to trust it."""
    first = issued.renditions.get(language="en")
    data = Path(first.file.path).read_bytes()
    Path(first.file.path).write_bytes(data[:100])
    post(issued, "en", "second")
    again = post(issued, "en", "")
    assert again.file.name == first.file.name
    assert Path(first.file.path).read_bytes() == data


def test_the_file_in_force_is_not_posted_again(issued: Document, post: Post) -> None:
    with pytest.raises(SameFile):
        post(issued, "en", "")


def test_a_failure_to_bring_a_file_back_leaves_the_earlier_one_in_the_store(
    issued: Document, post: Post, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = issued.renditions.get(language="en")
    second = post(issued, "en", "second")

    def refuse(self: Any, *args: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(WholeFiles, "_save", refuse)
    monkeypatch.setattr(actions.posting, "_store", lambda rendition, data: refuse(rendition))
    with pytest.raises(ValidationError):
        post(issued, "en", "")
    actions.discard(first)
    second.refresh_from_db()
    assert second.is_current
    assert client.get(f"/files/{first.sha256}").status_code == 200


def test_a_file_is_not_seen_before_its_release(issued: Document, clock: Callable[..., None]) -> None:
    file = issued.renditions.get(language="fr")
    assert file.released_at is not None
    seen = [
        Rendition.objects.visible_to(AnonymousUser(), at=file.released_at + dt.timedelta(seconds=seconds)).filter(
            pk=file.pk
        )
        for seconds in (-1, 0)
    ]
    assert [found.exists() for found in seen] == [False, True]
    clock((file.released_at - dt.timedelta(days=1)).isoformat()[:19])
    assert not Rendition.objects.visible_to(AnonymousUser()).filter(pk=file.pk).exists()


def test_on_a_day_that_stands_still_what_was_released_late_in_it_is_seen_early_in_it(
    issued: Document, post: Post, clock: Callable[..., None], settings: Any
) -> None:
    settings.PORTAL_TODAY = dt.date(2030, 1, 1)
    clock("2031-05-05T18:00")
    file = post(issued, "es")
    clock("2031-05-06T00:10")
    assert Rendition.objects.visible_to(AnonymousUser()).filter(pk=file.pk).exists()


def test_no_file_is_released_in_the_future(issued: Document, post: Post) -> None:
    file = post(issued, "es", released=dt.datetime(2999, 1, 1, tzinfo=dt.UTC))
    assert file.released_at == file.posted_at


def test_a_document_that_may_not_be_seen_is_not_named_where_its_file_is_refused(
    issued: Document, igsp: Process, store: Path
) -> None:
    with given():
        lakes = Process.objects.create(slug="lakes", name="Lakes", short_name="Lakes", body="Council", is_public=True)
        secret = Document.objects.create(
            process=lakes,
            key="secret",
            symbol="LAKES/1/7",
            kind="working",
            state=DocumentState.PLANNED,
            distribution=Distribution.RESTRICTED,
        )
        theirs = Document.objects.create(process=lakes, key="open", symbol="LAKES/1/8", kind="working")
    clerk: User = with_role("Clerk", Role.CLERK, igsp)
    own: User = with_role("Own", Role.CLERK, lakes)
    actions.post_rendition(secret, language="en", name="x.pdf", file=BytesIO(pdf("secret")), by=own)
    for document, by, says in (
        (issued, clerk, "This file has already been posted, under a document that you may not see."),
        (theirs, own, "This file has already been posted, as LAKES/1/7 in English."),
    ):
        with pytest.raises(SameFile) as refusal:
            actions.post_rendition(document, language="en", name="x.pdf", file=BytesIO(pdf("secret")), by=by)
        assert refusal.value.messages[0].startswith(says)
