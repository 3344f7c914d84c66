"""A receipt on a disk that is really full, and one whose writer is killed: `python -m benchmarks.faults.full_disk`.

As root: it mounts a file system in memory over the files of a portal of its own, fills all but 8 kB of it, asks for a
receipt, makes room, and asks again. Then it kills processes in the middle of keeping one. It ends with 1 when
half a file was ever given out, mailed, or not found by `verify`.
"""

from __future__ import annotations

import io
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks import run
from igsp_portal.bootstrap.ground import ROOT, say

ROOM = 8 * 1024  # bytes
KILLS = 40
KEEP = "from benchmarks.faults import full_disk; full_disk.keep()"


def main() -> int:
    if os.geteuid() != 0:
        print("This mounts a file system: run it as root.")
        return 2
    with tempfile.TemporaryDirectory(prefix="portal-full-disk-") as folder:
        run.set_environment(Path(folder))
        with small_disk(Path(folder) / "files"):
            return 0 if all([*under_a_full_disk(Path(folder) / "files"), *under_kills()]) else 1


@contextmanager
def small_disk(place: Path) -> Iterator[None]:
    """Two megabytes in memory, mounted at `place`."""
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", str(place)], check=True)


def under_a_full_disk(place: Path) -> Iterator[bool]:
    """Ask for a receipt while the disk is full, and when there is room again."""
    say("A disk with 8 kB left")
    browser, address = scene()
    filler = place / "filler"
    filler.write_bytes(bytes(os.statvfs(place).f_bavail * os.statvfs(place).f_frsize - ROOM))
    yield told("full: answer, files kept", (browser.get(address).status_code, files(place)), (503, 0))
    filler.unlink()
    first, second = browser.get(address), browser.get(address)
    whole = first.content.startswith(b"%PDF-") and b"%%EOF" in first.content[-32:]
    same = first.content == second.content
    yield told("room again: answer, whole, kept", (first.status_code, whole, same, files(place)), (200, True, True, 1))
    yield told("verify", verified(), True)


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


def scene() -> tuple[Any, str]:
    """A browser of Kenya's focal point, and the address of the receipt of what she has filed."""
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
    browser = Client(HTTP_HOST="127.0.0.1")
    browser.force_login(amina)
    return browser, reverse("submissions:receipt_pdf", args=["igsp", submission.pk])


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
