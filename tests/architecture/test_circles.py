"""Rows that refer to rows of their own kind refuse to refer to themselves, be it by way of others."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from igsp_portal.foundations.record.circles import WithoutCircles, own_references


def our_models() -> list[type[models.Model]]:
    return [
        m
        for label in ("igsp_portal", "meetings", "documents", "submissions")
        for m in apps.get_app_config(label).get_models()
    ]


def test_every_model_that_refers_to_its_own_kind_refuses_circles() -> None:
    referring = {model._meta.label for model in our_models() if own_references(model)}
    assert referring == {model._meta.label for model in our_models() if issubclass(model, WithoutCircles)}
    assert referring == {"documents.Rendition", "documents.Wording", "meetings.Component", "submissions.Source"}
