"""How what stands above the library adds to the page of a document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .models import Document

# Where the document can be read as a page, by this reader: an object with an address, or None.
readings_of_document: list[Callable[[Document, Any], Any]] = []


def reading(document: Document, user: Any) -> Any:
    """The first reading of `document` that `user` may have; None where there is none."""
    return next((found for ask in readings_of_document if (found := ask(document, user))), None)
