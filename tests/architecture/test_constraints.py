"""What a constraint refuses, people are told in words."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db.models.constraints import BaseConstraint

OURS = ("igsp_portal", "meetings", "documents", "submissions")
CONSTRAINTS: list[Any] = [
    pytest.param(constraint, id=constraint.name)
    for label in OURS
    for model in apps.get_app_config(label).get_models()
    if not model._meta.proxy
    for constraint in model._meta.constraints
]


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_every_constraint_says_in_words_what_it_refuses(constraint: BaseConstraint) -> None:
    assert constraint.violation_error_message != constraint.default_violation_error_message
