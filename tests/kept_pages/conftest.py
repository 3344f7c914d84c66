"""A stranger, and the addresses of the pages that were rendered for them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client

from igsp_portal.foundations.pages.kept_pages import KeptPages
from igsp_portal.foundations.record import records
from meetings.models import Meeting, Process

SESSION = "/en/igsp/meetings/wg-1/"


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch, clock: Callable[..., None]) -> list[str]:
    """The addresses of the pages that were rendered rather than taken from those kept, in order."""
    clock("2004-10-15T12:00:30")
    seen: list[str] = []
    inside = KeptPages.__init__

    def noted(self: KeptPages, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        def rendering(request: HttpRequest) -> HttpResponse:
            seen.append(request.get_full_path())
            return get_response(request)

        inside(self, rendering)

    monkeypatch.setattr(KeptPages, "__init__", noted)
    return seen


@pytest.fixture
def stranger(igsp: Process, rendered: list[str]) -> Client:
    return Client()


def something_happens(process: Process) -> None:
    meeting = Meeting.objects.get(process=process, key="wg-1")
    records.change(meeting, by="test", values={"name_en": "First session, renamed"})
