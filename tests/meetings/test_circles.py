"""No way leads from a row back to itself, whichever choice is made in the admin; and one that did is taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from igsp_portal.foundations.record import records
from igsp_portal.models import User
from meetings.models import Component, Decision, Process

from ..cast import given

Browser = Callable[[User], Client]
BACK = ["This leads back to itself; choose another."]


@pytest.fixture
def decision(igsp: Process) -> Decision:
    return records.create(Decision(process=igsp, key="more", symbol="SS.IX/1", title="More"), by="test")


@pytest.fixture
def top(decision: Decision) -> Component:
    return records.create(Component(decision=decision, key="a", label="a", text="All"), by="test")


@pytest.fixture
def item(decision: Decision, top: Component) -> Component:
    return records.create(Component(decision=decision, key="a-i", label="i", text="Part", parent=top), by="test")


def send(browser: Client, component: Component, part_of: Component | None) -> Any:
    address = reverse("admin:meetings_component_change", args=[component.pk])
    form = browser.get(address).context["adminform"].form
    sent = {name: "" if value is None else value for name, value in form.initial.items()}
    return browser.post(address, {**sent, "parent": part_of.pk if part_of else ""})


def test_a_component_is_put_under_no_other_that_stands_under_it(
    top: Component, item: Component, farah: User, browser_of: Browser
) -> None:
    answer = send(browser_of(farah), top, item)
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors == {"parent": BACK}


def test_a_component_is_not_offered_as_part_of_itself(top: Component, farah: User, browser_of: Browser) -> None:
    desk = browser_of(farah)
    page = desk.get(reverse("admin:meetings_component_change", args=[top.pk]))
    assert top not in page.context["adminform"].form.fields["parent"].queryset
    assert send(desk, top, top).status_code == 200
    top.refresh_from_db()
    assert top.parent is None


def test_a_component_is_put_under_none_of_these_by_whoever_changes_it(top: Component, item: Component) -> None:
    for part_of in (top, item):
        with pytest.raises(ValidationError) as refusal:
            records.change(top, by="test", values={"parent": part_of})
        assert refusal.value.message_dict == {"parent": BACK}


@pytest.mark.parametrize("page", ["changelist", "change", "history"])
def test_a_circle_in_the_database_stops_no_page_and_is_taken_back(
    page: str, top: Component, item: Component, farah: User, browser_of: Browser
) -> None:
    with given():
        Component.objects.filter(pk=top.pk).update(parent=item)
    desk = browser_of(farah)
    args = [] if page == "changelist" else [top.pk]
    assert desk.get(reverse(f"admin:meetings_component_{page}", args=args)).status_code == 200
    assert send(desk, top, None).status_code == 302
    labels = {component.key: component.full_label for component in top.decision.components.all()}
    assert labels == {"a": "(a)", "a-i": "(a)(i)"}
