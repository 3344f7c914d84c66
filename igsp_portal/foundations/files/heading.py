"""What stands at the head of a file of somebody else's: for looking, not for keeping.

It is read in a process of its own (`readers`), which knows neither Django nor the portal's data.
"""

from __future__ import annotations

import io
import zipfile
from itertools import islice
from xml.etree import ElementTree

from . import page_words, reader

MOST_PAGES = 3
MOST_SIGNS = 8_000
LARGEST_PART = 8 * 1024 * 1024  # bytes of one part of an office file
_TEXT, _END = ("t", "delText"), ("p", "br", "tab", "cr")


def of_pdf(data: bytes) -> str:
    """The text layer of the first pages; nothing of a file that cannot be opened."""
    try:
        return "\n".join(islice(page_words.of_pdf(data), MOST_PAGES))
    except reader.Refused:
        return ""


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
