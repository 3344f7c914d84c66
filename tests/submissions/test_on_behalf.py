"""What came on paper or by e-mail: the secretariat files it as it came, and the party sees it and may take it over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from igsp_portal.foundations.access import Role
from igsp_portal.models import Event, OutgoingMail, User
from meetings.models import Component, Participant, Process
from submissions import actions, mails
from submissions.models import Call, Submission, SubmissionVersion
from submissions.receiving import entry

from ..cast import given, with_role
from ..library.files import pdf

pytestmark = pytest.mark.slow

Browser = Callable[[User], Client]


def address(call: Call) -> str:
    return f"{reverse('admin:submissions_submission_enter')}?call={call.key}"


def letter(participant: Participant, **more: Any) -> dict[str, Any]:
    """The form as it is filled in for a letter of two statements, which came on 14 October at eight in Nairobi."""
    return {
        "participant": participant.pk,
        "channel": "paper",
        "received_at_0": "2004-10-14",
        "received_at_1": "08:00:00",
        "title": "Letter of the Minister",
        "language": "fr",
        "introduction": "",
        "consent": "on",
        "statements-TOTAL_FORMS": "2",
        "statements-INITIAL_FORMS": "0",
        "statements-0-component": "",
        "statements-0-kind": "gap",
        "statements-0-words": "Il manque des laboratoires.",
        "statements-1-component": "",
        "statements-1-kind": "need",
        "statements-1-words": "",
    } | more


def entered(browser: Client, call: Call, participant: Participant, **more: Any) -> Submission:
    answer = browser.post(address(call), letter(participant, **more))
    assert answer.status_code == 302, answer.content.decode()
    return Submission.objects.get(call=call, participant=participant)


@pytest.fixture
def desk(farah: User, browser_of: Browser) -> Client:
    return browser_of(farah)


def test_the_way_to_the_form_leads_over_the_calls(call: Call, desk: Client) -> None:
    listed = desk.get(reverse("admin:submissions_submission_changelist")).content.decode()
    assert f'href="{reverse("admin:submissions_submission_enter")}"' in listed
    calls = desk.get(reverse("admin:submissions_submission_enter")).content.decode()
    assert f'href="?call={call.key}"' in calls
    assert desk.get(address(call)).context["rows"].total_form_count() == 5


def test_a_letter_is_filed_with_its_channel_receipt_and_who_entered_it(
    call: Call, kenya: Participant, desk: Client, institutions: Component
) -> None:
    files = {"attach": SimpleUploadedFile("lettre.pdf", pdf(), "application/pdf")}
    submission = entered(desk, call, kenya, **files, **{"statements-0-component": institutions.pk})
    version = submission.versions.get()
    assert (version.filing_number, version.filed_by_name, version.channel) == ("IGSP-2004-0012", "Farah", "paper")
    assert version.received_at == dt.datetime(2004, 10, 14, 5, tzinfo=dt.UTC)
    assert (version.language, version.consent, version.late) == ("fr", True, False)
    said = [(s.kind, s.component, s.words, s.question) for s in version.statements.all()]
    assert said == [("gap", institutions, "Il manque des laboratoires.", "statements")]
    assert [attached.name for attached in version.attachments.all()] == ["lettre.pdf"]


def test_what_the_participant_wants_withheld_is_entered_so(call: Call, kenya: Participant, desk: Client) -> None:
    submission = entered(desk, call, kenya, **{"statements-0-withheld": "on"})
    assert [s.withheld for s in submission.versions.get().statements.all()] == [True]


def test_it_is_on_time_by_its_receipt_also_after_the_call_has_closed(
    call: Call, kenya: Participant, croatia: Participant, desk: Client, clock: Callable[[str], None]
) -> None:
    with given():
        Call.objects.filter(pk=call.pk).update(hard_closes_at="2004-11-05T14:00Z")
    clock("2004-11-10T12:00")
    assert entered(desk, call, kenya).versions.get().late is False
    late = entered(desk, call, croatia, received_at_0="2004-11-01")
    assert late.versions.get().late is True


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"received_at_0": "2004-10-16"}, "This time is in the future."),
        ({"received_at_0": "2004-07-01"}, "The call is not open yet."),
        ({"channel": "portal"}, "Select a valid choice."),
        ({"title": ""}, "This field is required."),
        ({"participant": "999999"}, "Select a valid choice."),
        ({"statements-0-words": ""}, "Enter a statement or an introduction, or attach a file."),
    ],
)
def test_what_is_amiss_is_said_and_nothing_filed_or_begun(
    more: dict[str, str], said: str, call: Call, kenya: Participant, desk: Client
) -> None:
    page = desk.post(address(call), letter(kenya) | more)
    form, filed = page.context["form"], Submission.objects.filter(call=call).count()
    assert (page.status_code, said in page.content.decode(), filed) == (400, True, 0)
    assert form["language"].value() == "fr"


def test_more_rows_come_with_what_was_written(call: Call, kenya: Participant, desk: Client) -> None:
    page = desk.post(address(call), letter(kenya) | {"more": "1"})
    assert page.status_code == 200
    assert page.context["rows"].total_form_count() == 7
    assert "Il manque des laboratoires." in page.content.decode()
    assert Submission.objects.filter(call=call).count() == 0


def test_the_focal_points_get_the_receipt_and_see_how_it_came(
    call: Call, kenya: Participant, desk: Client, amina: User, browser_of: Browser
) -> None:
    submission = entered(desk, call, kenya)
    mails.send_receipt.call(submission.versions.get().pk)
    receipt = OutgoingMail.objects.get(letter="receipt", to=amina.email)
    came = "on paper · received on 14 October 2004, 05:00 UTC · entered by Farah"
    assert came in receipt.body
    own = browser_of(amina).get(reverse("own:home")).content.decode()
    assert "Letter of the Minister" in own
    page = browser_of(amina).get(submission.get_absolute_url()).content.decode()
    assert (came in page, "under the number IGSP-2004-0012" in page) == (True, True)
    event = Event.objects.get(verb="submission.entered")
    assert (event.party, event.party_sees, event.facts["number"]) == ("igsp:ken", True, "IGSP-2004-0012")


def test_who_entered_it_is_told_to_no_stranger(
    call: Call, kenya: Participant, desk: Client, farah: User, client: Client
) -> None:
    submission = entered(desk, call, kenya)
    actions.publish(actions.acknowledge(submission, by=farah), by=farah)
    page = client.get(submission.get_absolute_url()).content.decode()
    assert ("on paper · received on 14 October 2004, 05:00 UTC" in page, "Farah" in page) == (True, False)


def test_the_party_takes_it_over_by_a_new_version_of_its_own(
    call: Call, kenya: Participant, desk: Client, amina: User, browser_of: Browser, institutions: Component
) -> None:
    submission = entered(desk, call, kenya, **{"statements-0-component": institutions.pk})
    assert browser_of(amina).post(reverse("submissions:revise", args=["igsp", submission.pk])).status_code == 302
    draft = SubmissionVersion.objects.get(submission=submission, filed_at=None)
    assert [s.words for s in draft.statements.all()] == ["Il manque des laboratoires."]
    filed = actions.file(draft, by=amina)
    assert (filed.channel, filed.received_at, filed.filed_by_name) == ("portal", None, "Amina")


def test_what_comes_later_stands_in_place_of_all_that_was_filed(
    filed: Submission, kenya: Participant, desk: Client
) -> None:
    entered(desk, filed.call, kenya)
    first, second = filed.versions.order_by("number")
    assert [s.words for s in first.statements.all()] == ["Permanent posts for monitoring.", "Train the trainers."]
    assert [s.words for s in second.statements.all()] == ["Il manque des laboratoires."]
    assert (second.title, second.replaces) == ("Letter of the Minister", first)


def test_nothing_is_entered_over_what_a_party_is_writing(
    draft: SubmissionVersion, write: Callable[..., SubmissionVersion], kenya: Participant, call: Call, desk: Client
) -> None:
    write(draft, title="Zebra crossing")
    page = desk.post(address(call), letter(kenya))
    body = page.content.decode()
    assert (page.status_code, "The participant is writing in the portal." in body, "Zebra" in body) == (
        400,
        True,
        False,
    )
    draft.refresh_from_db()
    assert draft.title == "Zebra crossing"


def test_nothing_is_entered_over_what_a_party_begins_at_the_same_moment(
    kenya: Participant, call: Call, amina: User, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = actions.begin

    def after_amina(*args: Any, **more: Any) -> Submission:
        begin(call, kenya, by=amina)
        return begin(*args, **more)

    monkeypatch.setattr(actions, "begin", after_amina)
    page = desk.post(address(call), letter(kenya))
    assert (page.status_code, "The participant is writing in the portal." in page.content.decode()) == (400, True)
    assert not SubmissionVersion.objects.filed().filter(submission__call=call).exists()


def test_nor_over_what_it_revises_before_its_row_is_held(
    filed: Submission, kenya: Participant, call: Call, amina: User, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = entry.lock

    def after_amina(submission: Submission) -> Submission:
        actions.revise(submission, by=amina)
        return lock(submission)

    monkeypatch.setattr(entry, "lock", after_amina)
    assert desk.post(address(call), letter(kenya)).status_code == 400
    assert filed.versions.filed().count() == 1


def test_a_file_that_is_refused_is_named_and_nothing_is_filed(call: Call, kenya: Participant, desk: Client) -> None:
    files = {"attach": SimpleUploadedFile("macro.exe", b"MZ nothing", "application/pdf")}
    page = desk.post(address(call), letter(kenya, **files))
    assert (page.status_code, "macro.exe" in page.content.decode()) == (400, True)
    assert Submission.objects.filter(call=call).count() == 0


def test_only_those_who_receive_enter(call: Call, diego: User, amina: User, browser_of: Browser) -> None:
    assert [browser_of(user).get(address(call)).status_code for user in (diego, amina)] == [403, 302]


def test_another_process_enters_for_its_own_kinds_of_participants(
    inc: Process, browser_of: Browser, clock: Callable[[str], None]
) -> None:
    clock("2024-04-01T12:00")
    ines = with_role("Ines", Role.ADMINISTRATOR, inc)
    call = inc.calls.get(key="finance")
    party = call.addressees()[0]
    data = letter(party, received_at_0="2024-03-20")
    answer = browser_of(ines).post(address(call), data)
    assert answer.status_code == 302, answer.content.decode()
    assert Submission.objects.get(call=call, participant=party).state == "filed"
