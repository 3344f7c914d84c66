"""Fields of forms for words typed or pasted: what is checked, counted and shown again is what will be kept."""

from __future__ import annotations

from functools import cache
from typing import Any

from django import forms

from ..language.cleaning import cleaned, cleaned_line


class Clean:
    """For a field of text: marks that nobody sees go before anything else is asked of it."""

    one_line = True

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = cleaned_line(value) if self.one_line else cleaned(value)
        return super().to_python(value)  # type: ignore[misc]


class Line(Clean, forms.CharField):
    """Words on one line."""


class Address(Clean, forms.EmailField):
    """An e-mail address."""


class Lines(Clean, forms.CharField):
    """Words on several lines."""

    one_line = False


def clean_input(field: Any, *, one_line: bool) -> Any:
    """The form field, which cleans what it is given if it is one of text."""
    if isinstance(field, forms.CharField) and not isinstance(field, Clean):
        base: Any = type(field)
        field.__class__ = _clean_class(base, one_line)
    return field


@cache
def _clean_class(base: Any, one_line: bool) -> Any:
    return type(base.__name__, (Clean, base), {"one_line": one_line})
