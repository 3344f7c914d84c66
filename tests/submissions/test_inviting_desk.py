"""Inviting at the admin site: many at once from a list, who has not answered, a link renewed and revoked."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from igsp_portal.foundations.access import Role
from igsp_portal.models import Event, OutgoingMail, User
from meetings.models import Participant, Process
from submissions.inviting import actions, lists
from submissions.inviting.actions import Invited
from submissions.models import Call, Invitation

from ..cast import given, with_role

pytestmark = pytest.mark.slow

LIST = "admin:submissions_invitation_changelist"
Browser = Callable[[User], Client]


def page(call: Call) -> str:
    return reverse("admin:submissions_call_invite", args=[call.pk])


def shown(answer: Any) -> str:
    return " ".join(re.sub("<[^>]+>", " ", answer.content.decode()).split())


def xlsx(*rows: list[str]) -> SimpleUploadedFile:
    book = Workbook()
    for row in [lists.COLUMNS, *rows]:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return SimpleUploadedFile("ministries.xlsx", kept.getvalue())


def cells(answer: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(answer.content)).worksheets[0].iter_rows()]


def test_the_page_offers_every_addressee_with_the_addresses_that_are_known(
    call: Call, igsp: Process, farah: User, browser_of: Browser, croatia: Participant
) -> None:
    with_role("Ola", Role.FOCAL_POINT, igsp, "chl", "es")
    actions.invite(call, [Invited(croatia, ["hr@example.org"], "en")], by="test")
    earlier = igsp.calls.get(key="regional-needs")
    for key, revoked_at in (("fra", None), ("per", "2004-10-01T00:00Z")):
        was = {"emails": [f"{key}@example.org"], "language": "fr", "revoked_at": revoked_at, "links": 1}
        was |= {"invited_at": "2004-09-01T00:00Z"}
        with given():
            igsp.participants.get(key=key).invitations.update_or_create(call=earlier, defaults=was)
    offered = browser_of(farah).get(page(call)).context["form"]["content"].initial.splitlines()
    assert offered[0] == "participant,name,emails,language"
    assert [row for row in offered if row.startswith(("ken,", "chl,", "hrv,", "per,", "fra,"))] == [
        "chl,Chile,ola@example.org,es",
        "fra,France,fra@example.org,fr",
        "ken,Kenya,,en",
        "per,Peru,,en",
    ]
    assert len(offered) == 1 + call.addressees().count() - 1


@pytest.mark.parametrize("form", ["typed", "csv", "xlsx"])
def test_a_list_is_looked_through_before_anybody_is_written_to(
    form: str, call: Call, farah: User, browser_of: Browser
) -> None:
    rows = [
        ["ken", "", "a@example.org; b@example.org", "fr"],
        ["Croatia", "", "hr@example.org", ""],
        ["fra", "", "", ""],
    ]
    typed = "participant;name;emails;language\n" + "\n".join(
        ";".join(f'"{cell}"' if ";" in cell else cell for cell in row) for row in rows
    )
    forms: dict[str, dict[str, Any]] = {
        "typed": {"content": typed},
        "csv": {"file": SimpleUploadedFile("ministries.csv", typed.encode("utf-8-sig"))},
        "xlsx": {"file": xlsx(*rows)},
    }
    sent = forms[form]
    browser = browser_of(farah)
    before = Invitation.objects.count()
    looked = browser.post(page(call), sent)
    preview = looked.context["preview"]
    assert [(line.participant, line.emails, line.becomes) for line in preview.lines] == [
        ("Kenya", ["a@example.org", "b@example.org"], "is invited"),
        ("Croatia", ["hr@example.org"], "is invited"),
        ("France", [], "no address: nobody is invited"),
    ]
    assert (Invitation.objects.count(), OutgoingMail.objects.filter(letter="invitation").count()) == (before, 0)
    answer = browser.post(page(call), {"invite": "1", "content": preview.content})
    assert answer["Location"] == reverse(LIST) + f"?call__id__exact={call.pk}"
    browser.post(page(call), {"invite": "1", "content": preview.content})  # pressed twice
    made = Invitation.objects.filter(call=call).order_by("pk")
    assert [(one.participant.key, one.emails, one.language) for one in made] == [
        ("ken", ["a@example.org", "b@example.org"], "fr"),
        ("hrv", ["hr@example.org"], "en"),
    ]
    assert [e.by for e in Event.objects.filter(verb="invitation.made", about_key__in=[one.pk for one in made])] == [
        farah,
        farah,
    ]


def test_where_anything_is_wrong_nobody_is_invited(call: Call, farah: User, browser_of: Browser) -> None:
    typed = (
        "participant,emails,language\nken,a@example.org,en\nhrv,not an address,en\n"
        "fra,c@example.org,klingon\nken,d@example.org,en\ncpr,e@example.org,en\nnowhere,b@example.org,en\n"
    )
    for do in ({}, {"invite": "1"}):
        answer = browser_of(farah).post(page(call), {"content": typed, **do})
        assert answer.status_code == 400
        assert [bool(line.faults) for line in answer.context["preview"].lines] == [False, *[True] * 5]
    assert "“nowhere” is no participant of this process." in shown(answer)
    assert not Invitation.objects.filter(call=call).exists()


def test_who_is_invited_already_is_passed_over(
    call: Call, farah: User, browser_of: Browser, kenya: Participant
) -> None:
    actions.invite(call, [Invited(kenya, ["a@example.org"], "en")], by="test")
    answer = browser_of(farah).post(page(call), {"content": "participant,emails\nken,b@example.org\n"})
    assert [line.becomes for line in answer.context["preview"].lines] == ["invited already"]
    assert answer.context["preview"].invited == 0


def test_a_call_that_is_closed_or_a_draft_invites_nobody(
    call: Call, farah: User, browser_of: Browser, clock: Callable[[str], None]
) -> None:
    with given():
        Call.objects.filter(pk=call.pk).update(hard_closes_at=call.closes_at)
    clock("2004-10-29T14:01")
    content = "participant,emails\nken,a@example.org\n"
    browser_of(farah).post(page(call), {"invite": "1", "content": content})
    with given():
        Call.objects.filter(pk=call.pk).update(hard_closes_at=None, stage="draft")
    browser_of(farah).post(page(call), {"invite": "1", "content": content})
    assert not Invitation.objects.filter(call=call).exists()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CLERK, Role.AUDITOR, Role.FOCAL_POINT])
def test_only_who_manages_people_invites_renews_and_revokes(
    role: Role, call: Call, igsp: Process, kenya: Participant, browser_of: Browser
) -> None:
    [made] = actions.invite(call, [Invited(kenya, ["a@example.org"], "en")], by="test")
    person = with_role("Ola", role, igsp, "ken" if role == Role.FOCAL_POINT else "")
    browser = browser_of(person)
    content = {"invite": "1", "content": "participant,emails\nhrv,a@example.org\n"}
    assert browser.post(page(call), content).status_code in (302, 403)
    for move in ("renew", "revoke"):
        browser.post(reverse("admin:submissions_invitation_do", args=[made.pk, move]))
    made.refresh_from_db()
    assert (made.links, made.revoked_at, Invitation.objects.filter(call=call).count()) == (0, None, 1)


def test_three_hundred_are_invited_by_one_press_and_written_to_by_the_worker(
    call: Call, igsp: Process, farah: User, browser_of: Browser
) -> None:
    with given():
        Participant.objects.bulk_create(
            Participant(process=igsp, key=f"body-{n}", kind="forum", **{"name_en": f"Body {n}"}) for n in range(300)
        )
    content = "participant,emails\n" + "".join(f"body-{n},body-{n}@example.org\n" for n in range(300))
    browser_of(farah).post(page(call), {"invite": "1", "content": content})
    assert Invitation.objects.filter(call=call).to_send().count() == 300
    left = [300]
    while left[-1]:
        actions.send.func(call.pk)
        left.append(Invitation.objects.filter(call=call).to_send().count())
    assert left == [300, 250, 200, 150, 100, 50, 0]
    assert OutgoingMail.objects.filter(letter="invitation").count() == 300
    actions.send.func(call.pk)
    assert OutgoingMail.objects.filter(letter="invitation").count() == 300


class TestWhoHasNotAnswered:
    @pytest.fixture
    def invited(self, call: Call, kenya: Participant, croatia: Participant, filed: Any) -> None:
        """Kenya, which has filed, and Croatia, which has opened the page."""
        both = [Invited(kenya, ["ke@example.org"], "en"), Invited(croatia, ["=hr@example.org"], "fr")]
        made = actions.invite(call, both, by="test")
        actions.send.func(call.pk)
        actions.opened(made[1])

    def test_they_are_a_list_that_is_filtered_and_downloaded(
        self, invited: None, call: Call, farah: User, browser_of: Browser
    ) -> None:
        browser = browser_of(farah)
        asked = f"?call__id__exact={call.pk}&state=unanswered"
        found = browser.get(reverse(LIST) + asked)
        assert [str(row.participant) for row in found.context["cl"].result_list] == ["Croatia"]
        link = re.search('href="([^"]*xlsx/[^"]*)"', found.content.decode())
        assert link
        [head, row] = cells(browser.get(link[1].replace("&amp;", "&")))
        assert head[:2] == ["key", "participant"]
        assert row == [
            *("hrv", "Croatia", "Government", "Europe", "Needs of regions and countries", "=hr@example.org", "fr"),
            *("2004-10-15 12:00", "2004-10-15 12:00", "2004-10-15 12:00", "opened"),
        ]

    @pytest.mark.parametrize("state", ["answered", "opened", "sent", "drafting", "revoked", "waiting"])
    def test_each_state_is_a_list(
        self, state: str, invited: None, call: Call, farah: User, browser_of: Browser
    ) -> None:
        found = browser_of(farah).get(reverse(LIST) + f"?call__id__exact={call.pk}&state={state}")
        names = {"answered": ["Kenya"], "opened": ["Croatia"]}.get(state, [])
        assert [str(row.participant) for row in found.context["cl"].result_list] == names

    def test_the_file_costs_the_same_queries_however_many_there_are(
        self, invited: None, call: Call, igsp: Process, farah: User, browser_of: Browser
    ) -> None:
        browser, costs = browser_of(farah), []
        address = reverse("admin:submissions_invitation_xlsx") + f"?call__id__exact={call.pk}"
        for key in ("", "fra", "chn", "rus"):
            if key:
                actions.invite(call, [Invited(igsp.participants.get(key=key), [f"{key}@example.org"], "en")], by="t")
            with CaptureQueriesContext(connection) as captured:
                browser.get(address)
            costs.append(len(captured))
        assert len(set(costs[1:])) == 1

    def test_a_link_is_renewed_and_revoked_by_a_button(
        self, invited: None, call: Call, farah: User, browser_of: Browser
    ) -> None:
        made = Invitation.objects.get(call=call, participant__key="hrv")
        for move in ("renew", "revoke"):
            browser_of(farah).post(reverse("admin:submissions_invitation_do", args=[made.pk, move]))
        made.refresh_from_db()
        assert (made.links, made.token_hash, made.revoked_at is None) == (2, None, False)
        assert OutgoingMail.objects.filter(letter="invitation", to="=hr@example.org").count() == 2

    def test_an_address_is_changed_and_one_is_added_by_hand(
        self, invited: None, call: Call, farah: User, browser_of: Browser
    ) -> None:
        browser, made = browser_of(farah), Invitation.objects.get(call=call, participant__key="hrv")
        change = reverse("admin:submissions_invitation_change", args=[made.pk])
        browser.post(change, {"emails": "new@example.org\nold@example.org", "language": "fr"})
        made.refresh_from_db()
        assert made.emails == ["new@example.org", "old@example.org"]
        france = Participant.objects.get(key="fra")
        add = {"call": call.pk, "participant": france.pk, "emails": "fr@example.org", "language": "fr"}
        browser.post(reverse("admin:submissions_invitation_add"), add)
        assert Invitation.objects.get(call=call, participant=france).emails == ["fr@example.org"]


def test_a_participant_that_a_list_names_in_two_ways_is_named_twice(
    call: Call, farah: User, browser_of: Browser
) -> None:
    rows = ["ken,,ministry@example.org,en", "Kenya,,other@example.org,en"]
    typed = "\n".join([",".join(lists.COLUMNS), *rows])
    answer = browser_of(farah).post(page(call), {"content": typed})
    assert (answer.status_code, [len(line.faults) for line in answer.context["preview"].lines]) == (400, [0, 1])
    assert not Invitation.objects.filter(call=call).exists()


def test_the_list_of_a_call_that_invited_nobody_is_empty_also_as_a_spreadsheet(
    call: Call, croatia: Participant, farah: User, browser_of: Browser
) -> None:
    other = call.process.calls.get(key="regional-needs")
    with given():
        Invitation.objects.exclude(call=other).delete()
    asked, browser = {"call__id__exact": call.pk}, browser_of(farah)
    assert list(browser.get(reverse(LIST), asked).context["cl"].result_list) == []
    assert len(cells(browser.get(reverse("admin:submissions_invitation_xlsx"), asked))) == 1
    asked = {"call__id__exact": other.pk}
    assert len(browser.get(reverse(LIST), asked).context["cl"].result_list) == other.invitations.count() > 0
