"""Files are there whole or not at all, and are known by what is on record of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone
from django.utils.module_loading import import_string

from igsp_portal.foundations.files import whole
from igsp_portal.foundations.files.storage import WholeCompressor, WholeFiles, WholeStaticFiles
from igsp_portal.foundations.files.stored import NotAsRecorded
from igsp_portal.foundations.forms.unavailable import passes
from igsp_portal.foundations.worker import mail
from igsp_portal.models import MailState, OutgoingMail

from ..disks import room_for

WORDS = b"0123456789" * 1000
# A process that is killed when half of a file is written.
KILLED = """
import os, signal, sys
from pathlib import Path
from igsp_portal.foundations.files import whole
def chunks():
    yield b"half of it"
    os.kill(os.getpid(), signal.SIGKILL)
whole.write(Path(sys.argv[1]), chunks())
"""


def files_in(folder: Path) -> dict[str, bytes]:
    """What lies in a folder and below it, but for what is still being written."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.suffix != whole.PART)
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


@pytest.fixture
def store(tmp_path: Path, settings: Any) -> Path:
    kept = {**settings.STORAGES["default"], "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": kept}
    return tmp_path


def test_the_portal_keeps_its_files_so() -> None:
    from django.core.files.storage import storages

    from igsp_portal import settings as real

    gathered: Any = real.STORAGES["staticfiles"]
    assert (type(storages["default"]), import_string(gathered["BACKEND"])) == (WholeFiles, WholeStaticFiles)


def test_a_file_that_the_disk_has_no_room_for_is_not_there_at_all(tmp_path: Path) -> None:
    storage = WholeFiles(tmp_path)
    with room_for(4096), pytest.raises(OSError, match="File too large"):
        storage.save("receipts/ab/receipt.pdf", ContentFile(WORDS))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    storage.save("receipts/ab/receipt.pdf", ContentFile(WORDS))
    assert files_in(tmp_path) == {"receipts/ab/receipt.pdf": WORDS}


def test_a_file_whose_writer_is_killed_in_the_middle_is_not_there(tmp_path: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "receipt.pdf")], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert files_in(tmp_path) == {}
    whole.write(tmp_path / "receipt.pdf", [WORDS])
    assert files_in(tmp_path) == {"receipt.pdf": WORDS}


def test_a_file_has_its_name_only_when_it_and_its_folder_are_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut loses what is not synced; the order is all that can be seen of it."""
    happened: list[str] = []

    def told(name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*given: Any) -> Any:
            happened.append(name)
            return act(*given)

        return noted

    for name in ("fsync", "link"):
        monkeypatch.setattr(whole.os, name, told(name, getattr(os, name)))
    whole.write(tmp_path / "receipt.pdf", [WORDS])
    assert happened == ["fsync", "link", "fsync"]


def test_of_two_files_of_one_name_neither_is_lost(tmp_path: Path) -> None:
    storage = WholeFiles(tmp_path, file_permissions_mode=0o640)
    names = [storage._save("letter.pdf", ContentFile(words)) for words in (b"first", b"second")]
    assert sorted(files_in(tmp_path).values()) == [b"first", b"second"]
    assert names[0] == "letter.pdf" != names[1]
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in names] == [0o640, 0o640]


def test_a_style_sheet_is_gathered_and_compressed_whole(tmp_path: Path) -> None:
    """Gathering passes over what is there: half a style sheet would stay for ever."""
    storage = WholeStaticFiles(tmp_path, base_url="/static/")
    with room_for(4096), pytest.raises(OSError, match="File too large"):
        storage.save("portal.css", ContentFile(WORDS))
    assert files_in(tmp_path) == {}
    storage.save("portal.css", ContentFile(WORDS))
    sheet = tmp_path / "portal.css"
    assert isinstance(storage.create_compressor(), WholeCompressor)
    with room_for(10), pytest.raises(OSError, match="File too large"):
        storage.create_compressor(quiet=True).compress(str(sheet))
    assert files_in(tmp_path) == {"portal.css": WORDS}
    storage.create_compressor(quiet=True).compress(str(sheet))
    assert sorted(files_in(tmp_path)) == ["portal.css", "portal.css.br", "portal.css.gz"]


# Letters


@pytest.fixture
def letter(store: Path, db: None, queued: None) -> OutgoingMail:
    """A letter with a receipt, which waits for the worker."""
    attached, to = ("receipt.pdf", WORDS), "amina@example.org"
    return mail.queue(letter="receipt", to=to, language="en", subject="Receipt", body="…", attachment=attached)


def test_a_letter_whose_attachment_is_broken_is_not_sent(letter: OutgoingMail, mailoutbox: list[Any]) -> None:
    Path(letter.attachment.path).write_bytes(WORDS[:4096])
    mail.deliver.func(letter.pk)
    letter.refresh_from_db()
    assert (mailoutbox, letter.state) == ([], MailState.QUEUED)
    assert letter.error == f"{letter.attachment.name} is not as recorded"
    Path(letter.attachment.path).write_bytes(WORDS)
    mail.deliver.func(letter.pk)
    assert [message.attachments[0][1] for message in mailoutbox] == [WORDS]


def test_what_was_attached_to_a_letter_that_is_never_written_is_not_kept(
    store: Path, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OutgoingMail, "save", lambda *given, **more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        mail.queue(letter="receipt", to="a@example.org", language="en", subject="", body="", attachment=("a", WORDS))
    assert files_in(store) == {}


# Files of no row


def older(path: Path, age: timedelta) -> Path:
    then = (timezone.now() - age).timestamp()
    os.utime(path, (then, then))
    return path


def left(store: Path, name: str, age: timedelta) -> Path:
    """A file that a change has left which was killed before its row was committed."""
    path = store / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(WORDS)
    return older(path, age)


def test_files_of_no_row_are_named_and_swept_when_they_are_a_day_old(
    letter: OutgoingMail, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    older(store / str(letter.attachment.name), timedelta(days=9))
    left(store, "attachments/aa/fresh", timedelta(hours=23))
    left(store, "attachments/bb/old", timedelta(hours=25))
    left(store, f"mail/.half{whole.PART}", timedelta(days=2))
    call_command("verify")
    named = [line.partition(":")[0] for line in capsys.readouterr().out.splitlines() if "of no record" in line]
    assert named == ["attachments/aa/fresh", "attachments/bb/old", f"mail/.half{whole.PART}"]
    call_command("sweep")
    assert capsys.readouterr().out.splitlines() == [
        "Removed: attachments/bb/old",
        f"Removed: mail/.half{whole.PART}",
        "Files of no record, older than a day: 2",
    ]
    assert files_in(store) == {"attachments/aa/fresh": WORDS, str(letter.attachment.name): WORDS}


def test_there_is_nothing_to_sweep_before_anything_is_stored(
    db: None, tmp_path: Path, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = {**settings.STORAGES["default"], "OPTIONS": {"location": str(tmp_path / "files")}}
    settings.STORAGES = {**settings.STORAGES, "default": kept}
    call_command("sweep")
    assert capsys.readouterr().out == "Files of no record, older than a day: 0\n"


def test_what_is_on_record_and_what_is_kept_are_told_apart(letter: OutgoingMail) -> None:
    from igsp_portal.foundations.files import stored

    known: dict[str, Any] = {"size": letter.attachment_size, "sha256": letter.attachment_sha256}
    assert (stored.content(letter.attachment, **known), stored.fault(letter.attachment, **known)) == (WORDS, "")
    Path(letter.attachment.path).write_bytes(WORDS[::-1])
    with pytest.raises(NotAsRecorded) as broken:
        stored.content(letter.attachment, **known)
    assert not passes(broken.value)  # nobody is told that it will be well again in a minute
    assert "recorded: 10000" in stored.fault(letter.attachment, **known)
