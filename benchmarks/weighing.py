"""What a browser fetches to show a page for the first time, and how much comes over the line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

MOST_BYTES = 60_000
MOST_NEXT_BYTES = 12_000  # of a further page, once style sheet, script and emblem are there
MOST_REQUESTS = 8
IN_STYLE_SHEETS = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")
LOADING_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon"}

# For an address: the bytes that came over the line, and the content as text ("" for what refers to nothing).
Fetch = Callable[[str], tuple[int, str]]


@dataclass(frozen=True)
class Load:
    """One fetched address and its bytes on the line."""

    address: str
    bytes: int


class _Parts(HTMLParser):
    """Collects the addresses that a browser fetches by itself to show a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "link" and set(given.get("rel", "").lower().split()) & LOADING_LINKS:
            self.found.append(given.get("href", ""))
        elif tag in ("script", "img", "iframe", "embed", "source", "video", "audio", "input"):
            self.found.append(given.get("src", ""))
        elif tag == "object":
            self.found.append(given.get("data", ""))
        elif tag in ("use", "image"):
            self.found.append(given.get("href", ""))
        self.found += [part.split()[0] for part in given.get("srcset", "").split(",") if part.split()]


def first_load(address: str, fetch: Fetch) -> list[Load]:
    """Everything that the page at `address` loads, itself first, each address once."""
    size, text = fetch(address)
    loads = {address: Load(address, size)}
    waiting = [urljoin(address, part) for part in parts_of_page(text)]
    while waiting:
        part = waiting.pop(0)
        if part in loads or part.startswith("data:"):
            continue
        size, text = fetch(part)
        loads[part] = Load(part, size)
        if part.partition("?")[0].endswith(".css"):
            waiting += [urljoin(part, inner) for inner in parts_of_style_sheet(text)]
    return list(loads.values())


def parts_of_page(html: str) -> Iterator[str]:
    parser = _Parts()
    parser.feed(html)
    return (bare for part in parser.found if (bare := urldefrag(part)[0]))


def parts_of_style_sheet(css: str) -> Iterator[str]:
    found = ((match[1] or match[2]).strip() for match in IN_STYLE_SHEETS.finditer(css))
    return (bare for part in found if (bare := urldefrag(part)[0]))
