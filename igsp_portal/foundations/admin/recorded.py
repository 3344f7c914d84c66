"""The pages of a model: what may be seen and chosen, each write with its event, history and buttons."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import get_fields_from_path, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.forms import BaseInlineFormSet, CheckboxSelectMultiple, SplitDateTimeField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from igsp_portal.models import Event

from .. import access
from ..access import Permission
from ..forms import kept_words
from ..forms.checked import GIVEN_BACK, CheckedForm, refusal_of
from ..forms.fields import named
from ..forms.given_back import SIGNED_IN_SINCE, gives_back, words_page
from ..language.languages import LANGUAGES
from ..record import audit, records
from ..record.fixed import ADDRESSES, FixedFields
from ..record.within import way_to_process
from . import one_process
from .filters import DeclaredFilters, OwnValues
from .prompts import Prompts
from .public_page import PublicPage
from .references import References, of_one_process
from .searching import FoldedSearch

WHAT_A_KEY_IS = _("Letters, digits and hyphens, such as note-2. It is part of the address and cannot be changed later.")

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Button:
    """A move offered on an object's page: `act(thing, by=user)` when `when(thing)` holds.

    `act` may return a sentence for the person; it raises ValidationError when the move is refused. Once it is made the
    person comes to the address that `leads` gives, else back to the object's page. A move with a `page` of its own,
    which asks first, is made there and by no single press: the button leads to the page under the button's name.
    """

    name: str
    label: str | Promise
    needs: Permission
    act: Callable[..., str | Promise | None]
    when: Callable[[Any], bool] = lambda thing: True
    leads: Callable[[Any], str] | None = None
    page: bool = False


class RecordedAdmin(PublicPage, References, FixedFields, DeclaredFilters, FoldedSearch, Prompts, admin.ModelAdmin):
    """A model's pages in the admin site. `reads` and `edits` name the permissions; None means nobody but the portal."""

    reads: Permission = Permission.DESK
    form = CheckedForm
    may_remove = False
    part_of = ""  # the name of the reference to a row on whose page rows of this model are listed: saving leads there
    key = "row"  # how an address is told from another word where a primary key stands
    buttons: tuple[Button, ...] = ()
    change_form_template = "admin/portal_change_form.html"
    actions = None
    list_per_page = 50
    order = 0  # among the tables of its application; those of one number stand as they are registered
    # Boxes work without scripts and in every language; Django's two lists have words in some alone.
    formfield_overrides: ClassVar[Any] = {
        **References.formfield_overrides,
        models.ManyToManyField: {"widget": CheckboxSelectMultiple},
    }

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows = super().get_queryset(request)
        processes = one_process.ids(request, self.reads)
        way = way_to_process(self.model)
        return rows if processes is None or not way else rows.filter(**{f"{way}__in": processes})

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """What a form is to change is held meanwhile: no move made beside it is undone by saving the form."""
        thing = super().get_object(request, object_id, from_field or None)  # an address may name it, and nothing by it
        if thing is None or request.method != "POST":
            return thing
        return _held(self.get_queryset(request)).filter(pk=thing.pk).first()

    def process_of_row(self, pk: Any) -> Any:
        """The id or the slug of the process to which a row belongs; None for none."""
        way = way_to_process(self.model)
        return self.model._base_manager.filter(pk=pk).values_list(way, flat=True).first() if way else None

    def get_list_display(self, request: HttpRequest) -> Any:
        return _without_process(super().get_list_display(request), request)

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """Filters offer what the rows of the list hold, never the names of other processes."""
        return [self._own_values(entry) for entry in _without_process(super().get_list_filter(request), request)]

    def _own_values(self, entry: Any) -> Any:
        if isinstance(entry, str) and get_fields_from_path(self.model, entry)[-1].is_relation:
            return entry, OwnValues
        return entry

    def has_module_permission(self, request: HttpRequest) -> bool:
        return one_process.may(request, self.reads)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return one_process.may(request, self.reads, self._process(obj))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.edits is not None and one_process.may(request, self.edits, self._process(obj))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.edits is not None and one_process.may(request, self.edits)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_remove and self.has_change_permission(request, obj)

    def _process(self, obj: Any) -> Any:
        return getattr(obj, "process", None) if way_to_process(self.model) else None

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, SplitDateTimeField):
            named(field, str(field.label))
        if field is not None and isinstance(getattr(field.widget, "widget", None), CheckboxSelectMultiple):
            field.widget.use_fieldset = True  # its help belongs to the group, and no box names it
        if field is not None and db_field.name in ADDRESSES and not field.help_text:
            field.help_text = WHAT_A_KEY_IS
        return field

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:  # type: ignore[override]
        form = of_one_process(super().get_form(request, obj, **kwargs), obj)
        form.refusal = getattr(request, "refusal", None)
        return form

    def told_of_failures(self, request: HttpRequest) -> tuple[str, str] | None:
        """What of these rows has failed, in a few words, and the address of their list; None for nothing."""
        return None

    def told_of_waiting(self, request: HttpRequest) -> list[tuple[str, str]]:
        """What of these rows waits to be done: each in a few words, with the way there."""
        return []

    def beside(self, request: HttpRequest) -> list[tuple[str, str]]:
        """Pages beside the list that are for this person: each in a few words, with its address."""
        return []

    def downloads(self, request: HttpRequest) -> list[tuple[str, str]]:
        """What the list can be had as: like `beside`, but with the list alone, where it is clear of what."""
        return []

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list, with the ways to the pages beside it and to its files."""
        ways = [*self.beside(request), *self.downloads(request)]
        return super().changelist_view(request, {"ways": ways, **(extra_context or {})})

    # Every write has its event

    @gives_back(in_its_form=True)
    def add_view(self, *args: Any, **options: Any) -> HttpResponse:
        return super().add_view(*args, **options)

    @gives_back(in_its_form=True)
    def change_view(self, *args: Any, **options: Any) -> HttpResponse:
        return super().change_view(*args, **options)

    def _changeform_view(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        """What Django does inside the transaction of a form: all that the form changes, with its events at the end.

        What is refused only on saving, because somebody was faster, is undone and said on the form. What was typed
        before its author had to sign in again is shown in the form as if it had been refused.
        """
        if kept_words.take(request):
            return self._given_back(request, *args, **options)
        try:
            with audit.together():
                return super()._changeform_view(request, *args, **options)  # type: ignore[misc]
        except (ValidationError, IntegrityError) as error:
            if hasattr(request, "refusal"):
                raise
            logger.warning("Refused on saving", exc_info=error)
            request.refusal = refusal_of(error)  # type: ignore[attr-defined]
        return self._changeform_view(request, *args, **options)

    def _given_back(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        request.method = "POST"
        request.refusal = ValidationError(SIGNED_IN_SINCE, code=GIVEN_BACK)  # type: ignore[attr-defined]
        try:
            answer = self._changeform_view(request, *args, **options)
        except PermissionDenied:  # the row has since come to a state in which nobody changes it
            answer = None
        if answer is None or answer.status_code != 200:  # or it is gone
            return words_page(request, status=409, why=gettext("What you wrote can no longer be saved."))
        return answer

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if self.edits and not access.may(request.user, self.edits, process=self._process(obj)):
            raise PermissionDenied  # it would come to stand in a process of others
        if not change:
            records.create(obj, by=request.user)
            return
        records.save_changed(obj, by=request.user, names=_columns(obj, form.changed_data))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        linked = [f.name for f in form.instance._meta.many_to_many if f.name in form.changed_data]
        if linked:
            with audit.recorded("changed", form.instance, by=request.user, fields=linked):
                form.save_m2m()
        for formset in formsets:
            self.save_formset(request, form, formset, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: BaseInlineFormSet, change: bool) -> None:
        formset.save(commit=False)
        for thing in formset.deleted_objects:
            records.remove(thing, by=request.user)
        for thing, names in formset.changed_objects:
            records.save_changed(thing, by=request.user, names=_columns(thing, names))
        for thing in formset.new_objects:
            records.create(thing, by=request.user)
        linked = {field.name for field in formset.model._meta.many_to_many} if formset.model else set()
        if any(linked.intersection(row.changed_data) for row in formset.forms):
            with audit.recorded("changed", form.instance, by=request.user):
                formset.save_m2m()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        request.leads = self._whole(obj)  # type: ignore[attr-defined]
        records.remove(obj, by=request.user)

    def _whole(self, thing: Any) -> str:
        """The address of the page of which a row is a part; empty for a row that stands alone."""
        whole = getattr(thing, self.part_of) if self.part_of else None
        if whole is None:
            return ""
        return reverse(f"admin:{whole._meta.app_label}_{whole._meta.model_name}_change", args=[whole.pk])

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        address = self._whole(obj)
        return HttpResponseRedirect(address) if address else super().response_post_save_add(request, obj)

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        address = self._whole(obj)
        return HttpResponseRedirect(address) if address else super().response_post_save_change(request, obj)

    def response_delete(self, request: HttpRequest, *args: Any) -> HttpResponse:
        answer, address = super().response_delete(request, *args), getattr(request, "leads", "")
        return HttpResponseRedirect(address) if address else answer

    # Django's own log is not kept: the record of events is the one history.

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any: ...

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any: ...

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any: ...

    def events_of(self, thing: Any) -> models.QuerySet[Event]:
        return Event.objects.about(thing)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The history of one object, in words."""
        thing = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, thing):
            raise PermissionDenied
        if thing is None:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": _("History"),
            "object": thing,
            "opts": self.opts,
            "events": audit.told(self.events_of(thing).order_by("pk")),
        }
        return TemplateResponse(request, "admin/portal_history.html", context)

    # Moves between states

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_do"
        move = path(f"<{self.key}:pk>/do/<slug:move>/", self.admin_site.admin_view(self.do), name=name)
        return [move, *super().get_urls()]

    def do(self, request: HttpRequest, pk: Any, move: str) -> HttpResponse:
        """Carry out one button, on POST; of two people who press at once, the second meets the new state."""
        with transaction.atomic():
            return self._carry_out(request, get_object_or_404(_held(self.get_queryset(request)), pk=pk), move)

    def _carry_out(self, request: HttpRequest, thing: Any, move: str) -> HttpResponse:
        button = next((b for b in self.buttons if b.name == move), None)
        if request.method != "POST" or not button or button.page or not self._offered(request, thing, button):
            raise PermissionDenied
        back = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[thing.pk])
        try:
            said = button.act(thing, by=request.user)
        except ValidationError as error:
            messages.error(request, format_html_join(" ", "{}", ([said] for said in error.messages)))
            return HttpResponseRedirect(back)
        messages.success(request, str(said or _("Done: %(move)s.") % {"move": button.label}))
        return HttpResponseRedirect(button.leads(thing) if button.leads else back)

    def _offered(self, request: HttpRequest, thing: Any, button: Button) -> bool:
        return access.may(request.user, button.needs, process=self._process(thing)) and button.when(thing)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        thing = kwargs.get("obj") or (args[3] if len(args) > 3 else None)
        if thing is not None and thing.pk:
            context["portal_buttons"] = [b for b in self.buttons if self._offered(request, thing, b)]
        return super().render_change_form(request, context, *args, **kwargs)


class RecordedTranslationAdmin(RecordedAdmin, TranslationAdmin):
    """The same for a model with short texts in six languages, each written in its own direction."""

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and (language := LANGUAGES.get(getattr(db_field, "language", ""))):
            field.widget.attrs |= {"lang": language.html_lang, "dir": language.direction}
        return field


def _held(rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """The same rows, kept from other writers to the end of the transaction."""
    return rows.select_for_update(of=("self",), no_key=True)


def _without_process(columns: Any, request: HttpRequest) -> list[Any]:
    """The columns or filters of a list, of which the one that names the process says nothing where it is chosen."""
    if one_process.chosen(request) is None:
        return list(columns)
    return [entry for entry in columns if (entry[0] if isinstance(entry, tuple) else entry) != "process"]


def _columns(thing: Any, names: list[str]) -> list[str]:
    """Those of the names of form fields that are columns of `thing`."""
    columns = {field.name for field in thing._meta.concrete_fields}
    return [name for name in names if name in columns]
