"""What is read of a file on a page: its words as the worker read them, a screen of them at once."""

from __future__ import annotations

from typing import Any

from django.db.models import Func, IntegerField
from django.db.models.functions import Left, Length, Right
from django.utils.translation import gettext as _

from igsp_portal.foundations.language.languages import LANGUAGES

from .. import reflowing
from . import listing
from .models import Document, PageText, Rendition
from .states import FileFormat

NEIGHBOURS = 3  # screens to either side that are linked, beside the first and the last


class Bytes(Func):
    """How many bytes of UTF-8 a text has."""

    function, output_field = "OCTET_LENGTH", IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="LENGTH(CAST(%(expressions)s AS BLOB))", **context)


def chosen(files: list[Rendition], language: str) -> Rendition | None:
    """Of these files the one to be read in `language`: the first of which words are known, or else the first."""
    served = [file for code, file in listing.by_language(files) if code == language]
    return next((file for file in served if file.words), served[0] if served else None)


def shown(file: Rendition, document: Document, language: str, asked: Any) -> dict[str, Any]:
    """One screen of a file's words, in two queries.

    `asked` may say which: as `part`, by the number of the screen, or as `at`, by that of a page of the file. Anything
    else gets the first.
    """
    entry = next(
        entry
        for (code, _file), entry in zip(
            listing.by_language([file]), listing.file_entries([file], document), strict=True
        )
        if code == language
    )
    pages = _edges(file) if file.words else []
    is_paged = file.format == FileFormat.PDF
    screens = reflowing.screens(pages, max(is_paged and file.pages or 1, pages[-1].number)) if pages else []
    current = _asked_for(asked, screens)
    return {
        "file": file,
        "file_entry": entry,
        "in_language": _direction(file, language),
        "sections": _sections(file, pages, screens[current], entry["url"]) if screens else [],
        "screens": _links(screens, current, is_paged=is_paged),
    }


def _direction(file: Rendition, language: str) -> dict[str, str]:
    """Where one file is in several languages, each paragraph runs as its own letters do."""
    spoken = LANGUAGES[language]
    return {"lang": spoken.html_lang, "dir": "auto" if file.also_in else spoken.direction}


def _edges(file: Rendition) -> list[reflowing.Edges]:
    most = reflowing.EDGE_SIGNS
    columns = ("number", Left("words", most), Right("words", most), Length("words"), Bytes("words"))
    rows = PageText.objects.filter(sha256=file.sha256).order_by("number").values_list(*columns)
    return [reflowing.Edges(*row) for row in rows]


def _asked_for(asked: Any, screens: list[reflowing.Screen]) -> int:
    """The place of the screen that is asked for."""
    part, page = (_number(asked.get(name, "")) for name in ("part", "at"))
    if page:
        return next((place for place, screen in enumerate(screens) if screen.first <= page <= screen.last), 0)
    return part - 1 if 1 <= part <= len(screens) else 0


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 7 else 0


def _sections(
    file: Rendition, pages: list[reflowing.Edges], screen: reflowing.Screen, url: str
) -> list[dict[str, Any]]:
    """Each page of a screen with its paragraphs, and where the file is opened at that page."""
    numbers = range(screen.first, screen.last + 1)
    rows = PageText.objects.filter(sha256=file.sha256, number__in=numbers)
    words = dict(rows.values_list("number", "words"))
    running = reflowing.Running.of(pages)
    is_paged = file.format == FileFormat.PDF
    return [
        {
            "number": number if is_paged else None,
            "label": _("Page %(number)s") % {"number": number},
            "url": listing.page_address(url, number),
            "paragraphs": _paragraphs(running.without(number, words.get(number, "")), screen, is_paged=is_paged),
        }
        for number in numbers
    ]


def _paragraphs(words: str, screen: reflowing.Screen, *, is_paged: bool) -> list[str]:
    """The lines of a file without pages are its paragraphs."""
    own = reflowing.piece(words, screen.piece, screen.pieces)
    return reflowing.paragraphs(own) if is_paged else [line for line in own.split("\n") if line.strip()]


def _links(screens: list[reflowing.Screen], current: int, *, is_paged: bool) -> list[dict[str, Any]]:
    """The way to the screens around the one shown, and to the first and the last; none where there is only one."""
    if len(screens) < 2:
        return []
    last = len(screens) - 1
    near = {0, last, *range(max(0, current - NEIGHBOURS), min(last, current + NEIGHBOURS) + 1)}
    return [
        {
            "url": f"?part={place + 1}",
            "label": _range(screens[place]) if is_paged else str(place + 1),
            "current": place == current,
        }
        for place in sorted(near)
    ]


def _range(screen: reflowing.Screen) -> str:
    if screen.pieces > 1:
        return f"{screen.first} ({screen.piece}/{screen.pieces})"
    return f"{screen.first}–{screen.last}" if screen.last > screen.first else str(screen.first)
