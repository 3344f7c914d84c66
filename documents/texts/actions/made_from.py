"""Of which original words each translation counts as made, while steps change the words of either.

A translation is known by the checksum of the original that it was made from. Only who translates brings it up to date;
a step that moves words about leaves a current translation current, and a stale one stale.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ...changes import Change
from ...drafts import Draft
from ..models import TextVersion, Wording
from ..models.marks import sha256

Translation = tuple[str, str]  # its language, and the key of its block


@dataclass(frozen=True)
class Making:
    """How a change comes about, as far as translations are concerned.

    `translated`: the words in other languages were made from the original as it is now, or as it had the checksum
    `original_with`. `sources`: the other blocks whose words went into a block. `restored`: what is taken back.
    """

    translated: bool = False
    original_with: str = ""
    sources: Mapping[str, Iterable[str]] = field(default_factory=dict)
    restored: Mapping[str, Mapping[str, list[str | None]]] = field(default_factory=dict)


class MadeFrom:
    """The checksums of the translations that a change concerns, before it and after it."""

    def __init__(self, version: TextVersion, before: Draft, after: Draft, change: Change, making: Making) -> None:
        self.original, self.making = version.text.original_language, making
        self.was, self.now = (draft.words.get(self.original, {}) for draft in (before, after))
        self.worded: Mapping[str, Any] = change.get("words", {})
        keys = {key for worded in self.worded.values() for key in worded}
        keys |= {key for worded in making.restored.values() for key in worded}
        keys |= {source for sources in making.sources.values() for source in sources}
        self.before = _read(version, keys, self.original) if self._concerns_translations() else {}
        self.after = self._after()

    def told(self) -> Change:
        """What changes, by language and block, before and after, as a part of the change: enough to restore it."""
        gone = {
            (language, key)
            for language, worded in self.worded.items()
            for key, (_before, words) in worded.items()
            if words is None
        }
        found: dict[str, dict[str, list[str | None]]] = {}
        for one in sorted({*self.after, *(gone & set(self.before))}):
            pair = [self.before.get(one), None if one in gone else self.after[one]]
            if pair[0] != pair[1]:
                found.setdefault(one[0], {})[one[1]] = pair
        return {"made_from": found} if found else {}

    def marked(self, version: TextVersion, new: list[Wording]) -> list[Wording]:
        """New wordings with what they count as made from; the originals are written before them."""
        if translations := [row for row in new if row.language != self.original]:
            blocks = [row.block_id for row in translations]
            originals = Wording.objects.filter(block__version=version, block__in=blocks, language=self.original)
            known = {row.block_id: row for row in originals}
            for row in translations:
                row.translated_from = known.get(row.block_id)
                row.translated_sha256 = self.after.get((row.language, row.block.key), "")
        return new

    def _concerns_translations(self) -> bool:
        first = any(before is None for before, _now in self.worded.get(self.original, {}).values())
        gone = any(now is None for _before, now in self.worded.get(self.original, {}).values())
        return bool(first or gone or set(self.worded) - {self.original} or self.making.restored)

    def _after(self) -> dict[Translation, str]:
        found: dict[Translation, str] = {}
        for key, (before, _now) in self.worded.get(self.original, {}).items():
            if before is None:  # what was there before its original counts as made from that
                earlier = [one for one in self.before if one[1] == key]
                found |= {one: self.before[one] or self._current(key) for one in earlier}
        for language, worded in self.worded.items():
            there = [key for key, (_before, now) in worded.items() if now is not None and language != self.original]
            found |= {(language, key): self._of(language, key) for key in there}
        return found | self._restored()

    def _restored(self) -> dict[Translation, str]:
        """What is taken back, where nobody has translated or confirmed since."""
        return {
            (language, key): old
            for language, pairs in self.making.restored.items()
            for key, (old, new) in pairs.items()
            if old is not None and self.before.get((language, key)) == new
        }

    def _of(self, language: str, key: str) -> str:
        sources = [key, *self.making.sources.get(key, ())]
        if self.making.original_with and key in self.now:
            return self.making.original_with
        if self.making.translated or (len(sources) == 1 and (language, key) not in self.before):
            return self._current(key)
        if all(self._was_current(language, source) for source in sources if source in self.was):
            return self._current(key)
        return self._not_current(language, key, sources)

    def _not_current(self, language: str, key: str, sources: list[str]) -> str:
        """The first original of those that went into the words; where several did, none of them is the whole.

        Halves of a split that are put together again have the original of old: a translation that was never cut may
        then say one of them twice.
        """
        made = [self.before[language, source] for source in sources if (language, source) in self.before]
        if len(made) > 1:
            made = [one for one in made if one != self._current(key)]
        return next(iter(made), "")

    def _was_current(self, language: str, key: str) -> bool:
        return self.before.get((language, key)) == sha256(self.was[key])

    def _current(self, key: str) -> str:
        return sha256(self.now[key]) if key in self.now else ""


def mark(version: TextVersion, made: MadeFrom) -> None:
    """Let the translations count as made from what `made` says of each."""
    keys = {key for _language, key in made.after}
    if not keys:
        return
    every = Wording.objects.filter(block__version=version, block__key__in=list(keys)).select_related("block")
    rows = {(row.language, row.block.key): row for row in every}
    marked = []
    for one, row in rows.items():
        if one not in made.after:
            continue
        original = rows.get((made.original, one[1]))
        if (row.translated_from_id, row.translated_sha256) != (original and original.pk, made.after[one]):
            row.translated_from, row.translated_sha256 = original, made.after[one]
            marked.append(row)
    Wording.objects.bulk_update(marked, ["translated_from", "translated_sha256"])


def _read(version: TextVersion, keys: Iterable[str], original: str) -> dict[Translation, str]:
    rows = Wording.objects.filter(block__version=version, block__key__in=list(keys)).exclude(language=original)
    found = rows.values_list("language", "block__key", "translated_sha256")
    return {(language, key): made for language, key, made in found}
