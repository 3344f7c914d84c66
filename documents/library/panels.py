"""How what stands above the library adds to the page of a document."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from .models import Document
from .models.inputs import Answer

# Where the document can be read as a page, by this reader: an object with an address, or None.
readings_of_document: list[Callable[[Document, Any], Any]] = []


# When languages of documents (of these ids) that are not issued yet are expected: by document and language.
languages_expected: list[Callable[[Collection[int]], dict[int, dict[str, date]]]] = []

# In which other forms a document can be had, by this reader: by language, each with its `format` and `url`.
forms_of_document: list[Callable[[Document, Any], dict[str, list[dict[str, str]]]]] = []

# At which address each language of a document can be read from a structured text, by this reader.
pages_of_document: list[Callable[[Document, Any], dict[str, str]]] = []

# What else answers the inputs of a process (by its id), as far as this reader may know: by the id of the input.
answers_to_inputs: list[Callable[[int, Any], dict[int, list[Answer]]]] = []


def other_answers(process: int, user: Any) -> dict[int, list[Answer]]:
    """What answers inputs of a process without being a document of the library, by the id of the input."""
    found: dict[int, list[Answer]] = {}
    for ask in answers_to_inputs:
        for required_input, answers in ask(process, user).items():
            found.setdefault(required_input, []).extend(answers)
    return found


def expected(documents: Collection[int]) -> dict[int, dict[str, date]]:
    """The day on which each language of documents that follows later is expected, where one was said; by their ids."""
    found: dict[int, dict[str, date]] = {}
    for ask in languages_expected:
        for document, days in ask(documents).items():
            found[document] = found.get(document, {}) | days
    return found


def forms(document: Document, user: Any) -> dict[str, list[dict[str, str]]]:
    """The other forms in which `user` may have `document`, by language."""
    found: dict[str, list[dict[str, str]]] = {}
    for ask in forms_of_document:
        for language, entries in ask(document, user).items():
            found.setdefault(language, []).extend(entries)
    return found


def reading(document: Document, user: Any) -> Any:
    """The first reading of `document` that `user` may have; None where there is none."""
    return next((found for ask in readings_of_document if (found := ask(document, user))), None)


def pages(document: Document, user: Any) -> dict[str, str]:
    """Where `user` reads `document` from its structured text, by language."""
    return {language: address for ask in pages_of_document for language, address in ask(document, user).items()}
