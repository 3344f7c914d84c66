"""Two people write one draft: what each changes is saved, and where both changed the same, both are shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from igsp_portal.models import User
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
