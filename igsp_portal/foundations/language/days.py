"""Days and moments in words, as United Nations documents of the reader's language write them."""

import datetime as dt

from django.utils import formats
from django.utils.translation import gettext as _

from ..time import named_zone


def date_format(value: dt.date, name: str = "DATE_FORMAT") -> str:
    """A date by one of the formats of the reader's language, or by the letters of a format.

    As Django's own, but the first of a month is written as that language writes it: « 1er décembre 2004 ».
    """
    letters = formats.get_format(name)
    if value.day == 1:
        letters = letters.replace("j", formats.get_format("FIRST_DAY_FORMAT"), 1)
    return formats.date_format(value, letters)


def moment(at: dt.datetime, zone: str = "UTC", *, seconds: bool = False) -> str:
    """A moment on a clock in `zone`, in words: 29 October 2004, 17:00."""
    local = at.astimezone(named_zone(zone))
    return _("%(day)s, %(time)s") % {
        "day": date_format(local),
        "time": date_format(local, "H:i:s" if seconds else "H:i"),
    }


def moment_in_zone(at: dt.datetime, zone: str) -> str:
    """The same with the name of its zone, for those who may be in another: 29 October 2004, 17:00 (Africa/Nairobi)."""
    return f"{moment(at, zone)} ({zone})"
