"""What party, call and mandate are called on a filing: kept with it, so that a new name changes no receipt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import get_language

from igsp_portal.foundations.language.languages import CODES
from meetings.models import Component

from .models import SubmissionVersion

Names = dict[str, Any]


def of(version: SubmissionVersion) -> Names:
    """The names of a filed version as they were when it was filed, of a draft as they are; in the reader's language.

    `components` holds [id, label] of each component stated on, in the order of the mandate.
    """
    return version.names.get(get_language() or "en") or _today(version, Component.objects.of_mandate(version.process))


def in_each_language(version: SubmissionVersion, mandate: Sequence[Component]) -> dict[str, Names]:
    """The names as they are now, to be kept with a filing; `mandate` holds the components of its process."""
    found = {}
    for code in CODES:
        with translation.override(code):
            found[code] = _today(version, mandate)
    return found


def _today(version: SubmissionVersion, mandate: Sequence[Component]) -> Names:
    submission, process = version.submission, version.process
    stated = {statement.component_id for statement in version.statements.all()}
    return {
        "party": submission.participant.name,
        "call": submission.call.title,
        "organization": process.organization,
        "body": process.body,
        "components": [[component.pk, str(component)] for component in mandate if component.pk in stated],
    }
