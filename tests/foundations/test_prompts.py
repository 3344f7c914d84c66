"""What the admin site says where nothing is there yet, where a row is added, and beside the buttons of a state."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import unescape

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from igsp_portal.foundations.access import Role
from igsp_portal.models import User
from meetings.models import Meeting, Process
from submissions.models import Submission

from ..cast import given, with_role

pytestmark = pytest.mark.slow

Browser = Callable[[User], Client]


def test_adding_a_row_is_said_in_words_of_its_own() -> None:
    silent = [
        inline.__name__
        for model_admin in admin.site._registry.values()
        for inline in model_admin.inlines
        if inline.edits is not None and not inline.one_more  # type: ignore[attr-defined]
    ]
    assert silent == []


def test_a_meeting_is_given_new_dates_and_agenda_items(igsp: Process, farah: User, browser_of: Browser) -> None:
    meeting = igsp.meetings.get(key="bureau")
    page = browser_of(farah).get(reverse("admin:meetings_meeting_change", args=[meeting.pk]))
    said = [
        json.loads(unescape(str(rows.inline_formset_data)))["options"]["addText"]
        for rows in page.context["inline_admin_formsets"]
    ]
    assert said == [
        "Add a part, where the meeting was adjourned",
        "Add new dates; the earlier ones remain on record",
        "Add an agenda item",
    ]
    assert "Add another" not in page.content.decode()


def listed(browser: Client, table: str, **query: str) -> str:
    return browser.get(reverse(f"admin:{table}_changelist"), query).content.decode()


def test_an_empty_list_says_what_to_do(igsp: Process, farah: User, browser_of: Browser) -> None:
    with given():
        lakes = Process.objects.create(slug="lakes", name="Lakes", short_name="Lakes", body="Lakes")
    beginner = browser_of(with_role("Noor", Role.ADMINISTRATOR, lakes))
    assert "Add the first with the button above." in listed(beginner, "meetings_meeting")
    assert "What participants file appears here" in listed(beginner, "submissions_submission")
    assert "Files are posted on the page of their document." in listed(beginner, "documents_rendition")
    assert "Nothing was found. Clear the search" in listed(browser_of(farah), "meetings_meeting", q="no such meeting")
    assert "portal-none" not in listed(browser_of(farah), "meetings_meeting")


def test_beside_the_buttons_stands_that_they_save_nothing(igsp: Process, farah: User, browser_of: Browser) -> None:
    meeting: Meeting = igsp.meetings.get(key="bureau")
    warning = "Save your changes first"
    page = browser_of(farah).get(reverse("admin:meetings_meeting_change", args=[meeting.pk]))
    assert warning in page.content.decode()
    filed = Submission.objects.filter(call__process=igsp).exclude(state="draft")[:1].get()
    page = browser_of(farah).get(reverse("admin:submissions_submission_change", args=[filed.pk]))
    assert warning not in page.content.decode()
