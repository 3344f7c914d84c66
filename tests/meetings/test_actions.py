"""What changes in a process: moves by the table, dates with their history, roles given and ended, each on record."""

from __future__ import annotations

import datetime as dt
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from igsp_portal.foundations import access
from igsp_portal.foundations.access import Permission, Role
from igsp_portal.foundations.record import audit, records
from igsp_portal.models import Event, User
from meetings import actions
from meetings.models import Meeting, MeetingDates, Membership, Participant, Process
from meetings.states import MEETING_MOVES, MeetingState

from ..cast import given, person

# The table of moves as a secretariat would say it, written down a second time.
ALLOWED = {
    ("tentative", "scheduled"),
    ("tentative", "cancelled"),
    ("scheduled", "held"),
    ("scheduled", "cancelled"),
    ("scheduled", "tentative"),
    ("held", "scheduled"),
    ("cancelled", "scheduled"),
}


def newest() -> Event:
    found = Event.objects.first()
    assert found is not None
    return found


@pytest.fixture
def bureau(igsp: Process) -> Meeting:
    """A meeting without dates."""
    return igsp.meetings.get(key="bureau")


def test_the_table_of_moves_is_the_one_agreed() -> None:
    assert {(str(old), str(new)) for old, moves in MEETING_MOVES.items() for new in moves} == ALLOWED


@pytest.mark.parametrize(("old", "new"), list(product(MeetingState, MeetingState)))
def test_a_meeting_moves_by_the_table_alone(bureau: Meeting, old: MeetingState, new: MeetingState, clock: Any) -> None:
    clock("2004-10-15T12:00")
    with given():
        Meeting.objects.filter(pk=bureau.pk).update(state=old)
    bureau.refresh_from_db()
    before = audit.stamp()
    if (old, new) in ALLOWED:
        actions.move_meeting(bureau, to=new, by="Farah")
        changes = {"state": [str(old), str(new)]} | (
            {"cancelled_on": [None, "2004-10-15"]} if new == "cancelled" else {}
        )
        verb = "meeting.held_in_error" if old == "held" else f"meeting.{new}"
        assert (newest().verb, newest().facts) == (verb, {"changes": changes})
    else:
        with pytest.raises(ValidationError, match="A meeting that is .* cannot become .*"):
            actions.move_meeting(bureau, to=new, by="Farah")
        assert audit.stamp() == before
    assert Meeting.objects.get(pk=bureau.pk).state == (new if (old, new) in ALLOWED else old)


def test_a_move_is_told_in_words_with_who_made_it(bureau: Meeting, farah: User) -> None:
    actions.move_meeting(bureau, to=MeetingState.CANCELLED, by=farah)
    assert audit.in_words(newest()) == "Farah cancelled “Meeting of the Bureau of the Governing Council”"
    assert (newest().by, newest().process) == (farah, "igsp")


@pytest.fixture
def third(igsp: Process) -> Meeting:
    """The third session: 2 to 4 December 2004, in Bali, where the day begins eight hours before that of UTC."""
    return igsp.meetings.get(key="wg-3")


@pytest.mark.parametrize("moment", ["2004-10-15T12:00", "2004-12-03T15:59"])
def test_a_meeting_is_not_held_before_its_last_day(third: Meeting, clock: Any, moment: str) -> None:
    clock(moment)
    before = audit.stamp()
    with pytest.raises(ValidationError) as refused:
        actions.move_meeting(third, to=MeetingState.HELD, by="Farah")
    assert refused.value.messages == ["A meeting can be recorded as held from its last day on: 4 December 2004."]
    assert (Meeting.objects.get(pk=third.pk).state, audit.stamp()) == ("scheduled", before)


def test_a_meeting_is_held_from_its_last_day_on_by_its_own_clocks(third: Meeting, clock: Any) -> None:
    clock("2004-12-03T16:00")
    actions.move_meeting(third, to=MeetingState.HELD, by="Farah")
    assert Meeting.objects.get(pk=third.pk).state == "held"


def test_a_meeting_recorded_as_held_by_mistake_is_scheduled_again(third: Meeting, farah: User, clock: Any) -> None:
    clock("2004-12-04T12:00")
    actions.move_meeting(third, to=MeetingState.HELD, by=farah)
    actions.move_meeting(third, to=MeetingState.SCHEDULED, by=farah)
    assert Meeting.objects.get(pk=third.pk).state == "scheduled"
    assert audit.in_words(newest()) == f"Farah took back the record that “{third.name}” was held"


def test_a_meeting_that_was_held_is_given_no_later_days(third: Meeting, clock: Any) -> None:
    clock("2004-12-04T12:00")
    actions.move_meeting(third, to=MeetingState.HELD, by="Farah")
    later = MeetingDates(meeting=third, basis="actual", starts_on=dt.date(2004, 12, 6), ends_on=dt.date(2004, 12, 10))
    with pytest.raises(ValidationError, match="from its last day on: 10 December 2004"):
        actions.give_dates(later, by="Farah")
    assert third.dates.filter(ends_on="2004-12-10").exists() is False


def test_new_dates_are_added_and_the_earlier_stay(bureau: Meeting, farah: User) -> None:
    for day in (1, 8):
        dates = MeetingDates(
            meeting=bureau,
            basis="announced" if day == 1 else "revised",
            starts_on=dt.date(2004, 11, day),
            ends_on=dt.date(2004, 11, day),
            place="Vienna" if day == 1 else "Nairobi",
        )
        actions.give_dates(dates, by=farah)
    found = Meeting.objects.get(pk=bureau.pk)
    assert [str(dates) for dates in found.history] == ["2004-11-01 – 2004-11-01", "2004-11-08 – 2004-11-08"]
    assert (found.announced, found.in_force) == (found.history[0], found.history[1])
    assert audit.in_words(newest()) == (
        "Farah moved “Meeting of the Bureau of the Governing Council” "
        "from 2004-11-01 – 2004-11-01, Vienna to 2004-11-08 – 2004-11-08, Nairobi"
    )


def test_a_meeting_cannot_end_before_it_starts(bureau: Meeting) -> None:
    wrong = MeetingDates(
        meeting=bureau, basis="announced", starts_on=dt.date(2004, 11, 2), ends_on=dt.date(2004, 11, 1)
    )
    with pytest.raises(ValidationError, match="A meeting cannot end before it starts"):
        actions.give_dates(wrong, by="Farah")
    with pytest.raises(IntegrityError), given(), transaction.atomic():
        wrong.save()


# Roles


def kenya(process: Process) -> Participant:
    return process.participants.get(key="ken")


def test_a_role_is_given_with_an_event_and_can_be_used_at_once(igsp: Process, eve: User, farah: User) -> None:
    actions.give_role(process=igsp, user=eve, role=Role.FOCAL_POINT, participant=kenya(igsp), by=farah)
    assert access.may(User.objects.get(pk=eve.pk), Permission.OWN_FILE, process=igsp, participant=kenya(igsp))
    assert audit.in_words(newest()) == "Farah gave a role: Eve – focal point, Kenya"


def test_a_role_is_ended_with_an_event_and_stays_on_record(igsp: Process, amina: User, farah: User, clock: Any) -> None:
    clock("2004-10-15T12:00")
    membership = Membership.objects.get(user=amina)
    actions.end_role(membership, by=farah)
    assert access.grants(User.objects.get(pk=amina.pk)) == ()
    assert Membership.objects.get(pk=membership.pk).ended_at == dt.datetime(2004, 10, 15, 12, tzinfo=dt.UTC)
    assert audit.in_words(newest()) == "Farah ended a role: Amina – focal point, Kenya"


def test_a_role_held_already_is_not_given_again(igsp: Process, amina: User) -> None:
    with pytest.raises(ValidationError, match="This person already holds this role"):
        actions.give_role(process=igsp, user=amina, role=Role.FOCAL_POINT, participant=kenya(igsp), by="Farah")


def test_a_role_that_was_ended_can_be_given_again(igsp: Process, amina: User) -> None:
    actions.end_role(Membership.objects.get(user=amina), by="Farah")
    actions.give_role(process=igsp, user=amina, role=Role.FOCAL_POINT, participant=kenya(igsp), by="Farah")
    assert Membership.objects.of(amina).count() == 2
    assert Membership.objects.of(amina).in_force().count() == 1


def test_a_role_in_the_secretariat_held_already_is_not_given_again(igsp: Process, farah: User) -> None:
    with pytest.raises(ValidationError, match="This person already holds this role"):
        actions.give_role(process=igsp, user=farah, role=Role.ADMINISTRATOR, by="Farah")
    with pytest.raises(IntegrityError), given(), transaction.atomic():
        Membership.objects.create(process=igsp, user=farah, role=Role.ADMINISTRATOR)


@pytest.mark.parametrize("role", Role)
def test_a_party_s_role_is_for_a_participant_and_a_secretariat_s_for_none(igsp: Process, role: Role) -> None:
    """By whoever writes: the database refuses it too."""
    user = person("Someone")
    wrong = None if role in access.PARTY_ROLES else kenya(igsp)
    with pytest.raises(ValidationError, match="acts for a participant; a secretariat role does not"):
        actions.give_role(process=igsp, user=user, role=role, participant=wrong, by="Farah")
    with pytest.raises(IntegrityError), given(), transaction.atomic():
        Membership.objects.create(process=igsp, user=user, role=role, participant=wrong)


def test_nobody_acts_for_a_participant_of_another_process(igsp: Process, eve: User) -> None:
    with given():
        other = Process.objects.create(slug="other", name="Other", short_name="Other", body="Other")
    with pytest.raises(ValidationError, match="This belongs to another process"):
        actions.give_role(process=other, user=eve, role=Role.READER, participant=kenya(igsp), by="Farah")


def test_a_role_that_is_none_is_refused(igsp: Process, eve: User) -> None:
    with pytest.raises(ValidationError, match="is not a valid choice"):
        actions.give_role(process=igsp, user=eve, role="king", by="Farah")


# What must never be false


@pytest.mark.parametrize("zone", ["Nairobi", "GMT+3", "../etc/passwd"])
def test_a_zone_is_known_by_its_name(igsp: Process, zone: str) -> None:
    igsp.zone = zone
    with pytest.raises(ValidationError, match="is not a time zone"):
        igsp.full_clean()


@pytest.mark.parametrize(
    "slug", ["admin", "accounts", "my", "static", "symbol", "demo", "components", "about", "account", "verify"]
)
def test_an_address_of_the_portal_is_no_process(igsp: Process, slug: str) -> None:
    with pytest.raises(ValidationError, match="is an address of the portal itself"):
        Process(slug=slug, name="X", short_name="X", body="X").full_clean()


def test_two_processes_differ_by_more_than_capital_letters(igsp: Process) -> None:
    with pytest.raises(ValidationError) as refusal:
        Process(slug="Igsp", name="X", short_name="X", body="X").validate_constraints()
    assert refusal.value.messages == ["Another process has this address, apart from capital letters."]
    with given(), pytest.raises(IntegrityError), transaction.atomic():
        Process.objects.create(slug="Igsp", name="X", short_name="X", body="X")


def test_every_first_word_of_the_portal_s_own_addresses_is_reserved() -> None:
    from django.core.validators import slug_re
    from django.urls import LocalePrefixPattern, get_resolver

    from meetings.models.process import RESERVED_SLUGS

    prefixed = [p for p in get_resolver().url_patterns if isinstance(p.pattern, LocalePrefixPattern)]
    first = {word for resolver in prefixed for word in first_words(resolver) if slug_re.match(word)}
    assert {"about", "account", "admin", "my"} <= first
    assert first - RESERVED_SLUGS == set()


def first_words(resolver: Any) -> set[str]:
    """The first words of the addresses below, those of parts included without a word of their own among them."""
    words: set[str] = set()
    for pattern in resolver.url_patterns:
        word = str(pattern.pattern).split("/")[0]
        words |= {word} if word else first_words(pattern) if hasattr(pattern, "url_patterns") else set()
    return words


@pytest.mark.parametrize("slug", ["Igsp", "ABC", "a" * 41])
def test_the_address_of_a_process_is_short_and_in_small_letters(db: None, slug: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        Process(slug=slug, name="X", short_name="X", body="X").full_clean()
    assert list(refusal.value.message_dict) == ["slug"]


@pytest.mark.parametrize("aliases", [5, "UNEP/IGE", [5], [""], {"UNEP/IGE": 1}])
def test_other_forms_of_a_series_are_a_list_of_words(igsp: Process, aliases: Any) -> None:
    igsp.series_aliases = aliases
    with pytest.raises(ValidationError) as refusal:
        igsp.full_clean()
    assert list(refusal.value.message_dict) == ["series_aliases"]


def test_a_series_may_have_no_other_forms(igsp: Process) -> None:
    records.change(igsp, by="Farah", values={"series_aliases": None})
    assert Process.objects.get(pk=igsp.pk).series_aliases == []


@pytest.mark.parametrize(
    ("model", "values"),
    [
        ("meetings", {"key": "wg-1", "kind": "session", "name": "Again"}),
        ("participants", {"key": "ken", "kind": "state", "name": "Again"}),
        ("regions", {"key": "africa", "scheme": "programme_region", "name": "Again"}),
        ("decisions", {"key": "ss-vii-1", "symbol": "SS.VII/9", "title": "Again"}),
        ("decisions", {"key": "again", "symbol": "SS.VII/1", "title": "Again"}),
        ("letters", {"key": "governments", "purpose": "request", "to": "Again", "about": "Again"}),
    ],
)
def test_a_key_is_given_once_in_a_process(igsp: Process, model: str, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), given(), transaction.atomic():
        getattr(igsp, model).create(**values)


def test_a_move_made_beside_it_is_seen_by_the_next(bureau: Meeting) -> None:
    with given():
        Meeting.objects.filter(pk=bureau.pk).update(state="held")
    assert bureau.state != "held"
    with pytest.raises(ValidationError, match="A meeting that is held cannot become"):
        actions.move_meeting(bureau, to=MeetingState.CANCELLED, by="Farah")
