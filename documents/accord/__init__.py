"""Whether a translation says what the original says, as far as that can be counted.

What is compared: calls of footnotes and references to paragraphs; symbols of documents, numbers of decisions and of
sales publications; dates; figures, as each language writes them; and the terms of a glossary. Whatever differs is a
hint to whoever translates, and refuses nothing. What is wrong in any language (a label, the shape of a table) is told
by `coherence`, and no second time here.

    plainly   the words of a wording as they are counted: plain figures and dashes, nothing unseen
    read      all that is counted in a wording, each taken out before the next is looked for
    signs     symbols of documents, numbers of decisions and of sales publications
    dates     days and months of the year
    figures   numbers, and where they may stand in words
    numerals  numbers in words
    terms     the terms of a glossary, whatever their endings
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ..faults import gettext_noop
from . import dates, figures, signs, terms
from .plainly import Said
from .read import reading
from .terms import Glossary, Term

KINDS = {
    "footnotes": gettext_noop("Footnotes"),
    "references": gettext_noop("References to paragraphs"),
    "symbols": gettext_noop("Symbols and numbers of decisions"),
    "dates": gettext_noop("Dates"),
    "figures": gettext_noop("Figures"),
    "terms": gettext_noop("Glossary"),
}
LACKING = gettext_noop("Not in the translation: {expected}.")
SURPLUS = gettext_noop("Not in the original: {found}.")
OTHER = gettext_noop("In the original: {expected}; in the translation: {found}.")
NO_TERMS = Glossary(())
TERM = gettext_noop("The glossary has “{found}” for “{expected}”.")


@dataclass(frozen=True, slots=True)
class Hint:
    """What differs: of which of KINDS, a sentence, what the original has, and what the translation has in its stead.

    Of a term `found` is what the glossary has for it.
    """

    kind: str
    reason: str
    expected: tuple[str, ...] = ()
    found: tuple[str, ...] = ()

    def sentence(self, translate: Callable[[str], str] = str, quote: Callable[[str], str] = str) -> str:
        """What differs, in the language of `translate`, which takes an English sentence.

        Each of the words cited goes through `quote`: they may run another way than the sentence.
        """
        expected, found = (", ".join(map(quote, words)) for words in (self.expected, self.found))
        return translate(self.reason).format(expected=expected, found=found)


def hints(original: Said, translation: Said, glossary: Glossary = NO_TERMS) -> Iterator[Hint]:
    """What the translation seems to have otherwise than its original; nothing where either cannot be read."""
    there, here = reading(original), reading(translation)
    if there is None or here is None:
        return
    yield from _hint("footnotes", *_differing(Counter(there.notes), Counter(here.notes)))
    yield from _hint("references", *_differing(Counter(set(there.references)), Counter(set(here.references))))
    yield from _hint("symbols", *signs.differing(there.signs, here.signs))
    yield from _hint("dates", *dates.differing(there.dates, here.dates))
    yield from _hint("figures", *figures.differing(there.numbers, here.numbers))
    for term in terms.departures(original, translation, glossary):
        yield Hint("terms", TERM, (term.forms[original.language][0],), (term.forms[translation.language][0],))


def of_text(
    words: Mapping[str, Mapping[str, str]], original: str, language: str, glossary: Glossary = NO_TERMS
) -> Iterator[tuple[str, Hint]]:
    """The hints at all of the words in one language (`words` by language, then by block), each with its block."""
    for key, said in words.get(original, {}).items():
        if key in words.get(language, {}):
            found = hints(Said(said, original), Said(words[language][key], language), glossary)
            yield from ((key, hint) for hint in found)


def _differing(there: Counter[str], here: Counter[str]) -> tuple[list[str], list[str]]:
    return sorted((there - here).elements()), sorted((here - there).elements())


def _hint(kind: str, lacking: list[str], surplus: list[str]) -> Iterator[Hint]:
    if lacking or surplus:
        reason = OTHER if lacking and surplus else LACKING if lacking else SURPLUS
        yield Hint(kind, reason, tuple(lacking), tuple(surplus))


__all__ = ["KINDS", "Glossary", "Hint", "Said", "Term", "hints", "of_text"]
