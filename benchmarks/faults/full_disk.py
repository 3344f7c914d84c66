"""Forms and receipts on a disk that is really full, and writers that are killed.

`python -m benchmarks.faults.full_disk`, as root: it mounts a file system in memory for the data of a portal of its own,
fills all but 8 kB of it, asks for a receipt, makes room, and asks again. It fills the disk to the last byte, sends a
draft and a form of the admin, and sends what was given back once more when there is room. Then it kills processes in
the middle of keeping a receipt. It ends with 1 when half a file was ever given out, mailed, or not found by `verify`,
and when a full disk was not told as such (503) or words were not given back.
"""

from __future__ import annotations

import io
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from html import unescape
from pathlib import Path
from typing import Any

from benchmarks import run
from igsp_portal.bootstrap.ground import ROOT, say

DISK = "96m"
ROOM = 8 * 1024  # bytes
KILLS = 40
KEEP = "from benchmarks.faults import full_disk; full_disk.keep()"


def main() -> int:
    if os.geteuid() != 0:
        print("This mounts a file system: run it as root.")
        return 2
    with tempfile.TemporaryDirectory(prefix="portal-full-disk-") as folder:
        disk = Path(folder) / "var"
        run.set_environment(disk)
        with small_disk(disk):
            browsers, receipt = scene()
            on_disk = [*under_a_full_disk(disk, browsers["focal point"], receipt), *words_under(disk, browsers)]
            return 0 if all([*on_disk, *under_kills()]) else 1


@contextmanager
def small_disk(place: Path) -> Iterator[None]:
    """A small file system in memory, mounted at `place`."""
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(place)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)  # the database is open still


def under_a_full_disk(disk: Path, browser: Any, address: str) -> Iterator[bool]:
    """Ask for a receipt while the disk is full, and when there is room again."""
    say("A disk with 8 kB left")
    with filled(disk, but=ROOM):
        yield told("full: answer, files kept", (browser.get(address).status_code, files(disk / "files")), (503, 0))
    first, second = browser.get(address), browser.get(address)
    whole = first.content.startswith(b"%PDF-") and b"%%EOF" in first.content[-32:]
    found = (first.status_code, whole, first.content == second.content, files(disk / "files"))
    yield told("room again: answer, whole, the same again, kept", found, (200, True, True, 1))
    yield told("verify", verified(), True)


def words_under(disk: Path, browsers: dict[str, Any]) -> Iterator[bool]:
    """Send a draft and a form of the admin while not a byte can be written, and once more what was given back."""
    say("A disk with no room at all")
    from submissions.models import SubmissionVersion

    draft = SubmissionVersion.objects.get(filed_at=None, submission__participant__key="ken")
    forms = {
        "focal point": (f"/fr/igsp/submissions/{draft.submission_id}/write/", "introduction", "Nos besoins. " * 1_000),
        "administrator": ("/en/admin/igsp_portal/user/add/", "name", "Lu of Kenya"),
    }
    for who, (address, field, typed) in forms.items():
        sent = fields(browsers[who].get(address)) | {field: typed, "email": "lu@example.org"}
        with filled(disk):
            answer = browsers[who].post(address, sent, HTTP_ORIGIN="http://127.0.0.1")
        given = fields(answer)
        kept = {name: given.get(name, "").strip() == value.strip() for name, value in sent.items() if value}
        kept.pop("csrfmiddlewaretoken", None)
        yield told(f"full, {who}: answer, words given back", (answer.status_code, all(kept.values())), (503, True))
        again = browsers[who].post(address, given, HTTP_ORIGIN="http://127.0.0.1").status_code
        yield told(f"room again, {who}: sent again", again, 302)
    draft.refresh_from_db()
    yield told("saved", draft.introduction == forms["focal point"][2].strip(), True)
    yield told("verify", verified(), True)


@contextmanager
def filled(disk: Path, *, but: int = 0) -> Iterator[None]:
    """Take all room on the disk `but` so many bytes."""
    from django.db import connection

    with connection.cursor() as cursor:  # the log of the database is shortened: it would hold some changes more
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    filler = disk / "filler"
    with filler.open("wb") as file, suppress(OSError):
        file.write(bytes(os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize - but))
    try:
        yield
    finally:
        filler.unlink()


def fields(answer: Any) -> dict[str, str]:
    """The fields of the forms on a page, with the values that stand in them."""
    page = answer.content.decode()
    hidden = re.findall(r'<input type="(?:hidden|text|email)" name="([^"]*)" value="([^"]*)"', page)
    typed = re.findall(r'<textarea[^>]* name="([^"]*)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    chosen = re.findall(r'<select name="([^"]*)".*?<option value="([^"]*)" selected', page, re.DOTALL)
    return {name: unescape(value) for name, value in [*hidden, *typed, *chosen]}


def under_kills() -> Iterator[bool]:
    """Kill processes that set and keep the receipt, at moments of every kind; then ask for it."""
    say(f"{KILLS} processes killed while they keep a receipt")
    from submissions import rendering
    from submissions.models import SubmissionVersion

    moments = random.Random(20041015)
    for _kill in range(KILLS):
        keeping = subprocess.Popen([sys.executable, "-c", KEEP], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert keeping.stdout is not None
        keeping.stdout.readline()  # it has begun to keep
        time.sleep(moments.random() * 0.02)
        keeping.send_signal(signal.SIGKILL)
        keeping.wait()
    data = rendering.receipt_pdf(SubmissionVersion.objects.filed().latest("pk"), "fr")
    yield told("after the kills: whole", (data.startswith(b"%PDF-"), b"%%EOF" in data[-32:]), (True, True))
    yield told("verify", verified(), True)


def keep() -> None:
    """Keep the receipt of the last filing in French again and again, as a process that somebody kills."""
    import django

    django.setup()
    from igsp_portal.foundations.paper import pdf
    from submissions import rendering
    from submissions.models import SubmissionVersion

    version = SubmissionVersion.objects.filed().latest("pk")
    data = rendering.receipt_pdf(version, "fr")
    pdf.typeset = lambda html, **about: data  # type: ignore[assignment]
    rendering._kept = lambda receipt: None  # type: ignore[assignment]
    print("begun", flush=True)
    while True:
        rendering.receipt_pdf(version, "fr")


def scene() -> tuple[dict[str, Any], str]:
    """Browsers of Kenya's focal point and of an administrator, and the address of the receipt of what was filed.

    The focal point has begun a new version of it.
    """
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client
    from django.urls import reverse

    from igsp_portal.foundations.record import audit
    from igsp_portal.models import User
    from meetings.models import Membership, Process
    from submissions import actions
    from submissions.models import Call, Submission

    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_process", "igsp", no_papers=True, verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    process = Process.objects.get(slug="igsp")
    kenya = process.participants.get(key="ken")
    amina = User.objects.create_user("amina@example.org", language="fr")
    with audit.recorded("benchmark.filled", process, by="benchmark"):
        Membership.objects.create(process=process, user=amina, role="focal_point", participant=kenya)
    call = Call.objects.get(process=process, key="regional-needs")
    submission = Submission.objects.filter(call=call, participant=kenya).first() or filed(actions, call, kenya, amina)
    actions.revise(submission, by=amina)
    root = User.objects.create_user("root@example.org", is_superuser=True)
    browsers = {}
    for who, user in {"focal point": amina, "administrator": root}.items():
        browsers[who] = Client(raise_request_exception=False, enforce_csrf_checks=True, HTTP_HOST="127.0.0.1")
        browsers[who].force_login(user)
    return browsers, reverse("submissions:receipt_pdf", args=["igsp", submission.pk])


def filed(actions: Any, call: Any, party: Any, by: Any) -> Any:
    from meetings.models import Component

    component = Component.objects.filter(decision__process=call.process).first()
    draft = actions.begin(call, party, by=by).draft
    said = [actions.Said("Permanent posts for monitoring.", component)]
    return actions.file(actions.save_draft(draft, by=by, title="Needs", statements=said), by=by).submission


def verified() -> bool:
    from django.core.management import CommandError, call_command

    said = io.StringIO()
    try:
        call_command("verify", stdout=said, stderr=said)
    except CommandError:
        return False
    finally:
        *others, last = said.getvalue().splitlines()
        print(f"    {last} ({len(others)} lines before)")
    return True


def files(place: Path) -> int:
    return sum(path.is_file() for path in place.rglob("*") if path.name != "filler")


def told(what: str, found: Any, promised: Any) -> bool:
    print(f"  {'holds' if found == promised else 'FAILS'}  {what}: {found}")
    return bool(found == promised)


if __name__ == "__main__":
    raise SystemExit(main())
