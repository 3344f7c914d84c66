"""What was found as a page shows it: how each thing is headed, and its places with the words marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from igsp_portal.foundations.language.languages import LANGUAGES, isolated

from ..finding import Asked, marked, snippet
from .answers import Found
from .models import Entry, Place
from .sources import SOURCES, Shown

PLACES = 3  # of one thing
READ = 8  # entries of one thing, of which several may be of one page


def rows(found: Sequence[Found], asked: Asked, user: Any, processes: Mapping[int, str]) -> list[dict[str, Any]]:
    """The things that were found, in the same order, each with its first places.

    Of those of `processes`, by their ids, it is said of which they are.
    """
    reader = get_language() or "en"
    places = {one.thing: one.places(reader)[:READ] for one in found}
    entries = _entries(pk for of_one in places.values() for pk in of_one)
    heads = _heads(found, user)
    shown = []
    for one in found:
        if head := heads.get(one.thing):
            own = [entries[pk] for pk in places[one.thing] if pk in entries]
            row = _row(one, head, own, asked, reader)
            shown.append(row | {"process": processes.get(one.first.process, "")})
    return shown


def _entries(ids: Iterable[int]) -> dict[int, Entry]:
    related = ("document__process", "rendition", "version__text__process")
    return Entry.objects.select_related(*related).in_bulk(list(ids))


def _heads(found: Sequence[Found], user: Any) -> dict[tuple[str, int], Shown]:
    wanted: dict[str, list[int]] = defaultdict(list)
    for one in found:
        wanted[one.first.source].append(one.first.row)
    return {
        (source, row): shown
        for source, ids in wanted.items()
        for row, shown in SOURCES[source].shown(ids, user).items()
    }


def _row(found: Found, head: Shown, entries: list[Entry], asked: Asked, reader: str) -> dict[str, Any]:
    title = head.language or reader
    pieces = marked(head.title, asked, loosely=found.loosely)
    if any(piece.marked for piece in pieces):
        entries = [entry for entry in entries if entry.place != Place.TITLE]
    return {
        "url": head.url,
        "title": pieces,
        "symbol": head.symbol,
        "kind": head.kind,
        "meta": head.meta,
        "loosely": found.loosely,
        **(_in_language(title) if title != reader else {}),
        "places": list(_places(found, head, entries, asked, title)),
    }


def _places(found: Found, head: Shown, entries: list[Entry], asked: Asked, title: str) -> Iterator[dict[str, Any]]:
    """The first few places, each once; a title that heads the thing already is none of them."""
    addresses: set[str] = set()
    for entry in entries:
        if entry.place == Place.TITLE and entry.language == title:
            continue
        url = SOURCES[entry.source].address(entry, head)
        said = (url, entry.language)
        if str(said) in addresses:
            continue
        addresses.add(str(said))
        words = entry.title if entry.place == Place.TITLE else entry.text
        pieces = snippet(words, asked, loosely=found.loosely)
        if entry.place == Place.TITLE and not any(piece.marked for piece in pieces):
            continue
        as_text = SOURCES[entry.source].as_text(entry)
        yield {
            "url": url,
            "label": _label(entry),
            "as_text": as_text,
            "pieces": pieces,
            **_in_language(entry.language),
        }
        if len(addresses) >= PLACES:
            return


def _label(entry: Entry) -> str:
    """Where it stands, in the reader's language."""
    match entry.place:
        case Place.PAGE:
            return _("Page %(number)s") % {"number": entry.at}
        case Place.PARAGRAPH if entry.label:
            return _("Paragraph %(number)s") % {"number": isolated(entry.label.rstrip("."))}
    return str(LANGUAGES[entry.language].own_name) if entry.place == Place.TITLE else _("Text")


def _in_language(code: str) -> dict[str, str]:
    return {"lang": LANGUAGES[code].html_lang, "dir": LANGUAGES[code].direction}
