"""What a ZIP of one gigabyte takes of the memory of the process that sends it."""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import sys
from typing import Any

import django

from benchmarks import shelves
from benchmarks.measures import Measure, memory
from igsp_portal.bootstrap.ground import ROOT

FILES, SIZE = 50, 20_000_000  # bytes of each
MOST_MEGABYTES = 60
KEY = "heavy"
ADDRESS = f"/en/{shelves.PROCESS}/meetings/{KEY}/documents.zip"


def measure(database: str) -> list[Measure]:
    """How much more a fresh process held while it sent the ZIP than when it had answered a first page."""
    _fill()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.together"], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    found = json.loads(done.stdout.splitlines()[-1])
    what = f"{database}: ZIP of {found['bytes'] / 1e9:.2f} GB"
    return [Measure("library", f"{what}, peak memory above idle", found["above"], "MB", MOST_MEGABYTES)]


def _fill() -> None:
    """A meeting with documents whose files together have a gigabyte that nothing makes smaller."""
    from documents.models import Document, Rendition
    from igsp_portal.foundations.record import audit
    from meetings.models import Meeting, Process

    process = Process.objects.get(slug=shelves.PROCESS)
    with audit.recorded("benchmark.filled", process, by="benchmark"):
        meeting = Meeting.objects.create(process=process, key=KEY, kind="session", name="Heavy", order=1)
        papers = [shelves.document(process, meeting, number, f"UNEP/HEAVY/{number}") for number in range(1, FILES + 1)]
        for number, document in enumerate(Document.objects.bulk_create(papers)):
            data = random.Random(number).randbytes(SIZE)  # noqa: S311 - the same in every run
            file = shelves.file_of(document, "en", hashlib.sha256(data).hexdigest(), SIZE)
            Rendition.objects.bulk_create([file])
            shelves.store(file, data)


def send() -> None:
    """Answer a page, then send the ZIP to nobody."""
    from django.test import Client

    reader = Client(SERVER_NAME="127.0.0.1")
    reader.get(f"/en/{shelves.PROCESS}/")
    idle = memory()
    answer: Any = reader.get(ADDRESS)
    sent = sum(map(len, answer.streaming_content))
    assert sent == int(answer["Content-Length"]) > FILES * SIZE
    print(json.dumps({"bytes": sent, "above": memory("VmHWM") - idle}))


if __name__ == "__main__":
    django.setup()
    send()
