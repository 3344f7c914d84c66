"""Fields of the admin site's forms, which refuse in words what Django's own meet with a fault."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime, AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.fields import InvalidJSONInput

NONE = BLANK_CHOICE_DASH[0][1]


class PlainJSON(forms.JSONField):
    """What every database keeps: no number beyond all bounds, no NUL or half of a sign, nothing nested without end.

    What was typed is shown again as it was typed.
    """

    def to_python(self, value: Any) -> Any:
        try:
            found = super().to_python(value)
            _check_text(json.dumps(found, allow_nan=False, ensure_ascii=False))
        except (RecursionError, ValueError) as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": value}) from error
        return found

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial if self.disabled or data is None else InvalidJSONInput(data)


def _check_text(text: str) -> None:
    text.encode()
    if r"\u0000" in text.replace(r"\\", ""):
        raise ValueError("NUL")


def is_key(model: type[models.Model], value: Any) -> bool:
    """Whether `value` could be the key of a row of `model`: it is of the kind, and not beyond what a column holds."""
    try:
        model._meta.pk.clean(value, None)
    except ValidationError:
        return False
    return True


class SeveralRows(forms.ModelMultipleChoiceField):
    """Several rows of a table, each named by its key."""

    def clean(self, value: Any) -> Any:
        rows: Any = self.queryset
        for key in value or ():
            if not is_key(rows.model, key):
                raise ValidationError(
                    self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": key}
                )
        return super().clean(value)


class _Found:
    """A widget that looks up the rows chosen: what is no key names none."""

    field: Any

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        keys = [key for key in value if is_key(self.field.remote_field.model, key)]
        return super().optgroups(name, keys, attr)  # type: ignore[misc]

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["admin-names.js"])  # type: ignore[misc]


class FoundRow(_Found, AutocompleteSelect):
    """One row, found by searching; to choose none is offered with words, and first even where one must be chosen."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        groups = super().optgroups(name, value, attr)
        _label, options, _place = groups[0]
        options[:] = [self.create_option(name, "", NONE, False, 0), *(one for one in options if one["value"] != "")]
        return groups


class FoundRows(_Found, AutocompleteSelectMultiple):
    """Several rows, found by searching."""


class DayAndTime(AdminSplitDateTime):
    """A day and a time, each with a name of its own: the field's, and whether it is the day or the time."""

    def get_context(self, name: str, value: Any, attrs: Any) -> Any:
        context = super().get_context(name, value, attrs)
        field = context["widget"]["attrs"].get("aria-label", "")
        parts = zip(context["widget"]["subwidgets"], (context["date_label"], context["time_label"]), strict=True)
        for part, label in parts:
            part["attrs"]["aria-label"] = f"{field} {label}".strip().rstrip(":：").strip()
        return context


def named(field: forms.Field, label: str, help_id: str = "") -> None:
    """Give a field's widget its label as its name, where no label stands beside it; its help may stand elsewhere."""
    widget: Any = getattr(field.widget, "widget", field.widget)  # within the admin's links to add and to change a row
    if not widget.is_hidden and not isinstance(widget, forms.RadioSelect):  # whose boxes have labels of their own
        widget.attrs["aria-label"] = label
        if help_id and field.help_text:
            widget.attrs["aria-describedby"] = help_id
