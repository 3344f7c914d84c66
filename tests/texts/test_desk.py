"""Texts at the secretariat's desk: words are written, versions released and typeset by buttons."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.templatetags.static import static
from django.test import Client
from django.urls import reverse

from documents.models import Block, Document, Rendition, TextVersion, Wording
from documents.texts import actions
from igsp_portal.models import User
from tests.cast import given

pytestmark = pytest.mark.slow

Browser = Callable[[User], Client]


def press(client: Client, thing: TextVersion | Wording, button: str) -> Any:
    address = reverse(f"admin:documents_{thing._meta.model_name}_do", args=[thing.pk, button])
    return client.post(address, follow=True)


def change_page(thing: TextVersion | Wording | Block) -> str:
    return reverse(f"admin:documents_{thing._meta.model_name}_change", args=[thing.pk])


def edit_page(version: TextVersion, number: int) -> str:
    return reverse("documents:edit", args=[version.process.slug, version.text.key, number])


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


def test_a_wording_is_read_beside_its_original_and_written_in_the_editor_alone(
    draft: TextVersion, chen: User, browser_of: Browser
) -> None:
    client, wording = browser_of(chen), wording_of(draft, "zh-hans")
    for page, language in ((wording, "zh-hans"), (wording.block, "en")):
        answer = client.get(change_page(page))
        assert 'name="_save"' not in answer.text
        assert f"/draft-plan/5/edit/?words={language}&amp;open=mandate#mandate" in answer.text
    assert wording_of(draft, "en").words[:40] in client.get(change_page(wording)).text
    assert client.post(change_page(wording), {"words": "新的[案文]。"}).status_code == 403
    added = {"block": wording.block_id, "language": "zh-hans", "words": "补译。"}
    assert client.post(reverse("admin:documents_wording_add"), added).status_code == 403
    assert press(client, wording, "confirm").status_code == 403
    assert wording_of(draft, "zh-hans").words == wording.words


def test_stale_translations_are_listed(draft: TextVersion, chen: User, farah: User, browser_of: Browser) -> None:
    actions.word(wording_of(draft, "en"), words="Other words.", by=farah)
    client = browser_of(chen)
    stale = reverse("admin:documents_wording_changelist") + "?translation=stale"
    assert client.get(stale).context["cl"].result_count == 5
    page = client.get(change_page(draft)).text
    links = re.findall(r"<a [^>]*/wording/[0-9]+/change/[^>]*>(.*?)</a>", page)
    assert links == ["1 – Other words."] * 5
    actions.confirm(wording_of(draft, "ru"), by=chen)
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


def test_who_begins_a_version_comes_to_its_editor(plan: TextVersion, farah: User, browser_of: Browser) -> None:
    answer = press(browser_of(farah), plan, "continue")
    assert [address for address, _status in answer.redirect_chain] == [edit_page(plan, 5)]
    assert "Version 5 has begun" in answer.text


@pytest.mark.parametrize("name", ["Farah", "Chen"])
def test_the_way_leads_on_from_a_released_version_for_who_writes(
    name: str, plan: TextVersion, farah: User, chen: User, browser_of: Browser
) -> None:
    client = browser_of({"Farah": farah, "Chen": chen}[name])
    begin = f'<a href="{change_page(plan)}">Begin the next version</a>'
    assert begin in client.get(edit_page(plan, 4)).text
    actions.continue_from(plan, by=farah)
    way = f'href="{edit_page(plan, 5)}">Edit version 5</a>'
    assert [way in client.get(address).text for address in (edit_page(plan, 4), plan.get_absolute_url())] == [True] * 2
    assert begin not in client.get(edit_page(plan, 4)).text


def test_readers_are_not_led_to_the_editor(plan: TextVersion, farah: User, diego: User, browser_of: Browser) -> None:
    actions.continue_from(plan, by=farah)
    for client in (browser_of(diego), Client()):
        assert edit_page(plan, 5) not in client.get(plan.get_absolute_url()).text


def test_no_two_versions_are_begun_from_one(plan: TextVersion, farah: User, browser_of: Browser) -> None:
    client = browser_of(farah)
    for _press in range(2):
        press(client, plan, "continue")
    assert "Begin the next version" not in client.get(change_page(plan)).text
    with pytest.raises(ValidationError, match="A later version has been begun already"):
        actions.continue_from(plan, by=farah)
    assert TextVersion.objects.filter(text=plan.text).latest("number").number == 5


def test_a_refusal_for_old_translations_says_where_they_are_left_to_follow(
    draft: TextVersion, farah: User, browser_of: Browser
) -> None:
    actions.word(wording_of(draft, "en"), words="The mandate, amended.", by=farah)
    told = press(browser_of(farah), draft, "release").text
    assert "They can also follow later: see “Release, with languages to follow” below." in told


def test_who_releases_is_told_when_readers_see_it_and_led_to_its_document(
    draft: TextVersion, farah: User, browser_of: Browser
) -> None:
    told = press(browser_of(farah), draft, "release")
    says = f"Readers see it once its document is issued: {draft.document}"
    assert [str(message) for message in told.context["messages"]] == [
        f"Released: the text is frozen. To change it, begin the next version. {says}"
    ]
    address = reverse("admin:documents_document_change", args=[draft.document_id])
    way = f'<a href="{address}">{says}</a>'
    assert way in told.text
    with given():
        Document.objects.filter(text_version=draft).update(state="issued")
    assert way not in browser_of(farah).get(change_page(draft)).text


@pytest.mark.parametrize("page", ["documents_textversion_later", "documents_glossaryterm_import"])
def test_forms_of_the_admin_site_that_stand_alone_are_set_as_all_others(
    page: str, draft: TextVersion, farah: User, browser_of: Browser
) -> None:
    address = reverse(f"admin:{page}", args=[draft.pk] if "version" in page else [])
    styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', browser_of(farah).get(address).text)
    assert styles.count(static("admin/css/forms.css")) == 1


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


def test_a_released_text_keeps_its_language_and_its_numbering(
    plan: TextVersion, farah: User, browser_of: Browser
) -> None:
    page = browser_of(farah).get(reverse("admin:documents_text_change", args=[plan.text.pk]))
    fields = set(page.context["adminform"].form.fields)
    assert fields & {"original_language", "numbering", "key"} == set()
    assert "these details are no longer changed here" in page.content.decode()
