"""What is proposed for a version, as its page and its paper show it: by paragraph, each with its proponent and story.

Everything is read at once, for however many proposals; words that go in and out are told to the ear as well.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Prefetch
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from igsp_portal.foundations.language.days import date_format, moment
from igsp_portal.foundations.language.languages import LANGUAGES, Language
from igsp_portal.foundations.record.audit import ACTORS
from igsp_portal.models import Event

from ... import comparison, proposing
from ...comparison import begins
from ...drafts import Draft, PlannedBlock
from .. import known, naming
from ..models import Proposal, ProposalQuerySet, Support, TextVersion, Wording
from ..redlines import Redline, Version
from ..states import UNSETTLED, BlockKind, ProposalKind, ProposalState
from . import alternatives, standing
from .proposal_marks import anchor
from .standing import Standing

FEW_CHARACTERS = 60
PAIR = 2
TONES = {ProposalState.OPEN: "attention", ProposalState.KEPT: "attention", ProposalState.IN_BRACKETS: "attention"}
TONES |= dict.fromkeys((ProposalState.ACCEPTED, ProposalState.IN_PART, ProposalState.MERGED), "ok")

# What happened to a proposal, without who did it: that the secretariat alone is told.
STORY: dict[str, Promise] = {
    "proposal.made": gettext_lazy("Proposed by %(participant)s"),
    "proposal.supported": gettext_lazy("Supported by %(participant)s"),
    "proposal.left": gettext_lazy("No longer supported by %(participant)s"),
    "proposal.withdrawn": gettext_lazy("Withdrawn"),
    "proposal.accepted": gettext_lazy("Accepted"),
    "proposal.in_part": gettext_lazy("Accepted in part"),
    "proposal.in_brackets": gettext_lazy("Put in brackets, as an alternative"),
    "proposal.merged": gettext_lazy("Merged into one wording: %(participants)s"),
    "proposal.kept": gettext_lazy("Kept, to be decided later"),
    "proposal.declined": gettext_lazy("Declined"),
    "proposal.reopened": gettext_lazy("The decision was taken back"),
    "proposal.carried": gettext_lazy("Carried to version %(number)s"),
    "proposal.not_carried": gettext_lazy(
        "Carried to version %(number)s, where the words that it changes do not stand any more"
    ),
}


@dataclass
class Shown:
    """A proposal as templates take it. `touches`: another one that is undecided concerns the same words."""

    proposal: Proposal
    standing: Standing
    what: str
    html: SafeString
    language: Language
    seen: str = ""  # all the words on which a decision is made
    with_it: list[dict[str, Any]] = field(default_factory=list)  # what is deleted with its block
    fingerprint: str = ""
    touches: bool = False
    supporters: list[Any] = field(default_factory=list)
    story: list[dict[str, Any]] = field(default_factory=list)
    label: str = ""  # of its brackets: whom it names, else as it is
    made_on: int = 0  # the earlier version on which it was made; 0 for this one
    may: dict[str, Any] = field(default_factory=dict)  # what the reader may do; the pages fill it in
    refused: dict[str, Any] = field(default_factory=dict)  # a decision that could not be made, with its words

    @property
    def badge(self) -> dict[str, Any]:
        state = ProposalState(self.proposal.state)
        return {"label": state.label, "tone": TONES.get(state, "neutral")}

    @property
    def may_be_taken(self) -> bool:
        """Whether it may be accepted as it is."""
        return standing.may_be_taken(self.proposal, self.standing)

    @property
    def offered(self) -> str:
        """The words with which it may be accepted in part, to begin from; of a deletion, the paragraph's own."""
        if self.standing.words or not (self.proposal.is_in_brackets and self.standing.stands):
            return self.standing.words or self.standing.now
        return standing.settled(self.proposal, self.standing.now, taken=False)

    @property
    def does_not_stand(self) -> bool:
        """Whether it waits for a decision, and what it changes does not stand there any more."""
        return self.proposal.state in UNSETTLED and not self.standing.stands

    @property
    def is_left(self) -> bool:
        """Whether it has been withdrawn, and its brackets stand in the text still."""
        return self.proposal.is_left_in_brackets and self.standing.stands

    @property
    def waits(self) -> bool:
        """Whether something is to be done about it by those who write the text."""
        return self.proposal.is_undecided or self.is_left

    @property
    def merges(self) -> bool:
        return self.proposal.kind == ProposalKind.WORDING and self.proposal.is_undecided and bool(self.standing.key)


@dataclass
class Place:
    """A block, or the beginning, with what is proposed there."""

    key: str
    number: str
    begins: SafeString | str
    items: list[Shown]
    merges: list[dict[str, Any]] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return anchor(self.key)


class Proposed:
    """Those proposals of `rows` that are on a version, and the version as it stands.

    `open_text`: whether the reader may see the version itself; else no more of it is shown than proposals quote.
    `draft`: the version, where it has been read already.
    """

    def __init__(
        self,
        version: TextVersion,
        rows: ProposalQuerySet,
        *,
        open_text: bool = True,
        on_paper: bool = False,
        draft: Draft | None = None,
    ) -> None:
        self.version, self.open_text, self.on_paper = version, open_text, on_paper
        self.draft = draft or (read(version) if open_text else Draft([]))
        rows = (rows.on(version) if open_text else rows.filter(version=version)).select_related(
            "participant", "version"
        )
        supports = Support.objects.filter(left_at__isnull=True).select_related("participant")
        self.lineage = standing.lineage_of(version) if open_text else []
        self._on_it = rows.prefetch_related("carried", Prefetch("supports", supports)).order_by("pk")
        self._numbers: dict[str, Version] = {}

    @cached_property
    def shown(self) -> list[Shown]:
        return self._marked([self._shown(row, stands) for row, stands in self._standings(self.rows)])

    @cached_property
    def rows(self) -> list[Proposal]:
        """All of them, which may be told something before they are shown."""
        return list(self._on_it)

    def _standings(self, rows: Iterable[Proposal]) -> Iterator[tuple[Proposal, Standing]]:
        for row in rows:
            row.participant.process = self.version.process
            if stands := self._standing(row):
                yield row, stands

    def _marked(self, found: list[Shown]) -> list[Shown]:
        """Those that touch the same words as another are told so."""
        for several in self._for_the_same_words(found).values():
            undecided = [one for one in several if one.proposal.is_undecided and one.standing.stands]
            meeting = (
                proposing.touching(undecided[0].standing.now, [one.standing.words for one in undecided])
                if undecided
                else ()
            )
            for place in meeting:
                undecided[place].touches = True
        self._name_labels([one for one in found if one.proposal.label])
        return found

    def _name_labels(self, found: list[Shown]) -> None:
        named = naming.named_by(self.version.process, {one.proposal.label for one in found})
        for one in found:
            one.label = str(named.get(one.proposal.label) or one.proposal.label)

    @cached_property
    def places(self) -> list[Place]:
        """In the order of the text; what is proposed for a block that is gone comes last."""
        at: dict[str, list[Shown]] = {}
        for one in self.shown:
            at.setdefault(one.standing.key or one.proposal.key, []).append(one)
        order = ["", *(block.key for block in self.draft.blocks)]
        keys = [key for key in order if key in at] + [key for key in at if key not in order]
        return [self._place(key, at[key]) for key in keys]

    def at(self, key: str) -> list[Shown]:
        """Those for one block alone: what is proposed for others is neither read nor reckoned with."""
        there = self._on_it.at(self.version, alternatives.forebears(key, self.lineage))
        return self._marked([self._shown(row, stands) for row, stands in self._standings(there) if stands.key == key])

    def tell(self, *, by_name: bool, numbers: Iterable[int]) -> None:
        """Give each proposal its story; `by_name` with who did it. Of other versions than `numbers` nothing is said."""
        there = set(numbers)
        participants = {one.key: str(one) for one in self.version.process.participants.all()}
        about = Event.objects.filter(
            about_type=Proposal._meta.label_lower,
            about_key__in=[str(one.proposal.pk) for one in self.shown],
            verb__in=STORY,
        )
        told: dict[str, list[dict[str, Any]]] = {}
        for event in about.order_by("pk"):
            if event.facts.get("number", self.version.number) in there | {self.version.number}:
                told.setdefault(event.about_key, []).append(_told(event, participants, by_name=by_name))
        for one in self.shown:
            one.story = told.get(str(one.proposal.pk), [])

    def number(self, key: str, language: str | None = None) -> str:
        """How a block is cited; "" for one that is not numbered."""
        return self._version(language or self.reading).cited.get(key, "")

    def place_of(self, key: str) -> str:
        """A block as a sentence names it: by its number, or by its first words."""
        number = self.number(key)
        return _("Paragraph %(number)s") % {"number": number} if number else self.beginning(key) or key

    def beginning(self, key: str, language: str | None = None) -> str:
        worded = (self.draft.words.get(code, {}).get(key, "") for code in (language or self.reading, self._original))
        words = next(filter(None, worded), "")
        return begins(words, FEW_CHARACTERS) if words else ""

    def html(self, key: str, language: str) -> SafeString:
        """The words of a block as the page of the text shows them."""
        words, version = self.draft.words.get(language, {}).get(key, ""), self._version(language)
        html = Redline(version, version, LANGUAGES[language].direction, on_paper=self.on_paper, links=False)
        return html.html(key, comparison.compare_words(words, words))

    @cached_property
    def reading(self) -> str:
        """The reader's language, where the version is worded in it; else the original's."""
        language = get_language() or "en"
        return language if language in self.draft.words else self._original

    def _standing(self, row: Proposal) -> Standing | None:
        if not self.open_text:
            return Standing(row.key, True, row.quoted, row.words)
        return standing.in_version(row, self.version, self.draft, self.lineage)

    def _shown(self, row: Proposal, stands: Standing) -> Shown:
        code, with_it = row.language, standing.going(row, stands, self.draft)
        return Shown(
            proposal=row,
            standing=stands,
            what=self._what(row, stands),
            html=self._html(row, stands),
            language=LANGUAGES[code],
            seen=standing.seen(row, stands, with_it, self.draft, self._original),
            with_it=[self._going(key, code) for key in with_it],
            supporters=[one.participant for one in row.supports.all()],
            made_on=row.version.number if row.version_id != self.version.pk else 0,
        )

    @property
    def _original(self) -> str:
        return self.version.text.original_language

    def _going(self, key: str, language: str) -> dict[str, Any]:
        """A block that would be deleted with another: its number, and its words struck out."""
        code = language if self.draft.words.get(language, {}).get(key) else self._original
        numbered = self._version(code)
        number = numbered.cited.get(key) or numbered.labels.get(key, "")
        before = standing.said(self.draft, key, language, self._original)
        html = Redline(numbered, numbered, LANGUAGES[code].direction, on_paper=self.on_paper, links=False)
        words = html.html(key, comparison.compare_words(before, ""))
        return {"number": number, "html": words, "language": LANGUAGES[code]}

    def _what(self, row: Proposal, stands: Standing) -> str:
        if row.kind == ProposalKind.NEW:
            kind = BlockKind(row.block_kind).label
            said = _("New, behind this one: %(kind)s") if row.key else _("New: %(kind)s")
            return said % {"kind": kind}
        if row.kind == ProposalKind.MOVE:
            if not row.after:
                return _("Move to the beginning")
            return _("Move behind: %(place)s") % {"place": self.place_of(row.after)}
        return str(_("Deletion") if row.kind == ProposalKind.DELETION else _("Other wording"))

    def _html(self, row: Proposal, stands: Standing) -> SafeString:
        version = self._version(row.language)
        html = Redline(version, version, LANGUAGES[row.language].direction, on_paper=self.on_paper, links=False)
        if row.is_undecided and stands.stands:
            before, after = stands.now, stands.words
        else:
            before, after = row.quoted, row.words
        if row.kind == ProposalKind.NEW:
            before = ""
        if row.kind == ProposalKind.MOVE:
            after = before
        return html.html(stands.key or row.key, comparison.compare_words(before, after))

    def _for_the_same_words(self, found: Iterable[Shown]) -> Mapping[tuple[str, str], list[Shown]]:
        groups: dict[tuple[str, str], list[Shown]] = {}
        for one in found:
            if one.proposal.kind in (ProposalKind.WORDING, ProposalKind.DELETION):
                groups.setdefault((one.standing.key, one.proposal.language), []).append(one)
        return groups

    def _place(self, key: str, items: list[Shown]) -> Place:
        quoted = next((one.proposal.quoted for one in items if one.proposal.quoted), "")  # of a block that is gone
        place = Place(key, self.number(key), self.beginning(key) or begins(quoted, FEW_CHARACTERS), items)
        same = self._for_the_same_words(one for one in items if one.merges)
        place.merges = [_merge(several) for (there, _language), several in same.items() if there and len(several) > 1]
        return place

    def _version(self, language: str) -> Version:
        if language not in self._numbers:
            self._numbers[language] = _numbered(self.version, self.draft, language)
        return self._numbers[language]


def _merge(several: list[Shown]) -> dict[str, Any]:
    """Several proposals for the same words. Two are offered as they are; of more it is first chosen which are meant."""
    is_pair = len(several) == PAIR
    return {
        "items": several,
        "language": several[0].language,
        "is_pair": is_pair,
        "words": together(several) if is_pair else "",
        "key": several[0].standing.key,
    }


def together(several: list[Shown]) -> str:
    """A wording to begin from: what they say together, or what the first says where they contradict each other."""
    first = several[0]
    there = [one.standing.words for one in several if one.standing.stands]
    return proposing.woven(first.standing.now, there) or first.standing.words


def _told(event: Event, participants: Mapping[str, str], *, by_name: bool) -> dict[str, Any]:
    facts = {**event.facts}
    facts["participant"] = participants.get(facts.get("participant_key", ""), facts.get("participant", ""))
    day = facts.get("on", "")  # of what was entered later than it happened
    changed = facts.get("changes", {}).get("decision", ["", ""])
    return {
        "iso": day or event.at.isoformat(),
        "when": date_format(dt.date.fromisoformat(day)) if day else f"{moment(event.at)} UTC",
        "what": str(STORY[event.verb]) % {"participants": "", "number": "", **facts},
        "who": (event.by_label if event.by_id else str(ACTORS.get(event.by_label, event.by_label))) if by_name else "",
        "note": changed[1],
    }


def read(version: TextVersion) -> Draft:
    """The version as a reader has it: of a released one, the languages that have been released."""
    columns = ("key", "kind", "level", "alternative", "option")
    blocks = [PlannedBlock(*row) for row in version.blocks.order_by("order").values_list(*columns)]
    rows = Wording.objects.filter(block__version=version)
    if version.is_frozen:
        rows = rows.filter(language__in=version.languages.released().values("language"))
    words: dict[str, dict[str, str]] = {}
    for language, key, said in rows.values_list("language", "block__key", "words"):
        words.setdefault(language, {})[key] = said
    return Draft(blocks, words)


def _numbered(version: TextVersion, draft: Draft, language: str) -> Version:
    """A draft whose notes cannot be numbered yet is shown without their numbers, or without any."""
    labels = known.numbers(draft.blocks, version.text.numbering, language, draft.words.get(language, {}))
    references = {block.key: labels.seen_from(block.key) for block in draft.blocks}
    return Version(version.number, labels.printed, labels.cited, references, naming.names(version, language))
