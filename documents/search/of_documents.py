"""Documents as a source: their titles and symbols, the pages of their files, the paragraphs of texts issued as them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.utils.translation import gettext as _

from igsp_portal.foundations import time
from igsp_portal.foundations.language.days import date_format
from igsp_portal.foundations.language.languages import CODES, LANGUAGES, listed
from igsp_portal.models import Event

from ..finding.cutting import DOCUMENT, SYMBOL, TITLE, indexed, parts_of_symbol
from ..library import listing, rules
from ..library.models import Document, Rendition
from ..library.states import DocumentKind, FileFormat
from ..texts.models import TextVersion
from .models import Entry, Place
from .paragraphs import of_paragraph, paragraphs
from .sources import Shown, Source, Written
from .words_of_files import pages

NAME = "document"
# What of a process is printed in symbols of its documents, and so found.
IN_SYMBOLS = {"series", "series_aliases"}
OF_ONE = {"documents.rendition", "documents.symbolalias"}
OF_VERSIONS = {"documents.languageversion", "documents.reissue"}


def touched(event: Event) -> Iterable[int]:
    """The document that an event is about, or whose file, alias, or text it is about; of a process's series, all."""
    thing: Any = event.about_thing
    match event.about_type:
        case "documents.document":
            return [int(event.about_key)]
        case kind if kind in OF_ONE:
            return [thing.document_id]
        case "documents.textversion":
            return _of_versions([thing] if thing.is_frozen else [])
        case kind if kind in OF_VERSIONS:
            return _of_versions([getattr(thing, "version", None) or thing.of.version])
        case "documents.text":
            return _of_versions(thing.versions.released())
        case "meetings.process" if IN_SYMBOLS & set(event.facts.get("changes", ())):
            return Document.objects.filter(process=thing).values_list("pk", flat=True)
    return ()


def _of_versions(versions: Iterable[TextVersion]) -> list[int]:
    return [version.document_id for version in versions if version.document_id]


def every() -> Iterable[int]:
    """All documents in the order of their days: what is found first is then what was issued last."""
    in_order = Document.objects.order_by(F("issued_on").asc(nulls_first=True), "pk")
    return in_order.values_list("pk", flat=True)


def written(rows: Sequence[int]) -> Iterator[Written]:
    """The entries of documents: a title in each language, and where the document is issued, all there is to read."""
    files = Rendition.objects.current().filter(released_at__lte=time.passed()).order_by("pk")
    documents = Document.objects.filter(pk__in=rows).select_related("process")
    found = documents.prefetch_related("aliases", Prefetch("renditions", files, to_attr="shown_files")).in_bulk()
    for row in rows:
        if document := found.get(row):
            yield from _of_title(document)
            if document.is_issued:
                yield from _of_words(document)


def _of_title(document: Document) -> Iterator[Written]:
    symbols, titles = _symbols(document), _titles(document)
    for code, title in titles.items():
        if title or (code == document.original_language and not any(titles.values())):
            words = [DOCUMENT, *_title_words(document, code, title), *symbols]
            yield Written(_entry(document, Place.TITLE, code, title=title), words)


def _of_words(document: Document) -> Iterator[Written]:
    symbols, titles, read = _symbols(document), _titles(document), set()
    first = next((title for title in titles.values() if title), "")
    above = {code: [*indexed(title or first, TITLE), *symbols] for code, title in titles.items()}
    for one in paragraphs(getattr(document, "text_version", None)):
        read.add(one.language)
        place: dict[str, Any] = {"at": one.key, "label": one.label, "text": one.words, "version": one.version}
        entry = _entry(document, Place.PARAGRAPH, one.language, **place)
        yield Written(entry, [*indexed(one.words), *above[one.language]])
    readable = _readable(document.shown_files, without=read)  # type: ignore[attr-defined]
    words = pages(file for _language, file in readable) if readable else {}
    for language, file in readable:
        for number, text in words[file.sha256]:
            place = {"at": str(number), "text": text, "rendition": file}
            yield Written(_entry(document, Place.PAGE, language, **place), [*indexed(text), *above[language]])


def _titles(document: Document) -> dict[str, str]:
    return {code: _title(document, code) for code in CODES}


def _entry(document: Document, place: Place, language: str, **values: Any) -> Entry:
    return Entry(
        process_id=document.process_id,
        source=NAME,
        row=document.pk,
        place=place,
        document=document,
        meeting_id=document.meeting_id,
        kind=document.kind,
        language=language,
        on=document.issued_on,
        **values,
    )


def _readable(files: list[Rendition], without: Collection[str]) -> list[tuple[str, Rendition]]:
    """Each language that is not read already, with one file: one with pages, where there is one."""
    chosen: dict[str, Rendition] = {}
    for language, file in listing.by_language(files):
        if language not in without:
            chosen.setdefault(language, file)
    return list(chosen.items())


def _title(document: Document, language: str) -> str:
    """Title, subtitle and designation in one language; empty where there is none."""
    return " · ".join(filter(None, (_in(document, name, language) for name in ("title", "subtitle", "designation"))))


def _title_words(document: Document, language: str, title: str) -> list[str]:
    parts = (title, _in(document, "author", language), document.job_number)
    return [word for part in parts if part for word in (*indexed(part, TITLE), TITLE)]


def _in(document: Document, name: str, language: str) -> str:
    return getattr(document, f"{name}_{language.replace('-', '_')}", None) or ""


def _symbols(document: Document) -> list[str]:
    """The parts of every form in which a document is cited, one form parted from the next."""
    cited = [document.symbol, *(alias.symbol for alias in document.aliases.all())]
    forms = [*cited, *rules.in_other_series([document], document.process)[document.pk], document.job_number]
    return [word for form in dict.fromkeys(filter(None, forms)) for word in _parted(form)]


def _parted(form: str) -> list[str]:
    return [SYMBOL, *(SYMBOL + part for part in parts_of_symbol(form))]


def visible(user: Any) -> Q:
    """Entries of documents, files and versions that `user` may see."""
    document = Exists(Document.objects.visible_to(user).filter(pk=OuterRef("document")))
    file = Exists(Rendition.objects.visible_to(user).current().filter(pk=OuterRef("rendition")))
    version = Exists(TextVersion.objects.visible_to(user).issued().filter(pk=OuterRef("version")))
    return Q(document) & (Q(rendition=None) | Q(file)) & (Q(version=None) | Q(version))


def shown(rows: Sequence[int], user: Any) -> dict[int, Shown]:
    """Documents as they are headed among what was found."""
    visible = Document.objects.visible_to(user).filter(pk__in=rows).select_related("process", "meeting__process")
    return {document.pk: _shown(document) for document in visible.prefetch_related("agenda_items")}


def _shown(document: Document) -> Shown:
    entry = listing.title_entry(document)
    return Shown(
        url=document.get_absolute_url(),
        title=entry["title"],
        symbol=document.symbol,
        kind=document.get_kind_display(),
        meta=[part for part in _meta(document) if part],
        language=next((code for code in CODES if LANGUAGES[code].html_lang == entry.get("lang")), ""),
    )


def _meta(document: Document) -> list[str]:
    items = [item.printed_number for item in document.agenda_items.all()]
    day = document.issued_on and date_format(document.issued_on)
    return [
        str(document.meeting.name) if document.meeting else "",
        _("agenda item %(numbers)s") % {"numbers": listed(items)} if items else "",
        str(day or ""),
        "" if document.is_issued else str(document.get_state_display()),
    ]


def address(entry: Entry, thing: Shown) -> str:
    """The paragraph in the page of its text, or the page in its file; of a title the document itself."""
    if entry.place == Place.PARAGRAPH and entry.version:
        return of_paragraph(entry)
    if entry.rendition and entry.document:
        url = listing.file_address(entry.rendition, entry.language, entry.document.permanent_address)
        return listing.page_address(url, entry.at) if entry.rendition.format == FileFormat.PDF else url
    return thing.url


def as_text(entry: Entry) -> str:
    """The page of a file as text; of what is in no file, nothing."""
    if not (entry.rendition and entry.document):
        return ""
    url = listing.text_address(entry.document, entry.language)
    return f"{url}?at={entry.at}#page-{entry.at}" if entry.rendition.format == FileFormat.PDF else url


SOURCE = Source(NAME, touched, every, written, visible, shown, address, dict(DocumentKind.choices), as_text)
