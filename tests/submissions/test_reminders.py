"""Reminders: on the days that a call sets, once each, to those who draft and to those who never opened the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from igsp_portal.foundations.access import Role
from igsp_portal.foundations.worker import mail
from igsp_portal.models import OutgoingMail, User
from meetings.models import Membership, Participant, Process
from submissions import actions as writing
from submissions.inviting import actions, reminding, tokens
from submissions.inviting.actions import Invited
from submissions.models import Call, Invitation, Reminder

from ..cast import given, with_role
from .call_page import filled_in

Clock = Callable[[str], None]


@pytest.fixture
def reminder(call: Call) -> Reminder:
    """On 22 October; at nine in Nairobi it is six in UTC."""
    with given():
        return Reminder.objects.create(call=call, day=dt.date(2004, 10, 22))


def invited(call: Call, *keys: str, language: str = "en") -> list[Invitation]:
    rows = [Invited(call.process.participants.get(key=key), [f"{key}@example.org"], language) for key in keys]
    made = actions.invite(call, rows, by="test")
    actions.send.func(call.pk)
    for one in made:
        one.refresh_from_db()
    return made


def reminded() -> list[tuple[str, str]]:
    return sorted(OutgoingMail.objects.filter(letter="reminder").values_list("to", "language"))


def test_who_never_opened_is_reminded_by_the_same_link_in_its_language(
    call: Call, reminder: Reminder, clock: Clock
) -> None:
    [france] = invited(call, "fra", language="fr")
    clock("2004-10-22T06:00")
    reminding.remind.func(reminder.pk)
    [letter] = OutgoingMail.objects.filter(letter="reminder")
    assert (letter.to, letter.language, letter.secret) == ("fra@example.org", "fr", True)
    assert tokens.token_of(france) in mail.opened(letter.body, mail.SEALED)


def test_those_who_draft_are_reminded_once_of_all_their_parties_and_whoever_has_filed_is_not(
    call: Call, reminder: Reminder, igsp: Process, amina: User, boris: User, draft: Any, filed: Any, clock: Clock
) -> None:
    ola = with_role("Ola", Role.FOCAL_POINT, igsp, "fra", "fr")
    peru = igsp.participants.get(key="per")
    with given():
        Membership.objects.create(process=igsp, user=ola, role=Role.DRAFTER, participant=peru)
    for party in (igsp.participants.get(key="fra"), peru):
        writing.begin(call, party, by=ola)
    invited(call, "ken", "fra")
    clock("2004-10-22T06:00")
    reminding.remind.func(reminder.pk)
    [letter] = OutgoingMail.objects.filter(letter="reminder")
    assert (letter.to, letter.language) == ("ola@example.org", "fr")
    assert [name in letter.body for name in ("France", "Pérou")] == [True, True]


def test_who_took_back_what_was_filed_is_reminded(
    call: Call, reminder: Reminder, amina: User, filed: Any, clock: Clock
) -> None:
    writing.recall(filed, by=amina, reason="A wrong annex.")
    clock("2004-10-22T06:00")
    reminding.remind.func(reminder.pk)
    assert reminded() == [("amina@example.org", "en")]


def test_a_body_that_opened_and_named_nobody_is_reminded_at_its_address_and_else_its_people_are(
    call: Call, reminder: Reminder, igsp: Process, clock: Clock
) -> None:
    for one in invited(call, "fra", "per"):
        actions.opened(one)
    with_role("Ola", Role.FOCAL_POINT, igsp, "fra")
    clock("2004-10-22T06:00")
    reminding.remind.func(reminder.pk)
    assert reminded() == [("ola@example.org", "en"), ("per@example.org", "en")]


def test_nobody_is_reminded_twice_whatever_the_worker_does(call: Call, reminder: Reminder, clock: Clock) -> None:
    invited(call, "fra", "per")
    clock("2004-10-22T06:00")
    reminding.remind.func(reminder.pk)
    with given():  # as if it had been killed before it noted so
        Reminder.objects.update(done_at=None)
    reminding.remind.func(reminder.pk)
    reminding.remind.func(reminder.pk)
    assert reminded() == [("fra@example.org", "en"), ("per@example.org", "en")]


def test_where_the_link_has_expired_a_new_one_reminds(call: Call, reminder: Reminder, clock: Clock) -> None:
    [france] = invited(call, "fra")
    with given():
        Invitation.objects.filter(pk=france.pk).update(expires_at=dt.datetime(2004, 10, 20, tzinfo=dt.UTC))
    clock("2004-10-22T06:00")
    for _time in range(2):
        reminding.remind.func(reminder.pk)
        with given():
            Reminder.objects.update(done_at=None)
    france.refresh_from_db()
    assert (reminded(), france.links) == ([], 2)
    assert (
        Client().get(reverse("submissions:invitation", args=["igsp", tokens.token_of(france)]), follow=True).status_code
        == 200
    )


@pytest.mark.parametrize(
    ("at", "hard_close", "letters"),
    [
        ("2004-10-22T05:59", None, 0),
        ("2004-10-22T06:00", None, 1),
        ("2004-10-31T06:00", None, 1),
        ("2004-10-31T06:00", "2004-10-30T14:00Z", 0),
    ],
)
def test_it_is_done_when_its_hour_has_come_and_the_call_receives(
    at: str, hard_close: str | None, letters: int, call: Call, reminder: Reminder, clock: Clock
) -> None:
    invited(call, "fra")
    with given():
        Call.objects.filter(pk=call.pk).update(hard_closes_at=hard_close)
    clock(at)
    reminding.remind.func(reminder.pk)
    assert len(reminded()) == letters


def test_revoked_invitations_are_not_followed_by_a_reminder(call: Call, reminder: Reminder, clock: Clock) -> None:
    [france] = invited(call, "fra")
    actions.revoke(france, by="test")
    clock("2004-10-22T06:00")
    reminding.remind.func(reminder.pk)
    assert reminded() == []


def test_one_that_is_revoked_while_reminders_are_written_is_not_revived(
    call: Call, reminder: Reminder, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    france, peru = invited(call, "fra", "per")
    with given():
        Invitation.objects.update(expires_at=dt.datetime(2004, 10, 20, tzinfo=dt.UTC))
    clock("2004-10-22T06:00")
    renew = actions.renew

    def renewed(invitation: Invitation, *, by: str) -> None:  # as if somebody pressed the button meanwhile
        renew(invitation, by=by)
        actions.revoke(peru if invitation.pk == france.pk else france, by="Farah")

    monkeypatch.setattr(actions, "renew", renewed)
    reminding.remind.func(reminder.pk)
    revoked = Invitation.objects.exclude(revoked_at=None).get(call=call)
    assert (revoked.links, revoked.token_hash) == (1, None)


def test_whose_invitation_came_with_a_data_folder_is_never_written_to(
    call: Call, reminder: Reminder, croatia: Participant, clock: Clock
) -> None:
    with given():
        loaded = Invitation.objects.create(
            call=call,
            participant=croatia,
            emails=["hr@example.org"],
            invited_at="2004-10-01T00:00Z",
            sent_at="2004-10-01T00:00Z",
        )
    clock("2004-10-22T06:00")
    reminding.remind.func(reminder.pk)
    with pytest.raises(ValidationError, match="illustrative"):
        actions.renew(Invitation.objects.get(pk=loaded.pk), by="test")
    assert not OutgoingMail.objects.filter(to="hr@example.org").exists()


def test_a_focal_point_is_reminded_where_nobody_opened_the_link(
    call: Call, reminder: Reminder, igsp: Process, clock: Clock
) -> None:
    with_role("Ola", Role.FOCAL_POINT, igsp, "fra")
    invited(call, "fra")
    clock("2004-10-22T06:00")
    reminding.remind.func(reminder.pk)
    assert reminded() == [("ola@example.org", "en")]


@pytest.fixture
def queued(settings: Any) -> None:
    settings.TASKS = {"default": {**settings.TASKS["default"], "BACKEND": "django_tasks_db.DatabaseBackend"}}


def waiting() -> list[list[int]]:
    tasks = DBTaskResult.objects.filter(task_path=reminding.remind.module_path, status="READY")
    return [task.args_kwargs["args"] for task in tasks.order_by("run_after")]


def test_a_day_added_at_the_admin_site_is_awaited_by_the_worker_and_one_that_is_over_is_refused(
    queued: None, call: Call, farah: User, browser_of: Callable[[User], Client]
) -> None:
    browser = browser_of(farah)
    address = reverse("admin:submissions_call_change", args=[call.pk])
    data = filled_in(browser, address)
    for day, expected in (("2004-10-14", []), ("2004-10-22", [dt.date(2004, 10, 22)])):
        rows = {"reminders-TOTAL_FORMS": "1", "reminders-0-day": day, "reminders-0-id": "", "reminders-0-call": call.pk}
        browser.post(address, data | rows)
        assert [one.day for one in Reminder.objects.filter(call=call)] == expected
    assert waiting() == [[Reminder.objects.get(call=call).pk]]


def test_one_that_has_become_due_later_is_awaited_anew(
    queued: None, call: Call, reminder: Reminder, clock: Clock
) -> None:
    clock("2004-10-22T05:59")
    reminding.remind.func(reminder.pk)
    reminder.refresh_from_db()
    assert (waiting(), reminder.done_at) == ([[reminder.pk]], None)


def test_days_of_a_data_folder_that_are_to_come_are_awaited(queued: None, call: Call) -> None:
    days = [dt.date(2004, 10, 1), dt.date(2004, 10, 20)]
    for _time in range(2):
        reminding.set_days(call, days, by="load_process")
    assert [one.day for one in Reminder.objects.filter(call=call)] == days
    assert waiting() == [[Reminder.objects.get(day=days[1], call=call).pk]]


def test_the_data_folder_shows_who_was_invited_and_writes_to_nobody(igsp: Process) -> None:
    assert igsp.calls.get(key="regional-needs").invitations.with_states().filter(**{"state": "answered"}).count() == 5
    assert Invitation.objects.exclude(token_hash=None).count() == 0
    assert not OutgoingMail.objects.filter(letter__in=["invitation", "reminder"]).exists()


def test_other_processes_invite_bodies_that_are_no_states(igsp: Process, call: Call, reminder: Reminder) -> None:
    forum = Participant.objects.filter(process=igsp, kind="forum").first()
    assert forum is not None
    [made] = invited(call, forum.key, language="ar")
    page = Client().get(f"/ar/igsp/invitations/{tokens.token_of(made)}/", follow=True).content.decode()
    assert 'dir="rtl"' in page
