"""The record: each change and its event are one, and what was recorded never changes."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection, connections, models, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from igsp_portal.foundations.language.languages import CODES
from igsp_portal.foundations.record import audit, records
from igsp_portal.models import Event, User
from meetings.models import Letter, Process, Region

from ..cast import given, person


def newest() -> Event:
    found = Event.objects.first()
    assert found is not None
    return found


def new_region(process: Process, name: str = "Upstream") -> Region:
    return Region(process=process, key=name.lower(), scheme="programme_region", name=name)


def write(process: Process, by: Any = "test", **event: Any) -> Event:
    region = new_region(process)
    with audit.recorded("created", region, by=by, **event):
        region.save()
    return newest()


# One transaction


def test_a_change_and_its_event_are_written_together(igsp: Process, farah: User, clock: Any) -> None:
    clock("2004-10-15T12:00")
    event = write(igsp, by=farah, number=3)
    region = Region.objects.get(key="upstream")
    assert (event.verb, event.about_type, event.about_key) == ("created", "meetings.region", str(region.pk))
    assert (event.about_label, event.process, event.facts) == ("Upstream", "igsp", {"number": 3})
    assert (event.by, event.by_label, event.at) == (farah, "Farah", dt.datetime(2004, 10, 15, 12, tzinfo=dt.UTC))


def test_an_exception_undoes_the_change_and_its_event(igsp: Process) -> None:
    before = audit.stamp()
    region = new_region(igsp)
    with suppress(ZeroDivisionError), audit.recorded("created", region, by="test"):
        region.save()
        raise ZeroDivisionError
    assert audit.stamp() == before
    assert Region.objects.filter(key="upstream").exists() is False


def test_an_event_that_cannot_be_written_undoes_the_change(igsp: Process) -> None:
    region = new_region(igsp)
    with (
        pytest.raises(TypeError, match="not JSON serializable"),
        audit.recorded("created", region, by="test", fact=object()),
    ):
        region.save()
    assert Region.objects.filter(key="upstream").exists() is False


def test_an_undone_transaction_around_it_undoes_both(igsp: Process) -> None:
    before = audit.stamp()
    with suppress(ZeroDivisionError), transaction.atomic():
        write(igsp)
        raise ZeroDivisionError
    assert audit.stamp() == before


def test_changes_inside_a_change_have_events_of_their_own(igsp: Process) -> None:
    before = Event.objects.latest("pk").pk
    with audit.recorded("outer", igsp, by="test"):
        write(igsp)
    verbs = list(Event.objects.filter(pk__gt=before).order_by("pk").values_list("verb", flat=True))
    assert verbs == ["created", "outer"]


def test_a_recorded_change_is_under_way_only_inside(igsp: Process) -> None:
    assert audit.writing() is False
    with audit.recorded("outer", igsp, by="test"):
        assert audit.writing() is True
    assert audit.writing() is False


def test_after_an_exception_nothing_is_under_way(igsp: Process) -> None:
    with pytest.raises(ZeroDivisionError), audit.recorded("outer", igsp, by="test"):
        raise ZeroDivisionError
    assert audit.writing() is False


def test_a_command_acts_by_its_name(igsp: Process) -> None:
    event = write(igsp, by="load_process")
    assert (event.by, event.by_label) == (None, "load_process")


def test_a_change_of_nothing_in_particular_can_be_recorded(db: None) -> None:
    with audit.recorded("counted", by="test", process="igsp"):
        pass
    assert (newest().about_type, newest().about_label, newest().process) == ("", "", "igsp")


def test_the_party_sees_what_it_may_see_and_nothing_else(igsp: Process) -> None:
    parties = ("igsp:ken", "igsp:hrv")
    before = [Event.objects.seen_by_party(party).count() for party in parties]
    write(igsp, party="igsp:ken", party_sees=True)
    with given():
        Region.objects.filter(key="upstream").delete()
    write(igsp, party="igsp:ken")
    now = [Event.objects.seen_by_party(party).count() for party in parties]
    assert now == [before[0] + 1, before[1]]


def test_several_changes_are_written_together_and_their_events_last(
    igsp: Process,
) -> None:
    with CaptureQueriesContext(connection) as queries, audit.together():
        write(igsp)
        with suppress(ZeroDivisionError), audit.recorded("undone", igsp, by="test"):
            raise ZeroDivisionError
        with audit.recorded("counted", igsp, by="test"):
            assert Event.objects.filter(verb__in=["undone", "counted"]).count() == 0
    assert list(Event.objects.values_list("verb", flat=True)[:2]) == ["counted", "created"]
    writes = [query["sql"].split('"')[1] for query in queries if query["sql"].startswith("INSERT")]
    assert writes == ["meetings_region", "igsp_portal_event", "igsp_portal_change"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_two_changes_that_ask_for_the_same_row_do_not_stop_each_other(igsp: Process) -> None:
    """One holds the row before its event; the other has had an event before it asks for the row."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one writer in at a time.")
    gate = threading.Barrier(2)
    region = records.create(new_region(igsp), by="test")

    def one() -> None:
        with transaction.atomic():
            held = Region.objects.select_for_update().get(pk=region.pk)
            gate.wait(10)
            records.change(held, by="one", values={"name": "One"})

    def other() -> None:
        with audit.recorded("outer", igsp, by="other"):
            records.create(new_region(igsp, "Downstream"), by="other")
            gate.wait(10)
            records.change(Region.objects.get(pk=region.pk), by="other", values={"name": "Other"})

    in_threads(one, other)
    verbs = [(event.by_label, event.verb) for event in Event.objects.filter(by_label__in=["one", "other"])]
    assert verbs[::-1] == [("one", "changed"), ("other", "created"), ("other", "changed"), ("other", "outer")]


def in_threads(*acts: Callable[[], None]) -> None:
    """Do all at once, each with a connection of its own; raises what one of them raised."""

    def run(act: Callable[[], None]) -> None:
        try:
            act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        for done in [threads.submit(run, act) for act in acts]:
            done.result(60)


# The stamp


def test_the_stamp_is_the_newest_event(igsp: Process) -> None:
    before = audit.stamp()
    event = write(igsp)
    assert audit.stamp() == event.pk > before


def test_events_wait_for_their_turn_on_a_database_with_many_writers(
    igsp: Process, django_assert_num_queries: Any
) -> None:
    """Else an event could commit after a later one, and a page be kept that does not show it."""
    locks = 1 if connection.vendor == "postgresql" else 0
    with django_assert_num_queries(3 + locks), audit.recorded("counted", by="test"):
        pass


# For ever


def test_an_event_is_never_changed(igsp: Process) -> None:
    event = write(igsp)
    event.verb = "removed"
    with pytest.raises(TypeError, match="never changed"):
        event.save()
    with pytest.raises(TypeError, match="never changed"):
        Event.objects.filter(pk=event.pk).update(verb="removed")
    with pytest.raises(TypeError, match="never changed"):
        Event.objects.bulk_update([event], ["verb"])


def test_an_event_is_never_deleted(igsp: Process) -> None:
    event = write(igsp)
    with pytest.raises(TypeError, match="never deleted"):
        event.delete()
    with pytest.raises(TypeError, match="never deleted"):
        Event.objects.filter(pk=event.pk).delete()


def test_whoever_acted_cannot_be_deleted(igsp: Process, eve: User) -> None:
    write(igsp, by=eve)
    with pytest.raises(models.ProtectedError), given():
        eve.delete()


def test_labels_are_kept_when_what_they_name_is_gone_or_renamed(igsp: Process) -> None:
    person("Kim")
    kim = User.objects.get(name="Kim")
    event = write(igsp, by=kim)
    with given():
        Region.objects.filter(key="upstream").delete()
        kim.name = "Kim Other"
        kim.save()
    again = Event.objects.get(pk=event.pk)
    assert audit.in_words(again) == "Kim created “Upstream”"


def test_long_labels_are_cut_and_not_refused(igsp: Process) -> None:
    letter = Letter(process=igsp, key="long", purpose="request", to="x", about="y" * 400)
    with audit.recorded("created", letter, by="z" * 300):
        letter.save()
    assert (len(newest().about_label), len(newest().by_label)) == (400, 254)


# In words


def event(verb: str, **facts: Any) -> Event:
    return Event(verb=verb, by_label="Farah", about_label="First session", facts=facts)


def test_an_event_is_told_in_one_sentence() -> None:
    assert audit.in_words(event("removed")) == "Farah removed “First session”"


def test_facts_stand_in_the_sentence() -> None:
    told = audit.in_words(event("meeting.dated", dates="2004-06-25 – 2004-06-25"))
    assert told == "Farah gave “First session” the dates 2004-06-25 – 2004-06-25"


def test_an_old_event_that_lacks_a_fact_is_still_told() -> None:
    assert audit.in_words(event("meeting.dated")) == "Farah gave “First session” the dates …"


def test_an_event_whose_sentence_is_gone_is_told_by_its_verb() -> None:
    assert audit.in_words(event("100%.odd")) == "Farah: 100%.odd “First session”"


def test_names_with_signs_of_percent_are_told_as_they_are() -> None:
    told = audit.in_words(Event(verb="created", by_label="100%(by)s", about_label="50%", facts={}))
    assert told == "100%(by)s created “50%”"


@pytest.mark.parametrize("language", CODES)
def test_every_sentence_can_be_told_in_every_language(language: str) -> None:
    with translation.override(language):
        for verb in audit.SENTENCES:
            assert "Farah" in audit.in_words(event(verb)) or "%(by)s" not in str(audit.SENTENCES[verb])


def test_a_name_in_another_script_does_not_disturb_an_arabic_sentence(igsp: Process) -> None:
    event = write(igsp, by="Amina")
    with translation.override("ar"):
        told = audit.in_words(event)
    assert ("\u2068Upstream\u2069" in told, "\u2068Amina\u2069" in told) == (True, True)
    assert audit.in_words(event) == "Amina created “Upstream”"
