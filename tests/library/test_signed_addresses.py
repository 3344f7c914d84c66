"""Where files lie in S3, readers are led to addresses in it that are signed: checked here by a store of our own."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import http.server
import io
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, quote, urlsplit

import pytest

from documents.models import Document, Rendition
from tests.kept_pages.asked import Portal

from .test_files_at_the_door import BY_SYMBOL, failing

pytest.importorskip("storages.backends.s3", reason="django-storages is not installed (requirements-extras.lock)")

SECRET = "the store's secret"
SECONDS = 60


def signature(method: str, address: str, host: str) -> str:
    """The signature of a signed address, version 4, as its store works it out."""
    parts = urlsplit(address)
    query = sorted((name, value) for name, value in parse_qsl(parts.query) if name != "X-Amz-Signature")
    said = dict(query)
    canonical = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in query)
    request = "\n".join([method, parts.path, canonical, f"host:{host}", "", "host", "UNSIGNED-PAYLOAD"])
    scope = said["X-Amz-Credential"].partition("/")[2]
    digest = hashlib.sha256(request.encode()).hexdigest()
    to_sign = "\n".join(["AWS4-HMAC-SHA256", said["X-Amz-Date"], scope, digest])
    key = f"AWS4{SECRET}".encode()
    for word in (*scope.split("/"), to_sign):
        key = hmac.digest(key, word.encode(), "sha256")
    return key.hex()


class Store(http.server.BaseHTTPRequestHandler):
    """Gives the files of a folder to whoever has a signed address, with the headers that are signed with it."""

    folder: Path

    def do_HEAD(self) -> None:
        self._give_to_the_portal(with_bytes=False)

    def _give_to_the_portal(self, *, with_bytes: bool) -> None:
        """Whose own requests are signed in a header, which is not checked here."""
        path = self.folder / urlsplit(self.path).path.removeprefix("/portal-files/")
        data = path.read_bytes() if path.exists() else None
        self.send_response(404 if data is None else 200)
        self.send_header("Content-Length", str(len(data or b"")))
        self.end_headers()
        if with_bytes:
            self.wfile.write(data or b"")

    def do_GET(self) -> None:
        if "Authorization" in self.headers:
            self._give_to_the_portal(with_bytes=True)
            return
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        signed = signature("GET", self.path, self.headers["Host"])
        if not hmac.compare_digest(asked.get("X-Amz-Signature", ""), signed):
            self.send_error(403)
            return
        self.send_response(200)
        for name, value in asked.items():
            if name.startswith("response-"):
                self.send_header(name.removeprefix("response-").title(), value)
        self.end_headers()
        self.wfile.write((self.folder / urlsplit(self.path).path.removeprefix("/portal-files/")).read_bytes())

    def log_message(self, *_words: Any) -> None:
        """Says nothing of each request."""


@pytest.fixture
def address(store: Path) -> Iterator[str]:
    """Where the store is, with the files of the test in it."""
    handler = type("Store", (Store,), {"folder": store})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def french(issued: Document) -> Rendition:
    return issued.renditions.get(language="fr")


@pytest.fixture
def portal(french: Rendition, address: str, settings: Any) -> Portal:
    """A portal whose files, posted before, lie in the store."""
    options = {
        "bucket_name": "portal-files",
        "endpoint_url": address,
        "signature_version": "s3v4",
        "access_key": "portal",
        "secret_key": SECRET,
        "region_name": "us-east-1",
    }
    default = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    settings.S3_SIGNED_SECONDS = SECONDS
    return Portal()


def fetch(address: str) -> tuple[int, dict[str, str], bytes]:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=30)
    connection.request("GET", f"{parts.path}?{parts.query}")
    answer = connection.getresponse()
    found = answer.status, dict(answer.getheaders()), answer.read()
    connection.close()
    return found


def test_a_reader_is_led_to_a_signed_address_that_gives_the_file(
    portal: Portal, french: Rendition, store: Path
) -> None:
    answers = [portal.ask(BY_SYMBOL) for _ in range(2)]
    assert portal.passed == [BY_SYMBOL.partition("?")[0]]
    for answer in answers:
        assert (answer.status, answer.content, answer["Cache-Control"]) == (302, b"", "no-store")
        assert f"X-Amz-Expires={SECONDS}&" in answer["Location"]
        status, headers, content = fetch(answer["Location"])
        assert (status, content) == (200, (store / str(french.file.name)).read_bytes())
        assert {name: headers[name] for name in ("Content-Type", "Content-Disposition", "Content-Language")} == {
            "Content-Type": "application/pdf",
            "Content-Disposition": 'attachment; filename="UNEP_TEST_1_1-FR.pdf"',
            "Content-Language": "fr",
        }


def test_the_address_is_good_for_this_file_alone(portal: Portal, french: Rendition, issued: Document) -> None:
    signed = portal.ask(BY_SYMBOL)["Location"]
    other = issued.renditions.get(language="ar").file.name
    assert fetch(signed.replace(str(french.file.name), str(other)))[0] == 403
    assert fetch(signed.replace(f"Expires={SECONDS}", "Expires=6000"))[0] == 403


def test_conditions_and_the_head_are_answered_by_the_portal(portal: Portal, french: Rendition) -> None:
    portal.ask(BY_SYMBOL)
    head = portal.ask(BY_SYMBOL, "HEAD")
    assert (head.status, head["ETag"], head["Content-Length"]) == (200, f'"{french.sha256}"', str(french.size))
    assert head["Repr-Digest"].startswith("sha-256=:")
    assert portal.ask(BY_SYMBOL, HTTP_IF_NONE_MATCH=f'"{french.sha256}"').status == 304
    assert [portal.ask(BY_SYMBOL, **headers).status for _status, headers in failing(french)] == [412, 412, 416]


def test_the_portal_itself_sends_them_where_no_addresses_are_signed(
    portal: Portal, french: Rendition, store: Path, settings: Any
) -> None:
    settings.S3_SIGNED_SECONDS = 0
    data = (store / str(french.file.name)).read_bytes()
    for _ in range(2):
        answer = portal.ask(BY_SYMBOL)
        assert (answer.status, answer.content, answer["Content-Length"]) == (200, data, str(len(data)))
    assert portal.ask(BY_SYMBOL, HTTP_RANGE="bytes=5-9").content == data[5:10]
    (store / str(french.file.name)).unlink()
    assert portal.ask(BY_SYMBOL).status == 503


def test_a_zip_holds_them(portal: Portal, french: Rendition, store: Path) -> None:
    answer = portal.ask("/en/igsp/meetings/hall/documents.zip?lang=fr")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as opened:
        assert opened.testzip() is None
        assert opened.read("UNEP_TEST_1_1-FR.pdf") == (store / str(french.file.name)).read_bytes()
    assert answer["Content-Length"] == str(len(answer.content))
