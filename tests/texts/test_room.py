"""The room: one paragraph on a screen, whoever follows it, and the moments of a draft that were given a name."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.drafts import Draft, PlannedBlock
from documents.models import Showing, Snapshot, Text, TextVersion
from documents.texts import actions, history
from igsp_portal.models import Event, User
from meetings.models import Process
from tests.cast import given

from .proposed import party, proposed, reworded, shown, words
from .test_ledger_page import page, read, rewritten

pytestmark = pytest.mark.slow

TEXT = "/en/igsp/texts/draft-plan/"
ROOM = f"{TEXT}room/"
NOW = f"{ROOM}now/"
MOMENTS = f"{TEXT}moments/"


@pytest.fixture
def open_text(plan: TextVersion, farah: User) -> TextVersion:
    """A fifth version, in which two brackets stand in one paragraph."""
    version = actions.continue_from(plan, by=farah)
    rewritten(version, farah, need="The [best [available]] science.")
    return version


@pytest.fixture
def operator(farah: User, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(farah)


@pytest.fixture
def delegate(amina: User, browser_of: Callable[[User], Client]) -> Client:
    return browser_of(amina)


def press(operator: Client, **sent: str) -> int:
    return operator.post(ROOM, {"version": "5", **sent}).status_code


def screen(client: Client, address: str = ROOM) -> str:
    return page(address, client)


def number(html: str) -> str:
    found = re.search(r'<h1 class="room-number lettered">(.*?)</h1>', html)
    return read(found[1]) if found else ""


def test_a_stranger_goes_through_what_is_released(plan: TextVersion) -> None:
    html = screen(Client(), f"{ROOM}?version=4&at=mandate")
    assert number(html) == "1"
    assert 'href="?version=4&amp;at=working-group" data-go="after"' in html
    assert 'href="?version=4&amp;at=introduction" data-go="before"' in html
    assert "Show in the room" not in html


def test_every_bracket_has_a_number_and_says_whose_it_is(open_text: TextVersion, farah: User, operator: Client) -> None:
    actions.attribute(open_text, "need", 2, participant=party(open_text, "ken"), by=farah)
    html = screen(operator, f"{ROOM}?version=5&at=need")
    assert "The [ 1 best [ 2 Kenya available ] 2 ] 1 science." in read(html)


def test_delegates_follow_what_the_operator_shows_of_a_draft(
    open_text: TextVersion, operator: Client, delegate: Client
) -> None:
    assert "Nothing is shown" not in screen(delegate)
    assert press(operator, show="need") == 302
    assert "best" in screen(delegate)
    assert press(operator, show="terms") == 302
    assert "best" not in screen(delegate)
    assert "data-go" not in screen(delegate)
    assert screen(operator).count("data-go") == 2
    assert press(operator, stop="1") == 302
    assert (Showing.objects.count(), number(screen(delegate))) == (0, "I")


def test_a_press_in_the_editor_shows_a_paragraph(open_text: TextVersion, operator: Client, delegate: Client) -> None:
    assert "Show in the room" in operator.get(f"{TEXT}5/edit/?words=en&open=need").text
    operator.post(f"{TEXT}5/edit/", {"do": "show", "key": "need", "language": "en"})
    assert "best" in screen(delegate)
    event = Event.objects.get(verb="room.shown")
    assert (event.facts["key"], event.public) == ("need", False)


@pytest.mark.parametrize("address", [f"{ROOM}?version=5&at=need", f"{ROOM}?version=5", f"{NOW}?version=5&at=need"])
def test_what_is_not_shown_of_a_draft_is_seen_by_no_delegate(
    open_text: TextVersion, operator: Client, delegate: Client, address: str
) -> None:
    press(operator, show="terms")
    assert delegate.get(address).status_code == 404
    assert Client().get(address).status_code == 404


def test_a_stranger_sees_no_draft_that_is_shown(
    open_text: TextVersion, eve: User, operator: Client, browser_of: Callable[[User], Client]
) -> None:
    press(operator, show="need")
    for browser in (Client(), browser_of(eve)):
        assert "best" not in screen(browser)
        assert "best" not in browser.get(NOW).json()["part"]


def test_before_a_text_has_a_released_version_delegates_wait(
    igsp: Process, farah: User, operator: Client, delegate: Client
) -> None:
    with given():
        text = Text.objects.create(process=igsp, key="fresh", title="Fresh")
        version = TextVersion.objects.create(text=text, number=1)
        actions.write_draft(version, Draft([PlannedBlock("a", "paragraph")], {"en": {"a": "Words."}}), by=farah)
    room = "/en/igsp/texts/fresh/room/"
    assert "Nothing is shown in the room now." in screen(delegate, room)
    assert Client().get(room).status_code == 404
    operator.post(room, {"version": "1", "show": "a"})
    assert "Words." in screen(delegate, room)


def test_only_the_operator_may_press(
    open_text: TextVersion, delegate: Client, eve: User, browser_of: Callable[[User], Client]
) -> None:
    for browser in (Client(), delegate, browser_of(eve)):
        assert press(browser, show="need") in (302, 403)
        assert press(browser, snapshot="1", label="x") in (302, 403)
    assert (Showing.objects.count(), Snapshot.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"show": "nowhere"}, 302),
        ({"version": "9", "show": "need"}, 404),
        ({"version": "x", "show": "need"}, 404),
        ({}, 404),
        ({"snapshot": "1", "label": " "}, 302),
        ({"snapshot": "1", "label": "x" * 121}, 302),
    ],
)
def test_wrong_presses_change_nothing(
    open_text: TextVersion, operator: Client, sent: dict[str, str], status: int
) -> None:
    assert press(operator, **sent) == status
    assert (Showing.objects.count(), Snapshot.objects.count()) == (0, 0)


def test_a_screen_is_told_at_once_that_nothing_has_changed(
    open_text: TextVersion, farah: User, operator: Client, delegate: Client
) -> None:
    press(operator, show="need")
    first = delegate.get(NOW)
    assert "best" in first.json()["part"]
    again = delegate.get(NOW, HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    rewritten(open_text, farah, need="The better science.")
    changed = delegate.get(NOW, HTTP_IF_NONE_MATCH=first["ETag"])
    assert "better" in changed.json()["part"]
    assert "no-cache" in changed["Cache-Control"]


def test_asking_costs_the_same_whatever_the_text_and_writes_nothing(
    open_text: TextVersion, note: TextVersion, operator: Client, delegate: Client
) -> None:
    press(operator, show="need")
    etag = delegate.get(NOW)["ETag"]
    events = Event.objects.count()
    with CaptureQueriesContext(connection) as unchanged:
        assert delegate.get(NOW, HTTP_IF_NONE_MATCH=etag).status_code == 304
    counts = []
    for address in (NOW, f"{NOW}?version=4&at=mandate", "/en/igsp/texts/tentative-organization/room/now/?at="):
        with CaptureQueriesContext(connection) as queries:
            assert delegate.get(address).status_code == 200
        counts.append(len(queries))
    assert len(unchanged) <= 7
    assert max(counts) <= 24
    assert Event.objects.count() == events


def test_what_is_proposed_stands_beside_the_paragraph(open_text: TextVersion, farah: User, operator: Client) -> None:
    reworded(open_text, farah, "science", "knowledge")
    html = screen(operator, f"{ROOM}?version=5&at=need")
    beside = html[html.index('<aside class="room-proposals"') :]
    assert "Kenya" in beside
    assert re.findall(r"<(ins|del)>", beside) == ["del", "ins"]
    assert "room-proposals" not in screen(operator, f"{ROOM}?version=5&at=terms")


def test_those_that_change_the_same_words_say_so(draft: TextVersion, farah: User, operator: Client) -> None:
    says = "Another proposal changes the same words."
    for new, of in (("Little", "ken"), ("Enough", "hrv")):
        assert says not in screen(operator, f"{ROOM}?version=5&at=need")
        reworded(draft, farah, "Much", new, of=of)
    assert screen(operator, f"{ROOM}?version=5&at=need").count(says) == 2


def test_nothing_that_is_proposed_is_hidden_whatever_its_kind_and_language(
    draft: TextVersion, farah: User, operator: Client
) -> None:
    reworded(draft, farah, "Much", "Little")
    proposed(draft, farah, "deletion", of="hrv", language="fr")
    proposed(draft, farah, "move", of="amcen", after="mandate")
    html = screen(operator, f"{ROOM}?version=5&at=need")
    aside = html[html.index('<aside class="room-proposals"') : html.index("</aside>")]
    assert re.findall(r'<p class="quiet">(.*?)</p>', aside) == [
        "Other wording",
        "Deletion · Français",
        "Move behind: Paragraph 1",
    ]
    assert re.findall(r'<p lang="(\w+)"', aside) == ["en", "fr", "en"]
    assert words(draft, language="fr")[:20] in read(aside)
    arabic = screen(operator, "/ar/igsp/texts/draft-plan/room/?version=5&at=need")
    assert arabic.count("<section>") == 3


def test_a_translation_that_is_older_than_its_original_says_so(
    draft: TextVersion, farah: User, operator: Client
) -> None:
    def said() -> list[bool]:
        pages = [screen(operator, f"/{code}/igsp/texts/draft-plan/room/?version=5&at=need") for code in ("en", "fr")]
        return ["room-stale" in html for html in pages]

    before = said()
    actions.word_block(draft, "need", "en", "Other words.", opened_with=shown(draft), by=farah)
    assert (before, said()) == ([False, False], [False, True])


def test_without_scripts_the_page_asks_again_by_itself(open_text: TextVersion, operator: Client) -> None:
    refresh = '<noscript><meta http-equiv="refresh" content="2"></noscript>'
    assert refresh in operator.get(ROOM).text
    assert refresh not in operator.get(f"{ROOM}?version=5&at=need").text


def test_in_a_language_without_the_words_the_original_is_shown(open_text: TextVersion, operator: Client) -> None:
    html = screen(operator, "/ar/igsp/texts/draft-plan/room/?version=5&at=need")
    assert 'lang="en" dir="ltr"' in html
    assert 'lang="ar" dir="rtl"' in screen(operator, "/ar/igsp/texts/draft-plan/room/?version=4&at=need")


def test_a_snapshot_is_the_text_as_it_stood_when_it_was_taken(
    open_text: TextVersion, farah: User, operator: Client
) -> None:
    assert press(operator, snapshot="1", label="Before lunch") == 302
    then = actions.read_draft(open_text)
    rewritten(open_text, farah, need="The science.")
    rewritten(open_text, farah, terms="New terms.")
    taken = Snapshot.objects.get()
    assert history.after(open_text, actions.read_draft(open_text), taken.event) == then
    html = screen(operator, f"{MOMENTS}?version=5&at={taken.pk}")
    assert "The [ best [ available ] ] science." in read(html)
    compared = screen(operator, f"{MOMENTS}?version=5&at={taken.pk}&with=now")
    assert "2 paragraphs changed" in read(compared)


def test_what_was_done_in_the_room_is_not_told_as_a_fault(open_text: TextVersion, operator: Client) -> None:
    told = '<p class="room-told" role="status"><span>The snapshot has been taken.</span> </p>'
    refused = '<p class="room-told" role="status"><span class="is-refused">'
    press(operator, snapshot="1", label="Before lunch")
    assert told in operator.get(ROOM).text
    press(operator, snapshot="1", label=" ")
    assert [refused in operator.get(ROOM).text, refused in operator.get(ROOM).text] == [True, False]


def test_two_snapshots_are_compared_whichever_is_named_first(
    open_text: TextVersion, farah: User, operator: Client
) -> None:
    first = actions.snapshot(open_text, "First", by=farah)
    actions.split_block(open_text, "need", {"en": ("The [best [available]]", "science.")}, by=farah)
    second = actions.snapshot(open_text, "Second", by=farah)
    rewritten(open_text, farah, terms="New terms.")
    for one, other in ((first, second), (second, first)):
        html = screen(operator, f"{MOMENTS}?version=5&at={one.pk}&with={other.pk}")
        assert "1 paragraph split" in read(html)
        assert "paragraph changed" not in read(html)


def test_the_slider_goes_over_every_change(open_text: TextVersion, farah: User, operator: Client) -> None:
    rewritten(open_text, farah, need="The science.")
    html = screen(operator, f"{MOMENTS}?version=5")
    assert 'min="0" max="2" value="2"' in html
    assert "The science." in read(html)
    assert "The [ best [ available ] ] science." in read(screen(operator, f"{MOMENTS}?version=5&step=1"))
    began = screen(operator, f"{MOMENTS}?version=5&step=0")
    assert "The need" not in read(began)
    assert "best" not in read(began)


def test_what_was_agreed_and_proposed_then_is_told_from_the_record(
    open_text: TextVersion, farah: User, operator: Client
) -> None:
    actions.agree(open_text, "mandate", "referendum", by=farah)
    proposal = reworded(open_text, farah, "science", "knowledge")
    then = actions.snapshot(open_text, "Then", by=farah)
    actions.agree(open_text, "mandate", "", by=farah)
    actions.withdraw(proposal, by=farah)
    rewritten(open_text, farah, terms="New terms.")
    stood = read(screen(operator, f"{MOMENTS}?version=5&at={then.pk}"))
    now = read(screen(operator, f"{MOMENTS}?version=5"))
    for told in ("(agreed ad referendum)", "Proposed then, undecided: Kenya"):
        assert (told in stood, told in now) == (True, False)


def test_how_a_text_came_to_be_is_for_those_who_may_read_drafts(
    plan: TextVersion, delegate: Client, operator: Client
) -> None:
    assert Client().get(MOMENTS).status_code == 302
    assert delegate.get(MOMENTS).status_code == 403
    assert operator.get(MOMENTS).status_code == 200


@pytest.mark.parametrize("query", ["step=x", "step=-1", "at=9", "at=x", "at=&with=9", f"step={'9' * 30}"])
def test_moments_that_are_none_are_not_there(open_text: TextVersion, operator: Client, query: str) -> None:
    assert operator.get(f"{MOMENTS}?version=5&{query}").status_code == 404


def test_a_snapshot_has_a_name(open_text: TextVersion, farah: User) -> None:
    with pytest.raises(ValidationError):
        actions.snapshot(open_text, " ", by=farah)


def test_the_cost_of_looking_back_does_not_grow_with_the_changes(
    open_text: TextVersion, farah: User, operator: Client
) -> None:
    counts = []
    for _again in range(2):
        with CaptureQueriesContext(connection) as queries:
            screen(operator, f"{MOMENTS}?version=5&step=1")
        counts.append(len(queries))
        for changed in ("One.", "Two.", "Three."):
            rewritten(open_text, farah, terms=changed)
    assert len(set(counts)) == 1
