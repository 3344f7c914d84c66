"""What programs are answered, as a stranger or as somebody who is signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from meetings.models import Process
from tests.library.conftest import hall, issued, make_document, post, store

__all__ = ["hall", "issued", "make_document", "post", "store"]
Read = Callable[..., dict[str, Any]]


@pytest.fixture(autouse=True)
def _now(clock: Callable[[str], None], queued: None) -> None:
    """A day in 2004, on which some files of a data folder are still held: that they come out waits for the worker."""
    clock("2004-10-15T12:00")


@pytest.fixture
def read(igsp: Process, client: Client) -> Read:
    """What a stranger, or whoever has the browser, reads at an address below /api/v1/ or at a whole one."""

    def answered(address: str, browser: Client | None = None, status: int = 200, **query: Any) -> dict[str, Any]:
        whole = address if address.startswith("http") else f"/api/v1/{address}"
        response = (browser or client).get(whole, query)
        assert response.status_code == status, response.text
        return response.json()

    return answered


@pytest.fixture
def every(read: Read) -> Callable[..., list[dict[str, Any]]]:
    """All pages of a list."""

    def pages(address: str, browser: Client | None = None, **query: Any) -> list[dict[str, Any]]:
        found = [read(address, browser, **query)]
        while found[-1]["next"]:
            found.append(read(found[-1]["next"], browser))
        return found

    return pages
