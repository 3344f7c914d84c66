"""The admin site's pages for the glossary: a file of it is looked through before it is written, and given out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.admin import RecordedTranslationAdmin, one_process
from igsp_portal.foundations.datafiles import Row, gathered
from igsp_portal.foundations.language.languages import CODES, LANGUAGES
from igsp_portal.foundations.record import audit
from meetings.models import Process

from . import glossary
from .models import GlossaryTerm

LARGEST = 1024 * 1024
LOOKED_THROUGH = "glossary.csv"  # the name under which the rows that were shown come back


class GlossaryFileForm(forms.Form):
    """A glossary as a table or TBX."""

    file = forms.FileField(
        label=capfirst(gettext_lazy("file")),
        help_text=gettext_lazy("A table (CSV) with the columns of the file that can be downloaded here, or TBX."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tbx,.xml"}),
    )

    def clean_file(self) -> Any:
        file: Any = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is too large; a glossary has at most 1 MB."))
        return file


@dataclass(frozen=True)
class Preview:
    """What a file would change, row by row, and what is wrong with it; then nothing is written."""

    rows: list[dict[str, Any]]
    mistakes: list[str]
    changes: int
    content: str


def read_through(data: bytes, name: str, process: Process, *, by: Any, keep: bool = False) -> Preview:
    """Write a file, and take all of it back where anything is wrong, or where it is not to be kept."""
    there = {term.key: term for term in process.glossary.all()}
    with transaction.atomic(), gathered() as mistakes:
        rows = glossary.rows_in(data, name)
        with audit.together() as events:
            glossary.put(rows, process, by=by)
        if mistakes.found or not keep:
            transaction.set_rollback(True)
    changed = {event.about_label for event in events}
    wrong: dict[int, list[str]] = {}
    for mistake in mistakes.found:
        wrong.setdefault(mistake.line, []).append(mistake.message)
    shown = [_shown(row, there, changed, wrong) for row in rows]
    content = glossary.written({name: row.text(name, "") for name in glossary.COLUMNS} for row in rows)
    return Preview(shown, mistakes.in_order(mistakes.found), len(events), content)


def _shown(row: Row, there: dict[str, GlossaryTerm], changed: set[str], wrong: dict[int, list[str]]) -> dict[str, Any]:
    key = row.text("key", "")
    stored = there[key].by_language if key in there else {}
    words = [
        {
            "language": LANGUAGES[code],
            "words": row.text(code, ""),
            "before": stored.get(code, "") if stored.get(code, "") != row.text(code, "") else "",
        }
        for code in CODES
    ]
    faults = wrong.get(row.line, [])
    becomes = _("new") if key in changed and key not in there else _("changed") if key in changed else _("unchanged")
    return {"key": key, "words": words, "faults": faults, "becomes": _("cannot be taken") if faults else becomes}


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(RecordedTranslationAdmin):
    """The terms of a process, of which those who translate are reminded; a file is taken in, or given out."""

    reads = Permission.DOCUMENT_READ
    edits = Permission.TEXT_EDIT
    list_display = ["key", "words", "checked", "remark", "process"]
    list_filter = ["process", "checked"]
    list_select_related = ["process"]
    search_fields = ["key", "words", "remark"]
    change_list_template: Any = "documents/admin/glossary_list.html"  # type: ignore[misc]

    def get_urls(self) -> list[URLPattern]:
        def page(name: str, view: Any) -> URLPattern:
            return path(f"{name}/", self.admin_site.admin_view(view), name=f"documents_glossaryterm_{name}")

        own = [page("import", self.take_in), page("csv", self.as_table), page("tbx", self.as_tbx)]
        return [*own, *super().get_urls()]

    def take_in(self, request: HttpRequest) -> HttpResponse:
        """Choose a file; look through its rows; then take it."""
        process = self._process_of(request, Permission.TEXT_EDIT)
        if request.method == "POST" and "content" in request.POST:
            return self._taken(request, process)
        form = GlossaryFileForm(request.POST or None, request.FILES or None)
        preview = None
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            preview = read_through(file.read(), Path(file.name).name, process, by=request.user)
        return self._page(request, form, preview)

    def _taken(self, request: HttpRequest, process: Process) -> HttpResponse:
        data = request.POST["content"].encode()
        done = read_through(data, LOOKED_THROUGH, process, by=request.user, keep=True)
        if done.mistakes:
            return self._page(request, GlossaryFileForm(), done)
        said = ngettext(
            "The glossary was imported: %(count)s change.",
            "The glossary was imported: %(count)s changes.",
            done.changes,
        )
        messages.success(request, said % {"count": done.changes})
        return HttpResponseRedirect(reverse("admin:documents_glossaryterm_changelist"))

    def as_table(self, request: HttpRequest) -> HttpResponse:
        terms = self._process_of(request, Permission.DOCUMENT_READ).glossary.all()
        return _download(glossary.table(terms).encode("utf-8-sig"), "text/csv; charset=utf-8", "glossary.csv")

    def as_tbx(self, request: HttpRequest) -> HttpResponse:
        process = self._process_of(request, Permission.DOCUMENT_READ)
        made = glossary.as_tbx(process.glossary.all(), process, LANGUAGES[get_language() or "en"].html_lang)
        return _download(made, "application/x-tbx+xml", "glossary.tbx")

    def _process_of(self, request: HttpRequest, permission: Permission) -> Process:
        process: Process | None = one_process.chosen(request)
        if process is None or not one_process.may(request, permission):
            raise PermissionDenied
        return process

    def _page(self, request: HttpRequest, form: GlossaryFileForm, preview: Preview | None) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import the glossary"),
            "opts": self.opts,
            "form": form,
            "preview": preview,
        }
        status = 400 if form.errors or (preview and preview.mistakes) else 200
        return TemplateResponse(request, "documents/admin/glossary.html", context, status=status)


def _download(data: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
