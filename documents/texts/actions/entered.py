"""Proposals that came in with a file: which these are, and how they go when the file is taken back."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.record import records
from igsp_portal.models import Event, User

from ..models import Carried, Proposal, Support
from ..states import ProposalState
from .whose import told


def removed(event: Event, *, by: User) -> dict[str, Any]:
    """Remove what an event says was entered; tells which. Raises ValidationError where others have acted on it since.

    For those who hold the version.
    """
    numbers = event.facts.get("entered", ())
    held = _held(numbers)
    if any(not _untouched(one) for one in held):
        raise ValidationError(
            _("This cannot be taken back: what was proposed with it has been supported, carried or decided since.")
        )
    for one in held:
        records.remove(one, by=by, **told(one))
    return {"removed": list(numbers)} if numbers else {}


def _held(numbers: Collection[int]) -> list[Any]:
    here = {"proposal": OuterRef("pk")}
    rows = Proposal.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=numbers).order_by("pk")
    rows = rows.select_related("version__text__process", "participant__process")
    supported, carried = Exists(Support.objects.filter(**here)), Exists(Carried.objects.filter(**here))
    return list(rows.annotate(supported=supported, carried_on=carried))


def _untouched(proposal: Any) -> bool:
    return proposal.state == ProposalState.OPEN and not (proposal.supported or proposal.carried_on)
