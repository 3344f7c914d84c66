"""Symbols misprinted and misread: noughts before numbers, O for 0 and l for 1, a letter or two of one word amiss."""

from __future__ import annotations

import re
from collections.abc import Iterator

from igsp_portal.foundations.language.characters import joined, plain

from .shape import LONGEST_SYMBOL

MOST_LETTERS = 2  # amiss in a long word
LONG = 6  # letters
_NOUGHTS = re.compile("(?<![0-9])0+(?=[0-9])")
_MISREAD = re.compile("(?<![A-Za-z0-9])[0-9OoIl]+(?![A-Za-z0-9])")
_AS_FIGURES = str.maketrans("OoIl", "0011")
_WORD = re.compile("([A-Z]+)")


def without_noughts(text: str) -> str:
    """A symbol as typed, in plain characters, without the noughts that stand before its numbers: 1/3 for 01/03."""
    return _NOUGHTS.sub("", "".join(plain(character) for character in text))


def readings(text: str) -> list[str]:
    """What was typed, and what it is with letters read as the figures they look like; as `joined` writes it.

    None of what is too long for a symbol, or has other signs in it or no figure.
    """
    if len(text) > LONGEST_SYMBOL:
        return []
    typed = without_noughts(text)
    misread = _MISREAD.sub(lambda part: part[0].translate(_AS_FIGURES), typed)
    forms = dict.fromkeys(joined(form).strip("-") for form in (typed, without_noughts(misread)))
    return [form for form in forms if re.search("[0-9]", form)]


def around_words(form: str) -> Iterator[tuple[str, str]]:
    """What stands before and behind each word of a joined form: of 1-3COR1, 1-3 and 1."""
    for word in _WORD.finditer(form):
        yield form[: word.start()], form[word.end() :]


def amiss(form: str, other: str) -> tuple[int, int] | None:
    """How near a joined form is to another, the nearest first: (0, 0) where they are the same.

    In which word they differ (1 for the series, 2 for one behind it), and in how many letters; two that changed
    places are one. None where they differ in a number, in several words, or in more letters than a misprint has.
    """
    words, others = _WORD.split(form), _WORD.split(other)
    if len(words) != len(others):
        return None
    places = [place for place, (one, two) in enumerate(zip(words, others, strict=True)) if one != two]
    if not places:
        return 0, 0
    place = places[0]
    if len(places) > 1 or place % 2 == 0:  # numbers stand between the words
        return None
    letters = _letters_amiss(words[place], others[place])
    return (1 if place == 1 else 2, letters) if letters <= _most(words[place]) else None


def _most(word: str) -> int:
    return MOST_LETTERS if len(word) >= LONG else 1 if len(word) > 1 else 0


def _letters_amiss(word: str, other: str) -> int:
    """How many letters were left out, put in, changed, or put before their neighbour."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, one in enumerate(word, 1):
        row = [i]
        for j, two in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (one != two))
            if i > 1 and j > 1 and (one, word[i - 2]) == (other[j - 2], two):
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
