"""Fields that are no longer changed at the desk, each with the sentence that says why above them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

ADDRESSES = ("key", "slug")  # fields that stand in addresses, and by which data folders know a row
KEPT = _("The key stands in addresses that people have kept: it is not changed.")


class FixedFields:
    """For a ModelAdmin: what `fixed` names for an object is shown and not asked."""

    model: Any

    def fixed(self, obj: Any) -> dict[str | Promise, list[str]]:
        """The fields of `obj` that are not changed any more, under the sentence that says why."""
        there = {field.name for field in self.model._meta.concrete_fields}
        keys = [name for name in ADDRESSES if name in there]
        return {KEPT: keys} if keys else {}

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
