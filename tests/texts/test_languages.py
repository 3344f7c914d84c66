"""Languages are released together, or one after the other as an exception; each is frozen from its day on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse

from documents.library import actions as library
from documents.models import Rendition, TextVersion, Wording
from documents.texts import actions, papers, typesetting
from documents.texts.actions import releasing
from documents.texts.actions.words import hold
from documents.texts.models import FrozenText
from igsp_portal.foundations.record import audit
from igsp_portal.models import Event, User
from tests.cast import given

pytestmark = pytest.mark.slow
Browser = Callable[[User], Client]
RUSSIAN_ON = date(2004, 11, 20)


def of(version: TextVersion, language: str, key: str = "mandate") -> Wording:
    return Wording.objects.get(block__version=version, block__key=key, language=language)


def readable(version: TextVersion) -> list[str]:
    return papers.manuscript(TextVersion.objects.get(pk=version.pk), []).languages


@pytest.fixture
def in_five(draft: TextVersion, farah: User, quick_engine: list[str]) -> TextVersion:
    """The plan's next version, released and issued in all languages but Russian, which is expected later."""
    actions.word(of(draft, "en"), words="The mandate, amended.", by=farah)
    for language in ("ar", "zh-hans", "fr", "es"):
        actions.confirm(of(draft, language), by=farah)
    actions.release(draft, later={"ru": RUSSIAN_ON}, by=farah)
    typesetting.typeset(draft)
    assert draft.document
    library.issue(draft.document, by=farah, exception=True)
    return TextVersion.objects.get(pk=draft.pk)


def test_a_version_is_released_without_a_language_that_follows(in_five: TextVersion) -> None:
    assert readable(in_five) == ["ar", "zh-hans", "en", "fr", "es"]
    assert sorted(Rendition.objects.filter(document=in_five.document).values_list("language", flat=True)) == [
        "ar",
        "en",
        "es",
        "fr",
        "zh-hans",
    ]
    event = Event.objects.get(verb="text.released_in_part")
    assert event.facts["later"] == "Русский"


def test_what_was_released_is_frozen_and_the_language_that_follows_is_not(in_five: TextVersion, farah: User) -> None:
    with pytest.raises(FrozenText):
        actions.word(of(in_five, "fr"), words="Autre chose.", by=farah)
    with pytest.raises(FrozenText), given(), transaction.atomic():
        in_five.blocks.get(key="mandate").save()
    assert actions.word(of(in_five, "ru"), words="Мандат с поправками.", by=farah) is True


def test_until_a_language_is_there_its_pages_say_when_it_is_expected(in_five: TextVersion) -> None:
    text = Client().get(f"/ru/igsp/texts/draft-plan/?version={in_five.number}")
    assert "20 ноября 2004" in text.text
    assert in_five.document
    document = Client().get(in_five.document.get_absolute_url().replace("/en/", "/ru/")).text
    assert "20 ноября 2004" in document.split('class="file-missing"')[1][:400]
    symbol = Client().get(f"/symbol/{in_five.document.symbol}?lang=ru", follow=True)
    assert (symbol.status_code, "20 November 2004" in symbol.text or "20 ноября 2004" in symbol.text) == (404, True)


def test_a_language_follows_when_it_is_current_and_is_frozen_likewise(in_five: TextVersion, farah: User) -> None:
    with pytest.raises(ValidationError, match="1 translations are older than their original"):
        actions.release_language(in_five, "ru", by=farah)
    actions.word(of(in_five, "ru"), words="Мандат с поправками.", by=farah)
    actions.release_language(in_five, "ru", by=farah)
    posted = typesetting.typeset(TextVersion.objects.get(pk=in_five.pk))
    assert [file.language for file in posted] == ["ru"]
    assert readable(in_five) == ["ar", "zh-hans", "en", "fr", "ru", "es"]
    with pytest.raises(FrozenText):
        actions.word(of(in_five, "ru"), words="Другое.", by=farah)
    assert audit.in_words(Event.objects.get(verb="text.language_released")) == (
        f"Farah released “{in_five}” in Русский, after the other languages"
    )


def test_a_language_is_released_once(in_five: TextVersion, farah: User) -> None:
    with pytest.raises(ValidationError, match="This language has been released already"):
        actions.release_language(in_five, "fr", by=farah)
    with pytest.raises(ValidationError, match="This language has been released already"):
        actions.expect_language(in_five, "fr", on=None, by=farah)


def test_the_original_never_follows(draft: TextVersion, farah: User) -> None:
    with pytest.raises(ValidationError, match="no wording in the original language"):
        actions.release(draft, later={"en": None}, by=farah)


def test_the_administrator_releases_with_a_language_to_follow_and_then_that_language(
    draft: TextVersion, farah: User, browser_of: Browser, quick_engine: list[str]
) -> None:
    actions.word(of(draft, "en"), words="The mandate, amended.", by=farah)
    for language in ("ar", "zh-hans", "fr", "es"):
        actions.confirm(of(draft, language), by=farah)
    browser = browser_of(farah)
    address = reverse("admin:documents_textversion_later", args=[draft.pk])
    form = browser.get(address).context["form"]
    assert [name for name in form.fields if form[name].value()] == []
    answer = browser.post(address, {"later_ru": "on", "expected_ru": "2004-11-20"})
    assert (answer.status_code, readable(draft)) == (302, ["ar", "zh-hans", "en", "fr", "es"])
    follow = reverse("admin:documents_textversion_language", args=[draft.pk])
    assert browser.post(follow, {"language": "ru", "expect": "x", "expected_on": "2004-12-01"}).status_code == 302
    assert draft.languages.get(language="ru").expected_on == date(2004, 12, 1)
    refused = browser.post(follow, {"language": "ru"})
    assert (refused.status_code, "older than their original" in refused.text) == (400, True)


def test_no_language_follows_but_those_that_were_chosen(
    draft: TextVersion, farah: User, browser_of: Browser, quick_engine: list[str]
) -> None:
    actions.word(of(draft, "en"), words="The mandate, amended.", by=farah)
    actions.confirm(of(draft, "es"), by=farah)
    with given():
        of(draft, "zh-hans", "need").delete()
    browser = browser_of(farah)
    address = reverse("admin:documents_textversion_later", args=[draft.pk])
    form = browser.post(address, {"later_fr": "on"}).context["form"]
    at = reverse("documents:edit", args=["igsp", "draft-plan", draft.number])
    begins = "Much is already being done. Too often, however,…"
    assert [bare(said) for said in form.non_field_errors()] == [
        "Some blocks have a wording and some have none in: 中文. Finish these languages first.",
        f'<a href="{at}?words=zh-hans&amp;open=need#need">No wording is given for: “4 – {begins}”.</a>',
        "العربية, Русский: 2 translations are older than their original. Update or confirm them first.",
    ]
    assert [name for name in form.fields if form[name].value()] == ["later_fr"]
    draft.refresh_from_db()
    assert (draft.is_frozen, draft.languages.count()) == (False, 0)
    chosen = {f"later_{code}": "on" for code in ("ar", "zh-hans", "fr", "ru")}
    told = bare(browser.post(address, chosen, follow=True).content.decode())
    assert "Languages to follow: العربية, 中文, Français, Русский" in told
    assert readable(draft) == ["en", "es"]


def bare(said: str) -> str:
    """What is said, without the signs that keep the direction of names apart."""
    return said.replace("\u2068", "").replace("\u2069", "")


def test_a_document_planned_while_the_release_waits_stays_its_document(
    plan: TextVersion, farah: User, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = actions.continue_from(plan, by=farah)

    def after_a_colleague(waiting: TextVersion) -> None:
        actions.plan_document(TextVersion.objects.get(pk=waiting.pk), by=farah)
        hold(waiting)

    monkeypatch.setattr(releasing, "hold", after_a_colleague)
    address = reverse("admin:documents_textversion_later", args=[version.pk])
    told = browser_of(farah).post(address, {"later_ru": "on"}, follow=True).text
    released = TextVersion.objects.get(pk=version.pk)
    assert (released.is_frozen, str(released.document)) == (True, "UNEP/IEG/IGSP/3/4/Rev.1")
    assert "Readers see it once its document is issued: UNEP/IEG/IGSP/3/4/Rev.1" in told
    assert Client().get(released.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("page", ["later", "language", "reissue"])
def test_a_translator_and_a_stranger_release_nothing(
    page: str, draft: TextVersion, plan: TextVersion, chen: User, browser_of: Browser
) -> None:
    version = draft if page == "later" else plan
    address = reverse(f"admin:documents_textversion_{page}", args=[version.pk])
    assert browser_of(chen).post(address, {}).status_code == 403
    assert Client().get(address).status_code == 302


def test_with_each_new_version_the_next_free_symbol_is_offered(
    plan: TextVersion, farah: User, draft: TextVersion
) -> None:
    assert str(draft.document) == "UNEP/IEG/IGSP/3/4/Rev.1"
    assert not actions.may_plan_document(draft)
    third = actions.continue_from(draft, by=farah)
    assert str(actions.plan_document(third, by=farah)) == "UNEP/IEG/IGSP/3/4/Rev.2"
    copied: Any = third.document
    assert (copied.meeting, copied.title_fr) == (plan.document.meeting, plan.document.title_fr)  # type: ignore[union-attr]
