"""Behind nginx, set up as the operator's page says, files come from nginx and are answered as by the portal alone."""

from __future__ import annotations

import http.client
import io
import os
import re
import shutil
import socket
import subprocess
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as portal_settings

from documents.library import actions
from documents.models import Document, Rendition
from tests.kept_pages.asked import Answer, Portal, served

from .test_files_at_the_door import BY_SYMBOL, WHY, asked, failing

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed (Debian: nginx-light)"),
]
PAGE = (portal_settings.BASE_DIR / "docs" / "operating.md").read_text()
OF_THE_SERVER = {"Date", "Server", "Connection"}
LONGEST = 30  # seconds until something is taken to have gone wrong
AROUND = """
daemon off; pid {here}/pid; error_log {here}/errors; {user}
events {{}}
http {{
    access_log off;
    client_body_temp_path {here}/body; proxy_temp_path {here}/proxy; fastcgi_temp_path {here}/fastcgi;
    uwsgi_temp_path {here}/uwsgi; scgi_temp_path {here}/scgi;
    {server}
}}
"""


@pytest.fixture
def portal(issued: Document, settings: Any) -> Portal:
    settings.NGINX_FILES = "/kept-files/"
    return Portal()


@pytest.fixture
def french(issued: Document) -> Rendition:
    return issued.renditions.get(language="fr")


@pytest.fixture
def nginx(portal: Portal, store: Path, tmp_path: Path) -> Iterator[int]:
    """The port of nginx before the portal."""
    with socket.socket() as free, served(portal.door) as behind:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        here = tmp_path / "nginx"
        here.mkdir()
        (here / "conf").write_text(as_the_page_says(here, port, behind, store))
        process = subprocess.Popen(["nginx", "-p", str(here), "-c", str(here / "conf"), "-e", str(here / "errors")])
        try:
            wait_for(port, process)
            yield port
        finally:
            process.terminate()
            process.wait(LONGEST)


def as_the_page_says(here: Path, port: int, behind: int, store: Path) -> str:
    """The page's server, but on this port, without TLS, and for these files."""
    snippet = re.search(r"^```nginx\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert snippet
    server = re.sub(r"^ *ssl_certificate.*\n", "", snippet[1], flags=re.MULTILINE)
    for said, here_so in (
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{port};"),
        ("http://127.0.0.1:8000;", f"http://127.0.0.1:{behind};"),
        ("alias /srv/portal/var/files/;", f"alias {store}/;"),
    ):
        assert said in server
        server = server.replace(said, here_so)
    return AROUND.format(here=here, server=server, user="user root;" if os.geteuid() == 0 else "")


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + LONGEST
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            assert (process.poll(), time.monotonic() < until) == (None, True)
            time.sleep(0.02)


def through(port: int, address: str, method: str = "GET", **of_request: str) -> Answer:
    """What a reader gets, without what each server says of itself."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST)
    headers = {name.removeprefix("HTTP_").replace("_", "-"): value for name, value in of_request.items()}
    connection.request(method, address, headers=headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    told = [item for item in answer.getheaders() if item[0] not in OF_THE_SERVER]
    return Answer(answer.status, tuple(sorted(told)), content)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_reader_is_answered_as_by_the_portal_alone(
    nginx: int, portal: Portal, french: Rendition, settings: Any, method: str
) -> None:
    wanted = [(None, headers) for headers in asked(french)] + failing(french)
    behind = [through(nginx, BY_SYMBOL, method, **headers) for _status, headers in wanted]
    settings.NGINX_FILES = ""
    alone = [portal.anew(BY_SYMBOL, method, HTTP_HOST="127.0.0.1", **headers) for _status, headers in wanted]
    for (_status, headers), got, expected in zip(wanted, behind, alone, strict=True):
        assert got == _as_nginx_says_it(expected), headers


def _as_nginx_says_it(answer: Answer) -> Answer:
    """That parts may be had it does not say of a part."""
    if answer.status != 206:
        return answer
    return replace(answer, headers=tuple(item for item in answer.headers if item[0] != "Accept-Ranges"))


def test_the_bytes_do_not_pass_through_the_portal(portal: Portal, french: Rendition) -> None:
    portal.ask(BY_SYMBOL)
    for headers in ({}, {"HTTP_RANGE": "bytes=0-9"}):
        answer = portal.ask(BY_SYMBOL, **headers)
        assert (answer["X-Accel-Redirect"], answer.content) == (f"/kept-files/{french.file.name}", b"")
    assert portal.passed == [BY_SYMBOL.partition("?")[0]]


def test_nobody_has_a_file_by_nginx_alone_nor_once_it_was_taken_back(nginx: int, french: Rendition) -> None:
    assert through(nginx, f"/kept-files/{french.file.name}").status == 404
    assert [through(nginx, BY_SYMBOL).status for _ in range(2)] == [200, 200]
    actions.take_back_file(french, by="test", because=WHY)
    assert through(nginx, BY_SYMBOL).status == 410


def test_a_file_that_is_not_there_as_recorded_is_not_given(nginx: int, french: Rendition, store: Path) -> None:
    assert through(nginx, BY_SYMBOL).status == 200
    (store / str(french.file.name)).unlink()
    assert through(nginx, BY_SYMBOL).status == 503


def test_a_zip_comes_whole(nginx: int, portal: Portal, french: Rendition, store: Path) -> None:
    """Made by the portal, also for whoever asks for a part of it."""
    for headers in ({}, {"HTTP_RANGE": "bytes=0-9"}, {"HTTP_ACCEPT_ENCODING": "gzip"}):
        answer = through(nginx, "/en/igsp/meetings/hall/documents.zip?lang=fr", **headers)
        assert (answer.status, answer["Cache-Control"]) == (200, "private, no-store")
        assert answer["Content-Length"] == str(len(answer.content))
        with zipfile.ZipFile(io.BytesIO(answer.content)) as opened:
            assert opened.testzip() is None
            assert opened.read("UNEP_TEST_1_1-FR.pdf") == (store / str(french.file.name)).read_bytes()
