"""Invitations: a link that changes nothing when it is fetched, and by which a participant names its people."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from igsp_portal.foundations.access import Role
from igsp_portal.foundations.worker import mail
from igsp_portal.models import Event, OutgoingMail, User
from meetings.models import Membership, Participant, Process
from submissions import actions as filing
from submissions.inviting import actions, letters, naming, tokens
from submissions.inviting.actions import Invited
from submissions.inviting.naming import Named
from submissions.mails import tell_of_moved_deadline
from submissions.models import Call, Invitation, Reminder, Submission
from submissions.states import InvitationState

from ..cast import given, person, with_role
from .by_link import IVANA, MARKO, page, people, press, shown, state

Clock = Callable[[str], None]


def test_each_address_gets_the_link_in_its_language_and_no_row_holds_it(invitation: Invitation) -> None:
    letters = OutgoingMail.objects.filter(letter="invitation").order_by("pk")
    assert [(m.to, m.language, m.secret) for m in letters] == [
        ("mission@example.org", "fr", True),
        ("env@example.org", "fr", True),
    ]
    token = tokens.token_of(invitation)
    bodies = [mail.opened(m.body, mail.SEALED) for m in letters]
    assert [f"/fr/igsp/invitations/{token}/" in body for body in bodies] == [True, True]
    rows = str([*Invitation.objects.values(), *OutgoingMail.objects.values(), *Event.objects.values()])
    assert token not in rows
    assert state(invitation) == InvitationState.SENT


def test_a_message_that_names_a_deadline_names_its_zone_and_the_process(invitation: Invitation) -> None:
    with given():
        reminder = Reminder.objects.create(call=invitation.call, day=dt.date(2004, 10, 22))
    letters.write_reminder_of_invitation(reminder, invitation)
    for name in ("invitation", "reminder"):
        letter = OutgoingMail.objects.filter(letter=name).earliest("pk")
        body = mail.opened(letter.body, mail.SEALED)
        assert "Plan stratégique" in body
        # Until when one may answer, and until when the link opens a page.
        assert re.findall(r"à (\d\d:\d\d) \((\S+)\)", body)[0] == ("17:00", "Africa/Nairobi")
        assert body.count("(Africa/Nairobi)") == 2


def test_whoever_only_fetches_the_page_changes_nothing(invitation: Invitation) -> None:
    events = Event.objects.count()
    for method in ("get", "head"):
        answer = getattr(Client(), method)(page(invitation), follow=True)
        assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store, private")
    invitation.refresh_from_db()
    assert (invitation.opened_at, Event.objects.count()) == (None, events)
    assert "people-0-email" not in shown(invitation).content.decode()


def test_a_body_names_its_people_without_an_administrator(invitation: Invitation, croatia: Participant) -> None:
    browser = Client()
    assert press(invitation, {"begin": "1"}, browser).status_code == 302
    assert state(invitation) == InvitationState.OPENED
    answer = press(invitation, people(IVANA, MARKO), browser, follow=True)
    assert "ivana@example.org, marko@example.org" in answer.content.decode()
    held = Membership.objects.in_force().filter(participant=croatia)
    assert {(m.role, m.user.email, m.user.name, m.user.language) for m in held} == {
        ("focal_point", "ivana@example.org", "Ivana", "fr"),
        ("drafter", "marko@example.org", "Marko", "en"),
    }
    assert {(m.to, m.language) for m in OutgoingMail.objects.filter(letter="named")} == {
        ("ivana@example.org", "fr"),
        ("marko@example.org", "en"),
    }
    assert [e.party for e in Event.objects.filter(verb="membership.named", party_sees=True)] == [croatia.party] * 2


def test_those_who_were_named_sign_in_by_a_code_and_write(invitation: Invitation, croatia: Participant) -> None:
    naming.name_people(croatia, [Named(*IVANA)], by=actions.INVITED)
    ivana = Client()
    ivana.post(reverse("account_login"), {"email": "ivana@example.org"})
    letter = OutgoingMail.objects.get(letter="login_code")
    [code] = re.findall(r"\b\d{8}\b", mail.opened(letter.body, mail.SEALED))
    assert (letter.to, len(code)) == ("ivana@example.org", 8)
    assert ivana.post(reverse("account_confirm_login_code"), {"code": code})["Location"] == reverse("own:home")
    assert "Needs of regions and countries" in ivana.get(reverse("own:home")).content.decode()


def test_the_message_says_which_calls_await_an_answer_until_when_and_under_which_name_one_signs(
    call: Call, croatia: Participant, igsp: Process
) -> None:
    with given():
        Call.objects.filter(process=igsp).exclude(pk=call.pk).update(stage="draft")
    known = person("Zora")
    named = [Named(*IVANA), Named("drafter", "Another", known.email, "en")]
    naming.name_people(croatia, named, by=actions.INVITED)
    body = OutgoingMail.objects.get(letter="named", to=known.email).body
    assert [line for line in body.splitlines() if line.startswith(("Call:", "Deadline:", "Name:"))] == [
        "Name: Zora",
        "Call: Needs of regions and countries",
        "Deadline: 29 October 2004, 17:00 (Africa/Nairobi)",
    ]
    assert call.get_absolute_url() in body


def test_nobody_learns_whether_an_address_has_an_account(
    invitation: Invitation, croatia: Participant, browser_of: Any
) -> None:
    known, words = person("Zora"), []
    actions.opened(invitation)
    for email in (known.email, "nobody-yet@example.org"):
        answer = press(invitation, people(("focal_point", "Ana", email.upper(), "en")), follow=True)
        with given():  # so that the link opens for the next
            Membership.objects.update(ended_at=dt.datetime(2004, 10, 15, tzinfo=dt.UTC))
        shown = re.sub("csrfmiddlewaretoken.*?>|nonce-[^\"' ]+", "", answer.content.decode())
        words.append((answer.status_code, shown.replace(email, "…")))
    with given():
        Membership.objects.update(ended_at=None)
    assert words[0] == words[1]
    assert User.objects.get(pk=known.pk).name == "Zora"
    own = browser_of(known).get(reverse("own:people", args=[croatia.pk])).content.decode()
    assert [email in own for email in (known.email, "nobody-yet@example.org")] == [True, True]
    assert "Zora" not in re.sub("(?s)<header.*?</header>", "", own).partition("<main")[2]
    told = Client()
    told.force_login(User.objects.get(email="nobody-yet@example.org"))
    assert "Zora" not in told.get(reverse("own:home")).content.decode()


def test_a_role_that_is_held_is_not_given_twice_and_nobody_is_written_to_again(croatia: Participant) -> None:
    ivana = Named("focal_point", "Ivana", "ivana@example.org", "en")
    for _press in range(2):
        naming.name_people(croatia, [ivana], by="test")
    naming.name_people(croatia, [Named("drafter", "Ivana", "IVANA@example.org", "en")], by="test")
    assert [m.role for m in Membership.objects.filter(participant=croatia)] == ["focal_point"]
    assert OutgoingMail.objects.filter(letter="named").count() == 1


def test_without_a_focal_point_nobody_is_named(invitation: Invitation, croatia: Participant) -> None:
    actions.opened(invitation)
    answer = press(invitation, people(MARKO))
    assert (answer.status_code, "Name a focal point" in answer.content.decode()) == (400, True)
    assert 'value="marko@example.org"' in answer.content.decode()
    assert not Membership.objects.filter(participant=croatia).exists()
    assert not User.objects.filter(email="marko@example.org").exists()


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        (("focal_point", "Ivana", "", "en"), {"email"}),
        (("focal_point", "", "ivana@example.org", "en"), {"name"}),
        (("focal_point", "", "ivana@", "en"), {"name", "email"}),
        (("reader", "Ivana", "ivana@example.org", "en"), {"role"}),
        (("administrator", "Ivana", "ivana@example.org", "en"), {"role"}),
        (("focal_point", "Ivana", "ivana@example.org", "tlh"), {"language"}),
    ],
)
def test_a_row_that_is_half_written_or_made_up_is_said_and_names_nobody(
    row: tuple[str, str, str, str], wrong: set[str], invitation: Invitation, caplog: pytest.LogCaptureFixture
) -> None:
    actions.opened(invitation)
    answer = press(invitation, people(row))
    assert (answer.status_code, set(answer.context["forms"].forms[0].errors)) == (400, wrong)
    assert not User.objects.filter(email="ivana@example.org").exists()
    assert tokens.token_of(invitation) not in caplog.text


def test_a_form_in_which_nobody_is_named_is_said(invitation: Invitation) -> None:
    actions.opened(invitation)
    answer = press(invitation, people())
    assert (answer.status_code, "Name at least one person." in answer.content.decode()) == (400, True)


def test_those_who_file_already_are_told_who_joins_them(kenya: Participant, amina: User, call: Call) -> None:
    naming.name_people(kenya, [Named("drafter", "Njeri", "njeri@example.org", "en")], by=actions.INVITED)
    [told] = OutgoingMail.objects.filter(letter="party_named")
    assert (told.to, "njeri@example.org" in told.body) == (amina.email, True)


def test_no_more_people_are_named_than_act_for_a_party(croatia: Participant) -> None:
    crowd = [Named("focal_point", "A", f"a{number}@example.org", "en") for number in range(naming.MOST_PEOPLE + 1)]
    with pytest.raises(ValidationError, match="At most 30"):
        naming.name_people(croatia, crowd, by="test")
    assert not User.objects.filter(email="a0@example.org").exists()


def test_what_is_filed_answers_the_invitation(
    call: Call, kenya: Participant, draft: Any, write: Any, amina: User
) -> None:
    [made] = actions.invite(call, [Invited(kenya, ["moe@example.org"], "en")], by="test")
    assert state(made) == InvitationState.DRAFTING
    filing.file(write(draft), by=amina)
    assert state(made) == InvitationState.ANSWERED
    assert Submission.objects.get(call=call, participant=kenya).state == "filed"


def test_a_body_that_was_invited_is_told_of_a_moved_deadline_and_nobody_twice(
    call: Call, invitation: Invitation, farah: User, goran: User
) -> None:
    with given():
        Invitation.objects.filter(pk=invitation.pk).update(emails=["env@example.org", goran.email.upper()])
    call.closes_at += dt.timedelta(days=14)
    filing.change_call(call, by=farah, names=["closes_at"])
    for _time in range(2):
        tell_of_moved_deadline.func(call.earlier.get().pk)
    told = OutgoingMail.objects.filter(letter="deadline", to__in=["env@example.org", goran.email, goran.email.upper()])
    assert sorted(told.values_list("to", "language")) == [("env@example.org", "fr"), (goran.email, "en")]


def test_a_link_opens_for_as_long_as_a_close_that_was_moved(
    call: Call, croatia: Participant, farah: User, clock: Clock
) -> None:
    call.hard_closes_at = dt.datetime(2004, 11, 5, 14, tzinfo=dt.UTC)
    with given():
        call.save()
    [made] = actions.invite(call, [Invited(croatia, ["env@example.org"], "en")], by="test")
    actions.send.func(call.pk)
    made.refresh_from_db()
    call.hard_closes_at = dt.datetime(2004, 12, 1, 14, tzinfo=dt.UTC)
    filing.change_call(call, by=farah, names=["hard_closes_at"])
    statuses = []
    for moment in ("2004-11-10T12:00", "2004-12-02T12:00"):
        clock(moment)
        statuses.append(shown(made).status_code)
    assert statuses == [200, 404]


def test_a_call_to_which_somebody_was_invited_stays_published_and_a_draft_sends_nothing(
    call: Call, croatia: Participant, farah: User, clock: Clock
) -> None:
    clock("2004-07-01T12:00")
    [made] = actions.invite(call, [Invited(croatia, ["env@example.org"], "en")], by="test")
    with pytest.raises(PermissionDenied):
        filing.draft_call_again(call, by=farah)
    with given():
        Call.objects.filter(pk=call.pk).update(stage="draft")
    actions.send.func(call.pk)
    made.refresh_from_db()
    assert made.sent_at is None


class TestHandingOver:
    """A focal point's own page of who acts for the party."""

    def address(self, participant: Participant) -> str:
        return reverse("own:people", args=[participant.pk])

    def end(self, participant: Participant, membership: Membership) -> str:
        return reverse("own:end_role", args=[participant.pk, membership.pk])

    def test_a_focal_point_names_a_successor_and_goes(self, kenya: Participant, amina: User, browser_of: Any) -> None:
        browser = browser_of(amina)
        own = Membership.objects.get(user=amina, participant=kenya)
        browser.post(self.end(kenya, own))
        own.refresh_from_db()
        assert own.ended_at is None
        browser.post(self.address(kenya), people(("focal_point", "Njeri", "njeri@example.org", "en")))
        assert browser.post(self.end(kenya, own))["Location"] == reverse("own:home")
        own.refresh_from_db()
        assert own.ended_at is not None
        assert browser.get(self.address(kenya)).status_code == 403

    def test_a_focal_point_ends_a_drafter_who_is_told_and_not_another_focal_point(
        self, kenya: Participant, igsp: Process, amina: User, boris: User, browser_of: Any
    ) -> None:
        njeri = with_role("Njeri", Role.FOCAL_POINT, igsp, "ken")
        roles = {m.user_id: m for m in Membership.objects.filter(participant=kenya)}
        browser = browser_of(amina)
        for user in (boris, njeri):
            browser.post(self.end(kenya, roles[user.pk]))
        assert {m.user_id for m in naming.acting_for(kenya)} == {amina.pk, njeri.pk}
        assert [m.to for m in OutgoingMail.objects.filter(letter="role_ended")] == [boris.email]

    def test_nobody_else_sees_or_changes_who_acts_for_a_party(
        self, kenya: Participant, amina: User, boris: User, goran: User, farah: User, eve: User, browser_of: Any
    ) -> None:
        role = Membership.objects.get(user=boris, participant=kenya)
        for user in (boris, goran, farah, eve):
            browser = browser_of(user)
            assert browser.get(self.address(kenya)).status_code == 403
            assert browser.post(self.address(kenya), people(IVANA)).status_code == 403
            assert browser.post(self.end(kenya, role)).status_code == 403
        goran_own = browser_of(goran)
        assert goran_own.post(self.end(Participant.objects.get(key="hrv"), role)).status_code == 404
        role.refresh_from_db()
        assert role.ended_at is None

    def test_one_page_shows_every_party_one_acts_for(
        self, igsp: Process, amina: User, kenya: Participant, croatia: Participant, browser_of: Any
    ) -> None:
        with given():
            Membership.objects.create(process=igsp, user=amina, role=Role.FOCAL_POINT, participant=croatia)
        shown = browser_of(amina).get(reverse("own:home")).content.decode()
        assert [self.address(party) in shown for party in (kenya, croatia)] == [True, True]
