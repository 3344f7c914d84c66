"""What somebody has of a meeting's documents, and the stamp by which they ask for what is new since.

A stamp names, for each language and format, the last public event before the files were looked up. Events commit in
the order of their ids (foundations.turns), so nothing that was done since can lie before it. It is sealed, and never
twice alike: two of them do not tell whether anything happened in between of which its holder may not know.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from igsp_portal.foundations.language.languages import CODES
from igsp_portal.foundations.record import audit
from igsp_portal.foundations.secrets import sealed
from igsp_portal.models import Change, Event

from ..states import FileFormat

PURPOSE = "documents taken together"
LONGEST = 1000  # characters
OVERLAP = dt.timedelta(hours=1)  # a change may commit long after the moment that it notes

Form = tuple[str, str]  # a language and a format


class BadStamp(ValueError):
    """What is no stamp of this meeting."""


@dataclass(frozen=True)
class Stamp:
    """What somebody has: by language and format, everything up to an event."""

    meeting: int  # its id
    restricted: bool  # whether restricted documents were among it
    change: int  # the newest note of a change (igsp_portal.models.Change)
    has: dict[Form, int]

    def text(self) -> str:
        """The stamp as it is given out."""
        return sealed.seal(json.dumps(self.plain()), PURPOSE).removeprefix(sealed.MARK).rstrip("=")

    def plain(self) -> dict[str, Any]:
        """The same as a value for JSON, of one length for one choice."""
        has = {".".join(form): f"{event:012}" for form, event in sorted(self.has.items())}
        return {"meeting": self.meeting, "restricted": self.restricted, "change": f"{self.change:012}", "has": has}

    def with_more(self, earlier: Stamp | None) -> Stamp:
        """What somebody has who had the earlier one, and asked with it."""
        return replace(self, has={**earlier.has, **self.has}) if earlier else self


def from_plain(plain: dict[str, Any]) -> Stamp:
    """A stamp from its value for JSON."""
    has = {(code, form): int(event) for one, event in plain["has"].items() for code, form in [one.split(".")]}
    return Stamp(plain["meeting"], plain["restricted"], int(plain["change"]), has)


def opened(text: str, meeting: int) -> Stamp:
    """The stamp of a meeting (its id) from its text. Raises BadStamp."""
    try:
        text = text[:LONGEST].encode("ascii").decode()
        padded = text + "=" * (-len(text) % 4)
        stamp = from_plain(json.loads(sealed.opened(sealed.MARK + padded, PURPOSE)))
    except (UnicodeError, sealed.CannotBeOpened) as error:
        raise BadStamp from error
    if stamp.meeting != meeting:
        raise BadStamp
    return stamp


def now(meeting: int, forms: Iterable[Form], *, restricted: bool) -> Stamp:
    """The stamp of what is looked up after this."""
    change = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return Stamp(meeting, restricted, change, dict.fromkeys(forms, audit.stamp()))


def at(moment: dt.datetime, meeting: int, *, restricted: bool) -> Stamp:
    """What somebody has who has everything up to a moment; rather too little than too much."""
    since = moment - OVERLAP if moment > dt.datetime.min.replace(tzinfo=dt.UTC) + OVERLAP else moment
    event = Event.objects.filter(at__gte=since).order_by("pk").values_list("pk", flat=True).first()
    change = Change.objects.filter(at__gte=since).order_by("pk").values_list("pk", flat=True).first()
    newest = now(meeting, [(code, form) for code in CODES for form in FileFormat.values], restricted=restricted)
    return replace(
        newest,
        change=newest.change if change is None else min(newest.change, change - 1),
        has={form: last if event is None else min(last, event - 1) for form, last in newest.has.items()},
    )
