"""From a row of a list to a document: what it says is checked cell by cell, and every complaint names its line."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from igsp_portal.foundations.datafiles import Row, in_columns, note
from igsp_portal.foundations.language.characters import folded
from igsp_portal.foundations.language.languages import CODES
from meetings.models import AgendaItem, Meeting

from ... import symbols
from ...symbols import SymbolError
from .. import rules
from ..models import Document, DocumentLink
from ..models.addresses import KEY_TAKEN
from ..models.symbols import keys_of
from ..states import Distribution, DocumentKind, RelationKind
from .headings import key_of

OTHER_WORDS = {
    **{"inf": "information", "information document": "information", "information paper": "information"},
    **{"working paper": "working", "working document": "working", "crp": "conference_room"},
    **{"in-session": "conference_room", "limited document": "limited", "agenda": "agenda"},
}
WORDS = ("designation", "title", "subtitle", "author", "remark")
YES, NO = ("yes", "true", "x", "1"), ("no", "false", "0", "-")
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_LIST = re.compile(r"[;\n|]")


@dataclass
class Entry:
    """One document of the list."""

    row: Row
    key: str
    symbol: str
    there: Document | None  # in the library already
    said: dict[str, Any]
    words: dict[str, dict[str, str]]  # title and others by language; under "" those of a column without one
    issued_on: dt.date | None = None
    aliases: list[str] = field(default_factory=list)
    items: list[AgendaItem] = field(default_factory=list)
    files: dict[str, Path] = field(default_factory=dict)  # by language; one file may stand under several
    links: dict[str, str] = field(default_factory=dict)
    relations: list[tuple[RelationKind, str]] = field(default_factory=list)

    @property
    def values(self) -> dict[str, Any]:
        """The columns: of a document that is there those alone of which the list says something."""
        if self.there:
            words = self._words(self.there.original_language)
            return self.said | {column: text for column, text in words.items() if text}
        return {"kind": rules.kind_of(self.symbol), "original_language": "en"} | self.said | self._words("en")

    def _words(self, original: str) -> dict[str, str]:
        """Those of a column without a language are the original's; a designation is the same in all."""
        alone = dict.fromkeys(("designation",), CODES)
        original = self.said.get("original_language", original)
        return in_columns(
            **{
                name: {code: texts[code] or texts[""] * (code in alone.get(name, [original])) for code in CODES}
                for name, texts in self.words.items()
            }
        )


@dataclass(frozen=True)
class Known:
    """What of a process a list may refer to."""

    meetings: Mapping[str, Meeting]  # by key and by name
    items: Mapping[int, Mapping[str, AgendaItem]]  # of each meeting by number
    by_key: Mapping[str, Document]
    by_symbol: Mapping[str, Document]  # by each key of their symbols and of the forms in which they are cited


def entry(row: Row, known: Known, folder: Path) -> Entry:
    """The document of a row. What is wrong is noted; the row is then left."""
    symbol = _symbol(row)
    key = row.key() if row.has("key") else key_without(row)
    if not key and not row.has("symbol") and not row.has("key"):
        note(row.fault("symbol", _("Give a symbol, or a key for a document without one.")))
    bearing = next((known.by_symbol[one] for one in keys_of(symbol) if one in known.by_symbol), None)
    there = bearing or known.by_key.get(key)
    if there and there is not bearing and there.symbol and not row.has("key"):  # A/GC.1/2 and A/GC/1/2
        note(row.fault("symbol", f"“key” ({key}): {KEY_TAKEN}"))
    meeting = row.reference("session", known.meetings, None)
    said = _said(row, "" if bearing else symbol, meeting)  # in whatever form it was cited, it keeps its own
    found = Entry(row, there.key if there else key, symbol, there, said, _words(row))
    if not there and not any(found.words["title"].values()):
        note(row.fault("title", _("“%(key)s” is missing.") % {"key": "title"}))
    found.issued_on = _day(row, "issued_on")
    found.aliases = _several(row, "aliases")
    found.items = [*_items(row, known.items.get(meeting.pk, {}) if meeting else {})]
    found.files = {code: path for code in CODES if (path := _file(row, f"file_{code}", folder))}
    found.links = {code: _link(row, f"link_{code}") for code in CODES if row.has(f"link_{code}")}
    found.relations = [(kind, cited) for kind in RelationKind for cited in _several(row, kind.value)]
    row.done()
    return found


def key_without(row: Row) -> str:
    """The key of a document to which none is given: its symbol or its designation, as an address takes it."""
    return symbols.address(row.text("symbol", "")) or slugify(row.text("designation", ""))[:80].strip("-")


def _symbol(row: Row) -> str:
    if not row.has("symbol"):
        return ""
    try:
        return str(symbols.parse(row.text("symbol")))
    except SymbolError as error:
        note(row.fault("symbol", f"“symbol”: {error.sentence(_)} {_(symbols.HELP_TEXT)}."))
        return ""


def _said(row: Row, symbol: str, meeting: Meeting | None) -> dict[str, Any]:
    """What the row says of the document besides its words; of empty cells nothing."""
    said = {
        "symbol": symbol,
        "meeting": meeting,
        "kind": _choice(row, "kind", DocumentKind),
        "distribution": _choice(row, "distribution", Distribution),
        "original_language": _language(row, "original_language"),
        "languages": [code for code in CODES if code in {_code(row, one) for one in _each(row, "languages")}],
        "submitted_on": _day(row, "submitted_on"),
        "planned_on": _day(row, "planned_on"),
        "job_number": row.text("job_number", ""),
        "issued_elsewhere": _flag(row, "issued_elsewhere"),
    }
    return {name: value for name, value in said.items() if value not in ("", None, [])}


def _words(row: Row) -> dict[str, dict[str, str]]:
    return {name: {code: row.text(f"{name}_{code}".rstrip("_"), "") for code in (*CODES, "")} for name in WORDS}


def _flag(row: Row, key: str) -> bool | None:
    """Whether a cell says yes or no; None where it is empty."""
    said = folded(row.text(key, ""))
    if said and said not in YES + NO:
        note(row.fault(key, _("“%(key)s” must be true or false.") % {"key": key}))
    return said in YES if said else None


def _choice(row: Row, key: str, options: Any) -> Any:
    """One of the options by its value, or by its name in English or in the language of the command; else None."""
    said = folded(row.text(key, ""))
    if not said:
        return None
    with override("en"):
        named = {folded(str(option.label)): option for option in options}
    named |= {folded(str(option.label)): option for option in options} | {option.value: option for option in options}
    if option := named.get(said) or named.get(OTHER_WORDS.get(said, "")):
        return option
    known = ", ".join(option.value for option in options)
    note(row.fault(key, _("“%(value)s” is not one of: %(known)s.") % {"value": row.text(key), "known": known}))
    return None


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


def _each(row: Row, key: str) -> list[str]:
    """The same of what has no comma in it, divided by commas as well."""
    return [word for piece in _several(row, key) for one in piece.split(",") if (word := one.strip())]


def _items(row: Row, known: Mapping[str, AgendaItem]) -> list[AgendaItem]:
    found = []
    for number in _each(row, "agenda"):
        if item := known.get(number):
            found.append(item)
        else:
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
    path = _found(folder.resolve(), row.text(key))
    if path is None:
        note(row.fault(key, _("There is no file “%(name)s” in the folder of the files.") % {"name": row.text(key)}))
        return None
    if path.stat().st_size > settings.POSTING_LIMIT_BYTES:
        note(row.fault(key, _("“%(name)s” is over the limit.") % {"name": row.text(key)}))
    return path


def _found(folder: Path, name: str) -> Path | None:
    """The file of this name in the folder: with the strokes of Windows too, and however its accents are stored."""
    for form in ("NFC", "NFD"):
        path = (folder / unicodedata.normalize(form, name.replace("\\", "/"))).resolve()
        try:
            if path.is_relative_to(folder) and path.is_file():
                return path
        except OSError:  # a name that is too long for one
            return None
    return None
