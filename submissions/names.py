"""What party, call and mandate are called on a filing: kept with it, so that a new name changes no receipt."""

from __future__ import annotations

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
    return version.names.get(get_language() or "en") or _today(version)


def in_each_language(version: SubmissionVersion) -> dict[str, Names]:
    """The names as they are now, to be kept with a filing."""
    found = {}
    for code in CODES:
        with translation.override(code):
            found[code] = _today(version)
    return found


def _today(version: SubmissionVersion) -> Names:
    submission, process = version.submission, version.process
    stated = {statement.component_id for statement in version.statements.all()}
    components = [component for component in Component.objects.of_mandate(process) if component.pk in stated]
    return {
        "party": submission.participant.name,
        "call": submission.call.title,
        "organization": process.organization,
        "body": process.body,
        "components": [[component.pk, str(component)] for component in components],
    }
