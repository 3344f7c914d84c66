"""Lists: page by page, in the same number of queries, in every language or in one, and only what is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.library import actions
from documents.library.states import Distribution, DocumentState
from documents.models import Document
from igsp_portal.models import User
from meetings.models import Process
from tests.cast import given

from .conftest import Read

LISTS = ["meetings", "documents", "inputs", "texts", "calls", "submissions"]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("process", ["igsp", "inc"])
def test_a_list_read_by_pages_of_two_holds_each_row_once_and_each_where_it_says(
    name: str, process: str, every: Callable[..., list[Any]], read: Read, inc: Process
) -> None:
    address = f"processes/{process}/{name}/"
    pages = every(address, limit=2)
    items = [item for page in pages for item in page["items"]]
    assert items == [item for page in every(address, limit=200) for item in page["items"]]
    assert len({item["address"] for item in items}) == len(items) > 0
    assert [read(item["address"]) for item in items] == items


@pytest.mark.parametrize("name", [*LISTS, ""])
@pytest.mark.parametrize("lang", [None, "ar"])
def test_a_list_takes_as_many_queries_with_one_row_as_with_three(
    name: str, lang: str | None, read: Read, inc: Process
) -> None:
    query = {"lang": lang} if lang else {}
    address = f"processes/igsp/{name}/" if name else "processes/"
    read(address, limit=200, **query)  # another page than those that are counted: what was asked once is kept
    counts = []
    for limit in (1, 3) if name else (1, 2):
        with CaptureQueriesContext(connection) as asked:
            read(address, limit=limit, **query)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 20


def test_what_has_changed_takes_as_many_queries_with_one_row_as_with_three(read: Read) -> None:
    counts = []
    for limit in (1, 3):
        with CaptureQueriesContext(connection) as asked:
            page = read("processes/igsp/documents/", limit=limit, updated_since="2004-01-01T00:00:00Z")
        counts.append(len(asked))
        assert len(page["items"]) == limit
    assert counts[0] == counts[1] <= 15


def test_rows_put_in_meanwhile_move_no_page(read: Read, every: Any, make_document: Any) -> None:
    before = [item["key"] for page in every("processes/igsp/documents/") for item in page["items"]]
    first = read("processes/igsp/documents/", limit=3)
    make_document("UNEP/IEG/AAA/1", state=DocumentState.PLANNED, key="aaa")
    following = [item["key"] for page in every(first["next"]) for item in page["items"]]
    assert [item["key"] for item in first["items"]] + following == [*before, "aaa"]


def test_the_next_page_is_also_in_the_header(client: Client, igsp: Process) -> None:
    response = client.get("/api/v1/processes/igsp/documents/?limit=1&lang=fr")
    assert response["Link"] == f'<{response.json()["next"]}>; rel="next"'
    assert "limit=1" in response["Link"]
    assert "lang=fr" in response["Link"]


def test_values_are_in_every_language_or_in_the_one_asked_for(read: Read, make_document: Any) -> None:
    make_document("UNEP/TEST/1/7", key="seven", state=DocumentState.PLANNED, title_en="Note", author_fr="Secrétariat")
    address = "processes/igsp/documents/seven/"
    whole = read(address)
    assert (whole["title"], whole["author"], whole["subtitle"]) == ({"en": "Note"}, {"fr": "Secrétariat"}, None)
    french = read(address, lang="fr")
    assert (french["title"], french["title_lang"]) == ("Note", "en")
    assert (french["author"], "author_lang" in french, french["subtitle"]) == ("Secrétariat", False, None)


def test_a_stranger_and_a_party_read_what_their_pages_show(
    read: Read, make_document: Any, browser_of: Callable[[User], Client], amina: User, diego: User
) -> None:
    make_document("UNEP/TEST/1/8", key="eight")
    make_document("UNEP/TEST/1/9", key="nine", state=DocumentState.PLANNED, distribution=Distribution.RESTRICTED)

    def known(browser: Client | None) -> set[str]:
        items = read("processes/igsp/documents/", browser, limit=200)["items"]
        return {item["key"] for item in items} & {"eight", "nine"}

    clerk = browser_of(diego)
    assert (known(None), known(browser_of(amina)), known(clerk)) == (set(), {"nine"}, {"eight", "nine"})
    for key in ("eight", "nine", "none"):
        read(f"processes/igsp/documents/{key}/", status=404)
        read(f"processes/igsp/documents/{key}/renditions/", status=404)
    assert read("processes/igsp/documents/nine/", clerk)["key"] == "nine"


def test_a_relation_to_what_is_hidden_is_not_shown(read: Read, make_document: Any) -> None:
    document = make_document("UNEP/TEST/1/7", key="seven", state=DocumentState.PLANNED)
    hidden = make_document("UNEP/TEST/1/7/Corr.1", key="correction")
    with given():
        hidden.relations.create(kind="corrects", to=document)
    address = "processes/igsp/documents/seven/"
    assert read(address)["relations"]["corrected_by"] == []
    actions.plan(hidden, by="test")
    assert read(address)["relations"]["corrected_by"] == [read("processes/igsp/documents/correction/")["address"]]


def test_files_are_shown_once_they_are_released(read: Read, make_document: Any, post: Any) -> None:
    document = make_document("UNEP/TEST/1/7", key="seven", state=DocumentState.PLANNED)
    file, address = post(document, "fr"), "processes/igsp/documents/seven/"
    assert (read(address)["files"], read(f"{address}renditions/")["items"]) == ([], [])
    read(f"renditions/{file.sha256}/", status=404)
    actions.issue(document, by="test", exception=True)
    (shown,) = read(address)["files"]
    assert (shown["sha256"], shown["size"], shown["language"]) == (file.sha256, file.size, "fr")
    later = post(document, "fr", "again")
    earlier, now = read(f"{address}renditions/")["items"]
    assert (earlier["sha256"], earlier["superseded_by"]) == (file.sha256, now["address"])
    assert read(now["address"]) == now
    assert now["sha256"] == later.sha256
    assert [file["sha256"] for file in read(address)["files"]] == [later.sha256]


def test_documents_are_found_by_meeting_item_kind_state_and_symbol(read: Read, igsp: Process) -> None:
    def found(**asked: str) -> list[str]:
        return sorted(item["key"] for item in read("processes/igsp/documents/", limit=200, **asked)["items"])

    rows = Document.objects.filter(process=igsp)
    assert found(meeting="wg-1") == sorted(rows.filter(meeting__key="wg-1").values_list("key", flat=True))
    assert found(kind="information") == sorted(rows.filter(kind="information").values_list("key", flat=True))
    symbol = rows.exclude(symbol="").first()
    assert symbol
    assert found(symbol=symbol.symbol.lower()) == [symbol.key]
    assert found(symbol=symbol.symbol.replace("/", "_")) == [symbol.key]
    assert found(symbol=symbol.symbol.replace("/", "-")) == [symbol.key]
    assert (found(symbol="UNEP/IEG/IGSP/01/003"), found(symbol="UNEP/IEG/IGSP/99/1")) == (["needs-and-gaps"], [])
    unknown = {"symbol": "???", "meeting": "nowhere", "agenda_item": "99"}
    for name, value in unknown.items():
        told = read("processes/igsp/documents/", status=422, **{name: value})
        assert [error["parameter"] for error in told["errors"]] == [name]
    asked = {"meeting": "wg-1", "updated_since": "2004-01-01T00:00:00Z"}
    assert read("processes/igsp/documents/", status=422, **asked)["errors"][0]["parameter"] == "meeting"


def test_the_words_of_a_version_are_those_of_its_released_languages(read: Read) -> None:
    text = read("processes/igsp/texts/draft-plan/")
    version = text["versions"][-1]
    released = [row["language"] for row in version["languages"] if row["released_at"]]
    blocks = read(version["blocks"], limit=200)["items"]
    assert blocks
    assert {code for block in blocks for code in block["words"] or {}} == set(released)
    french = read(version["blocks"], limit=200, lang="fr")["items"]
    assert [block["words"] for block in french] == [(block["words"] or {}).get("fr") for block in blocks]


def test_a_submission_that_is_not_published_is_not_there(read: Read, igsp: Process) -> None:
    from submissions.models import Submission

    hidden = Submission.objects.filter(published_version__isnull=True).first()
    if hidden:
        read(f"processes/igsp/submissions/{hidden.pk}/", status=404)
    shown = read("processes/igsp/submissions/", limit=200)["items"]
    assert len(shown) == Submission.objects.published().filter(call__process=igsp).count() > 0
