"""Forms of the desk for documents and their files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.languages import in_order

from .models import Document


class DocumentForm(forms.ModelForm):
    languages = forms.MultipleChoiceField(
        label=capfirst(_("languages of issue")),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Mark some only where it is not issued in all six, as with many information papers."),
    )

    class Meta:
        model = Document
        fields = "__all__"  # noqa: DJ007 - the admin class lists them

    def clean_languages(self) -> list[str]:
        return in_order(self.cleaned_data["languages"])


class PostFileForm(forms.Form):
    """One file of a document in one language; what it is and whether it is taken is decided by its bytes."""

    language = forms.ChoiceField(label=capfirst(_("language of the file")), choices=settings.LANGUAGES)
    file = forms.FileField(
        label=capfirst(_("file")),
        help_text=_("PDF or DOCX, without a password and without macros."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx"}),
    )

    def clean_file(self) -> UploadedFile:
        file: Any = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_LIMIT_BYTES:  # before it is read into memory
            raise ValidationError(
                _("The file has %(size)s; at most %(limit)s can be taken. Make it smaller or divide it."),
                params={
                    "size": filesizeformat(file.size),
                    "limit": filesizeformat(settings.UPLOAD_LIMIT_BYTES),
                },
            )
        return file
