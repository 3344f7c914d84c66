"""What a form offers in its references: rows of the processes that concern the person and the row alone."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest

from ..access import Permission
from ..forms.fields import DayAndTime, FoundRow, FoundRows, PlainJSON, SeveralRows
from ..record.audit import with_names
from ..record.within import process_of, way_to_process
from . import one_process


class References:
    """For a ModelAdmin or an inline: only what belongs to a process that the person may edit can be chosen."""

    edits: Permission | None = None
    admin_site: Any
    formfield_overrides: ClassVar[Any] = {
        models.JSONField: {"form_class": PlainJSON, "show_hidden_initial": False},  # the row itself knows it
        models.DateTimeField: {"widget": DayAndTime},
    }

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if self._is_searched(db_field, request):
            kwargs.setdefault("widget", FoundRow(db_field, self.admin_site))
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]
        return where_editable(field, request, self.edits)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if self._is_searched(db_field, request):
            kwargs.setdefault("widget", FoundRows(db_field, self.admin_site))
        field = super().formfield_for_manytomany(  # type: ignore[misc]
            db_field, request, **{"form_class": SeveralRows, **kwargs}
        )
        return where_editable(field, request, self.edits)

    def _is_searched(self, db_field: Any, request: HttpRequest) -> bool:
        return db_field.name in self.get_autocomplete_fields(request)  # type: ignore[attr-defined]


def where_editable(field: Any, request: HttpRequest, edits: Permission | None) -> Any:
    """The form field of a reference, with the rows alone of the process, where the person holds `edits` in it.

    Where no process is chosen, these are the rows of all processes in which the person does.
    """
    if field is None:
        return field
    field.queryset = with_names(field.queryset)
    processes = one_process.ids(request, edits) if edits else None
    if processes is None:
        return field
    if lookup := way_to_process(field.queryset.model):
        field.queryset = field.queryset.filter(**{f"{lookup}__in": processes})
    if (process := one_process.chosen(request)) and field.queryset.model is type(process):
        field.initial = process
    return field


def of_one_process(form: Any, owner: Any) -> Any:
    """The form of a row of `owner`, or of itself: its references offer what is of the same process, and not itself."""
    model, process = form._meta.model, process_of(owner)
    names = [*getattr(model, "within", ()), *(field.name for field in model._meta.many_to_many)]
    for field in (form.base_fields[name] for name in names if process and name in form.base_fields):
        if lookup := way_to_process(field.queryset.model):
            field.queryset = field.queryset.filter(**{lookup: process})
        if field.queryset.model is type(owner) is model:
            field.queryset = field.queryset.exclude(pk=owner.pk)
    return form
