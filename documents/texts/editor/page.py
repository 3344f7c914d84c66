"""The page on which a text is edited: the whole text, one paragraph open at a time, each press one change.

It does its work by forms alone; static/editor.js opens and saves paragraphs in place and keeps what is being typed.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import nullcontext
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from igsp_portal.foundations.forms.given_back import gives_back
from igsp_portal.foundations.forms.limits import Limit, limited
from igsp_portal.foundations.language.languages import CODES

from ... import editing
from ...faults import Fault
from .. import actions, following, history, known, panels, rules, uncarried
from ..asked import to_be_edited
from ..models import Proposal, TextVersion
from ..proposals import proposal_marks
from ..proposals.proposed import Proposed, Shown
from ..states import BlockKind
from . import drafting, marking, presence, unsaved
from .drafting import Desk
from .presses import ON_WHAT_WAS_SHOWN, PRESSES, SAVED, TOOLS, USE_WORDS

KEEP = "keep"  # what the script sends while somebody types
PLAIN = "text/plain; charset=utf-8"
STEPS = Limit("text", acts=3600, seconds=3600)


@gives_back(words=gettext_lazy("Wording"), new_words=gettext_lazy("New paragraph"))
@require_http_methods(["GET", "HEAD", "POST"])
@limited(STEPS)
def edit_page(request: HttpRequest, process: str, key: str, number: int) -> HttpResponse:
    """A version being drafted; ?words= is the language in which it is worked, ?open= the paragraph that is open."""
    version = to_be_edited(request, process, key, number)
    language = _language(request, version)
    if request.method == "POST":
        return _step(request, version, language)
    on_desk = drafting.desk(version, language)
    return _shown(request, on_desk, request.GET.get("open", ""))


def _language(request: HttpRequest, version: TextVersion) -> str:
    asked = request.POST.get("language") or request.GET.get("words") or get_language() or ""
    if request.GET.get("words") and asked not in CODES:
        raise Http404
    return asked if asked in CODES else version.text.original_language


def _address(version: TextVersion, language: str, opened: str = "", **more: str) -> str:
    address = reverse("documents:edit", args=[version.process.slug, version.text.key, version.number])
    query = {"words": language, **({"open": opened} if opened else {}), **more}
    return f"{address}?{'&'.join(f'{name}={value}' for name, value in query.items())}{'#' + opened if opened else ''}"


def _import_url(version: TextVersion, language: str) -> str:
    address = reverse("documents:import", args=[version.process.slug, version.text.key, version.number])
    return f"{address}?words={language}"


def _shown(request: HttpRequest, on_desk: Desk, key: str, *, status: int = 200, refusal: str = "") -> HttpResponse:
    user: Any = request.user
    opened = drafting.opened(on_desk, key, by=user) if key else None
    if key and opened is None and status == 200:
        messages.warning(request, _("This paragraph is no longer there."))
    if opened is not None:
        opened |= _unsaved(request, on_desk, key, opened) | _told(request, refusal)
        opened["proposed"] = _proposed(on_desk, key, user)
        opened["marks"] = marking.opened(on_desk.version, key, on_desk.words(key, on_desk.original))
        if "history" in request.GET:
            opened |= drafting.story(on_desk.version, key, on_desk.language)
    version = on_desk.version
    keys = {"", *(block.key for block in on_desk.draft.blocks)}
    earlier = uncarried.of(version, keys, user)
    if opened is not None:
        opened["earlier"] = [*earlier.at.get(key, []), *panels.block_ways(version, user, key).get(key, [])]
    context = {
        "version": version,
        "text": version.text,
        "on_desk": on_desk,
        "opened": opened,
        "address": _address(version, on_desk.language),
        "import_url": _import_url(version, on_desk.language) if _takes_files(version, on_desk.language) else "",
        "structure_open": not version.is_frozen,
        "words_open": _words_open(version, on_desk.language),
        "proposals_url": _proposals_url(version),
        "following": following.way(version) if version.is_frozen else None,
    }
    if request.headers.get("X-Part") in ("paragraph", "row") and opened is not None:
        return render(request, "documents/editor_open.html", context, status=status)
    found = proposal_marks.counts(version, user)
    counts = {block: proposal_marks.in_words(count) for block, count in found.items()}
    typed, ways = _waiting(request, on_desk), panels.block_ways(version, user)
    context |= {
        "trail": _trail(version),
        "rows": [
            {
                **row,
                "proposals": counts.get(row["key"], ""),
                "earlier": [*earlier.at.get(row["key"], []), *ways.get(row["key"], [])],
                "typed": typed.get(row["key"], []),
            }
            for row in drafting.rows(on_desk)
        ],
        "to_carry": earlier.label,
        "first_earlier": earlier.at.get("", []),
        "first_proposals": counts.get("", ""),
        "proposals": proposal_marks.in_words(sum(found.values())) if found else "",
        "languages": drafting.languages(on_desk),
        "removals": _removals(on_desk),
        "last": actions.last_of(version, user),
        "kinds": BlockKind.choices,
        "found": _found(request, on_desk),
        "first_words": unsaved.of(request.session, version, "", on_desk.language).get("new_words", ""),
        "orphans": _orphans(request, on_desk, keys),
    }
    response = render(request, "documents/editor.html", context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _waiting(request: HttpRequest, on_desk: Desk) -> dict[str, list[str]]:
    """What this person typed and has not saved, by paragraph."""
    words = on_desk.draft.words.get(on_desk.language, {})
    return unsaved.waiting(request.session, on_desk.version, on_desk.language, words)


def _removals(on_desk: Desk) -> list[dict[str, Any]]:
    """The deletions that can be taken back, each by the first words of what was deleted."""
    found = actions.removals(on_desk.version) if not on_desk.version.is_frozen else []
    return [
        {"event": one, "name": known.told(one.facts["text"], one.facts["key"], on_desk.known.languages)}
        for one in found
    ]


def _orphans(request: HttpRequest, on_desk: Desk, keys: Collection[str]) -> list[dict[str, str]]:
    """What this person typed in paragraphs that are gone, each by the words that the record tells of it."""
    version = on_desk.version
    typed = unsaved.of_others(request.session, version, on_desk.language, keys)
    told = history.last_told(version, typed)
    return [
        {"key": key, "words": words, "name": known.told(told.get(key, {}), key, on_desk.known.languages)}
        for key, words in typed.items()
    ]


def _told(request: HttpRequest, refusal: str) -> dict[str, Any]:
    """Why a press was refused; one of the tools leaves them unfolded."""
    return {"refusal": refusal, "tools_open": request.POST.get("do") in TOOLS} if refusal else {}


def _proposed(on_desk: Desk, key: str, user: Any) -> list[Shown]:
    """What is proposed for a paragraph and not decided on, in any language: that of the desk first.

    And what was withdrawn, as long as its brackets stand there.
    """
    rows = Proposal.objects.visible_to(user)
    at_key = Proposed(on_desk.version, rows.undecided() | rows.left_in_brackets(), draft=on_desk.draft).at(key)
    found = [one for one in at_key if one.waits]
    return sorted(found, key=lambda one: one.proposal.language != on_desk.language)


def _proposals_url(version: TextVersion) -> str:
    return reverse("documents:proposals", args=[version.process.slug, version.text.key, version.number])


def _words_open(version: TextVersion, language: str) -> bool:
    return not version.languages.released().filter(language=language).exists() if version.is_frozen else True


def _takes_files(version: TextVersion, language: str) -> bool:
    """Whether words can come in, or what is proposed for those that are there."""
    return _words_open(version, language) or rules.takes_proposals(version)


def _trail(version: TextVersion) -> list[dict[str, Any]]:
    process, text = version.text.process, version.text
    return [
        {"label": str(process), "url": process.get_absolute_url()},
        {"label": text.title, "url": version.get_absolute_url()},
        {"label": _("Edit version %(number)s") % {"number": version.number}},
    ]


def _unsaved(request: HttpRequest, on_desk: Desk, key: str, opened: dict[str, Any]) -> dict[str, Any]:
    """What this person typed here and did not save, beside the words that stand here now where these are others."""
    kept = unsaved.of(request.session, on_desk.version, key, on_desk.language)
    found: dict[str, Any] = {"new_words": kept.get("new_words", "")}
    if "words" not in kept or kept["words"] == opened["words"]:
        return found
    found |= {"words": kept["words"], "kept": True}
    if kept["opened_with"] != opened["fingerprint"]:
        told = actions.WordsChanged(opened["words"], actions.last_writer(on_desk.version, key, on_desk.language))
        found |= {"refusal": told.messages[0], "theirs": opened["words"]}
        found["change"] = drafting.difference(opened["words"], kept["words"])
    return found


def _found(request: HttpRequest, on_desk: Desk) -> dict[str, Any] | None:
    """The paragraphs in which the words looked for stand, as they are and as they would be."""
    asked = request.POST if request.POST.get("do") == "replace" else request.GET
    wanted, new = asked.get("find", ""), asked.get("replace", "")
    if not wanted:
        return None
    same_case = "case" in asked
    keys = editing.found(on_desk.draft, on_desk.language, wanted, same_case=same_case)
    made = editing.replaced(on_desk.draft, on_desk.language, wanted, new, same_case=same_case)
    places = [
        {
            "key": key,
            "label": on_desk.numbers.printed.get(key, ""),
            "fingerprint": actions.fingerprint(on_desk.words(key)),
            "change": drafting.difference(on_desk.words(key), made.words[on_desk.language][key]),
        }
        for key in keys
    ]
    return {"wanted": wanted, "new": new, "same_case": same_case, "places": places}


# Steps


def _step(request: HttpRequest, version: TextVersion, language: str) -> HttpResponse:
    """One press: made, or refused with the reason. All that was typed with it is kept until it is made use of."""
    sent, key, do = request.POST, request.POST.get("key", ""), request.POST.get("do", "")
    if do not in PRESSES and do != KEEP:
        raise Http404
    typed = unsaved.keep(request.session, version, key, language, sent)
    if do == KEEP:
        return _kept(request, version, language, key)
    try:
        opened = _made(request, version, language, typed=typed)
    except actions.WordsChanged as told:
        return _refused(request, version, language, told.messages[0] if typed else _changed(told), status=409)
    except (ValidationError, Fault) as error:
        return _refused(request, version, language, error, status=409 if _outrun(error) else 400)
    if request.headers.get("X-Part") == "row":
        return _row(request, version, language, key)
    if do in SAVED:
        messages.success(request, _("Saved."))
    return HttpResponseRedirect(_address(version, language, opened))


def _made(request: HttpRequest, version: TextVersion, language: str, *, typed: bool) -> str:
    """Make the press; returns which paragraph is open then."""
    sent, key, do = request.POST, request.POST.get("key", ""), request.POST.get("do", "")
    if typed and do not in USE_WORDS:
        unsaved.refuse_too_many(request.session, version, language)
    with transaction.atomic() if do in ON_WHAT_WAS_SHOWN else nullcontext():
        if do in ON_WHAT_WAS_SHOWN:
            seen = {name: sent.get(name, "") for name in ("opened_with", "original_with")}
            actions.refuse_unseen(version, key, language, **seen)
        return PRESSES[do](request, version, language, key)


def _kept(request: HttpRequest, version: TextVersion, language: str, key: str) -> HttpResponse:
    """What the script is told that keeps words while they are typed: who else is at them, or that they are too many."""
    user: Any = request.user
    others = presence.enter(version, key, user)
    try:
        unsaved.refuse_too_many(request.session, version, language)
    except ValidationError as refused:
        return HttpResponse(" ".join(refused.messages), status=409, content_type=PLAIN)
    if not others:
        return HttpResponse(status=204)
    says = _("This paragraph is also open with: %(names)s.") % {"names": ", ".join(others)}
    return HttpResponse(says, content_type=PLAIN)


def _outrun(error: Exception) -> bool:
    return isinstance(error, actions.OriginalChanged)


def _changed(told: actions.WordsChanged) -> str:
    """What a person is told who has typed nothing: there is but one wording to show."""
    says = _("%(name)s has changed this paragraph since you opened it. It is shown as it is now; nothing was done.")
    return says % {"name": told.by or "?"}


def _row(request: HttpRequest, version: TextVersion, language: str, key: str) -> HttpResponse:
    """The paragraph closed again, for the script; the whole page where it has been deleted meanwhile."""
    on_desk = drafting.desk(version, language)
    block = next((block for block in on_desk.draft.blocks if block.key == key), None)
    if block is None:
        return HttpResponseRedirect(_address(version, language))
    count = proposal_marks.counts(version, request.user)[key]
    row = {**drafting.row(on_desk, block), "proposals": proposal_marks.in_words(count) if count else ""}
    row["earlier"] = uncarried.of(version, {key}, request.user).at.get(key, [])
    row["earlier"] += panels.block_ways(version, request.user).get(key, [])
    row["saved"] = request.POST.get("do") in SAVED
    row["typed"] = _waiting(request, on_desk).get(key, [])
    context = {"row": row, "address": _address(version, language), "on_desk": on_desk}
    return render(request, "documents/editor_row.html", context)


def _said(on_desk: Desk, why: str | Exception) -> str:
    if isinstance(why, Fault):
        return on_desk.known.sentence(why)
    return " ".join(why.messages) if isinstance(why, ValidationError) else str(why)


def _refused(
    request: HttpRequest, version: TextVersion, language: str, why: str | Exception, *, status: int
) -> HttpResponse:
    on_desk, key = drafting.desk(version, language), request.POST.get("key", "")
    says = _said(on_desk, why)
    there = any(block.key == key for block in on_desk.draft.blocks)
    if not there:
        messages.error(request, says)
    return _shown(request, on_desk, key if there else "", status=status, refusal=says)
