"""A file taken in with what its tracked changes propose is one step: told by one event, made once, taken back whole."""

from __future__ import annotations

from typing import Any

import pytest

from documents.exchange import docx_out
from documents.models import Proposal, TextVersion
from documents.texts import actions
from igsp_portal.foundations.record import audit
from igsp_portal.models import Event, User
from tests.exchange.foreign import file, p, put_in, taken_out

from .importing import Importer, address, blocks, facts
from .proposed import party

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("nothing_proposed")]

BASE = file(p("1. Lakes are kept clean.") + p("2. Rivers run to the sea."))
TRACKED = file(
    p("1. Lakes ", taken_out("Kenya", "are"), put_in("Kenya", "will be"), " kept clean.")
    + p("2. Rivers run", put_in("Croatia", " freely"), " to the sea.")
)


def entered(version: TextVersion) -> list[tuple[str, str]]:
    return [(one.participant.key, one.words) for one in Proposal.objects.on(version).order_by("pk")]


def undo(importer: Importer) -> Any:
    edit = address(importer.version).replace("/import/", "/edit/")
    return importer.browser.post(edit, {"do": "undo", "key": "", "language": "en"}, follow=True)


def told(page: Any) -> list[str]:
    return [str(one) for one in page.context["messages"]]


BOTH = [("ken", "Lakes will be kept clean."), ("hrv", "Rivers run freely to the sea.")]


def test_of_proposals_on_a_text_that_says_what_the_file_does_there_is_an_event_and_it_is_taken_back(
    into_empty: Importer, farah: User
) -> None:
    into_empty.send(BASE)
    into_empty.press("write")
    before = blocks(into_empty.version)
    into_empty.send(TRACKED, changes="propose")
    into_empty.press("write")
    assert entered(into_empty.version) == BOTH
    event = Event.objects.about(into_empty.version).latest("pk")
    assert event.facts["entered"] == list(Proposal.objects.order_by("pk").values_list("pk", flat=True))
    assert audit.in_words(event).startswith("Farah took the file “draft.docx” into “A note (1)”")
    undo(into_empty)
    assert (entered(into_empty.version), blocks(into_empty.version)) == ([], before)
    undo(into_empty)
    assert blocks(into_empty.version) == []


def test_a_file_that_changes_nothing_is_not_said_to_be_taken_in(into_plan: Importer, draft: TextVersion) -> None:
    into_plan.send(docx_out.write(actions.read_draft(draft), "en", facts(draft, "en")), "plan.docx")
    into_plan.press("write")
    page = into_plan.browser.get(into_plan.page["Location"])
    assert told(page) == ["The text says so already."]


def test_a_second_press_enters_nothing_twice(into_empty: Importer) -> None:
    into_empty.send(BASE)
    into_empty.press("write")
    into_empty.send(TRACKED, changes="propose")
    shown = into_empty.page
    answers = []
    for _press in range(2):
        into_empty.page = shown
        answers.append(into_empty.press("write").status_code)
    assert (answers, entered(into_empty.version)) == ([302, 409], BOTH)
    assert [one["lost"] for one in into_empty.page.context["proposals"]["all"]] == [
        "This has been entered already."
    ] * 2


def test_what_was_left_out_of_a_file_is_entered_from_it_later(into_empty: Importer) -> None:
    into_empty.send(TRACKED, changes="propose")
    into_empty.press("write", without="1-entered")
    into_empty.send(TRACKED, changes="propose")
    into_empty.press("write")
    assert entered(into_empty.version) == BOTH


def test_the_same_change_in_another_file_of_the_same_participant_is_entered_once(into_empty: Importer) -> None:
    into_empty.send(TRACKED, changes="propose")
    into_empty.press("write")
    more = p("1. Lakes ", taken_out("Kenya", "are"), put_in("Kenya", "will be"), " kept clean.")
    more += p("2. Rivers run to the", put_in("Kenya", " open"), " sea.")
    into_empty.send(file(more), changes="propose")
    assert into_empty.press("write").status_code == 302
    assert entered(into_empty.version) == [*BOTH, ("ken", "Rivers run to the open sea.")]


def test_taken_back_with_its_proposals_a_file_comes_in_again_under_the_same_keys(into_empty: Importer) -> None:
    keys = []
    for _time in range(2):
        into_empty.send(TRACKED, changes="propose")
        assert into_empty.press("write").status_code == 302
        keys.append([block.key for block in actions.read_draft(into_empty.version).blocks])
        assert entered(into_empty.version) == BOTH
        undo(into_empty)
        assert (entered(into_empty.version), blocks(into_empty.version)) == ([], [])
    assert keys[0] == keys[1]


@pytest.mark.parametrize("since", ["supported", "kept", "withdrawn"])
def test_what_others_did_with_its_proposals_since_is_not_taken_back(
    since: str, into_empty: Importer, farah: User
) -> None:
    into_empty.send(TRACKED, changes="propose")
    into_empty.press("write")
    first = Proposal.objects.order_by("pk")[0]
    if since == "supported":
        actions.support(first, party(into_empty.version, "hrv"), by=farah)
    elif since == "kept":
        actions.keep(first, by=farah)
    else:
        actions.withdraw(first, by=farah)
    before = blocks(into_empty.version)
    page = undo(into_empty)
    says = "This cannot be taken back: what was proposed with it has been supported, carried or decided since."
    assert told(page)[-1] == says
    assert (entered(into_empty.version), blocks(into_empty.version)) == (BOTH, before)
