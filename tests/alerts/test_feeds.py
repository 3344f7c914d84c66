"""Atom feeds: valid, the same bytes until something changes, and nothing in them that a stranger may not see."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from lxml import etree

from documents.alerts import feeds
from documents.library import actions as library
from documents.library.states import Distribution
from documents.models import Document
from igsp_portal.foundations.language.languages import CODES, LANGUAGES
from meetings import actions as meetings
from meetings.models import Meeting, Process
from meetings.states import MeetingState

from ..cast import given

ATOM = "{http://www.w3.org/2005/Atom}"
URI = re.compile(r"[a-z][a-z0-9+.-]*:\S+")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
FEED = "/en/igsp/feed.atom"


def feed(address: str = FEED) -> Any:
    answer = Client().get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    return etree.fromstring(answer.content)


def entries(address: str = FEED) -> list[str]:
    return [entry.findtext(f"{ATOM}title") for entry in feed(address).iter(f"{ATOM}entry")]


def faults(root: Any) -> list[str]:
    """What RFC 4287 finds wrong in a feed."""
    found = [f"{root.tag} is no feed"] if root.tag != f"{ATOM}feed" else []
    for element in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):  # 4.1.1, 4.1.2: exactly one
            if len(element.findall(f"{ATOM}{name}")) != 1:
                found.append(f"{name}: {len(element.findall(f'{ATOM}{name}'))}")
        found += [
            f"empty {child.tag}"
            for child in element
            if not (child.text or "").strip() and not len(child) and not child.attrib
        ]
        alternates = [
            (link.get("type"), link.get("hreflang"))
            for link in element.findall(f"{ATOM}link")
            if link.get("rel", "alternate") == "alternate"
        ]
        if len(alternates) != len(set(alternates)):  # 4.1.1: no two of one type and language
            found.append("two alternates")
    found += [f"id {one.text}" for one in root.iter(f"{ATOM}id") if not URI.fullmatch(one.text)]
    found += [f"href {one.get('href')}" for one in root.iter(f"{ATOM}link") if not URI.fullmatch(one.get("href", ""))]
    moments = [*root.iter(f"{ATOM}updated"), *root.iter(f"{ATOM}published")]
    found += [f"moment {one.text}" for one in moments if not MOMENT.fullmatch(one.text)]
    if root.find(f"{ATOM}author/{ATOM}name") is None:  # 4.1.1: of the feed, or of each entry
        found.append("no author")
    if not any(link.get("rel") == "self" for link in root.findall(f"{ATOM}link")):
        found.append("no self")
    ids = [one.text for one in root.iter(f"{ATOM}id")]
    if len(ids) != len(set(ids)):
        found.append("an id twice")
    return found


@pytest.mark.parametrize("language", CODES)
def test_every_feed_is_valid_in_every_language(igsp: Process, language: str) -> None:
    document = igsp.documents.filter(state="issued").first()
    assert document
    for path in ("", "igsp/", "igsp/meetings/wg-1/", f"igsp/documents/{document.key}/"):
        root = feed(f"/{language}/{path}feed.atom")
        assert (path, faults(root)) == (path, [])
        assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == LANGUAGES[language].html_lang


def test_the_checks_find_what_is_wrong() -> None:
    wrong = etree.fromstring(
        '<feed xmlns="http://www.w3.org/2005/Atom"><id>no uri</id><title/><updated>yesterday</updated>'
        '<link href="x"/><link href="y"/></feed>'
    )
    assert faults(wrong) == [
        f"empty {ATOM}title",
        "two alternates",
        "id no uri",
        "href x",
        "href y",
        "moment yesterday",
        "no author",
        "no self",
    ]


def test_it_tells_what_is_issued_replaced_and_withdrawn(alert: Any, issued: Document, post: Any, at: Any) -> None:
    at.on(days=1)
    post(issued, "fr", "again")
    at.on(days=1)
    assert issued.meeting
    meetings.move_meeting(issued.meeting, to=MeetingState.CANCELLED, by="Farah")
    assert entries()[:3] == [
        "Cancelled – Ninth session",
        "Files replaced – UNEP/TEST/1/1",
        "Issued – UNEP/TEST/1/1",
    ]
    at.on(days=1)
    library.withdraw(issued, by="Diego", because="By mistake")
    assert entries()[:3] == [
        "Withdrawn – UNEP/TEST/1/1",
        "Cancelled – Ninth session",
        "Issued – UNEP/TEST/1/1",
    ]


def test_what_happens_in_one_go_is_one_entry_that_keeps_its_id(issued: Document, post: Any, at: Any) -> None:
    at.on(hours=2)
    post(issued, "fr", "one")
    before = feed().find(f"{ATOM}entry")
    at.on(minutes=5)
    post(issued, "es", "two")
    after = feed().find(f"{ATOM}entry")
    assert before.findtext(f"{ATOM}id") == after.findtext(f"{ATOM}id")
    assert [one.findtext(f"{ATOM}updated") for one in (before, after)] == [
        "2004-10-15T14:00:00Z",
        "2004-10-15T14:05:00Z",
    ]
    assert after.findtext(f"{ATOM}summary").splitlines() == [
        "About UNEP/TEST/1/1",
        "Files replaced: French",
        "Files added: Spanish",
    ]


def test_of_a_document_whose_file_was_replaced_soon_after_its_issue_that_is_told(
    issued: Document, post: Any, at: Any
) -> None:
    summary = feed().find(f"{ATOM}entry").findtext(f"{ATOM}summary").splitlines()
    at.on(minutes=5)
    post(issued, "en", "one")
    post(issued, "fr", "two")
    assert entries()[0] == "Files replaced – UNEP/TEST/1/1"
    after = feed().find(f"{ATOM}entry").findtext(f"{ATOM}summary").splitlines()
    assert after == [summary[0], "Files replaced: English, French", *summary[1:]]


def test_an_entry_leads_to_the_permanent_address(issued: Document) -> None:
    entry = feed().find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}link").get("href") == "http://127.0.0.1:8000/symbol/UNEP/TEST/1/1"


def test_what_was_loaded_as_issued_is_an_entry_and_what_is_awaited_is_none(igsp: Process) -> None:
    issued = {str(one) for one in Document.objects.visible_to(AnonymousUser()).issued().filter(process=igsp)}
    awaited = {str(one) for one in igsp.documents.filter(state="planned")}
    named = {title.partition(" – ")[2] for title in entries()}
    assert (issued <= named, awaited & named) == (True, set())


def test_the_bytes_are_the_same_as_long_as_nothing_changes(igsp: Process, at: Any) -> None:
    before = Client().get(FEED)
    at.on(days=40)
    same = Client().get(FEED)
    assert (before.content, before["ETag"]) == (same.content, same["ETag"])


def test_it_is_given_again_only_where_it_differs(issued: Document, at: Any) -> None:
    first = Client().get(FEED)
    known = {"If-None-Match": first["ETag"]}
    assert Client().get(FEED, headers=known).status_code == 304
    at.on(minutes=1)
    library.withdraw(issued, by="Diego", because="By mistake")
    assert Client().get(FEED, headers=known).status_code == 200


def test_entries_in_two_languages_are_two_and_each_has_its_words(issued: Document) -> None:
    english, french = (feed(f"/{language}/igsp/feed.atom").find(f"{ATOM}entry") for language in ("en", "fr"))
    assert english.findtext(f"{ATOM}id") != french.findtext(f"{ATOM}id")
    assert french.findtext(f"{ATOM}summary").splitlines()[0] == "À propos du document"


class TestNothingLeaks:
    """Only what a stranger may see, whoever asks."""

    def test_no_header_tells_when_something_hidden_was_done(self, igsp: Process, make_document: Any, at: Any) -> None:
        before = dict(Client().get(FEED).headers)
        at.on(days=1)
        make_document("UNEP/TEST/1/9")
        assert dict(Client().get(FEED).headers) == before

    def test_a_restricted_document_is_in_no_feed(self, issued: Document, farah: Any, browser_of: Any) -> None:
        with given():
            Document.objects.filter(pk=issued.pk).update(distribution=Distribution.RESTRICTED)
        for address in ("/en/feed.atom", FEED, "/en/igsp/meetings/hall/feed.atom"):
            assert b"UNEP/TEST/1/1" not in browser_of(farah).get(address).content
        assert browser_of(farah).get(f"/en/igsp/documents/{issued.key}/feed.atom").status_code == 404

    def test_a_document_in_preparation_is_in_no_feed(self, paper: Document) -> None:
        assert not any("UNEP/TEST/1/1" in title for title in entries())
        assert Client().get(f"/en/igsp/documents/{paper.key}/feed.atom").status_code == 404

    def test_a_closed_process_has_no_feed_and_is_in_none(self, issued: Document, farah: Any, browser_of: Any) -> None:
        with given():
            Process.objects.filter(slug="igsp").update(is_public=False)
        assert [browser_of(farah).get(FEED).status_code, Client().get(FEED).status_code] == [404, 404]
        assert entries("/en/feed.atom") == []

    def test_files_posted_before_the_issue_are_no_entry(self, paper: Document, at: Any, post: Any) -> None:
        at.on(days=1)
        library.issue(paper, by="Diego")
        assert [title for title in entries() if "UNEP/TEST/1/1" in title] == ["Issued – UNEP/TEST/1/1"]


def test_the_feed_of_a_document_has_its_corrigenda_too(issued: Document, make_document: Any, post: Any) -> None:
    for symbol in ("UNEP/TEST/1/1/Corr.1", "UNEP/TEST/1/12"):
        other = make_document(symbol, languages=["en"])
        post(other, "en")
        library.issue(other, by="Diego")
    assert entries(f"/en/igsp/documents/{issued.key}/feed.atom") == [
        "Issued – UNEP/TEST/1/1/Corr.1",
        "Issued – UNEP/TEST/1/1",
    ]


def test_it_is_limited_and_says_so(igsp: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MOST", 3)
    root = feed()
    assert (len(root.findall(f"{ATOM}entry")), root.findtext(f"{ATOM}subtitle")) == (3, "The newest 3 entries at most")


def test_whoever_was_away_finds_the_older_entries_on_the_following_pages(
    igsp: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = entries()
    monkeypatch.setattr(feeds, "MOST", 5)
    address, found = FEED, []
    while address:
        root = feed(address)
        links = {link.get("rel"): link.get("href", "").partition(":8000")[2] for link in root.findall(f"{ATOM}link")}
        assert (links["self"], faults(root)) == (address, [])
        found += [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")]
        address = links.get("next", "")
    assert found == everything
    assert len(found) > 5
    assert entries(f"{FEED}?page=x") == entries(f"{FEED}?page=0") == everything[:5]


def test_the_queries_do_not_grow_with_the_entries(
    issued: Document, make_document: Any, post: Any, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(14):
        few = entries()
    for number in range(2, 6):
        other = make_document(f"UNEP/TEST/1/{number}", languages=["en"])
        post(other, "en")
        library.issue(other, by="Diego")
    with django_assert_max_num_queries(14):
        assert len(entries()) == len(few) + 4


class TestPages:
    """Each page leads to its feed, for programs in its head and for people at its end."""

    def head(self, address: str, browser: Client | None = None) -> tuple[list[str], bool]:
        page = (browser or Client()).get(address).content.decode()
        found = re.findall(r'<link rel="alternate" type="application/atom\+xml"[^>]*href="([^"]+)"', page)
        return found, 'class="follow"' in page

    @pytest.mark.parametrize("path", ["", "meetings/wg-1/", "documents/{}/"])
    def test_a_page_leads_to_its_feed(self, igsp: Process, path: str) -> None:
        path = path.format(Document.objects.by_symbol("UNEP/IEG/IGSP/1/3").get().key)
        found, shown = self.head(f"/en/igsp/{path}")
        assert (found, shown) == ([f"/en/igsp/{path}feed.atom"], True)
        assert Client().get(found[0]).status_code == 200

    def test_the_page_of_a_text_leads_to_alerts_alone(self, igsp: Process) -> None:
        assert self.head("/en/igsp/texts/draft-plan/") == ([], True)

    def test_the_list_of_processes_leads_to_the_feed_of_the_portal(self, igsp: Process, inc: Process) -> None:
        assert self.head("/fr/") == (["/fr/feed.atom"], True)

    def test_other_pages_lead_nowhere(self, igsp: Process) -> None:
        assert [self.head(address) for address in ("/en/about/", "/en/igsp/inputs/")] == [([], False)] * 2

    def test_the_page_of_a_restricted_document_names_no_feed(
        self, issued: Document, farah: Any, browser_of: Any
    ) -> None:
        with given():
            Document.objects.filter(pk=issued.pk).update(distribution=Distribution.RESTRICTED)
        assert self.head(f"/en/igsp/documents/{issued.key}/", browser_of(farah)) == ([], True)


def test_a_meeting_has_a_feed_of_its_documents(hall: Meeting, issued: Document) -> None:
    assert entries("/en/igsp/meetings/hall/feed.atom") == ["Issued – UNEP/TEST/1/1"]
