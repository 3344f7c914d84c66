"""The editor's page: the whole text, one paragraph open, every press a change; what was typed is never lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.models import TextVersion, Wording
from documents.texts import actions
from igsp_portal.foundations.access import Role
from igsp_portal.models import Event, User
from meetings.models import Process
from tests.cast import given, with_role

from .at_the_editor import Browser, Editor, address, keys, words

pytestmark = pytest.mark.slow


def test_the_whole_text_is_listed_and_one_paragraph_is_open(farahs: Editor, draft: TextVersion) -> None:
    page = farahs.open("need")
    assert keys(page.text) == [block.key for block in actions.read_draft(draft).blocks]
    assert page.text.count('name="words" rows=') == 1
    assert page.context["opened"]["words"] == words(draft, "need")


def test_the_head_of_an_open_subparagraph_bears_its_sign_in_small_letters(farahs: Editor, draft: TextVersion) -> None:
    block = draft.blocks.filter(kind="subparagraph").first()
    assert block
    page = farahs.open(block.key)
    head = re.search(r'<h2 class="([^"]+)" id="opened-[^>]+><bdi>([^<]+)</bdi>', page.text)
    assert head
    assert (head[1].split(), head[2]) == (["edited-head", "lettered"], page.context["opened"]["label"])


def test_beside_the_words_stands_how_every_sign_is_written(farahs: Editor) -> None:
    told = farahs.open("need").text.partition('id="marks-need">')[2].partition("</p>")[0]
    assert [sign in told for sign in ("[ ]", "*words*", "{note:key}", "{para:key}", "[{is:key}words]")] == [True] * 5


def test_a_saved_paragraph_is_closed_and_the_next_is_opened_where_asked(farahs: Editor, draft: TextVersion) -> None:
    saved = farahs.press("save", "need", words="Words of Farah's.")
    assert (saved.status_code, "open=" in saved.url) == (302, False)
    assert words(draft, "need") == "Words of Farah's."
    onward = farahs.press("save_next", "need", words="More of them.")
    assert "open=terms#terms" in onward.url


def test_lines_and_marks_that_cannot_be_read_come_back_with_the_reason(farahs: Editor, draft: TextVersion) -> None:
    before = words(draft, "need")
    refused = farahs.press("save", "need", words="An [open bracket")
    assert (refused.status_code, refused.context["opened"]["words"]) == (400, "An [open bracket")
    assert "never closed" in refused.context["opened"]["refusal"]
    assert words(draft, "need") == before


def test_of_two_the_second_sees_both_wordings_and_keeps_their_own(
    farahs: Editor, draft: TextVersion, chen: User, browser_of: Browser
) -> None:
    opened = farahs.open("need").context["opened"]["fingerprint"]
    chens = Editor(browser_of(chen), draft)
    assert chens.open("need").context["opened"]["others"] == ["Farah"]
    chens.press("save", "need", words="Chen's words.")
    told = farahs.press("save", "need", words="Farah's words.", opened_with=opened)
    assert (told.status_code, told.context["opened"]["words"]) == (409, "Farah's words.")
    assert "Chen has changed this paragraph since you opened it" in told.context["opened"]["refusal"]
    assert (told.context["opened"]["theirs"], words(draft, "need")) == ("Chen's words.", "Chen's words.")
    assert (
        farahs.press("save", "need", words="Both.", opened_with=told.context["opened"]["fingerprint"]).status_code
        == 302
    )


def test_what_was_typed_and_not_saved_is_there_when_it_is_opened_again(
    farahs: Editor, draft: TextVersion, farah: User, browser_of: Browser
) -> None:
    opened = farahs.open("need").context["opened"]["fingerprint"]
    assert farahs.press("keep", "need", words="Half a sent", opened_with=opened).status_code == 204
    again = farahs.open("need").context["opened"]
    assert (again["words"], again["kept"], again["fingerprint"]) == ("Half a sent", True, opened)
    farahs.press("save", "need", words="A whole sentence.", opened_with=opened)
    assert "kept" not in farahs.open("need").context["opened"]


def test_a_refused_tool_comes_back_at_its_paragraph_unfolded_and_the_words_tell_that_they_were_saved(
    farahs: Editor, draft: TextVersion
) -> None:
    refused = farahs.press("split", "need")
    assert (refused.status_code, '<details class="edited-more" open>' in refused.text) == (400, True)
    assert '<details class="edited-more" open>' not in farahs.press("save", "need", words="An [open").text
    opened = refused.text.split('<section class="edited')[1].partition("</section>")[0]
    forms = re.findall(r'<form method="post" action="([^"]+)"', opened)
    assert {form.partition("#")[2] for form in forms} == {"need"}


@pytest.mark.parametrize("do", ["save", "save_next", "confirm"])
def test_who_saves_is_told_so(do: str, farahs: Editor, chens: Editor, draft: TextVersion) -> None:
    farahs.press("save", "need", words="Words of Farah's.")
    list(farahs.browser.get(address(draft)).context["messages"])
    answer = chens.press(do, "need", **({} if do == "confirm" else {"words": "新的文字。"}))
    assert [str(one) for one in chens.browser.get(answer.url).context["messages"]] == ["Saved."]


def test_what_is_saved_in_place_says_so_there_and_nowhere_later(farahs: Editor, draft: TextVersion) -> None:
    sent = {"do": "save", "key": "need", "language": "en", "words": "Words of Farah's.", **farahs.form("need")}
    row = farahs.browser.post(address(draft), sent, headers={"X-Part": "row"})
    assert '<p class="edited-told edited-saved" role="status">Saved.</p>' in row.text
    page = farahs.browser.get(address(draft))
    assert (list(page.context["messages"]), "edited-saved" in page.text) == ([], False)


PRESSES: dict[str, tuple[dict[str, str], Callable[[list[str]], bool]]] = {
    "up": ({}, lambda found: found.index("need") < found.index("setting")),
    "down": ({}, lambda found: found.index("need") > found.index("terms")),
    "to": ({"behind": "mandate"}, lambda found: found.index("need") == found.index("mandate") + 1),
    "insert": ({"kind": "paragraph", "new_words": "Lakes matter."}, lambda found: "lakes-matter" in found),
    "delete": ({}, lambda found: "need" not in found),
    "split": ({"words": "One.\r\n---\r\nTwo."}, lambda found: "need-part" in found),
    "merge": ({}, lambda found: "terms" not in found),
}


@pytest.mark.parametrize("do", PRESSES)
def test_a_press_edits_the_text_and_one_more_takes_it_back(do: str, farahs: Editor, draft: TextVersion) -> None:
    typed, holds = PRESSES[do]
    before = actions.read_draft(draft)
    assert farahs.press(do, "need", **typed).status_code == 302
    assert holds(keys(farahs.browser.get(address(draft)).text))
    farahs.press("undo")
    assert actions.read_draft(draft) == before


@pytest.mark.parametrize(
    ("do", "typed", "says"),
    [
        ("split", {"words": "No mark."}, "three hyphens"),
        ("to", {"behind": "nowhere"}, "This paragraph is no longer there."),
        ("insert", {"kind": "poem", "new_words": "Words."}, "what kind of paragraph"),
        ("insert", {"kind": "paragraph"}, "Enter the words of the new paragraph"),
        ("save", {"words": "  "}, "or delete it"),
        ("kind", {"kind": "paragraph", "alternative": "-1"}, "what kind of paragraph"),
    ],
)
def test_a_press_that_cannot_be_says_why(farahs: Editor, do: str, typed: dict[str, str], says: str) -> None:
    refused = farahs.press(do, "need", **typed)
    assert (refused.status_code, says in refused.context["opened"]["refusal"]) == (400, True)


def test_a_paragraph_is_put_into_an_option_and_outside_of_it(farahs: Editor, draft: TextVersion) -> None:
    farahs.press("insert", "need", kind="option", new_words="One way")
    farahs.press("insert", "one-way", kind="paragraph", new_words="Lakes matter.")
    farahs.press("insert", "lakes-matter", kind="paragraph", new_words="So do seas.")
    farahs.press("insert", "lakes-matter", kind="paragraph", new_words="And rivers.", outside="on")
    farahs.press("down", "need")
    keys = ["one-way", "need", "lakes-matter", "so-do-seas", "and-rivers"]
    found = draft.blocks.filter(key__in=keys).order_by("order").values_list("key", "option")
    assert list(found) == list(zip(keys, ["", "one-way", "one-way", "one-way", ""], strict=True))


@pytest.mark.parametrize(
    ("old", "kind", "level"),
    [("heading", "paragraph", 1), ("subparagraph", "paragraph", 1), ("subparagraph", "definition", 2)],
)
def test_a_new_kind_has_a_level_that_the_kind_has(
    old: str, kind: str, level: int, farahs: Editor, draft: TextVersion
) -> None:
    block = draft.blocks.filter(kind=old).latest("order")
    with given():
        draft.blocks.filter(pk=block.pk).update(level=2)
    farahs.press("kind", block.key, kind=kind, alternative="0")
    assert draft.blocks.values_list("kind", "level").get(pk=block.pk) == (kind, level)


def test_a_paragraph_goes_behind_all_that_stands_under_the_one_named(farahs: Editor, draft: TextVersion) -> None:
    farahs.press("insert", "objectives", kind="paragraph", new_words="Lakes matter.")
    farahs.press("to", "need", behind="objectives")
    order = [block.key for block in actions.read_draft(draft).blocks]
    at = order.index("objective-experience")
    assert order[at : at + 3] == ["objective-experience", "need", "lakes-matter"]


def test_a_step_that_cannot_be_names_the_paragraph_where_it_cannot(farahs: Editor) -> None:
    page = farahs.open("", find="the", replace="[the")
    marked = [f"{place['key']}:{place['fingerprint']}" for place in page.context["found"]["places"]]
    refused = farahs.press("replace", find="the", replace="[the", only=[one for one in marked if "nature" in one])
    (says,) = map(str, refused.context["messages"])
    assert re.fullmatch(r"6 – The Plan is a framework [^…]+…: .+", says), says


def test_a_translation_alone_is_not_split(farahs: Editor) -> None:
    farahs.language = "fr"
    refused = farahs.press("split", "need", words="Un.\n---\nDeux.")
    assert "original language first" in refused.context["opened"]["refusal"]
    assert not re.search('value="(split|insert)"', farahs.open("need").text)


def test_a_deleted_paragraph_is_restored_below_the_text(farahs: Editor, draft: TextVersion) -> None:
    before = keys(farahs.browser.get(address(draft)).text)
    farahs.press("delete", "need")
    (one,) = farahs.browser.get(address(draft)).context["removals"]
    assert farahs.press("restore", event=str(one["event"].pk)).status_code == 302
    assert keys(farahs.browser.get(address(draft)).text) == before


def test_words_are_replaced_where_the_preview_was_marked(farahs: Editor, draft: TextVersion) -> None:
    page = farahs.browser.get(address(draft), {"find": "capacity-building", "replace": "capacity development"})
    places = [place["key"] for place in page.context["found"]["places"]]
    assert len(places) > 3
    marked = [f"{place['key']}:{place['fingerprint']}" for place in page.context["found"]["places"][:2]]
    farahs.press("replace", find="capacity-building", replace="capacity development", only=marked)
    changed = [key for key in places if "capacity development" in words(draft, key)]
    assert changed == places[:2]


def test_a_translator_sees_what_changed_in_the_original_since(
    farahs: Editor, draft: TextVersion, chen: User, browser_of: Browser
) -> None:
    farahs.press("save", "need", words=words(draft, "need") + " It is urgent.")
    chens = Editor(browser_of(chen), draft, "zh-hans")
    opened = chens.open("need").context["opened"]
    assert (opened["stale"], "<ins> It is urgent.</ins>" in opened["original"]["since"]) == (True, True)
    assert chens.press("confirm", "need").status_code == 302
    assert chens.open("need").context["opened"]["stale"] is False


def test_the_history_of_a_paragraph_tells_who_wrote_what(farahs: Editor, draft: TextVersion) -> None:
    farahs.press("save", "need", words="Words of Farah's.")
    (entry,) = farahs.open("need", history="1").context["opened"]["story"]
    kept = re.sub("<del>.*?</del>|</?ins>", "", entry["change"])
    assert (entry["by"], kept) == ("Farah", "Words of Farah&#x27;s.")


def test_a_released_version_is_shown_and_not_edited(plan: TextVersion, farah: User, browser_of: Browser) -> None:
    editor = Editor(browser_of(farah), plan)
    page = editor.open("need")
    assert (page.context["structure_open"], page.context["words_open"]) == (False, False)
    refused = editor.press("save", "need", words="Other words.")
    assert (refused.status_code, words(plan, "need") == "Other words.") == (400, False)


def test_of_a_released_version_whose_french_follows_only_what_can_be_done_is_offered(
    farahs: Editor, draft: TextVersion, farah: User
) -> None:
    farahs.press("delete", "need")
    actions.release(draft, by=farah, typeset=False, exception=True, later={"fr": None})
    french = {"words": "fr", "find": "renforcement", "replace": "développement"}

    def offered() -> list[bool]:
        html = farahs.browser.get(address(draft), french).text
        undo = re.search(r'value="undo"( disabled)?', html)
        return [bool(undo and not undo[1]), 'value="restore"' in html, 'value="replace"' in html]

    assert offered() == [False, False, True]
    farahs.press("undo")
    assert not draft.blocks.filter(key="need").exists()
    farahs.language = "fr"
    before = words(draft, "terms", "fr")
    assert farahs.press("save", "terms", words=f"{before} Encore.").status_code == 302
    assert offered() == [True, False, True]
    farahs.press("undo")
    assert (words(draft, "terms", "fr"), offered()) == (before, [False, False, True])
    french["words"] = "en"
    assert offered() == [False, False, False]


def test_a_missing_translation_is_added(farahs: Editor, draft: TextVersion) -> None:
    farahs.language = "zh-hans"
    with given():
        Wording.objects.get(block__version=draft, block__key="need", language="zh-hans").delete()
    assert farahs.press("save", "need", words="补译。").status_code == 302
    added = Wording.objects.get(block__version=draft, block__key="need", language="zh-hans")
    assert (added.words, added.translated_from) == (
        "补译。",
        Wording.objects.get(block__version=draft, block__key="need", language="en"),
    )


def test_nobody_else_edits(draft: TextVersion, browser_of: Browser, boris: User, clock: Any) -> None:
    with given():
        lakes = Process.objects.create(slug="lakes", name="Lakes", short_name="Lakes", body="Lakes")
    noors = Editor(browser_of(with_role("Noor", Role.TRANSLATOR, lakes)), draft)
    assert noors.press("save", "need", words="A stranger's words.", opened_with="").status_code in (403, 404)
    assert browser_of(boris).get(address(draft)).status_code in (403, 404)
    assert Client().get(address(draft)).status_code == 302


def test_a_part_alone_is_sent_to_the_script(farahs: Editor, draft: TextVersion) -> None:
    part = farahs.browser.get(address(draft), {"open": "need"}, headers={"X-Part": "paragraph"})
    assert part.text.lstrip().startswith('<section class="edited edited-opened')
    row = farahs.browser.post(
        address(draft), {"do": "look", "key": "need", "language": "en"}, headers={"X-Part": "row"}
    )
    assert (keys(row.text), "<html" in row.text) == (["need"], False)


def test_a_longer_text_asks_no_more_of_the_database(farahs: Editor, draft: TextVersion, farah: User) -> None:
    counts = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            farahs.open("need")
        counts.append(len(queries))
        for number in range(3):
            actions.insert_block(draft, "paragraph", after="mandate", by=farah, words={"en": f"Lake {number}."})
    assert counts[0] == counts[1]


def test_a_longer_history_is_not_read_to_show_the_page(
    farahs: Editor, draft: TextVersion, farah: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Event] = []
    from_db = Event.from_db

    def counted(*row: Any) -> Event:
        read.append(from_db(*row))
        return read[-1]

    monkeypatch.setattr(Event, "from_db", counted)
    counts = []
    for changes in (1, 5):
        for number in range(changes):
            farahs.press("save", "need", words=f"Words {changes} {number}.")
            farahs.press("undo")
        farahs.press("save", "need", words=f"Words {changes}.")
        read.clear()
        farahs.open("")
        counts.append(len(read))
    assert counts == [1, 1]
