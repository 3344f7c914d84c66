"""Calls in the admin site, where they are written."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import time
from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.admin import Button, RecordedTranslationAdmin, one_process
from igsp_portal.foundations.forms import clocks
from igsp_portal.foundations.forms.checked import CheckedForm
from igsp_portal.foundations.language.days import moment
from igsp_portal.foundations.language.languages import listed
from igsp_portal.models import User
from meetings.kinds import ParticipantKind

from .. import actions, pages
from ..compiling.admin import compile_button
from ..inviting.admin import Inviting
from ..models import Call
from ..states import CallState
from .call_files import CallFileInline, GivingOut
from .forms import begin_button, versions_of

ADDRESSED = ("addressed", "regions", "groups", "named")
TIMES = ("opens_at", "closes_at", "hard_closes_at")


class CallForm(CheckedForm):
    """A call whose times are written as a clock on the wall of its zone shows them."""

    addressed = forms.MultipleChoiceField(
        label=_("addressed to"),
        choices=ParticipantKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    past = forms.BooleanField(label=_("Set it to a moment that is over"), required=False, widget=forms.HiddenInput)

    class Meta:
        model = Call
        fields = "__all__"  # noqa: DJ007 - the fieldsets of the admin choose
        help_texts = {
            "opens_at": _("In the time zone of the call."),
            "closes_at": _("In the time zone of the call. What is filed later is marked as late."),
            "hard_closes_at": _("In the same time zone. If left empty, late submissions are always received."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in TIMES:
            moment = getattr(self.instance, name, None)
            if moment is not None and self.instance.zone:
                self.initial[name] = clocks.on_the_wall(moment, self.instance.zone)

    @property
    def changed_data(self) -> list[str]:
        """The times too where the zone is: the same figures on another clock are another moment."""
        changed = super().changed_data
        return list(dict.fromkeys([*changed, *TIMES])) if "zone" in changed else changed

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        zone = data.get("zone")
        for name in TIMES if zone else ():
            clocks.read(self, name, str(zone))
        if zone:
            self._ask_of_the_past()
        if not any(data.get(name) for name in ADDRESSED):
            self.add_error("addressed", _("Say whom the call addresses."))
        return data

    def _ask_of_the_past(self) -> None:
        """A deadline, or a close, that is set to a moment which is over is asked for twice."""
        given = {name: self.cleaned_data.get(name) for name in TIMES[1:]}
        past = [at for name, at in given.items() if at and at < time.now() and at != getattr(self.instance, name)]
        if past and not self.cleaned_data.get("past"):
            self.fields["past"].widget = forms.CheckboxInput()
            self.add_error("past", _("This moment is over: nothing could be filed in time. Confirm it, or correct it."))


def _publish(call: Call, *, by: Any) -> Any:
    actions.publish_call(call, by=by)
    state = call.state_at(time.now())
    if state in (CallState.LATE, CallState.CLOSED):
        return _("Published. Its deadline is over: nothing can be filed in time.")
    return _("Published: anyone can now read it.")


def _draft_again(call: Call, *, by: Any) -> Any:
    actions.draft_call_again(call, by=by)
    return _("The call is a draft again: only the secretariat can read it.")


@admin.register(Call)
class CallAdmin(GivingOut, Inviting, RecordedTranslationAdmin):
    order = 1
    form = CallForm
    inlines: ClassVar[Any] = (CallFileInline, *Inviting.inlines)
    reads = Permission.DESK
    edits = Permission.CALL_EDIT
    list_display = ("title", "process", "closes", "zone", "state")
    list_filter = ("process", "stage")
    search_fields = ("key", "title", "guidance")
    list_select_related = ("process",)
    fieldsets = (
        (None, {"fields": ("process", "key", "title", "guidance")}),
        (_("Mandate"), {"fields": ("decision", "paragraph", "required_input", *ADDRESSED)}),
        (_("Dates and times"), {"fields": ("zone", *TIMES, "past")}),
        (_("What it asks"), {"fields": ("asks",)}),
    )
    autocomplete_fields = ("groups", "named")
    readonly_fields = ("asks",)
    buttons = (
        Button("publish", _("Publish"), Permission.CALL_EDIT, _publish, lambda call: call.is_draft),
        Button(
            "draft-again",
            _("Make it a draft again"),
            Permission.CALL_EDIT,
            _draft_again,
            lambda call: not call.is_draft and actions.is_before_opening(call),
        ),
        begin_button(),
        compile_button(),
        *Inviting.inviting,
    )

    def get_form(self, request: HttpRequest, obj: Call | None = None, **kwargs: Any) -> Any:  # type: ignore[override]
        """The kinds of participants as the process calls them."""
        form = super().get_form(request, obj, **kwargs)
        if process := one_process.chosen(request):
            form.base_fields["addressed"].label = capfirst(_("addressed to"))
            form.base_fields["addressed"].choices = process.names.choices(ParticipantKind)
        return form

    def save_model(self, request: HttpRequest, obj: Call, form: Any, change: bool) -> None:
        if not change:
            super().save_model(request, obj, form, change)
            return
        if not self.has_change_permission(request, obj):
            raise PermissionDenied  # it would come to stand in a process of others
        columns = {column.name for column in obj._meta.concrete_fields}
        actions.change_call(
            obj, by=cast(User, request.user), names=[name for name in form.changed_data if name in columns]
        )

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Who addresses the members of a group that has none is told."""
        super().save_related(request, form, formsets, change)
        today = time.today(form.instance.zone)
        empty = [group.name for group in form.instance.groups.all() if not group.members.in_force(today).exists()]
        if empty:
            said = gettext("They have no members, so that this call addresses nobody by them: %(groups)s")
            messages.warning(request, said % {"groups": listed(empty)})

    @admin.display(description=_("form"))
    def asks(self, call: Call) -> Any:
        """The versions of its form, each with a page of its own."""
        return versions_of(call)

    @admin.display(description=_("deadline"), ordering="closes_at")
    def closes(self, call: Call) -> str:
        return moment(call.closes_at, call.zone)

    @admin.display(description=_("state"))
    def state(self, call: Call) -> str:
        return str(pages.call_badge(call, time.now())["label"])
