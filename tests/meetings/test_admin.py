"""The admin site: states move by buttons alone, dates are added and never changed, and history is told in words."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from igsp_portal.foundations.access import Role
from igsp_portal.foundations.language.languages import CODES
from igsp_portal.models import Event, User
from meetings.models import AgendaItem, Meeting, MeetingDates, Membership, Participant, Process

from ..cast import given, with_role
from .admin_forms import address, filled, move, problems

pytestmark = pytest.mark.slow

Browser = Callable[[User], Client]


@pytest.fixture
def ivan(igsp: Process) -> User:
    """Editor."""
    return with_role("Ivan", Role.EDITOR, igsp)


@pytest.fixture
def jun(igsp: Process) -> User:
    """Auditor."""
    return with_role("Jun", Role.AUDITOR, igsp)


@pytest.fixture
def bureau(igsp: Process) -> Meeting:
    return igsp.meetings.get(key="bureau")


@pytest.fixture
def lakes(igsp: Process) -> Process:
    """Another process, in which nobody of the cast has a role."""
    with given():
        return Process.objects.create(slug="lakes", name="Lakes", short_name="Lakes", body="Lakes")


# States


def test_the_state_of_a_meeting_is_shown_and_has_no_drop_down(
    farah: User, bureau: Meeting, browser_of: Browser
) -> None:
    html = browser_of(farah).get(address(bureau)).content.decode()
    assert 'name="state"' not in html
    assert re.search(r'class="readonly">\s*tentative', html) is not None


@pytest.mark.parametrize(
    ("state", "buttons"),
    [
        ("tentative", ["scheduled", "cancelled"]),
        ("scheduled", ["held", "tentative", "cancelled"]),
        ("held", ["not-held"]),
        ("cancelled", ["scheduled"]),
    ],
)
def test_the_buttons_are_the_moves_that_there_are(
    farah: User, bureau: Meeting, browser_of: Browser, state: str, buttons: list[str]
) -> None:
    with given():
        Meeting.objects.filter(pk=bureau.pk).update(state=state)
    html = browser_of(farah).get(address(bureau)).content.decode()
    assert re.findall(r'action="\.\./do/([\w-]+)/"', html) == buttons


def test_a_button_moves_the_state_and_the_event_says_who(farah: User, bureau: Meeting, browser_of: Browser) -> None:
    response = browser_of(farah).post(move(bureau, "scheduled"), follow=True)
    assert Meeting.objects.get(pk=bureau.pk).state == "scheduled"
    assert "The meeting is now shown as scheduled on its page" in response.content.decode()
    event = Event.objects.about(bureau).first()
    assert event is not None
    assert (event.verb, event.by) == ("meeting.scheduled", farah)


@pytest.mark.parametrize(
    ("before", "button", "undo", "after"),
    [
        ("scheduled", "held", "Take back “held”", "not-held"),
        ("scheduled", "cancelled", "Confirm", "scheduled"),
    ],
)
def test_what_can_be_pressed_by_mistake_says_what_undoes_it(
    farah: User, bureau: Meeting, browser_of: Browser, before: str, button: str, undo: str, after: str
) -> None:
    with given():
        Meeting.objects.filter(pk=bureau.pk).update(state=before)
    browser = browser_of(farah)
    said = browser.post(move(bureau, button), follow=True).content.decode()
    assert f"“{undo}” undoes this." in said
    assert f">{undo}</button>" in said
    browser.post(move(bureau, after))
    assert Meeting.objects.get(pk=bureau.pk).state == before


@pytest.mark.parametrize("name", ["held", "not-held", "nothing"])
def test_a_move_that_is_not_offered_is_refused(farah: User, bureau: Meeting, browser_of: Browser, name: str) -> None:
    assert browser_of(farah).post(move(bureau, name)).status_code == 403
    assert Meeting.objects.get(pk=bureau.pk).state == "tentative"


def test_following_a_link_to_a_button_moves_nothing(farah: User, bureau: Meeting, browser_of: Browser) -> None:
    assert browser_of(farah).get(move(bureau, "scheduled")).status_code == 403
    assert Meeting.objects.get(pk=bureau.pk).state == "tentative"


def test_a_form_that_sends_a_state_along_changes_none(farah: User, bureau: Meeting, browser_of: Browser) -> None:
    browser = browser_of(farah)
    response = browser.post(address(bureau), filled(browser, bureau, state="held", zone="Africa/Nairobi"))
    assert response.status_code == 302, problems(response)
    found = Meeting.objects.get(pk=bureau.pk)
    assert (found.state, found.zone) == ("tentative", "Africa/Nairobi")


# Facts


def test_a_change_is_on_record_with_old_and_new(farah: User, bureau: Meeting, browser_of: Browser) -> None:
    browser = browser_of(farah)
    response = browser.post(address(bureau), filled(browser, bureau, paragraph="4 (a)"))
    assert response.status_code == 302, problems(response)
    event = Event.objects.about(bureau).first()
    assert event is not None
    assert (event.verb, event.facts) == ("changed", {"changes": {"paragraph": ["4", "4 (a)"]}})


def test_a_form_saved_unchanged_writes_nothing(farah: User, igsp: Process, browser_of: Browser) -> None:
    browser = browser_of(farah)
    session = igsp.meetings.get(key="wg-2")
    before = Event.objects.count()
    response = browser.post(address(session), filled(browser, session))
    assert response.status_code == 302, problems(response)
    assert Event.objects.count() == before


def test_dates_are_added_as_an_act_with_its_event(farah: User, bureau: Meeting, browser_of: Browser) -> None:
    browser = browser_of(farah)
    new = {
        "dates-TOTAL_FORMS": "1",
        "dates-0-basis": "announced",
        "dates-0-starts_on": "2004-11-08",
        "dates-0-ends_on": "2004-11-09",
        "dates-0-place_en": "Nairobi",
        "dates-0-place_fr": "Nairobi",
    }
    response = browser.post(address(bureau), filled(browser, bureau, **new))
    assert response.status_code == 302, problems(response)
    dates = MeetingDates.objects.get(meeting=bureau)
    assert (str(dates), dates.place) == ("2004-11-08 – 2004-11-09", "Nairobi")
    event = Event.objects.about(bureau).first()
    assert event is not None
    assert (event.verb, event.facts["dates"]) == ("meeting.dated", "2004-11-08 – 2004-11-09")


def test_dates_on_record_are_never_changed_or_removed(farah: User, igsp: Process, browser_of: Browser) -> None:
    session = igsp.meetings.get(key="wg-2")
    browser = browser_of(farah)
    html = browser.get(address(session)).content.decode()
    assert 'name="dates-0-starts_on"' not in html
    assert 'name="dates-0-DELETE"' not in html
    sent = {"dates-0-starts_on": "2004-01-01", "dates-0-ends_on": "2004-01-01", "dates-0-DELETE": "on"}
    before = [str(dates) for dates in session.history]
    browser.post(address(session), filled(browser, session, **sent))
    assert [str(dates) for dates in Meeting.objects.get(pk=session.pk).history] == before


def test_a_title_is_asked_once_in_each_language(farah: User, igsp: Process, browser_of: Browser) -> None:
    html = browser_of(farah).get(address(igsp.meetings.get(key="wg-1"))).content.decode()
    asked = re.findall(r'name="agenda-0-(title\w*)"', html)
    assert asked == [f"title_{code.replace('-', '_')}" for code in CODES]


def test_an_agenda_item_is_changed_with_old_and_new_on_record(farah: User, igsp: Process, browser_of: Browser) -> None:
    session = igsp.meetings.get(key="wg-1")
    browser = browser_of(farah)
    response = browser.post(address(session), filled(browser, session, **{"agenda-0-title_fr": "Ouverture"}))
    assert response.status_code == 302, problems(response)
    item = AgendaItem.objects.get(meeting=session, number="1")
    event = Event.objects.about(item).first()
    assert event is not None
    assert event.facts == {"changes": {"title_fr": ["Ouverture de la session", "Ouverture"]}}


def test_the_history_of_a_meeting_is_told_in_words(farah: User, bureau: Meeting, browser_of: Browser) -> None:
    browser = browser_of(farah)
    browser.post(move(bureau, "scheduled"))
    html = browser.get(address(bureau, "history")).content.decode()
    told = re.findall(r"<p>(.*?)</p>", html[html.index("portal-history") :])
    assert told == [
        "An operator (load_process) loaded “Meeting of the Bureau of the Governing Council” from its data folder",
        "Farah confirmed “Meeting of the Bureau of the Governing Council”",
    ]


def test_meetings_are_found_by_name(farah: User, igsp: Process, browser_of: Browser) -> None:
    html = browser_of(farah).get(f"{reverse('admin:meetings_meeting_changelist')}?q=Dar+es+Salaam").content.decode()
    assert "Informal consultation, Dar es Salaam" in html
    assert "Second session" not in html


@pytest.mark.parametrize(
    ("typed", "keys"),
    [("bali", ["regional-groups", "wg-3"]), ("巴厘", ["regional-groups", "wg-3"]), ("Sirte", ["amcen-10"])],
)
def test_meetings_are_found_by_any_place_they_were_given(
    farah: User, igsp: Process, browser_of: Browser, typed: str, keys: list[str]
) -> None:
    page = browser_of(farah).get(reverse("admin:meetings_meeting_changelist"), {"q": typed})
    assert [meeting.key for meeting in page.context["cl"].result_list] == keys


# Roles


def test_a_role_is_given_by_saving_a_new_one(farah: User, eve: User, igsp: Process, browser_of: Browser) -> None:
    kenya = igsp.participants.get(key="ken")
    sent = {"process": igsp.pk, "user": eve.pk, "role": "reader", "participant": kenya.pk}
    response = browser_of(farah).post(reverse("admin:meetings_membership_add"), sent)
    assert response.status_code == 302
    membership = Membership.objects.get(user=eve)
    event = Event.objects.about(membership).first()
    assert event is not None
    assert (event.verb, event.by) == ("membership.given", farah)


def test_a_role_that_fits_no_participant_is_refused_in_words(
    farah: User, eve: User, igsp: Process, browser_of: Browser
) -> None:
    sent = {"process": igsp.pk, "user": eve.pk, "role": "reader", "participant": ""}
    response = browser_of(farah).post(reverse("admin:meetings_membership_add"), sent)
    assert "A focal point, drafter or reader acts for a participant" in response.content.decode()
    assert Membership.objects.filter(user=eve).exists() is False


def test_a_role_is_ended_by_a_button_and_never_rewritten(
    farah: User, amina: User, igsp: Process, browser_of: Browser
) -> None:
    membership = Membership.objects.get(user=amina)
    browser = browser_of(farah)
    html = browser.get(address(membership)).content.decode()
    assert 'name="role"' not in html
    assert re.findall(r'action="\.\./do/(\w+)/"', html) == ["end"]
    browser.post(move(membership, "end"))
    assert Membership.objects.in_force().of(amina).exists() is False
    assert browser.post(move(membership, "end")).status_code == 403


def test_who_acts_for_a_participant_is_shown_on_its_page(
    farah: User, amina: User, igsp: Process, browser_of: Browser
) -> None:
    html = browser_of(farah).get(address(igsp.participants.get(key="ken"))).content.decode()
    assert "Amina" in html


# Who may


@pytest.mark.parametrize("who", ["diego", "chen", "jun"])
def test_a_clerk_a_translator_and_an_auditor_read_meetings_and_edit_none(
    request: pytest.FixtureRequest, bureau: Meeting, browser_of: Browser, who: str
) -> None:
    browser = browser_of(request.getfixturevalue(who))
    page = browser.get(address(bureau))
    assert page.status_code == 200
    html = page.content.decode()
    assert 'name="_save"' not in html
    assert "../do/" not in html
    assert browser.post(address(bureau), {"zone": "UTC"}).status_code == 403
    assert browser.post(move(bureau, "cancelled")).status_code == 403
    assert browser.get(address(bureau, "add")).status_code == 403
    assert Meeting.objects.get(pk=bureau.pk).state == "tentative"


def test_an_editor_edits_meetings_and_gives_no_roles(ivan: User, bureau: Meeting, browser_of: Browser) -> None:
    browser = browser_of(ivan)
    assert browser.post(move(bureau, "cancelled")).status_code == 302
    assert browser.get(reverse("admin:meetings_membership_changelist")).status_code == 403
    assert browser.get(reverse("admin:meetings_membership_add")).status_code == 403


def test_an_auditor_reads_the_history(jun: User, bureau: Meeting, browser_of: Browser) -> None:
    assert browser_of(jun).get(address(bureau, "history")).status_code == 200


@pytest.mark.parametrize("who", ["amina", "eve"])
def test_whoever_has_no_desk_is_kept_out(
    request: pytest.FixtureRequest, bureau: Meeting, browser_of: Browser, who: str
) -> None:
    assert browser_of(request.getfixturevalue(who)).get(address(bureau)).status_code in (302, 403)


def test_meetings_and_processes_are_not_deleted_at_the_desk(farah: User, bureau: Meeting, browser_of: Browser) -> None:
    assert browser_of(farah).post(address(bureau, "delete"), {"post": "yes"}).status_code == 403
    assert Meeting.objects.filter(pk=bureau.pk).exists() is True


# Between processes


def test_what_stands_in_another_process_is_not_found(farah: User, lakes: Process, browser_of: Browser) -> None:
    with given():
        other = Meeting.objects.create(process=lakes, key="one", kind="expert", name="Elsewhere")
    browser = browser_of(farah)
    assert browser.get(address(other), follow=True).redirect_chain != []
    assert browser.post(move(other, "cancelled")).status_code == 404
    assert browser.get(address(other, "history")).status_code == 404
    assert "Elsewhere" not in browser.get(reverse("admin:meetings_meeting_changelist")).content.decode()


def test_nothing_is_moved_into_a_process_of_others(
    farah: User, bureau: Meeting, lakes: Process, browser_of: Browser
) -> None:
    browser = browser_of(farah)
    browser.post(address(bureau), filled(browser, bureau, process=str(lakes.pk)))
    assert Meeting.objects.get(pk=bureau.pk).process.slug == "igsp"


def test_nobody_is_given_a_role_in_a_process_of_others(
    farah: User, eve: User, lakes: Process, browser_of: Browser
) -> None:
    sent = {"process": lakes.pk, "user": eve.pk, "role": "administrator", "participant": ""}
    assert browser_of(farah).post(reverse("admin:meetings_membership_add"), sent).status_code == 200
    assert Membership.objects.filter(process=lakes).exists() is False


def test_a_participant_of_another_process_cannot_be_chosen(
    farah: User, eve: User, igsp: Process, lakes: Process, browser_of: Browser
) -> None:
    with given():
        other = Participant.objects.create(process=lakes, key="dams", kind="organization", name="Dams")
    sent = {"process": igsp.pk, "user": eve.pk, "role": "reader", "participant": other.pk}
    assert browser_of(farah).post(reverse("admin:meetings_membership_add"), sent).status_code == 200
    assert Membership.objects.filter(user=eve).exists() is False


def test_a_new_process_is_made_by_a_technical_administrator_alone(farah: User, browser_of: Browser) -> None:
    assert browser_of(farah).get(reverse("admin:meetings_process_add")).status_code == 403


# Every list


LISTS = ["process", "decision", "component", "meeting", "letter", "region", "participant", "membership"]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_list_of_the_desk_opens_in_the_reader_s_language(
    farah: User, igsp: Process, browser_of: Browser, name: str, language: str
) -> None:
    address_of_list = reverse(f"admin:meetings_{name}_changelist").replace("/en/", f"/{language}/", 1)
    assert browser_of(farah).get(address_of_list).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_every_form_of_the_desk_opens(farah: User, igsp: Process, browser_of: Browser, name: str) -> None:
    from django.apps import apps

    thing = apps.get_model("meetings", name)._default_manager.order_by("pk").first()
    assert browser_of(farah).get(address(thing)).status_code == 200


@pytest.mark.parametrize(
    "typed", ["cote d'ivoire", "CÔTE D’IVOIRE", "ivoire côte", "كوت ديفوار", "Кот-д'Ивуар", "科特迪瓦"]
)
def test_participants_are_found_in_any_language_and_with_any_apostrophe(
    igsp: Process, farah: User, browser_of: Browser, typed: str
) -> None:
    page = browser_of(farah).get(reverse("admin:meetings_participant_changelist"), {"q": typed})
    assert [participant.key for participant in page.context["cl"].result_list] == ["civ"]
