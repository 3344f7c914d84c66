"""Days and moments that people give: of years in which such work is done, so that weeks can be counted from each."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

EARLIEST, LATEST = 1800, 2199


def validate_year(day: dt.date) -> None:
    """A day at the edge of Python's calendar has no day before or after it, nor an hour in another zone."""
    if not EARLIEST <= day.year <= LATEST:
        raise ValidationError(
            _("Give a year between %(earliest)s and %(latest)s."), params={"earliest": EARLIEST, "latest": LATEST}
        )


class _AsColumn:
    """A field that is stored as Django's own: what it refuses is no matter of the database's."""

    kept_as: str

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()  # type: ignore[misc]
        return name, self.kept_as, args, kwargs


class DayField(_AsColumn, models.DateField):
    """A day that somebody gives, at the admin site or in a data folder."""

    kept_as = "django.db.models.DateField"
    default_validators = [validate_year]


class MomentField(_AsColumn, models.DateTimeField):
    """A moment that somebody gives, likewise."""

    kept_as = "django.db.models.DateTimeField"
    default_validators = [validate_year]
