"""ZIPs of a meeting's documents, as a reader takes and opens them."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from django.test import Client

ADDRESS = "/en/igsp/meetings/hall/documents.zip"
PAGE = "/en/igsp/meetings/hall/download/"
BESIDE = ["index.html", "manifest.json", "SHA256SUMS"]


def taken(client: Client, query: str = "", address: str = ADDRESS) -> zipfile.ZipFile:
    """The ZIP as it was sent: as long as was said, and kept by nobody in between."""
    response: Any = client.get(f"{address}?{query}")
    assert response.status_code == 200
    data = b"".join(response.streaming_content)
    assert response["Content-Length"] == str(len(data))
    assert (response["Cache-Control"], response["Accept-Ranges"]) == ("private, no-store", "none")
    return zipfile.ZipFile(io.BytesIO(data))


def manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    """What its manifest says."""
    found: dict[str, Any] = json.loads(archive.read("manifest.json"))
    return found


def files(archive: zipfile.ZipFile) -> list[str]:
    """The names of the files of documents in it."""
    return [name for name in archive.namelist() if name not in BESIDE]


def begun(client: Client) -> Any:
    """The answer of which everything was read up to the first file."""
    response: Any = client.get(f"{ADDRESS}?lang=en&lang=fr")
    chunks = iter(response.streaming_content)
    assert any(b"SHA256SUMS" in chunk for chunk in chunks)  # the last before the files
    return response


def next_of(client: Client, archive: zipfile.ZipFile) -> zipfile.ZipFile:
    """What its manifest says to ask for next."""
    address = manifest(archive)["next"].removeprefix("http://testserver")
    return taken(client, address=address.partition("?")[0], query=address.partition("?")[2])
