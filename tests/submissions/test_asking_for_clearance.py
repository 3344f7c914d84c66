"""Clearing officers are named by their party, asked by a button, and told when what they cleared changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from igsp_portal.foundations.access import Role
from igsp_portal.models import Event, OutgoingMail, User
from meetings.models import Membership, Participant, Process
from submissions import actions
from submissions.inviting import naming
from submissions.inviting.naming import Named
from submissions.models import SubmissionVersion

from ..cast import given, with_role
from .addresses import at

Browser = Callable[[User], Client]
AWAITING = "Awaiting your clearance"


@pytest.fixture
def njeri(igsp: Process) -> User:
    return with_role("Njeri", Role.CLEARING_OFFICER, igsp, "ken", "fr")


@pytest.fixture
def written(draft: SubmissionVersion, write: Any, amina: User, njeri: User) -> SubmissionVersion:
    actions.require_clearance(draft.submission.participant, by=amina)
    return write(draft)


def press(browser: Client, draft: SubmissionVersion, act: str) -> int:
    sent = {"act": act, "revision": str(SubmissionVersion.objects.get(pk=draft.pk).revision)}
    return browser.post(at("clear", draft.submission.pk), sent).status_code


def letters() -> list[tuple[str, str, str]]:
    rows = OutgoingMail.objects.filter(letter__in=["clearance_asked", "cleared", "uncleared"]).order_by("pk")
    return list(rows.values_list("letter", "to", "language"))


def awaits(browser: Client) -> bool:
    return 'id="to-clear"' in browser.get(reverse("own:home")).content.decode()


def test_it_is_asked_for_given_and_voided_by_a_change_and_each_is_told(
    written: SubmissionVersion, write: Any, amina: User, njeri: User, browser_of: Browser
) -> None:
    focal, officer = browser_of(amina), browser_of(njeri)
    assert "Ask for clearance" in focal.get(at("file", written.submission.pk)).content.decode()
    seen = [awaits(officer)]
    for _twice in range(2):
        press(focal, written, "ask")
    seen.append(awaits(officer))
    assert letters() == [("clearance_asked", njeri.email, "fr")]
    assert "Its clearance has been asked for." in focal.get(at("file", written.submission.pk)).content.decode()
    press(officer, written, "clear")
    seen.append(awaits(officer))
    assert letters()[1:] == [("cleared", amina.email, "en")]
    draft = SubmissionVersion.objects.get(pk=written.pk)
    write(write(draft, title="Other needs"), title="Still other needs")
    seen.append(awaits(officer))
    assert letters()[2:] == [("uncleared", amina.email, "en"), ("uncleared", njeri.email, "fr")]
    press(focal, written, "ask")
    seen.append(awaits(officer))
    assert letters()[4:] == [("clearance_asked", njeri.email, "fr")]
    assert (seen, awaits(focal)) == ([False, True, False, False, True], False)


def test_what_is_changed_after_its_clearance_was_asked_for_is_asked_for_again(
    written: SubmissionVersion, write: Any, amina: User, njeri: User, browser_of: Browser
) -> None:
    focal, officer = browser_of(amina), browser_of(njeri)
    press(focal, written, "ask")
    asked = "Its clearance has been asked for."
    for title in ("", "Other needs"):  # as one who writes on saves it
        write(SubmissionVersion.objects.get(pk=written.pk), title=title)
        page = focal.get(at("file", written.submission.pk)).content.decode()
        assert (asked in page, "Ask for clearance" in page, awaits(officer)) == (False, bool(title), False)
    press(focal, written, "ask")
    page = focal.get(at("file", written.submission.pk)).content.decode()
    assert (asked in page, "Ask for clearance" in page, awaits(officer)) == (True, False, True)
    assert letters() == [("clearance_asked", njeri.email, "fr")] * 2


def test_a_clearing_officer_who_comes_later_can_be_asked_too(
    written: SubmissionVersion, amina: User, igsp: Process, browser_of: Browser
) -> None:
    focal = browser_of(amina)
    press(focal, written, "ask")
    ola = with_role("Ola", Role.CLEARING_OFFICER, igsp, "ken")
    offered = []
    for _before_and_after in range(2):
        offered.append("Ask for clearance" in focal.get(at("file", written.submission.pk)).content.decode())
        press(focal, written, "ask")
    assert (offered, [to for _letter, to, _language in letters()][1:]) == ([True, False], [ola.email])


def test_what_is_not_whole_or_needs_none_is_not_asked_for(
    draft: SubmissionVersion, write: Any, amina: User, njeri: User
) -> None:
    with pytest.raises(ValidationError, match="needs no clearance"):
        actions.ask_for_clearance(write(draft), by=amina)
    actions.require_clearance(draft.submission.participant, by=amina)
    with pytest.raises(ValidationError, match="title is missing"):
        actions.ask_for_clearance(write(draft, title=""), by=amina)
    assert letters() == []


def test_who_writes_asks_and_nobody_else_and_the_secretariat_hears_nothing(
    written: SubmissionVersion, boris: User, goran: User, farah: User, browser_of: Browser
) -> None:
    assert [press(browser_of(who), written, "ask") for who in (goran, farah)] == [404, 404]
    assert letters() == []
    assert press(browser_of(boris), written, "ask") == 302
    event = Event.objects.get(verb="clearance.asked")
    record = browser_of(farah).get(reverse("admin:igsp_portal_event_changelist")).content.decode()
    assert (event.by, "asked for the clearance" in record) == (boris, False)


def test_a_party_names_a_clearing_officer_whom_the_others_are_told_of(
    kenya: Participant, amina: User, njeri: User, browser_of: Browser
) -> None:
    page = browser_of(amina).get(reverse("own:people", args=[kenya.pk])).content.decode()
    assert '<option value="clearing_officer">' in page
    named = [
        Named("clearing_officer", "Ola", "ola@example.org", "en"),
        Named("clearing_officer", "A", amina.email, "en"),
    ]
    naming.name_people(kenya, named, by=amina)
    held = Membership.objects.in_force().filter(participant=kenya, role=Role.CLEARING_OFFICER).order_by("pk")
    assert [one.user.email for one in held] == [njeri.email, "ola@example.org", amina.email]
    told = OutgoingMail.objects.filter(letter="party_named").values_list("to", flat=True)
    assert list(told) == [njeri.email]


@pytest.fixture
def closed(call: Any) -> Any:
    with given():
        type(call).objects.filter(pk=call.pk).update(hard_closes_at="2004-10-10T12:00Z", closes_at="2004-10-09T12:00Z")
    return call


def test_a_permission_to_file_after_the_close_is_told_by_mail_and_on_ones_page(
    closed: Any, kenya: Participant, amina: User, farah: User, browser_of: Browser
) -> None:
    before = browser_of(amina).get(reverse("own:home")).content.decode()
    sent = {"call": closed.pk, "participant": kenya.pk, "reason": "The line was down."}
    sent |= {"until_0": "2004-10-20", "until_1": "17:00"}
    for until in ("2004-10-20", "2004-10-20", "2004-10-22"):
        address = reverse("admin:submissions_grant_add")
        if grant := closed.grants.first():
            address = reverse("admin:submissions_grant_change", args=[grant.pk])
        assert browser_of(farah).post(address, sent | {"until_0": until}).status_code == 302
    told = OutgoingMail.objects.filter(letter="grant", to=amina.email).order_by("pk")
    assert ["22 October 2004, 17:00 (Africa/Nairobi)" in one.body for one in told] == [False, True]
    assert "Kenya may file under the call below after its close, until 20 October 2004, 17:00" in told[0].body
    address = reverse("admin:submissions_grant_change", args=[closed.grants.get().pk])
    corrected = sent | {"until_0": "2004-10-22", "reason": "The lines were down."}
    assert browser_of(farah).post(address, corrected).status_code == 302
    assert ["Reason: The lines were down." in one.body for one in told.all()] == [False, False, True]
    browser_of(farah).post(address, sent | {"until_0": "2004-10-22"})
    page = browser_of(amina).get(reverse("own:home")).content.decode()
    said = "you may file until 22 October 2004, 17:00 (Africa/Nairobi): The line was down."
    assert [said in words for words in (before, page)] == [False, True]
    assert [f"/calls/{closed.key}/begin/ken/" in words for words in (before, page)] == [False, True]


def test_of_a_permission_under_a_call_that_is_not_published_a_party_reads_nothing(
    closed: Any, kenya: Participant, amina: User, browser_of: Browser
) -> None:
    with given():
        closed.grants.create(participant=kenya, until="2004-10-20T14:00Z", reason="The line was down.")
    seen = []
    for stage in ("published", "draft"):
        with given():
            type(closed).objects.filter(pk=closed.pk).update(stage=stage)
        page = browser_of(amina).get(reverse("own:home")).content.decode()
        seen.append((closed.title in page, "The line was down." in page))
    assert seen == [(True, True), (False, False)]


def test_where_nobody_files_for_a_party_its_permission_is_saved_and_that_nobody_is_told(
    closed: Any, kenya: Participant, amina: User, farah: User, browser_of: Browser
) -> None:
    sent = {"call": closed.pk, "participant": kenya.pk, "reason": "The line was down."}
    sent |= {"until_0": "2004-10-20", "until_1": "17:00"}
    said = []
    for _with_and_without in range(2):
        with given():
            closed.grants.all().delete()
        answer = browser_of(farah).post(reverse("admin:submissions_grant_add"), sent, follow=True)
        said.append("Saved. Nobody was written to." in answer.content.decode())
        with given():
            Membership.objects.filter(user=amina).delete()
    assert said == [False, True]


def test_a_call_says_to_whom_it_does_not_address_that_it_does_not(
    call: Any, amina: User, goran: User, browser_of: Browser, igsp: Process
) -> None:
    forum = igsp.participants.exclude(pk__in=call.addressees()).first()
    assert forum is not None
    outside = with_role("Ola", Role.FOCAL_POINT, igsp, forum.key)
    pages = [
        browser.get(call.get_absolute_url()).content.decode()
        for browser in (browser_of(outside), browser_of(amina), Client())
    ]
    assert ["This call is not addressed to" in page for page in pages] == [True, False, False]
