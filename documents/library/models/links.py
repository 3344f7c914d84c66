"""Where a document is kept when its files are not here: one address for each language."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import access
from igsp_portal.foundations.access import Permission
from meetings.models import Process

from ..states import DocumentState
from .documents import Document, visible

LONGEST_ADDRESS = 500  # characters


class DocumentLinkQuerySet(models.QuerySet["DocumentLink"]):
    def visible_to(self, user: Any) -> DocumentLinkQuerySet:
        """The links of issued documents that `user` may see; in the admin site, all."""
        desk = access.processes_where(user, Permission.DOCUMENT_READ)
        if desk is None:
            return self
        issued = models.Q(document__state=DocumentState.ISSUED) | models.Q(document__process__in=desk)
        return self.filter(visible(user, "document__") & issued)


class DocumentLink(models.Model):
    """A document in one language as it is kept elsewhere."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="links", verbose_name=_("document"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    url = models.URLField(
        _("address"),
        max_length=LONGEST_ADDRESS,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("The address at which the file is kept elsewhere, beginning with https:// or http://."),
    )

    objects = DocumentLinkQuerySet.as_manager()
    named_with: ClassVar = ("document",)

    class Meta:
        verbose_name = _("document kept elsewhere")
        verbose_name_plural = _("documents kept elsewhere")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "language"],
                name="document_link_once",
                violation_error_message=_("The document has an address elsewhere in this language already."),
            ),
            models.CheckConstraint(
                name="document_link_to_web",
                violation_error_message=_("An address elsewhere begins with https:// or http://."),
                condition=models.Q(url__startswith="https://") | models.Q(url__startswith="http://"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} ({self.language}): {self.url}"

    @property
    def process(self) -> Process:
        return self.document.process

    @property
    def languages(self) -> list[str]:
        """The language it serves, named as a file names those it serves."""
        return [self.language]

    @property
    def host(self) -> str:
        """The place it leads to, as people name it."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")
