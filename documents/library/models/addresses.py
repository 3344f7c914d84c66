"""What leads to a document within its process: its designation in each language, and keys it had before."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.language.languages import CODES
from igsp_portal.foundations.record.within import WithinProcess
from meetings.models import Process

from ... import designations
from .symbols import SymbolKey, hold_symbols, keys_of

COLUMNS = [f"designation_{code.replace('-', '_')}" for code in CODES]
TAKEN = _("Another document has this designation.")
NO_LETTERS = _("A designation has letters or figures.")
KEY_TAKEN = _("This key is taken; choose another.")


class DesignationKey(models.Model):
    """One form of a designation, as compared. In its process it leads to one document.

    Made from the designations whenever one of these changes; it says nothing of its own.
    """

    document = models.ForeignKey(
        "Document", models.CASCADE, related_name="designation_keys", verbose_name=_("document")
    )
    process = models.ForeignKey(Process, models.CASCADE, related_name="+", verbose_name=_("process"))
    key = models.CharField(_("key"), max_length=designations.LONGEST_DESIGNATION, db_index=True)

    class Meta:
        verbose_name = _("designation as compared")
        verbose_name_plural = _("designations as compared")
        constraints = [
            models.UniqueConstraint(
                fields=["process", "key"], name="designation_key_once", violation_error_message=TAKEN
            )
        ]

    def __str__(self) -> str:
        return self.key

    @staticmethod
    def index(document: Any) -> None:
        """Keep for `document` the keys of its designations, and no others."""
        wanted = {designations.key(getattr(document, name) or "") for name in COLUMNS} - {""}
        rows = DesignationKey.objects.filter(document=document)
        there = set(rows.values_list("key", flat=True))
        if there - wanted:
            rows.exclude(key__in=wanted).delete()
        made = (DesignationKey(document=document, process_id=document.process_id, key=key) for key in wanted - there)
        DesignationKey.objects.bulk_create(sorted(made, key=str))


def refuse_designations(document: Any) -> None:
    """Refuse a designation that leads to another document of the process, or as a symbol to any other."""
    faults = {}
    for name in COLUMNS:
        designation = getattr(document, name) or ""
        if designation and (why := _why_refused(designation, document)):
            faults[name] = why
    if faults:
        raise ValidationError(faults)


def _why_refused(designation: str, document: Any) -> Any:
    key = designations.key(designation)
    if not key:
        return NO_LETTERS
    same = DesignationKey.objects.filter(process_id=document.process_id, key=key)
    as_symbol = SymbolKey.objects.filter(key__in=keys_of(designation))
    return TAKEN if any(rows.exclude(document=document.pk).exists() for rows in (same, as_symbol)) else None


class FormerKey(WithinProcess):
    """A key that a document had before, here or on another site: addresses with it lead on to the document."""

    document = models.ForeignKey("Document", models.CASCADE, related_name="former_keys", verbose_name=_("document"))
    process = models.ForeignKey(Process, models.CASCADE, related_name="+", editable=False, verbose_name=_("process"))
    key = models.SlugField(_("former key"), max_length=80)

    within = ("document",)

    class Meta:
        verbose_name = _("former key")
        verbose_name_plural = _("former keys")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "key"], name="former_key_once", violation_error_message=KEY_TAKEN
            )
        ]

    def __str__(self) -> str:
        return self.key

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.process_id = self.document.process_id
        hold_symbols()
        self.clean()
        super().save(*args, **kwargs)

    def clean_fields(self, exclude: Any = None) -> None:
        if self.document_id:
            self.process_id = self.document.process_id
        super().clean_fields(exclude)

    def clean(self) -> None:
        super().clean()
        if self.document_id:
            refuse_key(self.key, self.document)


def refuse_key(key: str, document: Any) -> None:
    """Refuse a key of the process that leads to another document, or led to it."""
    others = type(document).objects.filter(process_id=document.process_id, key=key).exclude(pk=document.pk)
    former = FormerKey.objects.filter(process_id=document.process_id, key=key).exclude(document=document.pk)
    if others.exists() or former.exists():
        raise ValidationError({"key": KEY_TAKEN})
