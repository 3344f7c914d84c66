"""Compilations and the sentences of their syntheses in the admin site."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from documents.library.listing import meeting_with_dates
from documents.library.states import TO_ISSUE
from documents.texts import typesetting
from igsp_portal.foundations import access
from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.admin import Button, RecordedAdmin, RecordedTranslationAdmin
from igsp_portal.foundations.forms.checked import CheckedForm
from igsp_portal.foundations.forms.fields import SeveralRows
from igsp_portal.foundations.forms.given_back import gives_back
from igsp_portal.foundations.pages.addresses import MOST_FIGURES
from igsp_portal.foundations.record import records
from igsp_portal.foundations.worker.work import SOON, hand_over

from ..models import Call, Compilation, CompiledStatement, SynthesisSentence
from . import actions, choosing, making
from .arranging import ArrangeForm
from .content import cited, party_of
from .groups import groups

MOST_SHOWN = 100  # characters of a statement, by which it is known in a list


def compile_button() -> Button:
    """On the page of a call: its default compilation in one click."""
    return Button("compile", _("Compile the submissions"), Permission.CALL_EDIT, _compile, leads=_newest)


def _compile(call: Call, *, by: Any) -> str:
    if not choosing.published(call):
        raise ValidationError(_("No submission to this call has been published yet: there is nothing to compile."))
    compilation = actions.begin(call, by=by)
    count = compilation.rows.count()
    said = ngettext(
        "%(count)s published statement has been compiled.", "%(count)s published statements have been compiled.", count
    )
    return said % {"count": count}


def _newest(call: Call) -> str:
    newest = call.compilations.order_by("-pk").values_list("pk", flat=True).first()
    return reverse("admin:submissions_compilation_change", args=[newest])


def _issue(compilation: Compilation, *, by: Any) -> str:
    document = actions.issue(compilation, by=by)
    return gettext("Issued as %(document)s; its files are being made.") % {"document": document}


def _revise(compilation: Compilation, *, by: Any) -> str:
    begun = actions.revise(compilation, by=by)
    return gettext("The revision has been begun, to be issued as %(document)s.") % {"document": begun.document}


def _is_to_be_revised(compilation: Compilation) -> bool:
    return compilation.is_issued and compilation.document is not None and compilation.document.is_issued


def _newest_of(compilation: Compilation) -> str:
    return _newest(compilation.call)


def _make_again(compilation: Compilation, *, by: Any) -> str:
    hand_over(making.make_files, compilation.pk, by.pk, rank=SOON)
    return gettext("The files are being made.")


def _remove(sentence: SynthesisSentence, *, by: Any) -> str:
    records.remove(sentence, by=by)
    return gettext("The sentence has been removed.")


def _is_of_draft(sentence: SynthesisSentence) -> bool:
    return not sentence.compilation.is_issued


def _compilation_of(sentence: SynthesisSentence) -> str:
    return reverse("admin:submissions_compilation_change", args=[sentence.compilation_id])


def _is_draft(compilation: Compilation) -> bool:
    return not compilation.is_issued


def _lacks_files(compilation: Compilation) -> bool:
    document = compilation.document
    return compilation.is_issued and document is not None and document.state in TO_ISSUE


@admin.register(Compilation)
class CompilationAdmin(RecordedTranslationAdmin):
    """Begun on the page of a call, arranged on a page of its own, issued by a button."""

    order = 7
    reads = Permission.SUBMISSION_READ
    edits = Permission.CALL_EDIT
    list_display = ("title", "call", "state", "document", "statements")
    list_filter = ("call", "state")
    list_select_related = ("call__process", "document")
    search_fields = ("title", "key")
    autocomplete_fields = ("document",)
    readonly_fields = ("state", "statements", "synthesis", "changed", "hindered")
    none_yet = _("There is no compilation yet. One is begun on the page of a call.")
    fieldsets = (
        (None, {"fields": ("call", "key", "title", "introduction", "grouped_by")}),
        (_("Document"), {"fields": ("meeting", "kind", "document")}),
        (_("State"), {"fields": ("state", "statements", "synthesis", "changed", "hindered")}),
    )
    buttons = (
        Button("arrange", _("Arrange the statements"), Permission.CALL_EDIT, _issue, _is_draft, page=True),
        Button("regroup", _("Group anew"), Permission.CALL_EDIT, actions.group_anew, _is_draft),
        Button(
            "update",
            _("Bring up to date"),
            Permission.CALL_EDIT,
            actions.bring_up_to_date,
            lambda compilation: _is_draft(compilation) and bool(choosing.changed(compilation)),
        ),
        Button("issue", _("Issue"), Permission.DOCUMENT_ISSUE, _issue, _is_draft),
        Button(
            "revise", _("Begin a revision"), Permission.DOCUMENT_ISSUE, _revise, _is_to_be_revised, leads=_newest_of
        ),
        Button("files", _("Make the files again"), Permission.DOCUMENT_ISSUE, _make_again, _lacks_files),
    )

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """It is begun from its call."""
        return False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows = CompiledStatement.objects.filter(compilation=models.OuterRef("pk")).order_by().values("compilation")
        count = models.Subquery(
            rows.annotate(count=models.Count("pk")).values("count")
        )  # a row that is held has no groups
        return super().get_queryset(request).annotate(count=Coalesce(count, 0))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not (obj and obj.is_issued) and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), "call"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Meetings of one name are told by their dates."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and db_field.name == "meeting":
            field.queryset = field.queryset.with_dates()
            field.label_from_instance = meeting_with_dates
        return field

    @admin.display(description=_("statements"))
    def statements(self, compilation: Any) -> int:
        return int(compilation.count)

    @admin.display(description=_("synthesis"))
    def synthesis(self, compilation: Compilation) -> str:
        """The way to each sentence, and to the form of another."""
        change, add = "admin:submissions_synthesissentence_change", reverse("admin:submissions_synthesissentence_add")
        ways = [(reverse(change, args=[one.pk]), str(one)) for one in compilation.sentences.all()]
        if not compilation.is_issued:
            ways.append((f"{add}?compilation={compilation.pk}", gettext("Add a sentence")))
        items = format_html_join("", '<li><a href="{}"><bdi>{}</bdi></a></li>', ways)
        return format_html('<ul class="plain">{}</ul>', items) if ways else "–"

    @admin.display(description=_("changed since"))
    def changed(self, compilation: Compilation) -> str:
        """Which of its statements were withdrawn or revised since they were chosen."""
        said = [
            f"{party_of(one.row.statement.version)}, {cited(one.row.statement)}: "
            + (gettext("revised") if one.successor else gettext("withdrawn"))
            for one in choosing.changed(compilation)
        ]
        return "; ".join(said) or "–"

    @admin.display(description=_("why its files could not be made"))
    def hindered(self, compilation: Compilation) -> str:
        return typesetting.said(compilation.error) or "–"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.arrange)
        return [path("<row:pk>/arrange/", view, name="submissions_compilation_arrange"), *super().get_urls()]

    @gives_back()
    def arrange(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page on which statements are picked, left out and moved."""
        rows = self.get_queryset(request).select_related("call__process")
        compilation = get_object_or_404(rows, pk=pk)
        may = access.may(request.user, Permission.CALL_EDIT, process=compilation.process)
        if not may or compilation.is_issued:
            raise PermissionDenied
        form = ArrangeForm(compilation, request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                actions.arrange(compilation, form.placed, by=request.user, expected=request.POST.get("stands", ""))  # type: ignore[arg-type]
            except ValidationError as refusal:
                messages.error(request, " ".join(refusal.messages))
            else:
                messages.success(request, gettext("The compilation has been saved."))
                return redirect("admin:submissions_compilation_change", pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Arrange the statements"),
            "subtitle": str(compilation),
            "compilation": compilation,
            "opts": self.opts,
            "form": form,
        }
        status = 400 if form.errors else 200
        return TemplateResponse(request, "submissions/compiling/arrange.html", context, status=status)


class Statements(SeveralRows):
    """Statements, each by its party and its number, with how it begins."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{party_of(obj.version)}, {cited(obj)}: {Truncator(obj.said).chars(MOST_SHOWN)}"


class SentenceForm(CheckedForm):
    """A sentence and the statements that it stands on, which are those of its compilation."""

    group = forms.ChoiceField(label=capfirst(_("group")), required=False)

    class Meta:
        model = SynthesisSentence
        fields = "__all__"  # noqa: DJ007 - the fieldsets of the admin choose

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        compilation = self._compilation()
        rows = choosing.rows_of(compilation) if compilation else []
        heads = groups(compilation, [row.statement for row in rows]) if compilation else {}
        fields: dict[str, Any] = self.fields
        if "group" in fields:
            fields["group"].choices = [("", "–"), *((key, str(head)) for key, head in heads.items() if key)]
        if "statements" in fields and compilation:
            of_it = fields["statements"].queryset.filter(compiled__compilation=compilation)
            fields["statements"].queryset = of_it

    def _compilation(self) -> Compilation | None:
        """That of the sentence, or the one that was chosen for a new one."""
        pk: Any = self.instance.compilation_id or self.data.get("compilation") or self.initial.get("compilation")
        field: Any = self.fields.get("compilation")
        rows = field.queryset if field else Compilation.objects.all()
        typed = str(pk or "")
        known = typed.isdecimal() and len(typed) <= MOST_FIGURES
        return rows.select_related("call__process").filter(pk=typed).first() if known else None


@admin.register(SynthesisSentence)
class SentenceAdmin(RecordedAdmin):
    """The synthesis, sentence by sentence."""

    order = 8
    part_of = "compilation"
    form = SentenceForm
    reads = Permission.SUBMISSION_READ
    edits = Permission.CALL_EDIT
    buttons = (
        Button("remove", _("Remove the sentence"), Permission.CALL_EDIT, _remove, _is_of_draft, leads=_compilation_of),
    )
    list_display = ("words", "language", "order", "compilation")
    list_filter = ("compilation", "language")
    list_select_related = ("compilation__call__process",)
    fields = ("compilation", "language", "group", "order", "words", "statements")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).select_related("compilation__call__process")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        issued = obj is not None and obj.compilation.is_issued
        return not issued and super().has_change_permission(request, obj)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and db_field.name == "compilation":
            field.queryset = field.queryset.filter(issued_at__isnull=True)
        return field

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_manytomany(db_field, request, form_class=Statements, **kwargs)
        rows = field.queryset.filter(compiled__compilation__issued_at__isnull=True).distinct()
        field.queryset = rows.select_related(*choosing.NAMED)
        return field
