"""What a paper prints of other things: of its document, its session, its process, and of what is noted on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname

from igsp_portal.foundations import time
from igsp_portal.foundations.language.days import date_format
from igsp_portal.foundations.language.languages import LANGUAGES, between_phrases, listed
from meetings.models import Meeting, MeetingPart, Participant, Process, Sitting
from meetings.rendering import span_in_words

from ...library.models import Document
from ..models import TextVersion
from ..naming import called
from ..states import Agreed
from .manuscripts import Manuscript


def printed(source: Manuscript, language: str) -> dict[str, Any]:
    """What a paper of `source` prints of other things, as they stand now; a version keeps it from its release on."""
    with override(language):
        of_it = of_document(source.version.process, source.version.document, source.agenda_symbol)
        facts: dict[str, Any] = {name: str(words) for name, words in (of_it | _of_text(source)).items()}
        if keys := [*source.agreed, *source.reserved]:
            facts["marks"] = {key: _marks(source.agreed.get(key, ""), source.reserved.get(key, [])) for key in keys}
        if source.named:
            facts["named"] = called(source.version, source.named, language)
    return facts


def lacking(source: Manuscript, languages: Iterable[str]) -> dict[str, list[str]]:
    """By language: what the masthead prints in the original language and has no words for in that one."""
    original, things = source.version.text.original_language, list(_printed_of(source))
    return {
        language: absent
        for language in languages
        if (absent := [_label(thing, name) for thing, name in things if _lacks(thing, name, original, language)])
    }


def _lacks(thing: Any, name: str, original: str, language: str) -> bool:
    return bool(_in(thing, name, original)) and not _in(thing, name, language)


def _label(thing: Any, name: str) -> str:
    return f"{thing._meta.verbose_name}: {thing._meta.get_field(name).verbose_name}"


def _printed_of(source: Manuscript) -> Iterator[tuple[Any, str]]:
    """The translated fields that the masthead prints, each with the row it is of."""
    version, text, document = source.version, source.version.text, source.version.document
    meeting = document.meeting if document else None
    yield from ((_titled(version, name), name) for name in ("title", "subtitle", "author"))
    yield from ((version, name) for name in ("label", "status"))
    yield from ((text.process, name) for name in ("system", "organization"))
    if meeting is not None:
        yield meeting, "name"
        if meeting.is_output or meeting.is_session:
            yield text.process, "parent_body" if meeting.is_output else "body"
    if document and document.part:
        yield document.part, "name"
    yield from ((dates, "place") for sitting in _sittings(document) if (dates := sitting.in_force))


def _sittings(document: Document | None) -> list[Sitting]:
    """What a document was issued for: one part of its meeting, or all of them."""
    if document is None or document.meeting is None:
        return []
    return [document.part] if document.part else document.meeting.sittings


def _marks(agreed: str, reserved: list[Participant]) -> list[str]:
    """What is said beneath a paragraph: how far it is agreed, and who has a reservation."""
    said = [str(Agreed(agreed).label)] if agreed else []
    if reserved:
        said.append(_("Reservation: %(participants)s") % {"participants": listed(map(str, reserved))})
    return said


def of_document(process: Process, document: Document | None, agenda: str = "") -> dict[str, Any]:
    """What a paper prints of its process and of the document as which it is issued, in the reader's language.

    `agenda` is the symbol of the provisional agenda that the line of its items refers to.
    """
    return {
        "parent_organization": own(process, "system"),
        "organization": own(process, "organization"),
        "symbol": document.symbol if document else "",
        "distribution": document.get_distribution_display() if document else "",
        "job_number": document.job_number if document else "",
        **_meeting_lines(document, agenda),
    }


def _of_text(source: Manuscript) -> dict[str, Any]:
    version, text = source.version, source.version.text
    return {
        "date": date_format(day, "DATE_FORMAT") if (day := _day(version)) else "",
        "original_language": str(LANGUAGES[text.original_language].name),
        **{name: own(_titled(version, name), name) for name in ("title", "subtitle", "author")},
        "status": own(version, "status"),
        "stage": own(version, "label"),
        "illustrative_notice": illustrative() if text.illustrative else "",
    }


def _day(version: TextVersion) -> dt.date | None:
    """The day of a document: on which it was submitted, or else that of its release where the process is at home.

    One that had been issued elsewhere, nobody knows when, was not released on the day on which it was loaded.
    """
    document, at = version.document, version.released_at
    if document is None or at is None or document.submitted_on:
        return document.submitted_on if document else None
    if document.is_issued and document.issued_on is None:
        return None
    return at.astimezone(time.named_zone(version.process.zone)).date()


def _titled(version: TextVersion, name: str) -> Any:
    """Whose title, subtitle or author is printed: the document's, where it has one of its own, or the text's."""
    document = version.document
    return document if document and _in(document, name, version.text.original_language) else version.text


def own(thing: Any, name: str) -> str:
    """A short text in the language of the paper, and in no other: a paper never mixes languages."""
    return _in(thing, name, get_language() or "en")


def _in(thing: Any, name: str, language: str) -> str:
    return getattr(thing, build_localized_fieldname(name, language)) or ""


def illustrative() -> str:
    """The sentence of a paper that is no official document."""
    return _("This text is illustrative: it was written for this portal and is not an official document.")


def _meeting_lines(document: Document | None, agenda: str) -> dict[str, Any]:
    meeting = document.meeting if document else None
    if document is None or meeting is None:
        return dict.fromkeys(("body", "session_line", "place_dates", "agenda_line", "agenda_note"), "")
    agenda_line = _agenda_line([item.printed_number for item in document.agenda_items.all()])
    return {
        "body": _body(document.process, meeting),
        "session_line": _session(meeting, document.part),
        "place_dates": between_phrases().join(filter(None, map(_place_and_dates, _sittings(document)))),
        "agenda_line": agenda_line,
        "agenda_note": f"{agenda}." if agenda_line and agenda else "",
    }


def _body(process: Process, meeting: Meeting) -> str:
    if meeting.is_output:
        return own(process, "parent_body")
    return own(process, "body") if meeting.is_session else ""


def _session(meeting: Meeting, part: MeetingPart | None) -> str:
    name = own(meeting, "name")
    if part is None or not name or (part.name and not own(part, "name")):
        return name
    return str(part)


def _place_and_dates(sitting: Sitting) -> str:
    dates = sitting.in_force
    if dates is None:
        return ""
    when, place = span_in_words(dates.starts_on, dates.ends_on), own(dates, "place")
    # Translators: place and dates of a meeting in the masthead of a document: "Nairobi, 2–4 September 2004".
    return _("%(place)s, %(dates)s") % {"place": place, "dates": when} if place else when


def _agenda_line(numbers: list[str]) -> str:
    if not numbers:
        return ""
    if len(numbers) == 1:
        return _("Item %(number)s of the provisional agenda") % {"number": numbers[0]}
    together = _("%(first)s and %(last)s") % {"first": listed(numbers[:-1]), "last": numbers[-1]}
    return _("Items %(numbers)s of the provisional agenda") % {"numbers": together}
