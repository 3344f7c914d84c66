"""What is asked for: in which languages and formats, and since when."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from igsp_portal.foundations import access, time
from igsp_portal.foundations.api.asked import moment
from igsp_portal.foundations.language.languages import LANGUAGES, UnknownLanguage, in_order
from meetings.models import Meeting

from ..states import FileFormat
from . import stamps
from .stamps import Form, Stamp

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class NotAsked(ValueError):
    """What cannot be answered: a title, and a sentence on how to ask."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__(title)
        self.title, self.text = title, text


@dataclass(frozen=True)
class Asked:
    """Languages in their fixed order, formats, and what the reader has already (`since` as it was written)."""

    languages: list[str]
    formats: list[str]
    stamp: Stamp | None
    since: str
    restricted: bool  # whether the reader may see restricted documents

    @property
    def forms(self) -> list[Form]:
        return [(language, form) for language in self.languages for form in self.formats]

    @property
    def day(self) -> str:
        """The day since when, where it was asked so."""
        return self.since if _DAY.fullmatch(self.since) else ""

    def query(self, since: str) -> str:
        """The same as the query of an address, since another stamp; since the beginning for an empty one."""
        return urlencode(list(self._pairs(since)))

    def _pairs(self, since: str) -> Iterator[tuple[str, str]]:
        yield from (("lang", LANGUAGES[code].html_lang.partition("-")[0]) for code in self.languages)
        yield from (("format", form) for form in self.formats)
        if since:
            yield "since", since


def read(query: QueryDict, meeting: Meeting, user: Any, *, languages: list[str], formats: list[str]) -> Asked:
    """What a query asks of a meeting; of languages and formats that it does not name, these. Raises NotAsked."""
    restricted = sees_restricted(user, meeting)
    since = query.get("since", "")
    return Asked(
        languages=_languages(query) or languages,
        formats=_formats(query) or formats,
        stamp=_stamp(since, meeting, restricted) if since else None,
        since=since,
        restricted=restricted,
    )


def sees_restricted(user: Any, meeting: Meeting) -> bool:
    """Whether `user` sees more of the issued documents than strangers do (models.documents.visible)."""
    everywhere = access.processes_where(user, access.Permission.DOCUMENT_READ) is None
    return everywhere or any(grant.process_id == meeting.process_id for grant in access.grants(user))


def _languages(query: QueryDict) -> list[str]:
    try:
        found = in_order(set(query.getlist("lang")))
    except UnknownLanguage as error:
        text = _("After “lang=”, write one of the six official languages: ar, zh, en, fr, ru or es.")
        raise NotAsked(_("This is not an official language"), text) from error
    return found


def _formats(query: QueryDict) -> list[str]:
    wanted = {form.strip().lower() for form in query.getlist("format")}
    if not wanted <= set(FileFormat.values):
        raise NotAsked(_("This is not a format of files"), _("After “format=”, write pdf or docx."))
    return [form for form in FileFormat.values if form in wanted]


def _moment(since: str, zone: str) -> dt.datetime:
    """A moment with its zone, or the beginning of a day in `zone`. Raises ValueError."""
    if not _DAY.fullmatch(since):
        return moment(since)
    there = dt.datetime.fromisoformat(since)
    try:
        return there.replace(tzinfo=time.named_zone(zone)).astimezone(dt.UTC)
    except OverflowError:
        return there.replace(tzinfo=dt.UTC)  # at either end of the calendar


def _stamp(since: str, meeting: Meeting, restricted: bool) -> Stamp | None:
    """What the reader has; nothing, as far as is known, where they see more today than the stamp's holder did."""
    try:
        stamp = stamps.at(_moment(since, meeting.process.zone), meeting.pk, restricted=restricted)
    except ValueError:
        try:
            stamp = stamps.opened(since, meeting.pk)
        except stamps.BadStamp as error:
            text = _(
                "After “since=”, write the stamp of an earlier ZIP of this meeting, or a moment such as %(moment)s."
            )
            raise NotAsked(_("This is no stamp of this meeting"), text % {"moment": "2004-10-15T12:00:00Z"}) from error
    return None if restricted and not stamp.restricted else stamp
