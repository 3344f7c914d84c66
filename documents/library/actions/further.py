"""A revision, an addendum or a corrigendum of a document is begun: with its next symbol, and what it shares with it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname

from igsp_portal.foundations.language.languages import CODES
from igsp_portal.foundations.record import audit
from igsp_portal.models import User

from ... import symbols
from .. import next_symbols
from ..models import Document, Relation
from ..models.symbols import hold_symbols
from ..states import RelationKind
from .holding import hold

SHARED = ("kind", "meeting", "part", "distribution", "original_language", "languages", "illustrative")
TRANSLATED = ("title", "subtitle", "author")
SUFFIXES = {RelationKind.REPLACES: "Rev", RelationKind.ADDS_TO: "Add", RelationKind.CORRECTS: "Corr"}


def following(document: Document, symbol: str) -> Document:
    """A document with this symbol and all that it shares with `document`, in preparation and not yet saved."""
    columns = [build_localized_fieldname(name, code) for name in TRANSLATED for code in CODES]
    facts = {name: getattr(document, name) for name in (*SHARED, *columns)}
    return Document(process=document.process, key=symbols.address(symbol), symbol=symbol, **facts)


def begin_further(document: Document, kind: RelationKind, *, by: User | str) -> Document:
    """Begin the document that replaces, adds to or corrects this one, under the next free symbol; returns it.

    What stands beside an addendum or a corrigendum, such as Corr.2, is of the same document as that. Raises
    ValidationError where the document has no symbol, or the new one's key is taken.
    """
    with transaction.atomic():
        hold_symbols()
        hold(document)
        symbol = next_symbols.further_symbol(document, SUFFIXES[kind])
        if symbol is None:
            raise ValidationError(_("No symbol can be proposed for this document."))
        begun = following(document, str(symbol))
        begun.full_clean()
        with audit.recorded("document.begun", begun, by=by, document=str(document)):
            begun.save(force_insert=True)
            begun.agenda_items.set(document.agenda_items.all())
            begun.also_before.set(document.also_before.all())
            Relation.objects.create(document=begun, kind=kind, to=_base(document, kind, str(symbol)))
    return begun


def _base(document: Document, kind: RelationKind, symbol: str) -> Document:
    """To which document the new one stands in this relation: to that of the addendum or corrigendum beside it."""
    if kind == RelationKind.REPLACES or symbol.startswith(document.symbol):
        return document
    beside = Relation.objects.filter(document=document, kind=kind).select_related("to").first()
    return beside.to if beside else document
