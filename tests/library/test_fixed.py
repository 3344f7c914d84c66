"""What papers say once they are out is changed by nobody: not in the admin site, not by a data folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from documents.library import actions, loading
from documents.models import Document
from igsp_portal.foundations.datafiles import DataError
from igsp_portal.foundations.record import records
from igsp_portal.models import Event, User
from meetings.models import AgendaItem, Process
from tests.cast import given

from .test_desk_forms import change as change_page
from .test_desk_forms import typed

FOLDER = """documents:
  - symbol: UNEP/LOADED/1
    kind: working
    title: {ar: x, zh-hans: x, en: Loaded, fr: x, ru: x, es: x}
    meeting: wg-1
    agenda: ["1"]
    state: issued
    issued_on: 2004-06-01
"""


def load(folder: Path, process: Process, text: str) -> None:
    (folder / "documents.yaml").write_text(text, encoding="utf-8")
    loading.load_documents(folder, process, by="test")


@pytest.mark.parametrize(
    ("old", "new", "refused"),
    [
        ("en: Loaded", "en: Rewritten", ":4: “title”: The document has been issued"),
        ("meeting: wg-1", "meeting: wg-2", ":5: “meeting”: The document has been issued"),
        ('agenda: ["1"]', 'agenda: ["1", "2"]', ":6: The document has been issued"),
    ],
)
def test_a_folder_does_not_rewrite_what_an_issued_paper_says(
    tmp_path: Path, igsp: Process, old: str, new: str, refused: str
) -> None:
    load(tmp_path, igsp, FOLDER)
    with pytest.raises(DataError) as error:
        load(tmp_path, igsp, FOLDER.replace(old, new))
    assert refused in str(error.value)
    document = Document.objects.get(symbol="UNEP/LOADED/1")
    assert (document.title, document.meeting.key) == ("Loaded", "wg-1")  # type: ignore[union-attr]
    assert [item.number for item in document.agenda_items.all()] == ["1"]


def test_an_issued_paper_loaded_again_as_it_was_writes_nothing(tmp_path: Path, igsp: Process) -> None:
    load(tmp_path, igsp, FOLDER)
    before = Event.objects.count()
    load(tmp_path, igsp, FOLDER)
    assert Event.objects.count() == before


def test_a_remark_is_added_to_an_issued_document(tmp_path: Path, igsp: Process) -> None:
    load(tmp_path, igsp, FOLDER)
    load(tmp_path, igsp, FOLDER + "    remark: {ar: x, zh-hans: x, en: A remark, fr: x, ru: x, es: x}\n")
    assert Document.objects.get(symbol="UNEP/LOADED/1").remark == "A remark"


@pytest.mark.parametrize(
    ("name", "value"), [("title_en", "Other"), ("subtitle_ar", "X"), ("distribution", "limited"), ("author_en", "X")]
)
def test_no_change_reaches_what_an_issued_paper_says(issued: Document, name: str, value: Any) -> None:
    with pytest.raises(ValidationError, match="Issue a corrigendum, or withdraw it first"):
        records.change(issued, by="test", values={name: value})


def test_what_a_withdrawn_paper_says_is_changed(issued: Document) -> None:
    actions.withdraw(issued, by="test", because="By mistake")
    assert records.change(issued, by="test", values={"title_en": "Corrected"})


ARABIC = "تقرير الأمين التنفيذي"


def test_a_title_in_a_further_language_is_added_once_after_issue(
    issued: Document, client: Client, browser_of: Callable[[User], Client], farah: User
) -> None:
    desk = browser_of(farah)
    words = {"title_en": "Rewritten", "title_fr": "", "title_ar": ARABIC, "subtitle_ar": "X"}
    sent = typed(issued.process, issued.symbol, issued_on=issued.issued_on, **words)
    said = desk.post(change_page(issued), sent)
    assert said.status_code == 302
    issued.refresh_from_db()
    assert (issued.title_ar, issued.title_en, issued.title_fr or "", issued.subtitle_ar or "") == (  # type: ignore[attr-defined]
        ARABIC,
        "About UNEP/TEST/1/1",
        "",
        "",
    )
    event = Event.objects.about(issued).latest("pk")
    added = {f"title_{code}" for code in ("ar", "zh_hans", "ru", "es")}
    assert (event.verb, event.by, set(event.facts["changes"])) == ("changed", farah, added)
    desk.post(change_page(issued), {**sent, "title_ar": "عنوان آخر"})
    issued.refresh_from_db()
    assert issued.title_ar == ARABIC  # type: ignore[attr-defined]
    with pytest.raises(ValidationError, match="Issue a corrigendum"):
        records.change(issued, by="test", values={"title_ar": "عنوان آخر"})
    assert ARABIC in client.get(issued.get_absolute_url().replace("/en/", "/ar/")).content.decode()


def test_the_page_of_an_issued_document_asks_for_the_titles_that_it_lacks_alone(
    issued: Document, browser_of: Callable[[User], Client], farah: User
) -> None:
    form = browser_of(farah).get(change_page(issued)).context["adminform"].form
    titles = {name: field for name, field in form.fields.items() if name.startswith(("title_", "subtitle_"))}
    assert set(titles) == {"title_ar", "title_zh_hans", "title_fr", "title_ru", "title_es"}
    said = {(field.required, str(field.help_text)) for field in titles.values()}
    assert said == {(False, "May be added after issue; it is not changed afterwards.")}


def test_an_issued_document_under_no_agenda_item_is_put_under_one_once(
    issued: Document, browser_of: Callable[[User], Client], farah: User
) -> None:
    assert issued.meeting is not None
    with given():
        first, second = (
            AgendaItem.objects.create(meeting=issued.meeting, number=number, title="Opening") for number in "12"
        )
    desk = browser_of(farah)
    form = desk.get(change_page(issued)).context["adminform"].form
    assert str(form.fields["agenda_items"].help_text) == "May be added after issue; it is not changed afterwards."
    sent = typed(issued.process, issued.symbol, issued_on=issued.issued_on, agenda_items=[first.pk])
    assert desk.post(change_page(issued), sent).status_code == 302
    events = Event.objects.about(issued).filter(facts__fields=["agenda_items"], by=farah)
    assert ([*issued.agenda_items.all()], events.count()) == ([first], 1)
    assert "agenda_items" not in desk.get(change_page(issued)).context["adminform"].form.fields
    desk.post(change_page(issued), {**sent, "agenda_items": [first.pk, second.pk]})
    assert [*issued.agenda_items.all()] == [first]


def test_a_folder_puts_an_issued_document_under_an_item_where_it_has_none(tmp_path: Path, igsp: Process) -> None:
    load(tmp_path, igsp, FOLDER.replace('    agenda: ["1"]\n', ""))
    load(tmp_path, igsp, FOLDER)
    assert [item.number for item in Document.objects.get(symbol="UNEP/LOADED/1").agenda_items.all()] == ["1"]


def test_a_folder_adds_titles_that_an_issued_document_has_not_yet(tmp_path: Path, igsp: Process) -> None:
    load(tmp_path, igsp, FOLDER)
    document = Document.objects.get(symbol="UNEP/LOADED/1")
    with given():
        Document.objects.filter(pk=document.pk).update(**{"title_ar": "", "title_ru": None})
    load(tmp_path, igsp, FOLDER.replace("ar: x", f"ar: {ARABIC}"))
    document.refresh_from_db()
    assert (document.title_ar, document.title_ru) == (ARABIC, "x")  # type: ignore[attr-defined]
