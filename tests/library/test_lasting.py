"""What lasts once it is public: addresses, symbols under which a document was issued, and what its paper says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from documents.library import actions
from documents.library.states import DocumentState
from documents.models import Document
from igsp_portal.models import Event, User
from meetings.models import AgendaItem, Process
from submissions.models import Call

from ..cast import given, person

pytestmark = pytest.mark.slow

PRINTED = {"title_en", "subtitle_fr", "author_ar", "agenda_items", "distribution", "original_language", "submitted_on"}


@pytest.fixture
def desk(browser_of: Callable[[User], Client], farah: User) -> Client:
    return browser_of(farah)


def page_of(desk: Client, thing: Any) -> Any:
    return desk.get(reverse(f"admin:{thing._meta.label_lower.replace('.', '_')}_change", args=[thing.pk]))


def asked(desk: Client, thing: Any) -> set[str]:
    return set(page_of(desk, thing).context["adminform"].form.fields)


@pytest.mark.parametrize("model", ["documents", "meetings", "calls", "texts", "participants", "decisions"])
def test_a_key_is_not_changed_at_the_desk(desk: Client, igsp: Process, model: str) -> None:
    thing = getattr(igsp, model).first()
    fields = asked(desk, thing)
    assert "key" not in fields
    assert fields
    assert "The key is part of addresses that people have kept" in page_of(desk, thing).content.decode()


def test_the_address_of_a_process_is_not_changed_at_the_desk(desk: Client, igsp: Process) -> None:
    assert "slug" not in asked(desk, igsp)


def test_a_key_is_asked_of_what_is_new(desk: Client) -> None:
    page = desk.get(reverse("admin:submissions_call_add"))
    assert "key" in page.context["adminform"].form.fields


def test_a_key_that_is_sent_along_changes_none(desk: Client, igsp: Process) -> None:
    call = Call.objects.get(process=igsp, key="regional-needs")
    desk.post(reverse("admin:submissions_call_change", args=[call.pk]), {"key": "other"})
    assert Call.objects.get(pk=call.pk).key == call.key


def test_the_symbol_of_an_issued_document_goes_on_resolving_after_it_is_changed(
    issued: Document, client: Client
) -> None:
    actions.change(issued, by="test", values={"symbol": "UNEP/TEST/1/1/Rev.1"})
    assert [str(alias) for alias in issued.aliases.all()] == ["UNEP/TEST/1/1"]
    found = [client.get(f"/symbol/{symbol}", follow=True) for symbol in ("UNEP/TEST/1/1", "UNEP/TEST/1/1/Rev.1")]
    assert [page.context["document"].pk for page in found] == [issued.pk, issued.pk]


def test_a_symbol_taken_back_resolves_in_both_forms(issued: Document) -> None:
    for symbol in ("UNEP/TEST/1/7", "UNEP/TEST/1/1", "UNEP/TEST/1/7"):
        actions.change(issued, by="test", values={"symbol": symbol})
        issued = Document.objects.get(pk=issued.pk)
    found = [Document.objects.by_symbol(f"UNEP/TEST/1/{number}").get() for number in (1, 7)]
    assert found == [issued, issued]


def test_no_other_document_takes_a_symbol_that_one_was_issued_under(issued: Document, make_document: Any) -> None:
    actions.change(issued, by="test", values={"symbol": "UNEP/TEST/1/7"})
    with pytest.raises(ValidationError, match="Another document is cited under this symbol"):
        make_document("UNEP/TEST/1/1", key="another")


def test_a_symbol_that_was_never_announced_is_simply_changed(make_document: Any) -> None:
    document = make_document()
    actions.change(document, by="test", values={"symbol": "UNEP/TEST/1/7"})
    assert document.aliases.count() == 0


def test_what_an_issued_paper_says_is_not_changed_at_the_desk(desk: Client, issued: Document) -> None:
    assert issued.meeting is not None
    with given():
        issued.agenda_items.add(AgendaItem.objects.create(meeting=issued.meeting, number="1", title="Opening"))
    assert asked(desk, issued) & PRINTED == set()
    assert "Issue a corrigendum, or withdraw it first." in page_of(desk, issued).content.decode()


def test_the_distribution_is_changed_after_the_document_is_withdrawn(desk: Client, issued: Document) -> None:
    actions.withdraw(issued, by="test", because="By mistake")
    assert asked(desk, issued) >= PRINTED


def test_a_move_made_beside_it_is_seen_by_the_next(issued: Document) -> None:
    stale = Document.objects.get(pk=issued.pk)
    actions.withdraw(issued, by="test", because="By mistake")
    before = Event.objects.count()
    with pytest.raises(ValidationError, match="cannot become"):
        actions.withdraw(stale, by="test", because="By mistake")
    assert Event.objects.count() == before


def test_a_document_is_issued_once_however_many_hold_it(make_document: Any, post: Any) -> None:
    document = make_document(state=DocumentState.PLANNED)
    post(document, "en")
    stale = Document.objects.get(pk=document.pk)
    actions.issue_in_part(document, by="test")
    with pytest.raises(ValidationError, match="cannot become"):
        actions.issue_in_part(stale, by="test")


# What the secretariat sees of people


def test_an_administrator_sees_the_accounts_of_own_processes_and_those_without_a_role(
    desk: Client, farah: User, amina: User, eve: User, igsp: Process
) -> None:
    stranger = elsewhere()
    listed = set(desk.get(reverse("admin:igsp_portal_user_changelist"), {"all": ""}).context["cl"].queryset)
    assert {farah, amina, eve} <= listed
    assert stranger not in listed


@pytest.mark.parametrize(("typed", "found"), [("Stran", []), ("stranger@example", []), ("STRANGER@example.org", [1])])
def test_a_role_is_given_to_any_account_whose_whole_address_is_known(
    desk: Client, typed: str, found: list[int]
) -> None:
    elsewhere()
    asks = {"app_label": "meetings", "model_name": "membership", "field_name": "user", "term": typed}
    answer = desk.get(reverse("admin:autocomplete"), asks).json()
    assert [1 for _result in answer["results"]] == found


def elsewhere() -> User:
    """Somebody with a role in another process alone."""
    stranger = person("Stranger")
    with given():
        lakes = Process.objects.create(slug="lakes", name="Lakes", short_name="Lakes", body="Lakes")
        lakes.memberships.create(user=stranger, role="editor")
    return stranger
