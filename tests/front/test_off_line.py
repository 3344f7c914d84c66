"""The script that keeps pages for reading off-line: where it is found, what it may, and how light it is."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

MOST_BYTES = 4_000


def test_the_script_is_at_the_root_and_asked_for_again_each_time(client: Client) -> None:
    answer = client.get("/sw.js")
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (
        200,
        "text/javascript; charset=utf-8",
        "no-cache",
    )
    assert client.get("/sw.js", headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_workers_are_taken_from_the_portal_alone(client: Client) -> None:
    assert "worker-src 'self'" in client.get("/sw.js")["Content-Security-Policy"]


def test_both_scripts_together_are_light_as_served(client: Client) -> None:
    assert client.get("/sw.js", headers={"Accept-Encoding": "gzip"})["Content-Encoding"] == "gzip"
    worker = gzip.compress(client.get("/sw.js").content)  # when it is served, up to a hundred bytes of chance are added
    beside = finders.find("offline.js")
    assert isinstance(beside, str)
    assert len(worker) + len(brotli.compress(Path(beside).read_bytes())) <= MOST_BYTES


@pytest.mark.parametrize("name", ["admin:index", "admin:documents_document_changelist"])
def test_no_page_of_the_admin_site_keeps_anything(name: str, browser_of: object, farah: object) -> None:
    page = browser_of(farah).get(reverse(name), follow=True)  # type: ignore[operator]
    assert (page.status_code, b"offline.js" in page.content) == (200, False)


def test_the_page_of_a_session_offers_to_keep_it_once_a_script_has_looked(client: Client, db: None) -> None:
    page = client.get("/en/igsp/meetings/wg-3/").content.decode()
    assert '<div class="actions" id="keep" data-off-line="/en/offline/" hidden>' in page
    assert '<p class="notice notice-attention" id="kept-copy" hidden>' in page
