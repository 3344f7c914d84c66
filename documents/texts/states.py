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


class Redlining(models.TextChoices):
    """How a comparison shows what was put in and taken out."""

    TRACKED = "tracked", _("Underlined and struck out")
    BOLD = "bold", _("Bold and struck out")
