"""Days in words, as United Nations documents of the reader's language write them."""

import datetime as dt

from django.utils import formats


def date_format(value: dt.date, name: str = "DATE_FORMAT") -> str:
    """A date by one of the formats of the reader's language, or by the letters of a format.

    As Django's own, but the first of a month is written as that language writes it: « 1er décembre 2004 ».
    """
    letters = formats.get_format(name)
    if value.day == 1:
        letters = letters.replace("j", formats.get_format("FIRST_DAY_FORMAT"), 1)
    return formats.date_format(value, letters)
