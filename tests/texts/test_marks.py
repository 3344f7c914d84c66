"""What is noted on brackets and paragraphs: by whom a bracket is, who has a reservation, and what is agreed."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.translation import override

from documents.models import Agreement, Reservation, TextVersion, Wording
from documents.texts import actions, papers, rendering
from documents.texts.models import FrozenText
from igsp_portal.models import Event, User
from meetings.models import Participant
from tests.cast import given

from .proposed import party, words
from .test_ledger_page import page, read, rewritten, table

pytestmark = pytest.mark.slow

TEXT = "igsp/texts/draft-plan/"
EDIT = f"/en/{TEXT}5/edit/"
LEDGER = f"/en/{TEXT}brackets/?version=5"


@pytest.fixture
def open_text(plan: TextVersion, farah: User) -> TextVersion:
    """A fifth version, in which two brackets stand in one paragraph."""
    version = actions.continue_from(plan, by=farah)
    rewritten(version, farah, need="The [best] and [available] science.")
    return version


@pytest.fixture
def desk(farah: User, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(farah)


def press(desk: Client, do: str, **sent: object) -> int:
    """Press a button of a paragraph as it stands now."""
    sent = {"do": do, "key": "need", "language": "en", **sent}
    now = Wording.objects.get(block__version__number=5, block__key=str(sent["key"]), language="en")
    return desk.post(EDIT, {**sent, "opened_with": actions.fingerprint(now.words)}).status_code


def whose(desk: Client) -> list[tuple[str, str]]:
    return [(row[1], row[3] if len(row) > 3 else "") for row in table(page(LEDGER, desk), "open")]


def noted(desk: Client, key: str = "need", language: str = "en") -> str:
    """What is said beneath a paragraph on the page of the text."""
    html = page(f"/{language}/{TEXT}?version=5", desk)
    block = re.search(rf'id="{key}">(.*?)\n    </div>', html, re.DOTALL)
    assert block
    return " ".join(read(found) for found in re.findall(r'<p class="marks">(.*?)</p>', block[1], re.DOTALL))


def test_a_bracket_is_noted_as_a_participants_in_the_editor(open_text: TextVersion, desk: Client) -> None:
    kenya = party(open_text, "ken")
    assert "By whom a bracket is" in desk.get(f"{EDIT}?words=en&open=need").text
    assert press(desk, "attribute", bracket="2", participant=kenya.pk, note="since Nairobi") == 302
    assert press(desk, "attribute", bracket="2", said="several delegations") == 302
    assert whose(desk) == [("[ best ]", ""), ("[ available ]", "Kenya several delegations")]
    event = Event.objects.filter(verb="text.attributed", about_key=open_text.pk).order_by("pk")[0]
    assert (event.facts["key"], event.facts["whose"], event.public) == ("need", "Kenya", False)


def test_it_stays_with_its_bracket_when_the_words_before_it_change(
    open_text: TextVersion, farah: User, desk: Client
) -> None:
    press(desk, "attribute", bracket="2", said="the Chair")
    rewritten(open_text, farah, need="All the best and [new] and [available] science.")
    assert whose(desk) == [("[ new ]", ""), ("[ available ]", "the Chair")]


def test_it_goes_with_its_bracket_to_the_paragraph_split_off(open_text: TextVersion, farah: User, desk: Client) -> None:
    press(desk, "attribute", bracket="2", said="the Chair")
    parts = {"en": ("The [best].", "And [available] science.")}
    actions.split_block(open_text, "need", parts, by=farah)
    assert whose(desk) == [("[ best ]", ""), ("[ available ]", "the Chair")]


def test_two_of_the_same_words_stay_whose_they_are_wherever_others_come_and_go(
    open_text: TextVersion, farah: User, desk: Client
) -> None:
    rewritten(open_text, farah, need="All [may] act, and [may] report.")
    press(desk, "attribute", bracket="2", said="A")
    press(desk, "attribute", bracket="1", said="B")
    assert whose(desk) == [("[ may ]", "B"), ("[ may ]", "A")]
    rewritten(open_text, farah, need="[Now] all [may] act, and [may] report.")
    assert whose(desk) == [("[ Now ]", ""), ("[ may ]", "B"), ("[ may ]", "A")]
    press(desk, "attribute", bracket="3", said="C")
    rewritten(open_text, farah, need="Now all may act, and [may] report.")
    assert whose(desk) == [("[ may ]", "A C")]
    actions.undo(open_text, by=farah)
    assert whose(desk) == [("[ Now ]", ""), ("[ may ]", "B"), ("[ may ]", "A C")]


def test_of_two_of_the_same_words_the_one_that_is_somebodys_stays_so(
    open_text: TextVersion, farah: User, desk: Client
) -> None:
    rewritten(open_text, farah, need="All [may] act, and [may] report.")
    press(desk, "attribute", bracket="2", said="A")
    rewritten(open_text, farah, need="[Now] all [may] act, and [may] report.")
    assert whose(desk) == [("[ Now ]", ""), ("[ may ]", ""), ("[ may ]", "A")]


def test_the_next_version_knows_where_a_bracket_was_split_off_to(
    open_text: TextVersion, farah: User, desk: Client
) -> None:
    press(desk, "attribute", bracket="2", said="the Chair")
    parts = {"en": ("The [best].", "And [available] science.")}
    actions.split_block(open_text, "need", parts, by=farah)
    actions.continue_from(open_text, by=farah)
    rows = table(page(f"/en/{TEXT}brackets/?version=6", desk), "open")
    assert [(row[1], row[3]) for row in rows] == [("[ best ]", ""), ("[ available ]", "the Chair")]
    actions.undo(open_text, by=farah)
    assert whose(desk) == [("[ best ]", ""), ("[ available ]", "the Chair")]


def test_it_is_told_of_the_same_bracket_in_another_language(open_text: TextVersion, farah: User, desk: Client) -> None:
    press(desk, "attribute", bracket="2", said="the Chair")
    with given():
        actions.write_draft(
            open_text,
            _with(open_text, "fr", need="Les [meilleures] données [disponibles]."),
            by=farah,
        )
    rows = table(page(f"{LEDGER}&words=fr", desk), "open")
    assert [(row[1], row[3]) for row in rows] == [("[ meilleures ]", ""), ("[ disponibles ]", "the Chair")]


def _with(version: TextVersion, language: str, **said: str):
    draft = actions.read_draft(version)
    return type(draft)(draft.blocks, {**draft.words, language: {**_original(draft), **said}})


def _original(draft) -> dict[str, str]:
    return dict(draft.words["en"])


def test_an_attribution_is_taken_off_again(open_text: TextVersion, desk: Client) -> None:
    press(desk, "attribute", bracket="1", said="the Chair")
    assert press(desk, "unattribute", attribution=open_text.attributions.get().pk) == 302
    assert open_text.attributions.count() == 0
    assert Event.objects.filter(verb="text.unattributed").count() == 1


@pytest.mark.parametrize(
    ("do", "sent"),
    [
        ("attribute", {"bracket": "3", "said": "x"}),
        ("attribute", {"bracket": "x", "said": "x"}),
        ("attribute", {"bracket": "1"}),
        ("attribute", {"bracket": "1", "said": "x" * 201}),
        ("attribute", {"bracket": "1", "participant": "9" * 30}),
        ("reserve", {}),
        ("unreserve", {"reservation": "0"}),
        ("unattribute", {"attribution": "²"}),
        ("agree", {"agreed": "perhaps"}),
        ("agree", {"agreed": "agreed"}),
    ],
)
def test_what_cannot_be_noted_is_refused_with_a_reason(
    open_text: TextVersion, desk: Client, do: str, sent: dict[str, str]
) -> None:
    assert press(desk, do, **sent) == 400
    marks = open_text.attributions, open_text.reservations, open_text.agreements
    assert [rows.count() for rows in marks] == [0, 0, 0]


def test_nobody_is_noted_twice_for_one_bracket(open_text: TextVersion, farah: User) -> None:
    actions.attribute(open_text, "need", 1, said="the Chair", by=farah)
    with pytest.raises(ValidationError, match="theirs already"):
        actions.attribute(open_text, "need", 1, said="the Chair", by=farah)


def test_a_participant_of_another_process_is_none(open_text: TextVersion, desk: Client, farah: User) -> None:
    with given():
        process = type(open_text.process).objects.create(slug="other", name="Other")
        foreign = Participant.objects.create(process=process, key="far", kind="state", name="Far")
    assert press(desk, "reserve", participant=foreign.pk) == 404
    with pytest.raises(ValidationError):
        actions.reserve(open_text, "need", foreign, by=farah)


def test_an_agreed_paragraph_says_so_on_page_and_paper_in_every_language(
    open_text: TextVersion, farah: User, desk: Client
) -> None:
    assert press(desk, "agree", key="mandate", agreed="referendum") == 302
    assert noted(desk, "mandate") == "(agreed ad referendum)"
    html = rendering.print_page(papers.composed(papers.manuscript(open_text), "en"))
    assert '<span class="marks">(agreed ad referendum)</span>' in html
    assert html.count('class="marks"') == 1
    assert noted(desk, "need") == ""


def test_with_other_words_it_is_open_again_and_agreed_with_the_old_ones(
    open_text: TextVersion, farah: User, desk: Client
) -> None:
    actions.agree(open_text, "mandate", "agreed", by=farah)
    there = words(open_text, "mandate")
    rewritten(open_text, farah, mandate="Other words.")
    assert noted(desk, "mandate") == ""
    rewritten(open_text, farah, mandate=there)
    assert noted(desk, "mandate") == "(agreed)"
    assert actions.agree(open_text, "mandate", "agreed", by=farah) is False
    assert actions.agree(open_text, "mandate", "", by=farah)
    assert noted(desk, "mandate") == ""


def test_a_reservation_is_printed_as_it_stood_at_release(open_text: TextVersion, farah: User, desk: Client) -> None:
    kenya = party(open_text, "ken")
    assert press(desk, "reserve", key="mandate", participant=kenya.pk) == 302
    assert noted(desk, "mandate") == "(Reservation: Kenya)"
    with given():
        actions.write_draft(open_text, _only_english(open_text), by=farah)
        actions.release(open_text, by=farah, typeset=False, exception=True)
        Participant.objects.filter(pk=kenya.pk).update(name="Renamed")
    assert noted(desk, "mandate") == "(Reservation: Kenya)"
    assert "Reservation: Kenya" in rendering.print_page(papers.paper(papers.manuscript(open_text), "en"))


def _only_english(version: TextVersion):
    draft = actions.read_draft(version)
    return type(draft)(draft.blocks, {"en": {**draft.words["en"], "need": "The science."}})


def test_a_reservation_is_lifted(open_text: TextVersion, desk: Client) -> None:
    press(desk, "reserve", participant=party(open_text, "ken").pk)
    assert press(desk, "unreserve", reservation=Reservation.objects.get().pk) == 302
    assert Reservation.objects.count() == 0
    with override("en"):
        assert "has lifted its reservation" in desk.get(f"{EDIT}?words=en&open=need&history=1").text


def test_the_next_version_begins_with_the_same_marks(open_text: TextVersion, farah: User) -> None:
    actions.attribute(open_text, "need", 2, said="the Chair", by=farah)
    actions.reserve(open_text, "mandate", party(open_text, "ken"), by=farah)
    actions.agree(open_text, "terms", "referendum", by=farah)
    following = actions.continue_from(open_text, by=farah)
    assert [(row.key, row.order, row.quoted, row.said) for row in following.attributions.all()] == [
        ("need", 2, "available", "the Chair")
    ]
    assert [row.participant.key for row in following.reservations.all()] == ["ken"]
    assert Agreement.objects.in_force(following) == {"terms": "referendum"}


def test_marks_are_frozen_with_their_version(open_text: TextVersion, farah: User) -> None:
    attribution = actions.attribute(open_text, "need", 2, said="the Chair", by=farah)
    with given():
        actions.write_draft(open_text, _only_english(open_text), by=farah)
        actions.release(open_text, by=farah, typeset=False, exception=True)
    with pytest.raises(FrozenText):
        actions.strike(attribution, by=farah)
    with pytest.raises(FrozenText):
        actions.agree(open_text, "mandate", "agreed", by=farah)
    with pytest.raises(FrozenText):
        actions.reserve(open_text, "mandate", party(open_text, "ken"), by=farah)


def test_only_those_who_write_the_text_note_anything(
    open_text: TextVersion, amina: User, eve: User, browser_of: Callable[[User], Client]
) -> None:
    for browser in (Client(), browser_of(eve), browser_of(amina)):
        assert press(browser, "agree", key="mandate", agreed="agreed") in (302, 403, 404)
    assert Agreement.objects.count() == 0
