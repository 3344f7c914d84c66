"""The admin site's pages for the files of documents: to look them up, and to take one back."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from igsp_portal.foundations import access
from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.admin import RecordedAdmin, RecordedInline, one_process
from igsp_portal.foundations.forms.given_back import gives_back

from . import actions, listing
from .forms import TakeBackForm
from .models import Rendition

FILE_COLUMNS = ("download", "served", "size", "pages", "posted", "released", "standing", "way")


class FileInline(RecordedInline):
    """What was posted, the current files first; posting has a page of its own."""

    model = Rendition
    verbose_name_plural = gettext_lazy("files")
    fields = FILE_COLUMNS
    readonly_fields = FILE_COLUMNS

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The way to take a file back is shown to whoever may."""
        may = one_process.may(request, Permission.DOCUMENT_POST, obj and obj.process)
        return FILE_COLUMNS if may else FILE_COLUMNS[:-1]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Rendition]:
        return super().get_queryset(request).order_by(F("superseded_by").asc(nulls_first=True), "-pk")

    @admin.display(description=gettext_lazy("file"))
    def download(self, file: Rendition) -> str:
        return format_html('<a href="{}">{}</a>', file.get_absolute_url(), listing.file_name(file, file.document))

    @admin.display(description=gettext_lazy("language"))
    def served(self, file: Rendition) -> str:
        return listing.languages_in_words(file)

    @admin.display(description=gettext_lazy("posted"))
    def posted(self, file: Rendition) -> str:
        return listing.posted_in_words(file)

    @admin.display(description=gettext_lazy("available since"))
    def released(self, file: Rendition) -> str:
        return listing.day_of_release(file)

    @admin.display(description=gettext_lazy("status"))
    def standing(self, file: Rendition) -> str:
        return listing.standing_in_words(file)

    @admin.display(description=gettext_lazy("Take back"))
    def way(self, file: Rendition) -> str:
        if file.taken_back_at:
            return ""
        address = reverse("admin:documents_rendition_take_back", args=[file.pk])
        return format_html('<a href="{}">{}</a>', address, _("Take back"))


@admin.register(Rendition)
class FileAdmin(RecordedAdmin):
    """Every file, to look up; one that was posted by mistake is taken back here."""

    reads = Permission.DOCUMENT_READ
    list_display = ["document", "served", "format", "size", "pages", "released", "standing"]
    list_filter = ["language", "format", ("superseded_by", admin.EmptyFieldListFilter)]
    list_select_related = ["document__process"]
    search_fields = ["document__symbol", "document__key", "sha256"]
    exclude = ["file"]
    none_yet = gettext_lazy("No file has been posted yet. Files are posted on the page of their document.")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.take_back)
        return [path("<row:pk>/take-back/", view, name="documents_rendition_take_back"), *super().get_urls()]

    @gives_back(reason=gettext_lazy("Reason"))
    def take_back(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page that asks why a file is taken back, which readers are told."""
        file = get_object_or_404(self.get_queryset(request), pk=pk)
        if not access.may(request.user, Permission.DOCUMENT_POST, process=file.document.process):
            raise PermissionDenied
        form = TakeBackForm(request.POST or None)
        if request.method == "POST" and form.is_valid() and (said := _taken_back(form, file, request.user)):
            messages.success(request, said)
            return HttpResponseRedirect(reverse("admin:documents_document_change", args=[file.document_id]))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Take back"),
            "subtitle": str(file),
            "version": file,
            "opts": self.opts,
            "form": form,
            "says": _(
                "Take back a file that was posted by mistake. Nobody is given it any more, its address says that it "
                "was taken back, when and why, and the earlier file of its language is current again. The record "
                "keeps who did so."
            ),
            "press": _("Take back"),
        }
        status = 400 if form.errors else 200
        return TemplateResponse(request, "documents/admin/releasing.html", context, status=status)

    @admin.display(description=gettext_lazy("language"), ordering="language")
    def served(self, file: Rendition) -> str:
        return listing.languages_in_words(file)

    @admin.display(description=gettext_lazy("available since"), ordering="released_at")
    def released(self, file: Rendition) -> str:
        return listing.day_of_release(file)

    @admin.display(description=gettext_lazy("status"))
    def standing(self, file: Rendition) -> str:
        return listing.standing_in_words(file)


def _taken_back(form: TakeBackForm, file: Rendition, by: Any) -> str:
    """Take the file back and say what became of it; nothing where that was refused (the form then says why)."""
    try:
        again = actions.take_back_file(file, by=by, because=form.cleaned_data["reason"])
    except ValidationError as error:
        form.add_error(None, error)
        return ""
    if again:
        return _("The file was taken back; the earlier one is current again.")
    return _("The file was taken back; there is no earlier one in its place.")
