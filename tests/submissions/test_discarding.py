"""A draft is discarded by its party: gone from the lists, told in the record, and nothing that was filed with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from igsp_portal.foundations.record import audit
from igsp_portal.models import Event, User
from submissions import actions
from submissions.models import Attachment, Call, Submission, SubmissionVersion

from .addresses import at
from .test_filing import picture

Browser = Callable[[User], Client]
Write = Callable[..., SubmissionVersion]


def test_a_draft_is_discarded_after_a_look_at_what_goes(
    draft: SubmissionVersion, write: Write, boris: User, browser_of: Browser
) -> None:
    version = write(draft)
    browser, address = browser_of(boris), at("discard", draft.submission.pk)
    assert "Permanent posts for monitoring." in browser.get(address).content.decode()
    assert SubmissionVersion.objects.filter(pk=draft.pk).exists()
    page = browser.post(address, {"revision": str(version.revision)}, follow=True)
    assert page.redirect_chain == [(reverse("own:home"), 302)]
    shown = page.content.decode()
    assert "The draft has been discarded." in shown
    assert "Boris discarded the draft of “Kenya: Needs of regions and countries”" in shown
    assert "Needs of Kenya" not in shown
    assert "Write the submission of Kenya" in shown
    assert Submission.objects.filter(pk=draft.submission.pk).exists() is False


def test_the_record_keeps_that_a_draft_was_discarded(draft: SubmissionVersion, write: Write, amina: User) -> None:
    key = str(draft.submission.pk)
    actions.discard(write(draft), by=amina)
    event = Event.objects.get(verb="submission.discarded")
    assert (event.about_key, event.party, event.process) == (key, "igsp:ken", "igsp")
    assert audit.in_words(event) == "Amina discarded the draft of “Kenya: Needs of regions and countries”"
    assert Event.objects.filter(verb="submission.begun", about_key=key).count() == 1


def test_what_was_filed_goes_on_standing_without_the_draft_of_a_new_version(
    filed: Submission, write: Write, amina: User, browser_of: Browser
) -> None:
    draft = write(actions.revise(filed, by=amina), title="Second thoughts")
    browser = browser_of(amina)
    page = browser.post(at("discard", filed.pk), {"revision": str(draft.revision)}, follow=True)
    assert page.redirect_chain == [(filed.get_absolute_url(), 302)]
    assert [version.title for version in filed.versions.all()] == ["Needs of Kenya"]
    assert (filed.draft, filed.state) == (None, "filed")
    assert browser.get(at("discard", filed.pk))["Location"] == filed.get_absolute_url()


def test_its_files_go_with_it_but_for_those_that_were_filed(
    draft: SubmissionVersion,
    write: Write,
    amina: User,
    tmp_path: Path,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    actions.attach(write(draft), name="Map.png", data=picture(), by=amina)
    submission = actions.file(draft, by=amina).submission
    second = actions.revise(submission, by=amina)
    actions.attach(second, name="Other.png", data=picture() + b"\0", by=amina)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        actions.discard(second, by=amina)
    assert [attached.name for attached in Attachment.objects.all()] == ["Map.png"]
    assert len(list(tmp_path.glob("attachments/*/*"))) == 1


def test_what_a_colleague_has_written_since_is_not_discarded_unseen(
    draft: SubmissionVersion, write: Write, amina: User, boris: User, browser_of: Browser
) -> None:
    looked_at = write(draft).revision
    write(draft, by=boris, title="Written by Boris")
    page = browser_of(amina).post(at("discard", draft.submission.pk), {"revision": str(looked_at)}, follow=True)
    assert "Boris has changed this draft since you opened it." in page.content.decode()
    assert draft.submission.versions.get().title == "Written by Boris"


def test_what_was_filed_is_not_discarded(filed: Submission, amina: User) -> None:
    with pytest.raises(ValidationError, match="IGSP-2004-0012"):
        actions.discard(filed.versions.get(), by=amina)


def test_a_draft_that_is_gone_is_neither_written_nor_discarded_again(
    draft: SubmissionVersion, write: Write, amina: User
) -> None:
    actions.discard(SubmissionVersion.objects.get(pk=draft.pk), by=amina)
    for act in (write, lambda version: actions.discard(version, by=amina)):
        with pytest.raises(ValidationError, match="discarded in the meantime"):
            act(draft)


def test_only_its_own_party_discards_a_draft(
    draft: SubmissionVersion, write: Write, browser_of: Browser, request: pytest.FixtureRequest
) -> None:
    revision = str(write(draft).revision)
    address = at("discard", draft.submission.pk)
    answers = {
        name: browser_of(request.getfixturevalue(name)).post(address, {"revision": revision}).status_code
        for name in ("goran", "farah", "eve")
    }
    assert answers == {"goran": 404, "farah": 404, "eve": 404}
    assert SubmissionVersion.objects.filter(pk=draft.pk).exists()


def test_after_a_draft_was_discarded_another_is_begun(draft: SubmissionVersion, call: Call, amina: User) -> None:
    participant = draft.submission.participant
    actions.discard(draft, by=amina)
    begun = actions.begin(call, participant, by=amina).draft
    assert begun is not None
    assert (begun.number, begun.title) == (1, "")
