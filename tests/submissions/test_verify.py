"""`manage.py verify` over what was filed."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from igsp_portal.models import User
from submissions import actions
from submissions.models import Submission, SubmissionVersion

from ..cast import given
from ..library.files import pdf


def behind_the_portals_back(sql: str, *values: int) -> None:
    with given(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_what_was_filed_is_as_recorded(filed: Submission, capsys: pytest.CaptureFixture[str]) -> None:
    count = SubmissionVersion.objects.filed().count()
    call_command("verify")
    assert capsys.readouterr().out.strip().endswith(f"filings: {count}, log: {count}).")


def test_a_statement_changed_in_the_database_is_found(filed: Submission, capsys: pytest.CaptureFixture[str]) -> None:
    version = filed.standing
    assert version is not None
    behind_the_portals_back("UPDATE submissions_statement SET words = 'None.' WHERE version_id = %s", version.pk)
    with pytest.raises(CommandError, match="Not as recorded: 1"):
        call_command("verify")
    assert capsys.readouterr().err.strip() == f"{version}: its statements are no longer what was filed"


def test_a_changed_canonical_form_is_found(filed: Submission, capsys: pytest.CaptureFixture[str]) -> None:
    version = filed.standing
    assert version is not None
    behind_the_portals_back("UPDATE submissions_submissionversion SET content = '{}' WHERE id = %s", version.pk)
    with pytest.raises(CommandError):
        call_command("verify")
    said = capsys.readouterr().err.strip()
    assert said == f"{version}: the canonical form has another SHA-256 than was recorded"


def test_an_attachment_that_is_gone_is_found(
    draft: SubmissionVersion, amina: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    actions.attach(draft, name="needs.pdf", data=pdf("needs"), by=amina)
    for file in tmp_path.glob("attachments/*/*"):
        file.unlink()
    with pytest.raises(CommandError):
        call_command("verify")
    assert capsys.readouterr().err.strip().endswith("(needs.pdf): not in the store")
