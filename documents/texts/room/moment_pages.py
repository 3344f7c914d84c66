"""The moments of a draft: a slider over its history, its snapshots, and any two of them compared."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from igsp_portal.foundations.language.languages import LANGUAGES
from igsp_portal.models import Event
from meetings.views import process_or_404

from .. import comparing, rules
from ..asked import no_such_version, not_for_crawlers, trail, version_links, versions_of
from ..models import Snapshot, TextVersion
from . import moments
from .moments import Moment

NOW = "now"


@require_safe
def moments_page(request: HttpRequest, process: str, key: str) -> HttpResponse:
    """A version as it stood after ?step= changes, or at ?at=, a snapshot; compared with ?with=, another or now."""
    found = process_or_404(request, process)
    if not rules.may_look_back(request.user, found):
        raise PermissionDenied
    versions = versions_of(request, found, key)
    number = request.GET.get("version") or str(versions[0].number)
    version = next((one for one in versions if str(one.number) == number), None)
    if version is None:
        return no_such_version(request, versions)
    version.text.process = found
    steps, snapshots = moments.steps(version), moments.snapshots(version)
    event = _event(request.GET.get("at", ""), snapshots) or _after(request.GET.get("step", ""), steps)
    moment = moments.at(version, event)
    step = max([place for place, one in enumerate(steps) if one.pk <= moment.event], default=0)
    context = {
        "trail": _trail(version),
        "text": version.text,
        "version": version,
        "versions": version_links(versions, version) if len(versions) > 1 else [],
        "step": step,
        "last": max(len(steps) - 1, 0),
        "told": moments.told(steps[step]) if steps else None,
        "snapshots": snapshots,
        "snapshot": request.GET.get("at", ""),
        **_shown(request, moment, snapshots),
    }
    return not_for_crawlers(render(request, "documents/moments.html", context))


def _event(asked: str, snapshots: list[Snapshot]) -> int | None:
    """The moment of a snapshot; None where none is asked for."""
    if not asked:
        return None
    found = next((one for one in snapshots if str(one.pk) == asked), None)
    if found is None:
        raise Http404
    return found.event


def _after(step: str, steps: list[Event]) -> int | None:
    """The moment after that many changes; None after the last, and where none is asked for."""
    if step and not (step.isdecimal() and len(step) < 10):
        raise Http404
    return steps[int(step)].pk if step and int(step) < len(steps) - 1 else None


def _shown(request: HttpRequest, moment: Moment, snapshots: list[Snapshot]) -> dict[str, Any]:
    """The text as it stood, or what has changed from then to another moment."""
    reader, original = get_language() or "en", moment.version.text.original_language
    other = request.GET.get("with", "")
    if not other:
        language = moments.language_of(moment, reader)
        return {"language": LANGUAGES[language], "reader": LANGUAGES[reader], **moments.shown(moment, language)}
    later = moments.at(moment.version, None if other == NOW else _event(other, snapshots))
    first, second = sorted((moment, later), key=lambda one: one.event)
    both = {moments.language_of(one, reader) for one in (first, second)}
    language = both.pop() if len(both) == 1 else original
    lineage = moments.lineage(moment.version, first.draft, second.draft)
    before, after = (moments.manuscript(one, language) for one in (first, second))
    compared = comparing.compared(before, after, language, lineage=lineage)
    return {
        "language": LANGUAGES[language],
        "earlier": first.version,
        "later": second.version,
        "summary": comparing.in_words(compared.tally),
        "body": comparing.stretches(compared.body),
        "notes": comparing.stretches(compared.notes),
    }


def _trail(version: TextVersion) -> list[dict[str, Any]]:
    *above, own = trail(version)
    return [*above, {**own, "url": version.text.get_absolute_url()}, {"label": _("Moments and snapshots")}]
