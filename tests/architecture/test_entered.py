"""No text of a person's enters by a way that the rule of clean words does not watch."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.db.models import CharField, JSONField
from django.forms.forms import BaseForm

from igsp_portal.foundations.forms.inputs import Clean
from igsp_portal.foundations.record.entered import columns_of_text

OURS = ("igsp_portal", "meetings", "documents", "submissions")
PASTED = "\ufeffda\u00adms\x07 and \u202eweirs\u2028below"
# What the portal makes itself and keeps as it was made: a checksum is over it, it is compared, or it is sent.
MADE_HERE = {
    "igsp_portal.outgoingmail": {"subject", "body"},
    "documents.languageversion": {"printed", "typeset_from"},
    "submissions.checkpoint": {"text"},
    "submissions.compilation": {"content"},
    "submissions.submissionversion": {"names", "content"},
}
NO_WORDS = {"password", "credential"}  # taken as it is typed; made by a device

COLUMNS: list[Any] = [
    pytest.param(column, id=f"{model._meta.label}.{column.name}")
    for label in OURS
    for model in apps.get_app_config(label).get_models()
    if not model._meta.proxy
    for column in columns_of_text(model)
    if column.name not in MADE_HERE.get(model._meta.label_lower, ())
]


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_of_text_keeps_its_words_clean(column: Any) -> None:
    clean = "dams and weirs below" if isinstance(column, CharField) else "dams and weirs\nbelow"
    given, kept = ({"said": [PASTED]}, {"said": [clean]}) if isinstance(column, JSONField) else (PASTED, clean)
    assert column.to_python(given) == kept
    assert column.get_prep_value(given) == kept
    row = column.model(**{column.attname: given})
    assert (column.pre_save(row, True), getattr(row, column.attname)) == (kept, kept)


def test_what_the_portal_makes_itself_is_named_with_its_reason() -> None:
    models = [model for label in OURS for model in apps.get_app_config(label).get_models()]
    made = {m._meta.label_lower: set(m.made_here) for m in models if getattr(m, "made_here", ())}  # type: ignore[attr-defined]
    assert made == MADE_HERE


def forms_of(parent: type[Any]) -> Iterator[type[Any]]:
    for form in parent.__subclasses__():
        yield form
        yield from forms_of(form)


def unwatched() -> Iterator[str]:
    """The fields of our forms in which words can be typed that are not cleaned."""
    import_module("igsp_portal.urls")
    for form in forms_of(BaseForm):
        if form.__module__.partition(".")[0] in OURS:
            for name, field in getattr(form, "base_fields", {}).items():
                if isinstance(field, forms.CharField) and not isinstance(field, Clean) and name not in NO_WORDS:
                    yield f"{form.__module__}.{form.__name__}.{name}"


def test_every_field_of_our_forms_cleans_what_is_typed() -> None:
    assert list(unwatched()) == []
