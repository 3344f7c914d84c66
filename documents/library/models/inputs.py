"""The inputs a mandate requires, in a lettered list or outside one, and for which sessions they are due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import time
from igsp_portal.foundations.language.lettering import lettered
from igsp_portal.foundations.record.days import DayField
from igsp_portal.foundations.record.within import WithinProcess
from meetings.models import Letter, Meeting, Process

from ..states import DocumentState, InputState
from .documents import Document


class RequiredInputQuerySet(models.QuerySet["RequiredInput"]):
    def visible_to(self, user: Any) -> RequiredInputQuerySet:
        return self.filter(process__in=Process.objects.visible_to(user))


class RequiredInput(models.Model):
    process = models.ForeignKey(Process, models.CASCADE, related_name="inputs", verbose_name=_("process"))
    key = models.SlugField(_("key"), max_length=60)
    letter = models.CharField(
        pgettext_lazy("in a list", "letter"),
        max_length=5,
        blank=True,
        help_text=_("Leave empty if the mandate gives it none."),
    )
    title = models.CharField(_("title"), max_length=400)
    responsible = models.CharField(_("who provides it"), max_length=300, blank=True)
    as_appropriate = models.BooleanField(_("as appropriate"), default=False)
    paragraph = models.CharField(_("paragraph that requests it"), max_length=20, blank=True)
    remark = models.CharField(_("remark"), max_length=400, blank=True)
    requested_by = models.ManyToManyField(Letter, blank=True, related_name="inputs", verbose_name=_("requested by"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = RequiredInputQuerySet.as_manager()

    class Meta:
        verbose_name = _("required input")
        verbose_name_plural = _("required inputs")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "key"],
                name="input_key_once",
                violation_error_message=_("This key is taken; choose another."),
            ),
            models.UniqueConstraint(
                fields=["process", "letter"],
                condition=~models.Q(letter=""),
                name="input_letter_once",
                violation_error_message=_("Another input has this letter already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.title}" if self.letter else self.title

    @property
    def label(self) -> str:
        """Its letter as the reader's language prints it; empty for one outside the list."""
        return lettered(self.letter, get_language() or "en") if self.letter else ""


@dataclass(frozen=True)
class Answer:
    """What answers an input without being a document of the library, such as the submissions under a call."""

    label: str
    url: str
    asked_on: date  # a session that was over by then is not answered by it
    received_on: date


class InputDue(WithinProcess):
    """A cell of the matrix: an input that is awaited for one session, and the documents that answer it."""

    required_input = models.ForeignKey(RequiredInput, models.CASCADE, related_name="due", verbose_name=_("input"))
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="inputs_due", verbose_name=_("session"))
    due_on = DayField(
        _("due on"),
        null=True,
        blank=True,
        help_text=_("Leave empty to apply the rule: ten weeks before the first day announced for the session."),
    )
    documents = models.ManyToManyField(Document, blank=True, related_name="answers", verbose_name=_("answered by"))

    within = ("meeting",)
    others: Sequence[Answer] = ()  # what else answers it, as the floors above tell the matrix
    named_with: ClassVar = ("required_input", "meeting")

    class Meta:
        verbose_name = _("input due for a session")
        verbose_name_plural = _("inputs due for sessions")
        ordering = ["required_input__order", "meeting__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["required_input", "meeting"],
                name="input_due_once",
                violation_error_message=_("The input is already expected for this session."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.required_input} – {self.meeting}"

    @property
    def process(self) -> Process:
        return self.required_input.process

    @property
    def due(self) -> date | None:
        """The day it is due: as set, or ten weeks before the first day announced (10-4-6).

        None where the session was cancelled before that day; what was late by then stays late.
        """
        announced = self.meeting.announced
        due = time.submission_due(announced.starts_on) if announced and not self.due_on else self.due_on
        cancelled = self.meeting.cancelled_on
        return None if due and cancelled and cancelled <= due else due

    @property
    def received_on(self) -> date | None:
        """The day on which the first of its answers came: a document was issued, or else submitted, or a submission
        was filed; None where no day is known."""
        dates = [day for d in self.answering if (day := d.issued_on or d.submitted_on)]
        dates += [answer.received_on for answer in self.answering_otherwise]
        return min(dates) if dates else None

    @property
    def answering(self) -> list[Document]:
        """The issued documents that answer it."""
        return [d for d in self.documents.all() if d.state == DocumentState.ISSUED]

    @property
    def answering_otherwise(self) -> list[Answer]:
        """What else answers it, where that was asked for while the session was still to come or sat."""
        dates = self.meeting.in_force
        return [answer for answer in self.others if dates is None or answer.asked_on <= dates.ends_on]

    @property
    def is_answered(self) -> bool:
        return bool(self.answering or self.answering_otherwise)

    def state_on(self, day: date) -> InputState:
        """Where it stands on `day`."""
        due, received = self.due, self.received_on
        if not self.is_answered and self.meeting.is_cancelled:
            return InputState.DROPPED
        if not self.is_answered:
            return InputState.OVERDUE if due and day > due else InputState.AWAITED
        if received is None:
            return InputState.RECEIVED_UNDATED
        return InputState.RECEIVED_LATE if due and received > due else InputState.RECEIVED

    def days_late_on(self, day: date) -> int:
        """How many days past its due date it was received, or is overdue on `day`; 0 when in time or dropped."""
        if self.state_on(day) == InputState.DROPPED:
            return 0
        until, due = self.received_on if self.is_answered else day, self.due
        return max(0, (until - due).days) if until and due else 0
