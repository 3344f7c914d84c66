"""A list of documents from a spreadsheet is taken in with its files, or each mistake is named by its line."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from documents.library.states import DocumentState
from documents.models import Document, DocumentLink, Relation, Rendition
from igsp_portal.models import Event
from meetings.models import AgendaItem
from tests.cast import given

from .files import docx, pdf, script

HEAD = (
    "Symbol;Title;Title (French);Kind;Session;Agenda item;Distribution;Issued on;File in English;file_fr;"
    "Link (Spanish);Replaces;Author\r\n"
)
FIRST = "UNEP/MOVED/1/1;Agenda;Ordre du jour;agenda;hall;1;;2004-06-25;1-en.pdf;1-fr.pdf;;;Note by the secretariat\r\n"
SECOND = (
    "UNEP/MOVED/1/1/Rev.1;Agenda, revised;;;hall;;limited;26.6.2004;both.pdf;both.pdf;"
    "https://example.org/1-es.pdf;UNEP/MOVED/1/1;\r\n"
)


@pytest.fixture
def folder(tmp_path, hall):
    with given():
        AgendaItem.objects.create(meeting=hall, number="1", title="Opening")
    files = tmp_path / "moved"
    files.mkdir()
    for name in ("1-en.pdf", "1-fr.pdf", "both.pdf"):
        (files / name).write_bytes(pdf(name))
    return files


@pytest.fixture
def take_in(folder):
    """take_in(list): what the command says of it."""

    def run(text: str | bytes, *, said: io.StringIO | None = None, **options) -> str:
        path = folder / "list.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        said = said or io.StringIO()
        call_command("import_documents", path, process="igsp", stdout=said, stderr=said, **options)
        return said.getvalue()

    return run


def refused(take_in, text, **options) -> list[str]:
    said = io.StringIO()
    before = Document.objects.count(), Rendition.objects.count(), Event.objects.count()
    with pytest.raises(CommandError) as error:
        take_in(text, said=said, **options)
    assert (Document.objects.count(), Rendition.objects.count(), Event.objects.count()) == before
    assert "Nothing was taken in" in str(error.value)
    return said.getvalue().splitlines()


def moved() -> dict[str, Any]:
    return {document.symbol: document for document in Document.objects.filter(symbol__startswith="UNEP/MOVED")}


def test_documents_come_in_with_files_links_and_relations(take_in, hall):
    said = take_in(HEAD + FIRST + SECOND)
    assert said.splitlines() == ["Documents: 2 new; 0 issued", "Files: 3 created"]
    first, second = moved()["UNEP/MOVED/1/1"], moved()["UNEP/MOVED/1/1/Rev.1"]
    assert (first.title_en, first.title_fr, first.author_en, first.kind, first.meeting, first.issued_on) == (
        "Agenda",
        "Ordre du jour",
        "Note by the secretariat",
        "agenda",
        hall,
        date(2004, 6, 25),
    )
    assert (second.kind, second.distribution, second.issued_on) == ("working", "limited", date(2004, 6, 26))
    assert [item.number for item in first.agenda_items.all()] == ["1"]
    assert [(file.language, file.also_in) for file in second.renditions.all()] == [("en", ["fr"])]
    assert sorted(file.language for file in first.renditions.all()) == ["en", "fr"]
    assert {file.released_at.date() for file in first.renditions.all()} <= {date(2004, 6, 24), date(2004, 6, 25)}
    assert [link.language for link in DocumentLink.objects.filter(document=second)] == ["es"]
    assert [(relation.kind, relation.to) for relation in Relation.objects.filter(document=second)] == [
        ("replaces", first)
    ]


def test_the_same_list_again_changes_nothing(take_in):
    take_in(HEAD + FIRST + SECOND)
    before = Event.objects.count()
    assert take_in(HEAD + FIRST + SECOND).splitlines() == ["Documents: 2 as they were; 0 issued", "Files: 3 unchanged"]
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    ("text", "options"),
    [
        (HEAD + FIRST, {}),
        ("\ufeff" + HEAD + FIRST, {}),
        ((HEAD + FIRST).replace(";", "\t"), {}),
        ((HEAD + FIRST).replace(";", ","), {}),
        ((HEAD + FIRST).encode("utf-16"), {}),
        ((HEAD + FIRST).encode("cp1252"), {"encoding": "cp1252"}),
        ((HEAD + FIRST).replace("\r\n", "\n") + "\n;;;;;;;;;;;;\n", {}),
    ],
    ids=["semicolons", "with a mark", "tabs", "commas", "UTF-16", "another encoding", "empty lines"],
)
def test_a_spreadsheet_is_read_as_it_was_saved(take_in, text, options):
    take_in(text, **options)
    assert list(moved()) == ["UNEP/MOVED/1/1"]


def test_every_mistake_is_named_with_its_line_and_nothing_is_written(take_in, folder, store, make_document, post):
    make_document("UNEP/TEST/1/1")
    post(Document.objects.get(symbol="UNEP/TEST/1/1"), "en")
    (folder / "script.pdf").write_bytes(script())
    (folder / "taken.pdf").write_bytes(pdf("UNEP/TEST/1/1 en "))
    before = sorted(store.rglob("*"))
    text = HEAD + FIRST
    text += "UNEP//1;Nonsense;;;;;;;;;;;\r\n"
    text += "UNEP/MOVED/1/3;;;paper;nowhere;9;;25/6/2004;none.pdf;../list.csv;;UNEP/MOVED/8/8;\r\n"
    text += "UNEP/MOVED/1/4;Fourth;;;;;;;script.pdf;taken.pdf;;;\r\n"
    text += "UNEP/MOVED/1/5;Fifth;;;;;;;;;ftp://example.org/;;\r\n"
    text += "UNEP/MOVED/1/6;Sixth;;;;;;;;;;UNEP/MOVED/8/8;\r\n"
    text += "UNEP/MOVED/1/1;Twice;;;;;;;;;;;\r\n"
    lines = refused(take_in, text)
    assert [line.partition(": ")[0] for line in lines] == [
        *["moved/list.csv:3"],
        *["moved/list.csv:4"] * 7,
        *["moved/list.csv:5"] * 2,
        *(f"moved/list.csv:{line}" for line in (6, 7, 8)),
    ]
    assert any("The PDF contains scripts" in line for line in lines)
    assert any("already been posted, as UNEP/TEST/1/1 in English" in line for line in lines)
    assert sorted(store.rglob("*")) == before


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("Symbol;Colour\n", "The heading “Colour” is not known here."),
        ("Symbol;Title;title\n", "Two columns are headed “title”."),
        ("Symbol;Title\nUNEP/MOVED/1/1;x;y\n", "This line has more columns than the first."),
        ('Symbol;Title\n"UNEP/MOVED/1/1;x\n', "This is not CSV"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused(take_in, head, says):
    assert says in " ".join(refused(take_in, head))


def test_a_dry_run_says_the_same_and_writes_nothing(take_in, store):
    before = Event.objects.count()
    said = take_in(HEAD + FIRST + SECOND, dry_run=True)
    assert said.splitlines() == ["Documents: 2 new; 0 issued", "Files: 3 created", "Nothing was written."]
    assert (moved(), Event.objects.count(), [p for p in store.rglob("*") if p.is_file()]) == ({}, before, [])


def test_where_a_file_cannot_be_stored_nothing_is_there(take_in, store, monkeypatch):
    from igsp_portal.foundations.files import whole

    named, give_name = [], whole.give_name

    def fails(written, path, **how):
        named.append(path)
        if len(named) == 3:
            raise OSError("the disk is broken")
        return give_name(written, path, **how)

    monkeypatch.setattr(whole, "give_name", fails)
    with pytest.raises(CommandError, match="Nothing was taken in"):
        take_in(HEAD + FIRST + SECOND)
    assert (moved(), [p for p in store.rglob("*") if p.is_file()]) == ({}, [])


def test_a_document_that_is_awaited_is_given_its_files_and_issued(take_in, hall, make_document, folder):
    document = make_document("UNEP/MOVED/1/1", state=DocumentState.PLANNED)
    (folder / "1.docx").write_bytes(docx())
    take_in("Symbol;Title;Date of issue;File (English)\nunep/moved/1/1;Agenda;2004-06-25;1.docx\n")
    document.refresh_from_db()
    assert (document.state, document.issued_on, document.title_en) == ("issued", date(2004, 6, 25), "Agenda")
    assert document.renditions.get().released_at is not None


def test_what_an_issued_document_prints_is_not_changed_by_a_list(take_in, issued):
    lines = refused(take_in, "Symbol;Title\nUNEP/TEST/1/1;Another title\n")
    assert [line.partition(" ")[0] for line in lines] == ["moved/list.csv:2:"]


def test_a_symbol_of_another_process_is_refused(take_in, igsp):
    from tests.access.conftest import another_process

    with given():
        Document.objects.create(
            process=another_process(), key="far", kind="other", title="Far", symbol="UNEP/MOVED/1/1"
        )
    assert "Another document of the portal bears the symbol" in " ".join(refused(take_in, HEAD + FIRST))


def test_a_list_of_a_process_with_other_sessions(folder, take_in):
    take_in("Symbol\tTitle (Russian)\tOriginal language\nUNEP/MOVED/2/INF/1\tСписок\tRussian\n")
    document = moved()["UNEP/MOVED/2/INF/1"]
    assert (document.kind, document.title_ru, document.original_language) == ("information", "Список", "ru")
    assert document.state == "planned"
