"""The illustrative calls and submissions of 2004, as their files describe them."""

from __future__ import annotations

import datetime as dt

from meetings.models import Process
from submissions.models import Call, Submission, SubmissionVersion


def test_the_call_closes_at_five_in_the_afternoon_in_nairobi(igsp: Process) -> None:
    call = Call.objects.get(process=igsp, key="regional-needs")
    assert call.closes_at == dt.datetime(2004, 10, 29, 14, tzinfo=dt.UTC)
    assert call.zone == "Africa/Nairobi"


def test_illustrative_submissions_are_numbered_in_the_order_of_their_filing(igsp: Process) -> None:
    filed = SubmissionVersion.objects.filed().order_by("filed_at")
    assert list(filed.values_list("filing_number", "submission__participant__key")) == [
        ("IGSP-2004-0001", "amcen"),
        ("IGSP-2004-0002", "com"),
        ("IGSP-2004-0003", "lac-forum"),
    ]


def test_they_keep_the_time_at_which_they_were_filed(igsp: Process) -> None:
    version = SubmissionVersion.objects.get(filing_number="IGSP-2004-0001")
    assert version.filed_at == dt.datetime(2004, 8, 9, 8, 30, tzinfo=dt.UTC)
    assert version.late is False


def test_they_are_in_the_state_that_the_file_says(igsp: Process) -> None:
    states = Submission.objects.order_by("pk").values_list("participant__key", "state")
    assert dict(states) == {"amcen": "published", "com": "published", "lac-forum": "acknowledged"}
