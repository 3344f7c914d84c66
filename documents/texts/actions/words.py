"""The words of one block in one language: written, translated, confirmed."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from igsp_portal.foundations.language.languages import LANGUAGES
from igsp_portal.foundations.record import audit
from igsp_portal.foundations.record.entered import as_kept
from igsp_portal.models import User

from ... import coherence
from ...changes import Change
from ...drafts import Draft, PlannedBlock
from ...faults import Fault
from .. import known
from ..models import Block, FrozenText, TextVersion, Wording
from ..models.releases import refuse_if_language_frozen
from .anchoring import anchor
from .made_from import MadeFrom, Making, mark
from .refusing import refuse_other_labels


def frozen(version: TextVersion) -> bool:
    """Whether a version is frozen; from now on nobody writes in it or releases it, to the end of the transaction."""
    return TextVersion.objects.select_for_update(no_key=True).get(pk=version.pk).is_frozen


def hold(version: TextVersion) -> None:
    """Keep others from writing in a version, or releasing it, to the end of the transaction. Raises FrozenText."""
    if frozen(version):
        raise FrozenText


def hold_language(version: TextVersion, language: str) -> None:
    """The same for the words of one language, which may follow after the release. Raises FrozenText."""
    frozen(version)
    refuse_if_language_frozen([(version.pk, language)])


def check_words(block: Block, words: str) -> None:
    """Refuse words whose marks cannot be read or lead nowhere. Raises ValidationError."""
    rows = Block.objects.filter(version=block.version_id).order_by("order")
    every = [PlannedBlock(*row) for row in rows.values_list("key", "kind", "level", "alternative", "option")]
    scheme = block.version.text.numbering
    try:
        coherence.check(block.key, words, coherence.kinds(every, scheme))
    except Fault as error:
        blocks = known.of(Draft(every, {"": {block.key: words}}), scheme, [])
        raise ValidationError({"words": blocks.sentence(error)}) from error


def word(wording: Wording, *, words: str, by: User | str, original_with: str = "") -> bool:
    """Give a block its words in one language; False when it has them already.

    A translation is from then on made from the original as it stands, or from the one whose checksum is
    `original_with`: that which the translator had before them. Raises ValidationError, FrozenText.
    """
    words = as_kept(wording, "words", words)
    check_words(wording.block, words)
    before = wording.words if wording.pk else None
    if before == words:
        return False
    version, key, language = wording.block.version, wording.block.key, wording.language
    told: Change = {"words": {language: {key: [before, words]}}}
    made = _made_from(wording, told, Making(translated=True, original_with=original_with))
    wording.words = words
    wording.full_clean()
    with audit.recorded("text.worded", version, by=by, text=told, **_where(wording)):
        hold_language(version, language)
        wording.save()
        mark(version, made)
        anchor(version, told)
        told |= made.told()
    wording.refresh_from_db(fields=["translated_from", "translated_sha256"])
    return True


def _made_from(wording: Wording, change: Change, making: Making) -> MadeFrom:
    """What becomes of the translations of one block whose words change in one language."""
    block, original = wording.block, _original(wording)
    was = {original.language: {block.key: original.words}} if original else {}
    now = was | {code: {key: words for key, (_was, words) in there.items()} for code, there in change["words"].items()}
    return MadeFrom(block.version, Draft([], was), Draft([], now), change, making)


def confirm(wording: Wording, *, by: User | str) -> None:
    """Say that a stale translation still holds beside the changed original.

    Raises ValidationError where the labels of its brackets are not those of the original.
    """
    original = _original(wording)
    refuse_other_labels(wording, original)
    wording.translated_from = original
    wording.translated_sha256 = original.sha256 if original else ""
    with audit.recorded("text.confirmed", wording.block.version, by=by, **_where(wording)):
        hold_language(wording.block.version, wording.language)
        wording.save()


def _original(wording: Wording) -> Wording | None:
    language = wording.block.version.text.original_language
    if wording.language == language:
        return None
    return Wording.objects.filter(block=wording.block_id, language=language).first()


def _where(wording: Wording) -> dict[str, Any]:
    key, own_name = wording.block.key, LANGUAGES[wording.language].own_name
    return {"key": key, "code": wording.language, "language": own_name, **known.called(key, wording.words)}


def translations(version: TextVersion, language: str = "") -> list[Wording]:
    """All translations in a version, or those in one language, each with the wording it was made from."""
    rows = Wording.objects.filter(block__version=version, translated_from__isnull=False)
    rows = rows.filter(language=language) if language else rows
    return list(rows.select_related("translated_from", "block").order_by("block__order", "language"))
