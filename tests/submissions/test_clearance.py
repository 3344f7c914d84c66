"""Where a participant wants it, nothing is filed that a second person has not cleared as it stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from igsp_portal.foundations.access import Role
from igsp_portal.models import Event, OutgoingMail, User
from meetings import actions as roles
from meetings.models import Membership, Participant, Process
from submissions import actions
from submissions.inviting import naming
from submissions.models import Clearance, ClearingRule, SubmissionVersion

from ..cast import given, with_role
from ..library.files import pdf
from .addresses import at

Browser = Callable[[User], Client]
Write = Callable[..., SubmissionVersion]
REFUSED = "A second person has to clear this draft as it stands before it can be filed"


@pytest.fixture
def njeri(igsp: Process) -> User:
    """The permanent secretary, who clears what Kenya files."""
    return with_role("Njeri", Role.CLEARING_OFFICER, igsp, "ken")


@pytest.fixture
def written(draft: SubmissionVersion, write: Write, amina: User, njeri: User) -> SubmissionVersion:
    """A whole draft of Kenya, which wants it cleared."""
    actions.require_clearance(draft.submission.participant, by=amina)
    return write(draft)


def press(browser: Client, draft: SubmissionVersion, act: str, revision: int | None = None) -> int:
    sent = {"act": act, "revision": str(draft.revision if revision is None else revision)}
    return browser.post(at("clear", draft.submission.pk), sent).status_code


def test_what_was_not_cleared_is_not_filed(written: SubmissionVersion, amina: User, browser_of: Browser) -> None:
    with pytest.raises(ValidationError, match=REFUSED):
        actions.file(written, by=amina)
    page = browser_of(amina).get(at("file", written.submission.pk)).content.decode()
    assert (REFUSED in page, "File for Kenya" in page) == (True, False)


def test_a_second_person_clears_and_the_focal_point_files(
    written: SubmissionVersion, njeri: User, amina: User, browser_of: Browser
) -> None:
    assert "Clear this draft for filing" in browser_of(njeri).get(at("file", written.submission.pk)).content.decode()
    assert press(browser_of(njeri), written, "clear") == 302
    page = browser_of(amina).get(at("file", written.submission.pk)).content.decode()
    assert ("Cleared by Njeri as it stands." in page, "File for Kenya" in page) == (True, True)
    filed = actions.file(written, by=amina)
    assert [(one.by, one.sha256) for one in filed.clearances.all()] == [(njeri, filed.sha256)]


@pytest.mark.parametrize(
    "change",
    [
        lambda draft, write, amina: write(draft, title="Other needs"),
        lambda draft, write, amina: write(draft, consent=False),
        lambda draft, write, amina: actions.attach(draft, name="needs.pdf", data=pdf(), by=amina),
    ],
)
def test_a_draft_that_is_changed_has_to_be_cleared_again(
    change: Callable[..., object], written: SubmissionVersion, write: Write, njeri: User, amina: User
) -> None:
    actions.clear(written, by=njeri, expected=written.revision)
    written.refresh_from_db()
    change(written, write, amina)
    with pytest.raises(ValidationError, match=REFUSED):
        actions.file(written, by=amina)


def test_a_draft_that_was_changed_back_is_as_it_was_cleared(
    written: SubmissionVersion, write: Write, njeri: User, amina: User
) -> None:
    actions.clear(written, by=njeri, expected=written.revision)
    write(write(written, title="Other needs"))
    assert actions.file(written, by=amina).is_filed


def test_nobody_clears_what_they_have_not_seen(written: SubmissionVersion, njeri: User, browser_of: Browser) -> None:
    assert press(browser_of(njeri), written, "clear", revision=written.revision - 1) == 302
    assert not Clearance.objects.exists()


def test_who_files_is_not_the_second_person(written: SubmissionVersion, amina: User, igsp: Process) -> None:
    with given():
        Membership.objects.create(
            process=igsp, user=amina, role=Role.CLEARING_OFFICER, participant=written.submission.participant
        )
    actions.clear(written, by=amina, expected=written.revision)
    with pytest.raises(ValidationError, match=REFUSED):
        actions.file(written, by=amina)


@pytest.mark.parametrize(
    ("act", "who"), [("clear", "amina"), ("clear", "boris"), ("require", "boris"), ("lift", "amina")]
)
def test_each_does_what_is_theirs(
    act: str, who: str, written: SubmissionVersion, amina: User, boris: User, browser_of: Browser
) -> None:
    assert press(browser_of({"amina": amina, "boris": boris}[who]), written, act) == 403
    assert (Clearance.objects.count(), ClearingRule.objects.count()) == (0, 1)


def test_others_know_of_no_draft_to_clear(
    written: SubmissionVersion, goran: User, farah: User, browser_of: Browser
) -> None:
    assert [press(browser_of(person), written, "clear") for person in (goran, farah)] == [404, 404]


def test_it_is_not_required_where_nobody_could_clear(
    draft: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    with pytest.raises(ValidationError, match="First a clearing officer has to be named"):
        actions.require_clearance(draft.submission.participant, by=amina)
    assert not ClearingRule.objects.exists()


def test_who_clears_lifts_it_and_who_files_where_nobody_clears_any_more(
    written: SubmissionVersion, njeri: User, amina: User, browser_of: Browser
) -> None:
    assert press(browser_of(njeri), written, "lift") == 302
    actions.require_clearance(written.submission.participant, by=amina)
    with given():
        Membership.objects.filter(user=njeri).delete()
    assert press(browser_of(amina), written, "lift") == 302
    assert actions.file(written, by=amina).is_filed


def test_a_focal_point_does_not_end_the_role_of_who_clears(
    written: SubmissionVersion, njeri: User, amina: User, browser_of: Browser
) -> None:
    party, browser = written.submission.participant, browser_of(amina)
    held = Membership.objects.get(user=njeri)
    ending = reverse("own:end_role", args=[party.pk, held.pk])
    assert ending not in browser.get(reverse("own:people", args=[party.pk])).content.decode()
    assert (browser.post(ending).status_code, press(browser, written, "lift")) == (403, 403)
    held.refresh_from_db()
    assert (held.ended_at, ClearingRule.objects.count()) == (None, 1)


def test_who_files_does_not_become_the_second_person_nor_choose_it(
    written: SubmissionVersion, njeri: User, amina: User, igsp: Process, browser_of: Browser
) -> None:
    party, browser = written.submission.participant, browser_of(amina)

    def name(email: str) -> tuple[int, list[str]]:
        sent = {"people-TOTAL_FORMS": "3", "people-INITIAL_FORMS": "0"}
        sent |= {f"people-{place}-role": "drafter" for place in range(3)}
        sent |= {f"people-{place}-language": "en" for place in range(3)}
        sent |= {"people-0-role": "clearing_officer", "people-0-name": "X", "people-0-email": email}
        answer = browser.post(reverse("own:people", args=[party.pk]), sent)
        held = Membership.objects.in_force().filter(participant=party, role=Role.CLEARING_OFFICER)
        return answer.status_code, sorted(held.values_list("user__email", flat=True))

    for email in (amina.email, "other@example.org"):
        assert name(email) == (400, [njeri.email])
    with given():
        Membership.objects.create(process=igsp, user=amina, role=Role.CLEARING_OFFICER, participant=party)
        bela = with_role("Bela", Role.FOCAL_POINT, igsp, "ken")
    both = sorted([amina.email, njeri.email])
    assert (name(bela.email), press(browser, written, "lift")) == ((400, both), 403)
    assert name("other@example.org") == (302, sorted([*both, "other@example.org"]))
    assert ClearingRule.objects.count() == 1
    assert press(browser_of(njeri), written, "lift") == 302


def test_a_draft_that_is_not_whole_is_not_cleared(draft: SubmissionVersion, njeri: User, amina: User) -> None:
    actions.require_clearance(draft.submission.participant, by=amina)
    with pytest.raises(ValidationError, match="Nothing has been written yet"):
        actions.clear(draft, by=njeri, expected=draft.revision)


def test_clearances_are_the_participants_own(written: SubmissionVersion, njeri: User) -> None:
    actions.clear(written, by=njeri, expected=written.revision)
    told = Event.objects.filter(verb__in=["submission.cleared", "clearance.required"])
    assert sorted((event.verb, event.public, event.party_sees) for event in told) == [
        ("clearance.required", False, True),
        ("submission.cleared", False, True),
    ]


@pytest.mark.parametrize(("who", "role"), [("amina", "clearing_officer"), ("njeri", "focal_point")])
def test_the_secretariat_makes_nobody_both_file_and_clear(
    who: str, role: str, written: SubmissionVersion, amina: User, njeri: User, farah: User, browser_of: Browser
) -> None:
    party, person = written.submission.participant, {"amina": amina, "njeri": njeri}[who]
    sent = {"process": party.process_id, "user": person.pk, "role": role, "participant": party.pk}
    browser, address = browser_of(farah), reverse("admin:meetings_membership_add")
    refused = browser.post(address, sent)
    assert refused.status_code == 200
    assert "A focal point cannot be the second person who clears what is filed." in refused.content.decode()
    assert not Membership.objects.filter(user=person, role=role).exists()
    actions.lift_clearance(party, by=amina)
    assert browser.post(address, sent).status_code == 302
    assert Membership.objects.filter(user=person, role=role).count() == 1


def test_a_focal_point_does_not_make_who_clears_a_focal_point(
    written: SubmissionVersion, njeri: User, amina: User, browser_of: Browser
) -> None:
    party = written.submission.participant
    sent = {"people-TOTAL_FORMS": "1", "people-INITIAL_FORMS": "0", "people-0-name": "Njeri"}
    sent |= {"people-0-role": "focal_point", "people-0-email": njeri.email, "people-0-language": "en"}
    assert browser_of(amina).post(reverse("own:people", args=[party.pk]), sent).status_code == 400
    held = Membership.objects.in_force().filter(participant=party, user=njeri)
    assert list(held.values_list("role", flat=True)) == [Role.CLEARING_OFFICER]


def test_who_clears_reads_who_acts_for_the_party_and_names_nobody(
    written: SubmissionVersion, njeri: User, amina: User, boris: User, browser_of: Browser
) -> None:
    party, browser = written.submission.participant, browser_of(njeri)
    people = reverse("own:people", args=[party.pk])
    assert people in browser.get(reverse("own:home")).content.decode()
    page = browser.get(people)
    assert (page.status_code, page.context["forms"]) == (200, None)
    assert [row["may_end"] for row in page.context["rows"]] == [False] * len(page.context["rows"])
    assert amina.email in page.content.decode()
    held = Membership.objects.get(user=boris)
    assert browser.post(people, {}).status_code == 403
    assert browser.post(reverse("own:end_role", args=[party.pk, held.pk])).status_code == 403
    assert browser_of(boris).get(people).status_code == 403


def test_one_that_was_cleared_under_another_question_is_cleared_and_asked_for_again(
    written: SubmissionVersion, amina: User, njeri: User
) -> None:
    actions.ask_for_clearance(written, by=amina)
    seen = written.form.stamp
    actions.clear(written, by=njeri, expected=SubmissionVersion.objects.get(pk=written.pk).revision, asked=seen)
    with given():
        written.form.questions.get().save()  # asks otherwise
    draft = SubmissionVersion.objects.get(pk=written.pk)
    with pytest.raises(ValidationError, match="A second person has to clear this draft as it stands"):
        actions.file(draft, by=amina)
    actions.ask_for_clearance(draft, by=amina)
    assert OutgoingMail.objects.filter(letter="clearance_asked", to=njeri.email).count() == 2
    with pytest.raises(ValidationError, match="The form was changed after you opened this page"):
        actions.clear(draft, by=njeri, expected=draft.revision, asked=seen)
    actions.clear(draft, by=njeri, expected=draft.revision, asked=draft.form.stamp)
    assert actions.file(draft, by=amina).is_filed


def test_of_two_who_give_both_roles_at_once_the_second_is_refused(
    written: SubmissionVersion, farah: User, eve: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    party, hold = written.submission.participant, naming._hold

    def another_is_faster(participant: Participant) -> None:
        monkeypatch.setattr(naming, "_hold", hold)
        roles.give_role(process=party.process, user=eve, role=Role.FOCAL_POINT, participant=party, by=farah)
        hold(participant)

    monkeypatch.setattr(naming, "_hold", another_is_faster)
    with pytest.raises(ValidationError, match="cannot be the second person"):
        roles.give_role(process=party.process, user=eve, role=Role.CLEARING_OFFICER, participant=party, by=farah)
    assert naming._hold is hold
