"""Fields that are no longer changed: by nobody where the row says so, in the admin site where they stand in addresses.

The admin site shows above them the sentence that says why; whoever else tries to change them is told the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

ADDRESSES = ("key", "slug")  # fields that stand in addresses, and by which data folders know a row
KEPT = _("The key is part of addresses that people have kept: it cannot be changed.")
STAYS = _("It remains in the process in which it was created.")

Fixed = dict[str | Promise, list[str]]


class Lasting(models.Model):
    """A row of which, from some moment on, not everything may be changed: `clean` refuses it, whoever asks."""

    class Meta:
        abstract = True

    def fixed(self) -> Fixed:
        """The fields that are not changed any more, as the row stands, under the sentence that says why."""
        return {}

    def clean(self) -> None:
        super().clean()
        stored = None if self._state.adding else type(self)._base_manager.filter(pk=self.pk).first()
        if stored is None:
            return
        for why, names in stored.fixed().items():
            if changed := columns_changed(stored, self, names):
                raise ValidationError(dict.fromkeys(changed, why))


def columns_changed(before: models.Model, now: models.Model, names: Iterable[str]) -> list[str]:
    """Which of these fields differ, by their columns: a translated field has one for each language, and none itself.

    A name is that of a field, or of one column of a translated field.
    """
    there: Any = before._meta.concrete_fields
    translated = {field.name: field.translated_field.name for field in there if hasattr(field, "translated_field")}
    wanted = set(names)
    own = [field for field in there if field.name not in translated.values()]
    asked = [field for field in own if wanted & {field.name, translated.get(field.name)}]
    return [field.name for field in asked if getattr(before, field.attname) != getattr(now, field.attname)]


class FixedFields:
    """For a ModelAdmin: what `fixed` names for an object is shown and not asked."""

    model: Any

    def fixed(self, obj: Any) -> Fixed:
        """The fields of `obj` that are not changed any more, under the sentence that says why."""
        there = {field.name for field in self.model._meta.concrete_fields}
        fixed: Fixed = {KEPT: [name for name in ADDRESSES if name in there], STAYS: sorted({"process"} & there)}
        fixed |= obj.fixed() if isinstance(obj, Lasting) else {}
        return {why: names for why, names in fixed.items() if names}

    def _fixed(self, obj: Any) -> list[tuple[str | Promise, list[str]]]:
        """The same with each translated field in its six columns; nothing for an object yet to be made."""
        in_columns = getattr(self, "replace_orig_field", list)
        return [(why, list(in_columns(names))) for why, names in self.fixed(obj).items()] if obj is not None else []

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fields = list(super().get_readonly_fields(request, obj))  # type: ignore[misc]
        for _why, names in self._fixed(obj):
            fields += [name for name in names if name not in fields]
        return fields

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)  # type: ignore[misc]
        if not self.has_change_permission(request, obj):  # type: ignore[attr-defined]
            return fieldsets
        return [(name, self._explained(options, obj)) for name, options in fieldsets]

    def _explained(self, options: dict[str, Any], obj: Any) -> dict[str, Any]:
        shown = set(options["fields"])
        whys = [(why,) for why, names in self._fixed(obj) if shown.intersection(names)]
        return {**options, "description": format_html_join(" ", "{}", whys)} if whys else options
