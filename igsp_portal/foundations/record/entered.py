"""Every column of text keeps its words clean, whichever way they come to it.

A person's words come in by many ways: forms of the admin site and of the parties, data folders, commands, imports. No
way is asked to remember the rule of `language.cleaning`. As soon as a model of the portal is made, its columns of text
learn it: what is saved, made in bulk, updated or looked up is clean, and the fields that forms make of them clean
what they are given before they count and check it. Columns that the portal itself fills, and that are to stay as they
were made, are named by their model in `made_here`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.signals import class_prepared

from ..forms.inputs import clean_input
from ..language.cleaning import cleaned, cleaned_line


class CleanColumn:
    """For a column: whatever is to become its value is cleaned. Migrations know it as the column it was."""

    def clean_value(self, value: Any) -> Any:
        if isinstance(value, str):
            clean = cleaned_line(value) if isinstance(self, models.CharField) else cleaned(value)
            return value if clean == value else clean
        return value

    def to_python(self, value: Any) -> Any:
        return self.clean_value(super().to_python(value))  # type: ignore[misc]

    def get_prep_value(self, value: Any) -> Any:
        return self.clean_value(super().get_prep_value(value))  # type: ignore[misc]

    def pre_save(self, row: models.Model, add: bool) -> Any:
        """What is saved is also what the row in memory says."""
        value = super().pre_save(row, add)  # type: ignore[misc]
        if (clean := self.clean_value(value)) is not value:
            setattr(row, self.attname, clean)  # type: ignore[attr-defined]
        return clean

    def formfield(self, *args: Any, **options: Any) -> Any:
        field = super().formfield(*args, **options)  # type: ignore[misc]
        return clean_input(field, one_line=isinstance(self, models.CharField))


class CleanJson(CleanColumn):
    """For a column of JSON: every text in it."""

    def clean_value(self, value: Any) -> Any:
        if isinstance(value, dict):
            clean: Any = {key: self.clean_value(item) for key, item in value.items()}
        elif isinstance(value, list):
            clean = [self.clean_value(item) for item in value]
        else:
            return super().clean_value(value)
        return value if clean == value else clean


def as_kept(row: models.Model, name: str, value: Any) -> Any:
    """`value` as the column of that name will keep it, to be compared with what is there."""
    column = row._meta.get_field(name)
    return column.clean_value(value) if isinstance(column, CleanColumn) else value


def columns_of_text(model: type[models.Model]) -> Iterator[Any]:
    """The columns of a model in which words can stand."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    return (column for column in model._meta.local_concrete_fields if isinstance(column, kinds))


def keep_clean(sender: type[models.Model], **signal: Any) -> None:
    """Let the columns of a model of the portal keep their words clean."""
    if not (Path(settings.BASE_DIR) / sender.__module__.partition(".")[0]).is_dir():
        return  # of a library, or of a migration
    for column in columns_of_text(sender):
        if column.name not in getattr(sender, "made_here", ()):
            base: Any = type(column)
            column.__class__ = _clean_class(base)


@cache
def _clean_class(base: Any) -> Any:
    rule = CleanJson if issubclass(base, models.JSONField) else CleanColumn
    named = {"__module__": base.__module__, "__qualname__": base.__qualname__}  # by which migrations know it
    return type(base.__name__, (rule, base), named)


class_prepared.connect(keep_clean)
