"""The kinds of block, the numbering of headings, and the states of a version."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class VersionState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("text", "being drafted")
    RELEASED = "released", pgettext_lazy("text", "released")


class BlockKind(models.TextChoices):
    HEADING = "heading", _("heading")
    PARAGRAPH = "paragraph", _("numbered paragraph")
    SUBPARAGRAPH = "subparagraph", _("subparagraph")
    TEXT = "text", _("unnumbered text")
    FOOTNOTE = "footnote", _("footnote")


class HeadingScheme(models.TextChoices):
    ROMAN = "roman", "I. A. 1. (a)"
    LETTER = "letter", "A. 1. (a)"
