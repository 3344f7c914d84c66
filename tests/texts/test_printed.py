"""What a released version prints of other things is frozen with it, in the languages in which that is known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from documents.models import TextVersion
from documents.texts import actions, papers, rendering
from igsp_portal.foundations.record import audit
from igsp_portal.models import Event, User
from meetings import actions as meetings_actions
from meetings.models import MeetingDates
from meetings.states import DatesBasis

MOVED = {"starts_on": date(2005, 1, 10), "ends_on": date(2005, 1, 12), "basis": DatesBasis.REVISED}
IN_ENGLISH_ALONE = {"place_en": "Geneva"}


def dates_and_place(version: TextVersion, language: str) -> str:
    fresh = TextVersion.objects.get(pk=version.pk)
    return papers.paper(papers.manuscript(fresh), language).place_dates


def move(version: TextVersion, by: User, **place: str) -> None:
    """Give the meeting of the version's document other days, and this place."""
    meeting = version.document.meeting  # type: ignore[union-attr]
    meetings_actions.give_dates(MeetingDates(meeting=meeting, **MOVED, **place), by=by)


def pages(version: TextVersion) -> dict[str, str]:
    """What is typeset, by language."""
    source = papers.manuscript(TextVersion.objects.get(pk=version.pk))
    return {code: rendering.print_page(papers.paper(source, code)) for code in source.languages}


def test_a_meeting_that_moves_changes_no_issued_paper_and_not_its_page(
    client: Any, plan: TextVersion, farah: User
) -> None:
    printed, said = pages(plan), dates_and_place(plan, "en")
    move(plan, farah, place_en="Geneva", place_fr="Genève")
    assert pages(plan) == printed
    page = client.get("/en/igsp/texts/draft-plan/").content.decode()
    assert (said in page, "Geneva" in page) == (True, False)


def test_a_version_not_yet_released_is_shown_with_the_dates_in_force(
    plan: TextVersion, draft: TextVersion, farah: User
) -> None:
    move(plan, farah, place_en="Geneva")
    assert dates_and_place(draft, "en") == "Geneva, 10–12 January 2005"


def test_a_place_in_english_alone_is_said_before_release(plan: TextVersion, draft: TextVersion, farah: User) -> None:
    move(plan, farah, **IN_ENGLISH_ALONE)
    absent = "; ".join(f"{name} (dates of a meeting: place)" for name in ("Arabic", "Chinese", "French", "Russian"))
    with pytest.raises(ValidationError, match="Details on the first page are missing in these languages") as refusal:
        actions.release(draft, by=farah)
    assert f"{absent}; Spanish (dates of a meeting: place)" in refusal.value.messages[0]
    assert not TextVersion.objects.get(pk=draft.pk).is_frozen


def test_as_an_exception_it_is_released_without_the_place_and_never_with_another_language(
    plan: TextVersion, draft: TextVersion, farah: User, quick_engine: list[str]
) -> None:
    move(plan, farah, **IN_ENGLISH_ALONE)
    actions.release_lacking(draft, by=farah)
    assert dates_and_place(draft, "fr") == "10-12 janvier 2005"
    assert {code: "Geneva" in page for code, page in pages(draft).items() if code != "en"} == dict.fromkeys(
        ("ar", "zh-hans", "fr", "ru", "es"), False
    )
    assert Event.objects.filter(verb="text.released_lacking").count() == 1


def test_with_languages_to_follow_it_is_released_without_the_place_only_as_chosen(
    plan: TextVersion, draft: TextVersion, farah: User, browser_of: Callable[[User], Client]
) -> None:
    browser, address = browser_of(farah), reverse("admin:documents_textversion_later", args=[draft.pk])
    assert "lacking" not in browser.get(address).context["form"].fields
    move(plan, farah, **IN_ENGLISH_ALONE)
    refused = browser.post(address, {"later_ru": "on"})
    assert (refused.status_code, "Details on the first page are missing" in refused.text) == (400, True)
    assert "Release as an exception, without the missing details" in refused.text
    assert browser.post(address, {"later_ru": "on", "lacking": "on"}).status_code == 302
    event = Event.objects.get(verb="text.released_in_part")
    assert (event.facts["later"], "French (dates of a meeting: place)" in event.facts["lacking"]) == ("Русский", True)


@pytest.fixture
def not_issued(draft: TextVersion, farah: User) -> TextVersion:
    """The plan's next version, released while its document is still in preparation."""
    actions.release(draft, by=farah, typeset=False)
    return TextVersion.objects.get(pk=draft.pk)


def test_until_the_document_is_issued_typesetting_again_takes_the_dates_in_force(
    not_issued: TextVersion, farah: User
) -> None:
    move(not_issued, farah, place_en="Geneva")
    assert "Geneva" not in dates_and_place(not_issued, "en")
    actions.typeset_again(not_issued, by=farah)
    assert dates_and_place(not_issued, "en") == "Geneva, 10–12 January 2005"
    assert audit.in_words(Event.objects.get(verb="text.printed_anew")).startswith("Farah updated the details")


def test_once_it_is_issued_nothing_that_it_prints_is_changed(plan: TextVersion, farah: User) -> None:
    move(plan, farah, place_en="Geneva")
    before = pages(plan)
    actions.typeset_again(plan, by=farah)
    assert pages(plan) == before


def test_the_admin_page_of_a_draft_says_what_its_first_page_lacks(
    client: Any, plan: TextVersion, draft: TextVersion, farah: User
) -> None:
    move(plan, farah, **IN_ENGLISH_ALONE)
    client.force_login(farah)
    page = client.get(f"/en/admin/documents/textversion/{draft.pk}/change/").content.decode()
    assert ("Arabic (dates of a meeting: place)" in page, "Release as an exception" in page) == (True, True)


def test_a_document_without_a_day_of_submission_bears_that_of_its_release_where_the_process_is(
    client: Any, draft: TextVersion, farah: User
) -> None:
    assert papers.paper(papers.manuscript(draft), "en").date == ""
    actions.release(draft, by=farah, at=datetime(2004, 10, 7, 22, 30, tzinfo=UTC), typeset=False)
    client.force_login(farah)
    page = client.get(f"/fr/igsp/texts/draft-plan/?version={draft.number}").content.decode()
    assert "8 octobre 2004" in page
    assert [text.count("8 October 2004") for code, text in pages(draft).items() if code == "en"] == [1]


def test_a_document_that_was_issued_nobody_knows_when_bears_no_day(note: TextVersion) -> None:
    assert note.document is not None
    assert (note.document.is_issued, note.document.issued_on) == (True, None)
    assert [row.printed["date"] for row in note.languages.released()] == ["", ""]
    assert papers.printed(papers.manuscript(note), "en")["date"] == ""
