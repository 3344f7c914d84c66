"""What is to be looked at in a translation: marks that do not fit, and what it seems to say otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from igsp_portal.foundations.language.languages import isolated

from .. import accord, coherence
from ..accord import Glossary
from ..drafts import Draft
from ..numbering import Labels
from .known import Known
from .models import GlossaryTerm, TextVersion


@dataclass(frozen=True, slots=True)
class Told:
    """One thing to look at: the block, what kind of thing it is, and a sentence, in the reader's language."""

    key: str
    kind: str
    sentence: str


def glossary(version: TextVersion) -> Glossary:
    """The terms of the version's process of which those who translate are reminded."""
    terms = GlossaryTerm.objects.filter(process=version.text.process_id, checked=True)
    return Glossary(term.term for term in terms)


def of_language(draft: Draft, original: str, language: str, terms: Glossary) -> Iterator[Told]:
    """All there is in one language, in the order of the blocks."""
    found: dict[str, list[Told]] = {}
    for told in (*_marks(draft, original, language), *_hints(draft, original, language, terms)):
        found.setdefault(told.key, []).append(told)
    for block in draft.blocks:
        yield from found.get(block.key, ())


def of_block(draft: Draft, key: str, original: str, language: str, terms: Glossary) -> list[Told]:
    """The same of one block alone."""
    words = {code: {key: draft.words[code][key]} for code in (original, language) if key in draft.words.get(code, {})}
    return list(of_language(Draft(draft.blocks, words), original, language, terms))


def of_references(draft: Draft, words: Mapping[str, str], numbers: Labels) -> Iterator[Told]:
    """References in one language, be it the original, of which nobody can tell where they lead."""
    for key, odd in coherence.ambiguous(draft.blocks, words, numbers):
        yield Told(key, _("Marks and brackets"), odd.sentence(_))


def _marks(draft: Draft, original: str, language: str) -> Iterator[Told]:
    words = {code: draft.words.get(code, {}) for code in (original, language)}
    blocks = Known(draft, Labels(language), (original, language))
    for code, key, fault in (*coherence.faults(draft.blocks, words, original), *coherence.hints(words, original)):
        if code == language:
            yield Told(key, _("Marks and brackets"), blocks.sentence(fault))


def _hints(draft: Draft, original: str, language: str, terms: Glossary) -> Iterator[Told]:
    for key, hint in accord.of_text(draft.words, original, language, terms):
        yield Told(key, _(accord.KINDS[hint.kind]), hint.sentence(_, isolated))
