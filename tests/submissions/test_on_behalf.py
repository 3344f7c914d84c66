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
from igsp_portal.foundations.files import filetypes
from igsp_portal.foundations.language.languages import isolated
from igsp_portal.models import Event, OutgoingMail, User
from meetings.models import Component, Participant, Process
from submissions import actions, coverage, mails
from submissions.models import Call, Submission, SubmissionVersion

from ..attack.forms import form_of
from ..cast import given, with_role
from ..library.files import pdf
from .entering import address, entered, letter

pytestmark = pytest.mark.slow

Browser = Callable[[User], Client]


def test_the_way_to_the_form_leads_over_the_calls(call: Call, desk: Client) -> None:
    listed = desk.get(reverse("admin:submissions_submission_changelist")).content.decode()
    assert f'href="{reverse("admin:submissions_submission_enter")}"' in listed
    calls = desk.get(reverse("admin:submissions_submission_enter")).content.decode()
    assert f'href="?call={call.key}"' in calls
    assert desk.get(address(call)).context["formset"].total_form_count() == 3


def test_the_same_letter_entered_twice_is_filed_once_and_another_is_a_new_version(
    call: Call, kenya: Participant, desk: Client
) -> None:
    def versions(**more: Any) -> list[str]:
        files = {"attach": SimpleUploadedFile("lettre.pdf", pdf(), "application/pdf")}
        submission = entered(desk, call, kenya, **files, **more)
        return [version.title for version in submission.versions.order_by("number")]

    once = ["Letter of the Minister"]
    assert versions() == once
    assert versions() == once
    assert Event.objects.filter(verb="submission.entered").count() == 1
    assert versions(title="Corrected letter") == [*once, "Corrected letter"]
    assert versions(title="Corrected letter", received_at_1="08:01:00") == [*once, *["Corrected letter"] * 2]


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
        ({"title": ""}, "The title is missing."),
        ({"sender": "nobody"}, "Enter a valid email address."),
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
    assert (form["language"].value(), "Il manque des laboratoires." in page.content.decode()) == (
        "fr",
        "statements-0-words" not in more,
    )


def test_more_rows_come_with_what_was_written(call: Call, kenya: Participant, desk: Client) -> None:
    page = desk.post(address(call), letter(kenya) | {"do": "add"})
    assert page.status_code == 200
    assert page.context["formset"].total_form_count() == 3
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


def test_a_file_that_is_refused_is_named_and_nothing_is_filed(call: Call, kenya: Participant, desk: Client) -> None:
    files = {"attach": SimpleUploadedFile("macro.exe", b"MZ nothing", "application/pdf")}
    page = desk.post(address(call), letter(kenya, **files))
    assert (page.status_code, "macro.exe" in page.content.decode()) == (400, True)
    assert Submission.objects.filter(call=call).count() == 0


def test_files_are_read_before_anything_is_written(
    call: Call, kenya: Participant, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading may take seconds, in which nobody waits for this transaction."""
    read, inside = filetypes.read, []

    def read_at(*args: Any) -> Any:
        inside.append(Submission.objects.filter(call=call).exists())
        return read(*args)

    monkeypatch.setattr(filetypes, "read", read_at)
    entered(desk, call, kenya, attach=SimpleUploadedFile("lettre.pdf", pdf(), "application/pdf"))
    assert inside == [False]


def test_files_that_the_participant_wants_withheld_are_entered_so(call: Call, kenya: Participant, desk: Client) -> None:
    assert 'name="withhold-attach"' in desk.get(address(call)).content.decode()
    files = {
        name: SimpleUploadedFile(f"{called}.pdf", pdf(called), "application/pdf")
        for name, called in (("attach", "lettre"), ("withhold-attach", "note"))
    }
    version = entered(desk, call, kenya, **files).versions.get()
    assert [(one.name, one.withheld, one.state) for one in version.attachments.order_by("pk")] == [
        ("lettre.pdf", False, "taken"),
        ("note.pdf", True, "taken"),
    ]


def test_it_names_the_parties_of_a_joint_submission(
    call: Call, kenya: Participant, croatia: Participant, desk: Client, client: Client, farah: User
) -> None:
    page = desk.post(address(call), letter(kenya) | {"do": "join"})
    assert (page.status_code, page.context["written"].joint.rows) == (200, [("", "on_behalf")])
    parties = {"parties-participant": [str(croatia.pk), ""], "parties-capacity": ["on_behalf", "together"]}
    submission = entered(desk, call, kenya, **parties)
    actions.publish(actions.acknowledge(submission, by=farah), by=farah)
    assert "Kenya, on behalf of Croatia" in client.get(submission.get_absolute_url()).content.decode()


def test_the_sender_is_written_to_where_the_participant_has_no_focal_point(
    call: Call, croatia: Participant, desk: Client, farah: User, client: Client
) -> None:
    page = desk.post(address(call), letter(croatia, sender="ministry@example.org"), follow=True)
    assert f"a receipt is queued to: {isolated('ministry@example.org')}" in page.content.decode()
    submission = Submission.objects.get(call=call, participant=croatia)
    mails.send_receipt.call(submission.versions.get().pk)
    actions.publish(actions.acknowledge(submission, by=farah), by=farah)
    written = OutgoingMail.objects.filter(to="ministry@example.org").values_list("letter", "language")
    assert sorted(written) == [("acknowledgement", "fr"), ("receipt", "fr")]
    page_of = reverse("admin:submissions_submission_change", args=[submission.pk])
    assert "ministry@example.org" in desk.get(page_of).content.decode()
    for told in (submission.get_absolute_url(), reverse("submissions:published_json", args=["igsp"])):
        assert "ministry@example.org" not in client.get(told).content.decode()


def test_where_nobody_is_written_to_the_page_says_so(call: Call, croatia: Participant, desk: Client) -> None:
    page = desk.post(address(call), letter(croatia), follow=True).content.decode()
    assert "Nobody of the participant is written to: it has no focal point" in page
    submission = Submission.objects.get(call=call, participant=croatia)
    pressed = reverse("admin:submissions_submission_do", args=[submission.pk, "acknowledge"])
    told = desk.post(pressed, follow=True).content.decode()
    assert ("Acknowledged. Nobody was written to." in told, "has been queued" in told) == (True, False)
    asked = reverse("admin:submissions_submission_ask", args=[submission.pk])
    told = desk.post(asked, {"words": "Which laboratories?"}, follow=True).content.decode()
    assert ("Saved. Nobody was written to." in told, "has been queued" in told) == (True, False)


def test_a_participant_that_the_call_did_not_address_is_entered_with_a_note(
    call: Call, igsp: Process, desk: Client, farah: User, client: Client
) -> None:
    undp = igsp.participants.get(key="undp")
    offered = desk.get(address(call)).content.decode()
    assert f"{undp.name} (not addressed by this call)" in offered
    submission = entered(desk, call, undp)
    actions.publish(actions.acknowledge(submission, by=farah), by=farah)
    note = "The call was not addressed to this participant"
    page_of = reverse("admin:submissions_submission_change", args=[submission.pk])
    pages = (client.get(submission.get_absolute_url()), desk.get(page_of))
    assert [note in page.content.decode() for page in pages] == [True, True]
    assert coverage.counts(call) == coverage.Counts(call.addressees().count(), 0, 0)


def test_only_those_who_receive_enter(call: Call, diego: User, amina: User, browser_of: Browser) -> None:
    assert [browser_of(user).get(address(call)).status_code for user in (diego, amina)] == [403, 302]


def test_another_process_enters_answers_of_every_kind(
    inc: Process, browser_of: Browser, clock: Callable[[str], None]
) -> None:
    clock("2025-03-01T12:00")
    ines = with_role("Ines", Role.ADMINISTRATOR, inc)
    call, party = inc.calls.get(key="articles"), inc.participants.get(key="fji")
    browser = browser_of(ines)
    sent: dict[str, Any] = dict(form_of(browser.get(address(call)).content.decode()))
    rows = {sent[f"statements-{place}-question"][0]: f"statements-{place}" for place in range(2)}
    sent |= {"participant": str(party.pk), "channel": "e-mail", "received_at_0": "2025-02-20", "received_at_1": "08:00"}
    sent |= {"title": "Comments of Fiji", "consent": "on", "do": "file"}
    sent |= {
        "answers-contact-words": "Nobody",
        "answers-register-choice": "yes",
        "answers-entries-number": "1,250",
        "answers-marks-choice": ["nets", "traps"],
        "answers-marks-withheld": "on",
        "answers-costs-cell": ["Divers", "100", "", ""],
        "answers-losses-cell": ["12", "5"],
    }
    sent |= {
        f"{rows['articles']}-block": "objective",
        f"{rows['articles']}-kind": "amendment",
        f"{rows['articles']}-words": "It is plainer.",
        f"{rows['articles']}-proposed": "The objective is clean seas.",
        f"{rows['means']}-words": "Divers.",
        f"{rows['means']}-withheld": "on",
    }
    sent |= {
        "withhold-attach-letter": SimpleUploadedFile("letter.pdf", pdf(), "application/pdf"),
    }
    answer = browser.post(address(call), sent)
    assert answer.status_code == 302, answer.content.decode()
    version = Submission.objects.get(call=call, participant=party).versions.get()
    assert {one.question: (one.value, one.withheld) for one in version.answers.all()} == {
        "contact": ("Nobody", False),
        "register": (["yes"], False),
        "entries": ("1250", False),
        "marks": (["nets", "traps"], True),
        "costs": ([["Divers", "100"]], False),
        "losses": ([["12"], ["5"]], False),
    }
    assert [(s.question, s.block, s.kind, s.words, s.proposed, s.withheld) for s in version.statements.all()] == [
        ("articles", "objective", "amendment", "It is plainer.", "The objective is clean seas.", False),
        ("means", "", "need", "Divers.", "", True),
    ]
    files = [(one.question, one.name, one.withheld) for one in version.attachments.all()]
    assert (files, version.channel) == ([("letter", "letter.pdf", True)], "e-mail")
