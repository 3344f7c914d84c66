"""The form in which a proposal is made: first for which paragraph and what, then the words."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from igsp_portal.foundations.forms.given_back import SIGNED_IN_SINCE, gives_back
from igsp_portal.foundations.forms.kept_words import take
from igsp_portal.foundations.forms.limits import limited
from igsp_portal.foundations.language.languages import CODES, LANGUAGES
from meetings.models import Participant

from .. import actions, known, rules
from ..asked import not_for_crawlers
from ..forms import ProposalForm
from ..models import Proposal, TextVersion
from ..proposals.proposed import Proposed
from ..states import BlockKind, ProposalKind
from .listed import ACTS, address, person, version_or_404, way


@gives_back(in_its_form=True, words=gettext_lazy("Words proposed"), reason=gettext_lazy("Reason"))
@require_http_methods(["GET", "HEAD", "POST"])
@limited(ACTS)
def propose(request: HttpRequest, process: str, key: str, number: int) -> HttpResponse:
    """The form: ?what= is proposed for ?block= in ?language=. Refused, it comes back with all that was typed."""
    version, is_open = version_or_404(request, process, key, number)
    acting = rules.acting_for(request.user, version.process)
    if not (is_open and acting):
        raise PermissionDenied
    if not rules.takes_proposals(version):
        messages.error(request, _("A later version has been released: make the proposal on that one."))
        return redirect(address("proposals", version))
    proposed = Proposed(version, Proposal.objects.none())
    asked = _asked(request, proposed)
    given_back = request.method != "POST" and take(request)
    form = ProposalForm(
        asked["what"],
        asked["language"],
        parties=acting,
        places=[("", _("The beginning of the text")), *_places(proposed, asked["language"])],
        data=request.POST if request.method == "POST" or given_back else None,
        initial=_initial(proposed, asked, acting),
    )
    if given_back:
        messages.warning(request, SIGNED_IN_SINCE)
    elif form.is_valid() and (made := _made(request, version, form, acting, asked)):
        messages.success(request, _("The proposal has been made."))
        return HttpResponseRedirect(f"{address('proposals', version)}#proposal-{made.pk}")
    return _form_page(request, version, proposed, asked, form)


def _asked(request: HttpRequest, proposed: Proposed) -> dict[str, Any]:
    """For which block, what, and in which language, as the address says; else a wording in the reader's language."""
    query, draft = request.GET, proposed.draft
    languages = [code for code in CODES if code in draft.words]
    language = query.get("language", "")
    what = query.get("what", "")
    block = query.get("block", "")
    what = what if what in ProposalKind.values else ProposalKind.WORDING.value
    language = language if language in languages else proposed.reading
    there = block in {one.key for one in draft.blocks} or ("block" in query and not block and what == ProposalKind.NEW)
    return {
        "block": block if there else "",
        "chosen": there,
        "what": what,
        "language": language,
        "languages": languages,
        "quoted": draft.words.get(language, {}).get(block, ""),
    }


def _initial(proposed: Proposed, asked: dict[str, Any], acting: list[Participant]) -> dict[str, Any]:
    """What stands in the form at first: the words as they are; of what is new, the kind of what it follows."""
    words = asked["quoted"] if asked["what"] == ProposalKind.WORDING else ""
    before = next((one for one in proposed.draft.blocks if one.key == asked["block"]), None)
    alike = before if before and before.kind in actions.PROPOSED_KINDS else None
    return {
        "words": words,
        "participant": acting[0].key,
        "after": "",
        "block_kind": alike.kind if alike else actions.PROPOSED_KINDS[0],
        "level": alike.level if alike else 1,
    }


def _places(proposed: Proposed, language: str) -> list[tuple[str, str]]:
    """The blocks of the text, each by its number and its first words."""
    places = []
    for block in proposed.draft.blocks:
        number = proposed.number(block.key, language)
        words = proposed.beginning(block.key, language)
        is_note = block.kind == BlockKind.FOOTNOTE
        places.append((block.key, known.listed(block.key, number, words, is_note=is_note)))
    return places


def _made(
    request: HttpRequest, version: TextVersion, form: ProposalForm, acting: list[Participant], asked: dict[str, Any]
) -> Proposal | None:
    party = next(party for party in acting if party.key == form.cleaned_data["participant"])
    said = {**form.said(), "key": asked["block"], "language": asked["language"]}
    said["opened_with"] = request.POST.get("opened_with", "")
    try:
        return actions.propose(version, party, asked["what"], by=person(request), **said)
    except ValidationError as refusal:
        form.refuse(refusal)
        asked["told"] = isinstance(refusal, actions.WordsChanged)
    return None


def _opened_with(asked: dict[str, Any], form: ProposalForm) -> str:
    """The fingerprint of the words that whoever typed was shown, until it is told that others stand there by now."""
    now = actions.fingerprint(asked["quoted"])
    return form.data.get("opened_with", now) if form.is_bound and not asked.get("told") else now


def _is_not_chosen(request: HttpRequest, asked: dict[str, Any]) -> bool:
    """Whether the form was asked for what concerns a paragraph, without one."""
    return "block" in request.GET and not asked["chosen"]


def _form_page(
    request: HttpRequest, version: TextVersion, proposed: Proposed, asked: dict[str, Any], form: ProposalForm
) -> HttpResponse:
    language = LANGUAGES[asked["language"]]
    context = {
        "trail": way(version, _("Propose")),
        "text": version.text,
        "version": version,
        "asked": asked,
        "kinds": [(kind.value, capfirst(kind.label)) for kind in ProposalKind],
        "languages": [(code, LANGUAGES[code].own_name) for code in asked["languages"]],
        "places": _places(proposed, get_language() if get_language() in proposed.draft.words else proposed.reading),
        "label": proposed.place_of(asked["block"]) if asked["block"] else _("The beginning of the text"),
        "quoted": proposed.html(asked["block"], asked["language"]) if asked["quoted"] else "",
        "not_chosen": _("Choose the paragraph that the proposal concerns.") if _is_not_chosen(request, asked) else "",
        "opened_with": _opened_with(asked, form),
        "lang": language,
        "form": form,
        "proposals_url": address("proposals", version),
    }
    return not_for_crawlers(render(request, "documents/propose.html", context))
