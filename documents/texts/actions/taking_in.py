"""A file is taken into a version: one change, with what its tracked changes propose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.language.languages import LANGUAGES
from igsp_portal.foundations.record import audit, records
from igsp_portal.models import User
from meetings.models import Participant

from ...changes import Change
from ...drafts import Draft
from ..models import TextVersion
from ..states import ProposalKind
from .drafts import read_draft
from .editing import Edit, edit
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


def take_in(
    version: TextVersion,
    make: Edit,
    *,
    source: Source,
    language: str,
    by: User,
    numbering: Any = None,
    proposals: Iterable[Tracked] = (),
) -> Change:
    """Make the version say what the file does; with a numbering, its text is numbered by it from now on.

    Raises FrozenText, and ValidationError where it cannot be made, or a proposal cannot be entered.
    """
    facts: dict[str, Any] = {
        "language": LANGUAGES[language].own_name,
        "code": language,
        "kind": source.kind,
        "sha256": source.sha256,
    }
    verb = "text.taken_in" if source.name else "text.pasted_in"
    with audit.together():
        if numbering is not None:
            records.change(version.text, by=by, values={"numbering": numbering})
        making = Making(translated=True)
        change = edit(version, make, verb=verb, by=by, making=making, file=source.name, **facts)
        draft: Draft | None = None
        for one in proposals:
            draft = draft or read_draft(version)
            _propose(version, one, draft, language, by)
    return change


def _propose(version: TextVersion, one: Tracked, draft: Draft, language: str, by: User) -> None:
    try:
        propose(version, one.participant, one.kind, by=by, language=language, draft=draft, **one.said)
    except ValidationError as error:
        says = _("The change of %(author)s in line %(line)s cannot be entered as a proposal: %(reason)s")
        params = {"author": one.author, "line": one.line, "reason": " ".join(error.messages)}
        raise ValidationError(says, params=params) from error
