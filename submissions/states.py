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
    RETURNED = "returned", pgettext_lazy("submission", "returned")
    WITHDRAWN = "withdrawn", pgettext_lazy("submission", "withdrawn")


class InvitationState(models.TextChoices):
    """How far an invited participant has come; computed from its rows, never stored."""

    WAITING = "waiting", pgettext_lazy("invitation", "waiting to be sent")
    SENT = "sent", pgettext_lazy("invitation", "not opened")
    OPENED = "opened", pgettext_lazy("invitation", "opened")
    DRAFTING = "drafting", pgettext_lazy("invitation", "drafting")
    ANSWERED = "answered", pgettext_lazy("invitation", "answered")
    REVOKED = "revoked", pgettext_lazy("invitation", "revoked")


UNANSWERED = (InvitationState.WAITING, InvitationState.SENT, InvitationState.OPENED, InvitationState.DRAFTING)

# Filed, and not withdrawn.
RECEIVED = (
    SubmissionState.FILED,
    SubmissionState.ACKNOWLEDGED,
    SubmissionState.PUBLISHED,
    SubmissionState.RETURNED,
)

# Every state leads back to filed: a new version that is filed has yet to be acknowledged and published. What
# was published stays so until the new version is, and a party that withdrew may file anew.
SUBMISSION_MOVES: dict[SubmissionState, frozenset[SubmissionState]] = {
    SubmissionState.DRAFT: frozenset({SubmissionState.FILED}),
    SubmissionState.FILED: frozenset(
        {SubmissionState.FILED, SubmissionState.ACKNOWLEDGED, SubmissionState.RETURNED, SubmissionState.WITHDRAWN}
    ),
    SubmissionState.ACKNOWLEDGED: frozenset(
        {SubmissionState.FILED, SubmissionState.PUBLISHED, SubmissionState.RETURNED, SubmissionState.WITHDRAWN}
    ),
    SubmissionState.RETURNED: frozenset(
        {SubmissionState.FILED, SubmissionState.ACKNOWLEDGED, SubmissionState.WITHDRAWN}
    ),
    SubmissionState.PUBLISHED: frozenset({SubmissionState.FILED, SubmissionState.WITHDRAWN}),
    SubmissionState.WITHDRAWN: frozenset({SubmissionState.FILED}),
}


class Verdict(models.TextChoices):
    """What the secretariat finds when it examines what was filed."""

    ACCEPTED = "accepted", pgettext_lazy("screening", "accepted")
    RETURNED = "returned", pgettext_lazy("screening", "returned")
    CLARIFY = "clarify", pgettext_lazy("screening", "needs clarification")


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


class QuestionKind(models.TextChoices):
    """What a question of a form asks for. A section asks for nothing: it heads the questions that follow it."""

    SECTION = "section", pgettext_lazy("question", "section")
    TEXT = "text", pgettext_lazy("question", "text")
    STATEMENTS = "statements", pgettext_lazy("question", "list of statements")
    CHOICE = "choice", pgettext_lazy("question", "choice")
    NUMBER = "number", pgettext_lazy("question", "number")
    TABLE = "table", pgettext_lazy("question", "table")
    FILE = "file", pgettext_lazy("question", "file")


# Those whose answer is an Answer; statements and files are rows of their own.
ANSWERED = (QuestionKind.TEXT, QuestionKind.CHOICE, QuestionKind.NUMBER, QuestionKind.TABLE)


class PointsAt(models.TextChoices):
    """What the statements of a question say something on."""

    NOTHING = "nothing", pgettext_lazy("statements point at", "nothing")
    COMPONENTS = "components", pgettext_lazy("statements point at", "components of the mandate")
    TEXT = "text", pgettext_lazy("statements point at", "paragraphs of a text")


class OptionRole(models.TextChoices):
    OPTION = "option", pgettext_lazy("option of a question", "answer")
    KIND = "kind", pgettext_lazy("option of a question", "kind of statement")
    COLUMN = "column", pgettext_lazy("option of a question", "column")
    ROW = "row", pgettext_lazy("option of a question", "row")


class Capacity(models.TextChoices):
    """How a further party takes part in a joint submission, in the order in which they are named."""

    ON_BEHALF = "on_behalf", pgettext_lazy("party of a joint submission", "on behalf of")
    TOGETHER = "together", pgettext_lazy("party of a joint submission", "together with")
    IN_COOPERATION = "in_cooperation", pgettext_lazy("party of a joint submission", "in cooperation with")


# Those for which a joint submission counts (coverage/joint.py).
COUNTED = (Capacity.ON_BEHALF, Capacity.TOGETHER)


class Clearing(models.TextChoices):
    """How far the clearance of a draft has come."""

    NONE = "", pgettext_lazy("clearance", "not asked for")
    ASKED = "asked", pgettext_lazy("clearance", "asked for")
    CLEARED = "cleared", pgettext_lazy("clearance", "cleared")


class Channel(models.TextChoices):
    """By which way a submission came."""

    PORTAL = "portal", pgettext_lazy("channel", "this portal")
    EMAIL = "e-mail", pgettext_lazy("channel", "e-mail")
    PAPER = "paper", pgettext_lazy("channel", "on paper")
    MEETING = "meeting", pgettext_lazy("channel", "handed in at a meeting")


class CompilationState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("compilation", "draft")
    ISSUED = "issued", pgettext_lazy("compilation", "issued")


class Grouping(models.TextChoices):
    """By what the statements of a compilation are put together."""

    COMPONENT = "component", _("component of the mandate")
    SECTION = "section", _("section of the text")
    QUESTION = "question", _("question")
    REGION = "region", _("region")
    NONE = "none", _("none")


class Stage(models.TextChoices):
    """How far a participant has come with a call; who files on paper was perhaps never invited."""

    ADDRESSED = "addressed", pgettext_lazy("participants", "addressed")
    INVITED = "invited", pgettext_lazy("participants", "invited")
    OPENED = "opened", pgettext_lazy("participants", "opened the invitation")
    DRAFTING = "drafting", pgettext_lazy("participants", "drafting")
    FILED = "filed", pgettext_lazy("participants", "filed")
    PUBLISHED = "published", pgettext_lazy("participants", "published")


# The stages of which anybody may know how many there are.
KNOWN_TO_ALL = (Stage.ADDRESSED, Stage.FILED, Stage.PUBLISHED)
