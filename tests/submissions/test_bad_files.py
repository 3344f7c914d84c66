"""Wrong calls and submissions in a data folder: refused with file and line, and nothing is loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from igsp_portal.foundations.datafiles import DataError
from meetings.models import Process
from submissions import loading
from submissions.models import Submission

GOOD = """\
submissions:
  - call: regional-needs
    participant: ken
    language: en
    title: A title
    statements:
      - {component: capacity, kind: need, words: Words., rank: 1}
    filed_at: "2004-10-12T20:40:00Z"
    state: filed
    consent: true
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path) -> None:
    """What else the loader reads: the day that the demonstration takes for today."""
    (tmp_path / "process.yaml").write_text("demonstration_day: 2004-10-15\n")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("participant: ken", "participant: xyz"), "3: “participant” refers to “xyz”, which does not exist"),
        (("kind: need", "kind: wish"), "7: “kind” refers to “wish”, which does not exist; there are: need, gap"),
        (("language: en", "language: de"), "4: “de” is not one of: ar, zh-hans, en, fr, ru, es."),
        (("20:40:00Z", "20:40:00"), "8: “2004-10-12T20:40:00” cannot be read"),
        (('    filed_at: "2004-10-12T20:40:00Z"\n', ""), "8: “filed_at” is missing, although the state is filed."),
        (("consent: true", "consents: true"), "10: “consents” is not known here"),
        (("2004-10-12", "2004-07-12"), "8: The call opens later, at 2004-07-15T06:00:00Z."),
        (("words: Words.", 'words: ""'), "7: “words” is missing."),
    ],
)
def test_a_wrong_submission_is_refused_with_its_line(
    wrong: tuple[str, str], said: str, igsp: Process, tmp_path: Path
) -> None:
    (tmp_path / "submissions.yaml").write_text(GOOD.replace(*wrong), encoding="utf-8")
    with pytest.raises(DataError) as fault:
        loading.load_submissions(tmp_path, igsp, by="test")
    assert f"submissions.yaml:{said}" in str(fault.value)


def test_loading_twice_files_once(igsp: Process, tmp_path: Path) -> None:
    (tmp_path / "submissions.yaml").write_text(GOOD, encoding="utf-8")
    for _again in range(2):
        loading.load_submissions(tmp_path, igsp, by="test")
    submission = Submission.objects.get(participant__key="ken")
    assert submission.versions.get().filing_number == "IGSP-2004-0012"
