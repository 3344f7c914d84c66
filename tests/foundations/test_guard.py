"""The watch that stands over all tests: what writes outside the record is caught, and nothing else is."""

from __future__ import annotations

import pytest
from django.db import connection

from igsp_portal.foundations.record import audit
from igsp_portal.models import Event, User
from meetings.models import Participant, Process, Region

from ..cast import given
from ..conftest import OURS, UnrecordedWrite, our_tables

pytestmark = pytest.mark.slow


def test_a_row_made_outside_the_record_is_caught(igsp: Process) -> None:
    with pytest.raises(UnrecordedWrite, match='INSERT INTO "meetings_region"'):
        Region.objects.create(process=igsp, key="x", scheme="programme_region", name="X")


def test_a_row_changed_outside_the_record_is_caught(igsp: Process) -> None:
    with pytest.raises(UnrecordedWrite, match='UPDATE "meetings_participant"'):
        Participant.objects.filter(key="ken").update(short_name="KE")


def test_a_row_deleted_outside_the_record_is_caught(igsp: Process) -> None:
    with pytest.raises(UnrecordedWrite, match='DELETE FROM "meetings_letter"'):
        igsp.letters.all()._raw_delete(using="default")


def test_rows_made_together_outside_the_record_are_caught(igsp: Process) -> None:
    with pytest.raises(UnrecordedWrite):
        Region.objects.bulk_create([Region(process=igsp, key="x", scheme="programme_region", name="X")])


def test_a_link_between_rows_made_outside_the_record_is_caught(igsp: Process) -> None:
    from documents.models import RequiredInput

    required = RequiredInput.objects.filter(process=igsp).first()
    assert required is not None
    with given():
        required.requested_by.clear()
    with pytest.raises(UnrecordedWrite):
        required.requested_by.set(igsp.letters.all())


def test_words_of_sql_are_caught_too(igsp: Process) -> None:
    with pytest.raises(UnrecordedWrite), connection.cursor() as cursor:
        cursor.execute("update meetings_process set slug = 'x'")


def test_an_event_alone_is_caught(db: None) -> None:
    with pytest.raises(UnrecordedWrite):
        Event(verb="x", at="2004-01-01T00:00Z", by_label="x").save()


def test_what_is_recorded_passes(igsp: Process) -> None:
    region = Region(process=igsp, key="x", scheme="programme_region", name="X")
    with audit.recorded("created", region, by="test"):
        region.save()
    assert Region.objects.filter(key="x").exists() is True


def test_the_scene_of_a_test_passes(igsp: Process) -> None:
    with given():
        Region.objects.create(process=igsp, key="x", scheme="programme_region", name="X")


def test_reading_passes(igsp: Process) -> None:
    assert Participant.objects.filter(key="ken").select_for_update().count() == 1


def test_the_time_of_a_sign_in_passes_and_no_other_field_of_an_account(eve: User) -> None:
    eve.last_login = None
    eve.save(update_fields=["last_login"])
    with pytest.raises(UnrecordedWrite):
        eve.save(update_fields=["name", "last_login"])


def test_the_watch_covers_every_table_of_ours() -> None:
    tables = our_tables()
    assert {"igsp_portal_user", "igsp_portal_event", "igsp_portal_outgoingmail"} <= tables
    assert {"meetings_membership", "documents_document_agenda_items"} <= tables
    assert {table.rsplit("_", 1)[0].split("_")[0] for table in tables} <= {app.split("_")[0] for app in OURS}
