"""Calls: written as drafts, published by a button, and taken back only while nobody can have answered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from igsp_portal.models import Event, User
from meetings.models import Participant, Process
from submissions import actions
from submissions.loading import load_calls
from submissions.models import Call
from submissions.states import CallStage, QuestionKind

from ..cast import given
from .addresses import at
from .call_page import filled_in
from .questions import ask

Browser = Callable[[User], Client]


@pytest.fixture
def unpublished(call: Call) -> Call:
    with given():
        Call.objects.filter(pk=call.pk).update(stage=CallStage.DRAFT)
    return Call.objects.select_related("process").get(pk=call.pk)


def press(browser: Client, call: Call, button: str) -> int:
    address = reverse("admin:submissions_call_do", args=[call.pk, button])
    return browser.post(address).status_code


def pages_naming(client: Client, call: Call) -> list[str]:
    """Which of the pages that list calls name this one."""
    addresses = [call.process.get_absolute_url(), at("published"), "/en/igsp/calendar.ics"]
    return [address for address in addresses if call.title in b"".join(client.get(address)).decode()]


def test_a_call_in_the_admin_site_begins_as_a_draft(
    igsp: Process, farah: User, browser_of: Browser, clock: Callable[[str], None]
) -> None:
    clock("2004-07-01T12:00")
    titles = {f"title_{code}": "Views" for code in ("ar", "zh_hans", "en", "fr", "ru", "es")}
    times = {"opens_at_0": "2004-07-15", "opens_at_1": "09:00", "closes_at_0": "2004-10-29", "closes_at_1": "17:00"}
    said = titles | times | {"process": igsp.pk, "key": "views", "zone": "Africa/Nairobi", "addressed": ["state"]}
    browser, address = browser_of(farah), reverse("admin:submissions_call_add")
    answer = browser.post(address, filled_in(browser, address) | said | {"stage": "published"})
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert Call.objects.get(key="views").stage == CallStage.DRAFT


def test_strangers_know_nothing_of_a_draft_and_its_party_cannot_answer_it(
    unpublished: Call, kenya: Participant, eve: User, amina: User, browser_of: Browser
) -> None:
    for person in (eve, amina):
        browser = browser_of(person)
        assert browser.get(at("call", "needs")).status_code == 404
        assert browser.get(at("coverage", "needs")).status_code == 404
        assert pages_naming(browser, unpublished) == []
    assert "Needs of regions" not in browser_of(amina).get(reverse("own:home")).content.decode()
    assert browser_of(amina).post(at("begin", "needs", "ken")).status_code == 404
    with pytest.raises(ValidationError):
        actions.begin(unpublished, kenya, by=amina)


def test_the_secretariat_reads_a_draft_as_such_on_its_page_alone(
    unpublished: Call, farah: User, browser_of: Browser
) -> None:
    browser = browser_of(farah)
    assert browser.get(at("call", "needs")).context["badge"]["label"] == "draft"
    assert pages_naming(browser, unpublished) == []


def test_a_button_publishes_a_call_and_it_receives(
    unpublished: Call, kenya: Participant, farah: User, amina: User, browser_of: Browser
) -> None:
    assert press(browser_of(farah), unpublished, "publish") == 302
    assert Event.objects.filter(verb="call.published", about_key=str(unpublished.pk), by=farah).count() == 1
    assert len(pages_naming(Client(), unpublished)) == 3
    assert actions.begin(Call.objects.get(pk=unpublished.pk), kenya, by=amina).draft is not None
    assert press(browser_of(farah), unpublished, "publish") == 403
    assert press(browser_of(amina), unpublished, "draft-again") in (302, 403)
    assert Call.objects.get(pk=unpublished.pk).stage == CallStage.PUBLISHED


def test_a_call_is_announced_before_it_opens_and_may_then_become_a_draft_again(
    call: Call, farah: User, browser_of: Browser, clock: Callable[[str], None]
) -> None:
    assert press(browser_of(farah), call, "draft-again") == 403
    with pytest.raises(ValidationError, match="The call has opened"):
        actions.draft_call_again(call, by=farah)
    clock("2004-07-01T12:00")
    page = Client().get(at("call", "needs"))
    assert page.context["badge"]["label"] == "not yet open"
    assert press(browser_of(farah), call, "draft-again") == 302
    assert Client().get(at("call", "needs")).status_code == 404


FOLDER = """
calls:
  - key: needs
    title: {ar: ا, zh-hans: 需, en: Needs, fr: Besoins, ru: Нужды, es: Necesidades}
    addressed: [state]
    opens: 2004-07-15T09:00
    closes: 2004-10-29T17:00
    %s
"""


@pytest.mark.parametrize(
    ("said", "stage"), [("", "published"), ("state: published", "published"), ("state: draft", "draft")]
)
def test_a_folder_says_whether_a_call_is_published(igsp: Process, tmp_path: Path, said: str, stage: Any) -> None:
    (tmp_path / "calls.yaml").write_text(FOLDER.removeprefix("\n") % said)
    load_calls(tmp_path, igsp, by="test")
    assert igsp.calls.get(key="needs").stage == stage


def test_a_call_whose_form_nobody_could_answer_is_not_published(
    unpublished: Call, farah: User, browser_of: Browser
) -> None:
    question = ask(unpublished.form, "funds", QuestionKind.CHOICE, label="Are there funds?", options=["yes"])
    answer = browser_of(farah).post(reverse("admin:submissions_call_do", args=[unpublished.pk, "publish"]), follow=True)
    assert [str(said) for said in answer.context["messages"]] == ["“Are there funds?” offers fewer than two answers."]
    assert Call.objects.get(pk=unpublished.pk).stage == CallStage.DRAFT
    with given():
        question.options.create(role="option", key="no", label="No")
    assert press(browser_of(farah), unpublished, "publish") == 302
    assert Call.objects.get(pk=unpublished.pk).stage == CallStage.PUBLISHED


def test_a_draft_that_is_older_than_its_opening_does_not_say_that_it_will_open(
    unpublished: Call, farah: User, browser_of: Browser, clock: Callable[[str], None]
) -> None:
    page = at("call", unpublished.key)
    assert "opens on" not in browser_of(farah).get(page).content.decode()
    clock("2004-07-01T12:00")
    assert "opens on" in browser_of(farah).get(page).content.decode()


def test_a_group_without_members_is_told_when_its_members_are_addressed(
    call: Call, farah: User, browser_of: Browser
) -> None:
    browser, address = browser_of(farah), reverse("admin:submissions_call_change", args=[call.pk])
    groups = [call.process.participants.get(key=key) for key in ("gef", "african-group")]
    answer = browser.post(address, filled_in(browser, address) | {"groups": [one.pk for one in groups]}, follow=True)
    assert [str(said) for said in answer.context["messages"]][:1] == [
        f"They have no members, so that this call addresses nobody by them: {groups[0].name}"
    ]
    assert set(call.groups.all()) == set(groups)
