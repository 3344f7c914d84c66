"""No table points upwards: what stands on a lower floor would stand without the floors above.

import-linter sees imports; a relation named by a string escapes it, so the models are walked here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Field, Model

from igsp_portal.foundations.record.within import way_to_process

APPS = ["igsp_portal", "meetings", "documents", "submissions"]
NOUNS = ["documents.library", "documents.texts", "documents.alerts", "documents.search"]
FLOORS = ["igsp_portal", "meetings", *NOUNS, "submissions"]


def floor_of(model: type[Model]) -> str:
    """The floor on which a model lives: its app, or the package of its noun inside it."""
    place = model.__module__
    if model._meta.auto_created:  # the table of a many-to-many relation, made where that is declared
        place = model._meta.auto_created.__module__
    return next((floor for floor in FLOORS if place.startswith(f"{floor}.")), model._meta.app_label)


def our_models() -> list[type[Model]]:
    return [model for label in APPS for model in apps.get_app_config(label).get_models(include_auto_created=True)]


def points_at(model: type[Model]) -> Iterator[tuple[Field, str]]:
    """Each relation that `model` itself declares, with the floor it leads to."""
    for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
        if field.is_relation and isinstance(field.related_model, type):
            yield field, floor_of(field.related_model)


def upward(model: type[Model]) -> list[str]:
    own = FLOORS.index(floor_of(model))
    return [
        f"{field.name} → {label}" for field, label in points_at(model) if label in FLOORS and FLOORS.index(label) > own
    ]


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_no_table_points_at_a_floor_above(model: type[Model]) -> None:
    assert upward(model) == []


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_no_table_points_at_anything_whatever(model: type[Model]) -> None:
    """A generic relation can point anywhere, and so upwards: there are none."""
    assert [f.name for f in model._meta.private_fields if f.is_relation] == []


def test_the_walk_sees_a_relation_named_by_a_string() -> None:
    labels = {label for model in our_models() for _, label in points_at(model)}
    assert set(FLOORS[:4]) <= labels


def test_whatever_belongs_to_a_process_can_name_it() -> None:
    """Events, rights and the admin of one process ask every row for its process."""
    owned = [model for model in our_models() if way_to_process(model) and not model._meta.auto_created]
    assert [model._meta.label for model in owned if not hasattr(model, "process")] == []


FOUNDATIONS = sorted((Path(settings.BASE_DIR) / "igsp_portal" / "foundations").rglob("*.py"))


@pytest.mark.parametrize("path", FOUNDATIONS, ids=lambda path: path.name)
def test_the_foundations_name_nothing_of_an_app(path: Path) -> None:
    """What they have to know of a model above, that model says of itself."""
    named = re.findall(r"\b(?:meetings|documents|submissions)\.[a-z]\w*", path.read_text(encoding="utf-8"))
    assert named == []
