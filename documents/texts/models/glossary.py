"""The glossary of a process: what its terms are in the six languages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname

from igsp_portal.foundations.language.languages import CODES
from meetings.models import Process

from ...accord import Term


class GlossaryTerm(models.Model):
    """A term with its words in each language, in as many forms as there are; those who translate are reminded of it."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="glossary", verbose_name=_("process"))
    key = models.SlugField(_("key"), max_length=60)
    words = models.CharField(
        _("term"),
        max_length=300,
        blank=True,
        help_text=_("Forms of which any will do are divided by “|”: capacity-building | building of capacity."),
    )
    remark = models.CharField(_("remark"), max_length=400, blank=True)
    checked = models.BooleanField(
        _("checked"), default=True, help_text=_("Whether those who translate are reminded of it.")
    )

    behind_sign_in: ClassVar = True

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")
        ordering = ["process", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "key"],
                name="glossary_key_once",
                violation_error_message=_("This key is taken; choose another."),
            )
        ]

    def __str__(self) -> str:
        return self.key

    def clean(self) -> None:
        super().clean()
        if not self.term.forms:
            raise ValidationError(_("Enter the term in at least one language."))

    @property
    def by_language(self) -> dict[str, str]:
        """Its words in each language; empty where it has none."""
        return {code: self._in(code) for code in CODES}

    def _in(self, code: str) -> str:
        words: Any = getattr(self, build_localized_fieldname("words", code), "")
        return words or ""

    @property
    def term(self) -> Term:
        return Term.of(self.by_language)
