"""What may be found: one row for each title, page, paragraph or statement."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from igsp_portal.foundations.record.days import DayField
from meetings.models import Meeting, Process

from ..finding import Question
from ..library.models import Document, Rendition
from ..texts.models import TextVersion
from . import index
from .sources import SOURCES


class Place(models.TextChoices):
    """Where words stand."""

    TITLE = "title", _("title")
    PAGE = "page", _("page")
    PARAGRAPH = "paragraph", _("paragraph")


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, user: Any) -> EntryQuerySet:
        """Entries of what `user` may see now, as each source answers for its own: a query for each entry found."""
        seen = models.Q(pk__in=())
        for source in SOURCES.values():
            seen |= models.Q(source=source.name) & source.visible(user)
        return self.filter(seen)

    def having(self, question: Question, newest: int | None = None) -> EntryQuerySet:
        """Entries with the words that are asked for; of many only so many, the newest of all that have them."""
        return self.filter(pk__in=index.having(question, newest))

    def of(self, source: str, rows: Collection[int]) -> EntryQuerySet:
        """The entries of some rows of a source."""
        return self.filter(source=source, row__in=rows)


class Entry(models.Model):
    """One place that may be found. Entries are made from what they show and say nothing of their own."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="+", verbose_name=_("process"))
    source = models.CharField(max_length=20)
    row = models.PositiveBigIntegerField()  # of the source: the document, the version, the submission
    place = models.CharField(max_length=10, choices=Place)
    document = models.ForeignKey(Document, models.CASCADE, null=True, related_name="+", verbose_name=_("document"))
    rendition = models.ForeignKey(Rendition, models.CASCADE, null=True, related_name="+", verbose_name=_("file"))
    version = models.ForeignKey(TextVersion, models.CASCADE, null=True, related_name="+", verbose_name=_("version"))
    meeting = models.ForeignKey(Meeting, models.CASCADE, null=True, related_name="+", verbose_name=_("meeting"))
    kind = models.CharField(pgettext_lazy("of a document", "kind"), max_length=20)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    at = models.CharField(max_length=80, blank=True)  # the number of the page, or the anchor on it
    label = models.CharField(max_length=80, blank=True)  # the number of the paragraph, as printed
    title = models.TextField(_("title"), blank=True)
    text = models.TextField(_("words"), blank=True)
    on = DayField(_("date"), null=True)
    sha256 = models.CharField(max_length=64)  # over all that is indexed and shown of it

    objects = EntryQuerySet.as_manager()
    named_with: ClassVar = ()

    class Meta:
        verbose_name = _("place that may be found")
        verbose_name_plural = _("places that may be found")
        ordering = ["pk"]
        indexes = [models.Index(fields=["source", "row"], name="entry_of_row")]

    def __str__(self) -> str:
        return f"{self.source} {self.row} {self.at}".strip()
