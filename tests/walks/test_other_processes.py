"""A process of the least that a folder may hold, and one of all that its page in the docs shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils.html import strip_tags

from igsp_portal.foundations.access import Role
from meetings.models import Process

from ..cast import with_role
from ..meetings.folders import load, minimal, six, write
from ..meetings.test_process_folder_page import example
from .addresses import addresses_of
from .conftest import Clock, people_of
from .walk import asked_for, walk

# What the process of 2004 has, and the one of the least has not.
OF_THE_FIRST = "region|working group|Government|State|decision|resolution|mandate|component|input|letter|plan|UNEP|IGSP"
LED_TO_BY_NO_PAGE = ["/en/rivers/inputs/"]  # of a process without inputs

pytestmark = pytest.mark.slow


def least(folder: Path) -> Process:
    """A committee of one organization, which is called on: no decision, region, Government, input or document."""
    files = minimal()
    files["process.yaml"].pop("decisions")
    files["process.yaml"] |= {"name": six("Rivers"), "body": six("Committee on Rivers")}
    files["participants.yaml"] = {"participants": [{"key": "dams", "kind": "organization", "name": six("Dams Union")}]}
    files["calls.yaml"] = {
        "calls": [
            {
                "key": "views",
                "title": six("Views"),
                "addressed": ["organization"],
                "opens": "2025-01-01T09:00",
                "closes": "2025-06-01T17:00",
            }
        ]
    }
    load(write(folder, files))
    return Process.objects.get(slug="rivers")


def test_no_page_of_the_least_supposes_what_the_first_process_has(igsp: Process, tmp_path: Path, clock: Clock) -> None:
    clock("2025-02-01T12:00")
    process = least(tmp_path / "rivers")
    dams = process.participants.get()
    focal_point, stranger = Client(), Client()
    focal_point.force_login(with_role("Nile", Role.FOCAL_POINT, process, dams))
    assert focal_point.post("/en/rivers/calls/views/begin/dams/").status_code == 302
    there = addresses_of(process)
    asked = [address for address in there.whole + there.rows if address not in LED_TO_BY_NO_PAGE]
    found = {
        (address, word)
        for browser in (stranger, focal_point)
        for address in asked
        if (page := browser.get(address)).status_code == 200 and not page.streaming
        for word in re.findall(rf"(?i)\b(?:{OF_THE_FIRST})s?\b", words_of(page.content.decode(errors="replace")))
    }
    assert found == set()


def words_of(page: str) -> str:
    """What a page says of its process: the portal's own foot says what the portal is for."""
    return strip_tags(page.partition("<main")[2].partition("</main>")[0])


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_page_of_the_example_fails(igsp: Process, tmp_path: Path, clock: Clock, language: str) -> None:
    clock("2025-06-15T12:00")
    load(example(tmp_path / "rivers"))
    process = Process.objects.get(slug="rivers")
    people = people_of(process, process.participants.get(key="basin-forum"))
    assert walk(people, asked_for(people, addresses_of(process), of=len(people)), language).failed == []
