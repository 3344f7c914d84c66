"""A joint submission for a group: its members, each of whom is named, at one press."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from igsp_portal.foundations import time
from igsp_portal.foundations.access import Role
from igsp_portal.models import User
from meetings.models import Process
from submissions import actions
from submissions.models import Call, SubmissionVersion

from ..attack.forms import form_of
from ..cast import with_role
from .entering import address as entry_of
from .entering import letter

pytestmark = pytest.mark.slow

Browser = Callable[[User], Client]
Write = Callable[..., SubmissionVersion]


def named(draft: SubmissionVersion) -> list[tuple[str, str]]:
    return [
        (party.participant.key, party.capacity) for party in SubmissionVersion.objects.get(pk=draft.pk).parties.all()
    ]


def test_a_group_of_another_process_files_for_its_members(
    inc: Process, browser_of: Browser, clock: Callable[[str], None]
) -> None:
    clock("2025-02-10T12:00")
    sina = with_role("Sina", Role.FOCAL_POINT, inc, "atoll-states")
    browser, fiji = browser_of(sina), inc.participants.get(key="fji")
    draft = actions.begin(inc.calls.get(key="articles"), inc.participants.get(key="atoll-states"), by=sina).draft
    assert draft
    page, review = (reverse(f"submissions:{name}", args=["inc", draft.submission.pk]) for name in ("write", "file"))
    filled = {"title": "Ours", "answers-register-choice": "no"}
    filled |= {"statements-0-block": "objective", "statements-0-words": "It is plain."}
    filled |= {"parties-participant": str(fiji.pk), "do": "review"}
    sent = form_of(browser.get(page + "?parties=1").content.decode()) | filled
    assert browser.post(page, sent)["Location"] == review
    ready = browser.get(review)
    assert "Alliance of Atoll States, on behalf of Fiji" in ready.content.decode()
    assert browser.post(review, form_of(ready.content.decode())).status_code == 302
    assert draft.submission.versions.get().filing_number


def test_all_members_of_a_group_are_named_at_one_press(
    inc: Process, browser_of: Browser, clock: Callable[[str], None]
) -> None:
    clock("2025-02-10T12:00")
    group = inc.participants.get(key="atoll-states")
    today = group.members.in_force(time.today()).values_list("member__key", flat=True)
    browser = browser_of(with_role("Sina", Role.FOCAL_POINT, inc, "atoll-states"))
    draft = actions.begin(inc.calls.get(key="articles"), group, by=User.objects.get(name="Sina")).draft
    assert draft
    page = reverse("submissions:write", args=["inc", draft.submission.pk])
    opened = browser.get(page + "?parties=1")
    assert (str(group.pk), group.name) in opened.context["written"].joint.groups
    sent = form_of(opened.content.decode()) | {"parties-group": str(group.pk), "do": "join"}
    looked_through = browser.post(page, {**sent, "do": ""}, headers={"accept": "application/json"})
    assert looked_through.status_code == 200  # as the form saves itself
    assert named(draft) == []
    sent = form_of(browser.get(page + "?parties=1").content.decode()) | {"parties-group": str(group.pk), "do": "join"}
    assert browser.post(page, sent).status_code == 302
    assert sorted(named(draft)) == sorted((key, "on_behalf") for key in today) != []
    assert browser.post(page, sent).status_code == 302
    assert len(named(draft)) == len(today)


def test_the_secretariat_names_the_members_of_a_group_that_is_no_stranger(
    call: Call, inc: Process, igsp: Process, farah: User, browser_of: Browser
) -> None:
    kenya, group = igsp.participants.get(key="ken"), igsp.participants.get(key="african-group")
    browser, sent = browser_of(farah), letter(kenya) | {"do": "join", "parties-capacity": "together"}
    rows = browser.post(entry_of(call), sent | {"parties-participant": "", "parties-group": group.pk})
    members = set(map(str, group.members.values_list("member", flat=True)))
    assert {who for who, _how in rows.context["written"].joint.rows} == members - {str(kenya.pk)} | {""}
    for stranger in (inc.participants.get(key="atoll-states").pk, "x", "9" * 99):
        rows = browser.post(entry_of(call), sent | {"parties-participant": "", "parties-group": stranger})
        assert {who for who, _how in rows.context["written"].joint.rows} == {""}
