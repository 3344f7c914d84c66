"""What those who write for one party say to each other while they draft. Nobody else ever reads it."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models import Process

from ..sizes import LONGEST_MESSAGE
from .submissions import Submission, SubmissionVersion


class DoneMark(models.Model):
    """A section of a draft, or a question of one without sections, that somebody has marked as done."""

    version = models.ForeignKey(SubmissionVersion, models.CASCADE, related_name="done_marks", verbose_name=_("version"))
    question = models.SlugField(_("question"), max_length=60)
    at = models.DateTimeField(_("marked"))
    by_name = models.CharField(_("marked by"), max_length=254)

    behind_sign_in: ClassVar = True
    named_with: ClassVar = ("version__submission__call", "version__submission__participant")

    class Meta:
        verbose_name = _("mark that a section is done")
        verbose_name_plural = _("marks that sections are done")
        ordering = ["version_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "question"],
                name="done_mark_once",
                violation_error_message=_("This section is already marked as done."),
            )
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def process(self) -> Process:
        return self.version.process


class Comment(models.Model):
    """What one colleague wrote to the others at a section or a question, in all versions of the submission."""

    submission = models.ForeignKey(
        Submission, models.CASCADE, related_name="colleagues_comments", verbose_name=_("submission")
    )
    question = models.SlugField(_("question"), max_length=60)
    words = models.TextField(_("comment"), validators=[MaxLengthValidator(LONGEST_MESSAGE)])
    at = models.DateTimeField(_("written"))
    by_name = models.CharField(_("written by"), max_length=254)

    behind_sign_in: ClassVar = True
    named_with: ClassVar = ("submission__call", "submission__participant")

    class Meta:
        verbose_name = _("comment between colleagues")
        verbose_name_plural = _("comments between colleagues")
        ordering = ["submission_id", "pk"]

    def __str__(self) -> str:
        return self.words[:80]

    @property
    def process(self) -> Process:
        return self.submission.process
