"""What the editor shows and takes of the marks on one paragraph: by whom its brackets are, reservations, agreement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from meetings.models import Participant

from ... import ledger
from ...comparison import begins
from ...faults import Fault
from .. import actions
from ..models import Agreement, Attribution, Reservation, TextVersion
from ..models.marks import attributed, reserved
from ..states import Agreed

FEW_CHARACTERS = 60
Press = Callable[[HttpRequest, TextVersion, str, str], str]


def opened(version: TextVersion, key: str, words: str) -> dict[str, Any]:
    """The marks on a block; `words` are those of the original."""
    try:
        places = ledger.places(key, words)
    except Fault:
        places = []
    rows = list(version.attributions.filter(key=key).select_related("participant"))
    noted = attributed(rows, places)
    return {
        "brackets": [
            {
                "order": place.order,
                "words": begins(place.words, FEW_CHARACTERS),
                "label": place.label,
                "noted": noted.get((key, place.order), []),
            }
            for place in places
        ],
        "reservations": reserved(version).get(key, []),
        "agreed": Agreement.objects.in_force(version).get(key, ""),
        "choices": [("", _("open")), *Agreed.choices],
        "participants": version.process.participants.all(),
    }


def _participant(request: HttpRequest, version: TextVersion) -> Participant | None:
    chosen = request.POST.get("participant", "")
    if not chosen:
        return None
    if not chosen.isdecimal() or len(chosen) > 18:
        raise ValidationError(_("Choose a participant."))
    return get_object_or_404(Participant, process=version.process, pk=chosen)


def _attribute(request: HttpRequest, version: TextVersion, language: str, key: str) -> str:
    order = request.POST.get("bracket", "")
    if not (order.isdecimal() and len(order) < 5):
        raise ValidationError(_("Choose a bracket."))
    said, note = request.POST.get("said", ""), request.POST.get("note", "")
    participant = _participant(request, version)
    user: Any = request.user
    actions.attribute(version, key, int(order), participant=participant, said=said, note=note, by=user)
    return key


def _reserve(request: HttpRequest, version: TextVersion, language: str, key: str) -> str:
    participant = _participant(request, version)
    if participant is None:
        raise ValidationError(_("Choose a participant."))
    user: Any = request.user
    actions.reserve(version, key, participant, note=request.POST.get("note", ""), by=user)
    return key


def _strike(
    model: type[Attribution] | type[Reservation], name: str
) -> Callable[[HttpRequest, TextVersion, str, str], str]:
    def strike(request: HttpRequest, version: TextVersion, language: str, key: str) -> str:
        number = request.POST.get(name, "")
        known = number.isdecimal() and len(number) <= 18
        row = model._default_manager.filter(version=version, pk=number).first() if known else None
        on = {one.pk for one in reserved(version).get(key, [])} if model is Reservation else set()
        if row is None or (row.key != key and row.pk not in on):
            raise ValidationError(_("This is no longer noted."))
        user: Any = request.user
        actions.strike(row, by=user)
        return key

    return strike


def _agree(request: HttpRequest, version: TextVersion, language: str, key: str) -> str:
    user: Any = request.user
    actions.agree(version, key, request.POST.get("agreed", ""), by=user)
    return key


def _show(request: HttpRequest, version: TextVersion, language: str, key: str) -> str:
    user: Any = request.user
    actions.show(version, key, by=user)
    return key


PRESSES: dict[str, Press] = {
    "attribute": _attribute,
    "unattribute": _strike(Attribution, "attribution"),
    "reserve": _reserve,
    "unreserve": _strike(Reservation, "reservation"),
    "agree": _agree,
    "show": _show,
}
