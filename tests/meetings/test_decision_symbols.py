"""A decision is known by its symbol in whatever form that is written."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from igsp_portal.models import User
from meetings.models import Decision, Process

from ..cast import given

FORMS = ["UNEP/GC.23/1", "unep/gc.23/1", "UNEP/GC 23/1", "UNEP\u2044GC.23\u20441", "UNEP-GC.23-1", "UNEP_GC.23_1"]


@pytest.fixture
def decision(igsp: Process) -> Decision:
    with given():
        return Decision.objects.create(process=igsp, key="technology", symbol="UNEP/GC.23/1", title="Technology")


@pytest.mark.parametrize("form", FORMS)
def test_a_second_decision_of_one_symbol_is_refused_at_the_field(decision: Decision, form: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Decision(process=decision.process, key="again", symbol=form, title="Again").full_clean()
    assert refused.value.message_dict == {"symbol": ["Another decision already has this symbol."]}


@pytest.mark.parametrize("symbol", ["UNEP/GC.23/11", "UNEP/GC.2/31", "UNEP/SS.VII/1", "第1号决定", "第2号决定"])
def test_another_symbol_is_another_decision(decision: Decision, symbol: str) -> None:
    with given():
        Decision.objects.create(process=decision.process, key="chinese", symbol="第3号决定", title="Chinese")
    Decision(process=decision.process, key="other", symbol=symbol, title="Other").full_clean()
    decision.full_clean()


@pytest.mark.parametrize("typed", [*FORMS, "gc.23"])
def test_the_admin_site_finds_a_decision(
    decision: Decision, farah: User, browser_of: Callable[[User], Client], typed: str
) -> None:
    address = reverse("admin_of_process", args=[decision.process.slug]) + "meetings/decision/"
    found = browser_of(farah).get(address, {"q": typed}).context["cl"].result_list
    assert [row.symbol for row in found] == ["UNEP/GC.23/1"]
