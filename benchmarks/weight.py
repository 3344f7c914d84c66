"""The first visit of a stranger to each public page over HTTP: bytes on the line, heads included, and requests."""

from __future__ import annotations

import re
from collections.abc import Callable

import brotli
import django

from benchmarks import load
from benchmarks.measures import Measure, give
from benchmarks.warm import server
from benchmarks.weighing import MOST_BYTES, MOST_REQUESTS, Load, first_load

ETAG = re.compile(rb"\r\netag: *([^\r]+)", re.IGNORECASE)


def addresses() -> list[str]:
    """The public pages, in the language that needs the most bytes a letter and in English."""
    from django.urls import reverse
    from django.utils.translation import override

    named = [
        ("meetings:process", {}),
        ("meetings:meeting", {"key": "wg-3"}),
        ("meetings:participants", {}),
        ("documents:library", {}),
        ("documents:inputs", {}),
        *(("documents:text", {"key": key}) for key in _keys("documents.Text")),
        *(("submissions:call", {"key": key}) for key in _keys("submissions.Call")),
    ]
    found = []
    for language in ("en", "ru"):
        with override(language):
            found += [reverse(name, kwargs={"process": "igsp", **kwargs}) for name, kwargs in named]
    return found


def _keys(model: str) -> list[str]:
    from django.apps import apps

    return list(apps.get_model(model).objects.filter(process__slug="igsp").values_list("key", flat=True))


def measure() -> list[Measure]:
    """The heaviest page and the most requests, with the rest for orientation; then a second visit."""
    found = []
    with server("igsp_portal.wsgi:application", "/healthz") as port:
        for address in addresses():
            loads = first_load(address, over_http(port))
            found += _measures(address, loads)
        found.append(_second_visit(port, addresses()[0]))
    return found


def over_http(port: int) -> Callable[[str], tuple[int, str]]:
    """A fetch for first_load from a server on this machine."""

    def fetch(address: str) -> tuple[int, str]:
        head, content = load.fetch(port, address)
        packed = b"\r\ncontent-encoding: br" in head.lower()
        return len(head) + 4 + len(content), (brotli.decompress(content) if packed else content).decode()

    return fetch


def _measures(address: str, loads: list[Load]) -> list[Measure]:
    total, page = sum(part.bytes for part in loads) / 1000, loads[0].bytes / 1000
    most = MOST_BYTES / 1000
    return [
        Measure("weight", address, total, "kB", most, note=f"{page:.1f} of them the page itself"),
        Measure("weight", address, len(loads), "requests", MOST_REQUESTS),
    ]


def _second_visit(port: int, address: str) -> Measure:
    """What comes over the line when the browser has it all: style sheets are not even asked for."""
    head, _content = load.fetch(port, address)
    tag = ETAG.search(head)
    assert tag is not None
    again, content = load.fetch(port, address, f"If-None-Match: {tag[1].decode()}\r\n")
    return Measure("weight", f"{address}, second visit", (len(again) + 4 + len(content)) / 1000, "kB")


if __name__ == "__main__":
    django.setup()
    give(measure())
