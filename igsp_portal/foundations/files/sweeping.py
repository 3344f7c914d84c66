"""Files of no row: what a change has left that was cut off between writing its file and writing its row.

A row may name a file that it no longer keeps: its model says in `lets_go` which rows do so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone

from ..turns import Turn, wait_for

AGE = timedelta(days=1)  # no change takes that long
AT_ONCE = 500  # names asked of the database at a time


def nameless() -> Iterator[str]:
    """The names of the stored files that no row names."""
    all_names = _names("")
    while names := list(islice(all_names, AT_ONCE)):
        rows = _named(names)
        yield from (name for name in names if name not in rows)


def sweep(now: datetime | None = None) -> Iterator[str]:
    """Remove the files of no row that are older than AGE, by the real clock; yields the name of each."""
    for name in nameless():
        if _removed(name, (now or timezone.now()) - AGE):
            yield name


def hold() -> None:
    """Keep the sweep away to the end of the transaction, by one who takes a file of no row for their own."""
    wait_for(Turn.STORE)


def _removed(name: str, before: datetime) -> bool:
    with transaction.atomic():
        hold()
        old = default_storage.exists(name) and default_storage.get_modified_time(name) < before
        if not old or _named([name]):
            return False
        default_storage.delete(name)
    return True


def _names(folder: str) -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:  # nothing has been stored yet
        return
    yield from (f"{folder}{name}" for name in sorted(files))
    for inner in sorted(folders):
        yield from _names(f"{folder}{inner}/")


def _named(names: list[str]) -> set[str]:
    """Those of the names that a row has."""
    found: set[str] = set()
    for field in _file_fields():
        rows = field.model._base_manager.filter(**{f"{field.name}__in": names})
        if lets_go := getattr(field.model, "lets_go", None):
            rows = rows.exclude(lets_go)
        found |= set(rows.values_list(field.name, flat=True))
    return found


def _file_fields() -> Iterator[models.FileField]:
    for model in apps.get_models():
        yield from (field for field in model._meta.concrete_fields if isinstance(field, models.FileField))
