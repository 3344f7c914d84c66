"""Days in words on a page."""

import datetime as dt

from django import template

from igsp_portal.foundations.language.days import date_format

register = template.Library()


@register.filter
def in_words(day: dt.date) -> str:
    """The day as the reader's language writes it."""
    return date_format(day)


@register.filter
def to_the_second(moment: dt.datetime) -> str:
    """A moment as pages tell it to machines, which take no more than thousandths of a second."""
    return moment.isoformat(timespec="seconds")
