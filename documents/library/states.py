"""The kinds and states of documents and inputs, and the moves between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DocumentKind(models.TextChoices):
    AGENDA = "agenda", _("agenda")
    WORKING = "working", _("working document")
    INFORMATION = "information", _("information document")
    LIMITED = "limited", _("limited-distribution document")
    CONFERENCE_ROOM = "conference_room", _("conference room paper")
    REPORT = "report", _("report")
    DECISION = "decision", _("decision")
    RESOLUTION = "resolution", _("resolution")
    OTHER = "other", _("other document")


# Written and issued while a session sits: 10-4-6 sets them no day.
IN_SESSION = (DocumentKind.LIMITED, DocumentKind.CONFERENCE_ROOM)


class Distribution(models.TextChoices):
    GENERAL = "general", pgettext_lazy("distribution", "General")
    LIMITED = "limited", pgettext_lazy("distribution", "Limited")
    RESTRICTED = "restricted", pgettext_lazy("distribution", "Restricted")


class DocumentState(models.TextChoices):
    PREPARATION = "preparation", pgettext_lazy("document", "in preparation")
    PLANNED = "planned", pgettext_lazy("document", "forthcoming")
    ISSUED = "issued", pgettext_lazy("document", "issued")
    WITHDRAWN = "withdrawn", pgettext_lazy("document", "withdrawn")


# What the public may know of: an awaited document by its title, an issued one with its files.
ANNOUNCED = (DocumentState.PLANNED, DocumentState.ISSUED, DocumentState.WITHDRAWN)

DOCUMENT_MOVES: dict[DocumentState, frozenset[DocumentState]] = {
    DocumentState.PREPARATION: frozenset({DocumentState.PLANNED, DocumentState.ISSUED}),
    DocumentState.PLANNED: frozenset({DocumentState.PREPARATION, DocumentState.ISSUED}),
    DocumentState.ISSUED: frozenset({DocumentState.WITHDRAWN}),
    DocumentState.WITHDRAWN: frozenset({DocumentState.ISSUED}),
}


class RelationKind(models.TextChoices):
    REPLACES = "replaces", _("replaces")
    ADDS_TO = "adds_to", _("supplements")
    CORRECTS = "corrects", _("corrects")


class FileFormat(models.TextChoices):
    PDF = "pdf", "PDF"
    DOCX = "docx", "DOCX"


class InputState(models.TextChoices):
    """Where a required input stands for one session."""

    AWAITED = "awaited", pgettext_lazy("input", "not yet received")
    OVERDUE = "overdue", pgettext_lazy("input", "overdue")
    RECEIVED = "received", pgettext_lazy("input", "received on time")
    RECEIVED_UNDATED = "received_undated", pgettext_lazy("input", "received, date not known")
    RECEIVED_LATE = "received_late", pgettext_lazy("input", "received late")
    DROPPED = "dropped", pgettext_lazy("input", "no longer expected")
