"""What is wrong in the words of a version, said of the paragraph by its number or its first words."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError

from igsp_portal.foundations.language.languages import LANGUAGES

from ... import coherence
from ...drafts import Draft, PlannedBlock
from ...faults import Fault
from .. import known, papers
from ..known import Known
from ..models import Wording


class WordsRefused(ValidationError):
    """One fault in the words of `key` in `language`, so that a page can lead there."""

    def __init__(self, sentence: str, language: str, key: str, code: str = "") -> None:
        super().__init__(sentence, code=code)
        self.language, self.key = language, key


def refuse_unreadable(source: papers.Manuscript, draft: Draft, languages: Collection[str]) -> None:
    """Refuse words that cannot be read, or do not hang together in a language or with the original."""
    original = source.version.text.original_language
    there = {code: words for code, words in draft.words.items() if code in languages or code == original}
    found = [*coherence.faults(draft.blocks, there, original), *coherence.strays(there)]
    scheme = source.version.text.numbering
    if wrong := [_refused(draft, scheme, original, *one) for one in found]:
        raise ValidationError(wrong)
    for language in languages:
        try:
            papers.composed(source, language)
        except Fault as error:
            says = f"{LANGUAGES[language].own_name}: {known.of(draft, scheme, [original]).sentence(error)}"
            raise ValidationError(says) from error


def refuse_other_labels(wording: Wording, original: Wording | None) -> None:
    """Refuse a translation whose brackets bear other labels than those of the original."""
    block, language = wording.block, wording.language
    if original is None:
        return
    words = {original.language: {block.key: original.words}, language: {block.key: wording.words}}
    rows = block.version.blocks.order_by("order").values_list("key", "kind", "level", "alternative", "option")
    draft = Draft([PlannedBlock(*row) for row in rows], words)
    found = [fault for _key, fault in coherence.other_labels(words, language, original.language)]
    scheme = block.version.text.numbering
    if wrong := [_refused(draft, scheme, original.language, language, block.key, fault) for fault in found]:
        raise ValidationError(wrong)


def _refused(draft: Draft, scheme: object, original: str, language: str, key: str, fault: Fault) -> WordsRefused:
    blocks = Known(draft, known.numbers(draft.blocks, scheme, language), [original])
    says = f"{LANGUAGES[language].own_name}, “{blocks.whole(key)}”: {blocks.sentence(fault)}"
    return WordsRefused(says, language, key)
