"""What was there before changes were noted is noted by the upgrade, and is gone when it goes."""

from __future__ import annotations

from importlib import import_module

from django.apps import apps
from django.db.models import QuerySet

from igsp_portal.models import Change, Seen
from meetings.models import Process
from tests.cast import given

upgrade = import_module("submissions.migrations.0007_note_what_is_open")
calls_too = import_module("submissions.migrations.0016_moved_deadlines")


def test_the_upgrade_notes_what_strangers_see_and_nothing_else(inc: Process, igsp: Process) -> None:
    from django.contrib.auth.models import AnonymousUser

    from igsp_portal.foundations.record.changes import KINDS

    with given():
        QuerySet(Change).delete()
        for noting in (upgrade, calls_too) * 2:
            noting.note(apps, None)
    found = {(change.kind, change.key, change.slug) for change in Change.objects.all()}
    assert {change.seen for change in Change.objects.all()} == {Seen.OPEN}
    stranger = AnonymousUser()
    assert found == {
        (name, row["pk"], str(row[kind.slug]))
        for name, kind in KINDS.items()
        for row in kind.visible(stranger).values("pk", kind.slug)
    }
    assert Change.objects.count() == len(found) > 50
