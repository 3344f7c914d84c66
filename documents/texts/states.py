"""The kinds of block, and the states of a version."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class VersionState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("text", "being drafted")
    RELEASED = "released", pgettext_lazy("text", "released")


class Descent(models.TextChoices):
    SPLIT = "split", pgettext_lazy("block", "split from")
    MERGED = "merged", pgettext_lazy("block", "merged from")


class BlockKind(models.TextChoices):
    HEADING = "heading", _("heading")
    ANNEX = "annex", _("annex or appendix")
    PREAMBULAR = "preambular", _("preambular paragraph")
    PARAGRAPH = "paragraph", _("numbered paragraph")
    SUBPARAGRAPH = "subparagraph", _("subparagraph")
    DEFINITION = "definition", _("definition")
    OPTION = "option", _("option")
    TABLE = "table", _("table")
    TEXT = "text", _("unnumbered text")
    NOTE = "note", _("note by the secretariat")
    FOOTNOTE = "footnote", _("footnote")


LEVELLED = (BlockKind.HEADING, BlockKind.ANNEX, BlockKind.SUBPARAGRAPH)


class Agreed(models.TextChoices):
    """How far a paragraph is agreed; one of which nothing is noted is open."""

    AD_REFERENDUM = "referendum", pgettext_lazy("paragraph", "agreed ad referendum")
    AGREED = "agreed", pgettext_lazy("paragraph", "agreed")


class Redlining(models.TextChoices):
    """How a comparison shows what was put in and taken out."""

    TRACKED = "tracked", _("Underlined and struck out")
    BOLD = "bold", _("Bold and struck out")


class ProposalKind(models.TextChoices):
    WORDING = "wording", _("other wording")
    NEW = "new", _("new paragraph")
    DELETION = "deletion", _("deletion")
    MOVE = "move", _("move")


class ProposalState(models.TextChoices):
    OPEN = "open", pgettext_lazy("proposal", "undecided")
    KEPT = "kept", pgettext_lazy("proposal", "kept, to be decided later")
    ACCEPTED = "accepted", pgettext_lazy("proposal", "accepted")
    IN_PART = "in_part", pgettext_lazy("proposal", "accepted in part")
    IN_BRACKETS = "in_brackets", pgettext_lazy("proposal", "in brackets")
    MERGED = "merged", pgettext_lazy("proposal", "merged with others")
    DECLINED = "declined", pgettext_lazy("proposal", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "withdrawn")


UNDECIDED = frozenset({ProposalState.OPEN, ProposalState.KEPT})
UNSETTLED = UNDECIDED | {ProposalState.IN_BRACKETS}
TAKEN = frozenset({ProposalState.ACCEPTED, ProposalState.IN_PART, ProposalState.IN_BRACKETS, ProposalState.MERGED})

# What is undecided may become anything; what stands in brackets is settled once these are; a decision of the
# secretariat's may be taken back, to the brackets where it stood in some; a withdrawal stands.
PROPOSAL_MOVES: dict[ProposalState, frozenset[ProposalState]] = {
    ProposalState.OPEN: frozenset(set(ProposalState) - {ProposalState.OPEN}),
    ProposalState.KEPT: frozenset(set(ProposalState) - {ProposalState.KEPT, ProposalState.OPEN}),
    ProposalState.ACCEPTED: frozenset({ProposalState.OPEN, ProposalState.IN_BRACKETS}),
    ProposalState.IN_PART: frozenset({ProposalState.OPEN, ProposalState.IN_BRACKETS}),
    ProposalState.IN_BRACKETS: frozenset(
        {
            ProposalState.OPEN,
            ProposalState.ACCEPTED,
            ProposalState.IN_PART,
            ProposalState.DECLINED,
            ProposalState.WITHDRAWN,
        }
    ),
    ProposalState.MERGED: frozenset({ProposalState.OPEN}),
    ProposalState.DECLINED: frozenset({ProposalState.OPEN, ProposalState.IN_BRACKETS}),
    ProposalState.WITHDRAWN: frozenset(),
}
