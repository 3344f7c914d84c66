"""The language of files is chosen once, apart from that of the pages, and remembered."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from igsp_portal.models import User
from meetings.models import Process

CHOICE = "/en/files/"
SESSION = "/en/igsp/meetings/wg-1/"

pytestmark = pytest.mark.slow


def chosen(client: Client) -> list[str]:
    """The language of files that the page of a session shows as chosen: its name."""
    page = client.get(SESSION).content.decode().split('class="files-choice"')[1]
    return [part.split("<")[0].split(">")[1] for part in page.split("aria-pressed")[1:]]


def test_a_stranger_s_browser_remembers_the_language_and_comes_back_to_where_it_was(igsp: Process) -> None:
    stranger = Client()
    assert chosen(stranger) == ["all"]
    answer = stranger.get(CHOICE, {"in": "fr", "next": f"{SESSION}#documents"})
    assert (answer.status_code, answer["Location"]) == (302, f"{SESSION}#documents")
    assert chosen(stranger) == ["Français"]
    assert chosen(Client()) == ["all"]


@pytest.mark.parametrize("code", ["", "de", "fr;x", "FR"])
def test_what_is_none_of_the_six_languages_means_all_of_them(igsp: Process, code: str) -> None:
    stranger = Client()
    stranger.get(CHOICE, {"in": "fr"})
    stranger.get(CHOICE, {"in": code})
    assert chosen(stranger) == ["all"]


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example", "wg-1", "javascript:x", ""])
def test_nobody_is_led_to_another_site(igsp: Process, address: str) -> None:
    assert Client().get(CHOICE, {"in": "fr", "next": address})["Location"] == "/en/"


def test_whoever_is_signed_in_finds_it_again_in_another_browser(
    igsp: Process, eve: User, browser_of: Callable[[User], Client]
) -> None:
    browser_of(eve).post(CHOICE, {"in": "ar", "next": SESSION})
    eve.refresh_from_db()
    assert eve.files_language == "ar"
    assert chosen(browser_of(eve)) == ["العربية"]
    assert chosen(Client()) == ["all"]


def test_a_link_changes_nothing_on_an_account(igsp: Process, eve: User, browser_of: Callable[[User], Client]) -> None:
    hers = browser_of(eve)
    assert hers.get(CHOICE, {"in": "ar", "next": SESSION})["Location"] == SESSION
    assert chosen(hers) == ["all"]


def test_a_form_from_elsewhere_changes_nothing_on_an_account(igsp: Process, eve: User) -> None:
    hers = Client(enforce_csrf_checks=True)
    hers.force_login(eve)
    assert hers.post(CHOICE, {"in": "ar"}).status_code == 403
    eve.refresh_from_db()
    assert eve.files_language == ""


def test_the_library_has_the_choice_and_lists_one_file_for_each_document(igsp: Process) -> None:
    stranger = Client()
    everything = stranger.get("/en/igsp/documents/").content.decode()
    stranger.get(CHOICE, {"in": "fr", "next": "/en/igsp/documents/"})
    french = stranger.get("/en/igsp/documents/").content.decode()
    assert 'class="document-row' in everything
    assert ('class="document-row' in french, 'aria-pressed="true">Français' in french) == (False, True)
    counts = [page.count('<p class="document-symbol">') for page in (everything, french)]
    assert counts[0] == counts[1] > 5
