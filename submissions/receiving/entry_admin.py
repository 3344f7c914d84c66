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
from igsp_portal.foundations.forms.given_back import gives_back, words_page
from igsp_portal.foundations.language.languages import isolated, listed

from .. import actions, mails
from ..actions import FormChanged
from ..models import Call, SubmissionVersion
from ..sizes import MOST_STATEMENTS
from ..written import Written
from .entry import File, enter
from .entry_forms import ALL_FILES, WITHHOLD, EntryForm, as_entered, files_of, to_write, with_more_rows

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

    @gives_back(
        title=_("Title"),
        introduction=_("Introduction"),
        words=_("Your text"),
        proposed=_("The wording you propose"),
        number=_("Answer"),
        cell=_("Answer"),
    )
    def enter(self, request: HttpRequest) -> HttpResponse:
        """The calls of the process, or the form of the one that is asked for (`?call=`)."""
        if not one_process.may(request, Permission.SUBMISSION_RECEIVE):
            raise PermissionDenied
        calls = Call.objects.visible_to(request.user).filter(process=one_process.chosen(request))
        key = request.GET.get("call")
        context = {"title": _("Enter a submission")}
        if not key:
            return TemplateResponse(request, "submissions/receiving/enter.html", context | {"calls": calls})
        call = calls.select_related("process").filter(key=key).first()
        if call is None:
            raise Http404
        try:
            return _form(request, call, context | {"call": call})
        except FormChanged as changed:
            return words_page(request, status=409, why=changed.messages[0])


def _form(request: HttpRequest, call: Call, context: dict[str, Any]) -> HttpResponse:
    if request.method != "POST":
        return _shown(request, context, EntryForm(call=call), to_write(call), status=200)
    form, data, do = EntryForm(request.POST, call=call), request.POST, request.POST.get("do", "")
    written = as_entered(call, data)
    if do != "file":
        written = as_entered(call, with_more_rows(data, do, written))
        return _shown(request, context | {"more": True}, form, written, status=200)
    filed = None
    if form.is_valid() and written.is_whole:
        filed = _filed(request, call, form, written)
    if filed is None:
        return _shown(request, context, form, written, status=400)
    _tell(request, filed)
    return redirect("admin:submissions_submission_change", filed.submission_id)


def _shown(
    request: HttpRequest, context: dict[str, Any], form: EntryForm, written: Written, *, status: int
) -> HttpResponse:
    parts = [
        part | {"withhold": f"{WITHHOLD}{part['attach']}"} if "attach" in part else part for part in written.parts()
    ]
    written.say({})
    context |= {"entry": form, "written": written, "form": written.form, "formset": written.formset, "parts": parts}
    context |= {"withhold": f"{WITHHOLD}{ALL_FILES}"}
    context |= {"most_statements": MOST_STATEMENTS}
    return TemplateResponse(request, "submissions/receiving/enter.html", context, status=status)


def _filed(request: HttpRequest, call: Call, form: EntryForm, written: Written) -> SubmissionVersion | None:
    """The version that was filed; None where it was refused, as the form then says."""
    participant, by = form.cleaned_data["participant"], request.user
    try:
        files = _files(request, call)
        return enter(call, participant, form.arrival, by=by, said=written.sent(), files=files)  # type: ignore[arg-type]
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return None


def _files(request: HttpRequest, call: Call) -> list[File]:
    found = []
    for field, question in files_of(call).items():
        for name in (field, f"{WITHHOLD}{field}"):
            for sent in request.FILES.getlist(name):
                actions.refuse_too_large(sent.name or "", sent.size or 0)
                found.append(File(sent.name or "", sent.read(), question, withheld=name != field))
    return found


def _tell(request: HttpRequest, filed: SubmissionVersion) -> None:
    """Say under which number it was filed, and who is written to."""
    told, number = mails.recipients(filed), filed.filing_number
    if not told:
        said = gettext(
            "Filed under the number %(number)s. Nobody of the participant is written to: it has no focal point, and no "
            "sender's address was entered."
        )
        messages.warning(request, said % {"number": number})
        return
    said = gettext("Filed under the number %(number)s; a receipt is queued to: %(addresses)s")
    messages.success(request, said % {"number": number, "addresses": listed(isolated(to) for to, *_whom in told)})
