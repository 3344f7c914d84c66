"""The illustrative calls and submissions of 2004, as their files describe them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from igsp_portal.foundations.datafiles import gathered
from meetings.models import Process
from submissions import rules
from submissions.loading import load_submissions
from submissions.models import Call, Screening, Submission, SubmissionVersion


def test_the_call_closes_at_five_in_the_afternoon_in_nairobi(igsp: Process) -> None:
    call = Call.objects.get(process=igsp, key="regional-needs")
    assert call.closes_at == dt.datetime(2004, 10, 29, 14, tzinfo=dt.UTC)
    assert call.zone == "Africa/Nairobi"


def test_illustrative_submissions_are_numbered_in_the_order_of_their_filing(igsp: Process) -> None:
    filed = SubmissionVersion.objects.filed().order_by("filed_at")
    assert list(filed.values_list("filing_number", "submission__participant__key")) == [
        ("IGSP-2004-0001", "amcen"),
        ("IGSP-2004-0002", "com"),
        ("IGSP-2004-0003", "civil-society-forum"),
        ("IGSP-2004-0004", "undp"),
        ("IGSP-2004-0005", "chn"),
        ("IGSP-2004-0006", "unido"),
        ("IGSP-2004-0007", "camre"),
        ("IGSP-2004-0008", "basel"),
        ("IGSP-2004-0009", "lac-forum"),
        ("IGSP-2004-0010", "kaz"),
        ("IGSP-2004-0011", "sprep"),
    ]


def test_they_keep_the_time_at_which_they_were_filed(igsp: Process) -> None:
    version = SubmissionVersion.objects.get(filing_number="IGSP-2004-0001")
    assert version.filed_at == dt.datetime(2004, 8, 9, 8, 30, tzinfo=dt.UTC)
    assert version.late is False


def test_they_are_in_the_state_that_the_file_says(igsp: Process) -> None:
    states = Submission.objects.order_by("pk").values_list("participant__key", "state")
    assert dict(states) == {
        **dict.fromkeys(("amcen", "com", "camre", "chn", "civil-society-forum", "unido"), "published"),
        **dict.fromkeys(("kaz", "basel"), "acknowledged"),
        "sprep": "filed",
        "undp": "returned",
        "lac-forum": "withdrawn",
        **dict.fromkeys(("per", "gef"), "draft"),
    }


def test_they_show_what_becomes_of_a_submission(igsp: Process, client: Client) -> None:
    """One late, one on paper with its true date, one joint, one in part, one returned, and one withdrawn."""
    of = {v.submission.participant.key: v for v in SubmissionVersion.objects.filed().select_related("submission")}
    assert [key for key, version in of.items() if version.late] == ["basel"]
    on_paper = [(key, version.channel, version.received_at) for key, version in of.items() if version.received_at]
    assert on_paper == [("kaz", "paper", dt.datetime(2004, 10, 11, 8, 15, tzinfo=dt.UTC))]
    assert [key for key, version in of.items() if version.parties.exists()] == ["unido"]
    assert [key for key, version in of.items() if rules.is_in_part(version)] == ["civil-society-forum"]
    returned = Screening.objects.get(version=of["undp"])
    assert (returned.verdict, returned.at) == ("returned", of["undp"].filed_at)
    withdrawn = of["lac-forum"].submission
    assert (withdrawn.withdrawn_at, bool(withdrawn.withdrawal_reason)) == (of["lac-forum"].filed_at, True)
    joint = client.get(of["unido"].submission.get_absolute_url()).content.decode()
    assert "together with United Nations Environment Programme" in joint


FILED = """
submissions:
  - call: regional-needs
    participant: ken
    title: Needs
    state: filed
    filed_at: %s
    statements: [{component: capacity, kind: need, words: Training.}]
"""


@pytest.mark.parametrize(
    ("demonstration_day", "filed_at", "says"),
    [
        ("2004-10-15", "2004-07-15T05:59:00Z", "The call opens later, at 2004-07-15T06:00:00Z."),
        ("2004-10-15", "2004-10-16T00:00:00Z", "This time is in the future: today is 2004-10-15"),
        ("", "2004-11-02T00:00:00Z", "This time is in the future: today is 2004-11-01"),
        ("2004-10-15", "2004-10-15T20:00:00Z", ""),
        ("", "2004-11-01T23:00:00Z", ""),
    ],
)
def test_nothing_is_filed_before_its_call_opens_or_after_the_day_of_the_demonstration(
    igsp: Process,
    tmp_path: Path,
    clock: Callable[..., None],
    demonstration_day: str,
    filed_at: str,
    says: str,
) -> None:
    clock("2004-11-01T12:00")
    (tmp_path / "process.yaml").write_text(f"slug: igsp\ndemonstration_day: {demonstration_day}\n")
    (tmp_path / "submissions.yaml").write_text(FILED.removeprefix("\n") % filed_at)
    with gathered() as mistakes:
        load_submissions(tmp_path, igsp, by="test")
    assert [mistake.message.partition(", or is")[0] for mistake in mistakes.found] == ([says] if says else [])
    filed = SubmissionVersion.objects.filed().filter(submission__participant__key="ken")
    assert [f"{version.filed_at:%Y-%m-%dT%H:%M:%SZ}" for version in filed] == ([] if says else [filed_at])
