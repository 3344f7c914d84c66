"""Presses made on words that somebody saw: nothing is done to a paragraph that has changed since its page was shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .. import known
from ..models import TextVersion, Wording
from ..models.marks import sha256
from .drafts import read_draft
from .editing import WordsChanged, fingerprint, last_writer
from .words import frozen


class OriginalChanged(ValidationError):
    """The original is another by now than the one beside which a translation was worked."""

    def __init__(self) -> None:
        super().__init__(_("The original of this paragraph has changed since you opened it. Nothing was done."))


def refuse_unseen(version: TextVersion, key: str, language: str, *, opened_with: str, original_with: str) -> None:
    """Hold a version where a block has the words that were seen: in `language` and, where it is another, the original.

    To the end of the transaction nobody else changes them. `opened_with` is a fingerprint, `original_with` a whole
    SHA-256. Raises WordsChanged, OriginalChanged and ValidationError.
    """
    frozen(version)
    if not version.blocks.filter(key=key).exists():
        raise ValidationError(_("This paragraph has been deleted meanwhile. Your words are kept below."))
    original = version.text.original_language
    there = _worded(version, [key], (language, original))
    if fingerprint(there.get((key, language))) != opened_with:
        raise WordsChanged(there.get((key, language), ""), last_writer(version, key, language))
    if original != language and sha256(there.get((key, original))) != original_with:
        raise OriginalChanged


def refuse_changed(version: TextVersion, language: str, seen: Mapping[str, str]) -> None:
    """Hold a version where blocks have the words that were seen, by their fingerprints. Raises ValidationError."""
    frozen(version)
    there = _worded(version, seen, (language,))
    changed = [key for key, opened_with in seen.items() if fingerprint(there.get((key, language))) != opened_with]
    if changed:
        says = _("These paragraphs have changed since they were shown: %(blocks)s. Nothing was done.")
        blocks = known.of(read_draft(version), version.text.numbering, [language, version.text.original_language])
        raise ValidationError(says, params={"blocks": ", ".join(map(blocks.name, changed))})


def _worded(version: TextVersion, keys: Iterable[str], languages: Iterable[str]) -> dict[tuple[str, str], str]:
    rows = Wording.objects.filter(block__version=version, block__key__in=list(keys), language__in=list(languages))
    return {(key, code): words for key, code, words in rows.values_list("block__key", "language", "words")}
