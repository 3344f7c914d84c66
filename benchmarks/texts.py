"""Long texts: two versions of 300 paragraphs compared, nearly every paragraph of which was changed."""

from __future__ import annotations

import gc
import random
import statistics
import time
from typing import Any

import django

from benchmarks.measures import Measure, give
from benchmarks.papers import version as plan

PARAGRAPHS = 300
ROUNDS = 5
MOST_SECONDS = 1
LANGUAGES = {"en": "English", "zh-hans": "Chinese"}
SEED = 6  # the same changes in every run


def measure() -> list[Measure]:
    """Both languages. Comparing is one thread's work, so what counts is the processor's time."""
    old, new = versions()
    return [
        Measure("texts", f"comparison of two versions of {PARAGRAPHS} paragraphs, {name}", seconds, "s", MOST_SECONDS)
        for code, name in LANGUAGES.items()
        for seconds in [statistics.median(_seconds(old, new, code) for _round in range(ROUNDS))]
    ]


def versions() -> tuple[Any, Any]:
    """The paragraphs of the draft plan over and over, and the same with words changed, and some moved and put in."""
    from documents.drafts import Draft, PlannedBlock

    chance = random.Random(SEED)
    said = {code: _paragraphs(code) for code in LANGUAGES}
    keys = [f"paragraph-{number}" for number in range(PARAGRAPHS)]
    before = {code: {key: of[n % len(of)] for n, key in enumerate(keys)} for code, of in said.items()}
    after = {code: {key: _reworded(words, chance) for key, words in of.items()} for code, of in before.items()}
    order = [*keys]
    for _move in range(PARAGRAPHS // 20):
        order.insert(chance.randrange(PARAGRAPHS), order.pop(chance.randrange(PARAGRAPHS)))
    old, new = ([PlannedBlock(key, "paragraph") for key in of] for of in (keys, order))
    return Draft(old, before), Draft(new, after)


def _paragraphs(language: str) -> list[str]:
    from documents.models import Wording

    of_plan = Wording.objects.filter(block__version=plan())
    found = of_plan.filter(block__kind="paragraph", language=language).order_by("block__order")
    return list(found.values_list("words", flat=True))


def _reworded(words: str, chance: random.Random) -> str:
    """Words with some taken out and some doubled, by spaces where there are any and else by characters."""
    joint = " " if " " in words else ""
    pieces = words.split() if joint else [*words]
    for _change in range(len(pieces) // 10):
        place = chance.randrange(len(pieces))
        pieces[place : place + chance.randint(0, 2)] = chance.sample(pieces, k=chance.randint(0, 3))
        pieces = pieces or [words]
    return joint.join(pieces)


def _seconds(old: Any, new: Any, language: str) -> float:
    from documents import comparison

    gc.collect()
    began = time.process_time()
    comparison.compare(old, new, language)
    return time.process_time() - began


if __name__ == "__main__":
    django.setup()
    give(measure())
