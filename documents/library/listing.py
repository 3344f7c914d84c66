"""Documents and their files as the lists and components of the face take them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from igsp_portal.foundations import time
from igsp_portal.foundations.language.days import date_format, moment
from igsp_portal.foundations.language.languages import CODES, LANGUAGES, isolated, listed
from meetings.models import AgendaItem, Meeting, Process
from meetings.rendering import when

from .. import filenames
from . import rules
from .models import Document, DocumentLink, Rendition
from .states import DocumentKind, DocumentState, FileFormat

FORMATS = [FileFormat.PDF, FileFormat.DOCX]  # in order of what is given out when none is asked for
SHORT = {language.html_lang: language.short_name for language in LANGUAGES.values()}
TONES = {
    DocumentState.PREPARATION: "neutral",
    DocumentState.PLANNED: "attention",
    DocumentState.ISSUED: "ok",
    DocumentState.WITHDRAWN: "late",
}


def meeting_with_dates(meeting: Meeting) -> str:
    """What tells a meeting from others of its name."""
    return f"{meeting}, {when(meeting.in_force)}"


@dataclass(frozen=True)
class Standing:
    """What a list says of a document in its place: for which items, when languages are expected, and whose it is.

    It is the document of a part of the meeting, or of another meeting: in words.
    """

    items: list[AgendaItem]
    expected: Mapping[str, date] = field(default_factory=dict)
    whose: str = ""


def with_files(documents: QuerySet[Document], user: Any, *, items: bool = True) -> QuerySet[Document]:
    """The documents with their agenda items (unless these are known) and what `user` may have of them.

    That is, as `shown_files`, the current files, and as `shown_links` the addresses of files kept elsewhere.
    """
    files = Rendition.objects.visible_to(user).current()
    links = DocumentLink.objects.visible_to(user)
    return (
        rules.with_later(documents, user)
        .select_related("part")
        .prefetch_related(
            *(["agenda_items"] if items else []),
            Prefetch("renditions", files, to_attr="shown_files"),
            Prefetch("links", links, to_attr="shown_links"),
        )
    )


def know_process(documents: list[Document], process: Process) -> list[Document]:
    """Spare each document the query for what all of them share."""
    for document in documents:
        document.process = process
        if document.meeting:
            document.meeting.process = process
        if document.part and document.meeting:
            document.part.meeting = document.meeting
    return documents


def by_language(files: Iterable[Rendition]) -> list[tuple[str, Rendition]]:
    """Each language with its file: by language, in the fixed order, then by format. One file may serve several."""
    served = [(code, file) for file in files for code in file.languages]
    return sorted(served, key=lambda one: (CODES.index(one[0]), FORMATS.index(FileFormat(one[1].format))))


def know_superseded(documents: list[Document], user: Any) -> list[Document]:
    """Give each document, as `later`, the one that has superseded it for `user`, or None; see rules.superseded_by."""
    found = rules.superseded_by(documents, user)
    for document in documents:
        document.later = found.get(document.pk)  # type: ignore[attr-defined]
    return documents


def later_entry(document: Document) -> dict[str, Any] | None:
    """What components/later.html takes of a document that another has superseded."""
    later = getattr(document, "later", None)
    return {"name": str(later), "symbol": later.symbol, "url": later.get_absolute_url()} if later else None


def file_entries(files: Iterable[Rendition], document: Document) -> list[dict[str, Any]]:
    """What components/files.html takes of the files of one document: one for each language that a file serves."""
    reader = get_language()
    return [_file_entry(file, code, document, reader) for code, file in by_language(files)]


def _file_entry(file: Rendition, language: str, document: Document, reader: str | None) -> dict[str, Any]:
    return {
        **language_entry(language),
        "format": FileFormat(file.format).label,
        "url": file_address(file, language, document.permanent_address),
        "size": filesizeformat(file.size),
        "pages": pages_in_words(file.pages) if file.pages else "",
        "current": file.is_current and language == reader,
        "superseded": "" if file.is_current else replaced_in_words(file, document),
    }


def link_entries(links: list[DocumentLink]) -> list[dict[str, Any]]:
    """The same of the files that are kept elsewhere: where the link leads stands in the place of the size."""
    return [
        {**language_entry(link.language), "format": link.host, "url": link.url}
        for link in sorted(links, key=lambda link: CODES.index(link.language))
    ]


def file_address(file: Rendition, language: str, address: str) -> str:
    """Where a current file is given out: by symbol and language, or by its checksum where there is no symbol."""
    if not address or not file.is_current:
        return file.get_absolute_url()
    query = {"lang": language}
    if file.format != FORMATS[0]:
        query["format"] = file.format
    return f"{address}?{urlencode(query)}"


def page_address(url: str, page: int | str) -> str:
    """Where a PDF is opened at a page: in the browser, which would take a file that is to be saved to its folder."""
    return f"{url}{'&' if '?' in url else '?'}open=1#page={page}"


def text_address(document: Document, language: str) -> str:
    """Where a document is read as plain text in a language, for whoever may have its file."""
    return reverse("documents:as_text", args=[document.process.slug, document.key, language])


def pages_in_words(pages: int) -> str:
    return ngettext("%(pages)s page", "%(pages)s pages", pages) % {"pages": pages}


def language_entry(code: str) -> dict[str, Any]:
    language = LANGUAGES[code]
    return {"html_lang": language.html_lang, "dir": language.direction, "name": language.own_name}


def file_name(file: Rendition, document: Document) -> str:
    """By the librarians' rule: UNEP_GC.23_6_Add.1-AR.pdf; of one that serves several, all of them: -EN-FR.pdf."""
    return filenames.file_name(document.symbol or document.key, file.language, file.format, also=file.also_in)


def languages_in_words(file: Rendition) -> str:
    """The language of a file, or all that it serves, in the reader's language."""
    return listed(str(LANGUAGES[code].name) for code in file.languages)


def standing_in_words(file: Rendition) -> str:
    """Whether it is the file in force, one that waits, one that a later file has replaced, or was taken back."""
    if file.taken_back_at:
        return _("taken back: %(reason)s") % {"reason": isolated(file.taken_back_because)}
    if not file.is_current:
        return _("replaced")
    if file.release_at and file.is_held:
        zone = file.document.process.zone
        return _("available from %(moment)s (%(zone)s)") % {"moment": moment(file.release_at, zone), "zone": zone}
    return _("current") if file.released_at else _("awaiting issue")


def posted_in_words(file: Rendition) -> str:
    """When it was posted: a moment, in UTC."""
    return f"{moment(file.posted_at)} UTC"


def replaced_in_words(file: Rendition, document: Document) -> str:
    """That a later file has replaced it, and on which day in the zone of the process."""
    later = file.superseded_by
    if later is None or later.released_at is None:
        return _("replaced")
    day = later.released_at.astimezone(time.named_zone(document.process.zone))
    return _("replaced on %(date)s") % {"date": date_format(day, "DATE_FORMAT")}


def day_of_release(file: Rendition) -> str:
    """The day in the zone of the process; of a paper set after its day of issue no hour is on record."""
    if file.released_at is None:
        return "–"
    zone = time.named_zone(file.document.process.zone)
    return date_format(file.released_at.astimezone(zone), "DATE_FORMAT")


def row(document: Document, today: date, standing: Standing | None = None) -> dict[str, Any]:
    """What components/document_row.html takes; `document` comes from `with_files`, with its items or a `standing`."""
    of_part = document.part.called if document.part else ""
    standing = standing or Standing(list(document.agenda_items.all()), whose=of_part)
    return {
        **head_entry(document, today),
        "subtitle": document.subtitle,
        "subtitle_in": _language_of(document, "subtitle") if document.subtitle else {},
        "kind": DocumentKind(document.kind).label,
        "meta": [str(part) for part in _meta(document, standing) if part],
        "files": entries_by_language(document),
        "missing": [
            language_entry(code) | _expected(standing.expected.get(code))
            for code in (missing_languages(document) if document.is_issued else ())
        ],
    }


def line(document: Document, language: str, today: date, standing: Standing) -> dict[str, Any]:
    """What components/document_lines.html takes: the one file in `language`, or what is known of it."""
    entries = entries_by_language(document)
    mine = next((entry for entry in entries if entry["html_lang"] == LANGUAGES[language].html_lang), None)
    return {
        **head_entry(document, today),
        "file": mine,
        "others": [] if mine else [entry | {"name": SHORT[entry["html_lang"]]} for entry in entries],
        "expected": "" if mine else _language_expected(document, language, standing.expected.get(language)),
        "whose": standing.whose,
    }


def _language_expected(document: Document, language: str, day: date | None) -> str:
    """When a document is expected in a language in which it is to be issued, or that it is not issued yet."""
    if not document.is_issued:
        return expected_in_words(document)
    if language not in missing_languages(document):
        return ""
    return expected_on_in_words(day) if day else _("not issued yet")


def files_choices(current: str) -> list[dict[str, Any]]:
    """What components/files_choice.html takes: the languages of files from which a reader chooses; first, all."""
    languages = [{"code": code, "lang": one.html_lang, **language_entry(code)} for code, one in LANGUAGES.items()]
    return [{**choice, "current": choice["code"] == current} for choice in [{"code": "", "name": _("all")}, *languages]]


def head_entry(document: Document, today: date) -> dict[str, Any]:
    """What every list tells of a document first: its symbol and title, and how it stands."""
    return {
        **title_entry(document),
        "symbol": document.symbol,
        "designation": designation_entry(document),
        "later": later_entry(document),
        "url": document.get_absolute_url(),
        "new": rules.is_new(document, document.shown_files, today),  # type: ignore[attr-defined]
        "badge": None if document.is_issued else badge(document, today),
    }


def lacking(documents: Iterable[Document]) -> list[int]:
    """The ids of those of which languages are still to come; they come from `with_files`."""
    return [document.pk for document in documents if document.is_issued and missing_languages(document)]


def missing_languages(document: Document) -> list[str]:
    """The languages still to come of a document that comes from `with_files`."""
    return rules.missing_languages(document, [*document.shown_files, *document.shown_links])  # type: ignore[attr-defined]


def entries_by_language(document: Document) -> list[dict[str, Any]]:
    """One entry for each language in which there are files, here or elsewhere; further formats are its `others`."""
    links = link_entries(document.shown_links)  # type: ignore[attr-defined]
    entries = file_entries(document.shown_files, document)  # type: ignore[attr-defined]
    by_language = (list(same) for _language, same in groupby(entries, key=lambda entry: entry["html_lang"]))
    return [*({**first, "others": others} for first, *others in by_language), *links]


def _expected(day: date | None) -> dict[str, str]:
    return {"expected": expected_on_in_words(day)} if day else {}


def title_entry(document: Document) -> dict[str, Any]:
    """The title, and its language where that is not the reader's."""
    return {"title": document.title, **_language_of(document, "title")}


def named_entry(document: Document, url: str) -> dict[str, Any]:
    """A document as it is named in a choice of some."""
    return {"url": url, "symbol": str(document), **title_entry(document)}


def designation_entry(document: Document) -> dict[str, Any] | None:
    """The designation of a document without a symbol, and its language where that is not the reader's."""
    if document.symbol or not document.designation:
        return None
    return {"words": document.designation, **_language_of(document, "designation")}


def _language_of(document: Document, name: str) -> dict[str, str]:
    """The language in which a translated column is read, where it is not the reader's."""
    reader = get_language() or "en"
    for code in (reader, *settings.MODELTRANSLATION_FALLBACK_LANGUAGES):
        if getattr(document, f"{name}_{code.replace('-', '_')}", ""):
            return {} if code == reader else {"lang": LANGUAGES[code].html_lang, "dir": LANGUAGES[code].direction}
    return {}


def badge(document: Document, today: date) -> dict[str, Any]:
    """Where it stands, in words; one awaited beyond its day is said to be late, and by how much."""
    if rules.was_dropped(document):
        return {"label": pgettext("document", "no longer expected"), "tone": "neutral"}
    if late := rules.days_late(document, today):
        return {"label": days_late_in_words(late), "tone": "late"}
    return {"label": document.get_state_display(), "tone": TONES[DocumentState(document.state)]}


def days_late_in_words(days: int) -> str:
    return ngettext("%(count)d day late", "%(count)d days late", days) % {"count": days}


def expected_in_words(document: Document) -> str:
    """When an awaited document is expected; empty where nobody said."""
    expected = rules.expected_on(document) if document.state == DocumentState.PLANNED else None
    return expected_on_in_words(expected) if expected else ""


def expected_on_in_words(day: date) -> str:
    return _("expected by %(date)s") % {"date": date_format(day, "DATE_FORMAT")}


def _meta(document: Document, standing: Standing) -> list[str]:
    items = [item.printed_number for item in standing.items]
    held = document.shown_files or document.shown_links  # type: ignore[attr-defined]
    issued = document.issued_on and date_format(document.issued_on, "DATE_FORMAT")
    return [
        standing.whose,
        _("agenda item %(numbers)s") % {"numbers": listed(items)} if items else "",
        document.author,
        _("issued on %(date)s") % {"date": issued} if document.is_issued and issued else "",
        expected_in_words(document),
        _("issued by another body") if document.issued_elsewhere else "",
        document.get_distribution_display() if document.distribution != "general" else "",
        _("illustrative") if document.illustrative else "",
        _("no file is held here") if document.is_issued and not held else "",
    ]
