"""Files and relations from a data folder: found by the librarians' rule, posted once, refused with their line."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from textwrap import dedent

import pytest

from documents.library import loading
from documents.models import Document, Relation, Rendition
from igsp_portal.foundations.datafiles import DataError, gathered
from igsp_portal.models import Event

from . import files

SIX = "{ar: x, zh-hans: x, en: Loaded, fr: x, ru: x, es: x}"
DOCUMENT = f"""\
documents:
  - symbol: UNEP/LOADED/1
    kind: working
    title: {SIX}
    state: issued
    issued_on: 2004-06-10
"""
SECOND = f"""\
  - symbol: UNEP/LOADED/1/Corr.1
    kind: working
    title: {SIX}
    state: planned
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "process" / "files").mkdir(parents=True)
    return tmp_path / "process"


@pytest.fixture
def load(folder, igsp):
    def loaded(text: str) -> None:
        (folder / "documents.yaml").write_text(dedent(text), encoding="utf-8")
        loading.load_documents(folder, igsp, by="test")

    return loaded


def put(folder: Path, name: str, data: bytes = b"") -> None:
    (folder / "files" / name).write_bytes(data or files.pdf(name))


def shown() -> list[tuple[str, str, datetime | None]]:
    rows = Rendition.objects.filter(document__symbol="UNEP/LOADED/1").current().order_by("language")
    return [(row.language, row.format, row.released_at) for row in rows]


# Midnight in Nairobi, where the process is at home.
TENTH, TWELFTH = datetime(2004, 6, 9, 21, tzinfo=UTC), datetime(2004, 6, 11, 21, tzinfo=UTC)


def test_a_file_named_by_the_rule_is_the_documents_and_out_since_the_day_of_issue(load, folder):
    put(folder, "UNEP_LOADED_1-EN.pdf")
    put(folder, "UNEP_LOADED_1-AR.docx", files.docx("Arabic"))
    load(DOCUMENT)
    assert shown() == [("ar", "docx", TENTH), ("en", "pdf", TENTH)]


def test_a_language_may_have_been_issued_on_another_day(load, folder):
    put(folder, "UNEP_LOADED_1-EN.pdf")
    put(folder, "UNEP_LOADED_1-FR.pdf")
    load(f"{DOCUMENT}    issue_dates: {{fr: 2004-06-12}}\n")
    assert shown() == [("en", "pdf", TENTH), ("fr", "pdf", TWELFTH)]


def test_a_language_that_is_still_to_be_issued_is_held_back_until_its_day(queued, load, folder, client):
    put(folder, "UNEP_LOADED_1-EN.pdf")
    put(folder, "UNEP_LOADED_1-FR.pdf")
    for _time in range(2):
        load(f"{DOCUMENT}    issue_dates: {{fr: 2094-06-12}}\n")
    assert shown() == [("en", "pdf", TENTH), ("fr", "pdf", None)]
    file = Rendition.objects.get(document__symbol="UNEP/LOADED/1", language="fr")
    assert file.release_at == datetime(2094, 6, 11, 21, tzinfo=UTC)
    addresses = [f"/symbol/UNEP/LOADED/1?lang={code}" for code in ("en", "fr")]
    assert [client.get(address).status_code for address in addresses] == [200, 404]


def test_a_document_without_a_symbol_has_its_files_by_its_key(load, folder):
    put(folder, "a-paper-RU.pdf")
    load(DOCUMENT.replace("symbol: UNEP/LOADED/1", "key: a-paper"))
    assert [file.language for file in Document.objects.get(key="a-paper").renditions.all()] == ["ru"]


def test_the_file_that_a_later_one_replaced_is_named_with_its_day(load, folder):
    put(folder, "first.pdf")
    put(folder, "UNEP_LOADED_1-EN.pdf")
    load(f"{DOCUMENT}    files:\n      - {{file: first.pdf, language: en, issued_on: 2004-06-01}}\n")
    earlier = Rendition.objects.exclude(superseded_by=None).get(document__symbol="UNEP/LOADED/1")
    later = earlier.superseded_by
    assert later
    assert (earlier.released_at, later.released_at) == (datetime(2004, 5, 31, 21, tzinfo=UTC), TENTH)


def test_one_file_may_serve_several_languages(load, folder):
    put(folder, "participants.pdf")
    load(f"{DOCUMENT}    files:\n      - {{file: participants.pdf, language: en, also_in: [fr]}}\n")
    assert Document.objects.get(symbol="UNEP/LOADED/1").renditions.get().languages == ["en", "fr"]


def test_files_loaded_twice_are_posted_once(load, folder):
    put(folder, "first.pdf")
    put(folder, "UNEP_LOADED_1-EN.pdf")
    given = f"{DOCUMENT}    files:\n      - {{file: first.pdf, language: en, issued_on: 2004-06-01}}\n"
    load(given)
    before = Event.objects.count()
    load(given)
    assert Event.objects.count() == before


def test_what_is_wrong_with_files_is_said_at_their_place_all_at_once(load, folder):
    put(folder, "UNEP_LOADED_1-EN.pdf", b"%PDF-1.4 torn")
    put(folder, "UNEP_LAODED_1-FR.pdf")
    with gathered(folder) as mistakes:
        load(f"{DOCUMENT}    files:\n      - {{file: gone.pdf, language: es}}\n")
    found = mistakes.in_order(mistakes.found)
    assert ["documents.yaml:8" in line or "UNEP_LAODED_1-FR.pdf" in line for line in found] == [True, True]
    with gathered(folder) as mistakes:
        load(DOCUMENT)
    said = " ".join(mistakes.in_order(mistakes.found))
    assert "UNEP_LOADED_1-EN.pdf: The PDF is damaged" in said


def test_a_file_outside_the_folder_is_not_there(load, folder):
    (folder / "secret.pdf").write_bytes(files.pdf("secret"))
    with pytest.raises(DataError, match=r"documents.yaml:8: There is no such file"):
        load(f"{DOCUMENT}    files:\n      - {{file: ../secret.pdf, language: es}}\n")


def test_a_file_without_its_name_is_refused_with_its_line(load, folder):
    with gathered(folder) as mistakes:
        load(f"{DOCUMENT}    files:\n      - {{language: es}}\n")
    assert [mistake.line for mistake in mistakes.found] == [8]


def test_of_a_document_that_is_refused_no_file_is_named(load, folder):
    put(folder, "UNEP_LOADED_1-EN.pdf")
    with gathered(folder) as mistakes:
        load(DOCUMENT.replace("kind: working", "kind: epistle"))
    assert [mistake.line for mistake in mistakes.found] == [3]


def test_where_nothing_of_the_list_can_be_read_no_file_is_named(load, folder):
    put(folder, "UNEP_LOADED_1-EN.pdf")
    with gathered(folder) as mistakes:
        load("documents:\n  - symbol: [UNEP/LOADED/1\n")
    assert len(mistakes.found) == 1


def test_a_day_of_issue_still_to_come_is_hinted_at(load, folder, clock):
    clock("2004-06-01T12:00")
    with gathered(folder) as mistakes:
        load(DOCUMENT.replace("2004-06-10", "2004-06-01"))
        load(DOCUMENT)
    [hint] = mistakes.in_order(mistakes.hints)
    assert "documents.yaml" in hint
    assert "This day is still to come" in hint


def test_a_document_may_correct_one_that_follows_in_the_file(load):
    load(DOCUMENT.replace("    state: issued\n", "    state: issued\n    adds_to: [UNEP/LOADED/1/Corr.1]\n") + SECOND)
    related = Relation.objects.get(document__symbol="UNEP/LOADED/1")
    assert (related.kind, related.to.symbol) == ("adds_to", "UNEP/LOADED/1/Corr.1")


def test_relations_name_documents_by_symbol_in_any_case_or_by_key(load):
    load(f"{DOCUMENT}{SECOND}    corrects: [unep/loaded/1]\n    replaces: [agenda-1]\n")
    found = Relation.objects.filter(document__symbol="UNEP/LOADED/1/Corr.1").order_by("kind")
    assert [(row.kind, row.to.key) for row in found] == [("corrects", "unep-loaded-1"), ("replaces", "agenda-1")]


def test_a_relation_to_a_document_that_is_not_there_is_refused_with_its_line(load):
    with pytest.raises(DataError, match=r"documents.yaml:11: “UNEP/LODED/1” is neither"):
        load(f"{DOCUMENT}{SECOND}    corrects: [UNEP/LODED/1]\n")


def test_a_document_kept_elsewhere_is_loaded_with_its_address(load):
    load(f"{DOCUMENT}    links: {{es: 'https://example.org/loaded-s.pdf'}}\n")
    link = Document.objects.get(symbol="UNEP/LOADED/1").links.get()
    assert (link.language, link.url) == ("es", "https://example.org/loaded-s.pdf")


def test_an_address_that_is_none_is_refused_with_its_line(load):
    with pytest.raises(DataError, match=r"documents.yaml:7:"):
        load(f"{DOCUMENT}    links: {{es: loaded-s.pdf}}\n")


def test_a_file_that_was_taken_back_leaves_the_earlier_one_current(load, folder):
    put(folder, "UNEP_LOADED_1-EN.pdf")
    put(folder, "mistake.pdf")
    given = "    files:\n      - {file: mistake.pdf, language: en, issued_on: 2004-06-12, taken_back: Not this one.}\n"
    load(DOCUMENT + given)
    rows = Document.objects.get(symbol="UNEP/LOADED/1").renditions.order_by("pk")
    assert [(row.taken_back_because, row.superseded_by_id) for row in rows] == [("", None), ("Not this one.", None)]
    assert shown() == [("en", "pdf", TENTH)]


def test_a_file_of_several_languages_is_named_by_all_of_them_in_any_case(load, folder):
    put(folder, "UNEP_Loaded_1-FR-en.PDF")
    load(DOCUMENT)
    assert Document.objects.get(symbol="UNEP/LOADED/1").renditions.get().languages == ["en", "fr"]


def test_a_link_that_leads_nowhere_a_folder_and_a_pipe_are_refused_by_name(load, folder):
    (folder / "files" / "UNEP_LOADED_1-EN.pdf").symlink_to(folder / "gone.pdf")
    (folder / "files" / "UNEP_LOADED_1-FR.pdf").mkdir()
    os.mkfifo(folder / "files" / "UNEP_LOADED_1-ES.pdf")
    with gathered(folder) as mistakes:
        load(DOCUMENT)
    found = mistakes.in_order(mistakes.found)
    assert [line.partition(":")[0] for line in found] == ["process/documents.yaml"] * 3
    assert sorted(re.findall("-(..)[.]pdf: There is no such file", " ".join(found))) == ["EN", "ES", "FR"]
