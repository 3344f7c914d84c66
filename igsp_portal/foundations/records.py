"""Plain changes of plain facts: each writes one row and its event. Actions use these and give them their verb."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models

from . import audit

M = TypeVar("M", bound=models.Model)


def create(thing: M, *, by: Any, verb: str = "created", **event: Any) -> M:
    """Save a new row. Raises ValidationError when a constraint or a validator refuses it."""
    thing.full_clean()
    with audit.recorded(verb, thing, by=by, **event):
        thing.save(force_insert=True)
    return thing


def change(thing: models.Model, *, by: Any, verb: str = "changed", values: dict[str, Any], **event: Any) -> bool:
    """Give `thing` the `values` and save it, with old and new in the event; False when nothing differs."""
    different = {name: value for name, value in values.items() if getattr(thing, name) != value}
    if not different:
        return False
    before = {name: getattr(thing, name) for name in different}
    for name, value in different.items():
        setattr(thing, name, value)
    thing.full_clean()
    return save_changed(thing, by=by, before=before, verb=verb, **event)


def save_changed(thing: models.Model, *, by: Any, before: dict[str, Any], verb: str = "changed", **event: Any) -> bool:
    """Save what a checked form has already set on `thing`; `before` holds the earlier value of each changed field."""
    changes = {name: [_plain(old), _plain(getattr(thing, name))] for name, old in before.items()}
    with audit.recorded(verb, thing, by=by, changes=changes, **event):
        thing.save()
    return True


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
