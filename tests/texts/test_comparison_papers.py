"""A comparison as PDF: made by the worker for whoever asks first, kept for all who ask after."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from documents.models import Comparison, TextVersion
from documents.texts import actions
from documents.texts.giving_out import comparison_papers, requested
from igsp_portal.foundations.paper import pdf
from igsp_portal.foundations.record import audit
from igsp_portal.models import Event, User
from tests.cast import given

from ..papers import text_of

pytestmark = pytest.mark.slow

PDF = "/en/igsp/texts/draft-plan/compare/pdf/"


@pytest.fixture
def later(plan: TextVersion, farah: User) -> TextVersion:
    """The next version of the plan in English and Arabic, released, with a paragraph in other words."""
    following = actions.continue_from(plan, by=farah)
    draft = actions.read_draft(following)
    words = {code: dict(draft.words[code]) for code in ("en", "ar")}
    words["en"]["management"] = "The Programme manages the plan [with care]."
    words["ar"]["management"] = "يدير البرنامج الخطة [بعناية]."
    with given():
        actions.write_draft(following, type(draft)(draft.blocks, words), by=farah)
        actions.release(following, by=farah, typeset=False)
    return following


@pytest.fixture
def queue(queued: None) -> Callable[[], list[int]]:
    """The comparisons that wait for the worker; asking twice is told apart from asking once."""
    made = comparison_papers.make_comparison.module_path
    return lambda: [task.args_kwargs["args"][0] for task in DBTaskResult.objects.ready() if task.task_path == made]


def make() -> None:
    """Do the worker's part."""
    for row in Comparison.objects.all():
        comparison_papers.make_comparison.call(row.pk)


def test_nobody_waits_while_it_is_made_and_it_is_made_once(
    later: TextVersion, quick_engine: list[str], queue: Callable[[], list[int]]
) -> None:
    stamp = audit.stamp()
    answers = [Client().get(PDF) for _asked in range(2)]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert "The PDF is being typeset. Look again in a minute." in answers[0].text
    assert (queue(), quick_engine) == ([Comparison.objects.get().pk], [])
    make()
    answer = Client().get(PDF)
    assert (answer.status_code, answer["Content-Type"], quick_engine) == (200, "application/pdf", ["en"])
    assert answer["Content-Disposition"] == 'inline; filename="draft-plan-4-5-EN.pdf"'
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert Client().get(PDF, headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert (len(queue()), audit.stamp()) == (1, stamp)


def test_of_two_who_ask_at_once_neither_meets_a_fault(
    later: TextVersion, queue: Callable[[], list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    Client().get(PDF)
    monkeypatch.setattr(requested, "_row", lambda kind, **which: kind(**which))  # the other's is not there yet
    assert (Client().get(PDF).status_code, len(queue())) == (202, 1)


def test_each_rendering_and_language_is_a_paper_of_its_own(later: TextVersion, quick_engine: list[str]) -> None:
    addresses = [PDF, f"{PDF}?as=bold", PDF.replace("/en/", "/ar/")]
    for address in addresses:
        Client().get(address)
    make()
    given_out = [Client().get(address).content for address in addresses]
    assert (len(set(given_out)), sorted(quick_engine)) == (3, ["ar", "en", "en"])


def test_it_says_what_changed_and_how_to_read_it(later: TextVersion) -> None:
    Client().get(PDF)
    make()
    words = " ".join(text_of(Client().get(PDF).content).split())
    for said in (
        "Comparison of version 4 and version 5",
        "1 paragraph changed",
        "What was inserted is underlined; what was deleted is struck out.",
        "The Programme manages the plan [with care].",
    ):
        assert said in words


def test_what_hindered_it_is_said_and_it_is_tried_again_a_minute_later(
    later: TextVersion,
    failing_engine: Callable[[BaseException, int], None],
    queue: Callable[[], list[int]],
    clock: Callable[..., None],
) -> None:
    clock("2004-10-15T12:00")
    failing_engine(MemoryError(), 1)
    Client().get(PDF)
    make()
    answer = Client().get(PDF)
    assert (answer.status_code, "The machine ran out of memory" in answer.text, len(queue())) == (503, True, 1)
    clock("2004-10-15T12:02")
    assert (Client().get(PDF).status_code, len(queue())) == (202, 2)


def test_a_draft_that_is_reworded_is_compared_anew(
    plan: TextVersion,
    farah: User,
    browser_of: Callable[[User], Client],
    quick_engine: list[str],
    store: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    following = actions.continue_from(plan, by=farah)
    browser = browser_of(farah)
    assert Client().get(f"{PDF}?from=4&to=5").status_code == 404
    browser.get(PDF)
    make()
    first = browser.get(PDF).content
    draft = actions.read_draft(following)
    words = {**draft.words, "en": {**draft.words["en"], "management": "In other words."}}
    with given():
        actions.write_draft(following, type(draft)(draft.blocks, words), by=farah)
    assert browser.get(PDF).status_code == 202
    with django_capture_on_commit_callbacks(execute=True):
        make()
    assert browser.get(PDF).content != first
    assert len(list(store.glob("comparisons/*/*"))) == 1


def test_one_that_is_damaged_is_made_anew(
    later: TextVersion, quick_engine: list[str], store: Path, django_capture_on_commit_callbacks: Any
) -> None:
    Client().get(PDF)
    make()
    whole = Client().get(PDF).content
    (file,) = store.glob("comparisons/*/*")
    file.write_bytes(b"half")
    assert Client().get(PDF).status_code == 202
    with django_capture_on_commit_callbacks(execute=True):
        make()
    assert Client().get(PDF).content == whole
    facts = Event.objects.filter(verb="comparison.made").latest("pk").facts
    assert facts["sha256"] == hashlib.sha256(whole).hexdigest()


def test_of_a_text_in_one_version_there_is_none(note: TextVersion) -> None:
    answer = Client().get(PDF.replace("draft-plan", note.text.key))
    assert (answer.status_code, answer["Location"]) == (302, "/en/igsp/texts/tentative-organization/compare/")


def test_a_language_that_one_version_is_not_in_has_none(later: TextVersion) -> None:
    assert Client().get(PDF.replace("/en/", "/fr/")).status_code == 404
    assert Comparison.objects.count() == 0


@pytest.mark.parametrize(("language", "direction", "words"), [("ar", "rtl", "الخطة"), ("en", "ltr", "plan")])
def test_what_was_inserted_is_underlined_and_not_struck_out(language: str, direction: str, words: str) -> None:
    """Its line lies below the base line and within its own line of writing; the other one crosses the words."""
    body = f'<div class="redline tracked"><p><del>{words}</del></p><p><ins>{words}</ins></p></div>'
    sheet = '<link rel="stylesheet" href="paper.css">'
    html = f'<html lang="{language}" dir="{direction}"><title>{words}</title>{sheet}<body>{body}'
    page = pymupdf.open(stream=pdf.typeset(html, language=language, title=words))[0]
    drawn = sorted(item[1].y for one in page.get_drawings() for item in one["items"] if item[0] == "l")
    spans = [span for block in page.get_text("dict")["blocks"] for line in block["lines"] for span in line["spans"]]
    deleted, inserted = (span["origin"][1] for span in spans if words in span["text"])
    size = spans[0]["size"]
    assert deleted - size / 2 < drawn[0] < deleted
    assert inserted < drawn[1] < inserted + size / 2
