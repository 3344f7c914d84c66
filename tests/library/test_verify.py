"""`manage.py verify` over the files of documents."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from documents.models import Document


def verify() -> tuple[str, str]:
    """What the command says, and what it says is wrong."""
    said, wrong = io.StringIO(), io.StringIO()
    try:
        call_command("verify", stdout=said, stderr=wrong)
    except CommandError as error:
        said.write(str(error))
    return said.getvalue().strip(), wrong.getvalue().strip()


@pytest.fixture
def file(store: Path, issued: Document) -> Path:
    """The stored file of the French edition, beside those of English and Arabic."""
    return store / str(issued.renditions.get(language="fr").file.name)


def test_files_that_are_as_they_were_posted_are_counted(file: Path) -> None:
    said, wrong = verify()
    assert said.startswith("All is as recorded (files: 3, ")
    assert wrong == ""


def test_a_changed_byte_is_found(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(bytes([content[0] ^ 1]) + content[1:])
    said, wrong = verify()
    assert said.startswith("Not as recorded: 1 (files: 3, ")
    assert wrong.startswith(
        f"renditions/{file.parent.name}/{file.name} (UNEP/TEST/1/1 (fr, PDF)): {len(content)} bytes"
    )


def test_a_file_that_is_gone_is_found_and_the_others_are_looked_at_all_the_same(file: Path) -> None:
    file.unlink()
    said, wrong = verify()
    assert said.startswith("Not as recorded: 1 (files: 3, ")
    assert wrong.endswith("(UNEP/TEST/1/1 (fr, PDF)): not in the store")
