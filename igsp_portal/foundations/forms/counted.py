"""Fields for words of some length: how much they hold is said beside them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as _

from .inputs import Lines


def in_figures(number: int | str) -> str:
    """A number as the reader's language groups its figures; words that are no number as they are."""
    try:
        return number_format(Decimal(number), force_grouping=True)
    except InvalidOperation:
        return str(number)


def _characters(most: int) -> str:
    return _("At most %(count)s characters.") % {"count": in_figures(most)}


_at_most = lazy(_characters, str)


class Words(Lines):
    """Words typed or pasted. No browser cuts them short unseen: beside the field stands how many characters it holds.

    static/counting.js reads the number from `data-most` and counts along.
    """

    def __init__(self, *, most: int, help_text: str | Promise = "", **kwargs: Any) -> None:
        told = format_lazy("{} {}", help_text, _at_most(most)) if help_text else _at_most(most)
        super().__init__(max_length=most, help_text=told, **kwargs)
        self.widget.attrs["data-most"] = most

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attributes = super().widget_attrs(widget)
        attributes.pop("maxlength", None)
        return attributes


class Title(Words):
    """The same on one line."""

    one_line = True
