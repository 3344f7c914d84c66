"""What changes in texts: words are written and translated, a version is released and from then on frozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import time
from igsp_portal.foundations.language.languages import LANGUAGES, isolated, listed
from igsp_portal.foundations.record import audit
from igsp_portal.foundations.worker.work import hand_over
from igsp_portal.models import User

from .. import coherence
from ..faults import Fault
from . import papers, typesetting
from .models import Block, FrozenText, TextVersion, Wording
from .states import VersionState

SENTENCES = {
    "text.written": _("%(by)s wrote “%(about)s” in %(languages)s"),
    "text.worded": _("%(by)s worded a block of “%(version)s” in %(language)s: %(about)s"),
    "text.confirmed": _("%(by)s confirmed a translation of “%(version)s” in %(language)s: %(about)s"),
    "text.continued": _("%(by)s began “%(about)s” from the version before"),
    "text.released": _("%(by)s released “%(about)s” in %(languages)s"),
    "text.typeset": _("%(by)s typeset “%(about)s” in %(languages)s"),
    "text.typesetting_failed": _("%(by)s could not typeset “%(about)s”"),
}
# Beyond the highest order a text has, so that blocks can change places under a rule that no two share one.
ASIDE = 1_000_000


@dataclass(frozen=True, slots=True)
class PlannedBlock:
    """A block as planned, before or apart from its row."""

    key: str
    kind: str
    level: int = 1
    alternative: int = 0


@dataclass(frozen=True)
class Draft:
    """A whole version: its blocks in order, and the words of each in each language."""

    blocks: list[PlannedBlock]
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # by language, then by block key

    def kind(self, key: str) -> str:
        return next(block.kind for block in self.blocks if block.key == key)


def read_draft(version: TextVersion) -> Draft:
    """The version as it stands, in two queries."""
    rows = version.blocks.order_by("order").values_list("key", "kind", "level", "alternative")
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
        _hold(version)
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


def _hold(version: TextVersion) -> None:
    """Keep others from writing in a version, or releasing it, to the end of the transaction. Raises FrozenText."""
    if TextVersion.objects.select_for_update(no_key=True).get(pk=version.pk).is_frozen:
        raise FrozenText


def _write_blocks(version: TextVersion, planned: list[PlannedBlock]) -> dict[str, Block]:
    version.blocks.exclude(key__in=[block.key for block in planned]).delete()
    there = {block.key: block for block in version.blocks.all()}
    version.blocks.update(order=F("order") + ASIDE)
    blocks = {}
    for order, wanted in enumerate(planned, start=1):
        block = blocks[wanted.key] = there.get(wanted.key) or Block(version=version, key=wanted.key)
        block.order, block.kind = order, wanted.kind
        block.level, block.alternative = wanted.level, wanted.alternative
    new = [block for block in blocks.values() if block.pk is None]
    kept = [block for block in blocks.values() if block.pk is not None]
    Block.objects.bulk_update(kept, ["order", "kind", "level", "alternative"])
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
        _translate_from(row, originals.get(block.pk))
        (changed if row.pk else new).append(row)
    Wording.objects.bulk_update(changed, ["words", "translated_from", "translated_sha256"])
    Wording.objects.bulk_create(new)


def _rows(blocks: Iterable[Block], language: str) -> Iterable[Wording]:
    version = next(iter(blocks)).version_id
    return Wording.objects.filter(block__version=version, language=language)


def _translate_from(wording: Wording, original: Wording | None) -> None:
    wording.translated_from = original
    wording.translated_sha256 = original.sha256 if original else ""


def check_words(block: Block, words: str) -> None:
    """Refuse words whose marks cannot be read or lead nowhere. Raises ValidationError."""
    kinds = dict(Block.objects.filter(version=block.version_id).values_list("key", "kind"))
    try:
        coherence.check(block.key, words, kinds)
    except Fault as error:
        raise ValidationError({"words": error.sentence(gettext)}) from error


def word(wording: Wording, *, words: str, by: User | str) -> bool:
    """Give a block its words in one language; False when it has them already.

    A translation is from then on made from the original as it stands. Raises ValidationError, FrozenText.
    """
    check_words(wording.block, words)
    if wording.pk and wording.words == words:
        return False
    before, wording.words = wording.words, words
    _translate_from(wording, _original(wording))
    wording.full_clean()
    with audit.recorded("text.worded", wording, by=by, changes={"words": [before, words]}, **_where(wording)):
        _hold(wording.block.version)
        wording.save()
    return True


def confirm(wording: Wording, *, by: User | str) -> None:
    """Say that a stale translation still holds beside the changed original."""
    _translate_from(wording, _original(wording))
    with audit.recorded("text.confirmed", wording, by=by, **_where(wording)):
        _hold(wording.block.version)
        wording.save()


def _original(wording: Wording) -> Wording | None:
    language = wording.block.version.text.original_language
    if wording.language == language:
        return None
    return Wording.objects.filter(block=wording.block_id, language=language).first()


def _where(wording: Wording) -> dict[str, Any]:
    return {"version": str(wording.block.version), "language": LANGUAGES[wording.language].own_name}


def release(version: TextVersion, *, by: User | str, at: dt.datetime | None = None, typeset: bool = True) -> None:
    """Release a version: from then on it is frozen, seen with its issued document, and typeset by the worker.

    `at` is the moment of release where it lies in the past; without `typeset` the papers are left to a later
    command. Raises ValidationError when the original lacks words, when a translation is unfinished or stale, and
    when words cannot be read or do not hang together (coherence.faults).
    """
    if version.is_frozen:
        raise ValidationError(_("This version has been released already."))
    with audit.recorded("text.released", version, by=by) as event:
        _hold(version)
        event.facts["languages"] = ", ".join(LANGUAGES[code].own_name for code in _ready(version))
        version.state, version.released_at = VersionState.RELEASED, at or time.now()
        version.save()
        if typeset and version.text.document_id:
            hand_over(typesetting.typeset_version, version.pk)


def typeset_again(version: TextVersion, *, by: User | str) -> Any:
    """Ask the worker to set the papers of a released version anew; what has not changed is not posted again."""
    if not typesetting.wanted(version):
        raise ValidationError(_("Only the latest released version of a text that is a document is typeset."))
    hand_over(typesetting.typeset_version, version.pk)
    return _("The papers are being typeset. Look again in a minute.")


def _ready(version: TextVersion) -> list[str]:
    """The languages in which the version can be released."""
    source = papers.manuscript(version)
    if version.text.original_language not in source.languages:
        raise ValidationError(_("Not every block of this version is worded in the original language."))
    if source.partial:
        raise ValidationError(
            _("Some blocks are worded and some are not in: %(languages)s. Finish these languages first."),
            params={"languages": listed(isolated(LANGUAGES[code].own_name) for code in source.partial)},
        )
    if stale := sum(wording.is_stale for wording in translations(version)):
        raise ValidationError(
            _("%(count)s translations are older than their original. Reword or confirm them first."),
            params={"count": stale},
        )
    _refuse_incoherent(version)
    for language in source.languages:
        try:
            papers.paper(source, language)
        except Fault as error:
            says = f"{LANGUAGES[language].own_name}: {error.sentence(gettext)}"
            raise ValidationError(says) from error
    return source.languages


def _refuse_incoherent(version: TextVersion) -> None:
    draft = read_draft(version)
    found = coherence.faults(draft.blocks, draft.words, version.text.original_language)
    if wrong := [f"{LANGUAGES[code].own_name}, “{key}”: {fault.sentence(gettext)}" for code, key, fault in found]:
        raise ValidationError(wrong)


def translations(version: TextVersion) -> list[Wording]:
    """All translations in a version, each with the wording it was made from."""
    rows = Wording.objects.filter(block__version=version, translated_from__isnull=False)
    return list(rows.select_related("translated_from", "block").order_by("block__order", "language"))


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
