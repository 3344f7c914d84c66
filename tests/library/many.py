"""Files sent together, as a browser sends them, and the preview as a person reads it."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from documents.models import Rendition

BEGIN = "/en/igsp/admin/documents/document/post/"


def send(browser: Client, files: dict[str, bytes], **more: Any) -> str:
    """Send files by their names; the address of their preview."""
    sent = [SimpleUploadedFile(name, data) for name, data in files.items()]
    for file, name in zip(sent, files, strict=True):
        file.name = name
    answer = browser.post(BEGIN, {"files": sent, **more})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def preview(browser: Client, address: str) -> Any:
    """The preview, once all files have been read."""
    for _times in range(50):
        answer: Any = browser.get(address)
        if answer.template_name != "documents/admin/post_reading.html":
            return answer
    raise AssertionError("the files are never read")


def rows(answer: Any) -> list[tuple[str, str, str]]:
    """Of each row of a preview the name, what becomes of it, and why."""
    return [(row["path"], str(row["label"]), row["why"]) for row in answer.context_data["rows"]]


def form(answer: Any, **changed: Any) -> dict[str, Any]:
    """The form of a preview as it is shown, with these changes; None takes a field out."""
    sent: dict[str, Any] = {"fingerprint": answer.context_data["fingerprint"]}
    for row in answer.context_data["rows"]:
        place = row["place"]
        sent[f"row-{place}"] = "1"
        sent[f"document-{place}"] = next((str(one["pk"]) for one in row["options"] if one["chosen"]), "")
        sent[f"symbol-{place}"] = row["typed"]
        sent[f"language-{place}"] = next((one["code"] for one in row["languages"] if one["chosen"]), "")
        sent[f"also-{place}"] = [one["code"] for one in row["languages"] if one["also"]]
        sent |= {f"take-{place}": "on"} if row["taken"] else {}
    sent["issue"] = [one["pk"] for one in answer.context_data["issue"] if one["chosen"]]
    sent |= {name.replace("_", "-"): value for name, value in changed.items()}
    return {name: value for name, value in sent.items() if value is not None}


def look(browser: Client, address: str, **changed: Any) -> Any:
    """The preview with corrections applied."""
    answer = browser.post(address, form(preview(browser, address), do="look", **changed))
    assert answer.status_code == 302
    return preview(browser, address)


def post(browser: Client, address: str, **changed: Any) -> Any:
    return browser.post(address, form(preview(browser, address), do="post", **changed))


def library() -> str:
    return reverse("documents:library", args=["igsp"])


def token(address: str) -> str:
    found = re.search("/post/([0-9a-f]{32})/$", address)
    assert found
    return found[1]


def current() -> dict[tuple[str, str, str], str]:
    """The current files of the tests' documents, each with its checksum by symbol, language and format."""
    files = Rendition.objects.current().select_related("document").exclude(document__symbol="")
    return {
        (file.document.symbol, code, file.format): file.sha256
        for file in files.filter(document__symbol__startswith="UNEP/TEST")
        for code in file.languages
    }


def warnings(clerk: Client, address: str) -> list[list[str]]:
    """What a preview warns of, row by row."""
    return [row["warnings"] for row in preview(clerk, address).context_data["rows"]]
