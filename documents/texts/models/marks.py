"""What is noted on brackets and paragraphs of a version: by whom one is, who has a reservation, what is agreed.

Each hangs on a block by its key; it is frozen with its version.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.record.within import WithinProcess
from meetings.models import Participant, Process

from ...drafts import Lineage
from ...ledger import Place, followed
from ..states import Agreed
from .blocks import Wording
from .texts import TextVersion, refuse_if_frozen

NOWHERE = "\0"  # the words around a bracket, of which nothing is kept


class Mark(WithinProcess):
    """What is noted on one block of a version."""

    version = models.ForeignKey(TextVersion, models.CASCADE, related_name="%(class)ss", verbose_name=_("version"))
    key = models.SlugField(_("key"), max_length=80)
    named_with: ClassVar[tuple[str, ...]] = ("version__text",)
    within: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        refuse_if_frozen([self.version_id])
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        refuse_if_frozen([self.version_id])
        return super().delete(*args, **kwargs)

    @property
    def process(self) -> Process:
        return self.version.process


class Attribution(Mark):
    """By whom a bracket is: a participant, or whoever the secretariat's words say.

    A bracket is known by its place among those of its block, with its label and its words, as it stands now: it is
    followed with each change of the words.
    """

    label = models.SlugField(_("label of the brackets"), max_length=60, blank=True)
    order = models.PositiveSmallIntegerField(_("place in the paragraph"))  # from 1, as the brackets open
    quoted = models.TextField(_("words as they stood"), blank=True)
    participant = models.ForeignKey(
        Participant, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("participant")
    )
    said = models.CharField(_("in other words"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=400, blank=True)
    is_gone = models.BooleanField(default=False, editable=False)  # its bracket does not stand there any more
    named_with: ClassVar[tuple[str, ...]] = ("participant", "version__text")
    within: ClassVar[tuple[str, ...]] = ("participant",)

    class Meta:
        verbose_name = _("attribution of a bracket")
        verbose_name_plural = _("attributions of brackets")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="attribution_names_somebody",
                violation_error_message=_("Choose a participant, or say in other words whose bracket it is."),
                condition=models.Q(participant__isnull=False) ^ ~models.Q(said=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.whose} – {self.version}, {self.key}"

    @property
    def whose(self) -> str:
        return str(self.participant) if self.participant else self.said


class Reservation(Mark):
    """A participant's reservation on a paragraph."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="+", verbose_name=_("participant"))
    note = models.CharField(_("note"), max_length=400, blank=True)
    named_with: ClassVar[tuple[str, ...]] = ("participant", "version__text")
    within: ClassVar[tuple[str, ...]] = ("participant",)

    class Meta:
        verbose_name = _("reservation")
        verbose_name_plural = _("reservations")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "key", "participant"],
                name="reservation_once",
                violation_error_message=_("This participant has a reservation on the paragraph already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.participant} – {self.version}, {self.key}"


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def in_force(self, version: TextVersion) -> dict[str, str]:
        """How far each block is agreed, by its key: those whose words are still the ones that were agreed."""
        words = Wording.objects.filter(
            block__version=version, block__key=models.OuterRef("key"), language=version.text.original_language
        )
        rows = self.filter(version=version).annotate(words=models.Subquery(words.values("words")[:1]))
        found = rows.values_list("key", "standing", "words_sha256", "words")
        return {key: standing for key, standing, agreed, now in found if sha256(now) == agreed}


class Agreement(Mark):
    """How far a paragraph is agreed, in the words that it had then; with other words it is open again."""

    standing = models.CharField(_("standing"), max_length=12, choices=Agreed)
    words_sha256 = models.CharField(max_length=64, editable=False)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement on a paragraph")
        verbose_name_plural = _("agreements on paragraphs")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "key"],
                name="agreement_once",
                violation_error_message=_("It is on record already how far this paragraph is agreed."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_standing_display()} – {self.version}, {self.key}"


def reserved(version: TextVersion) -> dict[str, list[Reservation]]:
    """By block: the reservations on it, and those on blocks that were merged into it; the first of each participant."""
    rows = list(version.reservations.select_related("participant").order_by("pk"))
    if not rows:
        return {}
    there = set(version.blocks.values_list("key", flat=True))
    heirs: dict[str, list[str]] = {}
    for key, from_key in version.lineage.order_by("pk").values_list("key", "from_key"):
        heirs.setdefault(from_key, []).append(key)
    found: dict[str, list[Reservation]] = {}
    for row in rows:
        keys = [row.key] if row.key in there else [key for key in heirs.get(row.key, ()) if key in there]
        for key in keys:
            on = found.setdefault(key, [])
            on += [row] if row.participant_id not in {one.participant_id for one in on} else []
    return found


def sha256(words: str | None) -> str:
    """By what an agreement knows the words that were agreed."""
    return hashlib.sha256((words or "").encode()).hexdigest()


def attributed(
    rows: Iterable[Attribution], there: Sequence[Place], lineage: Iterable[Lineage] = ()
) -> dict[tuple[str, int], list[Attribution]]:
    """By block and place in it: what is noted of each bracket that stands `there`, wherever it has gone since."""
    noted: dict[Place, list[Attribution]] = {}
    for row in rows:
        if row.is_gone:
            continue
        noted.setdefault(Place(row.key, row.order, row.label, 0, row.quoted, NOWHERE, NOWHERE), []).append(row)
    exactly = {(place.key, place.order, place.label, place.words): place for place in there}
    found: dict[tuple[str, int], list[Attribution]] = {}
    waiting = []
    for mark in noted:
        if place := exactly.get((mark.key, mark.order, mark.label, mark.words)):
            found.setdefault((place.key, place.order), []).extend(noted[mark])
        else:
            waiting.append(mark)
    for mark in waiting:  # one by one: two that were noted at different times may be the same
        for new in followed([mark], there, lineage).values():
            found.setdefault((there[new].key, there[new].order), []).extend(noted[mark])
    return found
