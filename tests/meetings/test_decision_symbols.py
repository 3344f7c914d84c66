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


PLACE = "/en/igsp/#decision-ss-vii-1"


@pytest.mark.parametrize("form", ["SS.VII/1", "ss.vii/1", "VII/1", "SS-VII-1", "decision SS.VII/1", "Decision VII/1"])
def test_a_reader_finds_a_decision_by_any_form_in_which_it_is_cited(igsp: Process, client: Client, form: str) -> None:
    """By address and by search, at its place on the page of its process."""
    answer = client.get(f"/symbol/{form}", headers={"Accept-Language": "en"})
    found = client.get("/en/igsp/search/", {"q": form}).text
    assert (answer.status_code, answer["Location"]) == (302, PLACE)
    assert f'<a href="{PLACE}">' in found
    assert "No document was found" not in found
    assert client.get("/en/igsp/").text.count('id="decision-ss-vii-1"') == 1


@pytest.mark.parametrize(
    ("language", "form"),
    [("ar", "د.إ-7/1"), ("ar", "المقرر د.إ-7/1"), ("fr", "décision SS.VII/1"), ("zh-hans", "SS.VII/1")],
)
def test_a_decision_is_found_as_the_reader_s_language_cites_it(
    igsp: Process, client: Client, language: str, form: str
) -> None:
    found = client.get(f"/{language}/igsp/search/", {"q": form}).text
    assert f'<a href="/{language}/igsp/#decision-ss-vii-1">' in found


@pytest.mark.parametrize("form", ["SS.VII/2", "SS.VII", "1", "VII"])
def test_what_cites_no_decision_finds_none(igsp: Process, client: Client, form: str) -> None:
    assert client.get(f"/symbol/{form}").status_code in (400, 404)
    assert "#decision-" not in client.get("/en/igsp/search/", {"q": form}).text


def test_the_decisions_of_a_process_that_is_not_public_are_not_found(igsp: Process, client: Client) -> None:
    with given():
        Process.objects.filter(pk=igsp.pk).update(is_public=False)
    assert client.get("/symbol/SS.VII/1").status_code in (400, 404)
