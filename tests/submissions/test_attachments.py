"""Files: attached by the form, refused with the reason, and downloaded by those who may."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from igsp_portal.models import User
from meetings.models import Component
from submissions import actions
from submissions.models import Attachment, SubmissionVersion

from .addresses import at
from .sent import words
from .test_filing import picture

pytestmark = pytest.mark.slow

Browser = Callable[[User], Client]
Write = Callable[..., SubmissionVersion]


def test_an_attachment_is_a_download_that_no_browser_opens_as_a_page(
    draft: SubmissionVersion, write: Write, amina: User, browser_of: Browser
) -> None:
    attached = actions.attach(write(draft), name="خريطة.png", data=picture(), by=amina)
    browser, address = browser_of(amina), at("attachment", attached.pk)
    answer = browser.get(address)
    assert b"".join(answer.streaming_content) == picture()  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "image/png"
    assert browser.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_a_file_with_quotation_marks_in_its_name_is_shown_and_given_out_by_that_name(
    draft: SubmissionVersion, institutions: Component, amina: User, browser_of: Browser
) -> None:
    browser, address = browser_of(amina), at("write", draft.submission.pk)
    file = SimpleUploadedFile("a %22b%22 ج.png", picture())  # as browsers send it
    browser.post(address, words(draft, institutions) | {"attach": file})
    attached = draft.attachments.get()
    assert attached.name == 'a "b" ج.png'
    assert "a &quot;b&quot; ج.png" in browser.get(address).content.decode()
    answer = browser.get(at("attachment", attached.pk))
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''a%20%22b%22%20%D8%AC.png"


def test_an_attachment_is_as_closed_as_its_version(
    draft: SubmissionVersion, write: Write, amina: User, farah: User, goran: User, browser_of: Browser, client: Client
) -> None:
    attached = actions.attach(write(draft), name="Map.png", data=picture(), by=amina)
    address = at("attachment", attached.pk)
    readers = (browser_of(amina), browser_of(farah), browser_of(goran), client)
    assert [reader.get(address).status_code for reader in readers] == [200, 404, 404, 404]
    submission = actions.file(draft, by=amina).submission
    assert [reader.get(address).status_code for reader in readers] == [200, 200, 404, 404]
    actions.publish(actions.acknowledge(submission, by=farah), by=farah)
    assert [reader.get(address).status_code for reader in readers] == [200, 200, 200, 200]
    actions.withdraw(submission, by=amina, reason="A mistake.")
    assert [reader.get(address).status_code for reader in readers] == [200, 200, 404, 404]


@pytest.mark.parametrize("broken", [lambda path: path.unlink(), lambda path: path.write_bytes(picture()[:20])])
def test_an_attachment_that_is_not_as_it_was_sent_is_not_given_out(
    draft: SubmissionVersion, amina: User, browser_of: Browser, broken: Callable[[Path], Any]
) -> None:
    attached = actions.attach(draft, name="Map.png", data=picture(), by=amina)
    broken(Path(attached.file.path))
    answer = browser_of(amina).get(at("attachment", attached.pk))
    assert (answer.status_code, "Try again later" in answer.content.decode()) == (503, True)


def test_the_same_file_sent_twice_is_attached_once(draft: SubmissionVersion, amina: User) -> None:
    for name in ("Map.png", "Map again.png"):
        actions.attach(draft, name=name, data=picture(), by=amina)
    assert [a.name for a in Attachment.objects.filter(version=draft)] == ["Map.png"]


def test_a_large_upload_is_refused_with_its_size(draft: SubmissionVersion, amina: User, settings: Any) -> None:
    settings.UPLOAD_LIMIT_BYTES = 20
    with pytest.raises(Exception, match="the limit is"):
        actions.attach(draft, name="Map.png", data=io.BytesIO(picture()).read(), by=amina)
