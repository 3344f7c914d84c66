"""A released version is frozen, whoever tries to change it; a draft is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from documents.models import Block, TextVersion, Wording
from documents.texts import actions
from documents.texts.models import FrozenText
from documents.texts.states import VersionState
from igsp_portal.models import Event, User
from tests.cast import given

pytestmark = pytest.mark.slow

CHANGES: dict[str, Callable[[TextVersion], Any]] = {
    "a block saved": lambda version: version.blocks.get(order=1).save(),
    "a block deleted": lambda version: version.blocks.get(order=1).delete(),
    "a block added": lambda version: Block(version=version, key="new", order=999, kind="text").save(),
    "blocks added in bulk": lambda version: Block.objects.bulk_create([Block(version=version, key="x", order=999)]),
    "blocks updated": lambda version: version.blocks.update(level=2),
    "blocks deleted": lambda version: version.blocks.all().delete(),
    "a wording saved": lambda version: wordings(version).first().save(),
    "a wording deleted": lambda version: wordings(version).first().delete(),
    "wordings updated": lambda version: wordings(version).update(words="Other words."),
    "wordings updated in bulk": lambda version: Wording.objects.bulk_update(wordings(version)[:2], ["words"]),
    "wordings deleted": lambda version: wordings(version).delete(),
    "the version deleted": lambda version: version.delete(),
    "its text deleted": lambda version: version.text.delete(),
}


def wordings(version: TextVersion) -> Any:
    return Wording.objects.filter(block__version=version)


@pytest.mark.parametrize("change", CHANGES)
def test_a_released_version_refuses(change: str, plan: TextVersion) -> None:
    before = list(wordings(plan).order_by("pk").values())
    with pytest.raises(FrozenText, match="released and is frozen"), given(), transaction.atomic():
        CHANGES[change](plan)
    assert list(wordings(plan).order_by("pk").values()) == before


def test_a_draft_takes_new_words_with_an_event(draft: TextVersion, farah: User) -> None:
    wording = wordings(draft).get(block__key="mandate", language="en")
    assert actions.word(wording, words="Other [words].", by=farah) is True
    event = Event.objects.latest("pk")
    assert (event.verb, event.by, event.facts["language"]) == ("text.worded", farah, "English")
    assert event.facts["text"]["words"]["en"]["mandate"][1] == "Other [words]."


def test_a_new_version_begins_with_the_same_words(plan: TextVersion, draft: TextVersion) -> None:
    assert actions.read_draft(draft) == actions.read_draft(plan)
    assert (draft.number, draft.state) == (plan.number + 1, VersionState.DRAFT)


def test_a_translation_becomes_stale_when_the_original_changes(draft: TextVersion, farah: User) -> None:
    original = wordings(draft).get(block__key="mandate", language="en")
    actions.word(original, words="Other words.", by=farah)
    stale = [w.language for w in actions.translations(draft) if w.is_stale]
    assert sorted(stale) == ["ar", "es", "fr", "ru", "zh-hans"]


def test_a_translation_made_anew_or_confirmed_is_no_longer_stale(draft: TextVersion, farah: User) -> None:
    actions.word(wordings(draft).get(block__key="mandate", language="en"), words="Words.", by=farah)
    actions.word(wordings(draft).get(block__key="mandate", language="fr"), words="Des mots.", by=farah)
    actions.confirm(wordings(draft).get(block__key="mandate", language="es"), by=farah)
    stale = [w.language for w in actions.translations(draft) if w.is_stale]
    assert sorted(stale) == ["ar", "ru", "zh-hans"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("An [open bracket.", "never closed"),
        ("A note.{note:nowhere}", "refers to footnote nowhere, which does not exist"),
        ("See paragraph {para:nowhere}.", "no numbered block “nowhere”"),
        ("A {mark}.", "not a known mark"),
    ],
)
def test_words_whose_marks_lead_nowhere_are_refused(words: str, says: str, draft: TextVersion, farah: User) -> None:
    wording = wordings(draft).get(block__key="mandate", language="en")
    with pytest.raises(ValidationError, match=says):
        actions.word(wording, words=words, by=farah)


def test_a_version_with_stale_translations_is_not_released(draft: TextVersion, farah: User) -> None:
    actions.word(wordings(draft).get(block__key="mandate", language="en"), words="Words.", by=farah)
    with pytest.raises(ValidationError, match="5 translations are older"):
        actions.release(draft, by=farah)


def test_a_version_half_worded_in_a_language_is_not_released(draft: TextVersion, farah: User) -> None:
    with given():
        wordings(draft).get(block__key="mandate", language="fr").delete()
    with pytest.raises(ValidationError, match="Français"):
        actions.release(draft, by=farah)


def test_a_version_is_released_once(draft: TextVersion, farah: User) -> None:
    actions.release(draft, by=farah)
    assert (draft.state, draft.released_at is not None) == (VersionState.RELEASED, True)
    assert Event.objects.latest("pk").verb == "text.released"
    with pytest.raises(ValidationError, match="already"):
        actions.release(draft, by=farah)


def test_of_two_releases_at_once_one_is_refused(draft: TextVersion, farah: User) -> None:
    same = TextVersion.objects.get(pk=draft.pk)
    actions.release(draft, by=farah, typeset=False)
    with pytest.raises(FrozenText):
        actions.release(same, by=farah, typeset=False)
