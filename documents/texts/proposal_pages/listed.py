"""The page of the proposals on a version, side by side by paragraph, with what the reader may do with each.

Whoever may not see a version finds there the proposals of their own party alone; who has none finds nothing.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from igsp_portal.foundations.forms.limits import Limit
from igsp_portal.foundations.pages.closed import open_to_all
from meetings.models import Participant
from meetings.views import process_or_404

from .. import actions, following, rules, uncarried
from ..asked import not_for_crawlers, trail
from ..giving_out import proposal_papers
from ..giving_out.giving import PDF, given, not_made_yet
from ..models import Proposal, TextVersion
from ..proposals.proposal_marks import in_words
from ..proposals.proposed import Proposed, Shown, together
from ..states import PROPOSAL_MOVES, TAKEN, UNSETTLED, ProposalState

ACTS = Limit("proposal", acts=600, seconds=3600)


@open_to_all
@require_safe
def proposals_page(request: HttpRequest, process: str, key: str, number: int) -> HttpResponse:
    """All proposals on a version that the reader may see, side by side, with what the reader may do with each."""
    version, is_open = version_or_404(request, process, key, number)
    return page(request, version, is_open=is_open)


def version_or_404(request: HttpRequest, process: str, key: str, number: int) -> tuple[TextVersion, bool]:
    """The version, and whether the reader may see it; else it is here only for proposals of the reader's own."""
    found = process_or_404(request, process)
    rows = TextVersion.objects.select_related("text", "document__meeting").filter(text__process=found, text__key=key)
    version = rows.visible_to(request.user).filter(number=number).first()
    is_open = version is not None
    if version is None:
        version = get_object_or_404(rows, number=number)
        if not Proposal.objects.visible_to(request.user).filter(version=version).exists():
            raise Http404
    version.text.process = found
    return version, is_open


@open_to_all
@require_safe
def proposals_pdf(request: HttpRequest, process: str, key: str, number: int) -> HttpResponse:
    """The same on paper, for whoever may see the version; until it is made, a page that says so."""
    version, is_open = version_or_404(request, process, key, number)
    if not is_open:
        raise Http404
    language = get_language() or "en"
    data, problem = proposal_papers.given_out(version, language)
    if data is None:
        home, label = address("proposals", version), _("To the proposals")
        return not_made_yet(request, proposal_papers.title(version), problem, home=home, home_label=label)
    return given(request, data, PDF, proposal_papers.file_name(version, language), inline=True)


def address(name: str, version: TextVersion) -> str:
    """Where a page of the proposals on a version is."""
    return reverse(f"documents:{name}", args=[version.process.slug, version.text.key, version.number])


def page(
    request: HttpRequest,
    version: TextVersion,
    *,
    is_open: bool,
    refused: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; after a decision that was `refused`, with what was typed where it was typed."""
    user = request.user
    proposed = Proposed(version, Proposal.objects.visible_to(user), open_text=is_open)
    decides = rules.may_decide(user, version.process)
    acting = rules.acting_for(user, version.process)
    proposed.tell(by_name=decides, numbers=_numbers(version, user))
    for one in proposed.shown:
        _offer(one, version, acting, decides=decides)
    context: dict[str, Any] = {
        "trail": way(version, _("Proposals"), is_open=is_open),
        "text": version.text,
        "version": version,
        "is_open": is_open,
        "places": proposed.places,
        "how_many": in_words(len(proposed.shown)),
        "decides": decides,
        "act_url": address("proposals_act", version),
        "pdf_url": address("proposals_pdf", version) if is_open and proposed.shown else "",
        "propose_url": address("propose", version) if is_open and acting and rules.takes_proposals(version) else "",
        **(_files(version, user) if decides else {}),
        "to_carry": uncarried.of(version, (), user).label,
        "onward": _onward(version, proposed) if decides else None,
        "elsewhere": _elsewhere(version, user),
        "refused": refused or {},
    }
    if decides:
        context |= {"parties": acting, "supportable": [one for one in proposed.shown if _is_supportable(one.proposal)]}
    _give_back(proposed, refused or {})
    return not_for_crawlers(render(request, "documents/proposals.html", context, status=status))


def _files(version: TextVersion, user: Any) -> dict[str, str]:
    """Where files with tracked changes come in, and where the last of them that this person took in is taken back."""
    last = actions.last_of(version, user)
    return {
        "import_url": address("import", version) if rules.takes_proposals(version) else "",
        "undo_url": address("edit", version) if last and "entered" in last.facts else "",
    }


def _numbers(version: TextVersion, user: Any) -> list[int]:
    return list(version.text.versions.visible_to(user).values_list("number", flat=True))


def _onward(version: TextVersion, proposed: Proposed) -> dict[str, str] | None:
    """From a released version with something to decide, to where that is done: the draft, or where it is begun."""
    if not version.is_frozen or all(one.proposal.state not in UNSETTLED for one in proposed.shown):
        return None
    draft = following.draft(version)
    if draft is None:
        return following.way(version)
    return {"url": address("proposals", draft), "label": proposal_papers.title(draft)}


def _elsewhere(version: TextVersion, user: Any) -> list[dict[str, Any]]:
    """The way to the proposals on other versions that the reader may see."""
    rows = version.text.versions.visible_to(user).exclude(pk=version.pk).order_by("-number")
    found = []
    for other in rows.filter(Q(proposals__isnull=False) | Q(number__gt=version.number)).distinct():
        other.text = version.text
        label = _("Version %(number)s") % {"number": other.number}
        found.append({"url": address("proposals", other), "label": label})
    return found


def _is_supportable(proposal: Proposal) -> bool:
    return proposal.state in actions.SUPPORTED


def _offer(one: Shown, version: TextVersion, acting: list[Participant], *, decides: bool) -> None:
    """What the reader may do with a proposal."""
    proposal, own = one.proposal, {party.pk for party in acting}
    supporting = {party.pk for party in one.supporters}
    one.fingerprint = actions.fingerprint(one.seen)
    others = [party for party in acting if party.pk != proposal.participant_id]
    if _is_supportable(proposal) and not decides:
        one.may["support"] = [party for party in others if party.pk not in supporting]
        one.may["leave"] = [party for party in others if party.pk in supporting]
    moves = PROPOSAL_MOVES[ProposalState(proposal.state)]
    one.may["withdraw"] = ProposalState.WITHDRAWN in moves and proposal.participant_id in own
    if decides:
        one.may["decide"] = proposal.is_undecided
        one.may["settle"] = proposal.is_in_brackets and not version.is_frozen
        one.may["take_in"] = (proposal.is_undecided or proposal.is_in_brackets) and not version.is_frozen
        one.may["take_out"] = one.is_left and not version.is_frozen
        one.may["reopen"] = ProposalState.OPEN in moves and _may_be_taken_back(proposal, version)


def _may_be_taken_back(proposal: Proposal, version: TextVersion) -> bool:
    """Whether the text that a decision changed can be changed back."""
    if proposal.label and not proposal.is_in_brackets:  # its brackets were settled, in this version or a later one
        return not version.is_frozen
    return proposal.state not in TAKEN or (not version.is_frozen and proposal.taken_in_id in (None, version.pk))


def way(version: TextVersion, last: str, *, is_open: bool = True) -> list[dict[str, Any]]:
    """Down to a page of proposals: by the text, of which a reader of their own proposals alone is told the name."""
    process, text = version.process, version.text
    if not is_open:
        return [{"label": str(process), "url": process.get_absolute_url()}, {"label": text.title}, {"label": last}]
    *above, own = trail(version)
    return [*above, {**own, "url": version.get_absolute_url()}, {"label": last}]


def _give_back(proposed: Proposed, refused: dict[str, Any]) -> None:
    """Show what was typed with a decision that was refused where it was typed."""
    if not refused:
        return
    chosen = set(refused["proposals"])
    for place in proposed.places:
        for merge in place.merges:
            if refused["do"] == "merge" and ({refused["among"], *chosen} & {one.proposal.pk for one in merge["items"]}):
                meant = [one for one in merge["items"] if one.proposal.pk in chosen]
                merge["refused"] = {**refused, "words": refused["words"] or (together(meant) if meant else "")}
        for one in place.items:
            if refused["do"] != "merge" and chosen == {one.proposal.pk}:
                one.refused = refused


def person(request: HttpRequest) -> Any:
    """Who asks; on pages that are closed to strangers."""
    return request.user
