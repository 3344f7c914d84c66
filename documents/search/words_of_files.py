"""The words of files, page by page, in stretches of which one is an entry."""

from __future__ import annotations

from collections.abc import Iterator

from ..library.models import PageText, Rendition

LONGEST = 4000  # characters: PostgreSQL keeps the first 256 places of a word in an entry, and no more
OVERLAP = 120  # so that no phrase is lost between two stretches


def pages(file: Rendition) -> Iterator[tuple[int, str]]:
    """The pages of a file that have words, by their numbers; a long one in several stretches."""
    rows = PageText.objects.filter(sha256=file.sha256).order_by("number").values_list("number", "words")
    for number, words in rows:
        yield from ((number, stretch) for stretch in stretches(words))


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
