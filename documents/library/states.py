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
    NON_PAPER = "non_paper", _("non-paper")
    STATEMENT = "statement", _("statement")
    PRESENTATION = "presentation", _("presentation")
    OTHER = "other", _("other document")


# What documents of one kind are called together.
KINDS_TOGETHER = {
    DocumentKind.AGENDA: _("agenda"),
    DocumentKind.WORKING: _("working documents"),
    DocumentKind.INFORMATION: _("information documents"),
    DocumentKind.LIMITED: _("limited-distribution documents"),
    DocumentKind.CONFERENCE_ROOM: _("conference room papers"),
    DocumentKind.REPORT: _("reports"),
    DocumentKind.DECISION: _("decisions"),
    DocumentKind.RESOLUTION: _("resolutions"),
    DocumentKind.NON_PAPER: _("non-papers"),
    DocumentKind.STATEMENT: _("statements"),
    DocumentKind.PRESENTATION: _("presentations"),
    DocumentKind.OTHER: _("other documents"),
}


# By the kind that a symbol names; what bears another, or none of these, is a working document.
KINDS_OF_SYMBOLS = {
    "INF": DocumentKind.INFORMATION,
    "L": DocumentKind.LIMITED,
    "CRP": DocumentKind.CONFERENCE_ROOM,
    "Res": DocumentKind.RESOLUTION,
    "Dec": DocumentKind.DECISION,
}


class Place(models.IntegerChoices):
    """Where a document stands among those of its session."""

    AGENDA = 0
    WORKING = 1
    INFORMATION = 2
    LIMITED = 3
    CONFERENCE_ROOM = 4
    OTHER_SYMBOL = 5
    OTHER = 6


# By the kind that a symbol names, and for documents without one by their own.
PLACES_OF_SYMBOLS = {"": Place.WORKING, "INF": Place.INFORMATION, "L": Place.LIMITED, "CRP": Place.CONFERENCE_ROOM}
PLACES_OF_KINDS = {
    DocumentKind.AGENDA: Place.AGENDA,
    DocumentKind.WORKING: Place.WORKING,
    DocumentKind.REPORT: Place.WORKING,
    DocumentKind.DECISION: Place.WORKING,
    DocumentKind.RESOLUTION: Place.WORKING,
    DocumentKind.INFORMATION: Place.INFORMATION,
    DocumentKind.LIMITED: Place.LIMITED,
    DocumentKind.CONFERENCE_ROOM: Place.CONFERENCE_ROOM,
}


# Written and issued while a session sits: 10-4-6 sets them no day.
IN_SESSION = (
    DocumentKind.LIMITED,
    DocumentKind.CONFERENCE_ROOM,
    DocumentKind.NON_PAPER,
    DocumentKind.STATEMENT,
    DocumentKind.PRESENTATION,
)


class Phase(models.TextChoices):
    """When, seen from a session, its documents come out."""

    PRE_SESSION = "pre_session", _("pre-session documents")
    IN_SESSION = "in_session", _("in-session documents")
    POST_SESSION = "post_session", _("post-session documents")


# Of kinds that are not here: before it.
PHASES = {
    **dict.fromkeys(IN_SESSION, Phase.IN_SESSION),
    **dict.fromkeys((DocumentKind.REPORT, DocumentKind.DECISION, DocumentKind.RESOLUTION), Phase.POST_SESSION),
}


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

# What has not been given to anybody yet.
TO_ISSUE = (DocumentState.PREPARATION, DocumentState.PLANNED)

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
