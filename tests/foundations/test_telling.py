"""The record tells of things by the names they have in the language of its reader, and asks little for that."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from igsp_portal.foundations.language.languages import CODES
from igsp_portal.foundations.record import audit, records
from igsp_portal.models import Event, User
from meetings.models import Process, Region


def upstream(igsp: Process, farah: User) -> Region:
    names = {"name_en": "Upstream", "name_fr": "Amont"}
    return records.create(Region(process=igsp, key="upstream", scheme="programme_region", **names), by=farah)


def sentences(events: Any) -> list[str]:
    return [words for _event, words in audit.told(events)]


def test_what_is_still_there_is_called_as_its_reader_calls_it(igsp: Process, farah: User) -> None:
    with translation.override("fr"):
        region = upstream(igsp, farah)
    assert sentences(Event.objects.about(region)) == ["Farah created “Upstream”"]
    with translation.override("fr"):
        assert "Amont" in sentences(Event.objects.about(region))[0]


def test_what_is_gone_is_called_as_it_was(igsp: Process, farah: User) -> None:
    region = upstream(igsp, farah)
    key = region.pk
    records.remove(region, by=farah)
    region.pk = key
    with translation.override("fr"):
        assert ["Upstream" in words for words in sentences(Event.objects.about(region))] == [True, True]


@pytest.mark.parametrize(("kind", "key"), [("meetings.ferry", "1"), ("meetings.region", "None")])
def test_what_an_earlier_release_wrote_is_told_by_its_label(kind: str, key: str, db: None) -> None:
    event = Event(verb="created", by_label="Farah", about_type=kind, about_key=key, about_label="Ferry")
    assert sentences([event]) == ["Farah created “Ferry”"]


def rows_of_each_kind() -> Iterator[list[models.Model]]:
    for model in apps.get_models():
        if model._meta.app_label in ("meetings", "documents", "submissions", "igsp_portal"):
            yield list(model._base_manager.all()[:3])


@pytest.mark.slow
def test_each_kind_of_thing_is_asked_for_once(igsp: Process) -> None:
    things = [thing for rows in rows_of_each_kind() for thing in rows]
    kinds = {thing._meta.label_lower for thing in things}
    events = [
        Event(verb="changed", by_label="Farah", about_type=thing._meta.label_lower, about_key=str(thing.pk))
        for thing in things
    ]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        audit.told(events)
    assert len(asked) == len(kinds)


@pytest.mark.parametrize("name", ["portal", "demo", "load_process", "reseal"])
def test_who_acts_without_a_person_has_a_name_in_each_language(name: str) -> None:
    event = Event(verb="created", by_label=name, about_label="Upstream")
    for code in CODES:
        with translation.override(code):
            assert audit.ACTORS[name] != name
            assert str(audit.ACTORS[name]) in audit.in_words(event)
    assert audit.in_words(event).split(" created")[0] in (
        "The portal",
        "The demonstration",
        f"An operator ({name})",
    )


def test_a_person_may_be_called_like_a_command(farah: User) -> None:
    assert audit.in_words(Event(verb="created", by=farah, by_label="demo", about_label="x")) == "demo created “x”"
