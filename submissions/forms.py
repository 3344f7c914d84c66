"""The head of a submission, consent and files, and how one is withdrawn. A draft may lack anything."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.forms.counted import Title, Words
from igsp_portal.foundations.forms.inputs import Line

from .fields import (
    CHOSEN,
    STYLED,
    TYPED,
    PlainCheckbox,
    PlainFiles,
    PlainHidden,
    PlainInput,
    PlainSelect,
    PlainTextarea,
    mark_needed,
    most_files,
    put_together,
)
from .models import FormVersion
from .sizes import LONGEST_INTRODUCTION, LONGEST_REASON, LONGEST_TITLE, MOST_ATTACHMENTS
from .states import QuestionKind


class FilesField(forms.FileField):
    """Several files as they were sent; each is judged when it is attached, and refused without hurting the rest."""

    widget = PlainFiles(STYLED)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"data-files": MOST_ATTACHMENTS, "data-bytes": settings.UPLOAD_LIMIT_BYTES}

    def clean(self, data: Any, initial: Any = None) -> Any:
        return data


class DraftForm(forms.Form):
    """The head of a submission, consent, and files to attach; `revision` says which draft was opened.

    Where it is not `whole`, that alone.
    """

    SAVED = ("title", "language", "introduction", "consent", "revision")

    title = Title(label=_("Title"), most=LONGEST_TITLE, required=False, widget=PlainInput(TYPED))
    language = forms.ChoiceField(
        label=_("Language in which you write"),
        choices=settings.LANGUAGES,
        widget=PlainSelect(CHOSEN),
        help_text=_("Your text is kept and published in this language, as you wrote it."),
    )
    introduction = Words(
        label=_("Introduction"),
        required=False,
        most=LONGEST_INTRODUCTION,
        widget=PlainTextarea(TYPED | {"rows": 5}),
        help_text=_("On whose behalf you write and the context of your statements. Optional."),
    )
    consent = forms.BooleanField(
        label=_("This submission may be published"),
        required=False,
        help_text=_("Without your consent it is not published and is read within the secretariat alone."),
        widget=PlainCheckbox({"class": "form-check-input"}),
    )
    attach = FilesField(
        label=_("Attach files"),
        required=False,
        help_text=format_lazy(
            "{} {}", _("PDF, DOCX, XLSX, PNG or JPEG. They are sent with any of the buttons."), most_files()
        ),
    )
    revision = Line(widget=PlainHidden, required=False)

    def __init__(self, *args: Any, asks: FormVersion, whole: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.after: dict[str, str] = {}  # what comes after fields, by their names
        if not whole:
            self.fields = {"revision": self.fields["revision"]}
            return
        if not asks.introduction:
            del self.fields["introduction"]
        if any(question.kind == QuestionKind.FILE for question in asks.asked()):
            del self.fields["attach"]
        mark_needed(self, "title", "language")

    def head(self) -> SafeString:
        return put_together(self, "title", "language", "introduction", "revision", after=self.after)

    def foot(self) -> SafeString:
        return put_together(self, "attach", "consent", after=self.after)


class WithdrawForm(forms.Form):
    reason = Words(
        label=_("Reason for the withdrawal"),
        most=LONGEST_REASON,
        help_text=_("It remains on record with the number; if the submission was published, anyone can read it."),
        widget=PlainTextarea(TYPED | {"rows": 3}),
    )

    def body(self) -> SafeString:
        return put_together(self, "reason")
