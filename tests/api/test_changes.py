"""What has changed since: each row once, as it is now; what is gone, for those who could see it, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from documents.library import actions
from documents.library.states import Distribution, DocumentState
from igsp_portal.foundations.record import records
from igsp_portal.models import User
from meetings.models import Component, Process
from submissions import actions as on_submissions
from submissions.actions import Said
from submissions.models import Submission

from .conftest import Read

LIST = "processes/igsp/documents/"


@pytest.fixture
def later(every: Any) -> str:
    """Where a stranger who has read all documents asks for what has changed since."""
    return every(LIST)[-1]["later"]


@pytest.fixture
def make_submission(igsp: Process) -> Callable[[User], Submission]:
    """make_submission(amina): what Kenya files under the call for regional needs."""

    def filed(by: User) -> Submission:
        draft = on_submissions.begin(
            igsp.calls.get(key="regional-needs"), igsp.participants.get(key="ken"), by=by
        ).draft
        assert draft
        component = Component.objects.get(decision__process=igsp, key="institutions")
        said = [Said("Posts for monitoring.", component)]
        on_submissions.save_draft(draft, by=by, title="Needs", consent=True, statements=said)
        return on_submissions.file(draft, by=by).submission

    return filed


def told(page: dict[str, Any]) -> tuple[list[str], list[str]]:
    return [item["key"] for item in page["items"]], [gone["key"] for gone in page["gone"]]


def test_whoever_has_read_all_is_told_of_what_comes_after_and_of_nothing_twice(
    read: Read, later: str, make_document: Any
) -> None:
    page = read(later)
    assert told(page) == ([], [])
    document = make_document("UNEP/TEST/1/7", key="seven", state=DocumentState.PLANNED)
    records.change(document, by="test", values={"title_en": "Another"})
    page = read(page["later"])
    assert (told(page), page["items"][0]["title"]) == ((["seven"], []), {"en": "Another"})
    assert told(read(page["later"])) == ([], [])


@pytest.mark.parametrize("how", ["taken back", "restricted", "removed"])
def test_what_was_open_is_gone(how: str, read: Read, later: str, make_document: Any) -> None:
    document = make_document("UNEP/TEST/1/7", key="seven", state=DocumentState.PLANNED)
    assert told(page := read(later)) == (["seven"], [])
    if how == "taken back":
        actions.take_back(document, by="test")
    elif how == "restricted":
        actions.change(document, by="test", values={"distribution": Distribution.RESTRICTED})
    else:
        records.remove(document, by="test")
    gone = read(page["later"])
    assert told(gone) == ([], ["seven"])
    assert gone["gone"][0]["address"] == page["items"][0]["address"]
    read(gone["gone"][0]["address"], status=404)


def test_a_withdrawn_document_is_told_with_its_state_and_without_its_files(read: Read, later: str, issued: Any) -> None:
    page = read(later)
    assert [len(item["files"]) for item in page["items"]] == [3]
    actions.withdraw(issued, by="test", because="By mistake")
    (item,) = read(page["later"])["items"]
    assert (item["state"], item["files"]) == ("withdrawn", [])


def test_of_what_is_hidden_a_stranger_is_told_nothing_whatever_is_done_to_it(
    client: Client, read: Read, later: str, make_document: Any, post: Any
) -> None:
    before = client.get(later).content
    hidden = make_document("UNEP/TEST/1/8", key="eight")
    restricted = make_document("UNEP/TEST/1/9", key="nine", distribution=Distribution.RESTRICTED)
    post(restricted, "en")
    actions.issue(restricted, by="test", on=date(2004, 7, 26), exception=True)
    records.change(hidden, by="test", values={"title_en": "Another"})
    records.remove(hidden, by="test")
    actions.withdraw(restricted, by="test", because="By mistake")
    assert client.get(later).content == before


def test_what_is_done_to_something_gone_is_not_told(client: Client, read: Read, later: str, make_document: Any) -> None:
    document = make_document("UNEP/TEST/1/7", key="seven", state=DocumentState.PLANNED)
    actions.take_back(document, by="test")
    page = client.get(later).content
    records.change(document, by="test", values={"title_en": "Another"})
    assert client.get(later).content == page


def test_files_posted_before_their_release_are_not_told(
    client: Client, read: Read, later: str, make_document: Any, post: Any
) -> None:
    document = make_document("UNEP/TEST/1/7", key="seven", state=DocumentState.PLANNED)
    page = read(later)
    before = client.get(page["later"]).content
    post(document, "en")
    assert client.get(page["later"]).content == before
    actions.issue(document, by="test", exception=True)
    assert told(read(page["later"])) == (["seven"], [])


def test_those_who_see_more_are_told_more(
    read: Read, later: str, make_document: Any, browser_of: Callable[[User], Client], amina: User, diego: User
) -> None:
    make_document("UNEP/TEST/1/8", key="eight")
    make_document("UNEP/TEST/1/9", key="nine", state=DocumentState.PLANNED, distribution=Distribution.RESTRICTED)
    browsers = (None, browser_of(amina), browser_of(diego))
    assert [told(read(later, browser))[0] for browser in browsers] == [[], ["nine"], ["eight", "nine"]]


def test_a_moment_is_as_good_and_pages_follow_it(read: Read, every: Any, clock: Any, make_document: Any) -> None:
    clock("2100-10-16T09:00")  # the scene was loaded on the day of the test
    for number in range(1, 6):
        make_document(f"UNEP/TEST/1/{number}", key=f"n{number}", state=DocumentState.PLANNED)
    for moment in ("2100-10-16T09:00:00Z", "2100-10-16T12:00:00+03:00", "2100-10-16 08:59:59.5-00:00"):
        pages = every(LIST, limit=2, updated_since=moment)
        assert [told(page)[0] for page in pages] == [["n1", "n2"], ["n3", "n4"], ["n5"]]
    assert told(read(LIST, updated_since="2100-10-16T09:00:01Z")) == ([], [])
    assert len(told(read(LIST, updated_since="0001-01-01T00:00:00+14:00", limit=200))[0]) > 5
    assert told(read(LIST, updated_since="9999-12-31T23:59:59-14:00")) == ([], [])


@pytest.mark.parametrize("moment", ["2004-10-16", "2004-10-16T09:00:00", "yesterday", "2004-13-01T00:00:00Z", ""])
def test_a_moment_without_its_zone_is_refused(moment: str, read: Read) -> None:
    problem = read(LIST, status=422, updated_since=moment)
    assert [wrong["parameter"] for wrong in problem["errors"]] == ["updated_since"]


def test_a_process_that_is_closed_is_gone_and_nothing_of_it_is_told(read: Read, igsp: Process, every: Any) -> None:
    later = every("processes/")[-1]["later"]
    records.change(igsp, by="test", values={"is_public": False})
    assert told(read(later)) == ([], ["igsp"])
    read(LIST, status=404, updated_since="2004-01-01T00:00:00Z")
    records.change(igsp, by="test", values={"is_public": True})
    assert told(read(later)) == (["igsp"], [])


def test_what_was_withdrawn_of_submissions_is_gone(read: Read, every: Any, igsp: Process) -> None:
    address = "processes/igsp/submissions/"
    later = every(address)[-1]["later"]
    submission = Submission.objects.published().filter(call__process=igsp)[0]
    on_submissions.withdraw(submission, by="test", reason="By mistake")
    page = read(later)
    assert (page["items"], [gone["key"] for gone in page["gone"]]) == ([], [str(submission.pk)])


def test_what_is_published_is_told(
    read: Read, every: Any, igsp: Process, amina: User, make_submission: Callable[[User], Submission]
) -> None:
    later = every("processes/igsp/submissions/")[-1]["later"]
    submission = make_submission(amina)
    assert read(later)["items"] == []
    on_submissions.acknowledge(submission, by="test")
    on_submissions.publish(submission, by="test")
    (item,) = read(later)["items"]
    assert item["address"].endswith(f"/processes/igsp/submissions/{submission.pk}/")
