"""What party, call and mandate are called on a filing: kept with it, so that a new name changes no receipt."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from igsp_portal.foundations.language.languages import CODES, collation_key, listed
from meetings.models import Component

from .models import Party, SubmissionVersion
from .states import Capacity

Names = dict[str, Any]


def of(version: SubmissionVersion) -> Names:
    """The names of a filed version as they were when it was filed, of a draft as they are; in the reader's language.

    `components` holds [id, label] of each component stated on, in the order of the mandate.
    """
    kept = version.names.get(get_language() or "en")
    return kept or _today(version, Component.objects.of_mandate(version.process))


def in_each_language(version: SubmissionVersion, mandate: Sequence[Component]) -> dict[str, Names]:
    """The names as they are now, to be kept with a filing; `mandate` holds the components of its process."""
    found = {}
    for code in CODES:
        with translation.override(code):
            found[code] = _today(version, mandate)
    return found


def further(version: SubmissionVersion) -> list[Party]:
    """The further parties of a joint submission, in the order in which the reader's language names them.

    First those on whose behalf it is made, then those who make it together, then those who cooperate; those of one
    capacity in the order of its alphabet.
    """
    prefetch_related_objects([version], "parties__participant")
    places, language = list(Capacity), get_language() or "en"
    return sorted(
        version.parties.all(),
        key=lambda one: (places.index(Capacity(one.capacity)), collation_key(str(one.participant), language), one.pk),
    )


def _attribution(first: str, others: Sequence[Party]) -> str:
    """Whose submission it is: A, on behalf of B and C, in cooperation with D."""
    for capacity, parties in groupby(others, key=lambda party: party.capacity):
        named = listed(str(party.participant) for party in parties)
        # Translators: parties of a joint submission: "Kenya, on behalf of Uganda, Malawi"; capacity: "on behalf of".
        first = _("%(first)s, %(capacity)s %(others)s") % {
            "first": first,
            "capacity": Capacity(capacity).label,
            "others": named,
        }
    return first


def _today(version: SubmissionVersion, mandate: Sequence[Component]) -> Names:
    submission, process = version.submission, version.process
    stated = {statement.component_id for statement in version.statements.all()}
    return {
        "party": _attribution(submission.participant.name, further(version)),
        "call": submission.call.title,
        "organization": process.organization,
        "body": process.body,
        "components": [[component.pk, str(component)] for component in mandate if component.pk in stated],
    }
