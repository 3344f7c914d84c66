"""What a form offers in its references: rows of the processes that concern the person and the row alone."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from ..access import Permission
from ..record.within import process_of, way_to_process
from . import one_process


def where_editable(field: Any, request: HttpRequest, edits: Permission | None) -> Any:
    """The form field of a reference, with the rows alone of the process, where the person holds `edits` in it.

    Where no process is chosen, these are the rows of all processes in which the person does.
    """
    processes = one_process.ids(request, edits) if edits else None
    if field is None or processes is None:
        return field
    if lookup := way_to_process(field.queryset.model):
        field.queryset = field.queryset.filter(**{f"{lookup}__in": processes})
    if (process := one_process.chosen(request)) and field.queryset.model is type(process):
        field.initial, field.empty_label = process, None
    return field


def of_one_process(form: Any, owner: Any) -> Any:
    """The form of a row of `owner`, or of itself, offering in its references what is of the same process."""
    model, process = form._meta.model, process_of(owner)
    names = [*getattr(model, "within", ()), *(field.name for field in model._meta.many_to_many)]
    for field in (form.base_fields[name] for name in names if process and name in form.base_fields):
        if lookup := way_to_process(field.queryset.model):
            field.queryset = field.queryset.filter(**{lookup: process})
    return form
