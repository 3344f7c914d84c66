"""Presses: pages set in other processes are the same files, and a press that fails costs time alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from igsp_portal.foundations.paper import pdf, presses, scratch

pytestmark = pytest.mark.slow

PAGES: list[presses.Page] = [
    {"html": f'<link rel="stylesheet" href="paper.css"><h1>{words}</h1>', "language": tag, "title": words}
    for tag, words in [("ar", "تقرير"), ("zh-Hans", "报告"), ("en", "Report")]
]
LOST: presses.Page = {"html": '<link rel="stylesheet" href="lost.css"><p>Text', "language": "en", "title": "Lost"}


class Deadly:
    """Ends the process that unpacks it, as a page may that fills the memory."""

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (1,)


class Endless:
    """Attachments that never end."""

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        while True:
            pass


class Huge:
    """More than a press may hold."""

    def __reduce__(self) -> tuple[object, ...]:
        return bytes, (presses.MEMORY,)


@pytest.fixture
def two() -> Iterator[presses.Presses]:
    with presses.started(2) as both:
        assert both is not None
        yield both


def kill_all(started: presses.Presses) -> None:
    for press in list(started.running):
        press.kill()
        press.wait()


def test_a_page_set_on_a_press_is_the_same_file(two: presses.Presses) -> None:
    assert list(presses.typeset_all(PAGES)) == [pdf.typeset(**page) for page in PAGES]


def test_a_fault_on_a_press_is_told_in_words_and_the_press_goes_on(two: presses.Presses) -> None:
    with pytest.raises(pdf.PaperFileMissing, match=r"templates/papers/lost\.css"):
        list(presses.typeset_all([PAGES[2], LOST]))
    assert two.begin(PAGES[2]).result() == pdf.typeset(**PAGES[2])


def test_a_page_that_no_press_can_set_is_not_tried_in_the_process_that_asks(
    two: presses.Presses, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "typeset", lambda **page: pytest.fail("It would take down this process, or its memory."))
    with pytest.raises(pdf.PdfError, match="KeyError: 'pdf/of-another-age'"):
        presses.typeset({**PAGES[2], "variant": "pdf/of-another-age"})


def test_a_press_beside_a_server_sets_what_any_of_its_threads_asks_for() -> None:
    with presses.beside_a_server() as one, ThreadPoolExecutor(2) as threads:
        made = [begun.result() for begun in [threads.submit(presses.typeset, page) for page in PAGES]]
        assert len(one.running) == 1
    assert made == [pdf.typeset(**page) for page in PAGES]


def test_what_a_killed_press_was_given_is_set_on_the_next(two: presses.Presses) -> None:
    two.begin(PAGES[2]).result()
    kill_all(two)
    assert list(presses.typeset_all(PAGES[2:])) == [pdf.typeset(**PAGES[2])]


ENDED = "failed twice on this file, or took too long"


def test_a_page_that_ends_two_presses_is_refused_and_the_others_are_set() -> None:
    with presses.started(1, warm=False):
        with pytest.raises(pdf.PressEnded, match=ENDED):
            presses.typeset({**PAGES[2], "attachments": Deadly()})
        assert presses.typeset(PAGES[2]) == pdf.typeset(**PAGES[2])


def test_a_page_that_never_ends_is_refused() -> None:
    with presses.started(1, warm=False, seconds=1), pytest.raises(pdf.PressEnded, match=ENDED):
        presses.typeset({**PAGES[2], "attachments": Endless()})


def test_a_page_that_wants_more_memory_than_a_press_may_hold_is_refused() -> None:
    with presses.started(1, warm=False), pytest.raises(MemoryError):
        presses.typeset({**PAGES[2], "attachments": Huge()})


def test_presses_yield_the_processor_to_people(two: presses.Presses) -> None:
    list(presses.typeset_all(PAGES))
    wanted = min(os.getpriority(os.PRIO_PROCESS, 0) + presses.NICENESS, 19)
    assert {os.getpriority(os.PRIO_PROCESS, press.pid) for press in two.running} == {wanted}


def test_a_press_is_ended_by_the_one_that_asks_alone(two: presses.Presses) -> None:
    list(presses.typeset_all(PAGES))
    before = [press.pid for press in two.running]
    for press in two.running:
        press.send_signal(signal.SIGTERM)
    list(presses.typeset_all(PAGES))
    assert [press.pid for press in two.running] == before


def test_presses_end_at_once_and_leave_nothing(two: presses.Presses) -> None:
    begun = [two.begin(page) for page in PAGES]
    two.end()
    assert all(press.returncode is not None for press in two.running)
    assert all(page.done() for page in begun)


def test_a_press_ends_when_the_one_who_asked_is_gone() -> None:
    command = [sys.executable, "-m", presses.__name__, str(scratch.home()), "60"]
    press = subprocess.Popen(command, cwd=pdf.ROOT, stdin=subprocess.PIPE)
    press.communicate()
    assert press.returncode == 0


def test_presses_that_are_started_already_are_used_again(two: presses.Presses) -> None:
    with presses.started(3) as inner:
        assert inner is two
    assert presses.typeset(PAGES[2]) == pdf.typeset(**PAGES[2])


def test_without_presses_pages_are_set_here_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "typeset", lambda html, **about: html.encode())
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    with presses.started(presses.number()) as none:
        assert none is None
        assert list(presses.typeset_all(PAGES)) == [page["html"].encode() for page in PAGES]
