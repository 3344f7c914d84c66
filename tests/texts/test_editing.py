"""A draft is edited step by step: each is told, can be taken back, and never overwrites what another has written."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.drafts import Draft
from documents.models import TextVersion, Wording
from documents.texts import actions, history
from documents.texts.models import FrozenText
from igsp_portal.foundations import time
from igsp_portal.foundations.record import audit
from igsp_portal.models import Event, User

pytestmark = pytest.mark.slow
NEED = "Much is already being done. Too often, however,…"


def keys(version: TextVersion) -> list[str]:
    return list(version.blocks.order_by("order").values_list("key", flat=True))


def words(version: TextVersion, key: str, language: str = "en") -> str:
    return Wording.objects.get(block__version=version, block__key=key, language=language).words


def insert(version: TextVersion, farah: User, after: str = "mandate") -> str:
    return actions.insert_block(
        version, "paragraph", after=after, by=farah, words={"en": "Lakes are to be kept clean."}
    )


def test_a_paragraph_is_inserted_after_another_with_a_key_of_its_words(draft: TextVersion, farah: User) -> None:
    before = keys(draft)
    key = insert(draft, farah)
    at = before.index("mandate") + 1
    assert (key, keys(draft)) == ("lakes-are-to-be", [*before[:at], key, *before[at:]])
    assert insert(draft, farah) == "lakes-are-to-be-2"


def test_a_new_paragraph_inherits_nothing_from_one_that_is_gone(draft: TextVersion, farah: User) -> None:
    key = insert(draft, farah)
    actions.reserve(draft, key, draft.process.participants.get(key="ken"), by=farah)
    actions.remove_block(draft, key, by=farah)
    assert insert(draft, farah) == "lakes-are-to-be-2"
    actions.remove_block(draft, "lakes-are-to-be-2", by=farah)
    following = insert(draft, farah)
    assert (following, draft.reservations.filter(key=following).exists()) == ("lakes-are-to-be-3", False)


def test_nor_from_one_of_an_earlier_version(draft: TextVersion, farah: User) -> None:
    assert draft.text.versions.filter(number__lt=draft.number, blocks__key="need").exists()
    actions.remove_block(draft, "need", by=farah)
    made = actions.insert_block(draft, "paragraph", after="setting", by=farah, words={"en": "Need"})
    assert made == "need-2"


def test_what_was_taken_back_leaves_its_key_free(draft: TextVersion, farah: User) -> None:
    insert(draft, farah)
    actions.undo(draft, by=farah)
    assert insert(draft, farah) == "lakes-are-to-be"


STEPS: dict[str, Any] = {
    "inserted": lambda version, by: insert(version, by),
    "moved up": lambda version, by: actions.move_block(version, "working-group", "up", by=by),
    "moved elsewhere": lambda version, by: actions.move_block(version, "need", "to", after="nature", by=by),
    "moved deeper": lambda version, by: actions.indent_block(version, "need", levels=1, by=by),
    "made unnumbered": lambda version, by: actions.change_block(version, "need", kind="text", by=by),
    "split": lambda version, by: actions.split_block(version, "need", {"en": ("The need", "is great.")}, by=by),
    "merged": lambda version, by: actions.merge_blocks(version, "need", by=by),
    "deleted": lambda version, by: actions.remove_block(version, "need", by=by),
    "replaced": lambda version, by: actions.replace_words(
        version, "en", "the", "these", same_case=True, only=["need", "mandate"], by=by
    ),
}


@pytest.mark.parametrize("step", STEPS)
def test_every_step_is_taken_back_as_if_it_had_not_been(step: str, draft: TextVersion, farah: User) -> None:
    before = actions.read_draft(draft)
    STEPS[step](draft, farah)
    assert actions.read_draft(draft) != before
    assert actions.undo(draft, by=farah) is not None
    assert actions.read_draft(draft) == before


@pytest.mark.parametrize("step", STEPS)
def test_the_text_as_it_stood_before_is_read_from_the_record(
    step: str, plan: TextVersion, farah: User, clock: Any
) -> None:
    clock("2004-11-19T10:00")
    draft = actions.continue_from(plan, by=farah)
    before, at = actions.read_draft(draft), time.now()
    clock("2004-11-20T10:00")
    STEPS[step](draft, farah)
    assert history.as_of(draft, actions.read_draft(draft), at) == before


def test_before_its_first_words_there_was_nothing(plan: TextVersion, farah: User, clock: Any) -> None:
    clock("2004-11-20T10:00")
    at = time.now()
    clock("2004-11-21T10:00")
    following = actions.continue_from(plan, by=farah)
    assert history.as_of(following, actions.read_draft(following), at) == Draft([])


def test_changes_are_taken_back_one_after_the_other_and_each_once(draft: TextVersion, farah: User) -> None:
    before = actions.read_draft(draft)
    insert(draft, farah)
    actions.remove_block(draft, "need", by=farah)
    assert [actions.undo(draft, by=farah) is None for _ in range(3)] == [False, False, True]
    assert actions.read_draft(draft) == before


def test_what_others_have_changed_since_is_not_taken_back(draft: TextVersion, farah: User, chen: User) -> None:
    block = draft.blocks.get(key="need")
    wording = Wording.objects.get(block=block, language="en")
    actions.word(wording, words="Farah's words.", by=farah)
    actions.word(Wording.objects.get(pk=wording.pk), words="Chen's words.", by=chen)
    with pytest.raises(ValidationError, match="cannot be taken back: it has been changed since in 4[.]'"):
        actions.undo(draft, by=farah)
    assert words(draft, "need") == "Chen's words."


def test_a_deleted_paragraph_is_restored_with_its_words_in_every_language(
    draft: TextVersion, farah: User, chen: User
) -> None:
    before = actions.read_draft(draft)
    actions.remove_block(draft, "need", by=farah)
    insert(draft, farah)
    (event,) = actions.removals(draft)
    actions.restore(draft, event, by=chen)
    assert actions.removals(draft) == []
    now = actions.read_draft(draft)
    assert {code: worded["need"] for code, worded in now.words.items()} == {
        code: worded["need"] for code, worded in before.words.items()
    }
    with pytest.raises(ValidationError, match="restored already"):
        actions.restore(draft, event, by=chen)


def test_it_is_restored_beside_what_it_stood_beside(draft: TextVersion, farah: User, chen: User) -> None:
    before = keys(draft)
    actions.remove_block(draft, "need", by=farah)
    new = [insert(draft, chen, after=key) for key in ("introduction", "mandate")]
    (event,) = actions.removals(draft)
    actions.restore(draft, event, by=chen)
    assert [key for key in keys(draft) if key not in new] == before


def test_what_would_fall_to_another_paragraph_is_told_and_nothing_is_restored(
    draft: TextVersion, farah: User, chen: User
) -> None:
    actions.remove_block(draft, "objective-experience", by=farah)
    actions.remove_block(draft, "objective-partners", by=farah)
    actions.insert_block(draft, "paragraph", after="objectives", by=chen, words={"en": "Lakes matter."})
    before = actions.read_draft(draft)
    with pytest.raises(ValidationError, match="changed since in To make the experience gained"):
        actions.restore(draft, actions.removals(draft)[1], by=chen)
    assert actions.read_draft(draft) == before


def test_a_paragraph_that_another_names_is_not_deleted(draft: TextVersion, farah: User) -> None:
    with pytest.raises(ValidationError, match=r"“\d+” is referred to in: \d+[\d, ]*\. Change"):
        actions.remove_block(draft, "review", by=farah)


def test_a_split_tells_its_lineage_and_leaves_the_translations_to_be_brought_up_to_date(
    draft: TextVersion, farah: User
) -> None:
    new = actions.split_block(draft, "need", {"en": ("The need", "is great.")}, by=farah)
    again = actions.split_block(draft, new, {"en": ("is", "great.")}, by=farah)
    found = draft.lineage.values_list("key", "from_key", "from_version__number", "how")
    assert sorted(found) == [(new, "need", 4, "split"), (again, "need", 4, "split"), (again, new, 5, "split")]
    assert {w.language for w in actions.translations(draft) if w.is_stale} == {"ar", "zh-hans", "fr", "ru", "es"}
    actions.undo(draft, by=farah)
    assert list(draft.lineage.values_list("key", flat=True)) == [new]


def test_of_two_who_write_the_same_paragraph_the_second_is_told_and_nothing_is_overwritten(
    draft: TextVersion, farah: User, chen: User
) -> None:
    opened = actions.fingerprint(words(draft, "need"))
    actions.word_block(draft, "need", "en", "Chen's words.", opened_with=opened, by=chen)
    with pytest.raises(actions.WordsChanged, match="Chen has changed this paragraph") as told:
        actions.word_block(draft, "need", "en", "Farah's words.", opened_with=opened, by=farah)
    assert (told.value.theirs, words(draft, "need")) == ("Chen's words.", "Chen's words.")


def test_a_paragraph_deleted_meanwhile_is_told(draft: TextVersion, farah: User, chen: User) -> None:
    opened = actions.fingerprint(words(draft, "need"))
    actions.remove_block(draft, "need", by=chen)
    with pytest.raises(ValidationError, match="deleted meanwhile"):
        actions.word_block(draft, "need", "en", "Farah's words.", opened_with=opened, by=farah)


@pytest.mark.parametrize("step", STEPS)
def test_a_released_version_is_edited_no_more(step: str, plan: TextVersion, farah: User) -> None:
    with pytest.raises(FrozenText):
        STEPS[step](plan, farah)


def test_a_step_that_leaves_no_numbers_is_refused(draft: TextVersion, farah: User) -> None:
    with pytest.raises(ValidationError, match="level"):
        actions.change_block(draft, "objective-policy", level=4, by=farah)


def test_a_level_that_a_kind_has_not_is_refused(draft: TextVersion, farah: User) -> None:
    with pytest.raises(ValidationError, match="has level 2; levels run from 1 to 1"):
        actions.change_block(draft, "need", level=2, by=farah)


def test_a_step_is_told_in_words_and_makes_no_public_page_anew(draft: TextVersion, farah: User) -> None:
    stamp = audit.stamp()
    actions.move_block(draft, "need", "up", by=farah)
    event = Event.objects.latest("pk")
    assert audit.in_words(event) == f"Farah moved paragraph “{NEED}” of “{draft}”"
    assert (event.public, audit.stamp()) == (False, stamp)


@pytest.mark.parametrize("step", STEPS)
def test_a_step_asks_as_much_of_a_long_text_as_of_a_short_one(step: str, draft: TextVersion, farah: User) -> None:
    counts = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            STEPS[step](draft, farah)
        counts.append(len(queries))
        actions.undo(draft, by=farah)
        for number in range(5):
            insert(draft, farah, after=["working-group", "setting", "nature", "terms", "mandate"][number])
    assert counts[0] == counts[1]
