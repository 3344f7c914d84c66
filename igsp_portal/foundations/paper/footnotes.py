"""Keep every note on the page of its call.

The engine sometimes squeezes the first lines of a paragraph onto a full page and sends that page's notes to the
next one. Each page is therefore looked at, and such a paragraph is kept from being split there.
"""

import logging
from typing import Any

logger = logging.getLogger(__name__)

WHOLE = "orphans: 99"
MOST_LAYOUTS = 30


def laid_out(page: Any, **options: Any) -> Any:
    """Return the laid-out document of an HTML ``page``, each note where it is called.

    ``options`` are those of the engine's ``render``. Each note that strays costs one more layout; past
    ``MOST_LAYOUTS`` the last one is returned as it is, with a warning in the log.
    """
    document = page.render(**options)
    for _attempt in range(MOST_LAYOUTS):
        paragraph = _splits_badly(document)
        if paragraph is None:
            return document
        if WHOLE in paragraph.get("style", ""):
            break
        paragraph.set("style", f"{paragraph.get('style', '')}; {WHOLE}".lstrip("; "))
        document = page.render(**options)
    logger.warning("A footnote of %r stands on another page than its call.", document.metadata.title)
    return document


def _splits_badly(document: Any) -> Any | None:
    """Return the last paragraph of the first page that lacks a note called on it."""
    for page in document.pages:
        box = page._page_box
        calls = {child.footnote.element for child in box.descendants() if child.footnote}
        notes = {
            child.element
            for area in box.children
            if type(area).__name__ == "FootnoteAreaBox"
            for child in area.children
        }
        if calls - notes:
            return _last_paragraph(box.children[0])
    return None


def _last_paragraph(box: Any) -> Any | None:
    for child in reversed(getattr(box, "children", ())):
        if type(child).__name__ == "LineBox":
            return child.element
        if (found := _last_paragraph(child)) is not None:
            return found
    return None
