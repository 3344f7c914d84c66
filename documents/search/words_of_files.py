"""The words of files, page by page, in stretches of which one is an entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..library.models import PageText, Rendition

LONGEST = 4000  # characters: PostgreSQL keeps the first 256 places of a word in an entry, and no more
OVERLAP = 120  # so that no phrase is lost between two stretches


def pages(files: Iterable[Rendition]) -> dict[str, list[tuple[int, str]]]:
    """Of each file, by its SHA-256, the pages that have words, by their numbers; a long one in several stretches."""
    found: dict[str, list[tuple[int, str]]] = {file.sha256: [] for file in files}
    rows = PageText.objects.filter(sha256__in=found).order_by("sha256", "number")
    for sha256, number, words in rows.values_list("sha256", "number", "words"):
        found[sha256] += ((number, stretch) for stretch in stretches(words))
    return found


def stretches(words: str) -> Iterator[str]:
    """A text in stretches, each cut where there is room."""
    start = 0
    while len(words) - start > LONGEST:
        end = words.rfind(" ", start + LONGEST // 2, start + LONGEST)
        end = start + LONGEST if end < 0 else end
        yield words[start:end]
        again = words.rfind(" ", end - OVERLAP, end - OVERLAP // 2)
        start = end - OVERLAP if again < 0 else again
    if words[start:].strip():
        yield words[start:]
