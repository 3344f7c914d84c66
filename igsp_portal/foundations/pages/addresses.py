"""Numbers in addresses: those that a row can have, so that others name nothing, and no database is asked for them."""

from __future__ import annotations

from django.urls.converters import IntConverter

MOST_FIGURES = 18  # every number of so many fits a column, on either database


class RowNumber(IntConverter):
    """The number of a row, as in `<row:pk>`. Django's own `int` takes any number of figures."""

    regex = f"[0-9]{{1,{MOST_FIGURES}}}"
