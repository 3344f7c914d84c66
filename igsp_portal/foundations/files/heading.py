"""What stands at the head of a file of somebody else's: read in a process of its own, as `reader` reads the whole.

It is for looking, not for keeping: where a head cannot be read there is none, and the file is judged by its reader.
It knows neither Django nor the portal's data.
"""

from __future__ import annotations

import ctypes
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from . import reader
from .reading import PATIENCE_SECONDS, ROOT, TOLD

MOST_PAGES = 3
MOST_SIGNS = 8_000
LARGEST_PART = 8 * 1024 * 1024  # bytes of one part of an office file
_TEXT, _END = ("t", "delText"), ("p", "br", "tab", "cr")


def head(path: Path, kind: str) -> str:
    """The words at the head of a file of a kind (“pdf” or “docx”); none where they cannot be read."""
    try:
        with path.open("rb") as file:
            done = subprocess.run(
                [sys.executable, "-m", __name__, kind],
                cwd=ROOT,
                env={name: os.environ[name] for name in TOLD if name in os.environ},
                stdin=file,
                capture_output=True,
                timeout=PATIENCE_SECONDS,
                start_new_session=True,
            )
        return str(json.loads(done.stdout)["head"]) if not done.returncode else ""
    except (subprocess.TimeoutExpired, ValueError, LookupError, OSError):
        return ""


def of_pdf(data: bytes) -> str:
    """The text layer of the first pages."""
    import pypdfium2_raw as pdfium

    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    pages = min(pdfium.FPDF_GetPageCount(document), MOST_PAGES) if document else 0
    return "\n".join(_of_page(pdfium, document, number) for number in range(pages))


def _of_page(pdfium: Any, document: Any, number: int) -> str:
    page = pdfium.FPDF_LoadPage(document, number)
    text = pdfium.FPDFText_LoadPage(page)
    count = min(pdfium.FPDFText_CountChars(text), MOST_SIGNS)
    if count < 1:
        return ""
    letters = (ctypes.c_ushort * (count + 1))()
    pdfium.FPDFText_GetText(text, 0, count, letters)
    return bytes(letters).decode("utf-16-le", "ignore").rstrip("\0")


def of_docx(data: bytes) -> str:
    """The words of the headers, where symbols stand, and those the document begins with."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = sorted(name for name in archive.namelist() if name.startswith("word/header"))
        return "\n".join(_of_part(archive, name) for name in [*names, "word/document.xml"])


def _of_part(archive: zipfile.ZipFile, name: str) -> str:
    words: list[str] = []
    with archive.open(name) as part:
        text = part.read(LARGEST_PART)
    for _event, element in ElementTree.iterparse(io.BytesIO(text)):  # noqa: S314 - within limits of time and memory
        tag = element.tag.rpartition("}")[2]
        words += [element.text or ""] if tag in _TEXT else ["\n"] if tag in _END else []
        if sum(map(len, words[-1:])) and len(words) > MOST_SIGNS:
            break
    return "".join(words)[:MOST_SIGNS]


def main(kind: str) -> None:
    reader.keep_back()
    data = sys.stdin.buffer.read()
    try:
        found = of_pdf(data) if kind == "pdf" else of_docx(data)
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, ValueError, MemoryError):
        found = ""
    print(json.dumps({"head": found[:MOST_SIGNS]}))


if __name__ == "__main__":
    main(sys.argv[1])
