"""Moments in forms are written as a clock on the wall of a time zone shows them, and kept in UTC.

Widgets show and read them as UTC, so that the figures of the clock stand there unchanged.
"""

from __future__ import annotations

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .. import time


def on_the_wall(at: dt.datetime, zone: str) -> dt.datetime:
    """What a clock in the zone of that name shows at a moment, for a widget to show."""
    return at.astimezone(time.named_zone(zone)).replace(tzinfo=None)


def read(form: forms.BaseForm, name: str, zone: str) -> None:
    """Take what was entered at `name` for what a clock in `zone` shows; a time that no clock there shows is refused."""
    if at := form.cleaned_data.get(name):
        try:
            form.cleaned_data[name] = time.from_local(at.replace(tzinfo=None), zone)
        except ValueError:
            form.add_error(name, ValidationError(_("This time does not exist in this time zone.")))
