"""The documents of a session as its page lists them: grouped, marked, in full or with one file each, page by page."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.library import actions, panels
from documents.library.session import page as session_page
from documents.library.states import Distribution, DocumentKind, DocumentState
from documents.models import Document
from igsp_portal.foundations.pages import kept_pages
from igsp_portal.foundations.record import records
from meetings.models import Meeting, Process
from tests.cast import given

from .files import docx

pytestmark = pytest.mark.slow

ISSUED: Any = {"state": DocumentState.ISSUED, "issued_on": date(2004, 7, 26)}
Make = Callable[..., Document]
Clock = Callable[[str], None]


def html(meeting: Meeting, query: str = "", files: str = "") -> str:
    """The documents as the page of a meeting shows them to a stranger who wants files in this language."""
    client = Client()
    if files:
        client.cookies["files"] = files
    page = client.get(f"/en/{meeting.process.slug}/meetings/{meeting.key}/{query}").content.decode()
    return page.split('id="documents"')[1].split("</section>")[0]


def words(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup.replace("<wbr>", ""))).split())


def groups(markup: str) -> list[tuple[str, list[str]]]:
    """Each heading with the symbols of the documents under it."""
    first, *parts = re.split(r'<h[34] class="documents-of">', markup)
    return [(words(part.split("</h")[0]), symbols(part)) for part in parts] or [("", symbols(first))]


def symbols(markup: str) -> list[str]:
    found = re.findall(r'<a class="symbol"[^>]*><bdi dir="ltr">(.*?)</bdi>', markup)
    return [symbol.replace("<wbr>", "").removeprefix("UNEP/TEST/") for symbol in found]


def rows(markup: str) -> dict[str, str]:
    """The words told of each document, by its symbol."""
    parts = re.split(r'<p class="document-symbol">', markup)[1:]
    return {symbols(part)[0]: words(part.split('<p class="quiet">')[0]) for part in parts if symbols(part)}


def for_items(document: Document, *numbers: str) -> None:
    with given():
        items = [item for item in document.meeting.agenda.all() if item.number in numbers]  # type: ignore[union-attr]
        document.agenda_items.set(items)


@pytest.fixture
def agenda(hall: Meeting) -> None:
    with given():
        for number, title in enumerate(("Opening", "Draft plan", "Finance"), 1):
            hall.agenda.create(number=str(number), title=title, order=number)


# In which order


def test_documents_stand_under_each_item_that_they_are_for_and_last_those_for_none(
    hall: Meeting, agenda: None, make_document: Make
) -> None:
    for_items(make_document("UNEP/TEST/1/2", **ISSUED), "2", "3")
    for_items(make_document("UNEP/TEST/1/1", **ISSUED), "2")
    make_document("UNEP/TEST/1/3", **ISSUED)
    expected = [("2. Draft plan", ["1/1", "1/2"]), ("3. Finance", ["1/2"]), ("Not under an agenda item", ["1/3"])]
    assert groups(html(hall)) == expected
    assert groups(html(hall, "?by=item")) == expected
    assert groups(html(hall, "?by=made-up")) == expected


def test_a_session_of_which_no_document_is_for_an_item_has_one_list(hall: Meeting, make_document: Make) -> None:
    make_document("UNEP/TEST/1/2", **ISSUED)
    make_document("UNEP/TEST/1/INF/1", **ISSUED)
    assert groups(html(hall)) == [("", ["1/2", "1/INF/1"])]


def test_documents_stand_by_kind_before_during_and_after_the_session(hall: Meeting, make_document: Make) -> None:
    for symbol, kind in (
        ("1/9", DocumentKind.REPORT),
        ("1/CRP.1", DocumentKind.CONFERENCE_ROOM),
        ("1/L.1", DocumentKind.LIMITED),
        ("1/INF/1", DocumentKind.INFORMATION),
        ("1/2", DocumentKind.WORKING),
    ):
        make_document(f"UNEP/TEST/{symbol}", kind=kind, **ISSUED)
    assert groups(html(hall, "?by=kind")) == [
        ("Pre-session documents", []),
        ("Working documents", ["1/2"]),
        ("Information documents", ["1/INF/1"]),
        ("In-session documents", []),
        ("Limited-distribution documents", ["1/L.1"]),
        ("Conference room papers", ["1/CRP.1"]),
        ("Post-session documents", []),
        ("Reports", ["1/9"]),
    ]


def test_the_report_of_another_session_was_there_before_this_one_and_says_whose_it_is(
    hall: Meeting, igsp: Process, make_document: Make
) -> None:
    first = igsp.meetings.get(key="wg-1")
    report = make_document("UNEP/TEST/1/9", kind=DocumentKind.REPORT, meeting=first, **ISSUED)
    with given():
        report.also_before.add(hall)
    listed = html(hall, "?by=kind")
    assert groups(listed) == [("Pre-session documents", []), ("Reports", ["1/9"])]
    assert "document of First session" in rows(listed)["1/9"]
    assert "document of First session" in rows(html(hall, "?by=kind", files="fr"))["1/9"]


@pytest.mark.parametrize("files", ["", "fr"])
def test_a_document_of_one_part_of_a_session_names_it(inc: Process, files: str) -> None:
    told = rows(html(inc.meetings.get(key="inc-5"), files=files))
    assert "first part" in told["UNOP/LFG/INC.5/3"]
    assert "resumed second part" in told["UNOP/LFG/INC.5/4"]
    assert "document of Third session" in told["UNOP/LFG/INC.3/4"]


def test_what_changed_last_stands_first_day_by_day(hall: Meeting, make_document: Make, post: Any, clock: Clock) -> None:
    clock("2004-07-20T12:00")
    early, late = (make_document(f"UNEP/TEST/1/{n}", languages=["en"]) for n in (1, 2))
    make_document("UNEP/TEST/1/3", state=DocumentState.PLANNED)
    make_document("UNEP/TEST/1/4", state=DocumentState.ISSUED, issued_elsewhere=True)
    post(early, "en")
    actions.issue(early, by="test")
    clock("2004-07-22T12:00")
    post(late, "en")
    actions.issue(late, by="test")
    assert groups(html(hall, "?by=changed")) == [
        ("22 July 2004", ["1/2"]),
        ("20 July 2004", ["1/1"]),
        ("Day not known", ["1/4"]),
        ("Forthcoming", ["1/3"]),
    ]
    clock("2004-07-23T12:00")
    post(early, "en", "once more")
    assert groups(html(hall, "?by=changed"))[:2] == [("23 July 2004", ["1/1"]), ("22 July 2004", ["1/2"])]
    for query, files in (("?by=changed", ""), ("?by=changed", "en")):
        told = rows(html(hall, query, files))
        assert ["Files replaced: English" in told[symbol] for symbol in ("1/1", "1/2")] == [True, False]
    assert "Files replaced" not in html(hall)
    clock("2004-07-25T12:00")
    post(early, "fr")
    assert "Files replaced" not in html(hall, "?by=changed")


# Today


@pytest.mark.parametrize(
    ("moment", "offered"),
    [
        ("2004-09-05T20:00", False),
        ("2004-09-05T21:30", True),  # past midnight in Nairobi
        ("2004-09-08T20:00", True),
        ("2004-09-08T21:30", False),
    ],
)
def test_today_is_offered_while_the_session_sits_by_its_own_clocks(
    hall: Meeting, make_document: Make, clock: Clock, moment: str, offered: bool
) -> None:
    make_document(**ISSUED)
    clock(moment)
    assert ("by=today" in html(hall)) == offered


@pytest.mark.parametrize(
    ("moment", "offered"),
    [("2024-12-01T12:00", True), ("2025-01-15T12:00", False), ("2025-05-11T20:00", False), ("2025-05-11T21:30", True)],
)
def test_today_is_offered_while_a_part_sits_by_its_clocks_and_not_between_parts(
    inc: Process, clock: Clock, moment: str, offered: bool
) -> None:
    clock(moment)
    assert ("by=today" in html(inc.meetings.get(key="inc-5"))) == offered


def test_today_brings_what_was_issued_what_was_replaced_and_what_is_awaited(
    hall: Meeting, make_document: Make, post: Any, clock: Clock
) -> None:
    clock("2004-09-06T12:00")
    before, today = (make_document(f"UNEP/TEST/1/{n}", languages=["en"]) for n in (1, 2))
    make_document("UNEP/TEST/1/CRP.1", state=DocumentState.PLANNED, planned_on=date(2004, 9, 7))
    make_document("UNEP/TEST/1/CRP.2", state=DocumentState.PLANNED, planned_on=date(2004, 9, 8))
    make_document("UNEP/TEST/1/3", **ISSUED)
    post(before, "en")
    actions.issue(before, by="test")
    clock("2004-09-07T12:00")
    post(today, "en")
    actions.issue(today, by="test")
    post(before, "en", "once more")
    assert groups(html(hall, "?by=today")) == [
        ("Issued today", ["1/2"]),
        ("Files replaced or added today", ["1/1"]),
        ("Awaited today", ["1/CRP.1"]),
    ]


def test_a_day_on_which_nothing_happens_says_so(hall: Meeting, make_document: Make, clock: Clock) -> None:
    make_document(**ISSUED)
    clock("2004-09-07T12:00")
    said = "Nothing was issued or replaced today so far, and nothing more is awaited."
    assert said in words(html(hall, "?by=today"))
    assert said not in words(html(hall))


# What is told of each


@pytest.mark.parametrize(("day", "new"), [("07-26", True), ("08-01", True), ("08-02", False)])
def test_what_was_issued_in_the_last_seven_days_is_new(
    hall: Meeting, make_document: Make, clock: Clock, day: str, new: bool
) -> None:
    clock(f"2004-{day}T12:00")
    make_document("UNEP/TEST/1/1", **ISSUED)
    for files in ("", "fr"):
        listed = html(hall, files=files)
        assert ('class="new"' in listed, "in the last seven days" in words(listed)) == (new, new)


def test_a_document_of_which_a_file_was_replaced_is_new_again(
    hall: Meeting, issued: Document, post: Any, clock: Clock
) -> None:
    clock("2034-10-15T12:00")
    assert 'class="new"' not in html(hall)
    post(issued, "fr", "once more")
    assert 'class="new"' in html(hall)


def test_each_language_has_its_formats_with_their_sizes(hall: Meeting, issued: Document) -> None:
    actions.post_rendition(issued, language="fr", name="a.docx", file=BytesIO(docx()), by="test")
    french = re.search(r'<a class="file-link"[^>]*hreflang="fr".*?</li>', html(hall))
    assert french
    assert re.findall(r'href="([^"]+)"', unescape(french[0])) == [
        "/symbol/UNEP/TEST/1/1?lang=fr",
        "/symbol/UNEP/TEST/1/1?lang=fr&format=docx",
    ]
    assert re.fullmatch(r"Français PDF · \d+ bytes 1 page Français DOCX · \d+ bytes", words(french[0]))


def test_a_language_that_is_not_issued_yet_says_when_it_is_expected(
    hall: Meeting, issued: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panels, "languages_expected", [lambda _pks: {issued.pk: {"ru": date(2004, 9, 3)}}])
    told = rows(html(hall))["1/1"]
    assert "Русский expected by 3 September 2004" in told
    assert "Español not issued yet" in told


def test_distribution_is_told_where_it_is_not_general(hall: Meeting, make_document: Make) -> None:
    make_document("UNEP/TEST/1/1", distribution=Distribution.LIMITED, author="Note by the Chair", **ISSUED)
    make_document("UNEP/TEST/1/2", **ISSUED)
    told = rows(html(hall))
    assert "Note by the Chair issued on 26 July 2004 Limited" in told["1/1"]
    assert "General" not in told["1/2"]


# With one file each


def test_with_a_language_of_files_each_document_has_one_file(
    hall: Meeting,
    issued: Document,
    make_document: Make,
    post: Any,
    monkeypatch: pytest.MonkeyPatch,
    clock: Clock,
) -> None:
    clock("2034-10-15T12:00")
    monkeypatch.setattr(panels, "languages_expected", [lambda _pks: {issued.pk: {"ru": date(2004, 9, 3)}}])
    make_document("UNEP/TEST/1/2", state=DocumentState.PLANNED, planned_on=date(2034, 10, 20))
    make_document("UNEP/TEST/1/3", languages=["en"], **ISSUED)
    french, russian = rows(html(hall, files="fr")), rows(html(hall, files="ru"))
    assert re.fullmatch(r"UNEP/TEST/1/1 About UNEP/TEST/1/1 UNEP/TEST/1/1 PDF \d+ bytes", french["1/1"])
    assert russian["1/1"] == "UNEP/TEST/1/1 About UNEP/TEST/1/1 expected by 3 September 2004 ع En Fr"
    assert french["1/2"] == "UNEP/TEST/1/2 About UNEP/TEST/1/2 forthcoming expected by 20 October 2034"
    post(Document.objects.get(symbol="UNEP/TEST/1/3"), "en")
    assert rows(html(hall, files="fr"))["1/3"] == "UNEP/TEST/1/3 new About UNEP/TEST/1/3 En"
    assert re.findall(r'class="file-link" href="([^"]+)"', html(hall, files="fr")) == ["/symbol/UNEP/TEST/1/1?lang=fr"]


def test_a_line_has_each_format_of_its_language(hall: Meeting, issued: Document) -> None:
    actions.post_rendition(issued, language="fr", name="a.docx", file=BytesIO(docx()), by="test")
    line = rows(html(hall, files="fr"))["1/1"]
    assert re.search(r"UNEP/TEST/1/1 PDF \d+ bytes UNEP/TEST/1/1 DOCX \d+ bytes$", line)
    assert '"/symbol/UNEP/TEST/1/1?lang=fr&amp;format=docx"' in html(hall, files="fr")


def test_a_superseded_document_says_so_in_a_line_too(hall: Meeting, issued: Document, make_document: Make) -> None:
    make_document("UNEP/TEST/1/1/Rev.1", **ISSUED)
    for files in ("", "fr"):
        told = rows(html(hall, files=files))
        assert "superseded by UNEP/TEST/1/1/Rev.1" in told["1/1"]
        assert "superseded" not in told["1/1/Rev.1"]


# Page by page, and what it costs


@pytest.mark.parametrize(("files", "most"), [("", 2), ("fr", 3)])
def test_many_documents_are_shown_page_by_page(
    hall: Meeting, agenda: None, make_document: Make, monkeypatch: pytest.MonkeyPatch, files: str, most: int
) -> None:
    monkeypatch.setattr(session_page, "ROWS", 2)
    monkeypatch.setattr(session_page, "LINES", 3)
    for number in range(1, 6):
        for_items(make_document(f"UNEP/TEST/1/{number}", **ISSUED), "2")
    seen: list[str] = []
    for number in range(1, 4):
        listed = html(hall, f"?page={number}", files=files)
        assert groups(listed)[0][0] == "2. Draft plan"
        seen += groups(listed)[0][1] if number <= -(-5 // most) else []
    assert seen == ["1/1", "1/2", "1/3", "1/4", "1/5"]
    following = html(hall, "?by=kind", files=files)
    assert 'href="?by=kind&amp;page=2#documents"' in following


@pytest.mark.parametrize("files", ["", "ru"])
@pytest.mark.parametrize("query", ["", "?by=kind", "?by=changed", "?by=today"])
def test_a_session_costs_the_same_with_one_document_or_three(
    hall: Meeting,
    igsp: Process,
    make_document: Make,
    post: Any,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    query: str,
    files: str,
) -> None:
    clock("2004-09-07T12:00")
    monkeypatch.setattr(kept_pages, "_address", lambda request: None)

    def with_documents(numbers: tuple[int, ...]) -> int:
        for number in numbers:
            document = make_document(f"UNEP/TEST/1/{number}", state=DocumentState.PLANNED)
            post(document, "en")
            actions.issue(document, by="test", exception=True)
            make_document(f"UNEP/TEST/1/CRP.{number}", state=DocumentState.PLANNED, planned_on=date(2004, 9, 7))
            other = make_document(f"UNEP/TEST/2/{number}", meeting=igsp.meetings.get(key="wg-3"), **ISSUED)
            with given():
                other.also_before.add(hall)
        html(hall, query, files)
        with CaptureQueriesContext(connection) as captured:
            html(hall, query, files)
        return len(captured)

    first = with_documents((1,))
    assert with_documents((2, 3)) == first
    assert first <= 15


def test_what_a_stranger_may_not_know_of_is_counted_nowhere(hall: Meeting, make_document: Make) -> None:
    make_document("UNEP/TEST/1/1", distribution=Distribution.RESTRICTED, **ISSUED)
    make_document("UNEP/TEST/1/2")
    records.change(make_document("UNEP/TEST/1/3", **ISSUED), by="test", values={"state": DocumentState.PREPARATION})
    for query in ("", "?by=kind", "?by=changed"):
        assert groups(html(hall, query)) == [("", [])]
