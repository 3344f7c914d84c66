"""Two people write one draft: what each changes is saved, and where both changed the same, both are shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from igsp_portal.models import User
from submissions import actions
from submissions.models import SubmissionVersion

from ..attack.forms import form_of
from .addresses import at

pytestmark = pytest.mark.slow

Browser = Callable[[User], Client]
Write = Callable[..., SubmissionVersion]


@pytest.fixture
def both(
    draft: SubmissionVersion, write: Write, amina: User, boris: User, browser_of: Browser
) -> Callable[..., tuple[Any, Any]]:
    """What Boris and then Amina are answered, who both opened the form of a draft with two statements."""
    write(draft)
    address = at("write", draft.submission.pk)
    opened = {person: form_of(browser_of(person).get(address).content.decode()) for person in (boris, amina)}

    def send(theirs: dict[str, Any], mine: dict[str, Any]) -> tuple[Any, Any]:
        first = browser_of(boris).post(address, opened[boris] | theirs | {"do": "save"})
        return first, browser_of(amina).post(address, opened[amina] | mine | {"do": "save"})

    return send


def said(draft: SubmissionVersion) -> tuple[str, list[str]]:
    draft.refresh_from_db()
    return draft.title, [statement.words for statement in draft.statements.all()]


POSTS, TRAIN = "Permanent posts for monitoring.", "Train the trainers."


@pytest.mark.parametrize(
    ("theirs", "mine", "stands"),
    [
        ({"title": "By Boris"}, {"statements-0-words": "Posts."}, ("By Boris", ["Posts.", TRAIN])),
        ({"statements-1-words": "Teach."}, {"statements-0-words": "Posts."}, ("Needs of Kenya", ["Posts.", "Teach."])),
        ({"title": "Same"}, {"title": "Same"}, ("Same", [POSTS, TRAIN])),
        ({"statements-2-words": "A."}, {"statements-2-words": "B."}, ("Needs of Kenya", [POSTS, TRAIN, "A.", "B."])),
        ({"statements-0-DELETE": "on"}, {"statements-1-words": "Teach."}, ("Needs of Kenya", ["Teach."])),
        ({"statements-0-DELETE": "on"}, {"title": "By Amina"}, ("By Amina", [TRAIN])),
    ],
)
def test_what_each_changed_is_saved(
    theirs: dict[str, str], mine: dict[str, str], stands: Any, draft: SubmissionVersion, both: Any
) -> None:
    assert [answer.status_code for answer in both(theirs, mine)] == [302, 302]
    assert said(draft) == stands


@pytest.mark.parametrize(
    ("theirs", "mine", "stands", "shown"),
    [
        ({"title": "By Boris"}, {"title": "By Amina"}, ("By Boris", [POSTS, TRAIN]), "By Boris"),
        (
            {"statements-0-words": "Cars."},
            {"statements-0-words": "Posts."},
            ("Needs of Kenya", ["Cars.", TRAIN]),
            "Cars.",
        ),
        ({"statements-0-words": "Cars."}, {"statements-0-DELETE": "on"}, ("Needs of Kenya", ["Cars.", TRAIN]), "Cars."),
        (
            {"statements-0-DELETE": "on"},
            {"statements-0-words": "Posts."},
            ("Needs of Kenya", [TRAIN]),
            "Boris has emptied or removed this meanwhile.",
        ),
    ],
)
def test_where_both_changed_the_same_theirs_stands_and_is_shown_beside_mine_and_all_else_is_saved(
    theirs: dict[str, str], mine: dict[str, str], stands: Any, shown: str, draft: SubmissionVersion, both: Any
) -> None:
    _first, answer = both(theirs, mine | {"introduction": "From Amina"})
    page = answer.content.decode()
    beside = page[page.index('class="notice notice-late theirs"') :].partition("</div>\n</div>")[0]
    assert answer.status_code == 409
    assert shown in beside
    assert page.count('class="notice notice-late theirs"') == 1
    assert said(draft) == stands
    assert draft.introduction == "From Amina"
    ((name, value),) = mine.items()
    assert form_of(page)[name] == [value]


def test_saving_again_replaces_knowingly(draft: SubmissionVersion, both: Any, amina: User, browser_of: Browser) -> None:
    _first, answer = both({"statements-0-words": "Cars."}, {"statements-0-words": "Posts."})
    again = form_of(answer.content.decode()) | {"do": "save"}
    assert browser_of(amina).post(at("write", draft.submission.pk), again).status_code == 302
    assert said(draft) == ("Needs of Kenya", ["Posts.", TRAIN])


def test_a_form_sent_twice_is_saved_once(draft: SubmissionVersion, amina: User, browser_of: Browser) -> None:
    browser, address = browser_of(amina), at("write", draft.submission.pk)
    sent = form_of(browser.get(address).content.decode()) | {"title": "Needs", "statements-0-words": "Posts."}
    assert [browser.post(address, sent | {"do": "save"}).status_code for _time in range(2)] == [302, 302]
    assert said(draft) == ("Needs", ["Posts."])
    assert draft.revision == 1


# The form that saves itself


SCRIPT = {"accept": "application/json"}


def test_a_form_that_saves_itself_is_told_what_is_stored(
    draft: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    browser, address = browser_of(amina), at("write", draft.submission.pk)
    sent = form_of(browser.get(address).content.decode()) | {"title": "Needs", "statements-1-words": "Posts."}
    answer = browser.post(address, sent, headers=SCRIPT)
    told = answer.json()
    marks = {f"{name}-was": [value] for name, value in told.pop("was").items()}
    shown = form_of(browser.get(address).content.decode())
    assert (answer.status_code, told) == (
        200,
        {"said": "Saved at 12:00 UTC", "whole": True, "revision": 1, "theirs": {}},
    )
    assert said(draft) == ("Needs", ["Posts."])
    assert {name: shown[name] for name in ("title-was", "language-was", "consent-was")} == {
        name: marks[name] for name in ("title-was", "language-was", "consent-was")
    }
    assert marks["statements-1-was"] == shown["statements-0-was"]  # it has become the first
    assert browser.post(address, sent | marks | {"title": "More"}, headers=SCRIPT).json()["whole"] is True
    assert said(draft) == ("More", ["Posts."])


def test_a_form_that_saves_itself_is_told_what_a_colleague_has_changed_too(
    draft: SubmissionVersion, write: Write, amina: User, boris: User, browser_of: Browser
) -> None:
    browser, address = browser_of(amina), at("write", draft.submission.pk)
    opened = form_of(browser.get(address).content.decode())
    write(draft, by=boris, title="By Boris", statements=[])
    answer = browser.post(address, opened | {"title": "By Amina", "introduction": "A."}, headers=SCRIPT)
    told = answer.json()
    assert (answer.status_code, told["whole"], list(told["theirs"])) == (409, False, ["title"])
    assert "Boris has written here meanwhile:" in told["theirs"]["title"]
    draft.refresh_from_db()
    assert (draft.title, draft.introduction) == ("By Boris", "A.")


def test_a_form_that_saves_itself_is_told_that_its_draft_is_gone(
    draft: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    browser, address = browser_of(amina), at("write", draft.submission.pk)
    opened = form_of(browser.get(address).content.decode())
    actions.discard(draft, by=amina)
    answer = browser.post(address, opened | {"title": "By Amina"}, headers=SCRIPT)
    assert (answer.status_code, answer.json()["gone"]) == (409, True)


def test_a_title_that_is_too_long_holds_up_nothing_else(
    draft: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    browser, address = browser_of(amina), at("write", draft.submission.pk)
    opened = form_of(browser.get(address).content.decode())
    told = browser.post(address, opened | {"title": "T" * 301, "introduction": "A."}, headers=SCRIPT).json()
    draft.refresh_from_db()
    assert (told["whole"], "title" in told["was"], draft.title, draft.introduction) == (False, False, "", "A.")


def test_saving_itself_costs_the_same_queries_for_one_statement_and_for_five(
    draft: SubmissionVersion, amina: User, browser_of: Browser
) -> None:
    browser, address, counts = browser_of(amina), at("write", draft.submission.pk), []
    for count in (1, 5):
        opened = form_of(browser.get(address + "?of=statements&rows=9").content.decode())
        written = {f"statements-{place}-words": f"{count} words {place}" for place in range(count)}
        with CaptureQueriesContext(connection) as asked:
            browser.post(address, opened | written, headers=SCRIPT)
        counts.append(len(asked))
    assert counts[0] == counts[1] - 1  # rows that change are written by another statement than new ones


def test_the_history_tells_the_saves_of_one_sitting_once(
    draft: SubmissionVersion, write: Write, amina: User, boris: User, browser_of: Browser
) -> None:
    for person, title in ((amina, "A"), (amina, "B"), (boris, "C"), (amina, "D"), (amina, "E")):
        write(draft, by=person, title=title)
    page = browser_of(amina).get(at("submission", draft.submission.pk))
    told = [row["what"].partition(" the draft")[0] for row in page.context["history"]]
    assert told == ["Amina saved", "Boris saved", "Amina saved", f"Amina began the submission “{draft.submission}”"]


def test_saving_again_does_not_take_back_what_a_colleague_alone_has_changed(
    draft: SubmissionVersion, amina: User, browser_of: Browser, both: Any
) -> None:
    theirs = {"statements-0-words": "Cars.", "statements-1-words": "Teach."}
    _first, second = both(theirs, {"statements-0-words": "Posts."})
    assert second.status_code == 409
    again = form_of(second.content.decode()) | {"do": "save"}
    assert browser_of(amina).post(at("write", draft.submission.pk), again).status_code == 302
    assert said(draft) == ("Needs of Kenya", ["Posts.", "Teach."])
