"""Pages of the admin site beside a submission: its screening, its private notes, and what is asked about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.admin import Button, one_process
from igsp_portal.foundations.forms.given_back import gives_back
from igsp_portal.foundations.language.days import moment
from igsp_portal.foundations.pages.addresses import MOST_FIGURES

from .. import mails, rules
from ..models import PrivateNote, Screening, Submission
from ..states import RECEIVED, Channel, Verdict
from . import actions, exports, pages
from .forms import EmailedAnswerForm, NoteForm, RequestForm, ScreeningForm


@dataclass(frozen=True)
class Act:
    """One page: its form, what sending it does, and what is said then. `when` offers it for a submission."""

    name: str
    title: str | Promise
    does: str | Promise
    form: Callable[..., forms.Form]
    act: Callable[..., Any]
    said: str | Promise
    when: Callable[[Submission], bool]
    shown: Callable[[Submission], list[dict[str, str]]] = lambda submission: []


def _is_examined(submission: Submission) -> bool:
    return submission.state in actions.EXAMINED


def _is_received(submission: Submission) -> bool:
    return submission.state in RECEIVED


def _is_asked(submission: Submission) -> bool:
    return _is_received(submission) and actions.is_awaited(submission)


def _notes(submission: Submission) -> list[dict[str, str]]:
    notes = PrivateNote.objects.filter(version__submission=submission).order_by("pk")
    return [{"head": note.by_name, "when": f"{moment(note.at)} UTC", "words": note.words} for note in notes]


def _screen(submission: Submission, *, by: Any, verdict: str, reason: str, seen: int | None) -> None:
    actions.screen(submission, by=by, verdict=Verdict(verdict), reason=reason, seen=seen)


def _emailed(submission: Submission, *, by: Any, seen: int | None, **facts: Any) -> None:
    """An answer is to what was asked, whatever stands by now."""
    actions.answer(submission, by=by, channel=Channel.EMAIL, **facts)


SENT = _("Saved; an e-mail to the participant's focal points has been queued.")
UNSENT = _("Saved. Nobody was written to.")


def _is_told(submission: Submission, act: Act) -> bool:
    """Whether the party is written to; of a thread only people who can answer in it are."""
    standing = submission.standing
    if submission.illustrative or standing is None:
        return False
    return bool(mails.recipients(standing) if act.name == "screen" else mails.focal_points(submission.participant))


ACTS = (
    Act("screen", _("Screening"), _("Record the result"), ScreeningForm, _screen, SENT, _is_examined),
    Act(
        "notes",
        _("Private notes"),
        _("Keep the note"),
        NoteForm,
        actions.write_note,
        _("The note has been saved."),
        _is_received,
        _notes,
    ),
    Act(
        "ask",
        _("Ask for a clarification"),
        _("Send the request"),
        RequestForm,
        actions.ask,
        SENT,
        _is_received,
        pages.entries,
    ),
    Act(
        "answered",
        _("Enter an answer that came by e-mail"),
        _("Enter the answer"),
        EmailedAnswerForm,
        _emailed,
        SENT,
        _is_asked,
        pages.entries,
    ),
)
BUTTONS = tuple(
    Button(act.name, act.title, Permission.SUBMISSION_RECEIVE, act.act, act.when, page=True) for act in ACTS
)


class Receiving:
    """For the ModelAdmin of submissions: the pages of ACTS, and what is told of them on a submission's own page."""

    admin_site: Any
    opts: Any
    get_queryset: Any

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        pages_of = [
            path(f"<row:pk>/{act.name}/", self.admin_site.admin_view(self._page(act)), name=f"{name}_{act.name}")
            for act in ACTS
        ]
        files = [
            path("received.xlsx", self.admin_site.admin_view(self.received_xlsx), name=f"{name}_received_xlsx"),
            path("received.json", self.admin_site.admin_view(self.received_json), name=f"{name}_received_json"),
        ]
        return [*pages_of, *files, *super().get_urls()]  # type: ignore[misc]

    def downloads(self, request: HttpRequest) -> list[tuple[str, str]]:
        """All that was received, as a spreadsheet and as data."""
        if one_process.chosen(request) is None:
            return []
        spreadsheet, data = (reverse(f"admin:submissions_submission_received_{kind}") for kind in ("xlsx", "json"))
        return [(gettext("As a spreadsheet (XLSX)"), spreadsheet), (gettext("As data (JSON)"), data)]

    def received_xlsx(self, request: HttpRequest) -> HttpResponse:
        """What was received as a spreadsheet."""
        process = _process(request)
        return exports.as_xlsx(exports.received(process), f"{process.slug}-received.xlsx", inside=True)

    def received_json(self, request: HttpRequest) -> HttpResponse:
        """The same as data."""
        process = _process(request)
        return exports.as_json(process, exports.received(process), f"{process.slug}-received.json")

    def _page(self, act: Act) -> Callable[..., HttpResponse]:
        @gives_back(reason=_("Reason"), words=_("Text"))
        def shown(request: HttpRequest, pk: int) -> HttpResponse:
            return self._act(request, pk, act)

        return shown

    def _act(self, request: HttpRequest, pk: int, act: Act) -> HttpResponse:
        submission = get_object_or_404(self.get_queryset(request), pk=pk)
        if not rules.may_receive(request.user, submission.process):
            raise PermissionDenied
        offered = act.when(submission)
        if request.method == "POST" and not offered:
            raise PermissionDenied
        form = _form(act, submission, request.POST or None) if offered else None
        if form is not None and request.method == "POST" and _done(act, submission, form, request):
            return redirect("admin:submissions_submission_change", pk)
        context = {
            **self.admin_site.each_context(request),
            "title": act.title,
            "subtitle": str(submission),
            "submission": submission,
            "opts": self.opts,
            "form": form,
            "entries": act.shown(submission),
            "does": act.does,
            "seen": submission.standing.number if submission.standing else "",
        }
        status = 400 if form is not None and form.errors else 200
        return TemplateResponse(request, "submissions/receiving/act.html", context, status=status)

    def told_of_waiting(self, request: HttpRequest) -> list[tuple[str, str]]:
        """The answers to which nothing followed, and of whose submissions nothing was found since."""
        if not one_process.may(request, Permission.SUBMISSION_RECEIVE):
            return []
        answers = pages.answers_waiting().filter(version__submission__in=self.get_queryset(request))
        return [
            (
                gettext("%(party)s has answered the request for a clarification") % {"party": party},
                reverse("admin:submissions_submission_ask", args=[pk]),
            )
            for pk, party in answers
        ]

    def screenings(self, submission: Submission) -> str:
        """What was found of each version that was examined, with the reason."""
        found = Screening.objects.filter(version__submission=submission).select_related("version")
        rows = ((f"{moment(s.at)} UTC", s.version, s.get_verdict_display(), s.by_name, s.reason) for s in found)
        items = format_html_join("", '<li>{}: {} · {} · {}<br><span dir="auto">{}</span></li>', rows)
        return format_html('<ul class="plain">{}</ul>', items) if items else "–"

    screenings.short_description = _("screening")  # type: ignore[attr-defined]


def _process(request: HttpRequest) -> Any:
    """The process at work. Raises PermissionDenied unless what was filed in it may be read."""
    process = one_process.chosen(request)
    if process is None or not one_process.may(request, Permission.SUBMISSION_READ, process):
        raise PermissionDenied
    return process


def _form(act: Act, submission: Submission, data: Any) -> forms.Form:
    more = {"zone": submission.process.zone} if act.form is EmailedAnswerForm else {}
    return act.form(data, **more)


def _seen(request: HttpRequest) -> int | None:
    """The number of the version that stood when the page was opened; None where that is not sent."""
    typed = request.POST.get("seen", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= MOST_FIGURES else None


def _done(act: Act, submission: Submission, form: forms.Form, request: HttpRequest) -> bool:
    """Carry it out, and say so; what is refused is said in the form."""
    if not form.is_valid():
        return False
    try:
        act.act(submission, by=request.user, seen=_seen(request), **form.cleaned_data)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    messages.success(request, str(act.said if act.said is not SENT or _is_told(submission, act) else UNSENT))
    return True
