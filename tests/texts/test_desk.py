"""Texts at the secretariat's desk: words are written, versions released and typeset by buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from documents.models import Block, Rendition, TextVersion, Wording
from documents.texts import actions
from igsp_portal.foundations.access import Role
from igsp_portal.models import Event, User
from meetings.models import Process
from tests.cast import given, with_role

pytestmark = pytest.mark.slow

Browser = Callable[[User], Client]


def press(client: Client, thing: TextVersion | Wording, button: str) -> Any:
    address = reverse(f"admin:documents_{thing._meta.model_name}_do", args=[thing.pk, button])
    return client.post(address, follow=True)


def change_page(thing: TextVersion | Wording) -> str:
    return reverse(f"admin:documents_{thing._meta.model_name}_change", args=[thing.pk])


def wording_of(version: TextVersion, language: str, key: str = "mandate") -> Wording:
    return Wording.objects.get(block__version=version, block__key=key, language=language)


def test_a_release_freezes_and_typesets(
    draft: TextVersion,
    farah: User,
    browser_of: Browser,
    quick_engine: list[str],
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        press(browser_of(farah), draft, "release")
    draft.refresh_from_db()
    assert draft.is_frozen
    assert Rendition.objects.filter(typeset__version=draft).count() == 6


def test_a_failed_typesetting_shows_and_is_tried_again_by_a_button(
    plan: TextVersion,
    farah: User,
    browser_of: Browser,
    failing_engine: Callable[..., None],
    django_capture_on_commit_callbacks: Any,
) -> None:
    client = browser_of(farah)
    failing_engine(OSError(28, "No space left on device"), 3)
    with django_capture_on_commit_callbacks(execute=True):
        press(client, plan, "typeset")
    assert "The disk is full: nothing was posted." in client.get(change_page(plan)).content.decode()
    failing_engine(OSError(28, "No space left on device"), 99)
    with django_capture_on_commit_callbacks(execute=True):
        press(client, plan, "typeset")
    assert "PDF in: العربية, 中文, English" in client.get(change_page(plan)).content.decode()


def test_a_translator_words_a_block_beside_its_original(draft: TextVersion, chen: User, browser_of: Browser) -> None:
    client, wording = browser_of(chen), wording_of(draft, "zh-hans")
    assert wording_of(draft, "en").words[:40] in client.get(change_page(wording)).content.decode()
    client.post(change_page(wording), {"words": "新的[案文]。"})
    assert wording_of(draft, "zh-hans").words == "新的[案文]。"
    event = Event.objects.latest("pk")
    assert (event.verb, event.by, event.facts["language"]) == ("text.worded", chen, "中文")


def test_words_that_cannot_be_read_stay_on_the_form(draft: TextVersion, chen: User, browser_of: Browser) -> None:
    wording = wording_of(draft, "zh-hans")
    answer = browser_of(chen).post(change_page(wording), {"words": "新的[案文。"})
    assert "never closed" in answer.content.decode()
    assert wording_of(draft, "zh-hans").words == wording.words


def test_a_frozen_wording_can_be_read_but_not_written(plan: TextVersion, chen: User, browser_of: Browser) -> None:
    wording = wording_of(plan, "zh-hans")
    answer = browser_of(chen).post(change_page(wording), {"words": "新的案文。"})
    assert answer.status_code == 403
    assert wording_of(plan, "zh-hans").words == wording.words


def test_a_missing_translation_is_added_at_the_desk(
    draft: TextVersion, chen: User, farah: User, browser_of: Browser
) -> None:
    gone = wording_of(draft, "zh-hans")
    block = gone.block
    with_words = {"block": block.pk, "language": "zh-hans", "words": "补译。"}
    with given():
        gone.delete()
    browser_of(chen).post(reverse("admin:documents_wording_add"), with_words)
    added = wording_of(draft, "zh-hans")
    assert (added.words, added.translated_from) == ("补译。", wording_of(draft, "en"))


def test_stale_translations_are_listed_and_confirmed(
    draft: TextVersion, chen: User, farah: User, browser_of: Browser
) -> None:
    actions.word(wording_of(draft, "en"), words="Other words.", by=farah)
    client = browser_of(chen)
    stale = reverse("admin:documents_wording_changelist") + "?translation=stale"
    assert client.get(stale).context["cl"].result_count == 5
    assert "mandate" in client.get(change_page(draft)).content.decode()
    press(client, wording_of(draft, "ru"), "confirm")
    assert client.get(stale).context["cl"].result_count == 4


def test_blocks_are_found_by_key_and_by_words(plan: TextVersion, chen: User, browser_of: Browser) -> None:
    address = reverse("admin:documents_wording_changelist")
    client = browser_of(chen)
    assert client.get(address, {"q": "mandate"}).context["cl"].result_count >= 4 * 6
    versions_with_the_words = client.get(address, {"q": "Monterrey Consensus of the International"})
    assert versions_with_the_words.context["cl"].result_count == 3


def test_the_next_version_is_begun_by_a_button(plan: TextVersion, farah: User, browser_of: Browser) -> None:
    press(browser_of(farah), plan, "continue")
    assert TextVersion.objects.filter(text=plan.text).latest("number").number == 5


def test_no_two_versions_are_begun_from_one(plan: TextVersion, farah: User, browser_of: Browser) -> None:
    client = browser_of(farah)
    for _press in range(2):
        press(client, plan, "continue")
    assert "Begin the next version" not in client.get(change_page(plan)).text
    with pytest.raises(ValidationError, match="A later version has been begun already"):
        actions.continue_from(plan, by=farah)
    assert TextVersion.objects.filter(text=plan.text).latest("number").number == 5


def test_a_translator_cannot_release(draft: TextVersion, chen: User, browser_of: Browser) -> None:
    assert press(browser_of(chen), draft, "release").status_code == 403
    draft.refresh_from_db()
    assert not draft.is_frozen


def test_lists_and_pages_open(plan: TextVersion, farah: User, browser_of: Browser) -> None:
    client = browser_of(farah)
    for model in ("text", "textversion", "block", "wording"):
        assert client.get(reverse(f"admin:documents_{model}_changelist")).status_code == 200
    assert client.get(change_page(plan)).status_code == 200
    assert client.get(reverse("admin:documents_text_change", args=[plan.text.pk])).status_code == 200
    assert client.get(reverse("admin:documents_textversion_add")).status_code == 200


def test_nobody_words_a_text_of_a_process_of_others(draft: TextVersion, browser_of: Browser, clock: Any) -> None:
    with given():
        lakes = Process.objects.create(slug="lakes", name="Lakes", short_name="Lakes", body="Lakes")
        key = Block.objects.create(version=draft, key="added", order=9999, kind="paragraph").pk
    client = browser_of(with_role("Noor", Role.TRANSLATOR, lakes))
    sent = {"block": key, "language": "en", "words": "Words of a stranger."}
    client.post(reverse("admin:documents_wording_add"), sent)
    assert not Wording.objects.filter(words="Words of a stranger.").exists()


def test_a_released_text_keeps_its_language_and_its_numbering(
    plan: TextVersion, farah: User, browser_of: Browser
) -> None:
    page = browser_of(farah).get(reverse("admin:documents_text_change", args=[plan.text.pk]))
    fields = set(page.context["adminform"].form.fields)
    assert fields & {"original_language", "numbering", "key"} == set()
    assert "these details are no longer changed here" in page.content.decode()
