"""One page of a list, or of what has changed in it.

A page begins after the last row of the one before, wherever rows were put in meanwhile: none is given twice, and none
that was there all the time is left out. What has changed comes in the order of the changes, each row once as it is
now; a row that is changed meanwhile comes again at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse

from igsp_portal.models import Change, Seen

from .. import access
from ..access import Permission
from ..record.changes import KINDS
from . import cursors
from .answers import answer
from .asked import AskedOfChanges, AskedOfList
from .problems import Refused

Shown = dict[int, dict[str, Any]]  # rows as they are shown, by their keys
ALL, CHANGED = "all", "changed"  # what a cursor is a place in


@dataclass(frozen=True)
class Listed:
    """A list: its rows as far as the reader may see them, and how they are shown."""

    name: str  # as cursors know it
    rows: QuerySet[Any]
    shown: Callable[[QuerySet[Any]], Shown]  # in the order of the rows, in a fixed number of queries
    order: tuple[str, ...] = ("pk",)


@dataclass(frozen=True)
class Changing(Listed):
    """A list that also tells what has changed."""

    kind: str = ""  # as foundations.record.changes knows it
    process: str | None = None
    address: Callable[[str], str] = str  # of a row, by what addresses name it


def page(request: HttpRequest, asked: AskedOfList, listed: Listed) -> HttpResponse:
    """One page of a list that is only read whole."""
    place = _place(asked, listed, ALL)
    rows, following = _rows(listed, place[1:], asked.limit)
    return _sent(request, listed, {"items": rows}, following and [ALL, *following])


def changing_page(request: HttpRequest, asked: AskedOfChanges, listed: Changing) -> HttpResponse:
    """One page of a list, or of what has changed since a moment or an earlier answer."""
    place = _place(asked, listed, CHANGED if asked.updated_since else ALL)
    told = _told(listed, request.user)
    if place[0] == CHANGED:
        return _changes(request, listed, told, place[1:], asked)
    stamp = place[1] if place[1:] else _newest(told)
    rows, following = _rows(listed, place[2:], asked.limit)
    later = None if following else [CHANGED, stamp]
    return _sent(request, listed, {"items": rows, "gone": []}, following and [ALL, stamp, *following], later)


def _place(asked: AskedOfList, listed: Listed, otherwise: str) -> list[Any]:
    if asked.cursor is None:
        return [otherwise]
    place = cursors.opened(asked.cursor, listed.name)
    if place is None or (place[0] == CHANGED and not isinstance(listed, Changing)):
        raise Refused("cursor", "this is no cursor of this list; take the address in next or later as it is")
    if place[0] == ALL and getattr(asked, "updated_since", None):
        raise Refused("cursor", "this is a place in the whole list, not in what has changed")
    return place


def _rows(listed: Listed, after: list[Any], limit: int) -> tuple[list[dict[str, Any]], list[Any] | None]:
    """The rows after a place as they are shown, and the place of the last where more follow."""
    rows = listed.rows.order_by(*listed.order)
    if after:
        rows = rows.filter(_after(listed.order, after))
    places = list(rows.values_list(*dict.fromkeys([*listed.order, "pk"]))[: limit + 1])
    keys = [place[-1] for place in places[:limit]]
    shown = listed.shown(listed.rows.filter(pk__in=keys).order_by(*listed.order)) if keys else {}
    following = list(places[limit - 1][: len(listed.order)]) if len(places) > limit else None
    return list(shown.values()), following


def _after(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows that stand after these values: by the first column, and where that is the same by the next."""
    name, value = order[0], values[0]
    further = Q(**{f"{name}__gt": value})
    return further | (Q(**{name: value}) & _after(order[1:], values[1:])) if order[1:] else further


def _told(listed: Changing, user: Any) -> QuerySet[Change]:
    """The changes of which the reader is told: of what strangers see or saw, and of what they themselves see."""
    changes = Change.objects.filter(kind=listed.kind)
    if listed.process is not None:
        changes = changes.filter(process=listed.process)
    known = ~Q(seen=Seen.HIDDEN)
    if user.is_authenticated:
        known |= Q(key__in=listed.rows.order_by().values("pk")) & _more_than_strangers(listed, user)
    return changes.filter(known)


def _more_than_strangers(listed: Changing, user: Any) -> Q:
    """Of what is open to all, a change that strangers do not see is told to those who read what is not released."""
    closed = ~Q(key__in=KINDS[listed.kind].visible(AnonymousUser()).order_by().values("pk"))
    desk = access.slugs_where(user, Permission.DOCUMENT_READ)
    return Q() if desk is None else closed | Q(process__in=desk)


def _newest(told: QuerySet[Change]) -> int:
    return told.order_by("-pk").values_list("pk", flat=True).first() or 0


def _changes(
    request: HttpRequest, listed: Changing, told: QuerySet[Change], after: list[int], asked: AskedOfChanges
) -> HttpResponse:
    since = Q(pk__gt=after[0]) if after else Q(at__gte=asked.updated_since)
    changed = told.filter(since).order_by().values("key").annotate(last=Max("pk")).order_by("last")
    found = list(changed.values_list("key", "last")[: asked.limit + 1])
    keys = [key for key, _last in found[: asked.limit]]
    shown = listed.shown(listed.rows.filter(pk__in=keys).order_by("pk")) if keys else {}
    items = [shown[key] for key in keys if key in shown]
    body = {"items": items, "gone": _gone(listed, [key for key in keys if key not in shown])}
    last = found[len(keys) - 1][1] if keys else after[0] if after else _newest(told)
    if len(found) > asked.limit:
        return _sent(request, listed, body, [CHANGED, last])
    return _sent(request, listed, body, None, [CHANGED, last])


def _gone(listed: Changing, keys: list[int]) -> list[dict[str, Any]]:
    """What is gone, since when: as strangers saw it go, and nothing of what was done to it since."""
    if not keys:
        return []
    told = Change.objects.filter(kind=listed.kind, key__in=keys).exclude(seen=Seen.HIDDEN)
    last = {change.key: change for change in told.order_by("pk")}
    return [{"address": listed.address(last[key].slug), "key": last[key].slug, "gone_at": last[key].at} for key in keys]


def _sent(
    request: HttpRequest,
    listed: Listed,
    body: dict[str, Any],
    following: list[Any] | None,
    later: list[Any] | None = None,
) -> HttpResponse:
    body["next"] = _address(request, listed, following) if following else None
    if isinstance(listed, Changing):
        body["later"] = _address(request, listed, later, drop="updated_since") if later else None
    return answer(body, **({"Link": f'<{body["next"]}>; rel="next"'} if following else {}))


def _address(request: HttpRequest, listed: Listed, place: list[Any], drop: str = "") -> str:
    query = request.GET.copy()
    query.pop(drop, None)
    query["cursor"] = cursors.sealed(place, listed.name)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
