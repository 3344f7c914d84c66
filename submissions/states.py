"""The states of calls and submissions, and the moves between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CallStage(models.TextChoices):
    """Whether a call is still being written, or has been published."""

    DRAFT = "draft", pgettext_lazy("call", "draft")
    PUBLISHED = "published", pgettext_lazy("call", "published")


class CallState(models.TextChoices):
    """Where a call stands at a moment; computed from its dates, never stored. One that is being written is not open."""

    NOT_YET_OPEN = "not_yet_open", pgettext_lazy("call", "not yet open")
    OPEN = "open", pgettext_lazy("call", "open")
    LATE = "late", pgettext_lazy("call", "past its deadline: late submissions are still received")
    CLOSED = "closed", pgettext_lazy("call", "closed")


RECEIVING = (CallState.OPEN, CallState.LATE)


class SubmissionState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("submission", "draft")
    FILED = "filed", pgettext_lazy("submission", "filed")
    ACKNOWLEDGED = "acknowledged", pgettext_lazy("submission", "acknowledged")
    PUBLISHED = "published", pgettext_lazy("submission", "published")
    WITHDRAWN = "withdrawn", pgettext_lazy("submission", "withdrawn")


# With the secretariat: filed, and not withdrawn.
RECEIVED = (SubmissionState.FILED, SubmissionState.ACKNOWLEDGED, SubmissionState.PUBLISHED)

# Every state leads back to filed: a new version that is filed has yet to be acknowledged and published. What
# was published stays so until the new version is, and a party that withdrew may file anew.
SUBMISSION_MOVES: dict[SubmissionState, frozenset[SubmissionState]] = {
    SubmissionState.DRAFT: frozenset({SubmissionState.FILED}),
    SubmissionState.FILED: frozenset({SubmissionState.FILED, SubmissionState.ACKNOWLEDGED, SubmissionState.WITHDRAWN}),
    SubmissionState.ACKNOWLEDGED: frozenset(
        {SubmissionState.FILED, SubmissionState.PUBLISHED, SubmissionState.WITHDRAWN}
    ),
    SubmissionState.PUBLISHED: frozenset({SubmissionState.FILED, SubmissionState.WITHDRAWN}),
    SubmissionState.WITHDRAWN: frozenset({SubmissionState.FILED}),
}


class FileState(models.TextChoices):
    """What is known of a file that was attached; once known, it stays so."""

    WAITING = "waiting", pgettext_lazy("file", "being checked")
    TAKEN = "taken", pgettext_lazy("file", "checked")
    REFUSED = "refused", pgettext_lazy("file", "refused")


class StatementKind(models.TextChoices):
    NEED = "need", _("need")
    GAP = "gap", _("gap")
    PRIORITY = "priority", _("priority")
    ACTIVITY = "activity", _("existing activity")
    PROPOSAL = "proposal", _("proposal")


class Disposition(models.TextChoices):
    """What became of a statement in a text."""

    REFLECTED = "reflected", pgettext_lazy("statement", "reflected")
    IN_PART = "in_part", pgettext_lazy("statement", "reflected in part")
    MERGED = "merged", pgettext_lazy("statement", "merged with another")
    NOT_REFLECTED = "not", pgettext_lazy("statement", "not reflected")
    ERROR = "error", pgettext_lazy("statement", "linked in error")


# What a person may say of a statement; that a link was made in error is said of a released one alone.
DISPOSITIONS = tuple(one for one in Disposition if one != Disposition.ERROR)
