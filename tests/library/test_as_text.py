"""A document read as plain text: from its file's words, a screen at once, by whoever may have the file."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.library import actions
from documents.models import Document, FormerKey, PageText, Rendition, TextVersion
from igsp_portal.foundations.record import records
from igsp_portal.models import User
from meetings.models import Process
from tests.cast import given

from .files import pdf
from .test_words import post_bytes, with_text, word_file

ENGLISH = "/en/igsp/documents/unep-test-1-1/text/en/"
AUTHENTIC = "The file is the authentic document."


def know(file: Rendition, *pages: str) -> None:
    """What the worker reads of a file, page by page."""
    with given():
        PageText.objects.filter(sha256=file.sha256).delete()
        for number, words in enumerate(pages, start=1):
            if words:
                PageText.objects.create(sha256=file.sha256, number=number, words=words)
        Rendition.objects.filter(pk=file.pk).update(words=sum(len(words.split()) for words in pages))


def body(response: Any) -> str:
    return str(response.content.decode().partition("<main")[2].partition("</main>")[0])


def sections(response: Any) -> dict[str, list[str]]:
    """The paragraphs of each page that is shown, by its anchor."""
    found = re.findall(r'<section class="section"(?: id="([^"]+)")?>(.*?)</section>', body(response), re.DOTALL)
    return {anchor: re.findall("<p[^>]*>(.*?)</p>", words) for anchor, words in found}


def test_its_pages_are_read_in_the_language_of_the_file_with_the_way_to_each_in_it(
    client: Client, make_document: Any
) -> None:
    document = make_document(state="planned")
    file = post_bytes(document, with_text("Head\nNeeds\nPage 1 of 3", "Head\nDams\nPage 2 of 3", "Head\nPage 3 of 3"))
    actions.issue_in_part(document, by="test")
    actions.read_words.call(file.pk)
    shown = client.get("/fr/igsp/documents/unep-test-1-1/text/en/")
    empty = "Pas de texte sur cette page."
    assert sections(shown) == {"page-1": ["Head", "Needs"], "page-2": ["Dams"], "page-3": [empty]}
    assert '<div lang="en" dir="ltr">' in body(shown)
    assert re.findall('<h2><a href="([^"]+)">', body(shown)) == [
        f"/symbol/UNEP/TEST/1/1?lang=en&amp;open=1#page={number}" for number in (1, 2, 3)
    ]


def test_arabic_is_read_from_the_right(client: Client, issued: Document) -> None:
    know(issued.renditions.get(language="ar"), "احتياجات المنطقة")
    shown = body(client.get("/en/igsp/documents/unep-test-1-1/text/ar/"))
    assert '<div lang="ar" dir="rtl"><p>احتياجات المنطقة</p></div>' in shown


def test_a_file_of_two_languages_runs_as_its_letters_do(client: Client, issued: Document, post: Any) -> None:
    know(post(issued, "en", also_in=["ar"]), "Participants المشاركون")
    for language in ("en", "ar"):
        shown = body(client.get(f"/en/igsp/documents/unep-test-1-1/text/{language}/"))
        assert f'<div lang="{language}" dir="auto"><p dir="auto">Participants المشاركون</p></div>' in shown


def test_it_says_which_file_is_authentic_and_leads_there_with_its_size(client: Client, issued: Document) -> None:
    know(issued.renditions.get(language="en"), "Needs")
    shown = body(client.get(ENGLISH))
    assert (AUTHENTIC in shown, 'href="/symbol/UNEP/TEST/1/1?lang=en"' in shown) == (True, True)
    assert re.search(r"PDF</bdi> · <bdi>\d+\xa0bytes", shown)


@pytest.mark.parametrize(("words", "told"), [(None, "have not been read yet"), (0, "as a scanned file does")])
def test_a_file_of_which_no_words_are_known_says_so_and_is_given(
    client: Client, issued: Document, words: int | None, told: str
) -> None:
    with given():
        Rendition.objects.filter(document=issued).update(words=words)
    response = client.get(ENGLISH)
    assert (response.status_code, sections(response)) == (200, {})
    assert (told in body(response), AUTHENTIC in body(response), "?lang=en" in body(response)) == (True, False, True)


def test_what_is_written_in_a_file_is_shown_as_written(client: Client, issued: Document) -> None:
    know(issued.renditions.get(language="en"), "<script>alert(1)</script> & more")
    assert sections(client.get(ENGLISH)) == {"page-1": ["&lt;script&gt;alert(1)&lt;/script&gt; &amp; more"]}


def test_a_word_file_has_no_pages_and_its_lines_are_its_paragraphs(client: Client, make_document: Any) -> None:
    document = make_document(state="planned")
    lines = "".join(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>" for words in ("Needs", "Dams and weirs"))
    file = post_bytes(document, word_file(lines), "x.docx")
    actions.issue_in_part(document, by="test")
    actions.read_words.call(file.pk)
    assert sections(client.get(ENGLISH)) == {"": ["Needs", "Dams and weirs"]}


def test_of_a_scan_and_a_word_file_the_one_with_words_is_read(client: Client, issued: Document) -> None:
    file = post_bytes(issued, word_file("<w:p><w:r><w:t>Needs</w:t></w:r></w:p>"), "x.docx")
    actions.read_words.call(file.pk)
    know(issued.renditions.get(language="en", format="pdf"))
    assert sections(client.get(ENGLISH)) == {"": ["Needs"]}


# A screen at once


@pytest.fixture
def long(issued: Document) -> Document:
    """The issued document, with an English file of 300 pages of 3,000 characters."""
    file = post_bytes(issued, pdf("long", pages=300))
    words = "\n".join(["The Working Group considered the needs of the countries of the region, one by one"] * 36)
    know(file, *(f"{words}\nunlike{number}" for number in range(1, 301)))
    return issued


def test_three_hundred_pages_are_read_some_at_once(client: Client, long: Document) -> None:
    shown, seen, address = client.get(ENGLISH), [], ENGLISH
    assert len(shown.content) < 60_000
    for part in range(1, 60):
        seen += [*sections(shown)]
        if seen[-1] == "page-300":
            break
        shown = client.get(f"{ENGLISH}?part={part + 1}")
    assert seen == [f"page-{number}" for number in range(1, 301)]
    assert address == ENGLISH


def test_a_page_is_found_by_its_number(client: Client, long: Document) -> None:
    assert "page-150" in sections(client.get(f"{ENGLISH}?at=150"))


@pytest.mark.parametrize("query", ["part=0", "part=9999", "part=x", "at=301", "at=-1", "part=١", "part=1e3", "at="])
def test_what_is_not_there_leads_to_the_beginning(client: Client, long: Document, query: str) -> None:
    assert "page-1" in sections(client.get(f"{ENGLISH}?{query}"))


def test_the_ways_to_the_other_screens_name_their_pages(client: Client, long: Document) -> None:
    links = re.findall(r'<a href="(\?part=\d+)"( aria-current="page")?>([^<]+?) ?</a>', body(client.get(ENGLISH)))
    assert links[:2] == [("?part=1", ' aria-current="page"', "1–7"), ("?part=2", "", "8–14")]
    assert links[-1][2].endswith("–300")
    assert len(links) == 5


def test_a_screen_costs_the_same_queries_however_many_pages_there_are(
    client: Client, issued: Document, monkeypatch: Any
) -> None:
    from igsp_portal.foundations.pages import kept_pages

    monkeypatch.setattr(kept_pages, "_address", lambda request: None)
    file, costs = issued.renditions.get(language="en"), []
    for pages in (1, 3):
        know(file, *["Words"] * pages)
        client.get(ENGLISH)
        with CaptureQueriesContext(connection) as captured:
            client.get(ENGLISH)
        costs.append(len(captured))
    assert costs[0] == costs[1]


# For whoever may have the file, and for nobody else


def test_a_language_not_issued_answers_as_the_address_of_the_file(client: Client, issued: Document) -> None:
    for language, status in (("ru", 404), ("xx", 400)):
        shown = client.get(f"/en/igsp/documents/unep-test-1-1/text/{language}/")
        as_file = client.get(f"/symbol/UNEP/TEST/1/1?lang={language}")
        assert (shown.status_code, as_file.status_code) == (status, status)
        assert re.findall('href="(/symbol[^"]+)"', body(shown)) == re.findall('href="(/symbol[^"]+)"', body(as_file))


def test_one_that_was_taken_back_says_so_and_its_words_are_gone(client: Client, issued: Document) -> None:
    file = issued.renditions.get(language="en")
    know(file, "Secret needs")
    assert "Secret needs" in body(client.get(ENGLISH))
    actions.take_back_file(file, by="test", because="By mistake")
    shown = client.get(ENGLISH)
    assert (shown.status_code, "Secret needs" in body(shown), "By mistake" in body(shown)) == (410, False, True)


def test_what_waits_for_its_release_is_read_in_the_admin_site_alone(
    client: Client, make_document: Any, browser_of: Callable[[User], Client], diego: User
) -> None:
    file = post_bytes(make_document(state="planned"), pdf("awaited"))
    know(file, "Secret needs")
    assert client.get(ENGLISH).status_code == 404
    assert sections(browser_of(diego).get(ENGLISH)) == {"page-1": ["Secret needs"]}


def test_a_restricted_document_is_read_by_those_who_take_part(
    client: Client, make_document: Any, post: Any, browser_of: Callable[[User], Client], amina: User
) -> None:
    restricted = make_document(state="planned", distribution="restricted")
    know(post(restricted, "en"), "Needs")
    actions.issue_in_part(restricted, by="test")
    assert [browser.get(ENGLISH).status_code for browser in (client, browser_of(amina))] == [404, 200]


def test_a_former_key_leads_on(client: Client, issued: Document) -> None:
    records.create(FormerKey(document=issued, key="before"), by="test")
    response = client.get("/en/igsp/documents/before/text/en/")
    assert (response.status_code, response.headers.get("Location")) == (301, ENGLISH)


# How one comes there


def test_the_page_of_the_document_links_it_beside_the_file_of_each_language(client: Client, issued: Document) -> None:
    page = client.get("/en/igsp/documents/unep-test-1-1/").content.decode()
    assert re.findall(r'href="(/en/igsp/documents/unep-test-1-1/text/\w+/)"', page) == [
        f"/en/igsp/documents/unep-test-1-1/text/{language}/" for language in ("ar", "en", "fr")
    ]


def test_a_place_found_in_a_file_is_also_read_as_text(client: Client, long: Document, igsp: Process) -> None:
    from .conftest import index

    index(igsp)
    page = client.get("/en/igsp/search/", {"q": "unlike150"}).content.decode()
    assert f'href="{ENGLISH}?at=150#page-150"' in page


def test_a_document_that_is_the_issue_of_a_text_is_read_on_the_page_of_the_text(
    client: Client, igsp: Process, post: Any
) -> None:
    version = (
        TextVersion.objects.visible_to(AnonymousUser()).filter(text__process=igsp, document__state="issued").first()
    )
    assert version
    assert version.document
    files = Rendition.objects.visible_to(AnonymousUser()).current().filter(document=version.document, language="fr")
    if not files:
        post(version.document, "fr")
    response = client.get(f"/en/igsp/documents/{version.document.key}/text/fr/")
    told = f"/fr/igsp/texts/{version.text.key}/?version={version.number}&part=1"
    assert (response.status_code, response.headers["Location"]) == (302, told)
