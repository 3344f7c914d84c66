"""Presses: pages set in other processes are the same files, and a press that fails costs time alone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from igsp_portal.foundations.paper import pdf, presses

pytestmark = pytest.mark.slow

PAGES: list[presses.Page] = [
    {"html": f'<link rel="stylesheet" href="paper.css"><h1>{words}</h1>', "language": tag, "title": words}
    for tag, words in [("ar", "تقرير"), ("zh-Hans", "报告"), ("en", "Report")]
]
LOST: presses.Page = {"html": '<link rel="stylesheet" href="lost.css"><p>Text', "language": "en", "title": "Lost"}


@pytest.fixture
def two() -> Iterator[presses.Presses]:
    with presses.started(2) as both:
        assert both is not None
        yield both


def test_a_page_set_on_a_press_is_the_same_file(two: presses.Presses) -> None:
    assert list(presses.typeset_all(PAGES, two)) == [pdf.typeset(**page) for page in PAGES]


def test_a_fault_on_a_press_is_told_in_words_and_the_press_goes_on(two: presses.Presses) -> None:
    with pytest.raises(pdf.PaperFileMissing, match=r"templates/papers/lost\.css"):
        list(presses.typeset_all([PAGES[2], LOST], two))
    assert two.begin(PAGES[2]).result() == pdf.typeset(**PAGES[2])


def test_what_a_killed_press_was_given_is_set_here(two: presses.Presses) -> None:
    for press in two._all:
        press.kill()
    assert list(presses.typeset_all(PAGES[2:], two)) == [pdf.typeset(**PAGES[2])]


def test_presses_end_at_once_and_leave_nothing(two: presses.Presses) -> None:
    begun = [two.begin(page) for page in PAGES]
    two.end()
    assert all(press.returncode is not None for press in two._all)
    assert all(page.done() for page in begun)


def test_a_press_ends_when_the_one_who_asked_is_gone() -> None:
    press = subprocess.Popen([sys.executable, "-m", presses.__name__], cwd=pdf.ROOT, stdin=subprocess.PIPE)
    press.communicate()
    assert press.returncode == 0


def test_one_press_is_no_better_than_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "typeset", lambda html, **about: html.encode())
    with presses.started(1) as none:
        assert none is None
        assert list(presses.typeset_all(PAGES, none)) == [page["html"].encode() for page in PAGES]
