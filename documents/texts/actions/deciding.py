"""What becomes of proposals: each that is accepted changes the draft in the same step, and is taken back with it.

Whoever decides holds the version first and then its proposals, in their order: two who decide at once wait in turn.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations.language.languages import LANGUAGES, listed
from igsp_portal.foundations.record import audit
from igsp_portal.models import Event, User

from ... import editing, proposing
from ...changes import Change
from ...drafts import Draft, PlannedBlock
from .. import history
from ..comparing import lineage_between
from ..models import Proposal, TextVersion
from ..proposals import standing
from ..proposals.standing import Standing
from ..states import TAKEN, ProposalKind, ProposalState
from .drafts import read_draft
from .editing import WordsChanged, edit, fingerprint, key_like, last_writer, take_back
from .new_blocks import NewBlocks, in_their_order
from .proposals import decide, decided, hold_proposal, undecided
from .words import frozen, hold

TAKEN_IN, TAKEN_OUT, SETTLED = "text.proposal_taken", "text.proposal_taken_out", "text.proposal_settled"


def accept(
    proposal: Proposal, version: TextVersion, *, by: User, opened_with: str, words: str | None = None, reason: str = ""
) -> None:
    """Accept a proposal into a draft: whole, or in part, with other `words` than those proposed.

    One that stands in brackets is taken out of them; where they are gone and the text says it, that stays as it is.
    `opened_with` is the fingerprint of all words that were shown (standing.seen). Raises WordsChanged where they have
    changed, ValidationError where the proposal no longer fits or cannot stand, and FrozenText.
    """
    with audit.together():
        held, stands = _taken_up(proposal, version, opened_with)
        whole = words is None or (words.strip() == stands.words and stands.stands)
        state = ProposalState.ACCEPTED if whole else ProposalState.IN_PART
        if whole and not standing.may_be_taken(held, stands):
            raise ValidationError(
                _(
                    "The words that this proposal changes do not stand any more. "
                    "Accept it with other words, or decline it."
                )
            )
        if held.is_in_brackets:
            as_it_is = whole and standing.says_so(held, stands)
            said = stands.now if as_it_is else stands.words if whole else (words or "").strip()
            _settle(version, held, stands, said, state, by=by, reason=reason)
            return
        if not whole and held.kind == ProposalKind.MOVE:
            raise ValidationError(_("A move is accepted as it is, or declined."))
        make = made_in(held, stands, None if whole else (words or "").strip(), earlier=_earlier(held), used=_used(held))
        change = _take_in(version, [held], make, by=by, key=stands.key)
        decide(held, state, by=by, reason=reason, **_taken(version, held, stands, change))


def put_in_brackets(
    proposal: Proposal, version: TextVersion, *, by: User, opened_with: str, label: str = "", reason: str = ""
) -> str:
    """Put a proposal into a draft as an alternative in brackets, which bear the label that is returned.

    Raises as `accept` does.
    """
    with audit.together():
        held, stands = _taken_up(proposal, version, opened_with)
        undecided(held)
        if held.kind == ProposalKind.MOVE:
            raise ValidationError(_("A move cannot stand in brackets: accept it, keep it or decline it."))
        label = proposing.free_label(stands.now, label or held.participant.key)
        change = _take_in(version, [held], _alternative(held, stands, label), by=by, key=stands.key)
        if not change:
            raise ValidationError(_("The text says so already."))
        more = _taken(version, held, stands, change)
        decide(held, ProposalState.IN_BRACKETS, by=by, reason=reason, label=label, **more)
    return label


def merge(
    proposals: Sequence[Proposal], version: TextVersion, words: str, *, by: User, opened_with: str, reason: str = ""
) -> None:
    """Give a block one wording that takes up several proposals for its words. Raises as `accept` does."""
    with audit.together():
        taken = [_taken_up(one, version, opened_with) for one in sorted(proposals, key=lambda one: one.pk)]
        held = [one for one, _stands in taken]
        same = {(stands.key, one.language) for one, stands in taken}
        if len(held) < 2 or len(same) > 1 or any(one.kind != ProposalKind.WORDING for one in held):
            raise ValidationError(_("Choose at least two proposals for the words of one paragraph in one language."))
        stands = taken[0][1]
        for one in held:
            undecided(one)
        _take_in(version, held, _worded(stands.key, held[0].language, words.strip()), by=by, key=stands.key)
        names = listed(str(one.participant) for one in held)
        for one in held:
            more: dict[str, Any] = {"taken_in": version, "taken_key": stands.key}
            decide(one, ProposalState.MERGED, by=by, reason=reason, participants=names, **more)


def keep(proposal: Proposal, *, by: User, reason: str = "") -> None:
    """Keep a proposal as it stands, to be decided later."""
    with audit.together():
        decide(hold_proposal(proposal), ProposalState.KEPT, by=by, reason=reason)


def decline(
    proposal: Proposal, *, by: User, reason: str, version: TextVersion | None = None, opened_with: str = ""
) -> None:
    """Decline a proposal, with the reason. One that stands in brackets is taken out of the draft `version` with them.

    Raises ValidationError without a reason, and as `accept` does.
    """
    with audit.together():
        if version:
            frozen(version)
        held = hold_proposal(proposal)
        if not (held.is_in_brackets and version):
            undecided(held)
            decide(held, ProposalState.DECLINED, by=by, reason=reason.strip())
            return
        held, stands = _taken_up(proposal, version, opened_with)
        words = standing.settled(held, stands.now, taken=False) if stands.stands else stands.now
        _settle(version, held, stands, words, ProposalState.DECLINED, by=by, reason=reason.strip())


def take_out(proposal: Proposal, version: TextVersion, *, by: User, opened_with: str) -> None:
    """Take the brackets of a proposal that was withdrawn out of a draft, which can be taken back like other changes.

    Raises ValidationError where none stand there, and as `accept` does.
    """
    with audit.together():
        held, stands = _taken_up(proposal, version, opened_with)
        if not held.is_left_in_brackets:
            raise decided(held)
        if not stands.stands:
            raise ValidationError(_("The text says so already."))
        words = standing.settled(held, stands.now, taken=False)
        edit(version, _saying(version, held, stands, words), verb=SETTLED, by=by, key=stands.key, **_facts([held]))


def _settle(
    version: TextVersion,
    held: Proposal,
    stands: Standing,
    words: str,
    state: ProposalState,
    *,
    by: User,
    reason: str,
) -> None:
    """Decide on a proposal in brackets with these words in its block."""
    _take_in(version, [held], _saying(version, held, stands, words), by=by, key=stands.key, verb=SETTLED)
    decide(held, state, by=by, reason=reason)


def _saying(version: TextVersion, held: Proposal, stands: Standing, words: str) -> Callable[[Draft], Draft]:
    """The block of a proposal in brackets has these words; with none of a new one or a deletion it is deleted."""

    def put(draft: Draft) -> Draft:
        if words == stands.now:
            return draft
        if not stands.key:
            return _put_again(version, held, words)(draft)
        if words or held.kind == ProposalKind.WORDING:
            return _worded(stands.key, held.language, words)(draft)
        return editing.removed(draft, stands.key)

    return put


def _put_again(version: TextVersion, held: Proposal, words: str) -> Callable[[Draft], Draft]:
    """A new block whose brackets have been deleted stands once more behind the one where it was proposed."""

    def put(draft: Draft) -> Draft:
        own = held.version_id == version.pk
        lineage = standing.lineage_of(version) if own else lineage_between(held.version, version)
        behind = standing.found(held, draft, lineage)
        if held.kind != ProposalKind.NEW or not behind.stands:
            raise _nowhere()
        return _inserted(held, behind.key, words, _earlier(held), _used(held))(draft)

    return put


def _nowhere() -> ValidationError:
    return ValidationError(_("The paragraph that this proposal concerns is no longer there."))


def reopen(proposal: Proposal, *, by: User) -> None:
    """Take back a decision, and with it what it changed in the text; of merged proposals all are undecided again.

    One that had been put in brackets before stands in them again. Raises ValidationError where the text has been
    changed there since, and FrozenText once it is released.
    """
    with audit.together():
        held, version, event = _held_with_its_text(proposal)
        own = next(one for one in held if one.pk == proposal.pk)
        again = _had_brackets(own)
        if version and event:
            take_back(version, event, verb=TAKEN_OUT, by=by, participant=event.facts["participant"])
        for one in held:
            if again:
                decide(one, ProposalState.IN_BRACKETS, by=by)
            else:
                nowhere: dict[str, Any] = {"label": "", "taken_in": None, "taken_key": ""}
                decide(one, ProposalState.OPEN, by=by, verb="proposal.reopened", **nowhere)


def _had_brackets(proposal: Proposal) -> bool:
    """Whether it was decided on out of brackets, to which it goes back."""
    return bool(proposal.label) and not proposal.is_in_brackets


def _held_with_its_text(proposal: Proposal) -> tuple[list[Proposal], TextVersion | None, Event | None]:
    """What is to be taken back of its decision, and of the text where that says it: the version is held first."""
    there = Proposal.objects.select_related("version__text").get(pk=proposal.pk)
    event, version = _to_take_back(there), None
    if event:
        version = TextVersion.objects.select_related("text__process").get(pk=event.about_key)
        hold(version)
    pks = event.facts["proposals"] if event else [there.pk]
    held = [hold_proposal(one) for one in Proposal.objects.filter(pk__in=pks).order_by("pk")]
    own = next(one for one in held if one.pk == there.pk)
    now = _to_take_back(own)
    if (now and now.pk) != (event and event.pk):  # somebody else was faster
        raise decided(own)
    return held, version, event


def _to_take_back(proposal: Proposal) -> Event | None:
    """The change of a text that goes with its decision."""
    if not (_had_brackets(proposal) or proposal.state in TAKEN):
        return None
    event = _taking(proposal)
    return None if event and _had_brackets(proposal) and event.verb != SETTLED else event


def _taking(proposal: Proposal) -> Event | None:
    """The event by which a proposal was taken into a text, where that stands."""
    versions = proposal.version.text.versions.values_list("pk", flat=True)
    about = Event.objects.filter(about_type=TextVersion._meta.label_lower, about_key__in=[str(pk) for pk in versions])
    events = list(about.filter(verb__in=(TAKEN_IN, TAKEN_OUT, SETTLED)).order_by("-pk"))
    back = {event.facts["of"] for event in events if event.verb == TAKEN_OUT}
    taken = (event for event in events if event.verb != TAKEN_OUT and event.pk not in back)
    return next((event for event in taken if proposal.pk in event.facts.get("proposals", ())), None)


def _taken_up(proposal: Proposal, version: TextVersion, opened_with: str) -> tuple[Proposal, Standing]:
    """The proposal and how it stands, while nobody else writes in either."""
    hold(version)
    held = hold_proposal(proposal)
    draft = read_draft(version)
    stands = standing.in_version(held, version, draft, standing.lineage_of(version))
    if stands is None:
        raise ValidationError(_("This proposal has not been carried to this version."))
    if not (stands.key or held.has_brackets or (held.kind == ProposalKind.NEW and stands.stands)):
        raise _nowhere()
    with_it = standing.going(held, stands, draft)
    if fingerprint(standing.seen(held, stands, with_it, draft, version.text.original_language)) != opened_with:
        raise WordsChanged(stands.now, last_writer(version, stands.key, held.language, *with_it))
    return held, stands


def _take_in(
    version: TextVersion,
    held: list[Proposal],
    make: Callable[[Draft], Draft],
    *,
    by: User,
    key: str,
    verb: str = TAKEN_IN,
) -> Change:
    """Change the draft as decided; empty where it says so already."""
    return edit(version, make, verb=verb, by=by, key=key, proposals=[one.pk for one in held], **_facts(held))


def _facts(held: list[Proposal]) -> dict[str, Any]:
    return {
        "participant": listed(str(one.participant) for one in held),
        "code": held[0].language,
        "language": LANGUAGES[held[0].language].own_name,
    }


def _taken(version: TextVersion, held: Proposal, stands: Standing, change: Change) -> dict[str, Any]:
    """Which block of a draft says now what was proposed."""
    key = stands.key
    if held.kind == ProposalKind.NEW:
        key = next(new for new, (before, _now) in change["blocks"].items() if before is None)
    return {"taken_in": version, "taken_key": key}


def _earlier(held: Proposal) -> list[Proposal]:
    return NewBlocks(held.version).before(held) if held.kind == ProposalKind.NEW else []


def _used(held: Proposal) -> set[str]:
    """The keys that a new block of the text does not take."""
    return history.keys_of(held.version.text_id) if held.kind == ProposalKind.NEW else set()


def made_in(
    held: Proposal,
    stands: Standing,
    words: str | None,
    *,
    earlier: Sequence[Proposal] = (),
    used: Collection[str] = (),
) -> Callable[[Draft], Draft]:
    """The draft with the proposal in it; with other `words` where there are any.

    Several new blocks proposed behind one block stand in the order in which they were proposed: `earlier` are those
    before this one, by whose taken_key they are known.
    """
    if held.kind == ProposalKind.NEW:
        return _inserted(held, stands.key, words or held.words, earlier, used)
    if words is not None or held.kind == ProposalKind.WORDING:
        return _worded(stands.key, held.language, stands.words if words is None else words)
    if held.kind == ProposalKind.MOVE:
        return lambda draft: editing.moved(draft, stands.key, after=held.after)
    return lambda draft: editing.removed(draft, stands.key)


def _alternative(held: Proposal, stands: Standing, label: str) -> Callable[[Draft], Draft]:
    if held.kind == ProposalKind.NEW:
        words = proposing.bracketed("", held.words, label)
        return _inserted(held, stands.key, words, _earlier(held), _used(held))

    def beside(draft: Draft) -> Draft:
        kind = draft.blocks[editing.place(draft, stands.key)].kind
        apart = LANGUAGES[held.language].between_words
        words = proposing.bracketed(stands.now, stands.words, label, kind=kind, apart=apart)
        return _worded(stands.key, held.language, words)(draft)

    return beside


def _worded(key: str, language: str, words: str) -> Callable[[Draft], Draft]:
    def put(draft: Draft) -> Draft:
        editing.place(draft, key)
        if not words:
            raise ValidationError({"words": _("Enter the words that are proposed.")})
        return Draft(draft.blocks, {**draft.words, language: {**draft.words.get(language, {}), key: words}})

    return put


def _inserted(
    held: Proposal, key: str, words: str, earlier: Sequence[Proposal], used: Collection[str]
) -> Callable[[Draft], Draft]:
    def insert(draft: Draft) -> Draft:
        worded = {held.language: words}
        taken = {*used, *(block.key for block in draft.blocks)}
        new = editing.free_key(taken, key_like(held.block_kind, {"": held.words}))
        block = PlannedBlock(new, held.block_kind, held.level)
        return editing.put_in(draft, block, in_their_order(draft, key, block, held, earlier), worded)

    return insert
