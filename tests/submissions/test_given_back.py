"""Words sent where they cannot be taken are given back: a session that ended, another session, a draft that is gone.

So are those of whoever sends too much, and of a file for which the disk has no room.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from igsp_portal.foundations.forms import limits
from igsp_portal.models import User
from meetings.models import Component
from submissions import actions
from submissions.models import SubmissionVersion

from ..disks import room_for
from .addresses import at
from .sent import words
from .test_filing import picture

pytestmark = pytest.mark.slow

Browser = Callable[[User], Client]
Write = Callable[..., SubmissionVersion]

HERE = {"origin": "http://testserver"}
ELSEWHERE = {"origin": "http://elsewhere.example"}
SAID = "Permanent posts;\r\n<b>and “people”</b>."


def sent(draft: SubmissionVersion, institutions: Component, **more: Any) -> dict[str, Any]:
    return words(draft, institutions, **{"statements-0-words": SAID}, **more)


def fields_of(page: str) -> dict[str, str]:
    """What the form of a page would send, read as a browser reads it."""
    main = page[page.index("<main") :]
    hidden = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', main)
    typed = re.findall(r'<textarea[^>]* name="([^"]*)"[^>]*>\n(.*?)</textarea>', main, re.DOTALL)
    return {name: unescape(value) for name, value in [*hidden, *typed]}


def stranger() -> Client:
    return Client(enforce_csrf_checks=True)


def test_words_sent_after_the_session_ended_are_given_back_with_the_way_to_sign_in(
    draft: SubmissionVersion, institutions: Component
) -> None:
    form = sent(draft, institutions)
    answer = stranger().post(at("write", draft.submission.pk), form, headers=HERE)
    page = answer.content.decode()
    given = fields_of(page)
    given.pop("csrfmiddlewaretoken")
    assert answer.status_code == 403
    assert given == form
    assert "Your sign-in has ended." in page
    assert 'href="/en/accounts/login/" target="_blank"' in page
    assert SAID not in page
    assert "no-store" in answer["Cache-Control"]


def test_a_stranger_is_told_the_same_of_a_draft_that_is_none(draft: SubmissionVersion, institutions: Component) -> None:
    form = sent(draft, institutions)
    addresses = [at("write", draft.submission.pk), at("write", 10_000)]
    pages = [stranger().post(address, form, headers=HERE).content.decode() for address in addresses]
    assert "Kenya" in form["title"]
    assert [page.count("Kenya") for page in pages] == [1, 1]


def test_words_from_a_form_of_an_earlier_session_are_saved_when_they_are_sent_again(
    draft: SubmissionVersion, amina: User, institutions: Component
) -> None:
    browser, address = stranger(), at("write", draft.submission.pk)
    browser.force_login(amina)
    browser.get(address)
    refused = browser.post(address, sent(draft, institutions, csrfmiddlewaretoken="x" * 64), headers=HERE)
    assert refused.status_code == 403
    assert "You have signed in since this form was opened." in refused.content.decode()
    saved = browser.post(address, fields_of(refused.content.decode()), headers=HERE)
    draft.refresh_from_db()
    assert saved.status_code == 302
    assert (draft.title, [s.words for s in draft.statements.all()]) == (
        "Needs of Kenya",
        ["Permanent posts;\n<b>and “people”</b>."],
    )


def test_the_reason_of_a_withdrawal_is_given_back_too(draft: SubmissionVersion) -> None:
    answer = stranger().post(at("withdraw", draft.submission.pk), {"reason": "A mistake."}, headers=HERE)
    assert fields_of(answer.content.decode())["reason"] == "A mistake."


@pytest.mark.parametrize("headers", [{}, ELSEWHERE, {"origin": "null"}])
def test_words_that_another_site_sent_are_not_given_back(
    headers: dict[str, str], draft: SubmissionVersion, amina: User, institutions: Component
) -> None:
    someone, address, form = stranger(), at("write", draft.submission.pk), sent(draft, institutions)
    assert someone.post(address, form, headers=headers)["Location"].startswith("/en/accounts/login/")
    someone.force_login(amina)
    answer = someone.post(address, form, headers=headers)
    assert answer.status_code == 403
    assert "Permanent posts" not in answer.content.decode()


def test_a_file_of_a_stranger_is_kept_nowhere(draft: SubmissionVersion, institutions: Component) -> None:
    form = sent(draft, institutions, attach=SimpleUploadedFile("Map.png", picture()))
    answer = stranger().post(at("write", draft.submission.pk), form, headers=HERE)
    assert fields_of(answer.content.decode())["statements-0-words"] == SAID
    assert dict(answer.wsgi_request.FILES) == {}


@pytest.mark.parametrize("announced", ["", "many", str(21 * 1024 * 1024)])
def test_what_a_stranger_sends_beyond_the_limit_is_not_read(
    announced: str, draft: SubmissionVersion, institutions: Component
) -> None:
    form = sent(draft, institutions)
    answer = stranger().post(at("write", draft.submission.pk), form, headers=HERE, CONTENT_LENGTH=announced)
    assert answer["Location"].startswith("/en/accounts/login/")
    assert not hasattr(answer.wsgi_request, "_files")


def test_a_stranger_cannot_be_given_back_words_without_end(
    draft: SubmissionVersion, institutions: Component, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "allows", lambda limit, who: False)
    answer = stranger().post(at("write", draft.submission.pk), sent(draft, institutions), headers=HERE)
    assert answer.status_code == 429
    assert not hasattr(answer.wsgi_request, "_files")


@pytest.mark.parametrize("move", ["discard", "file"])
def test_words_for_a_draft_that_a_colleague_ended_are_given_back(
    move: str,
    draft: SubmissionVersion,
    write: Write,
    amina: User,
    boris: User,
    browser_of: Browser,
    institutions: Component,
) -> None:
    form, address = sent(draft, institutions), at("write", draft.submission.pk)
    getattr(actions, move)(write(draft), by=amina)
    answer = browser_of(boris).post(address, form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "This draft has been filed or discarded in the meantime." in page
    assert fields_of(page)["statements-0-words"] == SAID
    assert "Send again" not in page


@pytest.mark.parametrize("move", ["discard", "file"])
def test_words_saved_at_the_moment_a_colleague_ends_the_draft_are_given_back(
    move: str,
    draft: SubmissionVersion,
    write: Write,
    amina: User,
    boris: User,
    browser_of: Browser,
    institutions: Component,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    attached = actions.attach(write(draft), name="Map.png", data=picture(), by=amina)
    draft.refresh_from_db()
    form = sent(draft, institutions, detach=str(attached.pk))
    save, end = actions.save_fields, getattr(actions, move)

    def ended(*args: Any, **more: Any) -> actions.Saved:
        end(draft, by=amina)
        return save(*args, **more)

    monkeypatch.setattr(actions, "save_fields", ended)
    answer = browser_of(boris).post(at("write", draft.submission.pk), form)
    assert answer.status_code == 409
    assert fields_of(answer.content.decode())["statements-0-words"] == SAID


def test_a_file_that_a_colleague_filed_meanwhile_is_not_taken_off_and_the_words_are_kept(
    draft: SubmissionVersion,
    write: Write,
    amina: User,
    boris: User,
    browser_of: Browser,
    institutions: Component,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    attached = actions.attach(write(draft), name="Map.png", data=picture(), by=amina)
    draft.refresh_from_db()
    detach = actions.detach

    def filed_first(*args: Any, **more: Any) -> None:
        actions.file(draft, by=amina)
        detach(*args, **more)

    monkeypatch.setattr(actions, "detach", filed_first)
    form = sent(draft, institutions, detach=str(attached.pk))
    answer = browser_of(boris).post(at("write", draft.submission.pk), form)
    assert answer.status_code == 409
    assert fields_of(answer.content.decode())["statements-0-words"] == SAID
    assert draft.attachments.count() == 1


def test_filing_what_a_colleague_discards_at_that_moment_leads_to_the_own_page_with_the_reason(
    draft: SubmissionVersion, write: Write, amina: User, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    version, file = write(draft), actions.file

    def discarded(*args: Any, **more: Any) -> SubmissionVersion:
        actions.discard(version, by=amina)
        return file(*args, **more)

    monkeypatch.setattr(actions, "file", discarded)
    filing = {"version": "1", "revision": str(version.revision)}
    answer = browser_of(amina).post(at("file", draft.submission.pk), filing, follow=True)
    assert answer.redirect_chain == [("/en/my/", 302)]
    assert "This draft has been discarded in the meantime." in answer.content.decode()


def test_the_words_sent_with_a_file_for_which_there_is_no_room_are_saved_and_come_back(
    draft: SubmissionVersion, amina: User, institutions: Component, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any, **more: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    browser, address = Client(raise_request_exception=False), at("write", draft.submission.pk)
    browser.force_login(amina)
    form = sent(draft, institutions)
    with monkeypatch.context() as while_full:
        while_full.setattr("igsp_portal.foundations.files.whole.write", full)
        answer = browser.post(address, {**form, "attach": SimpleUploadedFile("Map.png", picture())}, headers=HERE)
    page = answer.content.decode()
    draft.refresh_from_db()
    assert answer.status_code == 503
    assert "The portal could not store your files. Attach them again in a few minutes." in page
    assert [statement.words for statement in draft.statements.all()] == [SAID.replace("\r\n", "\n")]
    assert draft.attachments.count() == 0
    again = {**form, "revision": str(draft.revision), "attach": SimpleUploadedFile("Map.png", picture())}
    assert f'name="revision" value="{draft.revision}"' in page
    assert browser.post(address, again, headers=HERE).status_code == 302
    assert draft.attachments.count() == 1


def test_whoever_saves_too_often_is_given_back_the_words(
    draft: SubmissionVersion,
    amina: User,
    browser_of: Browser,
    institutions: Component,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    form = sent(draft, institutions)
    monkeypatch.setattr(limits, "allows", lambda limit, who: False)
    answer = browser_of(amina).post(at("write", draft.submission.pk), form, headers=HERE)
    given = fields_of(answer.content.decode())
    given.pop("csrfmiddlewaretoken")
    assert (answer.status_code, given) == (429, form)


def test_the_words_sent_with_a_file_that_finds_no_room_on_its_way_in_are_saved(
    draft: SubmissionVersion, amina: User, browser_of: Browser, institutions: Component
) -> None:
    browser, large = browser_of(amina), SimpleUploadedFile("Map.png", picture() + bytes(3_000_000))
    form = sent(draft, institutions, attach=large)
    with room_for(2_000_000):
        answer = browser.post(at("write", draft.submission.pk), form, headers=HERE)
    draft.refresh_from_db()
    assert answer.status_code == 503
    assert "The portal could not store your files. Attach them again in a few minutes." in answer.content.decode()
    assert (draft.title, draft.attachments.count()) == ("Needs of Kenya", 0)
