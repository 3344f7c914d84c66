"""Nothing is written but where the record of events is written with it.

The watch in conftest.py sees every statement that a test causes. This walk sees the code that no test reaches:
each place that writes rows is listed here with the reason why it may.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from igsp_portal.foundations.record import audit
from igsp_portal.models import User
from meetings.models import Process, Region

from ..conftest import UnrecordedWrite

ROOT = Path(settings.BASE_DIR)
APPS = ("igsp_portal", "meetings", "documents", "submissions")
WRITES = {
    "save",
    "create",
    "acreate",
    "update",
    "aupdate",
    "delete",
    "adelete",
    "asave",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
}
# Methods of those names that write no row: a dictionary, the record of events itself, a stored file, a spreadsheet.
NO_ROWS = {"records", "SENTENCES", "variables", "digest", "font", "request.session"}
NO_ROWS |= {"file", "storage", "default_storage", "book"}

# module (or package/): why it may write
ALLOWED = {
    "igsp_portal/foundations/record/audit.py": "the event itself",
    "igsp_portal/foundations/record/changes.py": "what programs are told that an event has changed, with the event",
    "igsp_portal/foundations/record/records.py": "writes one row with its event, for everybody else",
    "igsp_portal/foundations/worker/mail.py": "letters, each inside recorded",
    "igsp_portal/foundations/worker/work.py": "the queue, which is none of our tables; inside recorded",
    "igsp_portal/foundations/paper/kept.py": "a paper that was set and is kept, inside recorded",
    "igsp_portal/foundations/admin/": "formset.save(commit=False) writes nothing; the rest goes through records",
    "igsp_portal/foundations/secrets/sessions.py": "sessions, which are none of our tables",
    "igsp_portal/front/browsers.py": "the account library's list of browsers and the sessions in them, likewise",
    "igsp_portal/admin.py": "the account library's own list of addresses, which is none of our tables",
    "igsp_portal/management/commands/reseal.py": "second factors, which are none of our tables",
    "igsp_portal/management/commands/db_worker.py": "the queue, which is none of our tables",
    "igsp_portal/models.py": "UserManager for createsuperuser, on an operator's terminal; Event.save refuses changes",
    "meetings/actions": "actions, each inside recorded",
    "meetings/models/process.py": "the stamp of a mandate, with what changes it",
    "meetings/admin.py": "formset.save(commit=False) writes nothing; the rest goes through actions",
    "documents/library/actions": "actions, each inside recorded",
    "documents/search/indexing.py": "the index of what can be found, made from what is there, inside recorded",
    "documents/alerts/actions.py": "actions, each inside recorded",
    "documents/alerts/telling.py": "what the worker notes of news and of whom it told, inside recorded",
    "documents/texts/actions": "actions on texts, each inside recorded",
    "documents/texts/giving_out/requested.py": "what was asked of the worker, and what hindered it, inside recorded",
    "documents/texts/giving_out/transmittals.py": "what the worker notes of a package, inside recorded",
    "documents/texts/typesetting.py": "what the typesetter notes of its own work, inside recorded",
    "documents/library/models/": "managers and models that refuse to change what was issued",
    "documents/texts/models": "managers and models that refuse to change what was released",
    "submissions/actions": "actions, each inside recorded",
    "submissions/receiving/actions.py": "actions, each inside recorded",
    "submissions/log/": "the log of filings, inside recorded",
    "submissions/inviting/actions.py": "likewise, of invitations",
    "submissions/inviting/reminding.py": "what the worker notes of reminders, inside recorded",
    "submissions/loading.py": "illustrative submissions of a data folder, inside recorded",
    "submissions/compiling/actions.py": "actions, each inside recorded",
    "submissions/compiling/making.py": "what the worker notes of files that it made, inside recorded",
    "submissions/sources/actions.py": "actions, each inside recorded",
    "submissions/models": "managers and models that refuse to change what was filed",
}


def modules() -> list[Path]:
    paths = (path for app in APPS for path in sorted((ROOT / app).rglob("*.py")))
    return [path for path in paths if "migrations" not in path.parts]


def writes_in(source: str) -> Iterator[tuple[int, str]]:
    """The calls in `source` that write rows, by the look of them."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            owner = ast.unparse(node.func.value)
            if owner not in NO_ROWS and not owner.endswith((".storage", ".file")):
                yield node.lineno, ast.unparse(node)[:80]


def allowed(name: str) -> bool:
    return any(name.startswith(place) for place in ALLOWED)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_only_actions_write(path: Path) -> None:
    name = str(path.relative_to(ROOT))
    found = [] if allowed(name) else list(writes_in(path.read_text(encoding="utf-8")))
    assert found == []


@pytest.mark.parametrize("place", ALLOWED)
def test_no_permission_to_write_is_kept_that_nobody_uses(place: str) -> None:
    writing = [
        path
        for path in modules()
        if str(path.relative_to(ROOT)).startswith(place) and list(writes_in(path.read_text(encoding="utf-8")))
    ]
    assert writing


def test_a_view_that_writes_would_be_found() -> None:
    source = "def view(request, pk):\n    Process.objects.filter(pk=pk).update(is_public=True)\n"
    assert [line for line, _ in writes_in(source)] == [2]


@pytest.mark.django_db
class TestTheWatch:
    """The watch itself, which stands over every test that uses the database."""

    def test_it_stops_a_row_that_is_saved_without_an_event(self, igsp: Process) -> None:
        with pytest.raises(UnrecordedWrite):
            Region(process=igsp, key="nowhere", scheme="regional_group").save()

    def test_it_stops_an_update_without_an_event(self, igsp: Process) -> None:
        with pytest.raises(UnrecordedWrite):
            Process.objects.filter(pk=igsp.pk).update(is_public=False)

    def test_it_stops_a_deletion_without_an_event(self, eve: User) -> None:
        with pytest.raises(UnrecordedWrite):
            User.objects.filter(pk=eve.pk).delete()

    def test_it_lets_a_recorded_change_through(self, igsp: Process) -> None:
        with audit.recorded("changed", igsp, by="test"):
            Process.objects.filter(pk=igsp.pk).update(is_public=False)
        assert not Process.objects.get(pk=igsp.pk).is_public

    def test_a_change_that_fails_leaves_neither_row_nor_event(self, igsp: Process) -> None:
        def fail() -> None:
            with audit.recorded("changed", igsp, by="test"):
                Process.objects.filter(pk=igsp.pk).update(is_public=False)
                raise ZeroDivisionError

        before = audit.stamp()
        with pytest.raises(ZeroDivisionError):
            fail()
        assert Process.objects.get(pk=igsp.pk).is_public
        assert audit.stamp() == before
