"""How long a code to sign in is on its way while the receipts of 300 filings are being made, on both databases.

Each database has a portal of its own, and the workers that the demonstration starts. PostgreSQL is as it is
installed, in a folder of its own.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import django

from benchmarks.measures import Measure, give
from igsp_portal.bootstrap.ground import ROOT
from igsp_portal.bootstrap.postgres import Server

FILINGS = 300
CODES = 12
CODES_ALONE = 6  # more than these together in a minute are refused to one address
PAUSE_SECONDS = 2
MOST_SECONDS = 2.0
LOOK_SECONDS = 0.02
PATIENCE_SECONDS = 120


def measure(database: str) -> list[Measure]:
    """The longest way of a code and the usual one, and the usual one where there is no worker for codes."""
    from igsp_portal.management.commands import demo

    first, *people = scene()
    with workers(demo.worker(), demo.worker_for_codes()):
        on_its_way(first)  # pages, addresses and rules are loaded
        waits = [on_its_way(email) for email in people[:CODES]]
        behind = f"{waiting()} tasks wait still"
    with workers(demo.worker()):
        alone = [on_its_way(email) for email in people[CODES:]]
    longest = f"{database}: the longest way of {CODES} codes"
    return [
        Measure("codes", longest, max(waits), "s", MOST_SECONDS, note=behind),
        Measure("codes", f"{database}: the usual way of a code", statistics.median(waits), "s"),
        Measure("codes", f"{database}: the usual way, where one worker does all", statistics.median(alone), "s"),
    ]


def scene() -> list[str]:
    """A portal with 300 filings, whose receipts wait to be made; the addresses of some people."""
    from django.core.management import call_command

    from igsp_portal.foundations.record import audit
    from igsp_portal.models import User
    from meetings.models import Process

    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_process", "igsp", no_papers=True, verbosity=0)
    igsp = Process.objects.get(slug="igsp")
    emails = [f"person-{number}@example.org" for number in range(1 + CODES + CODES_ALONE)]
    with audit.recorded("benchmark.filled", igsp, by="benchmark"):
        User.objects.bulk_create([User(email=email, name=email) for email in emails])
        parties = [_party(igsp, number) for number in range(FILINGS)]
    for party, person in parties:
        _file(igsp, party, person)
    return emails


def _party(igsp: Any, number: int) -> tuple[Any, Any]:
    from igsp_portal.foundations.language.languages import CODES as LANGUAGES
    from igsp_portal.models import User
    from meetings.models import Membership, Participant

    name = f"Party {number}"
    party = Participant.objects.create(process=igsp, key=f"party-{number}", kind="state", name=name)
    language = LANGUAGES[number % len(LANGUAGES)]
    person = User.objects.create(email=f"party-{number}@example.org", name=name, language=language)
    Membership.objects.create(process=igsp, user=person, role="focal_point", participant=party)
    return party, person


def _file(igsp: Any, party: Any, person: Any) -> None:
    from meetings.models import Component
    from submissions import actions
    from submissions.actions import Said
    from submissions.models import Call

    call = Call.objects.get(process=igsp, key="regional-needs")
    component = Component.objects.filter(decision__process=igsp).first()
    said = [Said(f"What {party.name} needs, in some words of its own.", component, "need", 1)]
    draft = actions.begin(call, party, by=person).draft
    written = actions.save_draft(draft, by=person, title=f"Needs of {party.name}", consent=True, statements=said)
    actions.file(written, by=person)


@contextmanager
def workers(*commands: list[str]) -> Iterator[None]:
    """Workers, the first of which is in the middle of the receipts."""
    from igsp_portal.models import WorkerTask

    done = WorkerTask.objects.successful().count()

    with ExitStack() as running:
        for command in commands:
            process = subprocess.Popen(command, cwd=ROOT)
            running.callback(process.wait)
            running.callback(process.terminate)
        _until(lambda: WorkerTask.objects.successful().count() >= done + 5)
        yield


def on_its_way(email: str) -> float:
    """The seconds from a person's asking for a code to its leaving."""
    from django.test import Client

    from igsp_portal.models import OutgoingMail

    time.sleep(PAUSE_SECONDS)
    began = time.perf_counter()
    Client(SERVER_NAME="127.0.0.1").post("/en/accounts/login/", {"email": email})
    letter = OutgoingMail.objects.get(to=email, letter="login_code")
    _until(lambda: OutgoingMail.objects.filter(pk=letter.pk, sent_at__isnull=False).exists())
    return time.perf_counter() - began


def waiting() -> int:
    """How many tasks wait."""
    from igsp_portal.models import WorkerTask

    return WorkerTask.objects.filter(status="READY").count()


def _until(true: Any) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not true():
        if time.monotonic() > until:
            raise RuntimeError(f"It took longer than {PATIENCE_SECONDS} seconds.")
        time.sleep(LOOK_SECONDS)


def on(database: str, **environment: str) -> list[Measure]:
    """The measures on one database, taken in a Python of its own."""
    from benchmarks import measures

    with tempfile.TemporaryDirectory(prefix="portal-codes-") as folder:
        kept = {"PORTAL_VAR": folder, "PORTAL_VENV": "", "PORTAL_MAIL_URL": "filemail://"}
        variables = os.environ | kept | environment
        command = [sys.executable, "-m", "benchmarks.codes", database]
        done = subprocess.run(command, cwd=ROOT, env=variables, stdout=subprocess.PIPE, text=True, check=True)
    return measures.taken(done.stdout)


def both() -> list[Measure]:
    """The measures on SQLite and on PostgreSQL."""
    on_sqlite = on("SQLite")
    server = Server()
    try:
        server.start()
        return on_sqlite + on("PostgreSQL", DATABASE_URL=server.url)
    finally:
        server.stop()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        django.setup()
        give(measure(sys.argv[1]))
    else:
        give(both())
