"""The words of files, page by page, as they are searched and read without opening the file."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PageText(models.Model):
    """The words of one page of a file, known by its bytes; of a file that has no pages, all of them as page 1.

    A file of pictures has no words, and no rows here; `Rendition.words` is then 0.
    """

    sha256 = models.CharField(_("SHA-256"), max_length=64)
    number = models.PositiveIntegerField(_("page"))
    words = models.TextField(_("words"))

    class Meta:
        verbose_name = _("words of a page")
        verbose_name_plural = _("words of pages")
        ordering = ["sha256", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256", "number"],
                name="page_text_once",
                violation_error_message=_("The words of this page are on record."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:8]}, {self.number}"
