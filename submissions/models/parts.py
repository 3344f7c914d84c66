"""What a version holds and freezes with it: statements and attachments."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from documents.models import TextVersion
from igsp_portal.foundations.files import filetypes
from igsp_portal.foundations.files.filetypes import FileType
from meetings.models import Component, Participant, Process

from ..sizes import LONGEST_STATEMENT
from ..states import Capacity, FileState, StatementKind
from .forms import Question
from .submissions import Frozen, SubmissionVersion, refuse_if_filed


class PartQuerySet(models.QuerySet[Any]):
    """Rows that belong to a version and freeze with it."""

    def _refuse_filed(self) -> None:
        if self.filter(version__filed_at__isnull=False).exists():
            raise Frozen

    def update(self, **values: Any) -> int:
        self._refuse_filed()
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._refuse_filed()
        return super().delete()

    def open_to_all(self) -> Any:
        """Those that the public reads once their version is published: its party withholds them not, no question asks
        for them as personal data, and none was opened by a choice of which either is so.
        """
        personal = Question.objects.filter(form=OuterRef("version__form"), key=OuterRef("question"), personal=True)
        return self.filter(withheld=False, tells=False).exclude(Exists(personal))

    def put_in(self, draft: SubmissionVersion, parts: list[Any], stored: list[Any], columns: Sequence[str]) -> None:
        """Make `parts` those of a draft in place of the `stored` ones, which they are known by their keys.

        This transaction has just rewritten the draft: it is no filed one. Rows that stay as they are are not written.
        """
        rows: models.QuerySet[Any] = models.QuerySet(self.model)
        there = {row.key: row for row in stored}
        for part in parts:
            part.pk = getattr(there.get(part.key), "pk", None)
        if gone := there.keys() - {part.key for part in parts}:
            rows.filter(version=draft, version__filed_at__isnull=True, key__in=gone).delete()
        changed = [part for part in parts if part.pk and any(differ(part, there[part.key], columns))]
        if changed:
            rows.bulk_update(changed, columns)
        super().bulk_create([part for part in parts if not part.pk])

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[Any]:
        parts = list(objs)
        for version in {part.version_id for part in parts}:
            refuse_if_filed(version)
        return super().bulk_create(parts, *args, **kwargs)


def differ(one: models.Model, other: models.Model, columns: Iterable[str]) -> Iterator[bool]:
    """For each of the columns whether two rows differ in it."""
    return (getattr(one, column) != getattr(other, column) for column in columns)


class Part(models.Model):
    """Something that belongs to a version: it can neither be added, changed nor removed once that is filed."""

    version: Any
    version_id: int

    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        refuse_if_filed(self.version_id)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        refuse_if_filed(self.version_id)
        return super().delete(*args, **kwargs)

    @property
    def process(self) -> Process:
        return self.version.process


def new_key() -> str:
    """A key that no other statement of the submission has."""
    return secrets.token_hex(5)


class Answer(Part):
    """What a version answers to one question, other than statements and files.

    `value` is a text; of a choice, the list of the keys chosen; of a number, its figures as a text; of a table, the
    list of its rows, each a list of texts.
    """

    version = models.ForeignKey(SubmissionVersion, models.CASCADE, related_name="answers", verbose_name=_("version"))
    question = models.SlugField(_("question"), max_length=80)
    value = models.JSONField(_("answer"))
    withheld = models.BooleanField(_("not to be published"), default=False)
    # Noted at the filing: its question was opened by a choice that is not published, and would tell it.
    tells = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["version_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "question"],
                name="answer_once",
                violation_error_message=_("The question is already answered."),
            )
        ]

    def __str__(self) -> str:
        return self.question


class PartyQuerySet(PartQuerySet):
    def standing(self) -> PartyQuerySet:
        """Those that the last version filed of a submission names."""
        later = SubmissionVersion.objects.filed().filter(
            submission=OuterRef("version__submission"), number__gt=OuterRef("version__number")
        )
        return self.filter(~Exists(later), version__filed_at__isnull=False)


class Party(Part):
    """A further party of a joint submission, in the order in which they are named."""

    version = models.ForeignKey(SubmissionVersion, models.CASCADE, related_name="parties", verbose_name=_("version"))
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="+", verbose_name=_("participant"))
    capacity = models.CharField(_("how it takes part"), max_length=15, choices=Capacity, default=Capacity.TOGETHER)
    order = models.PositiveSmallIntegerField(default=0)

    objects = PartyQuerySet.as_manager()  # type: ignore[misc]
    named_with: ClassVar = ("participant",)

    class Meta:
        verbose_name = _("party of a joint submission")
        verbose_name_plural = _("parties of joint submissions")
        ordering = ["version_id", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "participant"],
                name="party_once",
                violation_error_message=_("This participant is already named."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_capacity_display()} {self.participant}"


class Statement(Part):
    """One need, gap, priority, activity or proposal, on a component of the mandate or a paragraph of a text.

    A draft may lack its words and what it points at. Its key is its own in all versions of the submission.
    """

    version = models.ForeignKey(SubmissionVersion, models.CASCADE, related_name="statements", verbose_name=_("version"))
    key = models.SlugField(_("key"), max_length=40, default=new_key)
    question = models.SlugField(_("question"), max_length=80, default="statements")
    component = models.ForeignKey(
        Component,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="statements",
        verbose_name=_("component of the mandate"),
    )
    text_version = models.ForeignKey(
        TextVersion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("text")
    )
    block = models.SlugField(_("paragraph"), max_length=80, blank=True)
    kind = models.CharField(_("kind"), max_length=60, default=StatementKind.NEED)
    words = models.TextField(_("statement"), blank=True, validators=[MaxLengthValidator(LONGEST_STATEMENT)])
    proposed = models.TextField(_("wording proposed"), blank=True, validators=[MaxLengthValidator(LONGEST_STATEMENT)])
    rank = models.PositiveSmallIntegerField(_("rank"), default=1, help_text=_("1 is the most important."))
    withheld = models.BooleanField(_("not to be published"), default=False)
    # Noted at the filing: its question was opened by a choice that is not published, and would tell it.
    tells = models.BooleanField(default=False, editable=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["version_id", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="statement_not_too_long",
                violation_error_message=_("The statement is too long."),
                condition=LessThanOrEqual(Length("words"), LONGEST_STATEMENT),
            ),
            models.CheckConstraint(
                name="proposed_wording_not_too_long",
                violation_error_message=_("The proposed wording is too long."),
                condition=LessThanOrEqual(Length("proposed"), LONGEST_STATEMENT),
            ),
            models.CheckConstraint(
                name="statement_on_paragraph_of_text",
                violation_error_message=_("A paragraph is one of a text."),
                condition=models.Q(text_version__isnull=True, block="")
                | models.Q(text_version__isnull=False) & ~models.Q(block=""),
            ),
            models.UniqueConstraint(
                fields=["version", "key"],
                name="statement_key_once",
                violation_error_message=_("This key is taken; choose another."),
            ),
        ]

    def __str__(self) -> str:
        return (self.words or self.proposed)[:80]

    @property
    def cited(self) -> str:
        """How it is cited: the number of its filing and its place in that."""
        return f"{self.version.filing_number}/{self.order + 1}"

    @property
    def said(self) -> str:
        """All that it says: its words, then the wording that it proposes."""
        return "\n\n".join(filter(None, (self.words, self.proposed)))


def attachment_path(attachment: Attachment, filename: str) -> str:
    """Where an attachment lies in storage: by its content, never by the name it came with."""
    return f"attachments/{attachment.sha256[:2]}/{attachment.sha256}"


class AttachmentQuerySet(PartQuerySet):
    def waiting(self) -> AttachmentQuerySet:
        """Those of drafts that have not been read yet."""
        rows = self.filter(state=FileState.WAITING, version__filed_at__isnull=True)
        return rows.select_related("version__submission__participant__process", "version__submission__call__process")


class Attachment(Part):
    """A file of a version. Nothing is filed with one that was not read and taken."""

    version = models.ForeignKey(
        SubmissionVersion, models.CASCADE, related_name="attachments", verbose_name=_("version")
    )
    question = models.SlugField(_("question"), max_length=80, blank=True)
    file = models.FileField(_("file"), upload_to=attachment_path, max_length=200)
    name = models.CharField(_("name"), max_length=200)
    media_type = models.CharField(_("media type"), max_length=120)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    withheld = models.BooleanField(_("not to be published"), default=False)
    # Noted at the filing: its question was opened by a choice that is not published, and would tell it.
    tells = models.BooleanField(default=False, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=FileState, default=FileState.WAITING)
    refusal = models.CharField(max_length=20, blank=True, editable=False)  # a code of `filetypes.reason_of`

    objects = AttachmentQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["version_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "question", "sha256"],
                name="attachment_once",
                violation_error_message=_("This file is already attached."),
            ),
            models.CheckConstraint(
                name="attachment_refused_with_reason",
                condition=models.Q(state=FileState.REFUSED) & ~models.Q(refusal="")
                | ~models.Q(state=FileState.REFUSED) & models.Q(refusal=""),
                violation_error_message=_("A file that is refused has a reason, and no other has one."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def called_outside(self) -> str:
        """What it is called to others than its party, to whom a draft and the names of its files are closed."""
        return str(self.version.submission)

    @property
    def file_type(self) -> FileType:
        return next(known for known in FileType if known.media_type == self.media_type)

    @property
    def reason(self) -> Any:
        """Why it was refused, and what to do; nothing when it was not."""
        return filetypes.reason_of(self.refusal, self.file_type) if self.refusal else ""
