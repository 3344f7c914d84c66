"""A version as it stood at any moment of its drafting, from the record alone: its words, what was agreed, and open.

A moment is known by the event that made it: two may have the same time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from igsp_portal.foundations.language.languages import CODES
from igsp_portal.foundations.record import audit
from igsp_portal.models import Event

from ... import coherence
from ...drafts import Draft, Lineage
from .. import actions, history, papers
from ..brackets import ledgers
from ..editor import drafting
from ..editor.drafting import Desk
from ..models import Agreement, Block, Proposal, Snapshot, TextVersion
from ..models.marks import sha256
from ..papers import Manuscript
from ..proposals.proposed import Proposed, Shown
from ..states import Agreed, ProposalState

DECIDED = {f"proposal.{verb}" for verb in ("accepted", "in_part", "in_brackets", "merged", "declined", "withdrawn")}
OPENED = {"proposal.made", "proposal.kept", "proposal.reopened"}


@dataclass(frozen=True)
class Moment:
    """A version as the event `event` left it."""

    version: TextVersion
    event: int
    draft: Draft


def steps(version: TextVersion) -> list[Event]:
    """The changes of a version's words and structure, the earliest first."""
    return list(history.events(version))[::-1]


def at(version: TextVersion, event: int | None) -> Moment:
    """The version as it stood then; as it stands, without an event."""
    now = actions.read_draft(version)
    if event is None:
        return Moment(version, Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0, now)
    return Moment(version, event, history.after(version, now, event))


def language_of(moment: Moment, reader: str) -> str:
    """The reader's language where every block has words in it, and else the original."""
    draft, text = moment.draft, moment.version.text
    original, words = text.original_language, draft.words.get(reader, {})
    wanted = coherence.to_be_worded(draft.blocks, draft.words.get(original, {}), text.numbering)
    whole = all(key in words for key in wanted)
    return reader if reader in CODES and whole else original


def shown(moment: Moment, language: str) -> dict[str, Any]:
    """Every block as it stood, with what was agreed and what was proposed and undecided then.

    Apart is what was proposed for the beginning of the text, or for a block that was not there any more.
    """
    numbers = ledgers.numbers(moment.version, moment.draft, language)
    stood = Desk(moment.version, moment.draft, language, numbers, "", frozenset())
    agreed, proposals = _agreed(moment), _undecided(moment)
    rows = [
        {**row, "agreed": agreed.get(row["key"], ""), "proposals": proposals.pop(row["key"], [])}
        for row in drafting.rows(stood)
    ]
    return {"rows": rows, "apart": [one for items in proposals.values() for one in items]}


def _agreed(moment: Moment) -> dict[str, str]:
    """How far each block was agreed: as the version began, and as the record has it since."""
    version = moment.version
    original = moment.draft.words.get(version.text.original_language, {})
    before = version.text.versions.filter(number__lt=version.number).order_by("-number").first()
    known = {row.key: (row.standing, row.words_sha256) for row in Agreement.objects.filter(version=before)}
    verbs = list(actions.AGREEING.values())
    for event in Event.objects.about(version).filter(verb__in=verbs, pk__lte=moment.event).order_by("pk"):
        known[event.facts["key"]] = (event.facts["standing"], event.facts["words_sha256"])
    return {
        key: str(Agreed(standing).label)
        for key, (standing, words) in known.items()
        if standing and words == sha256(original.get(key))
    }


def _undecided(moment: Moment) -> dict[str, list[Shown]]:
    """By the block on which it stood then: what was proposed and not decided on."""
    every = {str(pk) for pk in Proposal.objects.on(moment.version).values_list("pk", flat=True)}
    events = Event.objects.filter(about_type=Proposal._meta.label_lower, about_key__in=every)
    opened: dict[str, bool] = {}
    for key, verb in events.filter(pk__lte=moment.event).order_by("pk").values_list("about_key", "verb"):
        if verb in DECIDED | OPENED:
            opened[key] = verb in OPENED
    rows = Proposal.objects.filter(pk__in=[pk for pk, is_open in opened.items() if is_open])
    then = Proposed(moment.version, rows, draft=moment.draft)
    for row in then.rows:
        row.state = ProposalState.OPEN  # as it was, whatever was decided since
    return {place.key: place.items for place in then.places}


def manuscript(moment: Moment, language: str) -> Manuscript:
    """The version as it stood, for the comparison."""
    source = papers.manuscript(moment.version, [], marked=False)
    columns = ("key", "kind", "level", "alternative", "option")
    blocks = [Block(**{name: getattr(block, name) for name in columns}) for block in moment.draft.blocks]
    words = {language: moment.draft.words.get(language, {})}
    return replace(source, blocks=blocks, words=words, counts={language: 1}, wanted=1)


def lineage(version: TextVersion, earlier: Draft, later: Draft) -> list[Lineage]:
    """What was split and merged between two moments of one version, as far as both tell."""
    old, new = ({block.key for block in draft.blocks} for draft in (earlier, later))
    every = [Lineage(*line) for line in version.lineage.values_list("key", "from_key", "how")]
    return [
        one
        for one in every
        if one.from_key in old and one.key in new and (one.key not in old or one.from_key not in new)
    ]


def snapshots(version: TextVersion) -> list[Snapshot]:
    return list(version.snapshots.order_by("pk"))


def told(event: Event) -> Mapping[str, Any]:
    return {"at": event.at, "says": audit.in_words(event)}
