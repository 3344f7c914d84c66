"""Invitations in the admin site: whom a call invites, how far each has come, and who has not answered."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_info, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from igsp_portal.foundations import time
from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.admin import Button, RecordedAdmin, RecordedInline, one_process
from igsp_portal.foundations.datafiles import sheets
from igsp_portal.foundations.forms.checked import CheckedForm
from igsp_portal.foundations.forms.given_back import gives_back
from igsp_portal.foundations.forms.inputs import Lines
from igsp_portal.foundations.language.days import moment
from meetings.admin import KindFilter

from ..models import Call, Invitation, Reminder
from ..states import UNANSWERED, CallState, InvitationState
from . import actions, lists, reminding
from .actions import Invited

LARGEST = 2 * 1024 * 1024
LOOKED_THROUGH = "list.csv"  # the name under which the rows that were shown, or typed, come back
ANY = "unanswered"


class StateFilter(admin.SimpleListFilter):
    """How far the invited have come; first, whether they have answered at all."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(ANY, _("not answered")), *InvitationState.choices]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        if self.value() == ANY:
            return queryset.filter(state__in=UNANSWERED)
        return queryset.filter(state=self.value()) if self.value() in InvitationState.values else queryset


class AddressesField(Lines):
    """E-mail addresses, one on each line."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"widget": forms.Textarea({"rows": 3, "dir": "ltr"}), **options})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [*dict.fromkeys(email for email in lists.BETWEEN.split(super().to_python(value) or "") if email)]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return lists.BETWEEN.split((data or "").strip()) != (initial or [])


class InvitationForm(CheckedForm):
    emails = AddressesField(
        label=capfirst(gettext_lazy("e-mail addresses")),
        help_text=gettext_lazy(
            "One on each line. When one is changed, the link that was sent ends; save, and send a new one."
        ),
    )

    class Meta:
        model = Invitation
        fields = ["call", "participant", "emails", "language"]

    def clean(self) -> dict[str, Any]:
        if self.instance._state.adding:
            self.instance.invited_at = time.now()
        return super().clean() or {}


def _renew(invitation: Invitation, *, by: Any) -> Any:
    actions.renew(invitation, by=by)
    return _("A new link is on its way; the one before opens nothing any more.")


def _revoke(invitation: Invitation, *, by: Any) -> Any:
    actions.revoke(invitation, by=by)
    return _("The link opens nothing any more. Those who were named by it stay named.")


@admin.register(Invitation)
class InvitationAdmin(RecordedAdmin):
    """Who was invited to answer a call, and how far each has come; never a word of what a party drafts."""

    order = 4
    reads = Permission.SUBMISSION_READ
    edits = Permission.PEOPLE_EDIT
    form = InvitationForm
    list_display = ["party", "call", "region", "addresses", "sent", "opened", "came_to"]
    list_filter = [
        "call",
        StateFilter,
        ("participant__kind", KindFilter),
        "participant__region",
        "participant__regional_group",
    ]
    list_select_related = ["call__process", "participant__region", "participant__regional_group"]
    search_fields = ["participant__name", "participant__key"]
    autocomplete_fields = ["call", "participant"]
    fields = ["call", "participant", "emails", "language"]
    none_yet = gettext_lazy("Nobody has been invited yet. Open a call and press “Invite participants”.")
    buttons = (
        Button(
            "renew",
            gettext_lazy("Send a new link"),
            Permission.PEOPLE_EDIT,
            _renew,
            lambda invitation: (
                not invitation.is_illustrative and invitation.call.state_at(time.now()) != CallState.CLOSED
            ),
        ),
        Button(
            "revoke",
            gettext_lazy("Revoke the link"),
            Permission.PEOPLE_EDIT,
            _revoke,
            lambda invitation: invitation.revoked_at is None,
        ),
    )

    def get_urls(self) -> list[URLPattern]:
        as_sheet = path("xlsx/", self.admin_site.admin_view(self.as_sheet), name="submissions_invitation_xlsx")
        return [as_sheet, *super().get_urls()]

    def downloads(self, request: HttpRequest) -> list[tuple[str, str]]:
        """The list as it is filtered, as a spreadsheet."""
        asked = request.GET.urlencode()
        address = reverse("admin:submissions_invitation_xlsx") + (f"?{asked}" if asked else "")
        return [(_("Download this list as XLSX"), address)]

    def as_sheet(self, request: HttpRequest) -> HttpResponse:
        """What the list of that address holds, all of it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = self.get_changelist_instance(request).get_queryset(request)
        head = [
            *(_("key"), _("participant"), _("kind"), _("region"), _("call"), _("e-mail addresses"), _("language")),
            *(_("invited"), _("sent"), _("opened"), _("state")),
        ]
        rtl = get_language_info(get_language() or "en")["bidi"]
        processes: dict[int, Any] = {}
        for invitation in found:  # whose names for kinds are read once
            invitation.participant.process = processes.setdefault(invitation.process.pk, invitation.process)
        made = sheets.sheet(str(self.opts.verbose_name_plural), head, map(self._cells, found), right_to_left=rtl)
        response = HttpResponse(made, content_type=sheets.MEDIA_TYPE)
        response["Content-Disposition"] = 'attachment; filename="invitations.xlsx"'
        response["Cache-Control"] = "no-store, private"
        return response

    def _cells(self, invitation: Invitation) -> list[str]:
        participant = invitation.participant
        times = (invitation.invited_at, invitation.sent_at, invitation.opened_at)
        return [
            participant.key,
            participant.name,
            participant.called,
            self.region(invitation),
            invitation.call.title,
            ", ".join(invitation.emails),
            invitation.language,
            *(at.strftime("%Y-%m-%d %H:%M") if at else "" for at in times),
            self.came_to(invitation),
        ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).with_states()  # type: ignore[attr-defined]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fixed = ["call", "participant", "sent", "valid_until", "opened", "came_to"] if obj else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*self.fields, "sent", "valid_until", "opened", "came_to"] if obj else self.fields

    def save_model(self, request: Any, obj: Invitation, form: Any, change: bool) -> None:
        if change:
            if not one_process.may(request, self.edits, obj.process):
                raise PermissionDenied
            actions.correct(obj, by=request.user, names=[name for name in form.changed_data if name in self.fields])
            return
        if not one_process.may(request, self.edits, obj.process):
            raise PermissionDenied  # it would come to stand in a process of others
        made = actions.invite(obj.call, [Invited(obj.participant, obj.emails, obj.language)], by=request.user)
        obj.pk = made[0].pk

    @admin.display(description=gettext_lazy("participant"), ordering="participant__name")
    def party(self, invitation: Invitation) -> str:
        return invitation.participant.name

    @admin.display(description=gettext_lazy("region"), ordering="participant__region")
    def region(self, invitation: Invitation) -> str:
        return str(invitation.participant.place or "")

    @admin.display(description=gettext_lazy("e-mail addresses"))
    def addresses(self, invitation: Invitation) -> str:
        return ", ".join(invitation.emails)

    @admin.display(description=gettext_lazy("sent"), ordering="sent_at")
    def sent(self, invitation: Invitation) -> str:
        return f"{moment(invitation.sent_at)} UTC" if invitation.sent_at else "–"

    @admin.display(description=gettext_lazy("opened"), ordering="opened_at")
    def opened(self, invitation: Invitation) -> str:
        return f"{moment(invitation.opened_at)} UTC" if invitation.opened_at else "–"

    @admin.display(description=gettext_lazy("link valid until"))
    def valid_until(self, invitation: Invitation) -> str:
        if invitation.expires_at is None or invitation.token_hash is None:
            return "–"
        return f"{moment(invitation.expires_at)} UTC"

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def came_to(self, invitation: Any) -> str:
        return str(InvitationState(invitation.state).label)


class ListForm(forms.Form):
    """Whom to invite, typed or as a file."""

    content = Lines(
        label=gettext_lazy("Whom to invite"),
        required=False,
        max_length=500_000,
        widget=forms.Textarea({"rows": 16, "dir": "auto", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One participant on each line, as in the first: its key or name, then its addresses with a space between."
            " Who has no address is passed over."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("or a file"),
        required=False,
        help_text=gettext_lazy("A table (CSV or XLSX) with the columns of the file that can be downloaded here."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean_file(self) -> Any:
        file: Any = self.cleaned_data["file"]
        if file and file.size > LARGEST:
            raise forms.ValidationError(_("The file is too large; a list has at most 2 MB."))
        return file


class ReminderForm(CheckedForm):
    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if "day" in self.changed_data and day < time.today(self.instance.call.zone or None):
            raise ValidationError(_("This day is over; nobody would be reminded."))
        return day


class ReminderInline(RecordedInline):
    """The days on which those are reminded who have not answered."""

    model = Reminder
    form = ReminderForm
    edits = Permission.CALL_EDIT
    fields = ["day", "done_at"]
    readonly_fields = ["done_at"]
    one_more = gettext_lazy("Add a reminder")


class Inviting:
    """For the admin page of calls: who is invited to answer, and when the others are reminded."""

    admin_site: Any
    opts: Any
    inlines: ClassVar[Any] = [ReminderInline]
    inviting = (
        Button(
            "invite",
            gettext_lazy("Invite participants"),
            Permission.PEOPLE_EDIT,
            actions.refuse_unless_inviting,
            lambda call: not call.is_draft and call.state_at(time.now()) != CallState.CLOSED,
            page=True,
        ),
    )

    def get_urls(self) -> list[URLPattern]:
        def page(name: str, view: Any) -> URLPattern:
            return path(f"<row:pk>/{name}/", self.admin_site.admin_view(view), name=f"submissions_call_{name}")

        return [page("invite", self.invite), page("addressees", self.addressees), *super().get_urls()]  # type: ignore[misc]

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)  # type: ignore[misc]
        if formset.model is Reminder:
            for reminder in [*formset.new_objects, *(thing for thing, _names in formset.changed_objects)]:
                reminding.await_day(reminder)

    @gives_back(content=gettext_lazy("Whom to invite"))
    def invite(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Type whom to invite, or choose a file; look through it; then invite."""
        call = self._call(request, pk)
        if request.method == "POST" and "invite" in request.POST:
            return self._invited(request, call)
        typed = lists.as_text(lists.still_to_invite(call)) if request.method != "POST" else ""
        form = ListForm(request.POST or None, request.FILES or None, initial={"content": typed})
        preview = None
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            data, name = (file.read(), Path(file.name).name) if file else (form.cleaned_data["content"].encode(), "")
            preview = lists.read_through(data, name or LOOKED_THROUGH, call, by=request.user)
            form = ListForm(initial={"content": preview.content or form.cleaned_data["content"]})
        return self._list_page(request, call, form, preview)

    def _invited(self, request: HttpRequest, call: Call) -> HttpResponse:
        try:
            actions.refuse_unless_inviting(call)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return HttpResponseRedirect(request.get_full_path())
        content = request.POST.get("content", "")
        done = lists.read_through(content.encode(), LOOKED_THROUGH, call, by=request.user, keep=True)
        if done.mistakes:
            return self._list_page(request, call, ListForm(initial={"content": content}), done)
        said = ngettext("%(count)s participant is invited.", "%(count)s participants are invited.", done.invited)
        messages.success(request, said % {"count": done.invited})
        address = reverse("admin:submissions_invitation_changelist")
        return HttpResponseRedirect(f"{address}?call__id__exact={call.pk}")

    def addressees(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The addressees that have not been invited, as a spreadsheet to be filled in."""
        call = self._call(request, pk)
        made = sheets.sheet(call.key, lists.COLUMNS, lists.still_to_invite(call))
        response = HttpResponse(made, content_type=sheets.MEDIA_TYPE)
        response["Content-Disposition"] = f'attachment; filename="{call.key}-addressees.xlsx"'
        response["Cache-Control"] = "no-store, private"
        return response

    def _call(self, request: HttpRequest, pk: int) -> Call:
        call: Call = get_object_or_404(self.get_queryset(request), pk=pk)  # type: ignore[attr-defined]
        if not one_process.may(request, Permission.PEOPLE_EDIT, call.process):
            raise PermissionDenied
        return call

    def _list_page(
        self, request: HttpRequest, call: Call, form: ListForm, preview: lists.Preview | None
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Invite participants"),
            "opts": self.opts,
            "call": call,
            "form": form,
            "preview": preview,
        }
        status = 400 if form.errors or (preview and preview.mistakes) else 200
        return TemplateResponse(request, "submissions/admin/invite.html", context, status=status)
