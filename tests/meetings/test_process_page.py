"""The page of a process: its sessions, its mandate, and its calendar, drawn and told in words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from meetings import panels
from meetings.models import Process
from meetings.panels import Mark, Panel
from meetings.timeline import timeline

from ..cast import given
from .folders import load, meeting, minimal, rivers, write

Clock = Callable[..., None]


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The house with its upper floors taken off: nobody contributes to the pages."""
    for name in ("parts_of_process", "panels_of_meeting"):
        monkeypatch.setattr(panels, name, [])


def page(process: Process, language: str = "en") -> str:
    response = Client().get(f"/{language}/{process.slug}/")
    assert response.status_code == 200
    return response.content.decode()


def words(html: str) -> str:
    """What a reader sees, with single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def entries(html: str) -> list[str]:
    """The calendar in words: one text for each entry."""
    told = html[html.index('class="timeline-list"') :]
    told = told[: told.index("</ol>")]
    return [words(entry).strip() for entry in re.findall(r"<li.*?</li>", told, re.DOTALL)]


def drawing(html: str) -> str:
    found = re.search(r"<svg viewBox.*?</svg>", html, re.DOTALL)
    return found[0] if found else ""


def x_of(svg: str, kind: str) -> list[float]:
    """Where the marks of a class stand in the drawing."""
    return [float(x) for x in re.findall(rf'class="{kind}"[^>]*? x1?="([\d.]+)"', svg)]


# Told in words


def test_the_sessions_stand_in_a_table_with_dates_places_and_states(igsp: Process, clock: Clock) -> None:
    clock("2004-10-15T12:00")
    said = words(page(igsp))
    assert "First session 25 June 2004 United Nations Headquarters, New York held" in said
    assert "Third session 2–4 December 2004 announced for 1–3 December 2004 Intercontinental Resort" in said


def test_a_session_that_moved_says_what_was_announced(igsp: Process, clock: Clock) -> None:
    clock("2004-10-15T12:00")
    told = [entry for entry in entries(page(igsp)) if "Second session held" in entry]
    assert told == ["2–4 September 2004 Second session held Nairobi · announced for 6–8 September 2004"]


def test_a_session_that_did_not_move_says_nothing_of_it(igsp: Process, clock: Clock, alone: None) -> None:
    clock("2004-10-15T12:00")
    assert "25 June 2004 First session held United Nations Headquarters, New York" in entries(page(igsp))


def test_the_calendar_is_told_in_the_order_of_time_with_today_in_its_place(
    igsp: Process, clock: Clock, alone: None
) -> None:
    clock("2004-10-15T12:00")
    told = entries(page(igsp))
    assert [entry.split(" 2004")[0] for entry in told[-5:-1]] == [
        "2–4 September",
        "15 October",
        "1 December",
        "2–4 December",
    ]
    assert told[-1].startswith("21–25 February 2005 Twenty-third session of the Governing Council")
    assert told[-4] == "15 October 2004 Today"


def test_today_is_the_day_that_the_operator_has_set(igsp: Process, settings: Any) -> None:
    settings.PORTAL_TODAY = dt.date(2004, 7, 1)
    assert "1 July 2004 Today" in entries(page(igsp))


def test_today_is_reckoned_in_the_zone_of_the_process(igsp: Process, clock: Clock) -> None:
    clock("2004-10-15T22:30")  # past midnight in Nairobi
    assert "16 October 2004 Today" in entries(page(igsp))


def test_meetings_without_dates_are_listed_by_themselves(igsp: Process) -> None:
    said = words(page(igsp))
    after = said[said.index("Date not known") :]
    assert "Informal consultation, Dar es Salaam, October 2004 tentative" in after
    assert "Meeting of the Bureau of the Governing Council tentative" in after


def test_the_mandate_cites_decisions_in_every_form(igsp: Process) -> None:
    said = words(page(igsp))
    assert "Decision SS.VII/1 International environmental governance Cartagena, Colombia · 15 February 2002" in said
    assert "Also cited as VII/1" in said
    assert "(i) Strengthening national institutions" in said


def test_the_components_of_the_mandate_are_lettered_as_the_language_letters(igsp: Process) -> None:
    assert [label in page(igsp, "ar") for label in ("<bdi>(أ)</bdi>", "<bdi>&#x27;1&#x27;</bdi>")] == [True, True]
    assert [label in page(igsp, "fr") for label in ("<bdi>a)</bdi>", "<bdi>i)</bdi>")] == [True, True]


def test_arabic_counts_special_sessions_as_its_papers_do(igsp: Process) -> None:
    said = words(page(igsp, language="ar"))
    assert "المقرر د.إ-7/1 أسلوب الإدارة البيئي الدولي" in said
    assert "المقرر د.إ-8/1 تنفيذ المقرر د.إ-7/1" in said


# Drawn


def test_the_drawing_tells_a_screen_reader_what_it_shows(igsp: Process, clock: Clock, alone: None) -> None:
    clock("2004-10-15T12:00")
    svg = drawing(page(igsp))
    assert 'role="img" aria-labelledby="timeline-summary"' in svg
    assert (
        "Timeline from 20 April 2004 to 25 February 2005; today is 15 October 2004. The list below says the same."
        in words(svg)
    )


def test_sessions_consultations_and_today_are_drawn(igsp: Process, clock: Clock, alone: None) -> None:
    clock("2004-10-15T12:00")
    svg = drawing(page(igsp))
    count = {kind: svg.count(f'class="{kind}"') for kind in ("span", "span-announced", "span-other", "today")}
    assert count == {"span": 4, "span-announced": 2, "span-other": 8, "today": 2}


def test_a_day_outside_the_calendar_is_told_but_not_drawn(igsp: Process, clock: Clock) -> None:
    clock("2026-11-22T12:00")
    html = page(igsp)
    assert 'class="today"' not in drawing(html)
    assert entries(html)[-1] == "22 November 2026 Today"


def test_the_drawing_runs_from_the_right_for_readers_of_arabic(igsp: Process, clock: Clock, alone: None) -> None:
    clock("2004-10-15T12:00")
    from_left, from_right = drawing(page(igsp)), drawing(page(igsp, "ar"))
    assert x_of(from_left, "today")[0] + x_of(from_right, "today")[0] == 880
    sessions = x_of(from_left, "span"), x_of(from_right, "span")
    assert sessions[0] == sorted(sessions[0])
    assert sessions[1] == sorted(sessions[1], reverse=True)


def test_dates_are_written_as_the_language_writes_them(igsp: Process, clock: Clock, alone: None) -> None:
    clock("2004-10-15T12:00")
    first = {code: entries(page(igsp, code))[0].split("  ")[0] for code in ("zh-hans", "fr", "es", "ru")}
    assert {code: text.split(" 2004")[0][:16] for code, text in first.items()} == {
        "zh-hans": "2004年4月20日 环境管理小",
        "fr": "20 avril",
        "es": "20 de abril de",
        "ru": "20 апреля",
    }


def test_nothing_is_drawn_or_listed_where_no_meeting_has_dates(igsp: Process, tmp_path: Path) -> None:
    files = minimal()
    files["meetings.yaml"]["meetings"] = [meeting("one", "First meeting")]
    load(write(tmp_path / "rivers", files))
    html = page(Process.objects.get(slug="rivers"))
    assert drawing(html) == ""
    assert "timeline-list" not in html
    assert "calendar.ics" not in html
    assert "No dates are known yet." in html
    assert "First meeting" in html


def test_a_process_without_meetings_or_mandate_has_a_page(igsp: Process, tmp_path: Path) -> None:
    files = minimal()
    files["meetings.yaml"] = "meetings: []\n"
    del files["process.yaml"]["decisions"]
    load(write(tmp_path / "rivers", files))
    html = page(Process.objects.get(slug="rivers"))
    assert "Preparation of a rivers strategy" in html
    assert "<aside>" not in html


# The drawing by itself


def marks(*days: str, kind: str = "consultation", **more: Any) -> list[Mark]:
    return [Mark(on=dt.date.fromisoformat(day), label=f"On {day}", kind=kind, **more) for day in days]


def drawn(given_marks: list[Mark], today: str = "2004-10-15") -> str:
    return timeline(given_marks, today=dt.date.fromisoformat(today))["svg"]


def boxes(svg: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r'class="span-other" x="([\d.]+)" y="([\d.]+)"', svg)]


def test_what_is_overdue_is_told_by_its_shape_and_not_by_colour_alone() -> None:
    given_marks = [*marks("2004-06-01", kind="due", tone="ok"), *marks("2004-08-01", kind="due", tone="late")]
    shapes = re.findall(r'<(\w+) class="due (due-\w+)"', drawn(given_marks))
    assert shapes == [("circle", "due-met"), ("path", "due-late")]


def test_marks_that_would_touch_stand_in_rows_of_their_own() -> None:
    near = boxes(drawn(marks("2004-01-10", "2004-06-17", "2004-06-19", "2004-06-21", "2004-12-01")))
    assert [y for _x, y in near] == [76, 76, 91, 106, 76]


def test_marks_that_do_not_touch_stand_in_one_row() -> None:
    apart = boxes(drawn(marks("2004-01-10", "2004-03-17", "2004-06-19", "2004-12-01")))
    assert {y for _x, y in apart} == {76}


def test_dates_announced_before_lie_inside_the_drawing() -> None:
    moved = marks("2004-06-01", kind="session", announced=(dt.date(2004, 1, 5), dt.date(2004, 1, 7)))
    (x,) = x_of(drawn(moved), "span-announced")
    assert 40 <= x <= 840


def test_no_more_months_are_named_than_there_is_room_for() -> None:
    assert drawn(marks("2004-01-10", "2044-12-01")).count('class="month"') <= 14


def test_a_single_day_can_be_drawn() -> None:
    assert drawn(marks("2004-12-31")).count('class="span-other"') == 1


def test_the_drawing_has_numbers_that_every_browser_reads_in_every_language() -> None:
    for code in ("fr", "ru", "ar"):
        with translation.override(code):
            assert re.search(r'="\d+,\d+"', drawn(marks("2004-01-10", "2004-12-01"))) is None


def test_names_in_the_drawing_are_escaped() -> None:
    (mark,) = marks("2004-01-10")
    svg = drawn([Mark(on=mark.on, label="<b>&", kind="consultation")])
    assert "&lt;b&gt;&amp;" in svg
    assert "<b>" not in svg


# With and without the floors above


def test_without_documents_and_submissions_there_is_still_a_calendar(igsp: Process, clock: Clock, alone: None) -> None:
    clock("2004-10-15T12:00")
    html = page(igsp)
    assert len(entries(html)) == 13
    assert "Documents due" not in html
    assert "Calls for submissions" not in html


def test_what_upper_floors_give_stands_in_the_calendar_and_on_the_page(
    igsp: Process, clock: Clock, alone: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock("2004-10-15T12:00")

    def some_parts(process: Process, meetings: Any, user: Any) -> Iterator[Mark | Panel]:
        yield from marks("2004-07-01", kind="deadline", url="/en/igsp/calls/x/", remark="Deadline")
        yield Panel("components/empty.html", {"title": "x"}, order=2)

    monkeypatch.setattr(panels, "parts_of_process", [some_parts])
    html = page(igsp)
    assert "1 July 2004 On 2004-07-01 Deadline" in entries(html)
    assert 'class="due ' in drawing(html)
    assert html.count('<div class="empty">') == 1


def test_panels_and_marks_stand_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    early, mid, late = Panel("early", order=10), Panel("mid"), Panel("late", order=70)
    first, second = marks("2004-01-10", "2004-06-17")
    gives: list[Any] = [lambda *_about: [late, second], lambda *_about: [first, early, mid]]
    monkeypatch.setattr(panels, "parts_of_process", gives)
    assert panels.process_parts(Process(), [], None) == ([first, second], [early, mid, late])


# How much it asks of the database


@pytest.mark.parametrize("address", ["/en/rivers/", "/ar/rivers/participants/", "/en/rivers/calendar.ics", "/en/"])
def test_a_page_asks_the_same_of_the_database_with_one_row_and_with_three(
    igsp: Process, tmp_path: Path, address: str
) -> None:
    files = minimal()
    few = {**files, "meetings.yaml": {"meetings": files["meetings.yaml"]["meetings"][:1]}}
    load(write(tmp_path / "rivers", few))
    before = queries_of(address)
    process = rivers(tmp_path / "rivers")
    with given():
        for number in range(2, 4):
            process.participants.create(key=f"more-{number}", kind="organization", name="More")
            process.decisions.create(key=f"more-{number}", symbol=f"CR.{number}/1", title="More")
    if address == "/en/":
        with given():
            Process.objects.create(slug="lakes", name="Lakes", short_name="Lakes", body="Lakes", is_public=True)
    assert queries_of(address) == before


def queries_of(address: str) -> list[str]:
    """The statements that one request makes, without their values."""
    with CaptureQueriesContext(connection) as made:
        assert Client().get(address).status_code == 200
    return [query["sql"].split(" FROM ")[-1].split(" WHERE ")[0][:60] for query in made.captured_queries]


def test_the_page_of_a_session_asks_at_most_fourteen_times(igsp: Process) -> None:
    assert len(queries_of("/en/igsp/meetings/wg-2/")) <= 14
