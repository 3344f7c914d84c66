"""Alerts that people asked for, and what there is to tell them: no row holds what opens anything (decision 13)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from igsp_portal.foundations.record.within import WithinProcess
from igsp_portal.models import User
from meetings.models import Meeting, Process

from ..library.models import Document
from ..texts.models import Text, TextVersion

ONCE = _("There is an alert on this for this address already.")


class When(models.TextChoices):
    AT_ONCE = "at_once", pgettext_lazy("alert", "at once")
    DAILY = "daily", pgettext_lazy("alert", "once a day, in the morning")


class Alert(WithinProcess):
    """An address that is told of one thing. The row is made when its owner confirms it: a wish alone leaves none."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="+", verbose_name=_("process"))
    meeting = models.ForeignKey(
        Meeting, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("meeting")
    )
    document = models.ForeignKey(
        Document, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("document")
    )
    text = models.ForeignKey(Text, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("text"))
    email = models.EmailField(_("e-mail address"), max_length=254)
    # Whose account it is: only then is the address told of what strangers may not see.
    person = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("person"))
    language = models.CharField(_("language of e-mails"), max_length=10, choices=settings.LANGUAGES)
    when = models.CharField(_("when"), max_length=10, choices=When, default=When.AT_ONCE)
    confirmed_at = models.DateTimeField(_("confirmed"))
    # The newest event at that moment: of what happened before nobody is told.
    since = models.PositiveBigIntegerField(editable=False)

    behind_sign_in: ClassVar = True
    within = ("meeting", "document", "text")

    class Meta:
        verbose_name = _("e-mail alert")
        verbose_name_plural = _("e-mail alerts")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="alert_on_one_thing",
                violation_error_message=_("An alert is on one thing."),
                condition=models.Q(meeting__isnull=True, document__isnull=True)
                | models.Q(meeting__isnull=True, text__isnull=True)
                | models.Q(document__isnull=True, text__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["email", "process"],
                condition=models.Q(meeting__isnull=True, document__isnull=True, text__isnull=True),
                name="alert_on_process_once",
                violation_error_message=ONCE,
            ),
            *(
                models.UniqueConstraint(
                    fields=["email", name], name=f"alert_on_{name}_once", violation_error_message=ONCE
                )
                for name in ("meeting", "document", "text")
            ),
        ]

    def __str__(self) -> str:
        """Without the address: the record keeps its labels for ever."""
        return str(self.target)

    @property
    def target(self) -> Any:
        """What it is on."""
        return self.meeting or self.document or self.text or self.process


class News(WithinProcess):
    """One thing of which something is to be told: what happened to it from the first event to the last.

    It gathers events until it is ripe; then whoever wants to know at once is told, and the others at `daily_at`.
    """

    process = models.ForeignKey(Process, models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, models.CASCADE, null=True, blank=True, related_name="+")
    document = models.ForeignKey(Document, models.CASCADE, null=True, blank=True, related_name="+")
    version = models.ForeignKey(TextVersion, models.CASCADE, null=True, blank=True, related_name="+")
    first = models.PositiveBigIntegerField(editable=False)
    last = models.PositiveBigIntegerField(editable=False)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    ripe_at = models.DateTimeField(null=True, blank=True, editable=False)  # since then it gathers no more
    daily_at = models.DateTimeField(null=True, blank=True, editable=False)
    told_at_once = models.BooleanField(default=False, editable=False)
    told_daily = models.BooleanField(default=False, editable=False)

    behind_sign_in: ClassVar = True
    within = ("meeting", "document", "version")

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["ripe_at"], name="news_gathering", condition=models.Q(ripe_at__isnull=True)),
            models.Index(fields=["told_daily", "told_at_once"], name="news_to_tell"),
        ]

    def __str__(self) -> str:
        return str(self.about)

    @property
    def about(self) -> Any:
        return self.meeting or self.document or self.version


class Told(models.Model):
    """That one address has been told of one piece of news. It names the address by a hash."""

    news = models.ForeignKey(News, models.CASCADE, related_name="told")
    whom = models.CharField(max_length=64, editable=False)

    behind_sign_in: ClassVar = True

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["news", "whom"],
                name="told_once",
                violation_error_message=_("This address has been told of it already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.news)

    @property
    def process(self) -> Process:
        return self.news.process


class Cursor(models.Model):
    """Up to which event the record has been read for news. There is one row, which whoever tells holds."""

    event = models.PositiveBigIntegerField(default=0, editable=False)

    behind_sign_in: ClassVar = True

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.event)
