"""What may be asked of every address, and of every list."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import BeforeValidator, Field, WithJsonSchema

from .cursors import LONGEST

MOST = 200  # entries of a page
USUAL = 50
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:)(\d\d)(?:\.(\d{1,6})\d*)?(?:([Zz])|[+ ](\d\d:\d\d)|-(\d\d:\d\d))", re.ASCII
)

Code = Literal["ar", "zh", "zh-hans", "en", "fr", "ru", "es"]


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


Language = Annotated[Code, BeforeValidator(_lower)]  # zh-Hans, as browsers write it


def moment(value: Any) -> dt.datetime:
    """A moment as RFC 3339 has it, with its zone. Raises ValueError."""
    match = _MOMENT.fullmatch(value) if isinstance(value, str) else None
    if not match:
        raise ValueError("write a moment as RFC 3339 has it, with its zone: 2004-10-15T12:00:00Z")
    day, hour, second, fraction, _z, east, west = match.groups()
    zone = f"+{east}" if east else f"-{west}" if west else "+00:00"
    second = "59" if second == "60" else second  # a leap second
    there = dt.datetime.fromisoformat(f"{day}T{hour}{second}.{(fraction or '0').ljust(6, '0')}{zone}")
    try:
        return there.astimezone(dt.UTC)
    except OverflowError:
        return there.replace(tzinfo=dt.UTC)  # at either end of the calendar, where an hour makes no difference


Moment = Annotated[dt.datetime, BeforeValidator(moment), WithJsonSchema({"type": "string", "format": "date-time"})]


class Asked(Schema):
    """Of every address."""

    lang: Language | None = Field(
        None,
        description="Flatten values in several languages to this one. Where a value is not in it, another language "
        "is given, and a second member, named after the first with _lang, says which.",
        examples=["fr"],
    )

    @property
    def language(self) -> str | None:
        """The language asked for, by the portal's code."""
        return "zh-hans" if self.lang == "zh" else self.lang


class AskedOfList(Asked):
    """Of every list."""

    limit: int = Field(USUAL, ge=1, le=MOST, description="How many entries a page holds at most.", examples=[USUAL])
    cursor: str | None = Field(
        None,
        max_length=LONGEST,
        description="Where the page begins. Take it from the address in `next` or `later`: it cannot be made up.",
    )


class AskedOfChanges(AskedOfList):
    """Of a list that also tells what has changed."""

    updated_since: Moment | None = Field(
        None,
        description="Only what has changed since this moment, in the order of the changes, and under `gone` what is "
        "no longer there or no longer open. RFC 3339, with a zone.",
        examples=["2004-10-15T12:00:00Z"],
    )
