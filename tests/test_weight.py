"""What a first visit costs on a poor line: never more than 60 kB in 8 requests, in any language."""

from __future__ import annotations

import hashlib
import html
import re
from itertools import product
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]
import pytest
from django.apps import apps
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from django.utils.translation import override, to_locale

from benchmarks.weighing import (
    MOST_BYTES,
    MOST_NEXT_BYTES,
    MOST_REQUESTS,
    first_load,
    parts_of_page,
    parts_of_style_sheet,
)
from documents.models import Document, PageText, Rendition
from documents.search import indexing
from igsp_portal.bootstrap.ground import ROOT
from igsp_portal.foundations import time
from igsp_portal.foundations.language.languages import CODES
from meetings.models import Process

from .cast import given

pytestmark = pytest.mark.slow

PAGES = [
    ("meetings:process", None),
    ("meetings:meeting", "meetings.Meeting"),
    ("meetings:participants", None),
    ("documents:library", None),
    ("documents:document", "documents.Document"),
    ("documents:inputs", None),
    ("documents:search", None),
    ("search", None),
    ("front:offline", None),
    ("documents:text", "documents.Text"),
    ("submissions:call", "submissions.Call"),
    ("submissions:published", None),
]
IN_A_PROCESS = ("meetings:", "documents:", "submissions:")
# What is read in the room, one page after the other.
OFTEN = ["meetings:meeting", "documents:document"]
SIGNS_A_PAGE = 3_000


def addresses(name: str, model: str | None, process: Process) -> list[str]:
    """The page of that name; of the things that have one each, the first and the last."""
    if model is None:
        return [reverse(name, args=[process.slug] if name.startswith(IN_A_PROCESS) else [])]
    keys = list(apps.get_model(model)._default_manager.filter(process=process).values_list("key", flat=True))
    return [reverse(name, args=[process.slug, key]) for key in sorted({keys[0], keys[-1]})]


def over_the_line(address: str, files: str = "") -> tuple[int, str]:
    """A fetch for first_load: pages from the portal, static files as the server compresses them."""
    assert address.startswith("/"), f"loaded from elsewhere: {address}"
    if address.startswith("/static/"):
        found = finders.find(address.removeprefix("/static/"))
        assert isinstance(found, str), address
        data = Path(found).read_bytes()
        return min(len(data), len(brotli.compress(data))), data.decode()
    response = Client(HTTP_COOKIE=f"files={files}").get(address, HTTP_ACCEPT_ENCODING="br")
    assert (response.status_code, response["Content-Encoding"]) == (200, "br"), address
    return len(response.content), brotli.decompress(response.content).decode()


@pytest.mark.parametrize(("name", "model"), PAGES)
def test_a_first_visit_is_light(name: str, model: str | None, igsp: Process) -> None:
    for language in CODES:
        with override(language):
            for address in addresses(name, model, igsp):
                loads = first_load(address, over_the_line)
                assert sum(load.bytes for load in loads) <= MOST_BYTES, loads
                assert len(loads) <= MOST_REQUESTS, loads
                assert len(loads) > 1, "the page has no style sheet"


@pytest.mark.parametrize("name", OFTEN)
def test_a_next_page_is_lighter_still(name: str, igsp: Process) -> None:
    model = dict(PAGES)[name]
    for language in CODES:
        with override(language):
            for address in addresses(name, model, igsp):
                assert over_the_line(address)[0] <= MOST_NEXT_BYTES, address


def test_each_part_of_a_long_text_is_light(igsp: Process) -> None:
    for language in CODES:
        with override(language):
            address = reverse("documents:text", args=[igsp.slug, "draft-plan"])
        for version in (1, 2, 3):
            first = f"{address}?version={version}&part=1"
            others = set(re.findall(r'href="(\?[^"]*part=\d+)"', over_the_line(first)[1]))
            for part in [first, *(address + html.unescape(other) for other in others)]:
                assert over_the_line(part)[0] <= MOST_NEXT_BYTES, part


@pytest.mark.parametrize(
    "address", ["meetings/wg-3/?by=changed", "meetings/wg-3/", "meetings/wg-3/?page=2", "documents/"]
)
def test_a_session_with_a_hundred_documents_in_all_languages_is_light(address: str, igsp: Process) -> None:
    give_documents(igsp, 120)
    for language in CODES:
        for files in ("", language):
            assert over_the_line(f"/{language}/igsp/{address}", files)[0] <= MOST_NEXT_BYTES, (language, files)


def give_documents(process: Process, count: int) -> None:
    """Issued documents of the third session, each with two files in every language and a title of its own in each."""
    meeting, sentences = process.meetings.get(key="wg-3"), {code: titles(code, count) for code in CODES}
    with given():
        rows = [
            Document(
                process=process,
                meeting=meeting,
                key=f"many-{n}",
                symbol=f"UNEP/IEG/IGSP/3/{n}",
                kind="working" if n % 2 else "information",
                state="issued",
                issued_on=time.today(process.zone),
                **{f"title_{code.replace('-', '_')}": sentences[code][n - 100] for code in CODES},
            )
            for n in range(100, 100 + count)
        ]
        for row in rows:
            row.save()
        Rendition.objects.bulk_create(
            Rendition(
                document=row,
                language=code,
                format=form,
                sha256=hashlib.sha256(f"{row.key} {code} {form}".encode()).hexdigest(),
                size=1000 + 7919 * n % 900_000,
                pages=2 + n % 30,
                posted_at=time.passed(),
                released_at=time.passed(),
            )
            for n, (row, code, form) in enumerate(product(rows, CODES, ("pdf", "docx")))
        )


def titles(language: str, count: int) -> list[str]:
    """Titles of some length that have little in common."""
    words = words_in(language).split() if language != "zh-hans" else [*words_in(language)]
    many, room = (9, " ") if language != "zh-hans" else (22, "")
    return [room.join(words[n * many : n * many + many])[:200] for n in range(count)]


@pytest.mark.parametrize("query", ["UNEP", "capacity"])
def test_what_a_search_finds_is_light(query: str, igsp: Process) -> None:
    indexing.put_all()
    for language in CODES:
        with override(language):
            address = f"{reverse('documents:search', args=[igsp.slug])}?q={query}"
            assert over_the_line(address)[0] <= MOST_NEXT_BYTES, address


@pytest.mark.parametrize("language", CODES)
def test_a_long_file_read_as_text_is_light_on_every_screen(language: str, igsp: Process) -> None:
    words = words_in(language)
    file = given_file(igsp, language, [words[at : at + SIGNS_A_PAGE] for at in range(0, len(words), SIGNS_A_PAGE)])
    with override(language):
        address = reverse("documents:as_text", args=[igsp.slug, file.document.key, language])
    links = re.findall(r'href="(\?part=\d+)"', over_the_line(address)[1])
    assert (len(links) > 1, "page-1" in over_the_line(address)[1]) == (True, True)
    for link in links:
        loads = first_load(address + link, over_the_line)
        assert loads[0].bytes <= MOST_NEXT_BYTES, link
        assert sum(load.bytes for load in loads) <= MOST_BYTES, loads


def words_in(language: str) -> str:
    """Some 100,000 bytes in a language, as dense as prose: what the portal itself says, sentence by sentence."""
    folder, marked = ("fr", "msgid") if language == "en" else (to_locale(language), "msgstr")
    said = (ROOT / "locale" / folder / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    return (
        "\n".join(re.findall(rf'^{marked} "(.{{12,}})"', said, re.MULTILINE)).encode()[:100_000].decode(errors="ignore")
    )


def given_file(process: Process, language: str, pages: list[str]) -> Rendition:
    """An issued document of the process with a file of these pages, of which the words are known."""
    values: Any = {"kind": "working", "state": "issued", "title_en": "A long report"}
    with given():
        document = Document.objects.create(process=process, key="long", **values)
        PageText.objects.bulk_create(PageText(sha256="0" * 64, number=n, words=w) for n, w in enumerate(pages, start=1))
        return Rendition.objects.create(
            document=document,
            language=language,
            sha256="0" * 64,
            size=1,
            pages=len(pages),
            words=1,
            posted_at=time.passed(),
            released_at=time.passed(),
        )


def test_what_a_browser_loads_by_itself_is_counted() -> None:
    page = """
      <link rel="stylesheet" href="/a.css"><link rel="icon" href="/b.svg"><link rel="alternate" href="/fr/">
      <script src="/c.js"></script><img src="/d.png" srcset="/e.png 2x, /f.png 3x"><a href="/g/">…</a>
      <svg><use href="/h.svg#part"/><use href="#here"/></svg><img src="data:image/gif;base64,R0">
    """
    assert list(parts_of_page(page)) == [
        "/a.css",
        "/b.svg",
        "/c.js",
        "/d.png",
        "/e.png",
        "/f.png",
        "/h.svg",
        "data:image/gif;base64,R0",
    ]


def test_what_a_style_sheet_loads_is_counted() -> None:
    sheet = """@import "a.css"; @font-face { src: url('b.woff2'), url(c.woff) } i { mask: url("d.svg#x") }"""
    assert list(parts_of_style_sheet(sheet)) == ["a.css", "b.woff2", "c.woff", "d.svg"]


def test_a_part_named_twice_is_loaded_once() -> None:
    contents = {
        "/en/": '<link rel="stylesheet" href="/s/a.css"><img src="/s/b.svg"><img src="/s/b.svg">',
        "/s/a.css": "p { background: url(b.svg) } i { background: url(c.svg) }",
    }
    loads = first_load("/en/", lambda address: (10, contents.get(address, "")))
    assert [load.address for load in loads] == ["/en/", "/s/a.css", "/s/b.svg", "/s/c.svg"]
