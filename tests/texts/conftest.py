"""The plan, a draft that continues it, and an engine that sets papers in no time."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from documents.models import Proposal, TextVersion
from documents.texts import actions
from igsp_portal.foundations.paper import pdf, presses
from igsp_portal.models import User
from meetings.models import Process
from tests.cast import given

from .at_the_editor import Browser, Editor
from .importing import Importer, text_of


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings: Any) -> Path:
    """The folder where papers are kept during this test."""
    folder = tmp_path / "files"
    kept = {**settings.STORAGES["default"], "OPTIONS": {"location": str(folder)}}
    settings.STORAGES = {**settings.STORAGES, "default": kept}
    return folder


@pytest.fixture
def plan(igsp: Process) -> TextVersion:
    """The newest released version of the draft plan, in six languages."""
    versions = TextVersion.objects.released().select_related("text", "document")
    return versions.filter(text__process=igsp, text__key="draft-plan").latest("number")


@pytest.fixture
def note(igsp: Process) -> TextVersion:
    """The released note on the organization of work, in Chinese and English."""
    versions = TextVersion.objects.select_related("text", "document")
    return versions.get(text__process=igsp, text__key="tentative-organization")


@pytest.fixture
def nothing_proposed(plan: TextVersion) -> None:
    """The plan before anybody proposed anything for it: what its folder says was proposed is away."""
    with given():
        Proposal.objects.filter(version__text=plan.text_id).delete()


@pytest.fixture
def draft(plan: TextVersion, farah: User) -> TextVersion:
    """A next version of the plan, not released, for which a document is planned: 3/4/Rev.1."""
    following = actions.continue_from(plan, by=farah)
    actions.plan_document(following, by=farah)
    return following


@pytest.fixture
def farahs(draft: TextVersion, farah: User, browser_of: Browser) -> Editor:
    """Farah before the editor's page of the draft."""
    return Editor(browser_of(farah), draft)


@pytest.fixture
def chens(draft: TextVersion, chen: User, browser_of: Browser) -> Editor:
    """Chen before the same."""
    return Editor(browser_of(chen), draft)


@pytest.fixture
def empty(igsp: Process) -> TextVersion:
    return text_of(igsp)


@pytest.fixture
def into_empty(empty: TextVersion, farah: User, browser_of: Browser) -> Importer:
    return Importer(browser_of(farah), empty)


@pytest.fixture
def into_plan(draft: TextVersion, farah: User, browser_of: Browser) -> Importer:
    return Importer(browser_of(farah), draft)


@pytest.fixture
def quick_engine(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Sets a page as an empty PDF that bears the page's words; returns the languages set, in order."""
    languages: list[str] = []

    def typeset(html: str, *, language: str, title: str, author: str = "", variant: str = "pdf/ua-1") -> bytes:
        languages.append(language)
        return small_pdf(html + variant)

    monkeypatch.setattr(pdf, "typeset", typeset)
    monkeypatch.setattr(presses, "number", lambda: 0)
    return languages


def small_pdf(words: str) -> bytes:
    """A PDF of one empty page that differs with `words`."""
    document, data = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.docinfo["/Subject"] = words
    document.save(data, deterministic_id=True)
    return data.getvalue()


@pytest.fixture
def failing_engine(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException, int], None]:
    """Let the engine fail with `error` at the paper of that number, after the ones before went well."""

    def fails(error: BaseException, at: int) -> None:
        count = 0

        def typeset(html: str, **options: object) -> bytes:
            nonlocal count
            count += 1
            if count >= at:
                raise error
            return small_pdf(html)

        monkeypatch.setattr(pdf, "typeset", typeset)
        monkeypatch.setattr(presses, "number", lambda: 0)

    return fails
