"""The form: written, saved by whatever button, reviewed and filed, and nothing written is lost."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.http import urlencode

from igsp_portal.models import User
from meetings.models import Component
from submissions import stating
from submissions.actions import Said
from submissions.models import Call, Submission, SubmissionVersion
from submissions.sizes import MOST_STATEMENTS

from ..cast import given
from .addresses import at
from .sent import words

pytestmark = pytest.mark.slow

MARK = '<span class="asteriskField">*</span>'

Browser = Callable[[User], Client]
Write = Callable[..., SubmissionVersion]


def test_a_focal_point_writes_reviews_and_files(
    call: Call, amina: User, browser_of: Browser, institutions: Component
) -> None:
    browser = browser_of(amina)
    browser.post(at("begin", "needs", "ken"))
    draft = Submission.objects.get(call=call).draft
    assert draft is not None
    pk = draft.submission.pk
    answer = browser.post(at("write", pk), words(draft, institutions, do="review"))
    assert answer["Location"] == at("file", pk)
    review = browser.get(at("file", pk)).content.decode()
    assert "Permanent posts." in review
    draft.refresh_from_db()
    filing = {"version": "1", "revision": str(draft.revision)}
    assert browser.post(at("file", pk), filing)["Location"] == at("receipt", pk) + "?version=1"
    assert browser.post(at("file", pk), filing)["Location"] == at("receipt", pk) + "?version=1"
    assert SubmissionVersion.objects.filed().filter(submission=pk).count() == 1
    assert "IGSP-2004-0012" in browser.get(at("receipt", pk)).content.decode()


def test_a_drafter_writes_but_does_not_file(
    draft: SubmissionVersion, write: Write, boris: User, browser_of: Browser
) -> None:
    revision = write(draft, by=boris).revision
    browser = browser_of(boris)
    answer = browser.post(at("file", draft.submission.pk), {"version": "1", "revision": str(revision)})
    assert answer.status_code == 403
    draft.refresh_from_db()
    assert draft.is_filed is False


def test_one_party_cannot_begin_in_the_name_of_another(call: Call, goran: User, browser_of: Browser) -> None:
    assert browser_of(goran).post(at("begin", "needs", "ken")).status_code == 403
    assert Submission.objects.filter(call=call).count() == 0


def test_a_number_in_an_address_makes_no_more_rows_than_may_be(
    draft: SubmissionVersion, amina: User, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def new_key() -> str:
        made.append(f"s{len(made)}")
        return made[-1]

    monkeypatch.setattr(stating, "new_key", new_key)
    browser_of(amina).get(at("write", draft.submission.pk), {"of": "statements", "rows": "5000"})
    assert len(made) == MOST_STATEMENTS


def test_another_statement_is_added_by_a_button_and_all_that_was_written_is_saved(
    draft: SubmissionVersion, amina: User, browser_of: Browser, institutions: Component
) -> None:
    browser = browser_of(amina)
    answer = browser.post(at("write", draft.submission.pk), words(draft, institutions, do="add"), follow=True)
    assert answer.content.decode().count("statements-2-words") > 0
    assert [s.words for s in draft.statements.all()] == ["Permanent posts."]


def test_a_form_that_cannot_be_saved_comes_back_with_every_word(
    draft: SubmissionVersion, amina: User, browser_of: Browser, institutions: Component
) -> None:
    sent = words(draft, institutions, title="T" * 301, **{"statements-0-rank": "many"})
    page = browser_of(amina).post(at("write", draft.submission.pk), sent).content.decode()
    assert "T" * 301 in page
    assert "Permanent posts." in page
    assert 'value="many"' in page


@pytest.mark.parametrize("wrong", [{"statements-1-rank": "0"}, {"statements-0-rank": "many"}])
def test_a_wrong_rank_is_marked_and_all_else_is_saved(
    wrong: dict[str, str], draft: SubmissionVersion, amina: User, browser_of: Browser, institutions: Component
) -> None:
    answer = browser_of(amina).post(at("write", draft.submission.pk), words(draft, institutions, do="review", **wrong))
    draft.refresh_from_db()
    assert draft.title == "Needs of Kenya"
    assert [(s.words, s.component, s.rank) for s in draft.statements.all()] == [("Permanent posts.", institutions, 1)]
    ((field, value),) = wrong.items()
    page = answer.content.decode()
    assert "What you wrote has been saved, but not everything else." in page
    assert re.findall(r'id="id_(statements-[^"]+)_error"', page) == [field]
    assert f'value="{value}"' in page
    assert f'name="revision" value="{draft.revision}"' in page


def test_a_component_that_is_there_no_longer_is_marked_and_all_else_is_saved(
    draft: SubmissionVersion, amina: User, browser_of: Browser, institutions: Component
) -> None:
    gone = words(draft, institutions, **{"statements-0-component": "999999"})
    page = browser_of(amina).post(at("write", draft.submission.pk), gone).content.decode()
    assert [(s.words, s.component) for s in draft.statements.all()] == [("Permanent posts.", None)]
    assert re.findall(r'id="id_(statements-[^"]+)_error"', page) == ["statements-0-component"]


@pytest.mark.parametrize("figures", ["", "9" * 10, "9" * 5000])
def test_a_number_that_is_none_of_ours_is_refused_politely(
    figures: str,
    draft: SubmissionVersion,
    write: Write,
    amina: User,
    browser_of: Browser,
    institutions: Component,
) -> None:
    write(draft)
    draft.refresh_from_db()
    browser, pk = browser_of(amina), draft.submission.pk
    filing = browser.post(at("file", pk), {"version": str(draft.number), "revision": figures})
    saving = browser.post(at("write", pk), words(draft, institutions, detach=figures))
    again = browser.post(at("write", pk), words(draft, institutions, title="Others", revision=figures))
    opened = browser.get(at("write", pk), {"rows": figures})
    assert [answer.status_code for answer in (filing, saving, again, opened)] == [409, 302, 409, 200]
    draft.refresh_from_db()
    assert not draft.is_filed


def test_a_colleague_s_words_are_not_overwritten_unseen(
    draft: SubmissionVersion, write: Write, amina: User, boris: User, browser_of: Browser, institutions: Component
) -> None:
    opened = draft.revision
    theirs = write(draft, by=boris, title="Written by Boris")
    browser, address = browser_of(amina), at("write", draft.submission.pk)
    answer = browser.post(address, words(draft, institutions, title="Written by Amina", revision=str(opened)))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Boris has changed the same answers since you opened them." in page
    assert "Written by Boris" in page
    assert "Written by Amina" in page
    draft.refresh_from_db()
    assert draft.title == "Written by Boris"
    browser.post(address, words(draft, institutions, title="Both", revision=str(theirs.revision)))
    draft.refresh_from_db()
    assert draft.title == "Both"


def test_the_form_has_no_inline_style_or_script(draft: SubmissionVersion, amina: User, browser_of: Browser) -> None:
    page = browser_of(amina).get(at("write", draft.submission.pk)).content.decode()
    assert [mark for mark in ("style=", "onclick") if mark in page] == []
    assert [body for body in re.findall(r"<script[^>]*>(.*?)</script>", page, re.DOTALL) if body] == []
    assert re.findall(r"<script(?![^>]* src=)[^>]*>", page) == []


def test_components_of_the_mandate_are_offered_in_their_groups(
    draft: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    page = browser_of(amina).get(at("write", draft.submission.pk)).content.decode()
    assert '<optgroup label="(a) Capacity-building and training">' in page
    assert "(a)(i) Strengthening national institutions" in page


def test_too_many_saves_are_paused(
    draft: SubmissionVersion,
    amina: User,
    browser_of: Browser,
    institutions: Component,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from igsp_portal.foundations.forms import limits

    monkeypatch.setattr(limits, "allows", lambda limit, who: False)
    answer = browser_of(amina).post(at("write", draft.submission.pk), words(draft, institutions))
    assert answer.status_code == 429
    assert answer["Retry-After"] == "3600"


def test_a_limit_counts_for_each_person(settings: Any) -> None:
    from igsp_portal.foundations.forms.limits import Limit, allows

    limit = Limit("try", acts=2, seconds=3600)
    assert [allows(limit, "user:1") for _ in range(3)] == [True, True, False]
    assert allows(limit, "user:2") is True


def test_what_filing_needs_is_marked_and_no_browser_asks_for_it_of_a_draft(
    draft: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    page = browser_of(amina).get(at("write", draft.submission.pk))
    form, row = page.context["form"], page.context["formset"][0]
    marked = [f.html_name for f in [*form, *row] if f.field.widget.attrs.get("aria-required") == "true"]
    shown = page.content.decode()
    assert marked == ["title", "language", "statements-0-component", "statements-0-kind", "statements-0-words"]
    assert "Title" + MARK in shown
    assert "Your text" + MARK in shown
    assert "Fields marked * are required for filing." in shown
    assert re.findall(r"<[^>]*\srequired[\s=>]", shown) == []


def test_the_review_lists_what_is_missing_with_the_way_to_each_field(
    draft: SubmissionVersion, write: Write, amina: User, browser_of: Browser, institutions: Component
) -> None:
    write(draft, title="", statements=[Said("", institutions), Said("Words without a component")])
    browser, address = browser_of(amina), at("write", draft.submission.pk)
    review = browser.get(at("file", draft.submission.pk))
    assert review.context["problems"] == {
        "The title is missing.": f"{address}#id_title",
        "Statement 1 is empty.": f"{address}#id_statements-0-words",
        (
            "Statement 2 does not say to which component of the mandate it relates."
        ): f"{address}#id_statements-1-component",
    }
    form = browser.get(address).content.decode()
    ids = [url.split("#")[1] for url in review.context["problems"].values()]
    assert [place for place in ids if f'id="{place}"' in form] == ids
    assert f'<a href="{address}#id_title">The title is missing.</a>' in review.content.decode()


@pytest.mark.parametrize(("title", "place"), [("", "id_title"), ("Needs", "question-statements")])
def test_an_almost_empty_draft_leads_to_the_field_to_begin_with(
    title: str, place: str, draft: SubmissionVersion, write: Write, amina: User, browser_of: Browser
) -> None:
    write(draft, title=title, statements=[])
    review = browser_of(amina).get(at("file", draft.submission.pk))
    assert [url.split("#")[1] for url in review.context["problems"].values()] == [place]


@pytest.mark.parametrize("field", ["statements-0-words", "introduction", "title"])
def test_no_field_of_words_is_cut_short_by_the_browser(
    field: str, draft: SubmissionVersion, amina: User, browser_of: Browser, institutions: Component
) -> None:
    browser, address = browser_of(amina), at("write", draft.submission.pk)
    pasted = "и" * 20_001
    assert "maxlength" not in browser.get(address).content.decode().replace('maxlength="1000"', "")
    page = browser.post(address, words(draft, institutions, **{field: pasted})).content.decode()
    assert pasted in page
    assert "(it has 20001)" in page


def test_a_line_break_counts_as_one_character(
    draft: SubmissionVersion, amina: User, browser_of: Browser, institutions: Component
) -> None:
    said = {"statements-0-words": "a\r\n" * 2_500}
    browser_of(amina).post(at("write", draft.submission.pk), words(draft, institutions, **said))
    assert [len(s.words) for s in draft.statements.all()] == [4_999]


def test_the_review_names_the_language_in_the_language_of_its_reader(
    draft: SubmissionVersion, write: Write, amina: User, browser_of: Browser
) -> None:
    write(draft, language="ar")
    assert "Version 1 (Arabic)." in browser_of(amina).get(at("file", draft.submission.pk)).content.decode()


def test_past_the_deadline_no_page_says_that_the_call_closed_and_the_button_says_that_it_is_late(
    draft: SubmissionVersion, write: Write, amina: User, browser_of: Browser, clock: Callable[[str], None]
) -> None:
    write(draft)
    browser, pages = browser_of(amina), [at(page, draft.submission.pk) for page in ("write", "file")]
    assert "marked late</button>" not in browser.get(pages[1]).content.decode()
    clock("2004-11-04T12:00")
    late = [browser.get(page).content.decode() for page in [*pages, at("call", "needs")]]
    assert [page.count("closed 5 days ago") for page in late] == [0, 0, 0]
    assert [page.count("late submissions are still received") > 0 for page in late] == [True, True, True]
    assert "File for Kenya, marked as late</button>" in late[1]


def test_the_review_warns_of_statements_ranked_alike_and_files_them(
    draft: SubmissionVersion, write: Write, amina: User, browser_of: Browser, institutions: Component
) -> None:
    browser, address = browser_of(amina), at("file", draft.submission.pk)
    write(draft)
    assert "the same rank" not in browser.get(address).content.decode()
    write(draft, statements=[Said(f"Words {rank}", institutions, "need", rank) for rank in (2, 1, 2, 3, 1, 1)])
    page = browser.get(address).content.decode()
    assert "Several statements have the same rank: 1, 2." in page
    assert "File for Kenya</button>" in page


def test_one_choice_is_marked_in_each_list_of_a_form(
    draft: SubmissionVersion, write: Write, amina: User, browser_of: Browser, institutions: Component
) -> None:
    write(draft, statements=[Said("Words", institutions, "need", 1), Said("More words", None, "gap", 2)])
    page = browser_of(amina).get(at("write", draft.submission.pk)).content.decode()
    lists = re.findall(r"<select[^>]*>(.*?)</select>", page, re.DOTALL)
    assert [words.count(" selected") for words in lists if "<optgroup" in words] == [1] * 3
    marked = [re.findall(r'value="(\d*)" selected', words) for words in lists if "<optgroup" in words]
    assert marked == [[str(institutions.pk)], [""], [""]]


def press(browser: Client, address: str, **fields: str) -> None:
    """Send a form as browsers do that has no files; a token is always in it."""
    content = urlencode({"csrfmiddlewaretoken": "a" * 64, **fields})
    browser.post(address, content, content_type="application/x-www-form-urlencoded")


def test_whoever_pressed_in_time_is_in_time_however_late_the_portal_came_to_it(
    draft: SubmissionVersion,
    write: Write,
    amina: User,
    browser_of: Browser,
    clock: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from igsp_portal.foundations.forms import limits

    def slowly(*args: Any) -> bool:
        clock("2004-10-29T14:00:06")
        return True

    revision, browser = write(draft).revision, browser_of(amina)
    monkeypatch.setattr(limits, "allows", slowly)
    clock("2004-10-29T13:59:58")
    press(browser, at("file", draft.submission.pk), version="1", revision=str(revision))
    draft.refresh_from_db()
    assert (draft.filed_at, draft.late) == (dt.datetime(2004, 10, 29, 13, 59, 58, tzinfo=dt.UTC), False)


@pytest.mark.parametrize("act", ["begin", "revise"])
def test_what_was_begun_in_time_is_begun_however_late_the_portal_came_to_it(
    act: str,
    filed: Submission,
    goran: User,
    amina: User,
    browser_of: Browser,
    clock: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from igsp_portal.foundations.forms import limits

    def slowly(*args: Any) -> bool:
        clock("2004-10-29T14:00:06")
        return True

    with given():
        Call.objects.filter(pk=filed.call.pk).update(hard_closes_at=filed.call.closes_at)
    person, address = (goran, at("begin", "needs", "hrv")) if act == "begin" else (amina, at("revise", filed.pk))
    browser = browser_of(person)
    monkeypatch.setattr(limits, "allows", slowly)
    clock("2004-10-29T13:59:58")
    press(browser, address)
    assert SubmissionVersion.objects.filter(submission__call=filed.call, filed_at=None).count() == 1
