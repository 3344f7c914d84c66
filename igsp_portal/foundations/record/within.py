"""Rows of one process, which refer to rows of that process alone: pages read a process by itself."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class WithinProcess(models.Model):
    """A row of a process, whose references `within` names; `clean` refuses one that leads to another process."""

    within: ClassVar[tuple[str, ...]]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        own = process_of(self)
        for name in self.within if own else ():
            referred = process_of(getattr(self, name, None))
            if referred not in (None, own):
                raise ValidationError({name: _("This belongs to another process.")})


def process_of(thing: Any) -> Any:
    """The id of the process of `thing`; None where there is none, or not yet."""
    if hasattr(thing, "process_id"):
        return thing.process_id
    return getattr(getattr(thing, "process", None), "pk", None)


@cache
def way_to_process(model: type[models.Model]) -> str:
    """The lookup that leads from a model to its process: version__text__process; empty for none.

    It follows the references that every row has; the model of processes itself ends it with its `process_path`.
    """
    if path := getattr(model, "process_path", ""):
        return path
    owners = [f for f in model._meta.concrete_fields if isinstance(f, models.ForeignKey) and not f.null]
    for owner in sorted(owners, key=lambda field: field.name != "process"):
        if way := way_to_process(owner.related_model):
            return f"{owner.name}__{way}".removesuffix("__pk")
    return ""
