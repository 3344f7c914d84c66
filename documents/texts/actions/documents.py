"""Which document a version is to be issued as."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.record import audit, records
from igsp_portal.models import User

from ... import symbols
from ...library.actions import following
from ...library.models import Document, SymbolKey
from ..models import TextVersion
from .words import hold

MOST_REVISIONS = 99


def may_plan_document(version: TextVersion) -> bool:
    """Whether it has no document yet, and an earlier version has one with a symbol."""
    return not version.is_frozen and version.document_id is None and _earlier(version) is not None


def plan_document(version: TextVersion, *, by: User | str) -> Document:
    """Plan a document for a draft: the earlier version's, with the next symbol that is free (…/Rev.1).

    Title, meeting, agenda and languages are the earlier document's. Raises ValidationError where there is none.
    """
    earlier = _earlier(version)
    if version.is_frozen or version.document_id is not None or earlier is None:
        raise ValidationError(_("There is no earlier document from which a symbol follows. Choose a document."))
    symbol = next_symbol(earlier.symbol)
    planned = following(earlier, symbol)
    with audit.recorded("text.document_planned", version, by=by, document=symbol):
        hold(version)
        records.create(planned, by=by)
        planned.agenda_items.set(earlier.agenda_items.all())
        version.document = planned
        version.save(update_fields=["document"])
    return planned


def next_symbol(symbol: str) -> str:
    """The first revision of a symbol that no document bears or is cited by: /Rev.1, or the one after it."""
    following = symbols.parse(symbol)
    for _number in range(MOST_REVISIONS):
        following = following.revised()
        if not SymbolKey.objects.filter(key__in=following.keys).exists():
            return str(following)
    raise ValidationError(_("There are too many revisions of %(symbol)s."), params={"symbol": symbol})


def _earlier(version: TextVersion) -> Document | None:
    before = version.text.versions.filter(number__lt=version.number, document__isnull=False).exclude(
        document__symbol=""
    )
    found = before.select_related("document__process").order_by("-number").first()
    return found.document if found else None
