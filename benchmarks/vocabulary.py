"""Words of six languages as they come in documents: few of them everywhere, most of them hardly anywhere.

The same number gives the same words in every run.
"""

from __future__ import annotations

import random
from functools import cache
from itertools import accumulate

KNOWN = 20_000  # words of a language
SHORTER = (200, 4_000)  # so many of them have no more than two syllables, so many no more than three
SYLLABLES = {
    "ar": "با تر جم حس خد دو را زن سم شب صف طر عل غد فه قا كت لم مد نه وس يق",
    "en": "al ba con de er fi gen ing ith lo men na or pre qua res sta tion ul ver way yon",
    "es": "al bra ción de es fue gra ía ja lo men niñ or pa que res señ tad un ver ya zón",
    "fr": "au bien ce dé eux fon gré hui ion jà lé mes nou œuv pré qué ress té uni voi y zè",
    "ru": "аб во гра де ение жи за ий ко ло ми на об пре ра сто тет уч фо хо ций ще",
}
HAN = (0x4E00, 0x62FF)  # the first characters of that block, of which Chinese words are made here by twos


@cache
def words(language: str) -> list[str]:
    """The words of a language, by how often they come."""
    draw = random.Random(language)  # noqa: S311 - the same in every run
    known: dict[str, None] = {}
    while len(known) < KNOWN:
        if language == "zh-hans":
            known[chr(draw.randint(*HAN)) + chr(draw.randint(*HAN))] = None
        else:
            longer = sum(len(known) >= shorter for shorter in SHORTER)
            known["".join(draw.choices(SYLLABLES[language].split(), k=2 + longer))] = None
    return list(known)


@cache
def _weights() -> list[float]:
    """How often each word comes, after Zipf; what it is added to the one before, as drawing wants it."""
    return list(accumulate(1 / (place + 3) for place in range(KNOWN)))


def page(language: str, number: int, count: int) -> str:
    """So many words of a language; another `number` gives others."""
    draw = random.Random(f"{language} {number}")  # noqa: S311
    drawn = draw.choices(words(language), cum_weights=_weights(), k=count)
    return ("" if language == "zh-hans" else " ").join(drawn)


def rarest(language: str, number: int, count: int) -> str:
    """The word of a page that comes least often in its language, which is not written without spaces."""
    return max(page(language, number, count).split(), key=words(language).index)
