"""When the link of an invitation ends, what tells its token to nobody, and who tries it without having it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from igsp_portal.foundations.worker import mail
from igsp_portal.models import Event, OutgoingMail, User
from meetings.models import Membership, Participant, Process
from submissions.inviting import actions, naming, tokens
from submissions.inviting.actions import Invited
from submissions.inviting.naming import Named
from submissions.models import Call, Invitation

from ..cast import given
from .by_link import IVANA, MARKO, page, people, press, shown

Clock = Callable[[str], None]


class TestTheLinkEnds:
    """Once a focal point acts for the body, and when the address it went to is corrected."""

    def test_once_a_focal_point_is_named_the_link_says_so_and_names_nobody(
        self, invitation: Invitation, croatia: Participant
    ) -> None:
        actions.opened(invitation)
        browser = Client()
        address = browser.get(page(invitation))["Location"]
        named = browser.post(address, people(IVANA), follow=True).content.decode()
        assert "ivana@example.org" in named
        assert "This link has ended." in named
        assert "people-0-email" not in named
        late = browser.post(address, people(MARKO))
        assert (late.status_code, "marko@example.org" in late.content.decode()) == (409, True)
        assert "ivana@example.org" not in shown(invitation).content.decode()
        assert [m.user.email for m in Membership.objects.filter(participant=croatia)] == ["ivana@example.org"]

    def test_of_two_who_hold_it_the_second_names_nobody_whom_the_first_did_not(
        self, invitation: Invitation, croatia: Participant
    ) -> None:
        naming.name_by_link(invitation, [Named(*IVANA)], by=actions.INVITED)
        with pytest.raises(naming.LinkEnded):
            naming.name_by_link(invitation, [Named("focal_point", "M", "m@example.org", "en")], by=actions.INVITED)
        assert not User.objects.filter(email="m@example.org").exists()

    def test_it_opens_again_where_the_focal_point_has_gone(self, invitation: Invitation, croatia: Participant) -> None:
        actions.opened(invitation)
        naming.name_by_link(invitation, [Named(*IVANA)], by=actions.INVITED)
        with given():
            User.objects.filter(email="ivana@example.org").update(is_active=False)
        assert "people-0-email" in shown(invitation).content.decode()

    def test_a_body_that_has_a_focal_point_is_told_to_sign_in_and_gets_no_link(
        self, call: Call, kenya: Participant, amina: User
    ) -> None:
        [made] = actions.invite(call, [Invited(kenya, ["moe@example.org"], "en")], by="test")
        actions.send.func(call.pk)
        made.refresh_from_db()
        body = mail.opened(OutgoingMail.objects.get(to="moe@example.org").body, mail.SEALED)
        assert [tokens.token_of(made) in body, reverse("own:home") in body] == [False, True]

    def test_a_corrected_address_ends_the_link_that_went_to_the_wrong_one(
        self, invitation: Invitation, farah: User, browser_of: Any
    ) -> None:
        change = reverse("admin:submissions_invitation_change", args=[invitation.pk])
        sent = {"emails": "\n".join(invitation.emails), "language": "en"}
        statuses = []
        for emails in (sent["emails"], "mission@example.org"):
            browser_of(farah).post(change, sent | {"emails": emails})
            statuses.append(shown(invitation).status_code)
        assert statuses == [200, 404]
        invitation.refresh_from_db()
        assert (invitation.emails, invitation.language) == (["mission@example.org"], "en")
        assert Event.objects.filter(verb="invitation.link_ended").count() == 1

    def test_it_opens_nothing_while_its_call_is_a_draft(self, invitation: Invitation, call: Call) -> None:
        with given():
            Call.objects.filter(pk=call.pk).update(stage="draft")
        assert shown(invitation).status_code == 404


def test_no_address_that_is_shown_or_logged_holds_the_token(
    invitation: Invitation, caplog: pytest.LogCaptureFixture
) -> None:
    token, browser = tokens.token_of(invitation), Client()
    arrived = browser.get(page(invitation))
    browser.post(arrived["Location"], people(IVANA))
    browser.put(page(invitation))
    seen = [arrived["Location"], browser.get(arrived["Location"]).content.decode(), caplog.text]
    assert [token in words for words in seen] == [False] * 3
    assert Client().get(arrived["Location"]).status_code == 404


class TestAttacks:
    def test_a_link_that_was_guessed_renewed_revoked_or_is_too_old_opens_nothing(
        self, invitation: Invitation, call: Call, clock: Clock
    ) -> None:
        first = page(invitation)
        actions.renew(invitation, by="test")
        invitation.refresh_from_db()
        second = page(invitation)
        assert first != second
        assert [Client().get(address, follow=True).status_code for address in (first, second)] == [404, 200]
        actions.revoke(invitation, by="test")
        assert Client().get(second).status_code == 404
        actions.renew(invitation, by="test")
        invitation.refresh_from_db()
        third = page(invitation)
        clock("2005-01-27T13:59")
        assert Client().get(third, follow=True).status_code == 200
        clock("2005-01-27T14:01")
        assert [Client().get(third).status_code, Client().post(third, {"begin": "1"}).status_code] == [404, 404]

    def test_what_is_sent_to_a_link_that_has_ended_names_nobody(self, invitation: Invitation) -> None:
        actions.opened(invitation)
        browser = Client()
        address = browser.get(page(invitation))["Location"]
        actions.revoke(invitation, by="test")
        answer = browser.post(address, people(IVANA))
        assert (answer.status_code, "Ivana@example.org" in answer.content.decode()) == (404, True)
        assert not User.objects.filter(email="ivana@example.org").exists()

    def test_the_link_of_one_process_is_none_in_another(self, invitation: Invitation) -> None:
        with given():
            Process.objects.create(slug="other", name="Other", body="Other", zone="UTC", is_public=True)
        assert Client().get(page(invitation).replace("/igsp/", "/other/")).status_code == 404

    def test_whoever_guesses_is_stopped_and_a_link_still_opens(self, invitation: Invitation) -> None:
        guesses = [Client().get(page(invitation)[:-5] + f"{n:04d}/").status_code for n in range(32)]
        assert guesses == [404] * 30 + [429] * 2
        assert shown(invitation).status_code == 200

    def test_who_names_too_often_is_stopped_and_loses_no_word(self, invitation: Invitation) -> None:
        actions.opened(invitation)
        for _try in range(30):
            press(invitation, people(MARKO))
        answer = press(invitation, people(IVANA))
        assert (answer.status_code, 'value="Ivana"' in answer.content.decode()) == (429, True)
        assert not User.objects.filter(email="ivana@example.org").exists()

    def test_another_key_of_the_portal_leaves_links_good(self, invitation: Invitation, settings: Any) -> None:
        address = page(invitation)
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another key than before"
        assert page(invitation) == address
        assert Client().get(address, follow=True).status_code == 200
