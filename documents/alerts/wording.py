"""What is said of a happening, in the active language: on a line of an e-mail, and in an entry of a feed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from igsp_portal.foundations.language.languages import LANGUAGES, in_order, isolated, listed
from meetings import rendering
from meetings.models import Meeting
from meetings.states import MeetingState

from ..library import listing
from ..library.models import Document, Rendition
from ..library.states import DocumentState
from ..texts.models import TextVersion
from . import happenings
from .happenings import Happening

Files = Mapping[str, Rendition]


@dataclass(frozen=True)
class Said:
    """What happened, to what, where more of it is to be read, and what else is worth a line."""

    what: str
    name: str
    title: str
    url: str
    details: list[str] = field(default_factory=list)


def said(happening: Happening, files: Files, *, now: bool = True) -> Said | None:
    """What is to be said; None for nothing. What is told `now` must still be so, a feed tells what was."""
    about = happening.about
    if isinstance(about, Document):
        return _of_document(about, happening, files, now)
    if isinstance(about, Meeting):
        return _of_meeting(about, happening, now)
    return _of_version(about, happening)


def _of_document(document: Document, happening: Happening, files: Files, now: bool) -> Said | None:
    decisive = [verb for verb in happening.verbs if _state(verb)]
    if now and (happening_was_undone(decisive) or _state(decisive[-1] if decisive else "") not in ("", document.state)):
        return None
    if now and not decisive and not document.is_issued:
        return _expected_said(document, happening)
    came_back = len(decisive) > 1 and decisive[0] == happenings.WITHDRAWN and decisive[-1] == happenings.REISSUED
    if not decisive or (now and came_back):
        return _files_said(document, happening, files)
    if decisive[-1] == happenings.WITHDRAWN:
        return _document_said(document, capfirst(str(DocumentState.WITHDRAWN.label)), [])
    what = _("Reissued after withdrawal") if decisive[-1] == happenings.REISSUED else ""
    issued = _document_said(document, what or capfirst(str(DocumentState.ISSUED.label)), _when_issued(document))
    return issued if now else _files_changed_since(issued, document, happening, files)


def _files_changed_since(issued: Said, document: Document, happening: Happening, files: Files) -> Said:
    """That files were replaced or taken back after the issue, which a feed may have told already; or the issue."""
    last = max(place for place, verb in enumerate(happening.verbs) if _state(verb))
    changes = (happenings.REPLACED, happenings.TAKEN_BACK)
    later = [event for event in happening.events[last:] if event.verb in changes]
    said = _files_said(document, Happening(document, later), files)
    return replace(said, details=[*said.details, *issued.details]) if said else issued


def happening_was_undone(decisive: list[str]) -> bool:
    """Whether a document was issued and withdrawn again before anybody was told."""
    return len(decisive) > 1 and decisive[0] in happenings.ISSUED and decisive[-1] == happenings.WITHDRAWN


def _state(verb: str) -> str:
    """In which state an event leaves a document; "" where it leaves it as it is."""
    if verb in happenings.ISSUED or verb == happenings.REISSUED:
        return DocumentState.ISSUED
    return DocumentState.WITHDRAWN if verb == happenings.WITHDRAWN else ""


def _document_said(document: Document, what: str, details: list[str]) -> Said:
    cited = document.permanent_address or document.get_absolute_url()
    name = str(document)
    title = document.title if document.title != name else ""
    return Said(what, isolated(name), title, settings.SITE_ADDRESS + cited, details)


def _expected_said(document: Document, happening: Happening) -> Said | None:
    """That an awaited document is expected on another day than before all that happened."""
    moves = [days for event in happening.events if (days := happenings.moved(event))]
    now = document.planned_on.isoformat() if document.planned_on else None
    when = listing.expected_in_words(document)
    return _document_said(document, capfirst(when), []) if moves and moves[0][0] != now and when else None


def _when_issued(document: Any) -> list[str]:
    """In which languages it can be had, and what it replaces, supplements or corrects."""
    there = {language for file in document.issued_files for language in file.languages}
    lines = [_labelled(_("Languages"), _names(there))] if there else []
    return lines + [
        f"{capfirst(relation.get_kind_display())} {isolated(str(relation.to))}" for relation in document.shown_relations
    ]


def _files_said(document: Document, happening: Happening, files: Files) -> Said | None:
    posted: dict[str, set[str]] = {happenings.REPLACED: set(), happenings.POSTED: set()}
    own = {event.facts.get("sha256") for event in happening.events if event.verb in posted}
    for event in happening.events:
        if event.verb in posted and (file := files.get(event.facts.get("sha256", ""))):
            posted[event.verb] |= set(file.languages)
    back = [e for e in happening.events if e.verb == happenings.TAKEN_BACK and e.facts.get("sha256") not in own]
    replaced, added = posted[happenings.REPLACED], posted[happenings.POSTED]
    lines = [
        (_("Files replaced"), _names(replaced)),
        (_("Files added"), _names(added)),
        (_("Files taken back"), listed(sorted({str(event.facts.get("language", "")) for event in back}))),
    ]
    there = [(what, which) for what, which in lines if which]
    if not there:
        return None
    reasons = [isolated(str(event.facts["because"])) for event in back if event.facts.get("because")]
    return _document_said(document, there[0][0], [_labelled(what, which) for what, which in there] + reasons)


def _of_meeting(meeting: Meeting, happening: Happening, now: bool) -> Said | None:
    if not now and not {happenings.CANCELLED, happenings.CONFIRMED} & set(happening.verbs):
        return _meeting_said(meeting, _dates_word(happening), _dates_then(happening))
    where = _where(meeting)
    moved = [verb for verb in happening.verbs if verb in (happenings.CANCELLED, happenings.CONFIRMED)]
    if moved and moved[-1] == happenings.CANCELLED:
        if now and not meeting.is_cancelled:
            return None
        return _meeting_said(meeting, capfirst(str(MeetingState.CANCELLED.label)), where)
    if now and meeting.is_cancelled:
        return None
    if moved and moved[0] == happenings.CONFIRMED:
        return _meeting_said(meeting, _("Takes place after all"), where)
    if now and not _dates_differ(meeting, happening):
        return None
    return _meeting_said(meeting, _dates_word(happening), where)


def _where(meeting: Meeting) -> list[str]:
    """When and where it is held, and each of its parts where there are several."""
    if len(meeting.sittings) == 1:
        dates = meeting.in_force
        return [rendering.when(dates), *([dates.place] if dates and dates.place else [])]
    return [
        _labelled(str(sitting), listed(filter(None, (rendering.when(dates), dates.place))))
        for sitting in meeting.sittings
        if (dates := sitting.in_force)
    ]


def _dates_word(happening: Happening) -> str:
    return _("Dates removed") if happening.verbs[-1] == happenings.UNDATED else _("New dates")


def _dates_then(happening: Happening) -> list[str]:
    """The dates and place of which the last of the events tells."""
    facts = happening.events[-1].facts
    place = facts.get("place", "")
    then = facts.get("given") or f"{facts.get('dates', '')}{', ' if place else ''}{place}"
    return [str(then)] if then else []


def _dates_differ(meeting: Meeting, happening: Happening) -> bool:
    """Whether any dates given then still stand, or more were removed than were given."""
    rows = {dates.pk for dates in meeting.history}
    given = [event.facts.get("row") for event in happening.events if event.verb in happenings.DATED]
    gone = sum(row not in rows for row in given)
    return len(given) > gone or happening.verbs.count(happenings.UNDATED) > gone


def _meeting_said(meeting: Meeting, what: str, details: list[str]) -> Said:
    return Said(what, meeting.name, "", settings.SITE_ADDRESS + meeting.get_absolute_url(), details)


def _of_version(version: TextVersion, happening: Happening) -> Said | None:
    if not version.is_issued:
        return None
    label = " – ".join(words for words in (version.label, version.status) if words)
    url = settings.SITE_ADDRESS + version.get_absolute_url()
    return Said(_("Version released"), version.text.title, label, url)


def _names(codes: Iterable[str]) -> str:
    return listed(str(LANGUAGES[code].name) for code in in_order(codes))


def _labelled(label: str, value: Any) -> str:
    # Translators: a label and what it says, as in "Languages: French, Spanish"
    return pgettext("label and value", "%(label)s: %(value)s") % {"label": label, "value": value}
