"""Plain changes of plain facts: each writes one row and its event. Actions use these and give them their verb."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models, transaction

from . import audit
from .entered import as_kept

M = TypeVar("M", bound=models.Model)


def create(thing: M, *, by: Any, verb: str = "created", **event: Any) -> M:
    """Save a new row. Raises ValidationError when a constraint or a validator refuses it."""
    thing.full_clean()
    with audit.recorded(verb, thing, by=by, **event):
        thing.save(force_insert=True)
    return thing


def change(thing: models.Model, *, by: Any, verb: str = "changed", values: dict[str, Any], **event: Any) -> bool:
    """Give `thing` the `values` and save them, with old and new in the event; False when the row has them already.

    What was loaded before may have been changed since by others: `thing` then takes all else from the row.
    """
    with transaction.atomic():
        stored = _held(thing)
        for field in _columns(thing):
            setattr(thing, field.attname, getattr(stored, field.attname))
        for name, value in values.items():
            setattr(thing, name, as_kept(thing, name, value))
        if not _different(stored, thing, values):
            return False
        thing.full_clean()
        return _save(thing, stored, values, by=by, verb=verb, **event)


def save_changed(thing: models.Model, *, by: Any, names: Iterable[str], verb: str = "changed", **event: Any) -> bool:
    """Save what a checked form has already set in these fields of `thing`; False when the row is so already.

    Nothing else is written: what the event tells is what was changed.
    """
    with transaction.atomic():
        return _save(thing, _held(thing), names, by=by, verb=verb, **event)


def _save(thing: models.Model, stored: models.Model, names: Iterable[str], *, by: Any, verb: str, **event: Any) -> bool:
    different = _different(stored, thing, names)
    if not different:
        return False
    changes = {name: [_plain(getattr(stored, name)), _plain(getattr(thing, name))] for name in different}
    with audit.recorded(verb, thing, by=by, changes=changes, **event):
        thing.save(update_fields=different)
    return True


def _held(thing: M) -> M:
    """The row of `thing` as it stands, kept from other writers to the end of the transaction."""
    return thing._meta.base_manager.select_for_update(no_key=True).get(pk=thing.pk)


def _columns(thing: models.Model) -> list[Any]:
    """The fields of `thing` that hold something of their own: a translated one stands for its six languages."""
    translated = {field.translated_field for field in thing._meta.concrete_fields if hasattr(field, "translated_field")}
    return [field for field in thing._meta.concrete_fields if field not in translated]


def _different(stored: models.Model, thing: models.Model, names: Iterable[str]) -> list[str]:
    columns: dict[str, Any] = {name: thing._meta.get_field(name) for name in names}
    return [n for n, column in columns.items() if getattr(stored, column.attname) != getattr(thing, column.attname)]


def remove(thing: models.Model, *, by: Any, verb: str = "removed", **event: Any) -> None:
    """Delete a row that nothing points at (Django's ProtectedError says what does)."""
    with audit.recorded(verb, thing, by=by, **event) as entry:
        key = thing.pk
        thing.delete()
        thing.pk = key
        entry.about_thing = thing


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | bool | None) else str(value)


def put(model: type[M], *, by: Any, find: dict[str, Any], values: dict[str, Any]) -> M:
    """The row that `find` identifies, with these `values`: made if it is not there, changed if it differs."""
    thing = model._default_manager.filter(**find).first()
    if thing is None:
        return create(model(**find, **values), by=by, verb="loaded")
    change(thing, by=by, verb="changed", values=values)
    return thing
