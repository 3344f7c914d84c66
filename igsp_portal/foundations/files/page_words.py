"""The words of a file, page by page: read in a process of its own, as `reader` looks through the whole.

A line of JSON for each page goes out as soon as it is read, so that of a file that takes too much there is what was
read until then. Of a DOCX, which has no pages, all words are page 1: paragraphs, tables and notes. A file without a
text layer has no words. It knows neither Django nor the portal's data.
"""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.etree import ElementTree

from . import from_the_right, reader
from .reading import ROOT, TOLD, at_once

SECONDS = 60  # of the processor
PATIENCE_SECONDS = 300
MOST_PAGES = 5_000
MOST_SIGNS = 10_000_000  # of a file
MOST_SIGNS_OF_A_PAGE = 200_000
LARGEST_PART = 64 * 1024 * 1024  # bytes of a part of an office file
PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
WORDS_OF = {"t": None, "tab": "\t", "br": "\n", "cr": "\n", "p": "\n", "tc": "\t", "noBreakHyphen": "-"}


def words(file: BinaryIO, kind: str) -> Iterator[str]:
    """The words of each page of an open file of a kind (“pdf” or “docx”), as far as they can be read."""
    with at_once:
        try:
            told = subprocess.run(
                [sys.executable, "-m", __name__, kind],
                cwd=ROOT,
                env={name: os.environ[name] for name in TOLD if name in os.environ},
                stdin=file,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=PATIENCE_SECONDS,
                start_new_session=True,
            ).stdout
        except subprocess.TimeoutExpired as late:
            told = late.stdout or b""
    for line in told.split(b"\n")[:-1]:  # what was cut off in the middle of a line is none
        yield json.loads(line)


def of_pdf(data: Any) -> Iterator[str]:
    """The text layer of each page."""
    pdfium, document, count = reader.opened(data)
    for number in range(min(count, MOST_PAGES)):
        page = pdfium.FPDF_LoadPage(document, number)
        text = pdfium.FPDFText_LoadPage(page) if page else None
        yield _of_page(pdfium, text) if text else ""
        if text:
            pdfium.FPDFText_ClosePage(text)
        if page:
            pdfium.FPDF_ClosePage(page)


def _of_page(pdfium: Any, text: Any) -> str:
    count = min(pdfium.FPDFText_CountChars(text), MOST_SIGNS_OF_A_PAGE)
    if count < 1:
        return ""
    letters = (ctypes.c_ushort * (count + 1))()
    pdfium.FPDFText_GetText(text, 0, count, letters)
    words = bytes(letters).decode("utf-16-le", "replace").rstrip("\0")
    return from_the_right.words(pdfium, text, count) if from_the_right.ARABIC.search(words) else words


def of_docx(file: BinaryIO) -> Iterator[str]:
    """All words as one page, without what was deleted; footnotes and endnotes come last."""
    with zipfile.ZipFile(file) as archive:
        there = set(archive.namelist())
        yield "\n".join("".join(_of_part(archive, name)) for name in PARTS if name in there)


def _of_part(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    if archive.getinfo(name).file_size > LARGEST_PART:
        return
    with archive.open(name) as part:
        for _event, element in ElementTree.iterparse(part):  # noqa: S314 - within limits of time and memory
            tag = element.tag.rpartition("}")[2]
            if tag in WORDS_OF:
                yield WORDS_OF[tag] or element.text or ""
            if tag == "p":
                element.clear()


def main(kind: str) -> None:
    reader.keep_back(os.fstat(0).st_size, SECONDS)
    left = MOST_SIGNS
    try:
        data = reader.given(kind)
        for page in of_pdf(data) if kind == "pdf" else of_docx(data):
            print(json.dumps(page[:left]), flush=True)
            left -= len(page)
            if left <= 0:
                break
    except (reader.Refused, zipfile.BadZipFile, ElementTree.ParseError, KeyError, ValueError, MemoryError, OSError):
        return  # what was read stands


if __name__ == "__main__":
    main(sys.argv[1])
