"""Permanent addresses: a document by its symbol, a file by symbol and language, a file by its checksum."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from igsp_portal.foundations import time
from igsp_portal.foundations.files.filetypes import FileType
from igsp_portal.foundations.language.days import date_format
from igsp_portal.foundations.language.languages import LANGUAGES, UnknownLanguage, isolated, listed, resolve
from igsp_portal.foundations.pages.closed import open_to_all
from meetings.models import Decision
from meetings.views import process_or_404

from ... import symbols
from .. import listing, record, rules, serving
from ..models import Document, DocumentLink, Rendition
from ..models.documents import DocumentQuerySet
from ..models.renditions import RenditionQuerySet
from ..states import DocumentState, FileFormat

logger = logging.getLogger(__name__)
FORMATS = list(FileFormat)
SHA256 = re.compile("[0-9a-f]{64}")
MEDIA_TYPES = {file_type.ending: file_type.media_type for file_type in FileType}


@open_to_all
@require_safe
def by_symbol(request: HttpRequest, symbol: str) -> HttpResponseBase:
    """The page of a document in the reader's language; with ?lang= (and &format=) the file itself.

    What there is to say when it cannot be given is said in the language asked for.
    """
    with override(_language_of_answer(request)):
        return _by_symbol(request, symbol)


def _language_of_answer(request: HttpRequest) -> str | None:
    try:
        return resolve(request.GET.get("lang", ""))
    except UnknownLanguage:
        return get_language()


def _by_symbol(request: HttpRequest, symbol: str) -> HttpResponseBase:
    cited = symbol.strip("/")
    try:
        document = rules.find(cited, request.user)
    except symbols.SymbolError as error:
        if decision := _decision(cited, request.user):
            return redirect(decision)
        if meant := rules.find_joined(cited, request.user):
            return redirect(_with_query(meant.permanent_address, request))
        return _named(request, cited) or _not_a_symbol(request, cited, error)
    if document is None:
        if decision := _decision(cited, request.user):
            return redirect(decision)
        return _named(request, cited) or _no_such_document(
            request, understood=str(symbols.parse(cited)), nearest=_nearest(request, cited)
        )
    request.process = document.process  # type: ignore[attr-defined]
    if "lang" not in request.GET:
        return redirect(_page(document, cited))
    return _file_in_language(request, document)


@open_to_all
@require_safe
def by_key(request: HttpRequest, process: str, cited: str) -> HttpResponseBase:
    """The same for any document of a process: by its key, by one it had before, or by its designation."""
    with override(_language_of_answer(request)):
        found = rules.named(cited, request.user, process_or_404(request, process))
        if not found:
            return _no_such_document(request)
        return _file_in_language(request, found[0]) if "lang" in request.GET else redirect(found[0])


def former_or_404(visible: DocumentQuerySet, key: str) -> Document:
    """The document of a process that had this key before, or has it in another letter case. Raises Http404."""
    if document := visible.keyed(key).order_by("pk").first():
        return document
    raise Http404


def _named(request: HttpRequest, cited: str) -> HttpResponse | None:
    """What is designated so, in whichever process; where several documents are, the choice of them."""
    found = rules.named(cited, request.user)
    if len(found) < 2:
        return redirect(_with_query(found[0].permanent_address, request)) if found else None
    choices = [{"name": str(one), "process": str(one.process), "url": one.get_absolute_url()} for one in found]
    return _problem(request, 300, _("Several documents are cited so"), "", choices=choices)


def _nearest(request: HttpRequest, cited: str) -> list[dict[str, str]]:
    """What may have been meant; where a file was asked for, with the way to that of each."""
    found = rules.nearest(cited, request.user)
    return [listing.named_entry(one, _with_query(one.permanent_address, request)) for one in found]


def _decision(cited: str, user: Any) -> Decision | None:
    """The one decision that is cited so, of the processes that the reader may see."""
    found = Decision.objects.visible_to(user).cited_as(cited)
    return found[0] if len(found) == 1 else None


def _with_query(address: str, request: HttpRequest) -> str:
    return f"{address}?{query}" if (query := request.GET.urlencode()) else address


def _page(document: Document, cited: str) -> str:
    address = document.get_absolute_url()
    if rules.bears(document, cited):
        return address
    return f"{address}?{urlencode({'cited': cited})}"  # the page says under which symbol it stands


def _file_in_language(request: HttpRequest, document: Document) -> HttpResponseBase:
    try:
        language = resolve(request.GET["lang"])
    except UnknownLanguage:
        return unknown_language(request, document)
    files = list(Rendition.objects.visible_to(request.user).current().filter(document=document))
    wanted = request.GET.get("format", "").lower()
    for code, file in listing.by_language(files):
        if code == language and wanted in ("", file.format):
            return _give(request, file, document, _superseded(request, document, language))
    return not_given(request, document, language, files, wanted)


def not_given(
    request: HttpRequest, document: Document, language: str, files: list[Rendition], wanted: str = ""
) -> HttpResponse:
    """What there is to say where none of the document's `files` is in the language, and in the `wanted` format."""
    if not wanted and (link := _kept_elsewhere(request, document, language)):
        return link
    gone = _file_taken_back(request, language, document=document, format__in=[wanted] if wanted else FORMATS)
    told = None if any(language in file.languages for file in files) else _taken_back(request, gone)
    return told or _not_issued(request, document, language, files)


def _kept_elsewhere(request: HttpRequest, document: Document, language: str) -> HttpResponse | None:
    """The page that leads to a file of another place: it says to which, and sends nobody there unasked."""
    link = DocumentLink.objects.visible_to(request.user).filter(document=document, language=language).first()
    if link is None:
        return None
    context = {"document": document, "link": link, "language": listing.language_entry(language)}
    response = render(request, "documents/kept_elsewhere.html", context)
    response.headers["Content-Language"] = get_language() or "en"
    return response


@open_to_all
@require_safe
def rendition_file(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """One very file, also when a later one has superseded it; a header then names the later one."""
    visible = Rendition.objects.visible_to(request.user).select_related("document__process")
    same = visible.filter(sha256=sha256).order_by(F("superseded_by").asc(nulls_first=True), "-pk")  # the current first
    file = same.first() if SHA256.fullmatch(sha256) else None
    if file is None:
        told = _taken_back(request, _file_taken_back(request, sha256=sha256)) or _withdrawn(request, sha256)
        return told or _no_such_file(request)
    request.process = file.document.process  # type: ignore[attr-defined]
    if file.is_current:
        return _give(request, file, file.document, _superseded(request, file.document, file.language))
    return _give(request, file, file.document, _link(*(one.get_absolute_url() for one in _later(file, visible))))


def _superseded(request: HttpRequest, document: Document, language: str) -> dict[str, str]:
    """Where the document that has superseded this one is given out, in the same language if it is there in it."""
    found = rules.superseded_by([document], request.user).get(document.pk)
    if found is None:
        return {}
    files = Rendition.objects.visible_to(request.user).current().filter(document=found)
    query = f"?{urlencode({'lang': language})}" if any(language in file.languages for file in files) else ""
    return _link(f"{found.permanent_address}{query}")


def _link(*addresses: str) -> dict[str, str]:
    """The header that names later versions (RFC 5829), where there are any."""
    links = ", ".join(f'<{address}>; rel="latest-version"' for address in addresses)
    return {"Link": links} if links else {}


def _file_taken_back(request: HttpRequest, language: str = "", **which: Any) -> Rendition | None:
    """The last of these files to be taken back, of those that the reader might have had."""
    known = Rendition.objects.known_to(request.user).filter(taken_back_at__isnull=False, **which)
    rows = known.select_related("document__process").order_by("-taken_back_at", "-pk")
    return next((file for file in rows if not language or language in file.languages), None)


def _taken_back(request: HttpRequest, file: Rendition | None) -> HttpResponse | None:
    """Say that a file was taken back, when and why; None where there is none."""
    if file is None or file.taken_back_at is None:
        return None
    request.process = file.document.process  # type: ignore[attr-defined]
    zone = time.named_zone(file.document.process.zone)
    facts = {
        "date": date_format(file.taken_back_at.astimezone(zone), "DATE_FORMAT"),
        "reason": isolated(file.taken_back_because),
    }
    text = _("It was posted by mistake and taken back on %(date)s. The reason given: %(reason)s") % facts
    return _problem(request, 410, _("This file was taken back"), text, document=file.document)


def _withdrawn(request: HttpRequest, sha256: str) -> HttpResponse | None:
    """Say that a file was given out until its document was withdrawn, when and why; None where none was."""
    files = Rendition.objects.withdrawn_with_document(request.user).filter(sha256=sha256)
    file = files.select_related("document__process").order_by("-pk").first()
    if file is None:
        return None
    request.process = file.document.process  # type: ignore[attr-defined]
    document = file.document
    title = capfirst(document.get_state_display())
    return _problem(request, 410, title, record.withdrawn_in_words(document), document=document)


def _later(file: Rendition, visible: RenditionQuerySet) -> list[Rendition]:
    """What has replaced a file: the current one of its language, or those of its languages."""
    line = visible.current().filter(document=file.document, format=file.format)
    return [other for other in line if set(file.languages).intersection(other.languages)]


def _give(
    request: HttpRequest, file: Rendition, document: Document, extra: dict[str, str] | None = None
) -> HttpResponseBase:
    served = serving.Served(
        file=file.file,
        size=file.size,
        sha256=file.sha256,
        media_type=MEDIA_TYPES[file.format],
        name=listing.file_name(file, document),
        html_lang=", ".join(LANGUAGES[code].html_lang for code in file.languages),
        modified=int((file.released_at or file.posted_at).timestamp()),
        public=_is_public(request.user, file) and not (extra and request.user.is_authenticated),
        opened="open" in request.GET and file.format == FileFormat.PDF,
    )
    try:
        return serving.answer(request, served, extra)
    except OSError as error:
        logger.error("The file %s of %s cannot be given out: %s", file.sha256, document, error)
        return not_in_store(request)


def _is_public(user: Any, file: Rendition) -> bool:
    """Whether a shared cache may keep it: what this reader sees, a stranger may see too."""
    if not user.is_authenticated:
        return True
    return Rendition.objects.visible_to(AnonymousUser()).filter(pk=file.pk).exists()


def _problem(request: HttpRequest, status: int, title: str, text: str, **more: Any) -> HttpResponse:
    context = {"status": status, "problem": title, "text": text, **more}
    response = render(request, "documents/problem.html", context, status=status)
    response.headers["Content-Language"] = get_language() or "en"
    return response


def _not_a_symbol(request: HttpRequest, typed: str, error: symbols.SymbolError) -> HttpResponse:
    place = error.position
    return _problem(
        request,
        400,
        _("This is not a document symbol"),
        error.sentence(_),
        before=typed[:place],
        at=typed[place : place + 1],
        after=typed[place + 1 :],
        help=_(symbols.HELP_TEXT),
        nearest=_nearest(request, typed),
    )


def _no_such_document(
    request: HttpRequest, understood: str = "", nearest: Sequence[dict[str, str]] = ()
) -> HttpResponse:
    text = _(
        "No document with this symbol is known here. It may be restricted or not yet announced: those "
        "who take part in the process see more when they sign in."
    )
    return _problem(request, 404, _("There is no such document"), text, understood=understood, nearest=nearest)


def unknown_language(request: HttpRequest, document: Document) -> HttpResponse:
    """Say which languages there are."""
    text = _("After “lang=”, write one of the six official languages: ar, zh, en, fr, ru or es.")
    return _problem(request, 400, _("This is not an official language"), text, document=document)


def _not_issued(request: HttpRequest, document: Document, language: str, files: list[Rendition]) -> HttpResponse:
    """Say which files there are, and when the one asked for is expected."""
    return _problem(
        request,
        410 if document.state == DocumentState.WITHDRAWN else 404,
        _what_is_missing(document, language, files),
        _why_not_issued(document, files),
        document=document,
        language=listing.language_entry(language),
        files=listing.file_entries(files, document),
        expected=record.expected_in_words(document, language),
    )


def _what_is_missing(document: Document, language: str, files: list[Rendition]) -> str:
    if document.state == DocumentState.WITHDRAWN:
        return capfirst(document.get_state_display())
    if any(language in file.languages for file in files):
        return _("Not issued in this format")
    if document.is_issued and not files and language in rules.languages_of_issue(document):
        return capfirst(_("no file is held here"))
    return _("Not issued in this language")


def _why_not_issued(document: Document, files: list[Rendition]) -> str:
    if document.state == DocumentState.WITHDRAWN:
        return record.withdrawn_in_words(document)
    if rules.was_dropped(document):
        return _("The session for which it was intended was cancelled.")
    if not document.is_issued and document.languages:
        names = listed(str(LANGUAGES[code].name) for code in rules.languages_of_issue(document))
        return _("The document is forthcoming. It will be issued simultaneously in: %(names)s.") % {"names": names}
    if not document.is_issued:
        return _("The document is forthcoming; it will be issued in all languages simultaneously.")
    if files:
        return _("It is available in the languages and formats below.")
    return _("The portal has a record of the document but holds no file of it.")


def _no_such_file(request: HttpRequest) -> HttpResponse:
    text = _("No file with this checksum is known here, or it is not open to you.")
    return _problem(request, 404, _("There is no such file"), text)


def not_in_store(request: HttpRequest) -> HttpResponse:
    """Say that a file is on record, and not to be had as it was recorded."""
    text = _("The file is on record but cannot be read at the moment. Try again later or contact the secretariat.")
    return _problem(request, 503, _("The file cannot be delivered at the moment"), text)
