"""Files in the form of a submission: attached, taken off, refused with a reason, and never more than may be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from igsp_portal.models import User
from meetings.models import Component
from submissions import actions
from submissions.models import SubmissionVersion

from .addresses import at
from .sent import words
from .test_filing import picture

pytestmark = pytest.mark.slow

Browser = Callable[[User], Client]


def test_a_refused_file_says_why_and_the_words_are_kept(
    draft: SubmissionVersion, amina: User, browser_of: Browser, institutions: Component
) -> None:
    sent = words(draft, institutions, attach=SimpleUploadedFile("virus.pdf", b"MZ not a PDF"))
    page = browser_of(amina).post(at("write", draft.submission.pk), sent).content.decode()
    assert "“virus.pdf”: This is not a PDF, DOCX, XLSX, PNG or JPEG file." in page
    assert "Permanent posts." in page
    draft.refresh_from_db()
    assert draft.title == "Needs of Kenya"


def test_a_file_that_is_too_large_is_refused_unread_and_the_words_are_kept(
    draft: SubmissionVersion,
    amina: User,
    browser_of: Browser,
    institutions: Component,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def never(*args: Any, **more: Any) -> None:
        pytest.fail("It was read.")

    settings.UPLOAD_LIMIT_BYTES = 1024 * 1024
    monkeypatch.setattr(actions, "attach", never)
    sent = words(draft, institutions, attach=SimpleUploadedFile("Map.png", bytes(2 * 1024 * 1024)))
    page = browser_of(amina).post(at("write", draft.submission.pk), sent).content.decode()
    assert "“Map.png”: The file has 2.0\xa0MB; the limit is 1.0\xa0MB." in page
    assert "Permanent posts." in page
    draft.refresh_from_db()
    assert draft.title == "Needs of Kenya"


def test_good_files_are_attached_and_taken_off_again_by_the_form(
    draft: SubmissionVersion, amina: User, browser_of: Browser, institutions: Component
) -> None:
    browser, address = browser_of(amina), at("write", draft.submission.pk)
    sent = [SimpleUploadedFile("Map.png", picture()), SimpleUploadedFile("bad.pdf", b"")]
    page = browser.post(address, words(draft, institutions, attach=sent)).content.decode()
    assert "“bad.pdf”: The file is empty." in page
    assert [a.name for a in draft.attachments.all()] == ["Map.png"]
    draft.refresh_from_db()
    attached = draft.attachments.get()
    browser.post(address, words(draft, institutions, detach=str(attached.pk)))
    assert draft.attachments.count() == 0


def test_files_beyond_the_limit_are_named_and_not_read(
    draft: SubmissionVersion,
    amina: User,
    browser_of: Browser,
    institutions: Component,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read, attach = [], actions.attach

    def watched(*args: Any, name: str, **more: Any) -> None:
        read.append(name)
        attach(*args, name=name, **more)

    monkeypatch.setattr(actions, "attach", watched)
    sent = [SimpleUploadedFile(f"Map {n}.png", picture() + bytes(n)) for n in range(1, 13)]
    page = browser_of(amina).post(at("write", draft.submission.pk), words(draft, institutions, attach=sent))
    shown = page.content.decode()
    assert "At most 10 files can be attached. These were left out: Map 11.png, Map 12.png" in shown
    assert "What you wrote has been saved, but not everything else." in shown
    assert read == [f"Map {n}.png" for n in range(1, 11)]
    assert draft.attachments.count() == 10


def test_a_file_taken_off_makes_room_for_another(
    draft: SubmissionVersion, amina: User, browser_of: Browser, institutions: Component
) -> None:
    for n in range(10):
        actions.attach(draft, name=f"Map {n}.png", data=picture() + bytes(n), by=amina)
    draft.refresh_from_db()
    off = str(draft.attachments.order_by("pk")[0].pk)
    sent = words(draft, institutions, detach=off, attach=SimpleUploadedFile("New.png", picture() + bytes(20)))
    browser_of(amina).post(at("write", draft.submission.pk), sent)
    names = [a.name for a in draft.attachments.order_by("pk")]
    assert names == [*(f"Map {n}.png" for n in range(1, 10)), "New.png"]
