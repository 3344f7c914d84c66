"""What is noted on brackets and paragraphs of a draft: by whom a bracket is, reservations, and what is agreed."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.record import audit
from igsp_portal.models import User
from meetings.models import Participant

from ... import ledger
from ...faults import Fault
from .. import known
from ..models import Agreement, Attribution, Reservation, TextVersion, Wording
from ..models.marks import Mark, attributed, reserved, sha256
from ..states import Agreed
from .words import hold

AGREEING = {"": "text.reopened", Agreed.AD_REFERENDUM: "text.agreed_ad_referendum", Agreed.AGREED: "text.agreed"}
MARKS: tuple[type[Mark], ...] = (Attribution, Reservation, Agreement)


def attribute(
    version: TextVersion,
    key: str,
    order: int,
    *,
    by: User,
    participant: Participant | None = None,
    said: str = "",
    note: str = "",
) -> Attribution:
    """Say by whom the bracket of that place in a block's original is. Raises ValidationError and FrozenText."""
    row = Attribution(
        version=version, key=key, order=order, participant=participant, said=said.strip(), note=note.strip()
    )
    with audit.recorded("text.attributed", version, by=by, key=key, whose=row.whose or "…", **_called(version, key)):
        hold(version)
        place = _bracket(version, key, order)
        if any((mark.participant, mark.said) == (participant, row.said) for mark in of_bracket(version, place)):
            raise ValidationError(_("This bracket is theirs already."))
        row.label, row.quoted = place.label, place.words
        row.full_clean()
        row.save(force_insert=True)
    return row


def _bracket(version: TextVersion, key: str, order: int) -> ledger.Place:
    try:
        there = ledger.places(key, _words(version, key))
    except Fault:
        there = []
    if not 1 <= order <= len(there):
        raise ValidationError(_("This bracket is no longer there."))
    return there[order - 1]


def of_bracket(version: TextVersion, place: ledger.Place) -> list[Attribution]:
    """What is noted of the bracket at a place."""
    rows = list(version.attributions.filter(key=place.key).select_related("participant"))
    found = attributed(rows, ledger.places(place.key, _words(version, place.key)))
    return found.get((place.key, place.order), [])


def _words(version: TextVersion, key: str) -> str:
    found = Wording.objects.filter(block__version=version, block__key=key, language=version.text.original_language)
    return found.values_list("words", flat=True).first() or ""


def _called(version: TextVersion, key: str) -> dict[str, Any]:
    return known.called(key, _words(version, key))


def reserve(version: TextVersion, key: str, participant: Participant, *, by: User, note: str = "") -> Reservation:
    """Note a participant's reservation on a paragraph. Raises ValidationError and FrozenText."""
    row = Reservation(version=version, key=key, participant=participant, note=note.strip())
    with audit.recorded(
        "text.reserved", version, by=by, key=key, participant=str(participant), **_called(version, key)
    ):
        hold(version)
        _there(version, key)
        row.full_clean()
        row.save(force_insert=True)
    return row


def _there(version: TextVersion, key: str) -> None:
    if not version.blocks.filter(key=key).exists():
        raise ValidationError(_("This paragraph is no longer there."))


def strike(mark: Attribution | Reservation, *, by: User) -> None:
    """Take an attribution or a reservation off again. Raises FrozenText."""
    verb = "text.unattributed" if isinstance(mark, Attribution) else "text.unreserved"
    whose = mark.whose if isinstance(mark, Attribution) else str(mark.participant)
    called = _called(mark.version, mark.key)
    with audit.recorded(verb, mark.version, by=by, key=mark.key, whose=whose, participant=whose, **called):
        hold(mark.version)
        mark.delete()


def agree(version: TextVersion, key: str, standing: str, *, by: User) -> bool:
    """Note how far a paragraph is agreed in its present words: ad referendum, wholly, or ("") not; False for no change.

    Raises ValidationError where brackets stand in what would be agreed, and FrozenText.
    """
    if standing and standing not in Agreed.values:
        raise ValidationError(_("Choose how far the paragraph is agreed."))
    if Agreement.objects.in_force(version).get(key, "") == standing:
        return False
    with audit.recorded(
        AGREEING[standing], version, by=by, key=key, standing=standing, **_called(version, key)
    ) as event:
        hold(version)
        _there(version, key)
        words = _words(version, key)
        event.facts["words_sha256"] = sha256(words)
        if standing and _bracketed(key, words):
            raise ValidationError(_("Brackets stand in this paragraph: it is not agreed."))
        version.agreements.filter(key=key).delete()
        if standing:
            Agreement(version=version, key=key, standing=standing, words_sha256=sha256(words)).save(force_insert=True)
    return True


def _bracketed(key: str, words: str) -> bool:
    try:
        return bool(ledger.places(key, words))
    except Fault:
        return True


def carry_marks(version: TextVersion, following: TextVersion) -> None:
    """Note the same on the next version, whose blocks are the same; inside its recorded beginning.

    What was noted on a block that has been merged into another is noted on that.
    """
    on_heirs = {row.pk: key for key, rows in reserved(version).items() for row in rows if row.key != key}
    for model in MARKS:
        rows: list[Any] = list(model._default_manager.filter(version=version))
        copies = [_copy(row, following) for row in rows]
        if model is Reservation:
            for row, copy in zip(rows, copies, strict=True):
                copy.key = on_heirs.get(row.pk, row.key)
        model._default_manager.bulk_create(copies)


def _copy(row: models.Model, following: TextVersion) -> Any:
    values = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    return type(row)(**{**values, "version_id": following.pk})
