"""From a row of a list to a document: what it says is checked cell by cell, and every complaint names its line."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from igsp_portal.foundations.datafiles import Row, in_columns, note
from igsp_portal.foundations.language.characters import folded
from igsp_portal.foundations.language.languages import CODES
from meetings.models import AgendaItem, Meeting

from ... import symbols
from ...symbols import SymbolError
from ..models import DocumentLink
from ..states import Distribution, DocumentKind, RelationKind
from .headings import key_of

BY_KIND = {"INF": "information", "L": "limited", "CRP": "conference_room", "Res": "resolution", "Dec": "decision"}
OTHER_WORDS = {
    **{"inf": "information", "information document": "information", "information paper": "information"},
    **{"working paper": "working", "working document": "working", "crp": "conference_room"},
    **{"in-session": "conference_room", "limited document": "limited", "agenda": "agenda"},
}
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_LIST = re.compile(r"[;\n|]")


@dataclass
class Entry:
    """One document of the list."""

    row: Row
    key: str
    symbol: str
    values: dict[str, Any]
    issued_on: dt.date | None = None
    aliases: list[str] = field(default_factory=list)
    items: list[AgendaItem] = field(default_factory=list)
    files: dict[str, Path] = field(default_factory=dict)  # by language; one file may stand under several
    links: dict[str, str] = field(default_factory=dict)
    relations: list[tuple[RelationKind, str]] = field(default_factory=list)


def entry(row: Row, meetings: Mapping[str, Meeting], items: Mapping[int, dict[str, AgendaItem]], folder: Path) -> Entry:
    """The document of a row. What is wrong is noted; the row is then left."""
    symbol = _symbol(row)
    key = row.key() if row.has("key") else symbols.address(symbol)
    if not key and not row.has("symbol"):
        note(row.fault("symbol", _("Give a symbol, or a key for a document without one.")))
    meeting = row.reference("session", meetings, None)
    found = Entry(row, key, symbol, {"symbol": symbol, "meeting": meeting, **_values(row, symbol)})
    found.issued_on = _day(row, "issued_on")
    found.aliases = _several(row, "aliases")
    found.items = [*_items(row, items.get(meeting.pk, {}) if meeting else {})]
    found.files = {code: path for code in CODES if (path := _file(row, f"file_{code}", folder))}
    found.links = {code: _link(row, f"link_{code}") for code in CODES if row.has(f"link_{code}")}
    found.relations = [(kind, cited) for kind in RelationKind for cited in _several(row, kind.value)]
    row.done()
    return found


def _symbol(row: Row) -> str:
    if not row.has("symbol"):
        return ""
    try:
        return str(symbols.parse(row.text("symbol")))
    except SymbolError as error:
        note(row.fault("symbol", f"“symbol”: {error.sentence(_)} {_(symbols.HELP_TEXT)}."))
        return ""


def _values(row: Row, symbol: str) -> dict[str, Any]:
    original = _language(row, "original_language") or "en"
    words = {name: _in_languages(row, name, original) for name in ("title", "subtitle", "author", "remark")}
    if not any(words["title"].values()):
        note(row.fault("title", _("“%(key)s” is missing.") % {"key": "title"}))
    return {
        "kind": _choice(row, "kind", DocumentKind, _kind_of(symbol)),
        "distribution": _choice(row, "distribution", Distribution, Distribution.GENERAL),
        "original_language": original,
        "languages": [code for code in CODES if code in {_code(row, one) for one in _several(row, "languages")}],
        "submitted_on": _day(row, "submitted_on"),
        "planned_on": _day(row, "planned_on"),
        "job_number": row.text("job_number", ""),
        "issued_elsewhere": folded(row.text("issued_elsewhere", "")) in ("yes", "true", "x", "1"),
        **in_columns(**words),
    }


def _in_languages(row: Row, name: str, original: str) -> dict[str, str]:
    """The words of each language; those of a column without one are the original's."""
    words = {code: row.text(f"{name}_{code}", "") for code in CODES}
    if alone := row.text(name, ""):
        words[original] = words[original] or alone
    return words


def _kind_of(symbol: str) -> DocumentKind:
    kind = symbols.parse(symbol).kind if symbol else ""
    return DocumentKind(BY_KIND.get(kind, "working" if symbol else "other"))


def _choice(row: Row, key: str, options: Any, default: Any) -> Any:
    """One of the options by its value, or by its name in English or in the language of the command."""
    said = folded(row.text(key, ""))
    if not said:
        return default
    with override("en"):
        named = {folded(str(option.label)): option for option in options}
    named |= {folded(str(option.label)): option for option in options} | {option.value: option for option in options}
    if option := named.get(said) or named.get(OTHER_WORDS.get(said, "")):
        return option
    known = ", ".join(option.value for option in options)
    note(row.fault(key, _("“%(value)s” is not one of: %(known)s.") % {"value": row.text(key), "known": known}))
    return default


def _language(row: Row, key: str) -> str:
    return _code(row, row.text(key, ""), key) if row.has(key) else ""


def _code(row: Row, said: str, key: str = "languages") -> str:
    if code := key_of(f"title {said}").removeprefix("title_"):
        return code
    facts = {"value": said, "known": ", ".join(CODES)}
    note(row.fault(key, _("“%(value)s” is not one of: %(known)s.") % facts))
    return ""


def _day(row: Row, key: str) -> dt.date | None:
    """A day as 2004-06-25, or as 25.6.2004; which of 5/6/2004 is the month nobody can tell."""
    if row.has(key) and (found := _DAY.fullmatch(row.text(key))):
        day, month, year = map(int, found.groups())
        try:
            return dt.date(year, month, day)
        except ValueError:
            pass
    return row.date(key, None)


def _several(row: Row, key: str) -> list[str]:
    """The texts of a cell, divided by semicolons or lines."""
    return [piece.strip() for piece in _LIST.split(row.text(key, "")) if piece.strip()]


def _items(row: Row, known: Mapping[str, AgendaItem]) -> list[AgendaItem]:
    found = []
    for number in (piece.strip() for one in _several(row, "agenda") for piece in one.split(",")):
        if item := known.get(number):
            found.append(item)
        elif number:
            fault = _("“%(key)s” refers to “%(value)s”, which does not exist; there are: %(known)s.")
            facts = {"key": "agenda", "value": number, "known": ", ".join(known) or "–"}
            note(row.fault("agenda", fault % facts))
    return found


def _link(row: Row, key: str) -> str:
    """The address of a file that is kept elsewhere."""
    try:
        return str(DocumentLink._meta.get_field("url").clean(row.text(key), None))
    except ValidationError as error:
        note(row.fault(key, f"“{key}”: {' '.join(error.messages)}"))
        return ""


def _file(row: Row, key: str, folder: Path) -> Path | None:
    """A file of the folder, or of one within it."""
    if not row.has(key):
        return None
    path = (folder / row.text(key)).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        note(row.fault(key, _("There is no file “%(name)s” in the folder of the files.") % {"name": row.text(key)}))
        return None
    if path.stat().st_size > settings.POSTING_LIMIT_BYTES:
        note(row.fault(key, _("“%(name)s” is over the limit.") % {"name": row.text(key)}))
    return path
