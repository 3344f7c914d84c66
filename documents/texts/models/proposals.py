"""What participants propose for a text: each proposal hangs on a block by its key, and on the words that it quotes."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import access
from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.record.days import DayField
from igsp_portal.foundations.record.within import WithinProcess
from meetings.models import Participant, Process

from ...comparison import begins
from ..states import UNDECIDED, UNSETTLED, BlockKind, ProposalKind, ProposalState
from .releases import LanguageVersion
from .texts import TextVersion

FEW_CHARACTERS = 60
WORDED = (ProposalKind.WORDING, ProposalKind.NEW)


def _language_is_released() -> models.Exists:
    """What is proposed in a language quotes its words, which are not to be had before they are released."""
    here = {"version": models.OuterRef("version"), "language": models.OuterRef("language")}
    return models.Exists(LanguageVersion.objects.released().filter(**here))


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, user: Any) -> ProposalQuerySet:
        """Those on versions that the user may see, in the language; else one's own party's and those it supports.

        Of those that are closed, the latter alone.
        """
        desk = access.processes_where(user, Permission.DOCUMENT_READ)
        if desk is None:
            return self
        own = access.participants_where(user, Permission.OWN_READ)
        seen: Any = models.Q(version__in=TextVersion.objects.visible_to(user)) & _language_is_released()
        seen &= models.Q(closed=False)
        if desk:
            seen |= models.Q(version__text__process__in=desk)
        if own:
            supported = Support.objects.filter(participant__in=own, left_at__isnull=True).values("proposal")
            seen |= models.Q(participant__in=own) | models.Q(pk__in=supported)
        return self.filter(seen)

    def in_released_languages(self) -> ProposalQuerySet:
        return self.filter(_language_is_released())

    def on(self, version: TextVersion) -> ProposalQuerySet:
        """Those made on this version, and those carried to it from earlier ones."""
        return self.filter(models.Q(version=version) | models.Q(carried__version=version)).distinct()

    def at(self, version: TextVersion, keys: Collection[str]) -> ProposalQuerySet:
        """Those of them that hang on one of these blocks of the version, or stand in brackets there."""
        carried = Carried.objects.filter(version=version, key__in=keys)
        own = models.Q(version=version, key__in=keys) | models.Q(taken_in=version, taken_key__in=keys)
        return self.filter(own | models.Q(pk__in=carried.values("proposal")))

    def undecided(self) -> ProposalQuerySet:
        return self.filter(state__in=UNDECIDED)

    def unsettled(self) -> ProposalQuerySet:
        """Those that are undecided, and those that stand in brackets until these are settled."""
        return self.filter(state__in=UNSETTLED)

    def left_in_brackets(self) -> ProposalQuerySet:
        """Those that were withdrawn when they stood in brackets, which may stand in the text still."""
        return self.filter(state=ProposalState.WITHDRAWN).exclude(label="")


class Proposal(WithinProcess):
    """Another wording for a block, a new block, a deletion or a move, proposed in one language."""

    version = models.ForeignKey(
        TextVersion, models.CASCADE, related_name="proposals", verbose_name=_("version of a text")
    )
    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="proposals", verbose_name=_("proposed by")
    )
    kind = models.CharField(_("what is proposed"), max_length=10, choices=ProposalKind)
    key = models.SlugField(_("key"), max_length=80, blank=True)  # of a new block, behind which it goes; "" for first
    after = models.SlugField(_("behind the block"), max_length=80, blank=True)  # of a move; "" for first
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    quoted = models.TextField(_("words as they stood"), blank=True)
    words = models.TextField(_("words proposed"), blank=True)
    block_kind = models.CharField(_("kind"), max_length=15, choices=BlockKind, blank=True)  # of a new block
    level = models.PositiveSmallIntegerField(_("level"), default=1)
    reason = models.TextField(_("reason"), blank=True)
    made_at = models.DateTimeField(_("proposed at"))
    state = models.CharField(_("state"), max_length=12, choices=ProposalState, default=ProposalState.OPEN)
    decided_on = DayField(_("decided on"), null=True, blank=True)
    decision = models.TextField(_("reason of the decision"), blank=True)
    label = models.SlugField(_("label of the brackets"), max_length=60, blank=True)
    taken_in = models.ForeignKey(
        TextVersion, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("taken into")
    )
    # Of one that was withdrawn because what it was made of is no longer public: no stranger reads it either.
    closed = models.BooleanField(default=False, editable=False)
    taken_key = models.SlugField(_("key"), max_length=80, blank=True)  # of the block that says it there

    objects = ProposalQuerySet.as_manager()
    named_with: ClassVar = ("participant", "version__text__process")
    within = ("participant",)

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="proposal_has_words",
                violation_error_message=_("Enter the words that are proposed."),
                condition=(models.Q(kind__in=WORDED) & ~models.Q(words=""))
                | (~models.Q(kind__in=WORDED) & models.Q(words="")),
            ),
            models.CheckConstraint(
                name="proposal_names_block",
                violation_error_message=_("Choose the paragraph that the proposal concerns."),
                condition=models.Q(kind=ProposalKind.NEW) | ~models.Q(key=""),
            ),
            models.CheckConstraint(
                name="proposal_of_block_has_kind",
                violation_error_message=_("Choose which kind of paragraph is proposed."),
                condition=models.Q(kind=ProposalKind.NEW) ^ models.Q(block_kind=""),
            ),
            models.CheckConstraint(
                name="proposal_decided_has_day",
                violation_error_message=_("A proposal has a day of decision only once it has been decided."),
                condition=models.Q(state=ProposalState.OPEN) ^ models.Q(decided_on__isnull=False),
            ),
            models.CheckConstraint(
                name="proposal_declined_has_reason",
                violation_error_message=_("Give the reason why the proposal is declined."),
                condition=~(models.Q(state=ProposalState.DECLINED) & models.Q(decision="")),
            ),
            models.CheckConstraint(
                name="proposal_in_brackets_has_label",
                violation_error_message=_("Brackets bear a label that says whose they are."),
                condition=~(models.Q(state=ProposalState.IN_BRACKETS) & models.Q(label="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant} – {self.version}, {self.key or '–'}"

    def shown_at(self) -> dict[str, str]:
        """The way to it, called by the version and the first words that it concerns."""
        args = [self.process.slug, self.version.text.key, self.version.number]
        number = gettext("Version %(number)s") % {"number": self.version.number}
        words = begins(self.quoted or self.words, FEW_CHARACTERS)
        url = f"{reverse('documents:proposals', args=args)}#proposal-{self.pk}"
        return {"url": url, "label": f"{self.version.text.title}, {number}: {words}"}

    @property
    def process(self) -> Process:
        return self.version.process

    @property
    def behind_sign_in(self) -> bool:
        """Of what is proposed for a draft no stranger sees anything."""
        return not self.version.is_frozen

    @property
    def is_undecided(self) -> bool:
        return self.state in UNDECIDED

    @property
    def is_in_brackets(self) -> bool:
        return self.state == ProposalState.IN_BRACKETS

    @property
    def is_left_in_brackets(self) -> bool:
        """Whether it was withdrawn when it stood in brackets: the text is left as it is."""
        return self.state == ProposalState.WITHDRAWN and bool(self.label)

    @property
    def has_brackets(self) -> bool:
        """Whether it is found in the text by the label of its brackets, as long as these stand."""
        return self.is_in_brackets or self.is_left_in_brackets


class Support(WithinProcess):
    """A participant that supports a proposal, since when, and until when."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="supports", verbose_name=_("proposal"))
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="+", verbose_name=_("supported by"))
    joined_at = models.DateTimeField(_("joined"))
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    named_with: ClassVar = ("participant", "proposal__participant", "proposal__version__text")
    within = ("participant",)

    class Meta:
        verbose_name = _("support")
        verbose_name_plural = _("supports")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "participant"],
                condition=models.Q(left_at__isnull=True),
                name="support_once",
                violation_error_message=_("This participant supports the proposal already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.participant} ({self.proposal})"

    @property
    def process(self) -> Process:
        return self.proposal.process


class Carried(models.Model):
    """A proposal on a later version than it was made on: on which block it hangs there, if its words still stand."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="carried", verbose_name=_("proposal"))
    version = models.ForeignKey(TextVersion, models.CASCADE, related_name="+", verbose_name=_("version of a text"))
    key = models.SlugField(_("key"), max_length=80, blank=True)
    stands = models.BooleanField(_("its words still stand"))
    named_with: ClassVar = ("proposal__participant", "proposal__version__text")

    class Meta:
        verbose_name = _("carried proposal")
        verbose_name_plural = _("carried proposals")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "version"],
                name="carried_once",
                violation_error_message=_("The proposal has been carried to this version already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal} → {self.version.number}"

    @property
    def process(self) -> Process:
        return self.proposal.process
