"""The page of the admin site on which what came on paper or by e-mail is entered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.admin import one_process
from igsp_portal.foundations.forms.given_back import gives_back

from .. import actions
from ..models import Call
from ..states import Channel
from .entry import File, enter
from .entry_forms import EntryForm, entered_statements, said_in, with_more_rows

NAME = "submissions_submission_enter"


class Entering:
    """For the ModelAdmin of submissions: the way to the page, and the page."""

    admin_site: Any
    opts: Any

    def get_urls(self) -> list[URLPattern]:
        return [path("enter/", self.admin_site.admin_view(self.enter), name=NAME), *super().get_urls()]  # type: ignore[misc]

    def beside(self, request: HttpRequest) -> list[tuple[str, str]]:
        more = super().beside(request)  # type: ignore[misc]
        if one_process.chosen(request) and one_process.may(request, Permission.SUBMISSION_RECEIVE):
            return [*more, (gettext("Enter a submission"), reverse(f"admin:{NAME}"))]
        return more

    @gives_back(title=_("Title"), introduction=_("Introduction"), words=_("Text"))
    def enter(self, request: HttpRequest) -> HttpResponse:
        """The calls of the process, or the form of the one that is asked for (`?call=`)."""
        if not one_process.may(request, Permission.SUBMISSION_RECEIVE):
            raise PermissionDenied
        calls = Call.objects.visible_to(request.user).filter(process=one_process.chosen(request))
        key = request.GET.get("call")
        context = {**self.admin_site.each_context(request), "title": _("Enter a submission"), "opts": self.opts}
        if not key:
            return TemplateResponse(request, "submissions/receiving/enter.html", context | {"calls": calls})
        call = calls.select_related("process").filter(key=key).first()
        if call is None:
            raise Http404
        return self._form(request, call, context | {"subtitle": call.title, "call": call})

    def _form(self, request: HttpRequest, call: Call, context: dict[str, Any]) -> HttpResponse:
        if request.method != "POST":
            context |= {"form": EntryForm(call=call), "rows": entered_statements(call)}
            return TemplateResponse(request, "submissions/receiving/enter.html", context)
        more = "more" in request.POST
        data = with_more_rows(request.POST) if more else request.POST
        form, rows = EntryForm(data, request.FILES, call=call), entered_statements(call, data)
        whole = form.is_valid() and (rows is None or rows.is_valid())
        if whole and not more and (filed := _filed(request, call, form, rows)):
            said = gettext("Filed under the number %(number)s; a receipt to the participant's focal points is queued.")
            messages.success(request, said % {"number": filed.filing_number})
            return redirect("admin:submissions_submission_change", filed.submission_id)
        context |= {"form": form, "rows": rows, "more": more}
        return TemplateResponse(request, "submissions/receiving/enter.html", context, status=200 if more else 400)


def _filed(request: HttpRequest, call: Call, form: EntryForm, rows: Any) -> Any:
    """The version that was filed; None where it was refused, as the form then says."""
    data = dict(form.cleaned_data)
    data.pop("attach")
    try:
        return enter(
            call,
            data.pop("participant"),
            by=request.user,  # type: ignore[arg-type]
            channel=Channel(data.pop("channel")),
            statements=said_in(rows),
            files=_files(request),
            **data,
        )
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return None


def _files(request: HttpRequest) -> list[File]:
    found = []
    for sent in request.FILES.getlist("attach"):
        actions.refuse_too_large(sent.name or "", sent.size or 0)
        found.append((sent.name or "", sent.read()))
    return found
