"""Days are written as the reader's language writes them; French counts the first of a month as an ordinal."""

import datetime as dt

import pytest
from django.utils.translation import override

from igsp_portal.foundations.language.days import date_format

FIRST = dt.date(2004, 12, 1)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "1 December 2004"),
        ("fr", "1er décembre 2004"),
        ("ru", "1 декабря 2004 года"),
        ("es", "1 de diciembre de 2004"),
        ("zh-hans", "2004年12月1日"),
    ],
)
def test_the_first_of_a_month_is_written_as_the_language_writes_it(language: str, words: str) -> None:
    with override(language):
        assert date_format(FIRST) == words


def test_french_writes_every_other_day_by_its_figure() -> None:
    with override("fr"):
        assert date_format(dt.date(2004, 12, 2)) == "2 décembre 2004"


def test_the_first_day_alone_is_written_so_too() -> None:
    with override("fr"):
        assert date_format(FIRST, "j") == "1er"


def test_a_moment_keeps_its_time_of_day() -> None:
    noon = dt.datetime(2004, 12, 1, 12, 5, tzinfo=dt.UTC)
    with override("fr"):
        assert date_format(noon, "DATETIME_FORMAT") == "1er décembre 2004 à 12 h 05"
