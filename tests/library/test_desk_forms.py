"""What the forms of documents in the admin site refuse, they say where it was typed, and keep the rest."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse

from documents.library.states import DocumentState
from documents.models import Document, RequiredInput, SymbolAlias
from igsp_portal.foundations.record import records
from igsp_portal.models import Event
from meetings.models import AgendaItem, Meeting, MeetingDates, Process
from tests.cast import given

pytestmark = pytest.mark.slow

ADD = reverse("admin:documents_document_add")


@pytest.fixture
def desk(browser_of, diego):
    return browser_of(diego)


def change(document: Document) -> str:
    return reverse("admin:documents_document_change", args=[document.pk])


def typed(process: Process, symbol: str, **fields: Any) -> dict[str, Any]:
    """What a clerk sends for a document."""
    titles = {f"title_{code}": "Typed at length" for code in ("ar", "zh_hans", "en", "fr", "ru", "es")}
    rows = {
        f"{prefix}-{count}_FORMS": 0
        for prefix in ("renditions", "links", "aliases", "former_keys", "relations")
        for count in COUNTS
    }
    return {
        "process": process.pk,
        "symbol": symbol,
        "key": "typed",
        "kind": "working",
        "distribution": "general",
        "original_language": "en",
        **titles,
        **rows,
        **fields,
    }


COUNTS = ("TOTAL", "INITIAL")


def rows(prefix: str, **values: Any) -> dict[str, Any]:
    """One new row under a document."""
    return {f"{prefix}-TOTAL_FORMS": 1, **{f"{prefix}-0-{name}": value for name, value in values.items()}}


def errors(page: Any) -> Any:
    return page.context["adminform"].form.errors


def row_errors(page: Any, prefix: str) -> Any:
    found = [rows for rows in page.context["inline_admin_formsets"] if rows.formset.prefix == prefix]
    return found[0].formset.errors


@pytest.fixture
def cited(make_document) -> Document:
    """UNEP/TEST/1/1, cited as UNEP/TEST/I/1 too."""
    document = make_document()
    records.create(SymbolAlias(document=document, symbol="UNEP/TEST/I/1"), by="test")
    return document


@pytest.mark.parametrize("symbol", ["UNEP/TEST/1/1", "unep/test/1/1*", "unep/test/i/1"])
def test_a_symbol_in_use_is_refused_where_it_was_typed_with_the_way_to_its_document(desk, igsp, cited, symbol):
    page = desk.post(ADD, typed(igsp, symbol))
    assert page.status_code == 200
    assert set(errors(page)) == {"symbol"}
    assert f'<a href="{cited.get_absolute_url()}">UNEP/TEST/1/1: About UNEP/TEST/1/1</a>' in str(errors(page)["symbol"])
    assert "Typed at length" in page.content.decode()


def test_a_document_does_not_take_the_symbol_of_another(desk, igsp, cited, make_document):
    other = make_document("UNEP/TEST/1/2")
    page = desk.post(change(other), typed(igsp, "unep/test/1/1"))
    assert page.status_code == 200
    assert set(errors(page)) == {"symbol"}


def test_a_document_of_a_hidden_process_is_not_named(desk, igsp):
    with given():
        hidden = Process.objects.create(slug="hidden", name="Hidden", short_name="Hidden", body="Body", is_public=False)
    values: Any = {"symbol": "UNEP/TEST/1/7", "kind": "working", "title_en": "Secret"}
    records.create(Document(process=hidden, key="x", **values), by="test")
    page = desk.post(ADD, typed(igsp, "UNEP/TEST/1/7"))
    assert errors(page) == {"symbol": ["Another document bears this symbol."]}


@pytest.mark.parametrize(
    ("symbol", "why"),
    [
        ("nonsense", "“nonsense” is not a number"),
        ("unep/test/i/1", "UNEP/TEST/1/1: About UNEP/TEST/1/1</a>"),
        ("UNEP/TEST/1/1", "Another document bears this symbol."),
    ],
)
def test_a_form_as_cited_that_cannot_be_is_refused_where_it_was_typed(desk, igsp, cited, make_document, symbol, why):
    other = make_document("UNEP/TEST/1/2")
    page = desk.post(change(other), typed(igsp, "UNEP/TEST/1/2", **rows("aliases", symbol=symbol, document=other.pk)))
    assert page.status_code == 200
    assert [set(found) for found in row_errors(page, "aliases")] == [{"symbol"}]
    assert why in str(row_errors(page, "aliases")[0]["symbol"])


def test_the_same_form_as_cited_twice_in_one_page_is_refused(desk, igsp, make_document):
    document = make_document()
    sent = typed(igsp, "UNEP/TEST/1/1", **rows("aliases", symbol="UNEP/TEST/I/1", document=document.pk))
    sent |= {"aliases-TOTAL_FORMS": 2, "aliases-1-symbol": "unep/test/i/1", "aliases-1-document": document.pk}
    page = desk.post(change(document), sent)
    assert page.status_code == 200
    assert "cited under this symbol" in page.content.decode()
    assert SymbolAlias.objects.count() == SymbolAlias.objects.exclude(document=document).count()


def test_a_document_does_not_relate_to_itself(desk, igsp, make_document):
    document = make_document()
    relation = rows("relations", kind="corrects", to=document.pk, document=document.pk)
    page = desk.post(change(document), typed(igsp, "UNEP/TEST/1/1", **relation))
    assert page.status_code == 200
    assert "A document cannot be related to itself." in page.content.decode()


def test_a_refusal_on_saving_stands_on_the_form_and_nothing_is_saved(desk, igsp, monkeypatch):
    def refuse(*args: Any, **kwargs: Any) -> Any:
        raise ValidationError({"symbol_key": "Taken in the meantime."})

    monkeypatch.setattr(records, "create", refuse)
    before = Event.objects.count()
    page = desk.post(ADD, typed(igsp, "UNEP/TEST/1/1"))
    assert page.status_code == 200
    assert errors(page) == {"__all__": ["Taken in the meantime."]}
    assert (Document.objects.filter(key="typed").exists(), Event.objects.count()) == (False, before)


def test_whoever_saves_second_of_two_at_once_is_told_so(desk, igsp, monkeypatch):
    def meet(*args: Any, **kwargs: Any) -> Any:
        raise IntegrityError("duplicate key")

    monkeypatch.setattr(records, "create", meet)
    page = desk.post(ADD, typed(igsp, "UNEP/TEST/1/1"))
    assert page.status_code == 200
    assert "Typed at length" in page.content.decode()
    assert errors(page)["__all__"] == ["Somebody else changed this at the same time. Look at it and save again."]


def test_a_key_in_use_is_said_in_words_at_the_key(desk, igsp, make_document):
    make_document(key="typed")
    page = desk.post(ADD, typed(igsp, "UNEP/TEST/1/2"))
    assert errors(page) == {"key": ["This key is taken; choose another."]}


def test_the_letter_of_an_input_is_refused_in_words(browser_of, farah, igsp):
    first = RequiredInput.objects.filter(process=igsp).exclude(letter="").first()
    assert first is not None
    titles = {f"title_{code}": "Another" for code in ("ar", "zh_hans", "en", "fr", "ru", "es")}
    sent = {"process": igsp.pk, "key": "another", "letter": first.letter, "order": 0, **titles}
    sent |= {"due-TOTAL_FORMS": 0, "due-INITIAL_FORMS": 0}
    page = browser_of(farah).post(reverse("admin:documents_requiredinput_add"), sent)
    assert errors(page) == {"letter": ["Another input has this letter already."]}


@pytest.mark.parametrize(("symbol", "key"), [("UNEP/TEST/1/Add.2", ""), ("", "")])
def test_a_key_left_empty_is_made_from_the_symbol_or_the_title(desk, igsp, symbol, key):
    symbol = symbol.replace("/Add.2", "/2/Add.2")
    page = desk.post(ADD, typed(igsp, symbol, key=key, title_en="Note on Lakes"))
    assert page.status_code == 302, errors(page)
    made = Document.objects.get(title="Note on Lakes").key
    assert made == ("unep-test-1-2-add-2" if symbol else "note-on-lakes")


def test_the_form_says_what_a_key_is(desk, igsp):
    assert "It is part of the address" in desk.get(ADD).context["adminform"].form.fields["key"].help_text


def test_no_language_is_chosen_beforehand_for_a_file(desk, make_document):
    address = reverse("admin:documents_document_post", args=[make_document().pk])
    page = desk.get(address).content.decode()
    assert '<option value="" selected>' in page
    sent = {"language": "", "file": SimpleUploadedFile("paper.pdf", b"%PDF")}
    assert set(desk.post(address, sent).context["form"].errors) == {"language"}


def test_posting_to_an_issued_document_says_beforehand_that_the_file_is_public_at_once(desk, issued):
    page = desk.get(reverse("admin:documents_document_post", args=[issued.pk])).content.decode()
    assert "the file becomes available to readers as soon as it is posted" in page


def test_an_empty_file_is_named_with_what_to_do(desk, make_document):
    address = reverse("admin:documents_document_post", args=[make_document().pk])
    page = desk.post(address, {"language": "fr", "file": SimpleUploadedFile("note.pdf", b"")})
    assert page.context["form"].errors == {
        "file": ["“note.pdf”: The file is empty. Check the file on your device and send it again."]
    }


@pytest.mark.parametrize("state", [DocumentState.PLANNED, DocumentState.ISSUED])
def test_an_announced_symbol_is_changed_with_a_warning_and_still_leads_there(desk, igsp, make_document, client, state):
    with given():
        Process.objects.filter(pk=igsp.pk).update(is_public=True)
    document = make_document(state=state, issued_on=date(2004, 7, 26))
    assert "still leads here" in desk.get(change(document)).context["adminform"].form.fields["symbol"].help_text
    page = desk.post(change(document), typed(igsp, "UNEP/TEST/1/3", meeting=document.meeting_id))
    assert page.status_code == 302, errors(page)
    assert client.get("/symbol/UNEP/TEST/1/1").status_code in (301, 302)


def test_the_symbol_of_what_is_in_preparation_has_no_warning(desk, make_document):
    page = desk.get(change(make_document()))
    assert "still leads here" not in page.context["adminform"].form.fields["symbol"].help_text


def test_a_document_is_asked_first_for_its_meeting_kind_and_symbol_and_then_for_words_by_language(desk, igsp):
    form = desk.get(ADD).context["adminform"]
    first, words = [[name for line in fieldset for name in line.fields] for fieldset in form][:2]
    assert first[:5] == ["process", "meeting", "kind", "symbol", "key"]
    assert words[:6] == ["title_ar", "subtitle_ar", "author_ar", "remark_ar", "title_zh_hans", "subtitle_zh_hans"]


def test_agenda_items_and_meetings_are_told_from_one_another(desk, igsp, hall):
    with given():
        AgendaItem.objects.create(meeting=hall, number="1", title="Opening")
        again = Meeting.objects.create(process=igsp, key="again", kind="session", name="Ninth session")
        MeetingDates.objects.create(
            meeting=again, basis="announced", starts_on=date(2005, 9, 6), ends_on=date(2005, 9, 8)
        )
    page = desk.get(ADD).content.decode()
    assert "Ninth session: 1. Opening" in page
    assert "Ninth session, 6–8 September 2004" in page
    assert "Ninth session, 6–8 September 2005" in page
