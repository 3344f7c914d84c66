"""A translation is stale until somebody translates: no step that moves words about, and no haste, makes it current."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from documents.models import TextVersion, Wording
from documents.texts import actions, history
from igsp_portal.models import User
from tests.cast import given

from .at_the_editor import Editor, words
from .proposed import party

pytestmark = pytest.mark.slow
Browser = Callable[[User], Client]


def of(version: TextVersion, key: str, language: str = "fr") -> Wording:
    return Wording.objects.get(block__version=version, block__key=key, language=language)


def is_stale(version: TextVersion, key: str, language: str = "fr") -> bool:
    return of(version, key, language).is_stale


def write(version: TextVersion, key: str, language: str, said: str, by: User, **more: Any) -> None:
    there = Wording.objects.filter(block__version=version, block__key=key, language=language).first()
    opened = actions.fingerprint(there.words if there else "")
    actions.word_block(version, key, language, said, opened_with=opened, by=by, **more)


def new_in_french(version: TextVersion, by: User) -> str:
    """A paragraph that was proposed, and accepted, in French."""
    said: dict[str, Any] = {
        "key": "need",
        "language": "fr",
        "words": "Les lacs comptent.",
        "block_kind": "paragraph",
        "level": 1,
    }
    proposal = actions.propose(version, party(version, "ken"), "new", by=by, **said)
    actions.accept(proposal, version, by=by, opened_with=actions.fingerprint(words(version, "need", "fr")))
    return version.blocks.get(order=version.blocks.get(key="need").order + 1).key


def delete_and_restore(version: TextVersion, by: User) -> None:
    actions.remove_block(version, "need", by=by)
    actions.restore(version, actions.removals(version)[0], by=by)


@pytest.fixture
def stale(draft: TextVersion, farah: User) -> TextVersion:
    """The draft after its English changed in one paragraph."""
    write(draft, "need", "en", "The need is great.", farah)
    assert (is_stale(draft, "need"), is_stale(draft, "terms")) == (True, False)
    return draft


STEPS: dict[str, Any] = {
    "replaced": lambda version, by: actions.replace_words(
        version, "fr", "les", "ces", same_case=True, only=["need"], by=by
    ),
    "merged with the next": lambda version, by: actions.merge_blocks(version, "need", by=by),
    "merged into the one before": lambda version, by: actions.merge_blocks(version, "setting", by=by),
    "deleted and restored": lambda version, by: delete_and_restore(version, by),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_stale_translation_stays_stale_through_steps_that_translate_nothing(
    step: str, stale: TextVersion, farah: User
) -> None:
    before = words(stale, "need", "fr")
    STEPS[step](stale, farah)
    at = "setting" if "before" in step else "need"
    assert (words(stale, at, "fr") != before, is_stale(stale, at)) == ("deleted" not in step, True)


@pytest.mark.parametrize("step", ["merged with the next", "replaced"])
def test_a_current_translation_stays_current_through_them(step: str, draft: TextVersion, farah: User) -> None:
    STEPS[step](draft, farah)
    assert is_stale(draft, "need") is False
    actions.undo(draft, by=farah)
    assert (is_stale(draft, "need"), is_stale(draft, "terms")) == (False, False)


def split(editor: Editor, version: TextVersion, at: str = " is ") -> str:
    """The paragraph on the need cut in its original; the key of its second half."""
    first, mark, second = words(version, "need").partition(at)
    assert editor.press("split", "need", words=f"{first}\n---\n{mark}{second}").status_code == 302
    return version.blocks.get(order=version.blocks.get(key="need").order + 1).key


def test_a_translation_is_stale_from_the_split_of_its_original_until_somebody_says_so(
    draft: TextVersion, farahs: Editor, farah: User, chen: User
) -> None:
    second = split(farahs, draft)
    write(draft, second, "fr", "La seconde phrase.", chen)
    assert (is_stale(draft, "need"), is_stale(draft, second)) == (True, False)
    write(draft, "need", "fr", "La première phrase.", chen)
    assert is_stale(draft, "need") is False


def test_a_split_taken_back_and_one_merged_back_leave_a_whole_translation_current(
    draft: TextVersion, farahs: Editor, farah: User
) -> None:
    before = words(draft, "need")
    split(farahs, draft)
    actions.undo(draft, by=farah)
    assert (words(draft, "need"), is_stale(draft, "need")) == (before, False)
    split(farahs, draft)
    actions.merge_blocks(draft, "need", by=farah)
    assert (words(draft, "need"), is_stale(draft, "need")) == (before, False)


def test_halves_merged_back_are_stale_where_the_translation_then_says_one_twice(
    draft: TextVersion, farahs: Editor, farah: User, chen: User
) -> None:
    before, whole = words(draft, "need"), words(draft, "need", "fr")
    write(draft, split(farahs, draft), "fr", "La seconde phrase.", chen)
    actions.merge_blocks(draft, "need", by=farah)
    assert (words(draft, "need"), words(draft, "need", "fr")) == (before, f"{whole} La seconde phrase.")
    assert is_stale(draft, "need") is True
    assert is_stale(draft, "need", "es") is False


@pytest.mark.parametrize("lacking", ["need", "next"])
def test_paragraphs_merged_are_stale_where_the_translation_lacks_one_of_them(
    lacking: str, draft: TextVersion, farah: User
) -> None:
    following = draft.blocks.get(order=draft.blocks.get(key="need").order + 1).key
    with given():
        of(draft, following if lacking == "next" else "need").delete()
    actions.merge_blocks(draft, "need", by=farah)
    assert is_stale(draft, "need") is True
    actions.undo(draft, by=farah)
    assert is_stale(draft, "need" if lacking == "next" else following) is False


def test_a_translation_that_is_taken_back_is_as_stale_as_it_was(stale: TextVersion, farah: User, chen: User) -> None:
    was = of(stale, "need").translated_sha256
    write(stale, "need", "fr", "Le besoin est grand.", chen)
    assert is_stale(stale, "need") is False
    actions.undo(stale, by=chen)
    assert of(stale, "need").translated_sha256 == was


def test_what_was_written_before_its_original_is_a_translation_of_it_from_then_on(
    draft: TextVersion, farah: User, chen: User
) -> None:
    key = new_in_french(draft, chen)
    write(draft, key, "en", "Lakes matter.", farah)
    assert is_stale(draft, key) is False
    write(draft, key, "en", "Lakes matter much.", farah)
    assert is_stale(draft, key) is True
    assert history.words_of(draft, key, "en", of(draft, key).translated_sha256) == "Lakes matter."


def test_an_original_is_taken_back_from_under_its_translation(draft: TextVersion, farah: User, chen: User) -> None:
    key = new_in_french(draft, chen)
    write(draft, key, "en", "Lakes matter.", farah)
    write(draft, key, "fr", "Les lacs comptent beaucoup.", chen)
    actions.undo(draft, by=farah)
    row = of(draft, key)
    assert (row.words, row.translated_from, row.translated_sha256) == ("Les lacs comptent beaucoup.", None, "")
    write(draft, key, "en", "Lakes matter a lot.", farah)
    assert is_stale(draft, key) is False


def test_a_translation_made_beside_an_original_that_has_changed_since_is_stale(
    draft: TextVersion, farah: User, chen: User, browser_of: Browser
) -> None:
    before = words(draft, "need")
    chens = Editor(browser_of(chen), draft, "zh-hans")
    seen = chens.form("need")
    write(draft, "need", "en", "The need is great.", farah)
    refused = chens.press("confirm", "need", **seen)
    assert (refused.status_code, is_stale(draft, "need", "zh-hans")) == (409, True)
    assert "original of this paragraph has changed" in refused.context["opened"]["refusal"]
    assert chens.press("save", "need", words="需要很大。", **seen).status_code == 302
    row = of(draft, "need", "zh-hans")
    assert (row.words, row.is_stale) == ("需要很大。", True)
    assert history.words_of(draft, "need", "en", row.translated_sha256) == before
    assert chens.press("confirm", "need").status_code == 302
    assert is_stale(draft, "need", "zh-hans") is False
