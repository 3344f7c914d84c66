"""What was read of plain text that somebody pasted."""

from typing import Any

from documents.exchange import plain_in
from documents.exchange.reading import Reading


def taken(reading: Reading) -> list[tuple[Any, ...]]:
    return [(line.kind, line.level, line.label, line.words) for line in reading.lines]


def words_of(text: str, language: str = "en") -> list[tuple[Any, ...]]:
    return [(line.kind, line.label, line.words) for line in plain_in.read(text, language).lines]
