"""What this room does when a text goes on, and adds to its pages.

Sources are taken over by the next version, and by what blocks are split into and merged with; ways lead here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.models import TextVersion
from documents.texts import panels
from documents.texts.panels import Way

from ..models import Source
from . import actions, addresses, reading, rules


def begin() -> None:
    """Follow the versions of texts and their blocks."""
    panels.begun_from.append(_taken_over)
    panels.descended.append(actions.follow_descent)
    panels.asked_along["has_sources"] = Exists(Source.objects.filter(version=OuterRef("pk")))
    panels.ways_of_version.append(_from_version)
    panels.ways_of_blocks.append(_from_blocks)


def _taken_over(earlier: TextVersion, later: TextVersion) -> None:
    """Within the change that begins `later`, whose event tells of it."""
    actions.take_over(earlier, later)


def _from_version(version: TextVersion, user: Any) -> Iterator[Way]:
    has_any = getattr(version, "has_sources", True) and version.is_issued
    if rules.may_link(user, version.process) or (has_any and reading.has_any(version, user)):
        yield {"url": addresses.of(version), "label": _("Where the text comes from")}


def _from_blocks(version: TextVersion, user: Any, key: str) -> dict[str, Way]:
    """For those who link: from the block of that key, or else from each to which statements are linked."""
    if not rules.may_link(user, version.process):
        return {}
    rows = version.sources.standing().exclude(key="")
    counted = rows.filter(key=key) if key else rows
    counts = {**({key: 0} if key else {}), **dict(counted.order_by().values_list("key").annotate(Count("pk")))}
    return {
        block: {"url": addresses.of(version, "paragraph", block), "label": _sources(count)}
        for block, count in counts.items()
    }


def _sources(count: int) -> str:
    return ngettext("%(count)s source", "%(count)s sources", count) % {"count": count}
