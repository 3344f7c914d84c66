"""Search in the lists of the admin site, compared as on the public pages: each database folds other letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.admin.utils import get_fields_from_path
from django.db import models
from django.http import HttpRequest

from ..language.characters import folded, has_all, sought


class FoldedSearch:
    """For a ModelAdmin: `search_fields` are searched in every language, whatever the case, accents and apostrophes."""

    folds = True  # False where there are too many rows to be read for a search

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        fields = self.get_search_fields(request)  # type: ignore[attr-defined]
        if not (self.folds and fields and search_term):
            return super().get_search_results(request, queryset, search_term)  # type: ignore[misc]
        return queryset.filter(pk__in=having(search_term, queryset.order_by(), fields)), False


def having(words: str, rows: models.QuerySet[Any], paths: Iterable[str], key: str = "pk") -> list[Any]:
    """The keys of those rows that have every word in what stands at `paths`, in any language."""
    pieces = sought(words)
    texts: dict[Any, list[str]] = {}
    for found, *values in rows.values_list(key, *_columns(rows.model, paths)) if pieces else ():
        texts.setdefault(found, []).extend(str(value) for value in values if value)
    return [found for found, parts in texts.items() if has_all(pieces, folded("|".join(parts)))]


def _columns(model: type[models.Model], paths: Iterable[str]) -> Iterator[str]:
    """The columns at `paths`; of a translated one each language's."""
    for path in paths:
        field = get_fields_from_path(model, path)[-1]
        way = path.removesuffix(field.name)
        columns = [f.name for f in field.model._meta.concrete_fields if _stands_for(f) == field.name]
        yield from (f"{way}{name}" for name in columns or [field.name])


def _stands_for(field: models.Field[Any, Any]) -> str:
    """The name of the translated field whose text in one language this is."""
    return getattr(getattr(field, "translated_field", None), "name", "")
