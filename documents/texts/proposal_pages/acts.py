"""What is done with proposals on their page: supported, withdrawn, decided on. One press, one step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from igsp_portal.foundations.forms.given_back import gives_back
from igsp_portal.foundations.forms.limits import limited
from igsp_portal.foundations.pages.addresses import MOST_FIGURES
from meetings.models import Participant

from .. import actions, following, rules
from ..models import Proposal, TextVersion
from ..proposals.proposed import Proposed
from .listed import ACTS, address, page, person, version_or_404


@gives_back(
    words=gettext_lazy("Words proposed"), reason=gettext_lazy("Reason"), label=gettext_lazy("Label of the brackets")
)
@require_http_methods(["POST"])
@limited(ACTS)
def proposals_act(request: HttpRequest, process: str, key: str, number: int) -> HttpResponse:
    """One press on the page of proposals: made, or refused with the reason and all that was typed."""
    version, is_open = version_or_404(request, process, key, number)
    act = _ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise Http404
    chosen = _chosen(request, version)
    try:
        said = act(request, version, chosen)
    except ValidationError as refusal:
        return _refused(request, version, refusal, chosen, is_open=is_open)
    messages.success(request, said)
    anchor = f"#proposal-{chosen[0].pk}" if chosen else ""
    return HttpResponseRedirect(f"{address('proposals', version)}{anchor}")


def _chosen(request: HttpRequest, version: TextVersion) -> list[Proposal]:
    """The proposals that were named, all of which the reader may see on this page."""
    named = {pk for pk in request.POST.getlist("proposal") if pk.isdecimal() and len(pk) <= MOST_FIGURES}
    rows = Proposal.objects.visible_to(request.user).on(version).filter(pk__in=named)
    found = list(rows.select_related("participant", "version__text").order_by("pk"))
    if len(found) != len(request.POST.getlist("proposal")):
        raise Http404
    for one in found:
        one.participant.process = one.version.text.process = version.process
    return found


def _refused(
    request: HttpRequest, version: TextVersion, refusal: ValidationError, chosen: list[Proposal], *, is_open: bool
) -> HttpResponse:
    given = {
        "do": request.POST.get("do", ""),
        "proposals": [one.pk for one in chosen],
        "among": _figure(request.POST.get("among", "")),
        "problems": refusal.messages,
        **{name: request.POST.get(name, "") for name in ("words", "reason", "label")},
    }
    return page(request, version, is_open=is_open, refused=given, status=409)


def _figure(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) <= MOST_FIGURES else 0


def _one(chosen: list[Proposal]) -> Proposal:
    if len(chosen) != 1:
        raise Http404
    return chosen[0]


def _party(request: HttpRequest, version: TextVersion) -> Participant:
    """The participant in whose name something is done, where the person may."""
    party = version.process.participants.filter(key=request.POST.get("participant", "")).first()
    if party is None:
        raise Http404
    party.process = version.process
    if not (rules.may_propose_for(request.user, party) or rules.may_decide(request.user, version.process)):
        raise PermissionDenied
    return party


def _support(request: HttpRequest, version: TextVersion, chosen: list[Proposal]) -> str:
    party = _party(request, version)
    actions.support(_one(chosen), party, by=person(request))
    return _("%(participant)s supports the proposal.") % {"participant": party}


def _leave(request: HttpRequest, version: TextVersion, chosen: list[Proposal]) -> str:
    party = _party(request, version)
    actions.leave(_one(chosen), party, by=person(request))
    return _("%(participant)s no longer supports the proposal.") % {"participant": party}


def _withdraw(request: HttpRequest, version: TextVersion, chosen: list[Proposal]) -> str:
    proposal = _one(chosen)
    if not rules.may_withdraw(request.user, proposal):
        raise PermissionDenied
    actions.withdraw(proposal, by=person(request), reason=_typed(request, "reason"))
    return " ".join(filter(None, (_("The proposal has been withdrawn."), _left(request, version, proposal))))


def _left(request: HttpRequest, version: TextVersion, proposal: Proposal) -> str:
    """Where the brackets of one that was withdrawn stand still, as far as the reader may see the text there."""
    there = version
    if rules.may_decide(request.user, version.process):
        there = following.draft(version) or version
    elif not TextVersion.objects.visible_to(request.user).filter(pk=version.pk).exists():
        return ""
    proposed = Proposed(there, Proposal.objects.filter(pk=proposal.pk))
    places = ", ".join(proposed.place_of(one.standing.key) for one in proposed.shown if one.is_left)
    return _("Its brackets still stand in the text: %(places)s.") % {"places": places} if places else ""


def _deciding(
    make: Callable[[HttpRequest, TextVersion, list[Proposal]], Any], said: Any
) -> Callable[[HttpRequest, TextVersion, list[Proposal]], str]:
    """A decision of those who write the text."""

    def decide(request: HttpRequest, version: TextVersion, chosen: list[Proposal]) -> str:
        if not rules.may_decide(request.user, version.process):
            raise PermissionDenied
        make(request, version, chosen)
        return str(said)

    return decide


def _seen(request: HttpRequest) -> dict[str, Any]:
    return {
        "by": person(request),
        "opened_with": request.POST.get("opened_with", ""),
        "reason": _typed(request, "reason"),
    }


def _accept(request: HttpRequest, version: TextVersion, chosen: list[Proposal]) -> None:
    actions.accept(_one(chosen), version, **_seen(request))


def _accept_in_part(request: HttpRequest, version: TextVersion, chosen: list[Proposal]) -> None:
    if not _typed(request, "words"):
        raise ValidationError(_("Enter the words with which it is accepted."))
    actions.accept(_one(chosen), version, words=_typed(request, "words"), **_seen(request))


def _bracket(request: HttpRequest, version: TextVersion, chosen: list[Proposal]) -> None:
    actions.put_in_brackets(_one(chosen), version, label=_typed(request, "label"), **_seen(request))


def _merge(request: HttpRequest, version: TextVersion, chosen: list[Proposal]) -> None:
    if len(chosen) > 1 and not _typed(request, "words"):
        raise ValidationError(
            _("What the proposals chosen say together stands below, as far as they agree. Read it, then merge them.")
        )
    actions.merge(chosen, version, _typed(request, "words"), **_seen(request))


def _keep(request: HttpRequest, version: TextVersion, chosen: list[Proposal]) -> None:
    actions.keep(_one(chosen), by=person(request), reason=_typed(request, "reason"))


def _decline(request: HttpRequest, version: TextVersion, chosen: list[Proposal]) -> None:
    actions.decline(_one(chosen), version=version, **_seen(request))


def _take_out(request: HttpRequest, version: TextVersion, chosen: list[Proposal]) -> None:
    seen = _seen(request)
    actions.take_out(_one(chosen), version, by=seen["by"], opened_with=seen["opened_with"])


def _reopen(request: HttpRequest, version: TextVersion, chosen: list[Proposal]) -> None:
    actions.reopen(_one(chosen), by=person(request))


def _carry(request: HttpRequest, version: TextVersion, chosen: list[Proposal]) -> None:
    actions.carry_all(version, by=person(request))


def _typed(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\r\n", "\n").strip()


_ACTS: dict[str, Callable[[HttpRequest, TextVersion, list[Proposal]], str]] = {
    "support": _support,
    "leave": _leave,
    "withdraw": _withdraw,
    "accept": _deciding(_accept, gettext_lazy("The proposal has been accepted: the text says so.")),
    "part": _deciding(_accept_in_part, gettext_lazy("The proposal has been accepted in part: the text says so.")),
    "brackets": _deciding(_bracket, gettext_lazy("The proposal stands in brackets in the text.")),
    "merge": _deciding(_merge, gettext_lazy("The proposals have been merged: the text says so.")),
    "keep": _deciding(_keep, gettext_lazy("The proposal is kept, to be decided later.")),
    "decline": _deciding(_decline, gettext_lazy("The proposal has been declined.")),
    "take_out": _deciding(_take_out, gettext_lazy("The brackets have been taken out of the text.")),
    "reopen": _deciding(_reopen, gettext_lazy("The decision was taken back: the proposal is undecided.")),
    "carry": _deciding(_carry, gettext_lazy("The proposals have been carried to this version.")),
}
