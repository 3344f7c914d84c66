"""The admin site's pages for documents, their files, and the inputs required."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import URLField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from igsp_portal.foundations import access
from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.admin import (
    RecordedInline,
    RecordedTranslationAdmin,
    one_process,
)
from igsp_portal.foundations.files import incoming
from igsp_portal.foundations.language.days import moment
from igsp_portal.foundations.language.languages import CODES
from meetings.models import AgendaItem

from .. import symbols
from . import actions, cautions, listing, moves
from .file_admin import FileInline
from .forms import AliasForm, DocumentForm, PostFileForm
from .models import (
    Document,
    DocumentLink,
    FormerKey,
    InputDue,
    Relation,
    RequiredInput,
    SymbolAlias,
    SymbolKey,
)
from .models.symbols import hold_symbols
from .posting import page as posting_page
from .withdrawing import WithdrawingPage

# Language by language: whoever types a title has its subtitle in the same language before them.
WORDS: list[Any] = [
    f"{name}_{code.replace('-', '_')}" for code in CODES for name in ("title", "subtitle", "author", "remark")
]
DESIGNATIONS: list[Any] = [f"designation_{code.replace('-', '_')}" for code in CODES]


def _with_session(item: AgendaItem) -> str:
    return f"{item.meeting}: {item}"


class AliasInline(RecordedInline):
    model = SymbolAlias
    form = AliasForm
    one_more = gettext_lazy("Add a form under which it is cited")
    edits = Permission.DOCUMENT_EDIT

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.user = request.user
        return formset


class FormerKeyInline(RecordedInline):
    model = FormerKey
    fields = ("key",)
    one_more = gettext_lazy("Add a former key")
    edits = Permission.DOCUMENT_EDIT


class RelationInline(RecordedInline):
    model = Relation
    fk_name = "document"
    one_more = gettext_lazy("Add a relation to another document")
    edits = Permission.DOCUMENT_EDIT
    autocomplete_fields = ["to"]


class LinkInline(RecordedInline):
    model = DocumentLink
    formfield_overrides: ClassVar[Any] = {
        **RecordedInline.formfield_overrides,
        URLField: {"assume_scheme": "https"},
    }
    one_more = gettext_lazy("Add the address of a file that is kept elsewhere")
    edits = Permission.DOCUMENT_EDIT


@admin.register(Document)
class DocumentAdmin(WithdrawingPage, RecordedTranslationAdmin):
    reads = Permission.DOCUMENT_READ
    edits = Permission.DOCUMENT_EDIT
    form = DocumentForm
    list_display = ["__str__", "title", "kind", "meeting", "state", "issued_on"]
    list_filter = ["process", "state", "kind", "distribution", "meeting"]
    list_select_related = ["process", "meeting"]
    search_fields = ["symbol", "key", "designation", "title"]
    readonly_fields = ["state", "cautions", "post_a_file", "page"]
    inlines = [FileInline, LinkInline, AliasInline, FormerKeyInline, RelationInline]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "process",
                    "meeting",
                    "kind",
                    "symbol",
                    "key",
                    "state",
                    "cautions",
                    "page",
                    "post_a_file",
                ]
            },
        ),
        (gettext_lazy("Title"), {"fields": WORDS}),
        (gettext_lazy("Designation"), {"fields": DESIGNATIONS}),
        (
            gettext_lazy("Masthead"),
            {
                "fields": [
                    "part",
                    "also_before",
                    "agenda_items",
                    "distribution",
                    "original_language",
                    "languages",
                    "submitted_on",
                    "planned_on",
                    "release_at",
                    "issued_on",
                    "job_number",
                    "issued_elsewhere",
                    "illustrative",
                ]
            },
        ),
    ]
    buttons = moves.BUTTONS

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        if request.method == "POST":
            hold_symbols()  # before the row, as everybody who may change both
        return super().get_object(request, object_id, from_field)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """When a document is issued is set by whoever may issue it."""
        fields = super().get_readonly_fields(request, obj)
        may = one_process.may(request, Permission.DOCUMENT_ISSUE, obj and obj.process)
        return fields if may or "release_at" in fields else [*fields, "release_at"]

    def save_model(self, request: Any, obj: Document, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "release_at" in form.changed_data:
            actions.await_release(obj)
        if "symbol" in form.changed_data:
            actions.keep_symbol(obj, form.initial.get("symbol", ""), by=request.user)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """As every list is searched, and by symbol in whatever case and form it was typed."""
        found, distinct = super().get_search_results(request, queryset, search_term)
        for column, form in (("key", symbols.key(search_term)), ("joined", symbols.joined(search_term))):
            if form:
                keys = SymbolKey.objects.filter(**{f"{column}__startswith": form})
                found = found | queryset.filter(pk__in=keys.values("document"))
        return found, distinct

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:  # type: ignore[override]
        form = super().get_form(request, obj, **kwargs)
        form.user = request.user
        return form

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Meetings of one name are told by their dates."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "meeting":
            field.queryset = field.queryset.with_dates()
            field.label_from_instance = listing.meeting_with_dates
        if db_field.name == "part":
            field.queryset = field.queryset.select_related("meeting").order_by("meeting__order", "number")
        return field

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Agenda items of the document's meeting, or of every session until it is chosen, each with its session."""
        if db_field.name == "agenda_items" and (pk := request.resolver_match.kwargs.get("object_id")):  # type: ignore[union-attr]
            meeting = Document.objects.filter(pk=pk).values("meeting")
            kwargs["queryset"] = AgendaItem.objects.filter(meeting__in=meeting)
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "agenda_items":
            field.queryset = field.queryset.select_related("meeting").order_by("meeting__order", "meeting", "order")
            field.label_from_instance = _with_session
        if db_field.name == "also_before":
            field.queryset = field.queryset.with_dates()
            field.label_from_instance = listing.meeting_with_dates
        return field

    @admin.display(description=gettext_lazy("public page"))
    def page(self, document: Document) -> str:
        if not document.pk:
            return "–"
        return format_html('<a href="{0}">{0}</a>', document.get_absolute_url())

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The way to post a file is shown to whoever may post one, and warnings where there are any."""
        may_post = one_process.may(request, Permission.DOCUMENT_POST, obj and obj.process)
        told = {"post_a_file": may_post, "cautions": obj is not None and bool(cautions.standing(obj))}
        (title, first), *others = super().get_fieldsets(request, obj)
        return [(title, first | {"fields": [name for name in first["fields"] if told.get(name, True)]}), *others]

    @admin.display(description=gettext_lazy("warnings"))
    def cautions(self, document: Document) -> str:
        said = format_html_join("", "<li>{}</li>", ([says] for says in cautions.standing(document)))
        return format_html("<ul>{}</ul>", said)

    @admin.display(description=gettext_lazy("files"))
    def post_a_file(self, document: Document) -> str:
        if not document.pk:
            return _("Save the document first; then its files can be posted.")
        address = reverse("admin:documents_document_post", args=[document.pk])
        return format_html('<a class="button" href="{}">{}</a>', address, _("Post a file"))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        one = incoming.takes(view(self.post), "POSTING_LIMIT_BYTES")
        several = incoming.takes(view(self.post_many), "POSTING_TOGETHER_BYTES")
        post = path("<row:pk>/post/", one, name="documents_document_post")
        many = path("post/", several, name="documents_document_post_many")
        preview = path("post/<slug:token>/", view(self.post_preview), name="documents_document_post_preview")
        return [post, many, preview, *super().get_urls()]

    def post_many(self, request: HttpRequest) -> HttpResponse:
        """The page on which many files are sent in one go."""
        return posting_page.begin(request, self._around(request))

    def post_preview(self, request: HttpRequest, token: str) -> HttpResponse:
        """What will become of them, row by row."""
        return posting_page.preview(request, token, self._around(request))

    def _around(self, request: HttpRequest) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts}

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        """Back to the files that wait for the document, where it was made for them."""
        if token := _waiting_for(request):
            return HttpResponseRedirect(reverse("admin:documents_document_post_preview", args=[token]))
        return super().response_add(request, obj, post_url_continue)

    def told_of_waiting(self, request: HttpRequest) -> list[tuple[str, str]]:
        """The files of one's own that wait to be posted."""
        return posting_page.waiting_files(request) if one_process.may(request, Permission.DOCUMENT_POST) else []

    def beside(self, request: HttpRequest) -> list[tuple[str, str]]:
        may_post = one_process.chosen(request) and one_process.may(request, Permission.DOCUMENT_POST)
        return [(_("Post many files"), reverse("admin:documents_document_post_many"))] if may_post else []

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page on which one file of a document is posted."""
        document = get_object_or_404(self.get_queryset(request), pk=pk)
        if not access.may(request.user, Permission.DOCUMENT_POST, process=document.process):
            raise PermissionDenied
        form = PostFileForm(request.POST or None, request.FILES or None, document=document)
        if request.method == "POST" and form.is_valid() and (said := _post(form, document, request.user)):
            messages.success(request, said)
            return HttpResponseRedirect(reverse("admin:documents_document_change", args=[pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Post a file"),
            "subtitle": str(document),
            "document": document,
            "opts": self.opts,
            "form": form,
            "files": [(file, listing.standing_in_words(file)) for file in document.renditions.current()],
        }
        status = 400 if form.errors else 200
        return TemplateResponse(request, "documents/admin/post_file.html", context, status=status)


def _waiting_for(request: HttpRequest) -> str:
    """The name of the posting for which a document is made; a person has others of their own alone."""
    token = request.GET.get("posting", "")
    return token if re.fullmatch("[0-9a-f]{32}", token) else ""


def _post(form: PostFileForm, document: Document, by: Any) -> str:
    """Post the form's file and say what became of it; nothing where it was refused (the form then says why)."""
    file, language = form.cleaned_data["file"], form.cleaned_data["language"]
    at = form.cleaned_data.get("release_at")
    try:
        posted = actions.post_rendition(document, language=language, name=file.name, file=file, by=by, release_at=at)
    except ValidationError as error:
        form.add_error("file", error)
        return ""
    facts = {"language": posted.get_language_display(), "format": posted.get_format_display()}
    if posted.released_at:
        return _("The file was posted (%(language)s, %(format)s) and is available at once.") % facts
    if posted.release_at:
        facts["zone"] = document.process.zone
        facts["moment"] = moment(posted.release_at, facts["zone"])
        return _("The file was posted (%(language)s, %(format)s). It is available from %(moment)s (%(zone)s).") % facts
    return (
        _("The file was posted (%(language)s, %(format)s). It becomes available when the document is issued.") % facts
    )


class DueInline(RecordedInline):
    model = InputDue
    one_more = gettext_lazy("Add a session for which it is due")
    edits = Permission.DOCUMENT_EDIT
    autocomplete_fields = ["documents"]


@admin.register(RequiredInput)
class RequiredInputAdmin(RecordedTranslationAdmin):
    reads = Permission.DOCUMENT_READ
    edits = Permission.DOCUMENT_EDIT
    list_display = ["letter", "title", "responsible", "process"]
    list_display_links = ["title"]
    list_filter = ["process"]
    list_select_related = ["process"]
    search_fields = ["letter", "key", "title"]
    inlines = [DueInline]
