"""The page of the search: what it shows, where its links lead, and what it costs."""

from __future__ import annotations

import re
from html import unescape
from itertools import count
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.models import Document, Entry
from documents.search import indexing
from documents.search.sources import SOURCES
from igsp_portal.foundations.access import Role
from meetings.models import Participant, Process
from tests.cast import given, with_role

from .corpus import put_lakes

PLACE = re.compile(
    r'<li><a href="([^"]*)" hreflang="[^"]*">([^<]*)</a>(?: · <a [^>]*>Text</a>)? '
    r'<p class="snippet" lang="([^"]*)" dir="([^"]*)">(.*?)</p>'
)
HEAD = re.compile(r'<h3[^>]*><a href="([^"]*)">(.*?)</a></h3>', re.DOTALL)


asked = count()


def page(client: Client, typed: str, reader: str = "en", **query: str) -> str:
    """The page, made anew: one that is kept would tell nothing."""
    answer = client.get(f"/{reader}/lakes/search/", {"q": typed, **query, "asked": str(next(asked))})
    assert answer.status_code == 200
    return answer.content.decode()


def titles(html: str) -> list[str]:
    return [unescape(re.sub("<[^>]*>", "", title)) for _, title in HEAD.findall(html)]


def places(html: str) -> list[tuple[str, ...]]:
    return [tuple(map(unescape, found)) for found in PLACE.findall(html)]


def counts(html: str, label: str) -> dict[str, int]:
    """What a filter offers, with its counts."""
    nav = html.partition(f'class="section-nav" aria-label="{label}"')[2].partition("</nav>")[0]
    return {name: int(n) for name, n in re.findall(r'>([^<]*) <span class="count">(\d+)</span>', nav)}


def test_a_page_of_a_file_is_found_and_the_link_leads_to_it(client: Client, lakes: Process) -> None:
    address = "/symbol/UNEP/LAKES/1/2?lang=fr&open=1#page=1"
    words = "Le plan repose sur l’<mark>environnement</mark> lacustre et le renforcement des capacités."
    assert places(page(client, "environnement")) == [(address, "Page 1", "fr", "ltr", words)]


def test_a_snippet_runs_in_its_own_direction(client: Client, lakes: Process) -> None:
    words = "وتُقدَّر التكاليف بمبلغ <mark>٢٥٠٠٠</mark> دولار، والمياه النقية أولويّـــة"
    found = ("/symbol/UNEP/LAKES/1/2?lang=ar&open=1#page=2", "Page 2", "ar", "rtl", words)
    assert places(page(client, ["٢٥٠٠٠", "دولار"][0] + " المياه")) == [
        (*found[:4], words.replace("والمياه", "<mark>والمياه</mark>"))
    ]


def test_a_paragraph_is_found_and_the_link_leads_to_it_in_its_language(client: Client, lakes: Process) -> None:
    html = page(client, "湿地", "fr")
    address = "/zh-hans/lakes/texts/principles/?version=1#p-1"
    assert places(html) == [(address, "Paragraphe 1", "zh-Hans", "ltr", "各[沿岸]国应保护其<mark>湿地</mark>。")]
    assert client.get(address).status_code == 200
    assert 'id="p-1"' in client.get(address).content.decode()


def test_the_words_are_marked_in_the_title_and_a_title_of_another_language_is_shown_beside(
    client: Client, lakes: Process
) -> None:
    assert "Draft plan for the <mark>protection</mark> of lakes" in page(client, "protection")
    html = page(client, "охраны")
    assert titles(html) == ["Draft plan for the protection of lakes"]
    assert places(html) == [
        ("/en/lakes/documents/unep-lakes-1-2/", "Русский", "ru", "ltr", "Проект плана <mark>охраны</mark> озёр")
    ]


def test_what_goes_on_is_parted_from_what_was_asked_for(client: Client, lakes: Process) -> None:
    html = page(client, "plan")
    exactly, loosely = html.split("With words that begin so, or parts of a symbol:")
    assert (len(titles(exactly)), titles(loosely)) == (4, ["Water quality: a survey"])


def test_a_decision_is_found_by_its_symbol(client: Client, lakes: Process) -> None:
    assert "Lakes first" in page(client, "SS.VII/1")


def test_nothing_is_said_where_nothing_was_asked(client: Client, lakes: Process) -> None:
    assert "No document was found" not in page(client, "")
    assert "No document was found" in page(client, "xyzzy")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"meeting": "s-1"}, ["Draft plan for the protection of lakes", "Chair’s summary", "Water quality: a survey"]),
        ({"meeting": "s-2"}, ["Revised plan for lakes: budget", "Revised plan for lakes"]),
        ({"kind": "limited"}, ["Chair’s summary"]),
        ({"language": "fr"}, ["Draft plan for the protection of lakes"]),
        ({"year": "2005", "kind": "working"}, ["Revised plan for lakes: budget", "Revised plan for lakes"]),
        ({"year": "1999"}, []),
        ({"meeting": "nowhere", "kind": "nothing", "language": "xx", "year": "x", "item": "x"}, None),
    ],
)
def test_a_search_is_narrowed(client: Client, lakes: Process, query: dict[str, str], found: list[str] | None) -> None:
    everything = titles(page(client, "plan"))
    assert titles(page(client, "plan", **query)) == (everything if found is None else found)


def test_filters_offer_what_is_there_with_its_count(client: Client, lakes: Process) -> None:
    html = page(client, "plan")
    assert counts(html, "Meeting") == {"Session 1": 3, "Session 2": 2}
    assert counts(html, "Year") == {"2005": 2, "2004": 3}
    assert counts(html, "Language") == {"English": 5, "French": 1, "Spanish": 1}
    item = re.search(r"item=(\d+)", page(client, "plan", meeting="s-2"))
    assert item is None  # both are under the one item
    one = lakes.meetings.get(key="s-1").agenda.get()
    assert titles(page(client, "plan", item=str(one.pk))) == ["Draft plan for the protection of lakes"]


HIDDEN = ["zebra", "quagga", "otter", "beavers", "invade", "UNEP/LAKES/2/7", "UNEP/LAKES/2/8", "secret beavers"]


@pytest.mark.parametrize("typed", HIDDEN)
def test_what_may_not_be_seen_is_neither_found_nor_counted(client: Client, lakes: Process, typed: str) -> None:
    html = page(client, typed)
    assert "No document was found" in html
    assert counts(html, "Year") | counts(html, "Language") == {}


def test_years_and_kinds_of_what_may_not_be_seen_are_not_offered(client: Client, lakes: Process) -> None:
    """“Mussels” are in two titles that a stranger may not see, and in one of those that everybody sees."""
    with given():
        Document.objects.filter(process=lakes, key="unep-lakes-1-1").update(**{"title_en": "Mussels"})
    put_lakes()
    html = page(client, "mussels")
    assert titles(html) == ["Mussels"]
    assert counts(html, "Year") == {}


def test_whoever_may_see_it_finds_it(lakes: Process, browser_of: Any) -> None:
    farah = with_role("Farah of the lakes", Role.ADMINISTRATOR, lakes)
    with given():
        party = Participant.objects.create(process=lakes, key="ken", kind="state", **{"name_en": "Kenya"})
    kenya = with_role("Amina of the lakes", Role.FOCAL_POINT, lakes, party)
    assert titles(page(browser_of(farah), "mussels")) == ["Zebra mussels", "Quagga mussels"]
    assert titles(page(browser_of(kenya), "mussels")) == ["Quagga mussels"]
    assert titles(page(browser_of(kenya), "invade")) == ["Quagga mussels"]
    assert titles(page(browser_of(farah), "otter")) == []


def test_entries_left_in_the_index_tell_nobody_of_what_was_withdrawn_since(client: Client, lakes: Process) -> None:
    """The index may be behind: who may see is asked when somebody searches."""
    for values in ({"state": "preparation"}, {"state": "issued", "distribution": "restricted"}, {"state": "withdrawn"}):
        with given():
            Document.objects.filter(key="unep-lakes-1-inf-2").update(**values)
        assert titles(page(client, "phosphates")) == []


def test_a_process_that_is_closed_is_searched_by_nobody_else(client: Client, lakes: Process) -> None:
    assert titles(client.get("/en/search/", {"q": "phosphates"}).content.decode()) == ["Water quality: a survey"]
    with given():
        Process.objects.filter(pk=lakes.pk).update(is_public=False)
    assert titles(client.get("/en/search/", {"q": "phosphates", "again": "1"}).content.decode()) == []
    assert client.get("/en/lakes/search/", {"q": "phosphates"}).status_code == 404


def test_all_processes_are_searched_together(client: Client, lakes: Process, igsp: Process) -> None:
    html = client.get("/en/search/", {"q": "plan"}).content.decode()
    assert set(counts(html, "Process")) == {str(lakes), str(igsp)}
    narrowed = client.get("/en/search/", {"q": "plan", "process": "lakes"}).content.decode()
    assert titles(narrowed) == titles(page(client, "plan"))


def test_the_library_leads_to_the_search(client: Client, lakes: Process) -> None:
    answer = client.get("/en/lakes/documents/", {"q": "draft plan"})
    assert (answer.status_code, answer["Location"]) == (302, "/en/lakes/search/?q=draft+plan")


@pytest.mark.parametrize("language", ["ar", "zh-hans", "en", "fr", "ru", "es"])
def test_every_page_of_a_process_has_the_field(client: Client, lakes: Process, language: str) -> None:
    html = client.get(f"/{language}/lakes/documents/").content.decode()
    assert html.count(f'role="search" method="get" action="/{language}/lakes/search/"') == 1
    assert page(client, "plan", language).count('role="search"') == 1


@pytest.mark.parametrize("typed", ["xyzzy", "plan", "1/2", "environnement"])
def test_a_search_costs_the_same_with_one_thing_found_or_many(client: Client, lakes: Process, typed: str) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(client, typed)
        return len(captured)

    page(client, typed)
    first = cost()
    with given():
        for n in range(3):
            document: Any = Document(
                process=lakes, key=f"more-{n}", symbol=f"UNEP/LAKES/1/2/Add.{n + 1}", state="issued"
            )
            document.kind, document.meeting, document.title_en = (
                "working",
                lakes.meetings.get(key="s-1"),
                "A plan of plans",
            )
            document.title_fr = "L’environnement"
            document.save()
    put_lakes()
    assert cost() == first


def test_what_is_found_comes_in_pages_of_twenty(client: Client, lakes: Process) -> None:
    with given():
        for n in range(25):
            Document.objects.create(
                process=lakes, key=f"many-{n}", kind="other", state="issued", **{"title_en": f"Heron {n}"}
            )
    put_lakes()
    assert (len(titles(page(client, "heron"))), len(titles(page(client, "heron", page="2")))) == (20, 5)
    assert "Page 1 of 2" in re.sub("<[^>]*>", "", page(client, "heron"))


def test_the_command_indexes_all_anew_and_takes_out_what_is_gone(lakes: Process, capsys: Any) -> None:
    before = Entry.objects.count()
    with given():
        Entry.objects.filter(process=lakes).delete()
    call_command("index_words")
    assert f"Places indexed: {before}" in capsys.readouterr().out
    assert Entry.objects.count() == before


def test_what_is_indexed_already_is_written_no_second_time(lakes: Process) -> None:
    rows = list(Document.objects.filter(process=lakes).values_list("pk", flat=True))
    before = list(Entry.objects.order_by("pk").values_list("pk", flat=True))
    assert indexing.put(SOURCES["document"], rows) == 0
    assert list(Entry.objects.order_by("pk").values_list("pk", flat=True)) == before


def offered(html: str) -> list[str]:
    section = html.partition('id="nearest"')[2].partition("</section>")[0]
    return re.findall('<a class="symbol" href="([^"]+)">', section)


@pytest.mark.parametrize("typed", ["UNEP/LKAES/1/2", "UNEP/LAKES/l/2", "unep/lakse/01/02"])
def test_for_a_symbol_that_nothing_bears_the_nearest_are_offered(client: Client, lakes: Process, typed: str) -> None:
    document = Document.objects.get(symbol="UNEP/LAKES/1/2")
    assert offered(page(client, typed)) == [document.get_absolute_url()]


@pytest.mark.parametrize("typed", ["UNEP/LAKES/1/2", "environnement", "1/2"])
def test_where_something_is_found_no_other_symbol_is_offered(client: Client, lakes: Process, typed: str) -> None:
    assert offered(page(client, typed)) == []


def test_no_symbol_of_another_process_is_offered(client: Client, igsp: Process, lakes: Process) -> None:
    assert offered(page(client, "UNEP/EIG/IGSP/1/3")) == []


def processes_named(html: str) -> list[str]:
    return re.findall('<p class="document-meta"><span><bdi>([^<]*)</bdi></span>', html)


def test_of_all_processes_each_result_names_its_own(client: Client, lakes: Process, igsp: Process) -> None:
    html = client.get("/en/search/", {"q": "UNEP/LAKES/1/2"}).content.decode()
    assert processes_named(html) == [str(lakes)]
    of_one = client.get("/en/search/", {"q": "UNEP/LAKES/1/2", "process": "lakes"}).content.decode()
    assert str(lakes) not in processes_named(of_one)


def test_a_search_in_one_process_leads_to_that_in_all(client: Client, lakes: Process, igsp: Process) -> None:
    asked = '<a href="/en/search/?q=draft+plan" rel="nofollow">Search all processes</a>'
    assert asked in page(client, "draft plan")
    assert "Search all processes" not in client.get("/en/search/", {"q": "draft plan"}).content.decode()


def test_where_there_is_no_other_process_nothing_leads_to_all(client: Client, lakes: Process) -> None:
    with given():
        Process.objects.exclude(pk=lakes.pk).update(is_public=False)
    assert "Search all processes" not in page(client, "draft plan")
