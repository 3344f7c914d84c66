"""The log of filings: rows that are added, and neither changed nor removed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models import Process

from .submissions import Frozen, SubmissionVersion

HASH = 32  # bytes


class AddedQuerySet(models.QuerySet[Any]):
    def update(self, **values: Any) -> int:
        raise Frozen

    def delete(self) -> tuple[int, dict[str, int]]:
        raise Frozen


class Added(models.Model):
    """A row that is never changed and never deleted."""

    objects = AddedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Frozen
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Frozen


class LogEntry(Added):
    """One filing in the log of its process: the hash of what was filed, and the head of the log with it."""

    process = models.ForeignKey(Process, models.PROTECT, related_name="log", verbose_name=_("process"))
    version = models.OneToOneField(  # what was filed is not deleted, and says so itself
        SubmissionVersion, models.CASCADE, related_name="entry", verbose_name=_("version of a submission")
    )
    index = models.PositiveIntegerField(_("place in the log"))  # from 0
    leaf = models.CharField(max_length=64, editable=False)  # see submissions/log/merkle.py
    root = models.CharField(max_length=64, editable=False)
    peaks = models.BinaryField(editable=False)
    added_at = models.DateTimeField(editable=False)
    named_with: ClassVar = ("version",)

    class Meta:
        verbose_name = _("entry in the log of filings")
        verbose_name_plural = _("log of filings")
        ordering = ["process", "index"]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "index"],
                name="log_entry_once",
                violation_error_message=_("There is already an entry at this place in the log."),
            )
        ]

    def __str__(self) -> str:
        return str(self.version)

    @property
    def size(self) -> int:
        """How many entries the log has with this one."""
        return self.index + 1

    @property
    def peak_hashes(self) -> list[bytes]:
        peaks = bytes(self.peaks)
        return [peaks[at : at + HASH] for at in range(0, len(peaks), HASH)]


class Checkpoint(Added):
    """The head of a log as it was published, signed."""

    process = models.ForeignKey(Process, models.PROTECT, related_name="checkpoints", verbose_name=_("process"))
    size = models.PositiveIntegerField(_("entries"))
    root = models.CharField(max_length=64, editable=False)
    text = models.TextField(editable=False)
    published_at = models.DateTimeField(_("published"))
    made_here = frozenset({"text"})  # it is signed

    class Meta:
        verbose_name = _("head of the log of filings")
        verbose_name_plural = _("heads of the log of filings")
        ordering = ["process", "size"]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "size"],
                name="checkpoint_once",
                violation_error_message=_("The head of the log at this size has been published."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.process} ({self.size})"
