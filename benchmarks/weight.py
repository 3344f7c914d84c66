"""The first visit of a stranger to each public page over HTTP: bytes on the line, heads included, and requests."""

from __future__ import annotations

import re
from collections.abc import Callable

import brotli
import django

from benchmarks import load
from benchmarks.measures import Measure, give
from benchmarks.warm import server
from benchmarks.weighing import MOST_BYTES, MOST_NEXT_BYTES, MOST_REQUESTS, Load, first_load

OFTEN = re.compile(r"/meetings/.|/documents/.|/search/|part=")  # what is read in the room, one after the other
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
        *(("documents:document", {"key": key}) for key in _keys("documents.Document")[:1]),
        *(("documents:text", {"key": key}) for key in _keys("documents.Text")),
        *(("submissions:call", {"key": key}) for key in _keys("submissions.Call")),
    ]
    found = []
    for language in ("en", "ru"):
        with override(language):
            found += [reverse(name, kwargs={"process": "igsp", **kwargs}) for name, kwargs in named]
            found += [f"{reverse('documents:search', args=['igsp'])}?q=UNEP", *_as_text(language)]
            found += [f"{reverse('documents:text', args=['igsp', key])}?part=1" for key in _keys("documents.Text")]
    return found


def _as_text(language: str) -> list[str]:
    """The file with the most words in a language, as text; none where the worker has read none."""
    from django.urls import reverse

    from documents.models import Rendition

    files = Rendition.objects.current().filter(document__process__slug="igsp", language=language, words__gt=0)
    file = files.filter(document__text_version=None).order_by("-words").first()
    return [reverse("documents:as_text", args=["igsp", file.document.key, language])] if file else []


def _keys(model: str) -> list[str]:
    from django.apps import apps

    return list(apps.get_model(model).objects.filter(process__slug="igsp").values_list("key", flat=True))


def measure() -> list[Measure]:
    """Each page's bytes, the most requests of any, and a second visit."""
    with server("igsp_portal.wsgi:application", "/healthz") as port:
        visits = {address: first_load(address, over_http(port)) for address in addresses()}
        again = second_visit(port, next(iter(visits)))
    requests = max(len(loads) for loads in visits.values())
    return [
        *(_weight(address, loads) for address, loads in visits.items()),
        *(_next(address, loads[0]) for address, loads in visits.items() if OFTEN.search(address)),
        Measure("weight", "the most requests of a first visit", requests, "requests", MOST_REQUESTS),
        Measure("weight", f"{next(iter(visits))}, second visit, in 1 request", again, "kB"),
    ]


def over_http(port: int) -> Callable[[str], tuple[int, str]]:
    """A fetch for first_load from a server on this machine."""

    def fetch(address: str) -> tuple[int, str]:
        head, content = load.fetch(port, address)
        packed = b"\r\ncontent-encoding: br" in head.lower()
        return len(head) + 4 + len(content), (brotli.decompress(content) if packed else content).decode()

    return fetch


def _weight(address: str, loads: list[Load]) -> Measure:
    total, page = sum(part.bytes for part in loads) / 1000, loads[0].bytes / 1000
    return Measure("weight", address, total, "kB", MOST_BYTES / 1000, note=f"{page:.1f} of them the page itself")


def _next(address: str, page: Load) -> Measure:
    """The page alone, as it is fetched by whoever comes from another."""
    return Measure("weight", f"{address}, next", page.bytes / 1000, "kB", MOST_NEXT_BYTES / 1000)


def second_visit(port: int, address: str) -> float:
    """The kilobytes over the line when the browser has it all: style sheets are not even asked for."""
    head, _content = load.fetch(port, address)
    tag = ETAG.search(head)
    assert tag is not None
    again, content = load.fetch(port, address, f"If-None-Match: {tag[1].decode()}\r\n")
    return (len(again) + 4 + len(content)) / 1000


if __name__ == "__main__":
    django.setup()
    give(measure())
