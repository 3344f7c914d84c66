"""A whole version, read and written at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import F, Max

from igsp_portal.foundations.language.languages import LANGUAGES
from igsp_portal.foundations.record import audit
from igsp_portal.models import User

from ...drafts import Draft, PlannedBlock
from ..models import Block, TextVersion, Wording
from .words import hold, translate_from, translations

# Beyond the highest order a text has, so that blocks can change places under a rule that no two share one.
ASIDE = 1_000_000
COLUMNS = ("key", "kind", "level", "alternative", "option")


def read_draft(version: TextVersion) -> Draft:
    """The version as it stands, in two queries."""
    rows = version.blocks.order_by("order").values_list(*COLUMNS)
    words: dict[str, dict[str, str]] = {}
    worded = Wording.objects.filter(block__version=version)
    for language, key, text in worded.values_list("language", "block__key", "words"):
        words.setdefault(language, {})[key] = text
    return Draft([PlannedBlock(*row) for row in rows], words)


def write_draft(version: TextVersion, draft: Draft, *, by: User | str) -> bool:
    """Make the version say what `draft` says, as one change; False when it does already.

    A translation whose words stay as they were while the original's changed becomes stale. Raises FrozenText.
    """
    with transaction.atomic():
        hold(version)
        return read_draft(version) != draft and _write_draft(version, draft, by=by)


def _write_draft(version: TextVersion, draft: Draft, *, by: User | str) -> bool:
    names = ", ".join(LANGUAGES[code].own_name for code in LANGUAGES if code in draft.words)
    with audit.recorded("text.written", version, by=by, languages=names, blocks=len(draft.blocks)):
        blocks = _write_blocks(version, draft.blocks)
        original = version.text.original_language
        _write_words(blocks, original, draft.words.get(original, {}))
        for language, words in draft.words.items():
            if language != original:
                _write_words(blocks, language, words, translated_from=original)
        Wording.objects.filter(block__version=version).exclude(language__in=list(draft.words)).delete()
    return True


def _write_blocks(version: TextVersion, planned: list[PlannedBlock]) -> dict[str, Block]:
    version.blocks.exclude(key__in=[block.key for block in planned]).delete()
    there = {block.key: block for block in version.blocks.all()}
    version.blocks.update(order=F("order") + ASIDE)
    blocks = {}
    for order, wanted in enumerate(planned, start=1):
        block = blocks[wanted.key] = there.get(wanted.key) or Block(version=version, key=wanted.key)
        block.order = order
        for column in COLUMNS:
            setattr(block, column, getattr(wanted, column))
    new = [block for block in blocks.values() if block.pk is None]
    kept = [block for block in blocks.values() if block.pk is not None]
    Block.objects.bulk_update(kept, ["order", *COLUMNS[1:]])
    Block.objects.bulk_create(new)
    return blocks


def _write_words(
    blocks: Mapping[str, Block], language: str, words: Mapping[str, str], translated_from: str = ""
) -> None:
    there = {row.block_id: row for row in _rows(blocks.values(), language)}
    originals = {row.block_id: row for row in _rows(blocks.values(), translated_from)} if translated_from else {}
    new: list[Wording] = []
    changed: list[Wording] = []
    for key, text in words.items():
        block = blocks[key]
        row = there.get(block.pk) or Wording(block=block, language=language)
        if row.words == text and row.pk:
            continue
        row.words = text
        translate_from(row, originals.get(block.pk))
        (changed if row.pk else new).append(row)
    Wording.objects.bulk_update(changed, ["words", "translated_from", "translated_sha256"])
    Wording.objects.bulk_create(new)


def _rows(blocks: Iterable[Block], language: str) -> Iterable[Wording]:
    version = next(iter(blocks)).version_id
    return Wording.objects.filter(block__version=version, language=language)


def continue_from(version: TextVersion, *, by: User | str) -> TextVersion:
    """Begin the next version of a text with the words of this one; stale translations stay stale."""
    last = version.text.versions.aggregate(last=Max("number"))["last"]
    following = TextVersion(text=version.text, number=last + 1)
    with audit.recorded("text.continued", by=by) as event:
        following.save()
        event.about_thing = following
        write_draft(following, read_draft(version), by=by)
        stale = {(w.block.key, w.language): w.translated_sha256 for w in translations(version) if w.is_stale}
        copies = [w for w in translations(following) if (w.block.key, w.language) in stale]
        for copy in copies:
            copy.translated_sha256 = stale[copy.block.key, copy.language]
        Wording.objects.bulk_update(copies, ["translated_sha256"])
    return following
