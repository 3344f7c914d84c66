"""What people paste is kept clean, whichever way it comes in; and a clean text that comes again changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from igsp_portal.foundations.record import audit, records
from igsp_portal.models import Event, User
from meetings.models import Process, Region

from ..cast import given, person
from ..meetings.folders import load, minimal, process, six, write

PASTED = "Up\u00adper\u200b courses\x07\u202e"


def test_a_name_is_saved_without_what_nobody_sees(db: None) -> None:
    kim = person("Kim\u200b \u202eO’Neill\x07")
    assert kim.name == "Kim O’Neill"
    kim.refresh_from_db()
    assert kim.name == "Kim O’Neill"


def test_rows_changed_or_made_in_bulk_are_clean_too(igsp: Process) -> None:
    with given():
        User.objects.bulk_create([User(email="kim@example.org", name=PASTED, password="!")])
        Process.objects.filter(pk=igsp.pk).update(body=PASTED, series_aliases=["UNEP/IGE\u200b/IGSP"])
    assert User.objects.get(email="kim@example.org").name == "Upper courses"
    changed = Process.objects.get(pk=igsp.pk)
    assert (changed.body, changed.series_aliases) == ("Upper courses", ["UNEP/IGE/IGSP"])


def test_a_text_in_one_language_is_clean_as_well(igsp: Process) -> None:
    records.change(igsp, by="test", values={"name_ar": "خطة\u202e\u200b", "name_fr": "Un\u2028plan"})
    kept = Process.objects.values_list(*["name_ar", "name_fr"]).get(pk=igsp.pk)
    assert kept == ("خطة", "Un plan")


def test_the_record_tells_what_was_kept(igsp: Process) -> None:
    upstream = records.create(Region(process=igsp, key="up", scheme="programme_region", name="Up\u200b"), by="test")
    records.change(upstream, by="test", values={"name": PASTED})
    newest = Event.objects.first()
    assert newest is not None
    assert newest.facts == {"changes": {"name": ["Up", "Upper courses"]}}


def test_the_same_words_pasted_again_change_nothing(igsp: Process) -> None:
    upstream = records.create(Region(process=igsp, key="up", scheme="programme_region", name=PASTED), by="test")
    before = audit.stamp()
    assert records.change(upstream, by="test", values={"name": PASTED}) is False
    assert audit.stamp() == before


@pytest.mark.parametrize("word", ["Upper courses", PASTED])
def test_a_row_is_looked_up_by_words_as_they_were_pasted(igsp: Process, word: str) -> None:
    records.create(Region(process=igsp, key="up", scheme="programme_region", name=PASTED), by="test")
    assert Region.objects.filter(**{"name_en": word}).count() == 1


def test_the_admin_site_cleans_what_is_typed_before_it_checks_it(
    igsp: Process, farah: User, browser_of: Callable[[User], Client]
) -> None:
    sent = {"email": "kim@example.org\u200b", "name": PASTED, "language": "en", "is_active": "on"}
    browser_of(farah).post(reverse("admin:igsp_portal_user_add"), sent)
    assert User.objects.get(email="kim@example.org").name == "Upper courses"


def test_a_folder_with_pasted_words_is_loaded_clean_and_changes_nothing_again(db: None, tmp_path: Path) -> None:
    files = minimal()
    process(files)["about"] = six("A plan\u2028for ri\u00advers\u202e")
    process(files)["body"] = six("Commit\u200btee\u2028on Rivers\ufeff")
    load(write(tmp_path, files))
    loaded = Process.objects.get(slug="rivers")
    assert (loaded.about, loaded.body) == ("A plan\nfor rivers", "Committee on Rivers")
    assert load(tmp_path) == "Rivers strategy: 0 changes made"
