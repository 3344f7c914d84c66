"""The page on which many files are posted: they are sent, shown row by row, and posted by one press.

It does its work by forms alone; a script shows how much of what is sent has arrived.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from igsp_portal.foundations import access
from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.admin import one_process
from igsp_portal.foundations.files.space import is_full
from igsp_portal.foundations.language.languages import CODES
from meetings.models import Meeting, Process

from ...symbols import SymbolError, parse
from .. import listing, next_symbols, rules
from . import arriving, known, looking, pressing, shown, waiting
from .plans import Choice, Outcome, Plan, plan
from .waiting import Waiting

BEGIN, PREVIEW = "admin:documents_document_post_many", "admin:documents_document_post_preview"


def begin(request: HttpRequest, around: dict[str, Any]) -> HttpResponse:
    """Choose the files: they are sent to a place of one's own, and nothing in the library changes."""
    process = _process(request)
    meeting = _meeting(process, request.POST.get("meeting") or request.GET.get("meeting", ""))
    if request.method == "POST":
        files = request.FILES.getlist("files")
        refusal = _("Choose at least one file.")
        if files:
            try:
                return _sent(request, process, meeting, files)
            except OSError as error:
                refusal = _no_room(error)
        return _choose(request, around, process, meeting, refusal, status=400)
    return _choose(request, around, process, meeting)


def _process(request: HttpRequest) -> Process:
    """The process whose admin pages these are, for those who post there."""
    process = one_process.chosen(request)
    if process is None:
        raise Http404
    if not access.may(request.user, Permission.DOCUMENT_POST, process=process):
        raise PermissionDenied
    return process


def _meeting(process: Process, key: str) -> Meeting | None:
    return process.meetings.filter(key=key).first() if key else None


def _choose(
    request: HttpRequest,
    around: dict[str, Any],
    process: Process,
    meeting: Meeting | None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    person: Any = request.user
    context = {
        **around,
        "title": _("Post many files"),
        "refusal": refusal,
        "meetings": [
            (one.key, listing.meeting_with_dates(one)) for one in process.meetings.with_dates().order_by("order")
        ],
        "meeting": meeting,
        "most": settings.POSTING_FILES,
        "limit": filesizeformat(settings.POSTING_LIMIT_BYTES),
        "waiting": [
            {
                "url": reverse(PREVIEW, args=[one.token]),
                "files": [file.path for file in one.files[:3]],
                "count": len(one.files),
            }
            for one in waiting.of(person, process.slug)
        ],
    }
    return TemplateResponse(request, "documents/admin/post_many.html", context, status=status)


def waiting_files(request: HttpRequest) -> list[tuple[str, str]]:
    """The files of this person's that wait in the process, in a few words, with the way there."""
    process, person = one_process.chosen(request), request.user
    found = []
    for one in waiting.of(person, process.slug) if process else []:  # type: ignore[arg-type]
        words = ngettext("%(count)s file waits to be posted", "%(count)s files wait to be posted", len(one.files))
        found.append((words % {"count": len(one.files)}, reverse(PREVIEW, args=[one.token])))
    return found


def _sent(request: HttpRequest, process: Process, meeting: Meeting | None, files: list[Any]) -> HttpResponse:
    person: Any = request.user
    place = waiting.begin(person, process.slug, meeting.key if meeting else "")
    try:
        arriving.take(place, files)
        place.keep()
    except BaseException:
        place.remove()
        raise
    return HttpResponseRedirect(reverse(PREVIEW, args=[place.token]))


def _no_room(error: OSError) -> str:
    if is_full(error):
        return _(
            "The portal's disk is full: nothing was kept. Ask the operator to free space, then send the files again."
        )
    return _("The files could not be kept. Ask the operator to check the portal's file storage, then send them again.")


def preview(request: HttpRequest, token: str, around: dict[str, Any]) -> HttpResponse:
    """The files row by row, with what will become of each; POST corrects rows, posts all, or discards them."""
    process = _process(request)
    person: Any = request.user
    try:
        place = waiting.find(person, process.slug, token)
    except waiting.NotThere:
        messages.warning(request, _("These files are waiting no longer. Send them again."))
        return HttpResponseRedirect(reverse(BEGIN))
    if place.done:
        messages.info(request, place.done)
        return _to_library(process, place)
    return _Preview(request, process, place, around).answer()


def _to_library(process: Process, place: Waiting) -> HttpResponse:
    address = reverse("documents:library", args=[process.slug])
    return HttpResponseRedirect(f"{address}?{urlencode({'meeting': place.meeting})}" if place.meeting else address)


class _Preview:
    """One request for a preview."""

    def __init__(self, request: HttpRequest, process: Process, place: Waiting, around: dict[str, Any]) -> None:
        self.request, self.process, self.place, self.around = request, process, place, around
        self.meeting = _meeting(process, place.meeting)
        self.candidates: dict[int, tuple[int, ...]] = {}
        self.printed: dict[int, int] = {}  # by place, the documents read from the files themselves

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            return self._shown() if not looking.look(self.place) else self._reading()
        do, _dot, about = self.request.POST.get("do", "").partition(".")
        if do == "discard":
            self.place.remove()
            messages.success(self.request, _("The files were discarded; nothing was posted."))
            return HttpResponseRedirect(reverse(BEGIN))
        self._know()
        shown_before = dict(self.place.choices)
        self._said(self.request.POST)
        if do == "make":
            return self._to_make(about)
        if do == "post":
            return self._press() if self.place.choices == shown_before else self._corrected()
        return HttpResponseRedirect(self.request.get_full_path())  # so that a page that is loaded anew sends nothing

    def _reading(self) -> HttpResponse:
        """The page that asks for itself until all files have been read."""
        done = sum(file.looked for file in self.place.files)
        context = {**self.around, "title": _("Post many files"), "done": done, "all": len(self.place.files)}
        return TemplateResponse(self.request, "documents/admin/post_reading.html", context)

    def _know(self) -> None:
        """The documents there are, and for each row what its name says, unless a person has said otherwise."""
        self.shelves = known.shelves(self.process, self.request.user, self.meeting)
        for file in self.place.files:
            choice, self.candidates[file.place], by_name = looking.proposed(file, self.shelves)
            if choice.document is not None and not by_name:
                self.printed[file.place] = choice.document
            if choice.document is None and (typed := self.place.typed.get(file.place)):
                choice = Choice(self.shelves.typed(typed), choice.language, choice.also)
            said = self.place.choices.get(file.place)
            if said is None:
                self.place.choices[file.place] = choice
            elif said.document is None and choice.document is not None and said.taken:  # which was made meanwhile
                self.place.choices[file.place] = Choice(choice.document, said.language, said.also)

    def _said(self, sent: QueryDict) -> None:
        """What a person has corrected. What the form did not offer is not taken."""
        for file in self.place.files:
            if f"row-{file.place}" in sent:
                self.place.choices[file.place] = self._choice(file.place, sent)
        may = access.may(self.request.user, Permission.DOCUMENT_ISSUE, process=self.process)
        issued = [int(pk) for pk in sent.getlist("issue") if pk.isdecimal() and len(pk) < 19]
        self.place.issued = [pk for pk in issued if may and pk in self.shelves.documents]
        self.place.keep()

    def _choice(self, place: int, sent: QueryDict) -> Choice:
        document = sent.get(f"document-{place}", "")
        pk = int(document) if document.isdecimal() and len(document) < 19 else None
        if typed := sent.get(f"symbol-{place}", "").strip():
            pk = self.shelves.typed(typed)
            self.place.typed[place] = typed[:100]
        else:
            self.place.typed.pop(place, None)
        language = sent.get(f"language-{place}", "")
        also = tuple(code for code in CODES if code in sent.getlist(f"also-{place}") and code != language)
        language = language if language in CODES else ""
        return Choice(pk if pk in self.shelves.documents else None, language, also, f"take-{place}" in sent)

    def _plan(self) -> Plan:
        """What becomes of the files as they are chosen and as the library is now."""
        shelves = known.shelves(self.process, self.request.user, self.meeting)
        concerned = {choice.document for choice in self.place.choices.values() if choice.document is not None}
        sha256s = {file.sha256 for file in self.place.files if file.sha256}
        library = known.library(shelves.documents, concerned, sha256s, self.request.user)
        return plan(self.place.files, self.place.choices, library, self.place.issued)

    def _shown(self, refusal: str = "", status: int = 200) -> HttpResponse:
        if status == 200:
            self._know()
        found = self._plan()
        may_issue = access.may(self.request.user, Permission.DOCUMENT_ISSUE, process=self.process)
        context = {
            **self.around,
            "title": _("Post many files"),
            "subtitle": self.meeting,
            "place": self.place,
            "rows": shown.rows(self.place, found, self.shelves, self.candidates, self.printed),
            "summary": shown.summary(found),
            "refusals": [shown.sentence(fault) for fault in found.refusals],
            "issue": shown.to_issue(found, self.shelves) if may_issue else [],
            "may_be_posted": found.may_be_posted,
            "fingerprint": pressing.fingerprint(found),
            "may_make": access.may(self.request.user, Permission.DOCUMENT_EDIT, process=self.process),
            "refusal": refusal,
        }
        return TemplateResponse(self.request, "documents/admin/post_preview.html", context, status=status)

    def _to_make(self, about: str) -> HttpResponse:
        """To the form for a document with this symbol, which leads back here."""
        known_of = {"symbol": about[:100], "posting": self.place.token}
        with suppress(SymbolError):
            symbol = parse(about)
            known_of["kind"] = rules.kind_of(str(symbol)).value
            if meeting := next_symbols.meeting_of(self.process, symbol) or self.meeting:
                known_of["meeting"] = str(meeting.pk)
        return HttpResponseRedirect(f"{reverse('admin:documents_document_add')}?{urlencode(known_of)}")

    def _corrected(self) -> HttpResponse:
        """Nothing is posted that has not been shown."""
        says = _("Nothing has been posted yet. Your corrections were applied: look at the rows, then press “Post all”.")
        messages.warning(self.request, says)
        return HttpResponseRedirect(self.request.get_full_path())

    def _press(self) -> HttpResponse:
        sent = self.request.POST.get("fingerprint", "")
        found = self._plan()
        if not found.may_be_posted and pressing.fingerprint(found) == sent:
            refusal = _("There is still something to settle, or nothing to post.")
            if found.counts[Outcome.REFUSED]:
                refusal = _("Nothing has been posted yet: correct the rows that are refused, or leave them out.")
            return self._shown(refusal, 400)
        try:
            pressing.press(self.place, self._plan, sent, by=self.request.user)
        except pressing.ChangedMeanwhile as error:
            return self._twice() or self._shown(error.messages[0], 409)
        except ValidationError as error:
            return self._twice() or self._shown(" ".join([_("Nothing was posted."), *error.messages]), 400)
        said = self._done(found)
        self.place.finish(said)
        messages.success(self.request, said)
        return _to_library(self.process, self.place)

    def _twice(self) -> HttpResponse | None:
        """What the first of two presses has done, for the second."""
        person: Any = self.request.user
        try:
            there = waiting.find(person, self.process.slug, self.place.token)
        except waiting.NotThere:
            return HttpResponseRedirect(reverse(BEGIN))
        if not there.done:
            return None
        messages.info(self.request, there.done)
        return _to_library(self.process, there)

    def _done(self, found: Plan) -> str:
        count = len(found.posted)
        said = [ngettext("%(count)s file was posted.", "%(count)s files were posted.", count) % {"count": count}]
        if issued := len(found.issued):
            words = ngettext("%(count)s document was issued.", "%(count)s documents were issued.", issued)
            said.append(words % {"count": issued})
        return " ".join(said)
