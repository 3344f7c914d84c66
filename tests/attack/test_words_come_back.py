"""Words sent after a session has ended come back as soon as their author has signed in again, and to nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from documents.models import Proposal, Text, TextVersion
from igsp_portal.foundations.forms import kept_words
from igsp_portal.foundations.forms.given_back import SIGNED_IN_SINCE
from igsp_portal.models import Event, User
from meetings.models import Process
from submissions import actions
from submissions.models import Submission
from tests.cast import given
from tests.front.conftest import _letters_go_at_once  # noqa: F401 - a fixture
from tests.front.test_sign_in import code_in_letter, enter_code
from tests.library.files import pdf

from .forms import form_of

pytestmark = pytest.mark.slow

HERE = {"origin": "http://testserver"}
SAID = "Permanent posts;\r\n<b>and “people”</b>."
TO_SIGN_IN = "Your sign-in has ended. Sign in again, and what you wrote will be given back."


@pytest.fixture
def draft(igsp: Process, amina: User, clock: Callable[[str], None]) -> Submission:
    clock("2004-10-15T12:00")
    begun = actions.begin(igsp.calls.get(key="regional-needs"), igsp.participants.get(key="ken"), by=amina)
    return begun


def opened(address: str, user: User) -> tuple[Client, dict[str, Any]]:
    """A browser that checks forms as any does, with the form of a page; whoever opened it is signed out since."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    page = browser.get(address)
    sent = form_of(page.content.decode()) | {"csrfmiddlewaretoken": browser.cookies["csrftoken"].value}
    browser.logout()
    return browser, sent


def written(draft: Submission) -> str:
    return reverse("submissions:write", args=["igsp", draft.pk])


def shown(answer: Any, *names: str) -> list[str]:
    """What stands in the form of a page."""
    return [form_of(answer.content.decode())[name][0] for name in names]


def test_what_was_written_stands_in_the_form_after_signing_in_and_is_saved_by_one_press(
    draft: Submission, amina: User
) -> None:
    address = written(draft)
    browser, sent = opened(address, amina)
    typed = sent | {"title": "Needs of Kenya", "statements-0-words": SAID}
    answer = browser.post(address, typed, headers=HERE)
    assert answer["Location"] == f"/en/accounts/login/?next={address}"
    assert TO_SIGN_IN in browser.get(answer["Location"]).content.decode()
    browser.force_login(amina)
    page = browser.get(address)
    assert shown(page, "title", "statements-0-words") == ["Needs of Kenya", SAID]
    assert str(SIGNED_IN_SINCE) in page.content.decode()
    version = draft.versions.get()
    assert version.title == ""
    again = form_of(page.content.decode()) | {"csrfmiddlewaretoken": browser.cookies["csrftoken"].value}
    assert browser.post(address, again, headers=HERE).status_code == 302
    version.refresh_from_db()
    assert (version.title, version.statements.get().words) == ("Needs of Kenya", SAID.replace("\r\n", "\n"))
    assert shown(browser.get(address), "title") == ["Needs of Kenya"]


@pytest.mark.usefixtures("_letters_go_at_once")
def test_they_come_back_to_whoever_signs_in_by_a_code(draft: Submission, amina: User) -> None:
    browser, sent = opened(written(draft), amina)
    browser.handler.enforce_csrf_checks = False
    to_sign_in = browser.post(written(draft), sent | {"title": "Needs of Kenya"}, headers=HERE)["Location"]
    asked = form_of(browser.get(to_sign_in).content.decode()) | {"email": amina.email}
    page = browser.post(reverse("account_login"), asked, follow=True)
    answer = enter_code(browser, code_in_letter(), next=form_of(page.content.decode())["next"][0])
    assert answer["Location"] == written(draft)
    assert shown(browser.get(answer["Location"]), "title") == ["Needs of Kenya"]


def test_a_form_opened_in_an_earlier_session_comes_back_in_the_form(draft: Submission, amina: User) -> None:
    address = written(draft)
    browser, sent = opened(address, amina)
    browser.force_login(amina)
    answer = browser.post(address, sent | {"title": "Needs of Kenya", "csrfmiddlewaretoken": "x" * 64}, headers=HERE)
    assert answer["Location"] == address
    assert shown(browser.get(address), "title") == ["Needs of Kenya"]
    assert draft.versions.get().title == ""


def test_a_proposal_stands_in_its_form_after_signing_in_and_is_made_by_one_press(igsp: Process, amina: User) -> None:
    address = f"{reverse('documents:propose', args=['igsp', 'draft-plan', 4])}?block=need&what=new&language=en"
    browser, sent = opened(address, amina)
    browser.post(address, sent | {"words": "Lakes.", "reason": SAID}, headers=HERE)
    browser.force_login(amina)
    page = browser.get(address)
    assert shown(page, "words", "reason") == ["Lakes.", SAID]
    assert str(SIGNED_IN_SINCE) in page.content.decode()
    again = form_of(page.content.decode()) | {"csrfmiddlewaretoken": browser.cookies["csrftoken"].value}
    assert browser.post(address, again, headers=HERE).status_code == 302
    assert Proposal.objects.get(participant__key="ken").words == "Lakes."


def test_the_reason_of_a_withdrawal_comes_back_on_a_page_from_which_it_is_sent_once(
    draft: Submission, amina: User
) -> None:
    version = draft.versions.get()
    said = [actions.Said("Posts.", draft.process.decisions.filter(components__isnull=False)[0].components.all()[0])]
    actions.file(actions.save_draft(version, by=amina, title="Needs", statements=said), by=amina)
    address = reverse("submissions:withdraw", args=["igsp", draft.pk])
    browser, sent = opened(draft.get_absolute_url(), amina)
    browser.post(address, sent | {"reason": "A mistake."}, headers=HERE)
    browser.force_login(amina)
    page = browser.get(address).content.decode()
    assert form_of(page)["reason"] == ["A mistake."]
    again = form_of(page) | {"csrfmiddlewaretoken": browser.cookies["csrftoken"].value}
    assert browser.post(address, again, headers=HERE).status_code == 302
    draft.refresh_from_db()
    assert draft.state == "withdrawn"


def test_the_draft_has_been_discarded_meanwhile_and_the_words_are_there_to_be_copied(
    draft: Submission, amina: User
) -> None:
    address = written(draft)
    browser, sent = opened(address, amina)
    browser.post(address, sent | {"statements-0-words": SAID}, headers=HERE)
    version = draft.versions.get()
    actions.discard(version, by=amina, expected=version.revision)
    browser.force_login(amina)
    answer = browser.get(address)
    assert (answer.status_code, shown(answer, "statements-0-words")) == (409, [SAID])


@pytest.fixture(params=["/en/admin/", "/en/igsp/admin/"])
def desk(request: pytest.FixtureRequest) -> str:
    return request.param


def test_what_was_typed_into_the_admin_stands_in_its_form_after_signing_in_and_is_not_saved(
    desk: str, igsp: Process, farah: User
) -> None:
    meeting = igsp.meetings.get(key="wg-3")
    address = f"{desk}meetings/meeting/{meeting.pk}/change/"
    browser, sent = opened(address, farah)
    names = "name_en", "agenda-0-title_en"
    answer = browser.post(
        address, sent | dict(zip(names, ("Third “session”", "Opening <now>"), strict=True)), headers=HERE
    )
    assert answer["Location"] == f"/en/accounts/login/?next={address}"
    browser.force_login(farah)
    events = Event.objects.count()
    page = browser.get(address)
    assert shown(page, *names) == ["Third “session”", "Opening <now>"]
    assert str(SIGNED_IN_SINCE) in page.content.decode()
    assert Event.objects.count() == events
    again = form_of(page.content.decode()) | {"csrfmiddlewaretoken": browser.cookies["csrftoken"].value}
    assert browser.post(address, again, headers=HERE).status_code == 302
    meeting.refresh_from_db()
    assert meeting.name == "Third “session”"


@pytest.mark.parametrize("since", ["released", "removed"])
def test_what_can_no_longer_be_saved_is_there_to_be_copied(since: str, igsp: Process, root: User) -> None:
    with given():
        version = TextVersion.objects.create(text=Text.objects.filter(process=igsp)[0], number=99)
    address = reverse("admin:documents_textversion_change", args=[version.pk])
    browser, sent = opened(address, root)
    browser.post(address, sent | {"label_en": "Other words."}, headers=HERE)
    with given():
        if since == "released":
            QuerySet.update(
                TextVersion.objects.filter(pk=version.pk), state="released", released_at="2004-10-01T00:00Z"
            )
        else:
            version.delete()
    browser.force_login(root)
    answer = browser.get(address)
    assert (answer.status_code, shown(answer, "label_en")) == (409, ["Other words."])
    assert "What you wrote can no longer be saved." in answer.content.decode()


REGISTRY: dict[Any, Any] = admin.site._registry


def forms_of_the_admin() -> list[Any]:
    return [pytest.param(model, id=model._meta.label_lower) for model, page in REGISTRY.items() if page.edits]


@pytest.mark.parametrize("model", forms_of_the_admin())
def test_every_form_of_the_admin_comes_back_with_what_was_typed(
    model: Any, root: User, at_root: Client, every_row: None, igsp: Process
) -> None:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    changes = (reverse(f"{name}_change", args=[row.pk]) for row in model._default_manager.order_by("pk"))
    saved = (change for change in changes if b'name="_save"' in at_root.get(change).content)
    address = next(saved, reverse(f"{name}_add"))
    browser, sent = opened(address, root)
    assert browser.post(address, sent, headers=HERE)["Location"].startswith("/en/accounts/login/")
    browser.force_login(root)
    page = browser.get(address)
    ours: dict[str, list[str]] = {"csrfmiddlewaretoken": [], "form_of": []}
    assert form_of(page.content.decode()) | ours == sent | ours
    assert str(SIGNED_IN_SINCE) in page.content.decode()


def test_a_form_sent_by_whoever_signed_in_since_comes_back_in_the_admin_too(igsp: Process, farah: User) -> None:
    address = "/en/admin/igsp_portal/user/add/"
    browser, sent = opened(address, farah)
    browser.force_login(farah)
    answer = browser.post(address, sent | {"email": "lu@example.org", "csrfmiddlewaretoken": "x" * 64}, headers=HERE)
    assert answer["Location"] == address
    assert shown(browser.get(address), "email") == ["lu@example.org"]
    assert User.objects.filter(email="lu@example.org").count() == 0
    assert shown(browser.get(address), "email") == [""]


def test_nobody_else_is_given_what_was_written_in_the_same_browser(draft: Submission, amina: User, boris: User) -> None:
    address = written(draft)
    browser, sent = opened(address, amina)
    browser.post(address, sent | {"title": "Needs of Kenya"}, headers=HERE)
    browser.force_login(boris)
    assert shown(browser.get(address), "title") == [""]
    browser.force_login(amina)
    assert shown(browser.get(address), "title") == [""]


def test_a_form_that_was_shown_to_another_is_kept_for_nobody(draft: Submission, amina: User, boris: User) -> None:
    address = written(draft)
    browser, sent = opened(address, amina)
    browser.force_login(boris)
    answer = browser.post(address, sent | {"title": "Needs of Kenya", "csrfmiddlewaretoken": "x" * 64}, headers=HERE)
    assert answer.status_code == 403
    assert [shown(browser.get(address), "title"), kept_words.KEPT in browser.session] == [[""], False]


@pytest.mark.parametrize(
    ("headers", "more"),
    [
        ({"origin": "http://elsewhere.example"}, {}),
        ({}, {}),
        (HERE, {"form_of": "sealed:x"}),
        (HERE, {"form_of": ""}),
        (HERE, {"title": "x" * kept_words.MOST_SIGNS}),
    ],
)
def test_nothing_is_kept_of_what_another_site_or_nobody_known_sent_or_of_too_much(
    headers: dict[str, str], more: dict[str, str], draft: Submission, amina: User
) -> None:
    address = written(draft)
    browser, sent = opened(address, amina)
    browser.post(address, sent | {"title": "Needs of Kenya"} | more, headers=headers)
    assert kept_words.KEPT not in browser.session


def test_words_are_forgotten_after_two_hours(draft: Submission, amina: User, clock: Callable[[str], None]) -> None:
    address = written(draft)
    browser, sent = opened(address, amina)
    browser.post(address, sent | {"title": "Needs of Kenya"}, headers=HERE)
    clock("2004-10-15T14:01")
    browser.force_login(amina)
    assert shown(browser.get(address), "title") == [""]
    assert kept_words.KEPT not in browser.session


def test_files_and_tokens_are_kept_nowhere_and_words_in_no_readable_row(draft: Submission, amina: User) -> None:
    address = written(draft)
    browser, sent = opened(address, amina)
    file = SimpleUploadedFile("Map.pdf", pdf())
    browser.post(address, sent | {"title": "Needs of Kenya", "attach": file}, headers=HERE)
    words = dict(browser.session[kept_words.KEPT]["words"])
    assert {"attach", "csrfmiddlewaretoken", "form_of"} & set(words) == set()
    assert [row for row in Session.objects.all() if "Needs" in row.session_data] == []
