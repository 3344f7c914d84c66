"""What belongs to a process refers to nothing of another: no page of either fails for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from documents.models import Document, InputDue, RequiredInput, Text, TextVersion
from igsp_portal.models import User
from meetings.models import Component, Decision, Letter, Meeting, Participant, Process, Region
from submissions.models import Call

from ..cast import given


@pytest.fixture
def other(db: None) -> dict[str, Any]:
    """Another process, with one of each thing."""
    with given():
        process = Process.objects.create(slug="other", name="Other", short_name="Other", is_public=True)
        decision = Decision.objects.create(process=process, key="d", symbol="D/1")
        return {
            "process": process,
            "meeting": Meeting.objects.create(process=process, key="m", kind="session", name="Elsewhere"),
            "decision": decision,
            "region": Region.objects.create(process=process, key="r", scheme="regional_group"),
            "parent": Component.objects.create(decision=decision, key="c", label="a"),
            "document": Document.objects.create(process=process, key="d", kind="working"),
            "required_input": RequiredInput.objects.create(process=process, key="i"),
            "participant": Participant.objects.create(process=process, key="p", kind="state"),
        }


REFERENCES: list[tuple[Callable[[Process], Any], str]] = [
    (lambda igsp: InputDue(required_input=igsp.inputs.first()), "meeting"),
    (lambda igsp: Document(process=igsp), "meeting"),
    (lambda igsp: TextVersion(text=Text(process=igsp, key="t"), number=1), "document"),
    (lambda igsp: Call(process=igsp), "decision"),
    (lambda igsp: Call(process=igsp), "required_input"),
    (lambda igsp: Letter(process=igsp), "meeting"),
    (lambda igsp: Participant(process=igsp), "region"),
    (lambda igsp: Component(decision=igsp.decisions.first()), "parent"),
]


@pytest.mark.parametrize(("make", "name"), REFERENCES)
def test_a_reference_to_another_process_is_refused(
    make: Callable[[Process], Any], name: str, igsp: Process, other: dict[str, Any]
) -> None:
    thing = make(igsp)
    setattr(thing, name, other[name])
    with pytest.raises(ValidationError) as refusal:
        thing.clean()
    assert refusal.value.message_dict == {name: ["This belongs to another process."]}


def test_an_input_is_not_awaited_for_a_session_elsewhere_and_the_page_of_its_process_stands(
    browser_of: Callable[[User], Client], igsp: Process, other: dict[str, Any], client: Client, farah: User
) -> None:
    farah.is_superuser = True
    with given():
        farah.save()
    wanted = igsp.inputs.first()
    desk = browser_of(farah)
    address = f"{reverse('admin_of_process', args=['igsp'])}documents/requiredinput/{wanted.pk}/change/"  # type: ignore[union-attr]
    form = desk.get(address).context
    sent: dict[str, Any] = {n: "" if v is None else v for n, v in form["adminform"].form.initial.items()}
    sent["requested_by"] = [letter.pk for letter in sent["requested_by"]]
    dues = form["inline_admin_formsets"][0].formset
    sent |= {f"{dues.prefix}-{name}": value for name, value in dues.management_form.initial.items()}
    sent |= {f"{dues.prefix}-TOTAL_FORMS": dues.initial_form_count() + 1}
    for row in dues.initial_forms:
        known = {"documents": [d.pk for d in row.initial["documents"]], "due_on": row.initial["due_on"] or ""}
        sent |= {row.add_prefix(name): value for name, value in {**row.initial, **known, "id": row.instance.pk}.items()}
    sent |= {f"{dues.prefix}-{dues.initial_form_count()}-meeting": other["meeting"].pk}
    answer = desk.post(address, sent)
    assert "one of the available choices" in answer.content.decode()
    assert not InputDue.objects.filter(meeting=other["meeting"]).exists()
    assert client.get(reverse("meetings:process", args=["igsp"])).status_code == 200


@pytest.mark.parametrize("name", ["meetings", "participants", "inputs", "calls", "decisions", "regions", "letters"])
def test_what_was_made_in_a_process_stays_in_it(
    name: str, igsp: Process, browser_of: Callable[[User], Client], farah: User
) -> None:
    thing = getattr(igsp, name).first()
    address = reverse(f"admin:{thing._meta.label_lower.replace('.', '_')}_change", args=[thing.pk])
    page = browser_of(farah).get(address)
    assert "process" not in page.context["adminform"].form.fields
    assert "It remains in the process in which it was created." in page.content.decode()


def test_the_desk_offers_for_a_thing_what_is_of_its_process(
    igsp: Process, other: dict[str, Any], browser_of: Callable[[User], Client], farah: User
) -> None:
    farah.is_superuser = True
    with given():
        farah.save()
    letter = igsp.letters.first()
    page = browser_of(farah).get(reverse("admin:meetings_letter_change", args=[letter.pk]), follow=True)  # type: ignore[union-attr]
    offered = page.context["adminform"].form.fields["meeting"].queryset
    assert set(offered) == set(igsp.meetings.all())
