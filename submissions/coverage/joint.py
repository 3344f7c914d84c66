"""Whom a joint submission counts for.

It counts for the one that files it and, as the field counts those for whom it is made, for each participant on whose
behalf or together with whom it is made: a presidency's for every State that it names. It does not count for those in
cooperation with whom it is made, who submit nothing, nor for members of a group that are not named themselves. Who
files alone and is named too counts once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F, QuerySet

from ..models import Call, Party, Submission
from ..states import COUNTED, RECEIVED


def counted() -> QuerySet[Party]:
    """The further parties for which submissions count."""
    return Party.objects.filter(capacity__in=COUNTED).order_by()


def named_in(calls: Sequence[Call]) -> QuerySet[Party]:
    """Those of what stands under the calls."""
    rows: Any = counted().filter(version__submission__call__in=calls, version__submission__state__in=RECEIVED)
    return rows.standing()


def published_in(calls: Sequence[Call]) -> QuerySet[Party]:
    """Those of what the public reads under the calls."""
    rows = counted().filter(version__submission__call__in=calls, version__submission__state__in=RECEIVED)
    return rows.filter(version=F("version__submission__published_version"))


def submissions_of(rows: QuerySet[Party]) -> dict[int, Submission]:
    """By the ids of the participants named in `rows`, what names them; the first, where several do."""
    related = rows.select_related("version__submission__call__process", "version__submission__participant")
    return {party.participant_id: party.version.submission for party in related.order_by("-version__filed_at", "-pk")}


def by_version(versions: Iterable[int]) -> dict[int, set[int]]:
    """By the ids of versions, the ids of the participants for which each counts, beside the one that filed it."""
    found: dict[int, set[int]] = defaultdict(set)
    for version, participant in counted().filter(version__in=list(versions)).values_list("version", "participant"):
        found[version].add(participant)
    return found
