"""Permissions to file after the close of a call: given in the admin site, with a reason and until a moment."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import time
from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.admin import RecordedAdmin
from igsp_portal.foundations.forms import clocks
from igsp_portal.foundations.forms.checked import CheckedForm
from igsp_portal.foundations.language.days import moment
from igsp_portal.foundations.record import audit

from .. import mails
from ..models import Grant
from ..receiving.admin import UNSENT


class GrantForm(CheckedForm):
    """A permission whose moment is written as a clock on the wall of the call's zone shows it."""

    class Meta:
        model = Grant
        fields = ("call", "participant", "until", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["until"] = clocks.on_the_wall(self.instance.until, self.instance.call.zone)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if call := data.get("call"):
            clocks.read(self, "until", call.zone)
        until = data.get("until")
        if until and until < time.now() and until != self.instance.until:
            self.add_error("until", _("This moment is over: nothing could be filed."))
        return data


@admin.register(Grant)
class GrantAdmin(RecordedAdmin):
    """Who may still file under a call that is closed."""

    order = 6
    reads = Permission.SUBMISSION_READ
    edits = Permission.CALL_EDIT
    form = GrantForm
    list_display = ("participant", "call", "until_there", "reason")
    list_filter = ("call",)
    list_select_related = ("call__process", "participant")
    search_fields = ("participant__name", "reason")
    autocomplete_fields = ("call", "participant")
    fields = ("call", "participant", "until", "reason")
    none_yet = _("Nobody may file after the close of a call.")

    def save_model(self, request: HttpRequest, obj: Grant, form: Any, change: bool) -> None:
        with audit.together():
            super().save_model(request, obj, form, change)
            if obj.call.is_draft or not mails.write_grant(obj):
                messages.warning(request, str(UNSENT))

    @admin.display(description=_("until"), ordering="until")
    def until_there(self, grant: Grant) -> str:
        return f"{moment(grant.until, grant.call.zone)} ({grant.call.zone})"
