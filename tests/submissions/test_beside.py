"""Remarks on a released text are written beside its paragraphs, and saved as the form is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.models import Document, TextVersion
from documents.texts.models import Wording
from igsp_portal.foundations.access import Role
from igsp_portal.models import User
from meetings.models import Process
from submissions import actions
from submissions.contributions import ways_to_remark
from submissions.models import Call, FormVersion, Statement, SubmissionVersion
from submissions.states import PointsAt, QuestionKind

from ..attack.forms import form_of
from ..cast import given, with_role
from .addresses import at
from .questions import ask

pytestmark = pytest.mark.slow

Browser = Callable[[User], Client]


@pytest.fixture
def text(igsp: Process) -> TextVersion:
    """The newest released version of the draft plan."""
    versions = TextVersion.objects.released().filter(text__process=igsp, text__key="draft-plan")
    return versions.select_related("text").latest("number")


@pytest.fixture
def form(call: Call, text: TextVersion) -> FormVersion:
    more: dict[str, Any] = {"points_at": PointsAt.TEXT, "text_version": text, "proposes": True}
    form: FormVersion = call.form
    ask(form, "remarks", QuestionKind.STATEMENTS, label="Remarks", kinds=["remark", "wording"], **more)
    return form


@pytest.fixture
def draft(form: FormVersion, call: Call, kenya: Any, amina: User) -> SubmissionVersion:
    version = actions.begin(call, kenya, by=amina).draft
    assert version is not None
    return version


@pytest.fixture
def beside(draft: SubmissionVersion) -> str:
    return at("remarks", draft.submission.pk, "remarks")


def sent_by(page: str) -> dict[str, str]:
    """What the form of a page would send, of which no field has more than one value."""
    return {name: value for name, (value,) in form_of(page).items()}


def stands(text: TextVersion, key: str) -> str:
    words: str = text.blocks.get(key=key).wordings.get(language="en").words
    return words


def remarks(draft: SubmissionVersion) -> list[tuple[str, str, str, str]]:
    rows = Statement.objects.filter(version=draft, question="remarks").order_by("order")
    return [(row.block, row.kind, row.words, row.proposed) for row in rows]


def write(browser: Client, beside: str, key: str, **fields: str) -> Any:
    """Press the button of a paragraph, fill in the fields that open there, and save."""
    opened = browser.post(beside, sent_by(browser.get(beside).content.decode()) | {"do": f"remark-{key}"})
    place = opened["Location"]
    sent = sent_by(browser.get(place).content.decode())
    row = int(sent["statements-TOTAL_FORMS"]) - 1
    said = {f"statements-{row}-{name}": value for name, value in fields.items()}
    return browser.post(place, sent | said | {"do": "save"})


def test_the_form_leads_to_the_text_and_saves_what_was_written_first(
    draft: SubmissionVersion, text: TextVersion, beside: str, amina: User, browser_of: Browser
) -> None:
    browser, address = browser_of(amina), at("write", draft.submission.pk)
    page = browser.get(address).content.decode()
    assert 'name="do" value="beside-remarks"' in page
    answer = browser.post(address, sent_by(page) | {"title": "On the plan", "do": "beside-remarks"})
    assert answer["Location"] == beside
    draft.refresh_from_db()
    assert draft.title == "On the plan"
    shown = browser.get(beside)
    keys = [block["anchor"] for block in shown.context["body"]["blocks"]]
    assert keys == [key for key in text.blocks.order_by("order").values_list("key", flat=True) if key in keys]
    assert shown.content.decode().count("Write a remark</button>") > 5


def test_a_remark_is_written_beside_its_paragraph_and_stands_in_the_form_too(
    draft: SubmissionVersion, text: TextVersion, beside: str, amina: User, browser_of: Browser
) -> None:
    browser = browser_of(amina)
    proposed = stands(text, "need").replace(".", ", without delay.", 1)
    answer = write(browser, beside, "need", kind="wording", words="It is urgent.", proposed=proposed)
    assert answer.status_code == 302
    assert remarks(draft) == [("need", "wording", "It is urgent.", proposed)]
    assert Statement.objects.get(version=draft).text_version == text
    # Said again and beside another paragraph; what stands as it did is not proposed.
    write(browser, beside, "need", kind="remark", words="And it is late.")
    write(browser, beside, "terms", kind="remark", words="Define them.")
    assert [(block, words, bool(changed)) for block, _kind, words, changed in remarks(draft)] == [
        ("need", "It is urgent.", True),
        ("need", "And it is late.", False),
        ("terms", "Define them.", False),
    ]
    assert [row.rank for row in Statement.objects.filter(version=draft).order_by("order")] == [1, 2, 3]
    page = browser.get(at("write", draft.submission.pk)).content.decode()
    assert ("And it is late." in page, '<option value="terms" selected>' in page) == (True, True)


def test_what_says_nothing_is_no_remark_and_one_is_removed(
    draft: SubmissionVersion, beside: str, amina: User, browser_of: Browser
) -> None:
    browser = browser_of(amina)
    write(browser, beside, "need", kind="remark")
    assert remarks(draft) == []
    write(browser, beside, "need", kind="remark", words="Stay.")
    write(browser, beside, "terms", kind="remark", words="Go.")
    sent = sent_by(browser.get(beside).content.decode())
    at_terms = next(name for name, value in sent.items() if value == "terms").removesuffix("block")
    browser.post(beside, sent | {f"{at_terms}DELETE": "on", "do": "form"})
    assert remarks(draft) == [("need", "remark", "Stay.", "")]


def test_nothing_else_of_the_draft_is_touched(
    draft: SubmissionVersion, beside: str, amina: User, browser_of: Browser, institutions: Any
) -> None:
    posts = actions.Said("Permanent posts.", institutions)
    actions.save_draft(draft, by=amina, title="Needs", introduction="We write.", consent=True, statements=[posts])
    write(browser_of(amina), beside, "need", kind="remark", words="It is urgent.")
    draft = SubmissionVersion.objects.get(pk=draft.pk)
    assert (draft.title, draft.introduction, draft.consent) == ("Needs", "We write.", True)
    assert [row.words for row in draft.statements.order_by("order")] == ["Permanent posts.", "It is urgent."]


def test_of_two_who_write_nobody_loses_a_word(
    draft: SubmissionVersion, beside: str, amina: User, boris: User, browser_of: Browser
) -> None:
    mine, theirs = browser_of(amina), browser_of(boris)
    write(mine, beside, "need", kind="remark", words="As it was.")
    write(mine, beside, "terms", kind="remark", words="Define them.")
    before = sent_by(mine.get(beside).content.decode())
    theirs.post(beside, before | {"statements-0-words": "By Boris.", "do": "save"})
    answer = mine.post(
        beside, before | {"statements-0-words": "By Amina.", "statements-1-words": "Define all.", "do": "save"}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert ("By Amina." in page, "By Boris." in page, 'class="theirs' in page or "theirs" in page) == (True, True, True)
    assert [row[2] for row in remarks(draft)] == ["By Boris.", "Define all."]
    mine.post(beside, sent_by(page) | {"do": "save"})
    assert [row[2] for row in remarks(draft)] == ["By Amina.", "Define all."]


def test_it_saves_itself_while_one_writes(
    draft: SubmissionVersion, beside: str, amina: User, browser_of: Browser
) -> None:
    browser = browser_of(amina)
    page = f"{beside}?at=need"
    sent = sent_by(browser.get(page).content.decode()) | {"statements-0-words": "It is ur"}
    told = browser.post(page, sent, headers={"Accept": "application/json"}).json()
    assert (told["whole"], list(told["was"])) == (True, ["statements-0"])
    sent |= {"statements-0-was": told["was"]["statements-0"], "revision": str(told["revision"])}
    sent["statements-0-words"] = "It is urgent."
    assert browser.post(page, sent, headers={"Accept": "application/json"}).json()["whole"]
    assert remarks(draft) == [("need", "remark", "It is urgent.", "")]


def test_what_cannot_be_saved_stays_beside_its_paragraph(
    draft: SubmissionVersion, beside: str, amina: User, browser_of: Browser
) -> None:
    words = "word " * 1001
    answer = write(browser_of(amina), beside, "need", kind="remark", words=words)
    page = answer.content.decode()
    assert (answer.status_code, words.strip() in page, "data-unsaved" in page) == (200, True, True)
    blocks = {block["anchor"]: block for block in answer.context["body"]["blocks"]}
    assert words.strip() in blocks["need"]["beside"]
    assert remarks(draft) == []


def test_a_remark_is_saved_on_a_paragraph_longer_than_any_wording(
    draft: SubmissionVersion, text: TextVersion, beside: str, amina: User, browser_of: Browser
) -> None:
    with given():
        QuerySet(Wording).filter(block__version=text, block__key="need", language="en").update(words="word " * 1001)
    browser = browser_of(amina)
    assert sent_by(browser.get(f"{beside}?at=need").content.decode())["statements-0-proposed"] == ""
    assert write(browser, beside, "need", kind="remark", words="It is long.").status_code == 302
    assert remarks(draft) == [("need", "remark", "It is long.", "")]


def test_what_was_left_as_it_stood_is_proposed_neither_once_the_draft_is_in_another_language(
    draft: SubmissionVersion, beside: str, amina: User, boris: User, browser_of: Browser
) -> None:
    browser = browser_of(amina)
    sent = sent_by(browser.get(f"{beside}?at=need").content.decode()) | {"statements-0-words": "It is urgent."}
    actions.save_draft(draft, by=boris, title="Sur le plan", language="fr")
    browser.post(f"{beside}?at=need", sent | {"do": "save"})
    assert remarks(draft) == [("need", "remark", "It is urgent.", "")]


def test_a_long_text_is_read_in_parts_and_a_button_leads_on_with_all_saved(
    draft: SubmissionVersion, beside: str, amina: User, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("documents.texts.in_parts.MOST", 2000)
    browser = browser_of(amina)
    first = browser.get(beside)
    assert len(first.context["parts"]) > 1
    last = len(first.context["parts"])
    keys = [block["anchor"] for block in browser.get(f"{beside}?part={last}").context["body"]["blocks"]]
    key = next(
        key for key in reversed(keys) if f"remark-{key}" in browser.get(f"{beside}?part={last}").content.decode()
    )
    opened = browser.get(f"{beside}?at={key}")
    assert (opened.context["part"], opened.context["formset"].total_form_count()) == (last, 1)
    sent = sent_by(opened.content.decode()) | {"statements-0-words": "In the last part.", "do": "part-2"}
    assert browser.post(f"{beside}?part={last}", sent)["Location"] == f"{beside}?part=2"
    assert [row[0] for row in remarks(draft)] == [key]
    assert "In the last part." not in first.content.decode()


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_the_text_is_in_the_language_of_its_reader_and_the_wording_in_that_of_the_draft(
    draft: SubmissionVersion,
    text: TextVersion,
    beside: str,
    amina: User,
    browser_of: Browser,
    language: str,
    direction: str,
) -> None:
    page = browser_of(amina).get(f"{beside.replace('/en/', f'/{language}/')}?at=need")
    assert page.context["body"].get("dir") is None
    assert f'<div class="remarks" lang="{language}" dir="{direction}">' in page.content.decode()
    assert sent_by(page.content.decode())["statements-0-proposed"] == stands(text, "need")
    worded = text.blocks.get(key="need").wordings.get(language=language).words
    assert worded[:40] in page.content.decode()


def test_who_may_not_read_the_text_or_write_the_draft_reads_nothing_here(
    draft: SubmissionVersion, text: TextVersion, beside: str, amina: User, goran: User, browser_of: Browser
) -> None:
    statuses = [browser_of(person).get(beside).status_code for person in (amina, goran)]
    statuses.append(browser_of(amina).get(at("remarks", draft.submission.pk, "statements")).status_code)
    with given():
        QuerySet(Document).filter(text_version=text).update(distribution="restricted")
        QuerySet(Document).filter(text_version=text).update(state="planned")
    statuses.append(browser_of(amina).get(beside).status_code)
    page = browser_of(amina).get(at("write", draft.submission.pk)).content.decode()
    assert (statuses, "beside-remarks" in page) == ([200, 404, 404, 404], False)


def test_three_remarks_cost_as_many_queries_as_one(
    draft: SubmissionVersion, beside: str, amina: User, browser_of: Browser
) -> None:
    browser, costs = browser_of(amina), []
    for key in ("need", "terms", "nature"):
        write(browser, beside, key, kind="remark", words="Said.")
        with CaptureQueriesContext(connection) as captured:
            browser.get(beside)
        costs.append(len(captured))
    assert costs[0] == costs[2]


def test_of_another_process_only_the_paragraphs_asked_about_are_remarked_on(
    inc: Process, browser_of: Browser, clock: Callable[[str], None]
) -> None:
    call = inc.calls.get(key="articles")
    clock(f"{call.opens_at:%Y-%m-%d}T23:00")
    party = call.addressees().exclude(submissions__call=call)[0]
    ines = with_role("Ines", Role.FOCAL_POINT, inc, party)
    draft = actions.begin(call, party, by=ines).draft
    assert draft is not None
    browser = browser_of(ines)
    beside = reverse("submissions:remarks", args=["inc", draft.submission.pk, "articles"])
    page = browser.get(beside).content.decode()
    assert [key for key in ("objective", "marking") if f'value="remark-{key}"' in page] == ["objective", "marking"]
    assert page.count('value="remark-') == 2
    write(browser, beside, "marking", kind="gap", words="Who marks?", proposed="Parties mark their gear.")
    (row,) = draft.statements.all()
    assert (row.block, row.kind, row.proposed) == ("marking", "gap", "Parties mark their gear.")


def test_the_page_of_the_text_leads_those_who_may_draft_there(
    draft: SubmissionVersion,
    text: TextVersion,
    beside: str,
    call: Call,
    amina: User,
    goran: User,
    client: Client,
    browser_of: Browser,
    clock: Callable[[str], None],
) -> None:
    def ways(browser: Client) -> list[str]:
        further = browser.get(text.get_absolute_url()).context["further"]
        return [way["url"] for way in further if way["label"].startswith("Write a remark")]

    assert ways(browser_of(amina)) == [beside]
    assert ways(browser_of(goran)) == [call.get_absolute_url()]
    assert ways(client) == []
    with given():
        Call.objects.filter(pk=call.pk).update(hard_closes_at="2004-10-29T14:00Z")
    clock("2004-11-01T12:00")
    assert ways(browser_of(amina)) == []


def test_of_a_draft_on_an_earlier_form_the_page_of_the_text_leads_to_its_own_question(
    draft: SubmissionVersion,
    form: FormVersion,
    text: TextVersion,
    beside: str,
    call: Call,
    amina: User,
    browser_of: Browser,
) -> None:
    def ways() -> list[str]:
        further = browser_of(amina).get(text.get_absolute_url()).context["further"]
        return [way["url"] for way in further if way["label"].startswith("Write a remark")]

    with given():
        newer = call.forms.create(number=form.number + 1, opened_at=form.opened_at)
    on_text: dict[str, Any] = {"points_at": PointsAt.TEXT, "text_version": text, "kinds": ["remark"]}
    ask(newer, "anew", QuestionKind.STATEMENTS, **on_text)
    assert ways() == [beside]
    assert browser_of(amina).get(beside).status_code == 200
    with given():
        form.questions.filter(key="remarks").delete()
    assert ways() == [call.get_absolute_url()]


def test_several_calls_on_a_text_cost_as_many_queries_as_one(
    draft: SubmissionVersion, text: TextVersion, call: Call, amina: User
) -> None:
    costs = []
    list(ways_to_remark(text, amina))  # what is asked once of a person
    for key in ("", "second", "third"):
        if key:
            with given():
                other = Call.objects.get(pk=call.pk)
                other.pk, other.key, other._state.adding = None, key, True
                other.save()
            ask(other.form, "remarks", QuestionKind.STATEMENTS, kinds=["remark"], **on(text))
        with CaptureQueriesContext(connection) as captured:
            list(ways_to_remark(text, amina))
        costs.append(len(captured))
    assert costs[0] == costs[2]


def on(text: TextVersion) -> dict[str, Any]:
    return {"points_at": PointsAt.TEXT, "text_version": text}
