"""What every answer may hold, as the description of the API tells it; answers are tested against it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

Code = Literal["ar", "zh-hans", "en", "fr", "ru", "es"]
ByLanguage = dict[Code, str]
Words = Annotated[
    ByLanguage | str | None,
    Field(
        description="In every language in which it is known, by language; with `lang`, in that one.",
        examples=[{"en": "First session", "fr": "Première session"}],
    ),
]
InLang = Annotated[
    Code | None, Field(description="With `lang`: the language that the value is in, where it is not the one asked for.")
]
Address = Annotated[str, Field(description="A permanent address.", json_schema_extra={"format": "uri"})]
MaybeAddress = Annotated[str | None, Field(description="A permanent address, if there is one.")]
Zone = Annotated[
    str,
    Field(description="The time zone, by its name, in which the days begin and end.", examples=["Africa/Nairobi"]),
]
MomentUTC = Annotated[dt.datetime, Field(description="A moment, in UTC.", examples=["2004-07-26T09:00:00Z"])]
Day = Annotated[dt.date | None, Field(description="A day, in the zone named beside it.", examples=["2004-07-26"])]


class Gone(Schema):
    """Something that is no longer there, or no longer open to you: drop what you have of it."""

    address: Address
    key: str = Field(description="Its key, the last part of its address.", examples=["3-4"])
    gone_at: MomentUTC


class Page(Schema):
    """One page of a list."""

    items: list[Any]
    next: MaybeAddress = Field(None, description="The next page; null on the last. Also in the header Link.")


class ChangingPage(Page):
    """One page of a list, or of what has changed in it."""

    gone: list[Gone] = Field(description="What is gone; empty unless you ask what has changed.")
    later: MaybeAddress = Field(
        None,
        description="On the last page: the address at which to ask later what has changed since. It misses nothing "
        "and tells nothing twice, which no moment on a clock can promise.",
    )


class WrongParameter(Schema):
    """One parameter that was refused."""

    parameter: str = Field(examples=["updated_since"])
    detail: str = Field(examples=["write a moment as RFC 3339 has it, with its zone: 2004-10-15T12:00:00Z"])


class Problem(Schema):
    """What is wrong (RFC 9457)."""

    type: str = Field(examples=["about:blank"])
    title: str = Field(description="The name of the status.", examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(description="What is wrong, in a sentence.")
    errors: list[WrongParameter] | None = Field(None, description="Of status 422: each parameter that was refused.")
