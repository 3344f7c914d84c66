"""What a list may be filtered by: what its page declares. Django takes any column of the model from an address.

Whoever may filter by a column can read it letter by letter, whether or not the page shows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.admin import EmptyFieldListFilter, RelatedOnlyFieldListFilter, SimpleListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest

from ..record.audit import with_names


class DeclaredFilters:
    """For a ModelAdmin: an address filters its list by `list_filter` and `date_hierarchy`, and by nothing else."""

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        return request is not None and lookup in set(_declared(self, request))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return List


class OwnValues(RelatedOnlyFieldListFilter):
    """What the rows of the list refer to, and nothing else."""

    def has_output(self) -> bool:
        """Also where an address asks for it and there is little to choose: Django would drop it, and show every row."""
        return super().has_output() or self.lookup_val is not None or bool(self.lookup_val_isnull)

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[Any]:
        keys = model_admin.get_queryset(request).order_by().values(f"{self.field_path}__pk")
        rows = with_names(field.related_model._default_manager.filter(pk__in=keys))
        ordering = self.field_admin_ordering(field, request, model_admin)
        return [(row.pk, str(row)) for row in (rows.order_by(*ordering) if ordering else rows)]


class List(ChangeList):
    """A list whose address may name days that no calendar has."""

    def get_filters(self, request: HttpRequest) -> Any:
        try:
            return super().get_filters(request)
        except (ValueError, OverflowError) as error:
            raise IncorrectLookupParameters(error) from error


def _declared(page: Any, request: HttpRequest) -> Iterator[str]:
    """The names of the parameters that the filters of a page read."""
    if day := page.date_hierarchy:
        yield from (f"{day}__year", f"{day}__month", f"{day}__day")
    for entry in page.get_list_filter(request):
        path, kind = entry if isinstance(entry, tuple | list) else (entry, None)
        if isinstance(path, type) and issubclass(path, SimpleListFilter):
            yield str(path.parameter_name)
        elif kind is EmptyFieldListFilter:
            yield f"{path}__isempty"
        else:
            yield from _of_column(page.model, path)


def _of_column(model: Any, path: str) -> Iterator[str]:
    field: Any = get_fields_from_path(model, path)[-1]
    yield f"{path}__isnull"
    if field.is_relation:
        yield f"{path}__{field.target_field.name}__exact"
    else:
        yield path
        yield f"{path}__exact"
