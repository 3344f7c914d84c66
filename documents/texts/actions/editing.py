"""A draft is edited: blocks come and go, move, are split and merged; and every such step can be taken back.

Each step is one change with one event, which tells enough to undo it (documents.changes).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.language.languages import LANGUAGES
from igsp_portal.foundations.record import audit
from igsp_portal.models import Event, User

from ... import changes, editing, numbering
from ...changes import Change
from ...drafts import DEEPEST, Draft, PlannedBlock
from ...faults import Fault
from .. import history, known
from ..known import Known
from ..models import TextVersion, Wording
from ..states import Descent
from .applying import apply
from .checking import check, is_open, refuse_frozen, said
from .descending import descend
from .drafts import read_draft
from .entered import removed
from .made_from import Making
from .words import frozen, hold, hold_language, word

Edit = Callable[[Draft], Draft]
NOT_UNDONE = ("text.undone", "text.restored", "text.proposal_taken_out")


class WordsChanged(ValidationError):
    """Somebody else has changed the words meanwhile: `theirs` as they stand, `by` whom."""

    def __init__(self, theirs: str, by: str) -> None:
        self.theirs, self.by = theirs, by
        says = _("%(name)s has changed this paragraph since you opened it. Both are shown; yours is kept.")
        super().__init__(says, code="words_changed", params={"name": by or "?"})


def fingerprint(words: str | None) -> str:
    """What a form remembers of the words that it was opened with."""
    return hashlib.sha256((words or "").encode()).hexdigest()[:16]


def word_block(
    version: TextVersion, key: str, language: str, words: str, *, opened_with: str, by: User, original_with: str = ""
) -> bool:
    """Give a block its words; False when it has them already. `opened_with` is the fingerprint of what was shown.

    A translation was made from the original whose checksum is `original_with`; without it, from that which stands.
    Raises WordsChanged where other words stand there by now, ValidationError and FrozenText as `word` does.
    """
    with transaction.atomic():
        hold_language(version, language)
        block = version.blocks.filter(key=key).first()
        if block is None:
            raise ValidationError(_("This paragraph has been deleted meanwhile. Your words are kept below."))
        wording = Wording.objects.filter(block=block, language=language).first()
        there = wording.words if wording else ""
        if fingerprint(there) != opened_with and there != words:
            raise WordsChanged(there, last_writer(version, key, language))
        return word(wording or Wording(block=block, language=language), words=words, by=by, original_with=original_with)


def empty_block(version: TextVersion, key: str, language: str, *, opened_with: str, by: User) -> Change:
    """Take all its words from a block whose number names it: from the original, and every translation with it.

    Raises WordsChanged, and ValidationError for one that needs words.
    """

    def empty(draft: Draft) -> Draft:
        there = draft.words.get(language, {}).get(key, "")
        if fingerprint(there) != opened_with:
            raise WordsChanged(there, last_writer(version, key, language))
        if key not in numbering.named_by_number(draft.blocks, version.text.numbering):
            raise ValidationError(_("Enter the words of this paragraph, or delete it."))
        emptied = list(draft.words) if language == version.text.original_language else [language]
        return editing.emptied(draft, key, emptied)

    own_name = LANGUAGES[language].own_name
    return edit(version, empty, verb="text.worded", by=by, key=key, code=language, language=own_name)


def last_writer(version: TextVersion, key: str, language: str, *others: str) -> str:
    """Who was the last to give a block, or one of the `others`, words in a language; "" where no record tells."""
    for event in history.events(version):
        if not {key, *others}.isdisjoint((event.facts.get("text") or {}).get("words", {}).get(language, {})):
            return event.by_label
    return ""


def insert_block(
    version: TextVersion,
    kind: str,
    *,
    after: str,
    by: User,
    words: Mapping[str, str],
    level: int = 1,
    outside: bool = False,
) -> str:
    """Put a new block behind another, or at the beginning (""); returns its key, which is made from its words.

    It stands in the option of that block, or `outside` of it, behind the whole choice.
    """
    made: list[str] = []

    def insert(draft: Draft) -> Draft:
        key = editing.free_key(history.keys_of(version.text_id), key_like(kind, words))
        made.append(key)
        return editing.inserted(draft, PlannedBlock(key, kind, level), after=after, words=words, outside=outside)

    edit(version, insert, verb="text.block_inserted", by=by)
    return made[0]


def key_like(kind: str, words: Mapping[str, str]) -> str:
    """What the key of a new block is made of: its first words, or its kind."""
    return "-".join(slugify(next(iter(words.values()), "")).split("-")[:4]) or kind


def move_block(version: TextVersion, key: str, how: str, *, by: User, after: str = "", outside: bool = False) -> Change:
    """Move a block with what stands under it: `how` is up, down, or to (behind `after`, "" for the beginning).

    Behind a block of an option it stands in that option, or `outside` of it, behind the whole choice.
    """
    moves: dict[str, Edit] = {
        "up": lambda draft: editing.moved_up(draft, key),
        "down": lambda draft: editing.moved_down(draft, key),
        "to": lambda draft: editing.moved(draft, key, after=after, outside=outside),
    }
    return edit(version, moves[how], verb="text.block_moved", by=by, key=key)


def indent_block(version: TextVersion, key: str, *, levels: int, by: User) -> Change:
    """Move a block to a deeper (1) or a higher (-1) level, with what stands under it."""
    return edit(
        version, lambda draft: editing.indented(draft, key, by=levels), verb="text.block_indented", by=by, key=key
    )


def change_block(version: TextVersion, key: str, *, by: User, **facts: Any) -> Change:
    """Give a block another kind, level, alternative or option; its level is no deeper than the kind has them."""

    def put(draft: Draft) -> Draft:
        at = editing.place(draft, key)
        old = draft.blocks[at]
        level = min(old.level, DEEPEST.get(facts.get("kind", old.kind), 1))
        new = replace(old, **{"level": level} | facts)
        return Draft([*draft.blocks[:at], new, *draft.blocks[at + 1 :]], draft.words)

    return edit(version, put, verb="text.block_changed", by=by, key=key)


def split_block(version: TextVersion, key: str, parts: Mapping[str, tuple[str, str]], *, by: User) -> str:
    """Split a block's words in the languages of `parts`; returns the key of the second half.

    Raises ValidationError without the original among them: a paragraph is written in that first.
    """
    if version.text.original_language not in parts:
        raise ValidationError(_("A new paragraph is written in the original language first."))
    made: list[str] = []

    def halve(draft: Draft) -> Draft:
        made.append(editing.free_key(history.keys_of(version.text_id), f"{key}-part"))
        return editing.split(draft, key, made[0], parts)

    edit(version, halve, verb="text.block_split", by=by, lineage=lambda: [(made[0], key, Descent.SPLIT)], key=key)
    return made[0]


def merge_blocks(version: TextVersion, key: str, *, by: User) -> str:
    """Add the next block's words to this one's, in every language; returns the key of the block that is gone."""
    gone: list[str] = []

    def join(draft: Draft) -> Draft:
        made, other = editing.merged(draft, key)
        gone.append(other)
        return made

    edit(version, join, verb="text.blocks_merged", by=by, lineage=lambda: [(key, gone[0], Descent.MERGED)], key=key)
    return gone[0]


def remove_block(version: TextVersion, key: str, *, by: User) -> Change:
    """Delete a block with what stands under it and the footnotes that only it calls; it can be restored."""
    return edit(version, lambda draft: editing.removed(draft, key), verb="text.block_removed", by=by, key=key)


def replace_words(
    version: TextVersion, language: str, wanted: str, new: str, *, same_case: bool, only: Iterable[str], by: User
) -> Change:
    """Put words in the place of others, in one language and in the blocks of `only`."""

    def put(draft: Draft) -> Draft:
        return editing.replaced(draft, language, wanted, new, same_case=same_case, only=only)

    own_name = LANGUAGES[language].own_name
    return edit(version, put, verb="text.replaced", by=by, language=own_name, wanted=wanted, new=new)


def undo(version: TextVersion, *, by: User) -> Event | None:
    """Take back the last change that this person made and has not taken back; None where there is none.

    What was proposed with a file goes with it. Raises ValidationError where others have changed the same since, or
    acted on what was proposed.
    """
    with audit.together():
        frozen(version)
        if (event := last_of(version, by)) is not None:
            take_back(version, event, verb="text.undone", by=by)
    return event


def restore(version: TextVersion, event: Event, *, by: User) -> None:
    """Take back a deletion of anybody's. Raises ValidationError where it cannot be, or has been already."""
    with transaction.atomic():
        hold(version)
        if event.verb != "text.block_removed" or event.pk in taken_back(version):
            raise ValidationError(_("This has been restored already."))
        take_back(version, event, verb="text.restored", by=by)


def last_of(version: TextVersion, person: User) -> Event | None:
    """The newest change of this person's, if it can be taken back; a decision on a proposal has a way of its own."""
    back = taken_back(version)
    own = Event.objects.about(version).filter(by=person, facts__has_any_keys=["text", "entered"])
    own = own.exclude(verb__in=NOT_UNDONE).exclude(facts__has_key="proposals")
    last = own.exclude(pk__in=back).order_by("-pk").first()
    return last if last and is_open(version, last.facts.get("text", {})) else None


def removals(version: TextVersion) -> list[Event]:
    """The deletions that can be taken back, the newest first."""
    back = taken_back(version)
    return [e for e in Event.objects.about(version).filter(verb="text.block_removed") if e.pk not in back]


def taken_back(version: TextVersion) -> set[int]:
    """The events of a version that have been taken back."""
    return set(Event.objects.about(version).filter(verb__in=NOT_UNDONE).values_list("facts__of", flat=True))


def take_back(version: TextVersion, event: Event, *, verb: str, by: User, **facts: Any) -> None:
    """Take back one change; for those who hold the version. Raises ValidationError where it has been changed since."""

    change = event.facts.get("text", {})

    def back(draft: Draft) -> Draft:
        try:
            return changes.undone(draft, change)
        except changes.DoesNotApply as differing:
            blocks = _known(version, draft)
            gone = {key: known.told(change, key, blocks.languages) for key in differing.keys if not blocks.has(key)}
            names = {gone.get(key) or blocks.name(key) for key in differing.keys}
            raise ValidationError(
                _("This cannot be taken back: it has been changed since in %(blocks)s."),
                params={"blocks": ", ".join(sorted(names)[:5])},
            ) from differing

    edit(
        version,
        back,
        verb=verb,
        by=by,
        without=event.facts.get("lineage", ()),
        making=Making(restored=change.get("made_from", {})),
        along=lambda _draft: removed(event, by=by),
        of=event.pk,
        key=event.facts.get("key", ""),
        **facts,
    )


def _known(version: TextVersion, draft: Draft, to_be: Draft | None = None) -> Known:
    return known.of(draft, version.text.numbering, [version.text.original_language], to_be=to_be)


def _called(version: TextVersion, key: str, *drafts: Draft) -> dict[str, Any]:
    """What an event says of a block as a person knows it: of one that is gone, or was not there yet, too."""
    original = version.text.original_language
    return known.called(key, *(draft.words.get(original, {}).get(key, "") for draft in drafts))


def edit(
    version: TextVersion,
    make: Edit,
    *,
    verb: str,
    by: User,
    lineage: Callable[[], list[tuple[str, str, str]]] = list,
    without: Iterable[int] = (),
    making: Making | None = None,
    along: Callable[[Draft], dict[str, Any]] = lambda _draft: {},
    **facts: Any,
) -> Change:
    """Make one change to a draft; returns it, empty where nothing changes.

    `lineage` tells what to note of split and merged blocks once it is made; the rows `without` are no longer true.
    `making` tells what is to become of translations. `along` does what goes with the change, and says what the event
    tells of that: there is one even if nothing changes in the text.

    Raises FrozenText, and ValidationError where it cannot be made or its words cannot stand.
    """
    with audit.together():
        is_frozen = frozen(version)
        after = before = read_draft(version)
        try:
            after = make(before)
            change = changes.between(before, after)
            if is_frozen:
                refuse_frozen(version, change)
            check(version, before, after, change)
        except Fault as fault:
            raise ValidationError(said(fault, _known(version, before, to_be=after))) from fault
        more = along(after)
        if not (change or more):
            return change
        told: dict[str, Any] = {"text": change} if change else {}
        told |= _called(version, facts.get("key", ""), before, after)
        with audit.recorded(verb, version, by=by, **told, **facts, **more) as event:
            lines = lineage()
            merged = {key: [from_key] for key, from_key, how in lines if how == Descent.MERGED}
            apply(version, before, after, change, making or Making(sources=merged))
            version.lineage.filter(pk__in=list(without)).delete()
            if made := descend(version, lines):
                event.facts["lineage"] = made
    return change
