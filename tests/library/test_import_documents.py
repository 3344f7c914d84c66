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


@pytest.mark.parametrize("languages", ["fr, en", "French,English", "fr|en"])
def test_languages_of_issue_are_divided_by_commas_as_well(take_in, languages):
    take_in(f'Symbol\tTitle\tLanguages\r\nUNEP/MOVED/1/1\tAgenda\t"{languages}"\r\n')
    assert moved()["UNEP/MOVED/1/1"].languages == ["en", "fr"]


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
        ((HEAD + FIRST.replace("Agenda;", "Agenda, a, b, c, d, e, f, g;")).replace("\r\n", "\r"), {}),
        ("sep=;\r\n" + HEAD + FIRST, {}),
        (HEAD.replace("Title;", '"Title\n(EN)";').replace("Agenda item", '"Agenda,\nitem"') + FIRST, {}),
    ],
    ids=[
        *("semicolons", "with a mark", "tabs", "commas", "UTF-16", "another encoding", "empty lines"),
        *("old Mac", "separator said", "headings of two lines"),
    ],
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


def test_a_mistake_in_a_record_of_several_lines_is_at_the_line_on_which_it_begins(take_in):
    lines = refused(take_in, 'Symbol;Title\nUNEP/MOVED/1/1;"A title\nof three\nlines"\nUNEP//1;x\n"UNEP/MOVED/1/2;x\n')
    assert [line.partition(": ")[0] for line in lines] == ["moved/list.csv:5", "moved/list.csv:6"]


def test_a_list_in_another_encoding_is_refused_with_the_way_to_name_it(take_in):
    with pytest.raises(CommandError, match=r"list.csv:2: This is not UTF-8.*--encoding cp1252"):
        take_in("Symbol;Title\nUNEP/MOVED/1/1;Évaluation\n".encode("cp1252"))
    with pytest.raises(CommandError, match=r"list.csv:2: This is not in the encoding ascii\.$"):
        take_in("Symbol;Title\nUNEP/MOVED/1/1;Évaluation\n", encoding="ascii")


def test_what_a_list_does_not_say_of_a_document_that_is_there_stays(take_in, make_document):
    known = {"kind": "report", "distribution": "restricted", "original_language": "fr", "issued_elsewhere": True}
    document = make_document("UNEP/MOVED/1/1", state=DocumentState.PLANNED, title_fr="Rapport", title_en="x", **known)
    take_in("Symbol;Title;Job number\nUNEP/MOVED/1/1;Le rapport;K0412345\n")
    document.refresh_from_db()
    assert {name: getattr(document, name) for name in known} == known
    assert (document.title_fr, document.title_en, document.job_number) == ("Le rapport", "x", "K0412345")


def test_files_are_added_to_documents_that_are_there_by_their_symbols_alone(take_in, issued, folder):
    said = take_in("Symbol;File (Spanish)\nunep/test/1/1;1-en.pdf\n")
    assert said.splitlines()[0] == "Documents: 1 as they were; 0 issued"
    assert issued.renditions.filter(language="es").count() == 1


def test_what_has_been_withdrawn_is_not_reissued_by_a_list(take_in):
    from documents.library import actions

    take_in(HEAD + FIRST)
    document = moved()["UNEP/MOVED/1/1"]
    actions.withdraw(document, by="test", because="By mistake")
    take_in(HEAD.replace(";File in English;file_fr", ";Remark;Subtitle") + FIRST.replace("1-en.pdf;1-fr.pdf", ";"))
    document.refresh_from_db()
    assert document.state == "withdrawn"


def test_what_is_still_to_be_issued_is_not_given_out(take_in, clock):
    clock("2004-06-24T20:59:00")  # an hour before midnight in Nairobi
    assert "This day is still to come" in " ".join(refused(take_in, HEAD + FIRST))
    clock("2004-06-24T21:01:00")
    take_in(HEAD + FIRST)


def test_two_documents_of_one_key_are_refused_with_their_lines(take_in, make_document):
    lines = refused(take_in, "Key;Title\na-paper;One\na-paper;Two\n")
    assert [line.partition(": ")[0] for line in lines] == ["moved/list.csv:3"]
    document = make_document("UNEP/MOVED.1/7")
    lines = refused(take_in, "Symbol;Title\nUNEP/MOVED/1/7;Another\n")
    assert [line.partition(": ")[0] for line in lines] == ["moved/list.csv:2"]
    document.refresh_from_db()
    assert document.symbol == "UNEP/MOVED.1/7"


@pytest.mark.parametrize("name", ["a" * 300 + ".pdf", "fr/" * 2000 + "x.pdf"])
def test_a_name_that_no_file_has_is_refused_with_its_line(take_in, name):
    lines = refused(take_in, f"Symbol;Title;File (English)\nUNEP/MOVED/1/1;x;{name}\n")
    assert [line.partition(": ")[0] for line in lines] == ["moved/list.csv:2"]


def test_names_of_files_are_taken_as_windows_and_macs_write_them(take_in, folder):
    (folder / "fr").mkdir()
    (folder / "fr" / "e\u0301tat.pdf").write_bytes(pdf("state"))
    take_in("Symbol;Title;File (French)\nUNEP/MOVED/1/1;x;fr\\\u00e9tat.pdf\n")
    assert moved()["UNEP/MOVED/1/1"].renditions.get().language == "fr"


def test_a_word_that_is_neither_yes_nor_no_is_refused(take_in):
    head = "Symbol;Title;Issued by another body\n"
    lines = refused(take_in, head + "UNEP/MOVED/1/1;x;perhaps\n")
    assert [line.partition(": ")[0] for line in lines] == ["moved/list.csv:2"]
    take_in(head + "UNEP/MOVED/1/1;x;Yes\nUNEP/MOVED/1/2;x;No\n")
    assert [document.issued_elsewhere for document in moved().values()] == [True, False]


def test_a_document_keeps_its_symbol_in_whatever_form_the_list_cites_it(take_in, make_document, folder):
    document = make_document("UNEP/MOVED/1/1", state=DocumentState.PLANNED)
    with given():
        document.aliases.create(symbol="UNEP/MVOED/1/1")
    for cited in ("unep/moved/1/1", "UNEP/MVOED/1/1"):
        take_in(f"Symbol;Job number\n{cited};K0412345\n")
    document.refresh_from_db()
    assert (document.symbol, document.job_number, Document.objects.filter(symbol__iendswith="VOED/1/1").count()) == (
        "UNEP/MOVED/1/1",
        "K0412345",
        0,
    )


def test_documents_without_a_symbol_are_known_by_their_designations(take_in):
    for job in ("K0412345", "K0412346"):
        take_in(f"Designation;Designation (French);Title;Job number\nNon-paper 77;Document officieux 77;Lakes;{job}\n")
    document: Any = Document.objects.get(key="non-paper-77")
    assert (document.designation_en, document.designation_fr, document.designation_ru, document.job_number) == (
        *("Non-paper 77", "Document officieux 77", "Non-paper 77"),
        "K0412346",
    )
