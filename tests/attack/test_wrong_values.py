"""Whatever is typed into a field of the admin site is taken or refused at a field; it is never met by a fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import reverse

from meetings.models import Process
from submissions.models import Call

from .forms import form_of

pytestmark = pytest.mark.slow

ANYTHING = ["\x00", "a" * 21_000, "[1", "99999999999999999999"]
LISTS = ["null", '"x"', '{"a": NaN}', '["\\u0000"]', '["\\ud800"]', "[[]]", "[1e999]", "[" * 3_000]
DAYS = ["0001-01-01", "9999-12-31", "\x00"]
HOURS = ["00:00", "x"]

Sent = dict[str, list[str]]
Pages = list[tuple[str, Any]]


def nasty(field: Any) -> list[list[str]]:
    """What a field of this kind is to be tried with: one value for each of its parts."""
    if isinstance(field, forms.SplitDateTimeField):
        return [[day, hour] for day in DAYS for hour in HOURS]
    if isinstance(field, forms.DateField):
        return [[day] for day in DAYS]
    if isinstance(field, forms.JSONField):
        return [[value] for value in (*LISTS, *ANYTHING)]
    return [[value] for value in ANYTHING]


def parts(name: str, field: Any) -> list[str]:
    """The names under which a field is sent."""
    return [f"{name}_0", f"{name}_1"] if isinstance(field, forms.SplitDateTimeField) else [name]


def fields_on(page: Any) -> dict[str, Any]:
    """Every field that a page of the admin site asks for; of a translated one, one language."""
    context = page.context
    found = [context["adminform"].form, *(form for s in context["inline_admin_formsets"] for form in s.formset.forms)]
    fields = {form.add_prefix(name): field for form in found for name, field in form.fields.items()}
    others = ("_ar", "_zh_hans", "_fr", "_ru", "_es")
    return {name: field for name, field in fields.items() if not name.endswith(others)}


def forms_of(model: Any, browser: Client) -> Iterator[tuple[str, Any]]:
    """The pages on which a row of `model` is changed and made, where there are such."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    row = model._default_manager.order_by("pk").first()
    for address in (reverse(f"{name}_change", args=[row.pk]), reverse(f"{name}_add")):
        page = browser.get(address)
        if page.status_code == 200 and b'name="_save"' in page.content:
            yield address, page


def answered(browser: Client, address: str, sent: Sent) -> str:
    """Send the form; what is wrong with the answer, or nothing."""
    try:
        answer: Any = browser.post(address, sent)
    except Exception as error:  # what a person would meet as a fault
        return f"{error!r:.200}"
    if answer.status_code == 302:
        return ""
    said = answer.status_code == 200 and (answer.context_data["adminform"].form.errors or answer.context_data["errors"])
    return "" if said else f"neither taken nor refused ({answer.status_code})"


def one_by_one(browser: Client, pages: Pages) -> Iterator[str]:
    """What is wrong when one field alone is filled in wrong."""
    tried = set()
    for address, page in pages:
        sent = form_of(page.content.decode())
        for name, field in fields_on(page).items():
            if name in tried:
                continue
            tried.add(name)
            for values in nasty(field):
                given = dict(zip(parts(name, field), ([value] for value in values), strict=True))
                if said := answered(browser, address, sent | given):
                    yield f"{address} {given!r:.120}: {said}"


def all_at_once(browser: Client, pages: Pages) -> Iterator[str]:
    """What is wrong when every field is filled in wrong."""
    for address, page in pages:
        sent, fields = form_of(page.content.decode()), fields_on(page)
        for number in range(max(len(nasty(field)) for field in fields.values())):
            given: Sent = {}
            for name, field in fields.items():
                values = nasty(field)[number % len(nasty(field))]
                given |= dict(zip(parts(name, field), ([value] for value in values), strict=True))
            if said := answered(browser, address, sent | given):
                yield f"{address} {given!r:.300}: {said}"


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From then on no page is drawn: a thousand of them would take minutes."""
    return lambda: monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")


MODELS = [pytest.param(model, id=model._meta.label_lower) for model in admin.site._registry]


@pytest.mark.parametrize("model", MODELS)
def test_every_field_takes_or_refuses_whatever_is_typed(
    model: Any, every_row: None, at_root: Client, undrawn: Callable[[], None]
) -> None:
    pages = list(forms_of(model, at_root))
    undrawn()
    assert list(one_by_one(at_root, pages)) == []


@pytest.mark.parametrize("model", MODELS)
def test_a_form_that_is_wrong_throughout_is_shown_again(model: Any, every_row: None, at_root: Client) -> None:
    assert list(all_at_once(at_root, list(forms_of(model, at_root)))) == []


def test_a_time_zone_typed_wrong_is_refused_at_its_field(igsp: Process, at_root: Client) -> None:
    call = Call.objects.filter(process=igsp).first()
    assert call
    address = reverse("admin:submissions_call_change", args=[call.pk])
    sent = form_of(at_root.get(address).content.decode())
    answer = at_root.post(address, sent | {"zone": ["Asia/Seul"]})
    said = "“Asia/Seul” is not a time zone; write one such as Africa/Nairobi."
    assert answer.context["adminform"].form.errors == {"zone": [said]}


@pytest.mark.parametrize("year", ["0001", "1799", "2200", "9999"])
def test_a_day_from_which_no_weeks_can_be_counted_is_refused_at_its_field(
    igsp: Process, at_root: Client, year: str
) -> None:
    decision = igsp.decisions.first()
    assert decision
    address = reverse("admin:meetings_decision_change", args=[decision.pk])
    sent = form_of(at_root.get(address).content.decode())
    answer = at_root.post(address, sent | {"adopted_on": [f"{year}-01-01"]})
    assert answer.context["adminform"].form.errors == {"adopted_on": ["Give a year between 1800 and 2199."]}


def test_what_was_typed_as_a_list_is_shown_again_as_it_was_typed(igsp: Process, at_root: Client) -> None:
    address = reverse("admin:meetings_process_change", args=[igsp.pk])
    sent = form_of(at_root.get(address).content.decode())
    typed = '["UNEP/IGE",   "\\ud800"]'
    answer = at_root.post(address, sent | {"series_aliases": [typed]})
    assert answer.context["adminform"].form.errors == {"series_aliases": ["Enter a valid JSON."]}
    assert form_of(answer.content.decode())["series_aliases"] == [typed]
