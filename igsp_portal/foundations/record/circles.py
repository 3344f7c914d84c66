"""Rows that refer to rows of their own kind: no way leads from one back to itself, or whoever follows it never ends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class WithoutCircles(models.Model):
    """A row that may stand under, or give way to, another of its kind; `clean` refuses a way back to itself."""

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        for name in () if self._state.adding else own_references(type(self)):
            if self.pk in _ahead(self, name):
                raise ValidationError({name: _("This leads back to itself; choose another.")})


def own_references(model: type[models.Model]) -> list[str]:
    """The names of the fields by which rows of `model` refer to each other."""
    return [field.name for field in model._meta.local_fields if field.is_relation and field.related_model is model]


def _ahead(row: models.Model, name: str) -> Iterator[int]:
    """The keys of the rows that stand ahead of `row`, as they are stored; each once."""
    field: Any = row._meta.get_field(name)
    column = field.attname
    key, seen = getattr(row, column), set[int]()
    while key is not None and key not in seen:
        seen.add(key)
        yield key
        key = row._meta.base_manager.filter(pk=key).values_list(column, flat=True).first()
