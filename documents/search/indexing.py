"""What may be found is written anew whenever it changes: by the worker, or all of it by `manage.py index_words`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from igsp_portal.foundations.record import audit
from igsp_portal.foundations.worker import work

from . import index
from .models import Entry
from .sources import SOURCES, Source, Written

SENTENCES: dict[str, str | Promise] = {"search.indexed": _("%(by)s indexed words for the search (%(count)s)")}
AT_ONCE = 50  # rows that are written in one transaction
IN_A_TASK = 5  # rows for which a letter waits at most
COMPARED = [field.attname for field in Entry._meta.concrete_fields if field.name not in ("id", "title", "text")]


@task()
def index_rows(source: str, rows: list[int]) -> None:
    """Write anew what there is to find of these rows; nothing where nothing is different."""
    for some in in_parts(rows):
        put(SOURCES[source], some)


work.tell(index_rows, _("Writing of what the search finds"))


def put(source: Source, rows: Sequence[int], *, anyway: bool = False) -> int:
    """Write the entries of some rows of a source in place of those there are; returns how many were written.

    Nothing is written, nor recorded, where they are as they would be made, unless `anyway`: the rule by which texts
    are cut into words may have changed.
    """
    made = list(source.written(rows))
    for one in made:
        one.entry.sha256 = one.sha256
    if not anyway and _same(source, rows, made):
        return 0
    with audit.recorded("search.indexed", by=work.PORTAL, count=len(made)):
        Entry.objects.of(source.name, rows).delete()
        entries = Entry.objects.bulk_create([one.entry for one in made], batch_size=500)
        index.put((entry.pk, one.words) for entry, one in zip(entries, made, strict=True))
    return len(made)


def _same(source: Source, rows: Sequence[int], made: list[Written]) -> bool:
    there = Entry.objects.of(source.name, rows).order_by().values_list(*COMPARED)
    to_be = (tuple(getattr(one.entry, name) for name in COMPARED) for one in made)
    return sorted(there, key=str) == sorted(to_be, key=str)


def put_all(told: Callable[[int], Any] | None = None) -> int:
    """Write everything anew, in the order of its days; entries of what is no more go. Returns how many there are."""
    count = 0
    for source in SOURCES.values():
        known = list(source.every())
        for some in in_parts(known):
            count += put(source, some, anyway=True)
            if told:
                told(count)
        _remove_others(source, known)
    return count


def _remove_others(source: Source, known: Iterable[int]) -> None:
    there = set(Entry.objects.filter(source=source.name).order_by().values_list("row", flat=True).distinct())
    for some in in_parts(sorted(there - set(known))):
        put(source, some, anyway=True)


def in_parts(rows: Iterable[int], most: int = AT_ONCE) -> Iterator[list[int]]:
    """Rows in portions of so many at most."""
    left = iter(rows)
    while some := list(islice(left, most)):
        yield some
