"""How long a code to sign in is on its way while the receipts of 300 filings are being made, on both databases.

Each database has a portal of its own, and the workers that the demonstration starts. PostgreSQL is as it is
installed, in a folder of its own.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import django

from benchmarks import crowd
from benchmarks.measures import Measure, give
from benchmarks.scene import load
from benchmarks.servers import on_both, running

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
    from igsp_portal.foundations.record import audit
    from igsp_portal.models import User
    from meetings.models import Process
    from submissions import actions

    load()
    igsp = Process.objects.get(slug="igsp")
    emails = [f"person-{number}@example.org" for number in range(1 + CODES + CODES_ALONE)]
    with audit.recorded("benchmark.filled", igsp, by="benchmark"):
        User.objects.bulk_create([User(email=email, name=email) for email in emails])
    for party, person in crowd.parties(FILINGS):
        actions.file(crowd.draft(party, person), by=person)
    return emails


@contextmanager
def workers(*commands: list[str]) -> Iterator[None]:
    """Workers, the first of which is in the middle of the receipts."""
    from igsp_portal.models import WorkerTask

    done = WorkerTask.objects.successful().count()

    with running(*commands):
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


if __name__ == "__main__":
    if len(sys.argv) > 1:
        django.setup()
        give(measure(sys.argv[1]))
    else:
        give(on_both("codes"))
