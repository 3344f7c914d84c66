"""Plain changes: one row, one event with old and new, and none where nothing differs."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import models

from igsp_portal.foundations.record import audit, records
from igsp_portal.models import Event, User
from meetings.models import Meeting, Participant, Process, Region

from ..cast import person


def newest() -> Event:
    found = Event.objects.first()
    assert found is not None
    return found


def region(process: Process, **values: object) -> Region:
    return Region(**{"process": process, "key": "upstream", "scheme": "programme_region", "name": "Upstream"} | values)


def test_a_row_is_made_with_its_event(igsp: Process) -> None:
    made = records.create(region(igsp), by="test")
    assert made.pk is not None
    assert (newest().verb, newest().about_label) == ("created", "Upstream")


def test_a_row_that_a_rule_refuses_is_not_made(igsp: Process) -> None:
    before = audit.stamp()
    with pytest.raises(ValidationError, match="This key is taken"):
        records.create(region(igsp, key="africa"), by="test")
    with pytest.raises(ValidationError, match="Value 'nowhere' is not a valid choice"):
        records.create(region(igsp, scheme="nowhere"), by="test")
    assert audit.stamp() == before


def test_a_change_records_old_and_new_of_what_differs(igsp: Process) -> None:
    made = records.create(region(igsp), by="test")
    changed = records.change(made, by="test", values={"name": "Upper", "order": 0, "key": "upper"})
    assert changed is True
    assert newest().facts == {"changes": {"name": ["Upstream", "Upper"], "key": ["upstream", "upper"]}}
    assert Region.objects.get(pk=made.pk).key == "upper"


def test_a_change_of_nothing_writes_nothing(igsp: Process) -> None:
    before = audit.stamp()
    meeting = igsp.meetings.get(key="wg-1")
    assert records.change(meeting, by="test", values={"number": 1, "zone": "America/New_York"}) is False
    assert audit.stamp() == before


def test_a_row_loaded_long_ago_undoes_nothing_when_it_is_changed(db: None) -> None:
    kim = person("Kim")
    loaded_before = User.objects.get(pk=kim.pk)
    records.change(kim, by="test", values={"is_active": False})
    records.change(loaded_before, by="test", values={"language": "fr"})
    assert newest().facts == {"changes": {"language": ["en", "fr"]}}
    kim.refresh_from_db()
    assert [(user.is_active, user.language) for user in (kim, loaded_before)] == [(False, "fr")] * 2


def test_a_change_back_to_what_was_loaded_is_made(db: None) -> None:
    kim = person("Kim")
    loaded_before = User.objects.get(pk=kim.pk)
    records.change(kim, by="test", values={"language": "fr"})
    assert records.change(loaded_before, by="test", values={"language": "en"}) is True
    assert newest().facts == {"changes": {"language": ["fr", "en"]}}


def test_what_a_form_has_set_is_written_as_far_as_it_is_named(db: None) -> None:
    kim = person("Kim")
    kim.name, kim.language, kim.is_active = "Kim Other", "fr", False
    assert records.save_changed(kim, by="test", names=["name", "language"]) is True
    assert newest().facts == {"changes": {"name": ["Kim", "Kim Other"], "language": ["en", "fr"]}}
    kim.refresh_from_db()
    assert (kim.name, kim.language, kim.is_active) == ("Kim Other", "fr", True)
    before = audit.stamp()
    assert records.save_changed(kim, by="test", names=["name", "language"]) is False
    assert audit.stamp() == before


def test_references_and_dates_are_recorded_as_people_read_them(igsp: Process) -> None:
    kenya = Participant.objects.get(process=igsp, key="ken")
    records.change(kenya, by="test", values={"region": Region.objects.get(process=igsp, key="europe")})
    assert newest().facts == {"changes": {"region": ["Africa", "Europe"]}}
    records.change(kenya, by="test", values={"region": None})
    assert newest().facts == {"changes": {"region": ["Europe", None]}}


def test_a_change_that_a_rule_refuses_is_not_written(igsp: Process) -> None:
    before = audit.stamp()
    meeting = igsp.meetings.get(key="wg-1")
    with pytest.raises(ValidationError, match="is not a time zone"):
        records.change(meeting, by="test", values={"zone": "Nairobi"})
    assert audit.stamp() == before
    assert Meeting.objects.get(pk=meeting.pk).zone == "America/New_York"


def test_a_removed_row_leaves_its_event(igsp: Process) -> None:
    made = records.create(region(igsp), by="test")
    key = made.pk
    records.remove(made, by="test")
    assert Region.objects.filter(pk=key).exists() is False
    assert (newest().verb, newest().about_key, newest().about_label) == ("removed", str(key), "Upstream")


def test_what_others_point_at_is_not_removed(igsp: Process) -> None:
    before = audit.stamp()
    with pytest.raises(models.ProtectedError):
        records.remove(Region.objects.get(process=igsp, key="africa"), by="test")
    assert audit.stamp() == before


def test_a_row_is_put_once_and_changed_only_where_it_differs(igsp: Process) -> None:
    find = {"process": igsp, "key": "upstream"}
    values = {"scheme": "programme_region", "name": "Upstream"}
    made = records.put(Region, by="test", find=find, values=values)
    assert newest().verb == "loaded"
    before = audit.stamp()
    assert records.put(Region, by="test", find=find, values=values) == made
    assert audit.stamp() == before
    records.put(Region, by="test", find=find, values=values | {"order": 4})
    assert (newest().verb, newest().facts) == ("changed", {"changes": {"order": [0, 4]}})
