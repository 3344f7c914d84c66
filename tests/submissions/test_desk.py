"""The secretariat's desk: what was filed is read and moved by buttons; calls are written there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from igsp_portal.foundations.access import Role
from igsp_portal.foundations.record import records
from igsp_portal.models import Event, OutgoingMail, User
from meetings.models import Process
from submissions import actions, mails, papers
from submissions.models import Call, Submission, SubmissionVersion
from submissions.states import SubmissionState

from ..cast import given, person, with_role
from .call_page import filled_in, save

pytestmark = pytest.mark.slow

Browser = Callable[[User], Client]
Write = Callable[..., SubmissionVersion]


def press(browser: Client, submission: Submission, move: str) -> int:
    return browser.post(reverse("admin:submissions_submission_do", args=[submission.pk, move])).status_code


def test_the_desk_acknowledges_and_publishes_by_buttons(filed: Submission, farah: User, browser_of: Browser) -> None:
    browser = browser_of(farah)
    assert [press(browser, filed, move) for move in ("acknowledge", "publish")] == [302, 302]
    filed.refresh_from_db()
    assert filed.state == SubmissionState.PUBLISHED
    assert filed.published_version == filed.standing


def test_a_clerk_reads_submissions_and_has_no_buttons(filed: Submission, diego: User, browser_of: Browser) -> None:
    browser = browser_of(diego)
    page = browser.get(reverse("admin:submissions_submission_change", args=[filed.pk]))
    assert page.status_code == 200
    assert press(browser, filed, "acknowledge") == 403


def test_the_desk_reads_number_checksum_words_and_history(filed: Submission, farah: User, browser_of: Browser) -> None:
    page = browser_of(farah).get(reverse("admin:submissions_submission_change", args=[filed.pk])).content.decode()
    version = filed.versions.get()
    for words in (version.filing_number, version.sha256, "Train the trainers.", "under the number IGSP-2004-0012"):
        assert str(words) in page


def test_drafts_do_not_show_at_the_desk(
    draft: SubmissionVersion, write: Write, farah: User, browser_of: Browser
) -> None:
    write(draft)
    browser = browser_of(farah)
    listed = browser.get(reverse("admin:submissions_submission_changelist"))
    assert listed.context["cl"].result_count == 11
    address = reverse("admin:submissions_submission_change", args=[draft.submission.pk])
    assert browser.get(address).status_code == 302


def test_the_list_is_filtered_by_the_states_that_it_shows(filed: Submission, farah: User, browser_of: Browser) -> None:
    page = browser_of(farah).get(reverse("admin:submissions_submission_changelist"))
    by_state = page.context["cl"].filter_specs[0].choices(page.context["cl"])
    shown = ["All", "filed", "acknowledged", "published", "returned", "withdrawn"]
    assert [str(choice["display"]) for choice in by_state] == shown


@pytest.mark.parametrize("query", ["Kenya", "IGSP-2004-0012", "Train the trainers"])
def test_submissions_are_found_by_party_number_and_words(
    query: str, filed: Submission, farah: User, browser_of: Browser
) -> None:
    listed = browser_of(farah).get(reverse("admin:submissions_submission_changelist"), {"q": query})
    assert [row.pk for row in listed.context["cl"].result_list] == [filed.pk]


def test_nothing_filed_can_be_edited_or_removed_at_the_desk(
    filed: Submission, farah: User, browser_of: Browser
) -> None:
    browser = browser_of(farah)
    change = browser.post(reverse("admin:submissions_submission_change", args=[filed.pk]), {"state": "published"})
    remove = browser.post(reverse("admin:submissions_submission_delete", args=[filed.pk]), {"post": "yes"})
    assert (change.status_code, remove.status_code) == (403, 403)


def test_a_call_is_written_with_times_on_the_clock_of_its_zone(call: Call, farah: User, browser_of: Browser) -> None:
    browser, address = browser_of(farah), reverse("admin:submissions_call_change", args=[call.pk])
    form = browser.get(address).context["adminform"].form
    assert form.initial["closes_at"] == dt.datetime(2004, 10, 29, 17)
    data = filled_in(browser, address)
    data |= {f"title_{code}": "Needs" for code in ("ar", "zh_hans", "en", "fr", "ru", "es")}
    data |= {"opens_at_1": "17:00:00", "closes_at_0": "2004-11-05"}
    answer = browser.post(address, data)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    call.refresh_from_db()
    assert call.closes_at == dt.datetime(2004, 11, 5, 14, tzinfo=dt.UTC)


def test_the_times_of_a_call_move_with_its_zone_and_the_record_tells_it(
    call: Call, farah: User, browser_of: Browser
) -> None:
    assert save(browser_of(farah), call, zone="Europe/Paris").status_code == 302
    call.refresh_from_db()
    assert (call.zone, call.closes_at) == ("Europe/Paris", dt.datetime(2004, 10, 29, 15, tzinfo=dt.UTC))
    newest = Event.objects.filter(verb="changed").first()
    assert newest is not None
    assert newest.facts["changes"] == {
        "zone": ["Africa/Nairobi", "Europe/Paris"],
        "opens_at": ["2004-07-15 06:00:00+00:00", "2004-07-15 07:00:00+00:00"],
        "closes_at": ["2004-10-29 14:00:00+00:00", "2004-10-29 15:00:00+00:00"],
    }


def test_the_party_gets_a_letter_when_its_submission_is_acknowledged(filed: Submission, farah: User) -> None:
    actions.acknowledge(filed, by=farah)
    letter = OutgoingMail.objects.get(letter="acknowledgement")
    assert (letter.to, letter.subject) == ("amina@example.org", "Received: IGSP-2004-0012")


def test_what_is_not_acknowledged_is_not_published(filed: Submission, farah: User) -> None:
    with pytest.raises(ValidationError, match="A submission that is filed cannot become published"):
        actions.publish(filed, by=farah)


def test_nothing_is_published_without_consent(draft: SubmissionVersion, write: Write, amina: User, farah: User) -> None:
    submission = actions.file(write(draft, consent=False), by=amina).submission
    actions.acknowledge(submission, by=farah)
    with pytest.raises(ValidationError, match="has not agreed to publication"):
        actions.publish(submission, by=farah)


def test_the_desk_says_why_there_is_no_button_to_publish(
    draft: SubmissionVersion, write: Write, amina: User, farah: User, browser_of: Callable[[User], Client]
) -> None:
    submission = actions.file(write(draft, consent=False), by=amina).submission
    actions.acknowledge(submission, by=farah)
    page = browser_of(farah).get(reverse("admin:submissions_submission_change", args=[submission.pk]))
    assert "It may not be published: the participant did not consent." in page.content.decode()


def test_a_withdrawal_needs_a_reason(filed: Submission, amina: User) -> None:
    with pytest.raises(ValidationError, match="reason"):
        actions.withdraw(filed, by=amina, reason="  ")


def test_the_desk_withdraws_with_a_reason_that_the_party_is_told(
    filed: Submission, farah: User, amina: User, browser_of: Browser
) -> None:
    browser, address = browser_of(farah), reverse("admin:submissions_submission_withdraw", args=[filed.pk])
    change = reverse("admin:submissions_submission_change", args=[filed.pk])
    assert f'href="{address}"' in browser.get(change).content.decode()
    refused = browser.post(address, {"reason": " "})
    assert (refused.status_code, "Nothing has been withdrawn." in refused.content.decode()) == (400, True)
    shown = browser.post(address, {"reason": "A note verbale of 14 October."}, follow=True).content.decode()
    assert "A note verbale of 14 October." in shown
    assert "an e-mail with the reason to the participant" in shown
    assert f'href="{address}"' not in shown
    letter = OutgoingMail.objects.get(letter="withdrawal")
    assert (letter.to, letter.subject) == ("amina@example.org", "Withdrawn: IGSP-2004-0012")
    assert "Reason: A note verbale of 14 October." in letter.body
    told = "Farah withdrew “Kenya: Needs of regions and countries”, number IGSP-2004-0012: A note verbale"
    assert told in browser_of(amina).get(reverse("own:home")).content.decode()


def test_only_those_who_receive_withdraw_at_the_desk_and_only_what_stands(
    filed: Submission, farah: User, diego: User, amina: User, browser_of: Browser
) -> None:
    address = reverse("admin:submissions_submission_withdraw", args=[filed.pk])
    assert browser_of(diego).post(address, {"reason": "Mine."}).status_code == 403
    actions.withdraw(filed, by=amina, reason="A mistake.")
    assert browser_of(farah).post(address, {"reason": "Again."}).status_code == 403
    filed.refresh_from_db()
    assert filed.withdrawal_reason == "A mistake."


def test_a_party_that_withdrew_may_file_anew(published: Submission, write: Write, amina: User) -> None:
    actions.withdraw(published, by=amina, reason="A mistake.")
    draft = actions.revise(published, by=amina)
    submission = actions.file(write(draft, title="Anew"), by=amina).submission
    assert (submission.state, submission.published_version, submission.withdrawn_at) == ("filed", None, None)


def test_a_new_version_starts_from_the_one_that_stands(published: Submission, amina: User) -> None:
    draft = actions.revise(published, by=amina)
    standing = published.versions.get(number=1)
    assert (draft.number, draft.title) == (2, standing.title)
    assert [s.words for s in draft.statements.all()] == [s.words for s in standing.statements.all()]
    assert Submission.objects.get(pk=published.pk).state == SubmissionState.PUBLISHED


def test_every_step_is_told_to_the_party_in_order(published: Submission) -> None:
    events = Event.objects.about(published).filter(party="igsp:ken", party_sees=True).order_by("pk")
    assert list(events.values_list("verb", flat=True)) == [
        "submission.begun",
        "submission.saved",
        "submission.filed",
        "submission.acknowledged",
        "submission.published",
    ]


def test_the_desk_neither_finds_nor_reads_of_a_version_being_drafted(
    filed: Submission, write: Write, amina: User, farah: User, browser_of: Browser
) -> None:
    write(actions.revise(filed, by=amina), title="Zebra crossing")
    browser = browser_of(farah)
    listed = reverse("admin:submissions_submission_changelist")
    assert browser.get(listed, {"q": "zebra"}).context["cl"].result_count == 0
    assert browser.get(listed, {"q": "Kenya trainers"}).context["cl"].result_count == 1
    for address in (
        reverse("admin:submissions_submission_change", args=[filed.pk]),
        reverse("admin:submissions_submission_history", args=[filed.pk]),
        filed.get_absolute_url(),
    ):
        page = browser.get(address).content.decode()
        assert "under the number" in page
        assert "began version" not in page
        assert "saved the draft" not in page
    assert "began version" in browser_of(amina).get(filed.get_absolute_url()).content.decode()


def test_a_late_filing_names_the_deadline_it_missed_also_when_that_is_moved(
    draft: SubmissionVersion, write: Write, call: Call, amina: User, farah: User, clock: Callable[[str], None]
) -> None:
    clock("2004-10-30T12:00")
    version = actions.file(write(draft), by=amina)
    call.refresh_from_db()
    records.change(call, by=farah, values={"closes_at": dt.datetime(2004, 11, 12, 14, tzinfo=dt.UTC)})
    version = SubmissionVersion.objects.select_related("submission__call").get(pk=version.pk)
    assert papers.late_words(version) == "Filed after the deadline of 29 October 2004, 17:00 (Africa/Nairobi)."


def test_letters_to_a_party_are_read_by_its_own_secretariat_alone(
    filed: Submission, farah: User, browser_of: Browser
) -> None:
    with given():
        lakes = Process.objects.create(slug="lakes", name="Lakes", short_name="Lakes", body="Lakes")
    letters = reverse("admin:igsp_portal_outgoingmail_changelist")
    record = reverse("admin:igsp_portal_event_changelist")
    elsewhere = browser_of(with_role("Noor", Role.AUDITOR, lakes))
    actions.acknowledge(filed, by=farah)
    for page in (letters, record):
        assert "Received: IGSP-2004-0012" in browser_of(farah).get(page).content.decode()
        assert "IGSP-2004" not in elsewhere.get(page).content.decode()


def test_the_record_does_not_say_who_is_drafting(filed: Submission, farah: User, browser_of: Browser) -> None:
    drafting = Event.objects.filter(verb__in=actions.DRAFTING)
    browser, changelist = browser_of(farah), reverse("admin:igsp_portal_event_changelist")
    listed = browser.get(changelist, {"q": "submission."}).context["cl"].queryset
    latest = [event for event, _words in browser.get(reverse("admin_of_process", args=["igsp"])).context["latest"]]
    assert "submission.filed" in {event.verb for event in listed}
    assert {event.verb for event in [*listed, *latest]}.isdisjoint(actions.DRAFTING)
    one = drafting.latest("pk")
    assert browser.get(reverse("admin:igsp_portal_event_change", args=[one.pk])).status_code == 302


def test_a_technical_administrator_reads_the_whole_record(filed: Submission, browser_of: Browser) -> None:
    root = person("Root", is_superuser=True)
    page = browser_of(root).get(reverse("admin:igsp_portal_event_changelist"), {"verb": "submission.begun"})
    assert page.context["cl"].queryset.filter(verb="submission.begun").exists()


def test_the_desk_finds_late_ones_by_the_version_that_stands(
    draft: SubmissionVersion, write: Write, call: Call, amina: User, farah: User, browser_of: Browser, clock: Callable
) -> None:
    browser, rows = browser_of(farah), reverse("admin:submissions_submission_changelist")

    def found() -> list[list[int]]:
        pages = [browser.get(rows, {"late": late, "call__id__exact": call.pk}) for late in ("1", "0")]
        return [[row.pk for row in page.context["cl"].result_list] for page in pages]

    submission = actions.file(write(draft), by=amina).submission
    assert found() == [[], [submission.pk]]
    clock("2004-10-30T12:00")
    second = actions.revise(submission, by=amina)
    assert found() == [[], [submission.pk]]
    actions.file(second, by=amina)
    assert found() == [[submission.pk], []]
    records.change(call, by=farah, values={"closes_at": dt.datetime(2004, 11, 12, 14, tzinfo=dt.UTC)})
    actions.file(actions.revise(submission, by=amina), by=amina)
    assert found() == [[], [submission.pk]]


def test_letters_are_listed_by_what_they_are(filed: Submission, farah: User, browser_of: Browser) -> None:
    browser, letters = browser_of(farah), reverse("admin:igsp_portal_outgoingmail_changelist")
    mails.send_receipt.call(filed.versions.get().pk)
    actions.acknowledge(filed, by=farah)
    page = browser.get(letters)
    rows = [page.context["cl"].model_admin.kind(letter) for letter in page.context["cl"].result_list]
    choices = [choice["display"] for choice in page.context["cl"].filter_specs[1].choices(page.context["cl"])]
    assert sorted(set(rows)) == ["acknowledgement", "receipt of a filing"]
    assert choices[1:] == ["acknowledgement", "receipt of a filing"]
