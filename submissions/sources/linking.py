"""What a form of this room said, made: in a draft noted, in a released version corrected; all of it or nothing.

Each row of a form bears the mark of what it showed (`was-`): what somebody else has said meanwhile is not undone by who
left the row as it was, nor replaced by who has not seen it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from documents.models import TextVersion
from igsp_portal.foundations.language.cleaning import cleaned_line
from igsp_portal.foundations.record import audit
from igsp_portal.models import User

from ..merging import mark
from ..models import Source, Statement
from ..states import DISPOSITIONS, Disposition
from . import actions
from .actions import Became

REMOVE, NO_SOURCE = "remove", "none"  # what a person may choose beside a disposition
REFLECTED_SOMEHOW = [(one.value, one.label) for one in DISPOSITIONS if one != Disposition.NOT_REFLECTED]
CHOICES_OF_LINKED = [*REFLECTED_SOMEHOW, (REMOVE, _("take the link back"))]
CHOICES_OF_OTHERS = [("", "—"), *REFLECTED_SOMEHOW, (NO_SOURCE, _("not a source of this paragraph"))]


@dataclass(frozen=True)
class Row:
    """One row of a form: a statement and a block, what stands of them, and what was chosen and typed.

    It `clashes` where somebody else has said something else since it was shown.
    """

    statement: Statement
    key: str
    source: Source | None
    chosen: str
    note: str
    clashes: bool = False

    @property
    def is_changed(self) -> bool:
        if self.source is None:
            return self.chosen != ""
        return (self.chosen, self.note) != _standing(self.source)

    @property
    def mark(self) -> str:
        """By which it is known what stood when it was shown."""
        return mark(_standing(self.source))


def _standing(source: Source | None) -> tuple[str, str]:
    return (source.disposition, source.note) if source else ("", "")


def row(sent: Any, name: str, statement: Statement, key: str, source: Source | None) -> Row:
    """The row that the fields of that name sent."""
    standing, note = _standing(source)
    chosen, typed = sent.get(f"as-{name}", standing), cleaned_line(sent.get(f"note-{name}", note)).strip()
    return merged(Row(statement, key, source, chosen, typed), sent.get(f"was-{name}"))


def merged(sent: Row, was: str | None) -> Row:
    """A row that was sent, beside what stands now; `was` is the mark of what was shown, if that is known."""
    standing = _standing(sent.source)
    if was is not None and was != mark(standing):
        if was == mark((sent.chosen, sent.note)) or (sent.chosen == REMOVE and not sent.source):  # as it was, or is
            return replace(sent, chosen=standing[0], note=standing[1])
        if sent.source and sent.chosen == NO_SOURCE:  # of what a colleague has linked meanwhile that is another word
            sent = replace(sent, chosen=REMOVE)
        elif sent.source and sent.key and not sent.chosen:  # a note alone
            sent = replace(sent, chosen=standing[0])
        return replace(sent, clashes=sent.is_changed)
    known = {value for value, _label in (CHOICES_OF_LINKED if sent.source else CHOICES_OF_OTHERS)}
    return sent if sent.chosen in known or not sent.key else replace(sent, chosen=standing[0])


def make(version: TextVersion, rows: Iterable[Row], *, by: User) -> int:
    """Make what the rows say; returns how many changed something. Raises ValidationError: then nothing is made."""
    every = list(rows)
    if any(one.clashes for one in every):
        raise ValidationError(
            _("Somebody has said something else since you opened this page. To replace what they said, save again.")
        )
    changed = [one for one in every if one.is_changed]
    linked = {one.statement for one in changed if one.key and one.chosen not in ("", REMOVE, NO_SOURCE)}
    # That one is not reflected goes with the link that contradicts it.
    changed = [one for one in changed if one.key or one.chosen != REMOVE or one.statement not in linked]
    with audit.together():
        for one in changed:
            _correct(version, one, by=by) if version.is_frozen else _note(version, one, by=by)
    return len(changed)


def _note(version: TextVersion, one: Row, *, by: User) -> None:
    if one.chosen == REMOVE and one.source:
        actions.take_back(one.source, by=by)
    elif one.chosen == NO_SOURCE:
        actions.pass_over(version, one.key, [one.statement], by=by)
    else:
        actions.note(version, [Became(one.statement, one.chosen, one.key, one.note)], by=by)


def _correct(version: TextVersion, one: Row, *, by: User) -> None:
    became = Became(one.statement, one.chosen, one.key, one.note)
    if one.source:
        wrong = replace(became, disposition=Disposition.ERROR, key=one.source.key)
        actions.correct(one.source, wrong if one.chosen == REMOVE else became, by=by)
    elif one.chosen == NO_SOURCE:
        actions.pass_over(version, one.key, [one.statement], by=by)
    else:
        actions.add_later(version, became, by=by)
