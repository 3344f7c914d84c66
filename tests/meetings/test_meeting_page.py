"""The page of a session or consultation, and the list of participants."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from igsp_portal.foundations.language.languages import CODES
from igsp_portal.foundations.language.lettering import NO_BREAK
from meetings import actions
from meetings.models import Meeting, MeetingDates, Process
from meetings.rendering import span_in_words
from meetings.states import MeetingState
from tests.cast import given


def page(key: str, language: str = "en") -> str:
    response = Client().get(f"/{language}/igsp/meetings/{key}/")
    assert response.status_code == 200
    return response.content.decode()


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def facts(html: str) -> dict[str, str]:
    """The facts at the head: {label: value}."""
    return {
        words(label).strip(): words(value).strip()
        for label, value in re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", html, re.DOTALL)
    }


def test_the_head_says_when_and_where_and_in_which_zone(igsp: Process) -> None:
    found = facts(page("wg-3"))
    assert found["Dates"] == "2–4 December 2004"
    assert found["Place"] == "Intercontinental Resort, Jimbaran, Bali, Indonesia"
    assert found["Time zone"] == "Asia/Makassar"
    assert found["Announced in paragraph"] == "6"


def test_a_session_names_the_body_that_meets_and_a_consultation_does_not(igsp: Process) -> None:
    assert facts(page("wg-1"))["Body"].startswith("High-level Open-ended Intergovernmental Working Group")
    assert "Body" not in facts(page("experts"))


def test_a_session_says_what_it_is_back_to_back_with(igsp: Process) -> None:
    assert facts(page("wg-1"))["Back to back with"].startswith("Session of the Economic and Social Council")


def test_french_writes_the_first_of_a_month_as_an_ordinal_alone_and_in_a_span(igsp: Process) -> None:
    assert facts(page("regional-groups", "fr"))["Dates"] == "1er décembre 2004"
    assert "1er-3 décembre 2004" in words(page("wg-3", "fr"))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "30 June to 4 July 2031"),
        ("fr", "30 juin\u00a0– 4 juillet 2031"),
        ("ru", "30 июня — 4 июля 2031 года"),
        ("es", "30 de junio a 4 de julio de 2031"),
        ("zh-hans", "2031年6月30日至7月4日"),
    ],
)
def test_a_span_over_two_months_says_the_year_once(language: str, words: str) -> None:
    with override(language):
        assert span_in_words(dt.date(2031, 6, 30), dt.date(2031, 7, 4)) == words


def test_a_span_over_two_years_says_both() -> None:
    assert span_in_words(dt.date(2031, 12, 30), dt.date(2032, 1, 2)) == "30 December 2031 to 2 January 2032"


def test_every_date_it_was_given_is_shown_with_its_source_and_the_last_is_in_force(igsp: Process) -> None:
    html = page("wg-3")
    table = html[html.index("Dates given so far") :]
    rows = [words(row).strip() for row in re.findall(r"<tr\b.*?</tr>", table, re.DOTALL)[1:]]
    assert rows == [
        "announced 1–3 December 2004 Indonesia Note by the secretariat on the tentative organization of work, para. 6",
        "revised 2–4 December 2004 Bali, Indonesia Earth Negotiations Bulletin, vol. 16, no. 37",
        "actual in force 2–4 December 2004 Intercontinental Resort, Jimbaran, Bali, Indonesia "
        "Earth Negotiations Bulletin, vol. 16, no. 38",
    ]


def test_one_date_alone_has_no_history(igsp: Process) -> None:
    assert "Dates given so far" not in page("experts")


def test_a_place_that_is_not_known_is_said_to_be_unknown(igsp: Process) -> None:
    assert facts(page("cpr-1"))["Place"] == "not known"


def test_a_meeting_without_dates_says_so_and_offers_no_calendar(igsp: Process) -> None:
    html = page("bureau")
    assert facts(html)["Dates"] == "date not known"
    assert "calendar.ics" not in html


def test_a_place_may_be_a_country_alone(igsp: Process) -> None:
    third = igsp.meetings.get(key="wg-3")
    dates = MeetingDates(
        meeting=third, basis="revised", starts_on="2004-12-10", ends_on="2004-12-11", place="Indonesia", country="ID"
    )
    actions.give_dates(dates, by="Farah")
    assert facts(page("wg-3"))["Place"] == "Indonesia"


def test_the_agenda_marks_what_no_source_tells(igsp: Process) -> None:
    html = page("wg-1")
    agenda = re.search(r'<ol class="agenda">(.*?)</ol>', html, re.DOTALL)
    assert agenda is not None
    items = [words(item).strip() for item in re.findall(r"<li>(.*?)</li>", agenda[1], re.DOTALL)]
    assert items[0] == "1. Opening of the session"
    assert items[1] == "2. Adoption of the agenda and organization of work illustrative"
    assert len(items) == 6


def test_the_letters_that_convened_it_stand_with_their_day(igsp: Process) -> None:
    assert "Invitation to the first session of the Working Group – All Governments (14 May 2004)" in words(page("wg-1"))


@pytest.mark.parametrize(("state", "word"), [("scheduled", "scheduled"), ("cancelled", "cancelled")])
def test_the_state_is_said_in_a_word(igsp: Process, state: str, word: str) -> None:
    bureau = igsp.meetings.get(key="bureau")
    actions.move_meeting(bureau, to=MeetingState(state), by="Farah")
    head = page("bureau").split("<dl")[0]
    assert re.search(rf'class="badge[^"]*">\s*(?:<[^>]+>\s*)*{word}', head) is not None


@pytest.mark.parametrize("language", CODES)
def test_a_page_has_the_name_of_the_meeting_in_its_language(igsp: Process, language: str) -> None:
    name = getattr(igsp.meetings.get(key="wg-2"), f"name_{language.replace('-', '_')}")
    assert name in page("wg-2", language)


@pytest.mark.parametrize("address", ["/en/igsp/meetings/wg-9/", "/en/nothing/meetings/wg-1/"])
def test_a_meeting_that_is_not_there_is_not_found(igsp: Process, address: str) -> None:
    assert Client().get(address).status_code == 404


def test_moved_is_only_what_now_has_other_days_than_announced(igsp: Process) -> None:
    moved = {meeting.key for meeting in igsp.meetings.all() if meeting.has_moved}
    assert moved == {"wg-2", "wg-3"}
    back = igsp.meetings.get(key="wg-2")
    actions.give_dates(
        MeetingDates(meeting=back, basis="actual", starts_on="2004-09-06", ends_on="2004-09-08"), by="Farah"
    )
    assert Meeting.objects.get(pk=back.pk).has_moved is False


# Who takes part


def participants(language: str) -> dict[str, list[str]]:
    """The lists of the page: {heading: names}."""
    html = Client().get(f"/{language}/igsp/participants/").content.decode()
    html = re.sub(r"</summary><ul>.*?</ul>", "", html, flags=re.DOTALL)  # the members of a group
    return {
        words(heading).strip(): re.findall(r"<li>(.*?)</li>", names, re.DOTALL)
        for heading, names in re.findall(r"<h2>(.*?)</h2>\s*<ul class=\"columns\">(.*?)</ul>", html, re.DOTALL)
    }


def test_participants_stand_by_kind_and_governments_by_region_with_their_number(igsp: Process) -> None:
    found = participants("en")
    assert list(found) == [
        "Regional and subregional forums 11",
        "Governments – Africa 53",
        "Governments – Asia and the Pacific 44",
        "Governments – Europe 48",
        "Governments – Latin America and the Caribbean 33",
        "Governments – North America 2",
        "Governments – West Asia 11",
        "Regional groups 5",
        "Negotiating groups 1",
        "Committees of permanent representatives 1",
        "Bureaux 1",
        "Intergovernmental and inter-agency bodies 1",
        "United Nations bodies 10",
        "Secretariats of conventions 9",
        "Financial institutions and development banks 7",
        "Civil society organizations 1",
        "Expert groups 1",
    ]
    assert [int(heading.split()[-1]) for heading in found] == [len(names) for names in found.values()]


AFRICA: dict[str, tuple[list[str], list[str]]] = {
    "en": (["Algeria", "Angola", "Benin"], ["Zambia", "Zimbabwe"]),
    "fr": (["Afrique du Sud", "Algérie", "Angola"], ["Zambie", "Zimbabwe"]),
    "es": (["Angola", "Argelia", "Benin"], ["Zambia", "Zimbabwe"]),
    "ru": (["Алжир", "Ангола", "Бенин"], ["Эфиопия", "Южная Африка"]),
    "ar": (["إثيوبيا", "إريتريا", "أنغولا"], []),
    "zh-hans": (["阿尔及利亚", "阿拉伯利比亚民众国", "埃及", "埃塞俄比亚"], []),
}


@pytest.mark.parametrize("language", AFRICA)
def test_governments_stand_in_the_alphabetical_order_of_the_language(igsp: Process, language: str) -> None:
    africa = list(participants(language).values())[1]
    first, last = AFRICA[language]
    assert africa[: len(first)] == first
    assert africa[len(africa) - len(last) :] == last


def test_names_with_accents_stand_where_readers_look_for_them(igsp: Process) -> None:
    names: list[Any] = [name for group in participants("fr").values() for name in group]
    assert names.index("Égypte") < names.index("Gabon")


@pytest.mark.parametrize(
    ("language", "printed"), [("en", "4~(a)."), ("fr", "4~a)."), ("ar", "4~(أ)."), ("ru", "4~a).")]
)
def test_an_agenda_number_stands_on_one_line_as_the_language_prints_it(
    client: Any, igsp: Process, language: str, printed: str
) -> None:
    meeting = igsp.meetings.get(key="wg-3")
    with given():
        meeting.agenda.create(number="4 (a)", title="Draft plan", order=99)
    page = client.get(f"/{language}/igsp/meetings/wg-3/").content.decode()
    assert f"<bdi>{printed.replace('~', NO_BREAK)}</bdi>" in page
