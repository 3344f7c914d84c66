"""Filing at the same moment as others: nobody waits for more than a number, and nothing is filed unseen or twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from igsp_portal.models import Event, User
from meetings.models import Participant
from submissions import actions
from submissions.actions import filing
from submissions.models import Call, SubmissionVersion

Write = Callable[..., SubmissionVersion]
Meanwhile = Callable[[Callable[[], Any]], None]

FIRST_TABLE = re.compile(r'(?:FROM|UPDATE|INTO) "(\w+)"')


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Let something happen once, between the reading of what is filed and its freezing."""

    def happens(act: Callable[[], Any]) -> None:
        made = filing._frozen

        def first_others(*given: Any) -> dict[str, Any]:
            monkeypatch.setattr(filing, "_frozen", made)
            act()
            return made(*given)

        monkeypatch.setattr(filing, "_frozen", first_others)

    return happens


def test_the_number_is_drawn_last_and_after_it_only_the_filing_its_entry_and_its_event_are_written(
    draft: SubmissionVersion, write: Write, amina: User
) -> None:
    write(draft)
    with CaptureQueriesContext(connection) as asked:
        actions.file(draft, by=amina)
    statements = [query["sql"] for query in asked if FIRST_TABLE.search(query["sql"])]
    asked_of = [(sql.split()[0], FIRST_TABLE.search(sql)[1]) for sql in statements]  # type: ignore[index]
    assert asked_of[asked_of.index(("SELECT", "submissions_logentry")) - 1 :] == [
        ("SELECT", "meetings_process"),
        ("SELECT", "submissions_logentry"),
        ("UPDATE", "submissions_submissionversion"),
        ("INSERT", "submissions_logentry"),
        ("INSERT", "igsp_portal_event"),
    ]


def test_a_draft_saved_by_a_colleague_at_that_moment_is_not_filed_unseen(
    draft: SubmissionVersion, write: Write, amina: User, boris: User, meanwhile: Meanwhile
) -> None:
    reviewed = write(draft).revision
    meanwhile(lambda: write(draft, by=boris, title="Other needs"))
    with pytest.raises(actions.DraftChanged, match="Boris has changed this draft"):
        actions.file(draft, by=amina, expected=reviewed)
    draft.refresh_from_db()
    assert (draft.title, draft.is_filed) == ("Other needs", False)
    assert Event.objects.filter(verb="submission.filed", about_key=str(draft.submission.pk)).count() == 0


def test_a_draft_filed_by_another_browser_at_that_moment_is_filed_once(
    draft: SubmissionVersion, write: Write, amina: User, meanwhile: Meanwhile
) -> None:
    write(draft)
    meanwhile(lambda: actions.file(draft, by=amina))
    assert actions.file(draft, by=amina).filing_number == "IGSP-2004-0012"
    assert Event.objects.filter(verb="submission.filed", about_key=str(draft.submission.pk)).count() == 1


def test_a_number_drawn_for_a_filing_that_breaks_off_is_the_next_one_s(
    call: Call, kenya: Participant, croatia: Participant, write: Write, amina: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts = [write(actions.begin(call, party, by=amina).draft) for party in (kenya, croatia)]

    def broken(*args: Any, **values: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(SubmissionVersion, "rewrite", broken)
        with pytest.raises(OSError, match="No space"):
            actions.file(drafts[0], by=amina)
    assert [actions.file(one, by=amina).filing_number for one in drafts] == ["IGSP-2004-0012", "IGSP-2004-0013"]
