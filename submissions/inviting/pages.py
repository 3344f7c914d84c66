"""The page behind the link of an invitation, and the page on which a focal point sees who acts for its party.

A page reached from an e-mail changes nothing when it is opened: what reads mail before people do opens every address.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from igsp_portal.foundations import time
from igsp_portal.foundations.access import Role
from igsp_portal.foundations.forms.limits import Limit, allows, limited, too_many, who
from igsp_portal.foundations.language.languages import LANGUAGES, isolated, listed
from igsp_portal.foundations.pages import links
from igsp_portal.foundations.pages.closed import open_to_all
from meetings.models import Membership, Participant

from .. import papers, rules
from ..models import Invitation
from . import actions, naming, tokens
from .forms import ROWS, people_forms
from .naming import Named

ACTS = Limit("people-named", acts=30, seconds=3600)
GUESSES = Limit("invitations-guessed", acts=30, seconds=3600)
FORMS = require_http_methods(["GET", "HEAD", "POST"])


@open_to_all
def arrive(request: HttpRequest, process: str, token: str) -> HttpResponse:
    """The address in the message: it changes nothing, and leads to the page of the invitation."""
    if tokens.invited_by(token, process) is None:
        return _no_link(request)
    return links.private(redirect("submissions:invitation_page", process, links.keep(request, token)))


@open_to_all
@FORMS
def invitation(request: HttpRequest, process: str, which: str) -> HttpResponse:
    """What is asked and until when; after a press on its button, the form that names people.

    Where a focal point acts for the participant, it says so, and how to sign in.
    """
    found = tokens.invited_by(links.kept(request, which), process)
    if found is None:
        return _no_link(request)
    if naming.has_focal_point(found.participant):
        return links.private(_ended(request, found))
    if request.method == "POST" and "begin" in request.POST:
        actions.opened(found)
        return links.private(HttpResponseRedirect(request.get_full_path()))
    return links.private(_invited(request, found))


def _no_link(request: HttpRequest) -> HttpResponse:
    if not allows(GUESSES, who(request)):
        return links.private(too_many(request, GUESSES))
    return links.private(render(request, "submissions/inviting/no_link.html", _typed(request), status=404))


def _ended(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Why the link names nobody any more; what was typed meanwhile is shown."""
    context = {"invitation": found, "call": found.call, **_typed(request)}
    return render(request, "submissions/inviting/ended.html", context, status=409 if context["not_named"] else 200)


def _typed(request: HttpRequest) -> dict[str, Any]:
    """The addresses that were sent to a link that names nobody."""
    typed = (request.POST.get(f"people-{place}-email", "").strip() for place in range(ROWS))
    return {"not_named": [email for email in typed if email]}


def _invited(request: HttpRequest, found: Invitation) -> HttpResponse:
    sent = request.POST if request.method == "POST" and found.opened_at else None
    may_act = sent is None or allows(ACTS, f"invitation:{found.pk}")
    forms = people_forms(sent, found.language)
    if not may_act:  # what a stranger has typed stays in the form
        messages.error(request, _("Too many attempts. Wait a few minutes and try again."))
    elif sent is not None:
        try:
            if _named(request, forms, partial(naming.name_by_link, found, by=actions.INVITED)):
                return HttpResponseRedirect(request.get_full_path())
        except naming.LinkEnded:  # while this was written
            return _ended(request, found)
    context = {
        "invitation": found,
        "call": found.call,
        "deadline": papers.deadline(found.call, time.now()),
        "forms": forms,
    }
    status = 200 if sent is None else 400 if may_act else 429
    return render(request, "submissions/inviting/invitation.html", context, status=status)


def _named(request: HttpRequest, forms: Any, name: Callable[[list[Named]], None]) -> bool:
    """Name those of the form and say so, in words that are the same whoever has an account; False where it is wrong."""
    if not forms.is_valid():
        return False
    people = forms.named()
    try:
        name(people)
    except naming.LinkEnded:
        raise
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return False
    emails = listed(isolated(person.email.lower()) for person in people)
    messages.success(request, _("Named: %(emails)s. They are told by e-mail how to sign in.") % {"emails": emails})
    return True


@FORMS
@limited(ACTS)
def people(request: HttpRequest, participant: int) -> HttpResponse:
    """Who acts for a party, by their addresses; its focal points name others, hand over, and end roles.

    Who clears what it files reads it: nobody joins those who act for it unseen.
    """
    party = _own(request, participant, reads=request.method != "POST")
    user: Any = request.user
    may_name = rules.may_file(user, party)
    sent = request.POST if request.method == "POST" else None
    current = get_language() or ""
    forms = people_forms(sent, current if current in LANGUAGES else user.language, first=Role.DRAFTER)
    if sent is not None and _named(request, forms, partial(naming.name_people, party, by=user)):
        return redirect("own:people", party.pk)
    acting = naming.acting_for(party)
    rows = [
        {"held": held, "email": held.user.email.lower(), "may_end": may_name and naming.may_end(held, user, acting)}
        for held in acting
    ]
    context = {"party": party, "rows": rows, "forms": forms if may_name else None}
    status = 400 if sent is not None else 200
    return links.private(render(request, "submissions/inviting/people.html", context, status=status))


@require_POST
@limited(ACTS)
def end(request: HttpRequest, participant: int, pk: int) -> HttpResponse:
    """End the role of one who acts for the party, or the own where another focal point stays."""
    party = _own(request, participant)
    user: Any = request.user
    membership = get_object_or_404(Membership.objects.in_force().filter(participant=party), pk=pk)
    try:
        naming.end(membership, by=user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("own:people", party.pk)
    messages.success(request, _("The role has ended; that it was held remains on record."))
    return redirect("own:home") if membership.user_id == user.pk else redirect("own:people", party.pk)


def _own(request: HttpRequest, pk: int, *, reads: bool = False) -> Participant:
    """The participant, if its focal point asks, or to read alone who clears; to others it is as if there were none."""
    participant = get_object_or_404(Participant.objects.select_related("process"), pk=pk)
    if not rules.is_of_party(request.user, participant):
        raise PermissionDenied
    if not rules.may_file(request.user, participant) and not (reads and rules.may_clear(request.user, participant)):
        raise PermissionDenied
    return participant
