"""A symbol that readers know goes on leading to its document; the record says so, and nobody else takes it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.library import actions
from documents.models import Document, SymbolAlias
from igsp_portal.foundations.record import audit, records
from igsp_portal.foundations.turns import Turn
from igsp_portal.models import Event, User
from meetings.models import Process

from ..cast import given
from ..foundations.test_audit import in_threads


def told(document: Document) -> list[str]:
    events = Event.objects.about(document).filter(verb__in=["changed", "document.symbol_kept"]).order_by("pk")
    return [audit.in_words(event) for event in events]


def test_the_record_tells_that_a_symbol_was_kept(issued: Document, farah: User) -> None:
    actions.change(issued, by=farah, values={"symbol": "UNEP/TEST/1/7"})
    assert told(issued) == [
        "Farah changed “UNEP/TEST/1/7”",
        "Farah gave “UNEP/TEST/1/7” a new symbol; UNEP/TEST/1/1 still leads to it",
    ]


def test_the_symbol_kept_is_the_one_borne_and_not_one_loaded_before(issued: Document, farah: User) -> None:
    loaded_before = Document.objects.get(pk=issued.pk)
    actions.change(issued, by=farah, values={"symbol": "UNEP/TEST/1/7"})
    actions.change(loaded_before, by=farah, values={"symbol": "UNEP/TEST/1/8"})
    assert {alias.symbol for alias in issued.aliases.all()} == {"UNEP/TEST/1/1", "UNEP/TEST/1/7"}


def change_at_the_desk(document: Document, desk: Client, symbol: str) -> None:
    address = reverse("admin:documents_document_change", args=[document.pk])
    page = desk.get(address).context
    sent = {name: "" if value is None else value for name, value in page["adminform"].form.initial.items()}
    for inline in page["inline_admin_formsets"]:
        formset = inline.formset
        sent |= {formset.management_form.add_prefix(n): v for n, v in formset.management_form.initial.items()}
        sent |= {f"{formset.prefix}-TOTAL_FORMS": 0, f"{formset.prefix}-INITIAL_FORMS": 0}
    desk.post(address, {**sent, "symbol": symbol})


@pytest.mark.parametrize("way", ["action", "form"])
def test_whoever_may_change_a_symbol_waits_for_the_turn_before_any_row_is_held(
    way: str, issued: Document, farah: User, browser_of: Callable[[User], Client]
) -> None:
    """Somebody else might have the turn, and wait for the row: PostgreSQL would end one of the two."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time.")
    with CaptureQueriesContext(connection) as asked:
        if way == "action":
            actions.change(issued, by=farah, values={"symbol": "UNEP/TEST/1/7"})
        else:
            change_at_the_desk(issued, browser_of(farah), "UNEP/TEST/1/7")
    turn, row = f"pg_advisory_xact_lock({int(Turn.SYMBOLS)})", "FOR NO KEY UPDATE"
    locks = [word for query in asked for word in (turn, row) if word in query["sql"]]
    assert (locks[0], row in locks) == (turn, True)


def test_a_symbol_changed_at_the_desk_is_kept(
    issued: Document, farah: User, browser_of: Callable[[User], Client]
) -> None:
    change_at_the_desk(issued, browser_of(farah), "UNEP/TEST/1/7")
    assert [document.pk for document in Document.objects.by_symbol("UNEP/TEST/1/1")] == [issued.pk]
    assert told(issued)[1:] == ["Farah gave “UNEP/TEST/1/7” a new symbol; UNEP/TEST/1/1 still leads to it"]


def test_a_form_as_cited_that_is_changed_is_found_under_its_new_words_alone(issued: Document) -> None:
    alias = records.create(SymbolAlias(document=issued, symbol="UNEP/TSET/1/1"), by="test")
    records.change(alias, by="test", values={"symbol": "UNEP/TETS/1/1"})
    found = {cited: list(Document.objects.by_symbol(cited)) for cited in ("UNEP/TSET/1/1", "UNEP/TETS/1/1")}
    assert found == {"UNEP/TSET/1/1": [], "UNEP/TETS/1/1": [issued]}


def test_saving_a_document_writes_no_other_row(issued: Document) -> None:
    issued.symbol = "UNEP/TEST/1/7"
    with audit.recorded("changed", issued, by="test"):
        issued.save()
    assert not SymbolAlias.objects.filter(document=issued).exists()


def test_neither_table_is_saved_with_a_symbol_of_the_other(issued: Document, make_document: Any) -> None:
    other = make_document("UNEP/TEST/1/2")
    with pytest.raises(ValidationError, match="Another document bears"), audit.recorded("x", other, by="test"):
        SymbolAlias(document=other, symbol="UNEP/TEST/1/1").save()
    records.create(SymbolAlias(document=issued, symbol="UNEP/TEST/1/9"), by="test")
    other.symbol = "UNEP/TEST/1/9"
    with pytest.raises(ValidationError, match="is cited under this symbol"), audit.recorded("x", other, by="test"):
        other.save()


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_nobody_takes_a_symbol_while_its_document_gives_it_up(igsp: Process) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one writer in at a time.")
    values: dict[str, Any] = {"kind": "working", "title_en": "About", "state": "planned"}
    first = records.create(Document(process=igsp, key="first", symbol="UNEP/RACE/1", **values), by="test")
    given_up, refused = threading.Event(), []

    def give_up() -> None:
        with transaction.atomic():
            actions.change(first, by="one", values={"symbol": "UNEP/RACE/2"})
            given_up.set()
            threading.Event().wait(0.5)  # time for the other to ask

    def take() -> None:
        taken = Document(process=igsp, key="second", symbol="UNEP/RACE/1", **values)
        given_up.wait(10)
        try:
            with audit.recorded("created", by="other") as event:
                taken.save()
                event.about_thing = taken
        except ValidationError as error:
            refused.append(error)

    in_threads(give_up, take)
    assert [document.pk for document in Document.objects.by_symbol("UNEP/RACE/1")] == [first.pk]
    assert len(refused) == 1


@pytest.mark.parametrize("symbol", ["unep 1", "UNEP/TEST/1/1\n", "UNEP/TEST/1/Add.1/1", "UNEP/TEST/1/1/add.1", "1/2"])
def test_the_database_takes_a_symbol_in_its_shape_alone(issued: Document, symbol: str) -> None:
    past_the_columns = "UPDATE documents_document SET symbol = %s WHERE id = %s"  # they clean what they are given
    with pytest.raises(IntegrityError), given(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(past_the_columns, [symbol, issued.pk])


def test_a_symbol_that_fits_only_without_its_dots_is_refused_in_words(make_document: Any) -> None:
    typed = f"UNEP/{'A' * 60}/1/Add1/Rev1"
    assert make_document(typed, key="short").symbol.endswith("/1/Add.1/Rev.1")
    with pytest.raises(ValidationError, match="A symbol may have at most 80 characters"):
        make_document(f"UNEP/{'A' * 62}/1/Add1/Rev1", key="long")
