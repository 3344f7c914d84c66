"""Several before the editor: nobody's words are overwritten, nothing that was typed is lost, nothing unseen is done."""

from __future__ import annotations

import re
from typing import Any

import pytest

from documents.models import Agreement, Attribution, TextVersion
from documents.texts import actions
from documents.texts.editor import unsaved

from .at_the_editor import Editor, address, keys, words

pytestmark = pytest.mark.slow
NEED = "Much is already being done. Too often, however,…"


def test_after_a_conflict_words_that_were_kept_can_be_saved(farahs: Editor, chens: Editor, draft: TextVersion) -> None:
    form = farahs.form("need")
    farahs.press("keep", "need", words="Farah's words.", **form)
    chens.press("save", "need", words="Chen's words.")
    refused = farahs.press("save", "need", words="Farah's words.", **form)
    assert (refused.status_code, refused.context["opened"]["words"]) == (409, "Farah's words.")
    again = farahs.open("need").context["opened"]
    assert (again["words"], again["theirs"]) == ("Farah's words.", "Chen's words.")
    assert "Chen has changed this paragraph since you opened it" in again["refusal"]
    form["opened_with"] = refused.context["opened"]["fingerprint"]
    assert farahs.press("save", "need", words="Farah's words.", **form).status_code == 302
    assert words(draft, "need") == "Farah's words."


@pytest.mark.parametrize("typed", ["An [open bracket", "Words of Farah's."])
def test_words_that_were_refused_are_there_when_it_is_opened_again(farahs: Editor, chens: Editor, typed: str) -> None:
    form = farahs.form("need")
    chens.press("save", "need", words="Chen's words.")
    assert farahs.press("save", "need", words=typed, **form).status_code == 409
    assert farahs.press("save", "need", words="An [open bracket").status_code == 400
    again = farahs.open("need").context["opened"]
    assert (again["words"], again["kept"]) == ("An [open bracket", True)


@pytest.mark.parametrize(
    ("do", "more"),
    [
        ("split", {"words": "Old words.\n---\nIn two."}),
        ("merge", {}),
        ("up", {}),
        ("delete", {}),
        ("kind", {"kind": "text", "alternative": "0"}),
        ("agree", {"agreed": "agreed"}),
        ("attribute", {"bracket": "1", "said": "several delegations"}),
    ],
)
def test_nothing_is_done_to_words_that_were_not_seen(
    do: str, more: dict[str, str], farahs: Editor, chens: Editor, draft: TextVersion
) -> None:
    form = farahs.form("need")
    chens.press("save", "need", words="Chen's [own] words.")
    before = actions.read_draft(draft)
    refused = farahs.press(do, "need", **more, **form)
    assert refused.status_code == 409
    assert "Chen has changed this paragraph" in refused.context["opened"]["refusal"]
    assert actions.read_draft(draft) == before
    assert (Agreement.objects.filter(version=draft).count(), Attribution.objects.filter(version=draft).count()) == (
        0,
        0,
    )


def test_who_has_typed_nothing_is_shown_the_words_that_stand_there_now(
    farahs: Editor, chens: Editor, draft: TextVersion
) -> None:
    form, seen = farahs.form("need"), words(draft, "need")
    chens.press("save", "need", words="Chen's words.")
    refused = farahs.press("up", "need", words=seen, **form)
    opened = refused.context["opened"]
    assert (refused.status_code, opened["words"], "kept" in opened) == (409, "Chen's words.", False)
    assert "nothing was done" in opened["refusal"]


@pytest.mark.parametrize(("do", "more"), [("confirm", {}), ("agree", {"agreed": "agreed"})])
def test_a_translation_is_not_confirmed_beside_an_original_that_was_not_seen(
    do: str, more: dict[str, str], farahs: Editor, chens: Editor
) -> None:
    chens.language = "zh-hans"
    farahs.press("save", "need", words="Farah's words.")
    form = chens.form("need")
    farahs.press("save", "need", words="Farah's other words.")
    refused = chens.press(do, "need", **more, **form)
    assert (refused.status_code, refused.context["opened"]["stale"]) == (409, True)
    assert "The original of this paragraph has changed" in refused.context["opened"]["refusal"]


def test_words_are_not_replaced_where_they_have_changed_since_the_preview(
    farahs: Editor, chens: Editor, draft: TextVersion
) -> None:
    asked = {"find": "the", "replace": "those"}
    page = farahs.open("", **asked)
    marked = [f"{place['key']}:{place['fingerprint']}" for place in page.context["found"]["places"]]
    chens.press("save", "need", words="All the words.")
    refused = farahs.press("replace", **asked, only=marked)
    assert (refused.status_code, "have changed since they were shown: 4." in refused.text) == (400, True)
    assert (words(draft, "need"), refused.context["found"]["wanted"]) == ("All the words.", "the")


@pytest.mark.parametrize(("do", "more"), [("up", {}), ("in", {}), ("kind", {"kind": "text", "alternative": "0"})])
def test_what_was_typed_and_not_saved_outlives_other_presses(do: str, more: dict[str, str], farahs: Editor) -> None:
    assert farahs.press(do, "need", words="Half a sent", new_words="And a new", **more).status_code == 302
    again = farahs.open("need").context["opened"]
    assert (again["words"], again["kept"], again["new_words"]) == ("Half a sent", True, "And a new")


@pytest.mark.parametrize(("key", "language"), [("need", "en"), ("terms", "en"), ("need", "fr"), ("terms", "fr")])
def test_paragraphs_are_not_merged_while_words_typed_in_them_are_unsaved(
    key: str, language: str, farahs: Editor, draft: TextVersion
) -> None:
    before = actions.read_draft(draft)
    farahs.language = language
    farahs.press("keep", key, words="Half a sent")
    farahs.language = "en"
    refused = farahs.press("merge", "need")
    assert "have not been saved" in refused.context["opened"]["refusal"]
    assert (refused.status_code, actions.read_draft(draft)) == (400, before)
    farahs.language = language
    assert farahs.open(key).context["opened"]["words"] == "Half a sent"
    farahs.press("forget", key, opened_with="")
    assert farahs.press("merge", "need").status_code == 302


def test_words_typed_and_merged_in_one_press_are_not_merged(farahs: Editor, draft: TextVersion) -> None:
    refused = farahs.press("merge", "need", words="Half a sent")
    assert (refused.status_code, refused.context["opened"]["words"]) == (400, "Half a sent")
    assert "terms" in keys(refused.text)


def test_a_closed_paragraph_says_what_was_typed_in_it_and_is_not_saved(farahs: Editor, draft: TextVersion) -> None:
    form = farahs.form("need")
    sent = {"key": "need", "language": "en", **form}
    typed = {"words": "Half a sent", "new_words": "And a new"}
    row = farahs.browser.post(address(draft), {"do": "look", **sent, **typed}, headers={"X-Part": "row"})
    page = farahs.open("")
    for html in (row.text, page.text):
        assert html.count("These words were typed here and have not been saved.") == 1
        assert re.findall(r"edited-change[^>]*>([^<]*)</p>", html) == ["Half a sent", "And a new"]
    saved = {"do": "save", **sent, "words": "A whole sentence.", "new_words": ""}
    row = farahs.browser.post(address(draft), saved, headers={"X-Part": "row"})
    assert "have not been saved" not in row.text + farahs.open("").text


def test_more_words_than_are_kept_are_refused_and_none_are_dropped(
    farahs: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unsaved, "MOST_KEPT", 2)
    for key in ("mandate", "terms"):
        farahs.press("keep", key, words=f"Half of {key}", opened_with="")
    form = farahs.form("need")
    told = farahs.press("keep", "need", words="Half of need", **form)
    refused = farahs.press("look", "need", words="Half of need", **form)
    says = "Words in more than 2 paragraphs have not been saved. Save or discard some of them first."
    assert (told.status_code, told.headers["Content-Type"], told.text) == (409, "text/plain; charset=utf-8", says)
    assert (refused.status_code, refused.context["opened"]["refusal"]) == (400, says)
    assert refused.context["opened"]["words"] == "Half of need"
    assert farahs.press("save", "need", words="The whole need.", **form).status_code == 302
    assert [farahs.open(key).context["opened"]["words"] for key in ("mandate", "terms")] == [
        "Half of mandate",
        "Half of terms",
    ]


def test_words_of_a_new_paragraph_outlive_the_saving_of_the_one_before(farahs: Editor) -> None:
    farahs.press("save", "need", words="A whole sentence.", new_words="And a new one.")
    opened = farahs.open("need").context["opened"]
    assert (opened["words"], opened["new_words"]) == ("A whole sentence.", "And a new one.")
    farahs.press("insert", "need", words="A whole sentence.", new_words="And a new one.", kind="paragraph")
    assert farahs.open("need").context["opened"]["new_words"] == ""


def test_words_for_the_beginning_are_kept_when_they_are_refused(farahs: Editor) -> None:
    refused = farahs.press("insert", new_words="An [open bracket", kind="paragraph")
    assert (refused.status_code, refused.context["first_words"]) == (400, "An [open bracket")


def test_words_typed_in_a_paragraph_that_was_deleted_are_shown(farahs: Editor, chens: Editor) -> None:
    form = farahs.form("need")
    chens.press("delete", "need")
    refused = farahs.press("save", "need", words="Farah's words.", new_words="More.", **form)
    assert (refused.status_code, refused.context["orphans"]) == (
        400,
        [{"key": "need", "words": "Farah's words.\n\nMore.", "name": NEED}],
    )
    assert "Farah&#x27;s words." in refused.text
    row = farahs.browser.post(refused.wsgi_request.path, {"do": "look", "key": "need"}, headers={"X-Part": "row"})
    assert row.status_code == 302
    farahs.press("forget", "need", opened_with="")
    assert farahs.open("").context["orphans"] == []


def test_what_was_typed_and_taken_back_is_not_kept(farahs: Editor, draft: TextVersion) -> None:
    form, there = farahs.form("need"), words(draft, "need")
    farahs.press("keep", "need", words="Half a sent", **form)
    farahs.press("keep", "need", words=there, **form)
    assert "kept" not in farahs.open("need").context["opened"]


class TestPresence:
    @pytest.fixture
    def others(self, chens: Editor) -> Any:
        return lambda: chens.open("need").context["opened"]["others"]

    def test_who_types_is_there_and_who_has_saved_or_closed_is_not(self, farahs: Editor, others: Any) -> None:
        for leaves in ("save", "look", "delete"):
            farahs.press("keep", "need", words="Half")
            assert others() == ["Farah"]
            farahs.press(leaves, "need", words=f"Words of one who will {leaves}.")
            if leaves != "delete":
                assert others() == []

    def test_who_opened_it_first_is_told_of_the_second_while_they_type(self, farahs: Editor, others: Any) -> None:
        form = farahs.form("need")
        alone = farahs.press("keep", "need", words="Half", **form)
        others()
        together = farahs.press("keep", "need", words="Half a sent", **form)
        assert (alone.status_code, together.status_code) == (204, 200)
        assert together.text == "This paragraph is also open with: Chen."

    def test_each_is_there_for_a_time_of_their_own(self, farahs: Editor, others: Any, clock: Any) -> None:
        clock("2004-11-20T10:00:00")
        form = farahs.form("need")
        clock("2004-11-20T10:01:40")
        assert others() == ["Farah"]
        clock("2004-11-20T10:02:10")
        assert others() == []
        farahs.press("keep", "need", words="Half", **form)
        clock("2004-11-20T10:04:00")
        assert others() == ["Farah"]


def test_a_press_that_tells_of_no_words_does_nothing(farahs: Editor) -> None:
    before = keys(farahs.open("").text)
    assert farahs.press("delete", "need", opened_with="").status_code == 409
    assert keys(farahs.open("").text) == before
