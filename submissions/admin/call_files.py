"""The files that a call gives out, on its page in the admin site: added and removed, never changed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.admin import RecordedTranslationInline
from igsp_portal.foundations.files import filetypes
from igsp_portal.foundations.forms.checked import CheckedForm

from .. import actions
from ..models import CallFile


class CallFileForm(CheckedForm):
    upload = forms.FileField(label=_("file"), widget=forms.FileInput)

    class Meta:
        model = CallFile
        fields = ("label", "language")

    def _check_whole(self) -> None:
        """What is said of the file itself is made when it is given out."""

    def clean_upload(self) -> Any:
        """A file of a size that is taken, with its bytes; whether it may be given out is asked when it is saved."""
        sent = self.cleaned_data["upload"]
        try:
            filetypes.check_size(sent.size, settings.UPLOAD_LIMIT_BYTES)
            sent.seek(0)
            self.sent = sent.read()
        except filetypes.FileRefused as refusal:
            raise ValidationError(str(refusal)) from refusal
        except OSError as error:
            raise ValidationError(_("The file cannot be read at the moment. Try again later.")) from error
        return sent


class CallFileInline(RecordedTranslationInline):
    model = CallFile
    form = CallFileForm
    one_more = _("Add a file to download")
    edits = Permission.CALL_EDIT
    fields = ("upload", "label", "language")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def upload(self, file: CallFile) -> str:
        """The way to a file that is there."""
        return format_html('<a href="{}">{}</a>', file.get_absolute_url(), file.name)

    upload.short_description = _("file")  # type: ignore[attr-defined]


class GivingOut:
    """For the admin page of calls: saves the files that were added, and removes those that were ticked."""

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is not CallFile:
            super().save_formset(request, form, formset, change)  # type: ignore[misc]
            return
        formset.new_objects = formset.changed_objects = formset.deleted_objects = []  # the record tells of them
        for gone in formset.deleted_forms:
            if gone.instance.pk:
                actions.take_away(gone.instance, by=request.user)  # type: ignore[arg-type]
        for row in formset.extra_forms:
            if row.has_changed() and not formset._should_delete_form(row):
                name = row.cleaned_data["upload"].name
                row.instance.call = form.instance  # which may have been made just now
                actions.give_out(row.instance, name=name, data=row.sent, by=request.user)  # type: ignore[arg-type]
