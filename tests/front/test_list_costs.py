"""What the lists of the admin site cost the database: as much with three rows as with one, whatever these refer to."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.library import actions
from documents.models import Block, Document, RequiredInput, Text, TextVersion, Wording
from igsp_portal.models import OutgoingMail, User, WorkerTask
from meetings.models import AgendaItem, Component, Decision, Letter, Meeting, MeetingPart, Participant, Process, Region
from submissions.models import Call, Compilation, Grant, SynthesisSentence

from ..cast import given, person
from ..library.files import pdf

pytestmark = pytest.mark.slow

LONG_AGO = "2004-10-01T00:00Z"
# No list shows the first two; components see below; a question that points at no text has none.
BY_ITSELF = {"superseded_by", "published_version", "parent", "text_version"}
LISTS = [model for model in admin.site._registry if model is not Process]  # of which one is shown at a time


@pytest.fixture
def rows(igsp: Process, amina: User, boris: User, goran: User, tmp_path: Any, settings: Any) -> None:
    """Three rows at least for every list of the admin site, of which each refers to all that it can."""
    store = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": store}
    for place, document in enumerate(Document.objects.filter(process=igsp)[:3]):
        actions.post_rendition(document, language="en", name="a.pdf", file=BytesIO(pdf(str(place))), by="test")
    with given():
        add_what_is_rare(igsp, ("one", "two", "three"))
        for model in LISTS:
            _refer_to_all(model)


def add_what_is_rare(igsp: Process, names: tuple[str, ...]) -> None:
    for name in names:
        decision = Decision.objects.create(process=igsp, key=name, symbol=f"SS.IX/{name}")
        top = Component.objects.create(decision=decision, key="top", label="a", order=60)
        middle = Component.objects.create(decision=decision, key="middle", label="i", order=50, parent=top)
        Component.objects.create(decision=decision, key="lowest", label="x", order=0, parent=middle)
        opens = {"stage": "published", "zone": "UTC", "opens_at": LONG_AGO, "closes_at": "2004-12-01T00:00Z"}
        call = Call.objects.create(process=igsp, key=name, title=name, addressed=["state"], **opens)
        compilation = Compilation.objects.create(call=call, key=name, title=name)
        SynthesisSentence.objects.create(compilation=compilation, words=name)
        text = Text.objects.create(process=igsp, key=name, title=name, original_language="en")
        version = TextVersion.objects.create(text=text, number=1)
        block = Block.objects.create(version=version, key=name, kind="paragraph", order=1)
        Wording.objects.create(block=block, language="en", words=name)
        region = Region.objects.create(process=igsp, key=name, scheme="regional_group", name=name)
        party = Participant.objects.create(process=igsp, key=f"party-{name}", kind="state", name=name, region=region)
        Grant.objects.create(call=call, participant=party, until=LONG_AGO, reason=name)
        meeting = Meeting.objects.create(process=igsp, key=name, kind="session", name=name)
        MeetingPart.objects.create(meeting=meeting, number=1)
        AgendaItem.objects.create(meeting=meeting, number="1", title=name)
        Document.objects.create(process=igsp, key=name, kind="working", title=name, meeting=meeting)
        Letter.objects.create(process=igsp, key=name, about=name, meeting=meeting)
        RequiredInput.objects.create(process=igsp, key=name, title=name)
        person(f"Person-{name}")
        OutgoingMail.objects.create(letter="x", to="x@example.org", language="en", subject=name, created_at=LONG_AGO)
        WorkerTask.objects.create(args_kwargs={"args": [0], "kwargs": {}}, task_path=name, run_after=LONG_AGO)


def _refer_to_all(model: Any) -> None:
    """Fill each reference that rows of `model` may leave empty."""
    rows = model._base_manager.all()
    for field in model._meta.local_fields:
        if not (field.is_relation and field.null) or field.name in BY_ITSELF:
            continue
        taken = rows.exclude(**{field.name: None}).values(field.name) if field.unique else []
        others = list(field.related_model._base_manager.exclude(pk__in=taken).order_by("-pk"))
        for row in rows.filter(**{field.name: None}):
            other = others.pop() if field.unique else others[0]
            if other != row:
                rows.filter(pk=row.pk).update(**{field.name: other})


@pytest.fixture
def desk(browser_of: Callable[[User], Client]) -> Client:
    return browser_of(person("Root", is_superuser=True))


def page_of(model: Any, page: str) -> str:
    args = [model._base_manager.order_by("pk").first().pk] if page == "change" else []
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def cost(desk: Client, address: str) -> int:
    """How many queries a page costs, once what is kept between requests is kept."""
    desk.get(address)
    with CaptureQueriesContext(connection) as captured:
        desk.get(address)
    return len(captured)


def test_every_list_costs_the_same_queries_with_one_row_and_with_three(
    rows: None, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    dearer = {}
    for model in LISTS:
        address, costs = page_of(model, "changelist"), []
        for count in (1, 3):
            monkeypatch.setattr(admin.site._registry[model], "list_per_page", count)
            assert len(desk.get(address).context["cl"].result_list) == count
            costs.append(cost(desk, address))
        if costs[0] != costs[1]:
            dearer[model._meta.label] = costs
    assert dearer == {}


@pytest.mark.parametrize("page", ["changelist", "change", "add"])
def test_every_page_costs_the_same_queries_with_three_more_things_to_choose_from(
    page: str, rows: None, desk: Client, igsp: Process
) -> None:
    addresses = {model._meta.label: page_of(model, page) for model in LISTS}
    before = {label: cost(desk, address) for label, address in addresses.items()}
    with given():
        add_what_is_rare(igsp, ("four", "five", "six"))
    after = {label: cost(desk, address) for label, address in addresses.items()}
    assert {label: (before[label], cost) for label, cost in after.items() if cost != before[label]} == {}
