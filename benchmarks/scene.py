"""The portal that is measured: the shipped process with its papers typeset, and as many documents as wanted."""

from __future__ import annotations

import hashlib
import sys
from typing import Any

import django

from benchmarks import shelves

SESSION = "/en/igsp/meetings/wg-3/"
ON_THE_PAGE = 40  # documents of the session, each in six languages: 240 files
MANY = 4000


def empty() -> None:
    """A portal without a process in the data folder of the environment."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)


def load() -> None:
    """The same with the shipped process."""
    from django.core.management import call_command

    empty()
    call_command("load_process", "igsp", no_papers=True, verbosity=0)


def prepare() -> None:
    """The same, with the papers typeset where the machine can."""
    from django.core.management import call_command

    from igsp_portal.foundations.paper import pdf

    load()
    if pdf.available():
        call_command("typeset", verbosity=0)


def fill_session(count: int, size: int = 100_000) -> None:
    """Give the third session information papers until it has `count` of them, each issued in six languages.

    Of their files, of `size` bytes, there is the row alone.
    """
    from documents.models import Document, Rendition, SymbolKey
    from igsp_portal.foundations.language.languages import CODES
    from igsp_portal.foundations.record import audit
    from meetings.models import Meeting

    meeting = Meeting.objects.select_related("process").get(process__slug="igsp", key="wg-3")
    there = Document.objects.filter(meeting=meeting, key__startswith="benchmark-").count()
    with audit.recorded("benchmark.filled", meeting, by="benchmark", process=meeting.process.slug):
        papers = [_paper(meeting, number) for number in range(there + 1, count + 1)]
        made = Document.objects.bulk_create(papers)
        SymbolKey.objects.bulk_create(SymbolKey.of(paper, key) for paper in made for key in paper.own_keys)
        files = [
            shelves.file_of(document, code, hashlib.sha256(f"{document.key} {code}".encode()).hexdigest(), size)
            for document in made
            for code in CODES
        ]
        Rendition.objects.bulk_create(files, batch_size=500)
        items = list(meeting.agenda.all()[:1])
        links = [
            Document.agenda_items.through(document_id=document.pk, agendaitem_id=item.pk)
            for document in made
            for item in items
        ]
        Document.agenda_items.through.objects.bulk_create(links, batch_size=500)


def _paper(meeting: Any, number: int) -> Any:
    from documents.models import Document
    from igsp_portal.foundations import time
    from igsp_portal.foundations.language.languages import CODES

    document = Document(
        process=meeting.process,
        meeting=meeting,
        key=f"benchmark-{number}",
        symbol=f"UNEP/IEG/IGSP/3/INF/{1000 + number}",
        kind="information",
        state="issued",
        issued_on=time.today(),
        **{f"title_{code.replace('-', '_')}": f"Information paper {number} ({code})" for code in CODES},
    )
    document.know_symbol()
    return document


if __name__ == "__main__":
    django.setup()
    fill_session(int(sys.argv[1])) if len(sys.argv) > 1 else prepare()
