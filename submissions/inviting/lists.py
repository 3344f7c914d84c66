"""Whom to invite, as a list: typed, or a file (CSV or XLSX), looked through row by row before anybody is written to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from igsp_portal.foundations.access import Role
from igsp_portal.foundations.datafiles import DataError, Row, gathered, list_in, noted, table, text_of
from igsp_portal.foundations.datafiles.sheets import as_table
from igsp_portal.foundations.language.cleaning import cleaned_line
from igsp_portal.foundations.language.languages import CODES
from igsp_portal.foundations.record import audit
from meetings.models import Membership, Participant

from ..models import Call, Invitation
from ..models.calls import addressed_by
from . import actions
from .actions import Invited

COLUMNS = ["participant", "name", "emails", "language"]
MOST = 2000  # rows of a list
BETWEEN = re.compile(r"[\s,;،；，]+")


@dataclass(frozen=True)
class Line:
    """One row of a list, and what would become of it."""

    participant: str
    emails: list[str]
    becomes: str
    faults: list[str]


@dataclass(frozen=True)
class Preview:
    """What a list would do; where anything is wrong with it, nothing."""

    lines: list[Line]
    mistakes: list[str]
    invited: int
    content: str


def still_to_invite(call: Call) -> list[list[str]]:
    """The addressees that have not been invited, with what addresses of them are known, as rows of a list."""
    participants = call.addressees().exclude(pk__in=call.invitations.values("participant")).order_by("kind", "name")
    known = _known(call)
    return [[one.key, one.name, *known.get(one.pk, ("", settings.LANGUAGE_CODE))] for one in participants]


def _known(call: Call) -> dict[int, tuple[str, str]]:
    """By participant, where it was written to last: to whom it was invited before, or else its focal points."""
    held = Membership.objects.in_force().filter(process=call.process_id, role=Role.FOCAL_POINT, user__is_active=True)
    known: dict[int, tuple[str, str]] = {}
    for participant, email, language in held.order_by("pk").values_list("participant", "user__email", "user__language"):
        first = known.get(participant)
        known[participant] = (f"{first[0]}, {email}", first[1]) if first else (email, language)
    earlier = Invitation.objects.filter(call__process=call.process_id, revoked_at=None).order_by("pk")
    earlier = earlier.exclude(pk__in=Invitation.objects.illustrative().values("pk"))
    for participant, emails, language in earlier.values_list("participant", "emails", "language"):
        known[participant] = (", ".join(emails), language)
    return known


def as_text(rows: Iterable[Iterable[str]]) -> str:
    return table(COLUMNS, rows)


def read_through(data: bytes, name: str, call: Call, *, by: Any, keep: bool = False) -> Preview:
    """Invite those of a list, and take all of it back where anything is wrong, or where it is not to be kept."""
    lines: list[Line] = []
    with transaction.atomic(), gathered() as mistakes:
        rows = _rows_in(data, Path(name))
        with audit.together():
            invited = _invite(rows, call, lines, by=by)
            if keep and not mistakes.found:
                actions.send_soon(call)
        if mistakes.found or not keep:
            transaction.set_rollback(True)
    content = as_text([row.text(column, "") for column in COLUMNS] for row in rows)
    wrong: dict[int, list[str]] = {}
    for mistake in mistakes.found:
        wrong.setdefault(mistake.line, []).append(mistake.message)
    shown = [
        Line(line.participant, line.emails, "" if row.line in wrong else line.becomes, wrong.get(row.line, []))
        for row, line in zip(rows, lines, strict=True)
    ]
    return Preview(shown, mistakes.in_order(mistakes.found), invited, content)


def _rows_in(data: bytes, path: Path) -> list[Row]:
    rows: list[Row] = []
    with noted():
        content = as_table(data, path) if path.suffix.lower() == ".xlsx" else text_of(data, path)
        rows = list_in(content, path, lambda heading: heading.lower() if heading.lower() in COLUMNS else "")
        if len(rows) > MOST:
            rows = []
            raise DataError(path, 0, _("A list has at most %(most)s rows.") % {"most": MOST})
    return rows


def _invite(rows: list[Row], call: Call, lines: list[Line], *, by: Any) -> int:
    """Invite those that have an address and were not invited before; how many these are."""
    known = _by_name(call)
    Call.objects.select_for_update(no_key=True).order_by().values_list("pk").get(pk=call.pk)  # of two who press at once
    there = set(call.invitations.values_list("participant", flat=True))
    addressed = addressed_by([call])[call.pk]
    seen: dict[str, str] = {}
    invited = 0
    for row in rows:
        emails = [*dict.fromkeys(email for email in BETWEEN.split(cleaned_line(row.text("emails", ""))) if email)]
        named = row.text("participant", "") or row.text("name", "")
        becomes = _("no address: nobody is invited") if not emails else ""
        with row.record():
            participant = _named(row, named, known)
            _refuse_twice(row, participant, seen)
            language = row.language("language", settings.LANGUAGE_CODE)
            row.leave_if_wrong()
            named = participant.name
            if participant.pk in there:
                becomes = _("invited already")
            elif emails:
                actions.add(call, Invited(participant, emails, language), addressed, by=by)
                becomes = _("is invited")
                invited += 1
        lines.append(Line(named, emails, becomes, []))
    return invited


def _refuse_twice(row: Row, participant: Participant, seen: dict[str, str]) -> None:
    """Leave the record of a row whose participant another names, be it by its key or by another of its names."""
    row.first("participant", seen, lambda _value: participant.key)


def _named(row: Row, named: str, known: dict[str, Participant]) -> Participant:
    if not named:
        row.text("participant")  # which is missing
        row.leave_if_wrong()
    if (participant := known.get(named.casefold())) is None:
        raise row.fault("participant", _("“%(name)s” is no participant of this process.") % {"name": named})
    return participant


def _by_name(call: Call) -> dict[str, Participant]:
    """The participants of the process by key, and by their names in every language."""
    participants = Participant.objects.filter(process=call.process_id).select_related("process")
    found: dict[str, Participant] = {}
    for one in participants:
        names = [getattr(one, f"name_{code.replace('-', '_')}") or "" for code in CODES]
        found |= {name.casefold(): one for name in names if name}
    return found | {one.key: one for one in participants}
