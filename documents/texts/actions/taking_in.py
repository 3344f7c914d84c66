"""A file is taken into a version: one change, with what its tracked changes propose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.language.languages import LANGUAGES
from igsp_portal.foundations.record import audit, records
from igsp_portal.models import Event, User
from meetings.models import Participant

from ...changes import Change
from ...drafts import Draft
from ..models import Proposal, TextVersion
from ..states import ProposalKind
from .editing import Edit, edit, taken_back
from .made_from import Making
from .proposals import propose


@dataclass(frozen=True)
class Source:
    """Where words come from: the name of the file ("" for a pasted text), its kind and its checksum."""

    name: str
    kind: str
    sha256: str


@dataclass(frozen=True)
class Tracked:
    """A tracked change that is entered as a proposal, and in which line of the file it stands."""

    line: int
    author: str
    participant: Participant
    kind: ProposalKind
    said: dict[str, Any]
    number: int = -1  # which change of the file it is


@dataclass(frozen=True)
class TakenIn:
    """What became of it: the change of the version, and how many proposals were entered."""

    change: Change
    entered: int


def take_in(
    version: TextVersion,
    make: Edit,
    *,
    source: Source,
    language: str,
    by: User,
    numbering: Any = None,
    only_changes: bool = False,
    proposals: Iterable[Tracked] = (),
) -> TakenIn:
    """Make the version say what the file does; with a numbering, its text is numbered by it from now on.

    With `only_changes` the text stays as it is. It is one step with what the file proposes: `proposals` are asked for
    once the version is held and changed.
    Raises FrozenText, and ValidationError where it cannot be made, or a proposal cannot be entered.
    """
    facts: dict[str, Any] = {
        "language": LANGUAGES[language].own_name,
        "code": language,
        "kind": source.kind,
        "sha256": source.sha256,
    }
    verb = "text.taken_in" if source.name else "text.pasted_in"
    verb = "text.changes_entered" if only_changes else verb
    made: list[tuple[int, int]] = []

    def enter(draft: Draft) -> dict[str, Any]:
        made.extend((one.number, _propose(version, one, draft, language, by).pk) for one in proposals)
        return {"changes": [number for number, _pk in made], "entered": [pk for _number, pk in made]} if made else {}

    with audit.together():
        if numbering is not None:
            records.change(version.text, by=by, values={"numbering": numbering})
        making = Making(translated=True)
        change = edit(version, make, verb=verb, by=by, making=making, along=enter, file=source.name, **facts)
    return TakenIn(change, len(made))


def entered_from(version: TextVersion, sha256: str) -> set[int]:
    """The changes of a file, by their number in it, that have come in as proposals on a version."""
    told = Event.objects.about(version).filter(facts__sha256=sha256, facts__has_key="entered")
    back = taken_back(version)
    return {number for event in told if event.pk not in back for number in event.facts["changes"]}


def _propose(version: TextVersion, one: Tracked, draft: Draft, language: str, by: User) -> Proposal:
    try:
        return propose(version, one.participant, one.kind, by=by, language=language, draft=draft, **one.said)
    except ValidationError as error:
        says = _("The change of %(author)s in line %(line)s cannot be entered as a proposal: %(reason)s")
        params = {"author": one.author, "line": one.line, "reason": " ".join(error.messages)}
        raise ValidationError(says, params=params) from error
