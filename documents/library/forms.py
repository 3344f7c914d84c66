"""Forms of the admin site for documents and their files."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst, format_lazy, slugify
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import time
from igsp_portal.foundations.files import filetypes
from igsp_portal.foundations.forms import clocks
from igsp_portal.foundations.forms.checked import CheckedForm
from igsp_portal.foundations.forms.inputs import Line
from igsp_portal.foundations.language.languages import in_order

from .. import symbols
from .models import Document, SymbolAlias, SymbolKey
from .models.symbols import keys_of
from .next_symbols import free_symbols
from .states import ANNOUNCED

MADE_FROM = _("If left empty, it is made from the symbol or the title.")
KNOWN = _(
    "Readers know the document by this symbol. If you change it, the earlier symbol still leads "
    "here, as a form under which the document is cited."
)
ADDED_ONCE = _("May be added after issue; it is not changed afterwards.")


class DocumentForm(CheckedForm):
    """A document; its key is made from its symbol or title where none is typed."""

    user: Any = None  # whoever writes, who is led to a document that bears the symbol already
    languages = forms.MultipleChoiceField(
        label=capfirst(_("languages of issue")),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Select languages only if the document is not issued in all six, as is the case for many "
            "information documents."
        ),
    )

    class Meta:
        model = Document
        fields = "__all__"  # noqa: DJ007 - the admin class lists them

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if key := self.fields.get("key"):
            key.required = False
            key.help_text = format_lazy("{} {}", key.help_text, MADE_FROM)
        document = self.instance
        for name in [*document.titles_to_add(), *document.items_to_add()] if document.is_issued else ():
            if added := self.fields.get(name):
                added.required, added.help_text = False, ADDED_ONCE
        if moment := self.fields.get("release_at"):
            moment.help_text = format_lazy("{} {}", moment.help_text, _("In the time zone of the process."))
            if self.instance.release_at:
                self.initial["release_at"] = clocks.on_the_wall(self.instance.release_at, self.instance.process.zone)
        if symbol := self.fields.get("symbol"):
            symbol.help_text = KNOWN if self.instance.state in ANNOUNCED else self._free_symbols()
            symbol.widget.attrs["list"] = "free-symbols"

    def _free_symbols(self) -> Any:
        """The next free symbol of each kind: of the session of the document, or of each session until it has one."""
        if self.instance.symbol:
            return ""
        own = self.instance.meeting_id or self.initial.get("meeting")
        offered: Any = self.fields.get("meeting")
        known = offered.queryset.select_related("process") if offered else ()
        sessions = [one for one in known if not own or str(one.pk) == str(own)]
        by_process: dict[Any, list[Any]] = {}
        for session in sessions:
            by_process.setdefault(session.process, []).append(session)
        free = [one for process, those in by_process.items() for one in free_symbols(process, those)]
        said = format_html_join(" · ", '<bdi dir="ltr">{}</bdi>', [(str(one),) for one in free]) if own else ""
        options = format_html_join("", '<option value="{}">', [(str(one),) for one in free])
        listed = format_html('<datalist id="free-symbols">{}</datalist>', options)
        return format_html("{} {}{}", _("Next free:"), said, listed) if said else listed

    def clean_symbol(self) -> str:
        return _not_taken(self.cleaned_data["symbol"], self.instance.pk, self.user)

    def clean_languages(self) -> list[str]:
        return in_order(self.cleaned_data["languages"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._read_release_at(data)
        if "key" in self.fields and not data.get("key") and "key" not in self.errors:
            data["key"] = _key_of(data)
            if not data["key"]:
                self.add_error("key", ValidationError(self.fields["key"].error_messages["required"], code="required"))
        return data

    def _read_release_at(self, data: dict[str, Any]) -> None:
        process = data.get("process") or (self.instance.process if self.instance.process_id else None)
        if process:
            clocks.read(self, "release_at", process.zone)
        at: datetime | None = data.get("release_at")
        if at and "release_at" in self.changed_data and at <= time.now():
            passed = _("This moment has passed. To issue the document now, press “Issue”.")
            self.add_error("release_at", ValidationError(passed))


class AliasForm(CheckedForm):
    """A form in which a document is cited."""

    user: Any = None

    class Meta:
        model = SymbolAlias
        fields = ["symbol"]

    def clean_symbol(self) -> str:
        return _not_taken(self.cleaned_data["symbol"], self.instance.document_id, self.user)


def _key_of(data: dict[str, Any]) -> str:
    """The symbol, or the first title in Latin letters, as an address takes it; empty where there is neither."""
    if symbol := data.get("symbol"):
        return symbols.address(symbol)
    titles = (data.get(f"title_{code}") for code in settings.MODELTRANSLATION_FALLBACK_LANGUAGES)
    return next(filter(None, (slugify(title) for title in titles if title)), "")[:80].strip("-")


def _not_taken(symbol: str, document: Any, user: Any) -> str:
    """`symbol`, unless it leads to another document: the refusal leads there, if `user` may see it."""
    others = SymbolKey.objects.filter(key__in=keys_of(symbol)).exclude(document_id=document)
    key = others.select_related("document__process").first()
    if key is None:
        return symbol
    said, other = key.why_taken(), key.document
    if Document.objects.visible_to(user).filter(pk=other.pk).exists():
        said = format_html('{} <a href="{}">{}: {}</a>', said, other.get_absolute_url(), other.symbol, other.title)
    raise ValidationError(said, code="taken")


class TakeBackForm(forms.Form):
    """Why a file is taken back, in a word to its readers."""

    reason = Line(
        label=capfirst(_("reason")),
        max_length=400,
        help_text=_("Readers who come to the address of the file are told it."),
    )


class WithdrawForm(forms.Form):
    """Why a document is withdrawn, in a word to its readers."""

    reason = Line(
        label=capfirst(_("reason")),
        max_length=400,
        help_text=_("Readers of the document's page, and of the addresses of its files, are told it."),
    )


class PostFileForm(forms.Form):
    """One file of a document in one language; what it is and whether it is taken is decided by its bytes."""

    language = forms.ChoiceField(
        label=capfirst(_("language of the file")), choices=[("", "---------"), *settings.LANGUAGES]
    )
    release_at = forms.DateTimeField(
        label=capfirst(_("available from")),
        required=False,
        help_text=_("In the time zone of the process. If left empty, readers have the file at once."),
        input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    file = forms.FileField(
        label=capfirst(_("file")),
        allow_empty_file=True,  # which is refused below by its name
        help_text=_("PDF or DOCX, without a password and without macros."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx"}),
    )

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = document.process.zone
        if not document.is_issued:  # its files come out together, when it is issued
            del self.fields["release_at"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        clocks.read(self, "release_at", self.zone)
        return data

    def clean_file(self) -> UploadedFile:
        file: Any = self.cleaned_data["file"]
        try:
            filetypes.check_size(file.size, settings.POSTING_LIMIT_BYTES)
        except filetypes.FileRefused as refusal:
            raise filetypes.named(file.name, refusal.reason) from refusal
        return file
