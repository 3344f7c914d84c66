"""A release: six PDFs of 60 and of 300 paragraphs, beside the bare engine, and LibreOffice on the same text in Word."""

from __future__ import annotations

import gc
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

from benchmarks import long_text
from benchmarks.measures import Measure, give
from benchmarks.papers import MOST_OVER_BARE, bare, html, own_peak
from igsp_portal.bootstrap.ground import ROOT

SIZES = (60, 300)
ROUNDS = 3
MOST_MEGABYTES = 400
PART = "releases"
KEY = "released-{}"


def measure() -> list[Measure]:
    """For each size the two ratios and the seconds, all of the processor's time, and the peak of a fresh process."""
    found = []
    for paragraphs in SIZES:
        version = released(paragraphs)
        works = {"ours": lambda version=version: typeset(version), "bare": bare_six(version)}
        if shutil.which("soffice"):
            works["office"] = by_libreoffice(version)
        found += told(paragraphs, rounds(works))
    return found


def told(paragraphs: int, taken: dict[str, list[float]]) -> list[Measure]:
    def ratio(other: str) -> float:
        return statistics.median(one / two for one, two in zip(taken["ours"], taken[other], strict=True))

    what = f"{paragraphs} paragraphs, six PDFs"
    found = [
        Measure(PART, f"{what}: released ÷ bare engine", ratio("bare"), "", MOST_OVER_BARE),
        Measure(PART, f"{what}: released", statistics.median(taken["ours"]), "s"),
        Measure(PART, f"{what}: peak memory", peak(paragraphs), "MB", MOST_MEGABYTES),
    ]
    if "office" in taken:
        found.insert(1, Measure(PART, f"{what}: released ÷ LibreOffice, of the exported DOCX", ratio("office")))
    return found


def released(paragraphs: int) -> Any:
    """A text of so many paragraphs, released in six languages as a document; its PDFs are still to be made."""
    from benchmarks.papers import version as plan
    from documents.models import Document
    from documents.texts import actions
    from igsp_portal.foundations.record import records

    issued_as = plan().document
    planned = Document(
        process=issued_as.process,
        key=KEY.format(paragraphs),
        kind=issued_as.kind,
        meeting=issued_as.meeting,
        original_language="en",
        languages=issued_as.languages,
        **{f"title_{code}": f"{paragraphs}" for code in long_text.COLUMNS},
    )
    document = records.create(planned, by=long_text.BY)
    version = long_text.version(planned.key, paragraphs, document=document)
    actions.release(version, by=long_text.BY, typeset=False, exception=True)
    return version


def typeset(version: Any) -> None:
    """What the worker does after the release: every language set, then all posted."""
    from documents.texts import typesetting
    from igsp_portal.foundations.record import audit

    with audit.recorded("benchmark.typeset_again", version, by=long_text.BY):
        version.languages.update(typeset_from="")
    typesetting.typeset(version)


def bare_six(version: Any) -> Callable[[], None]:
    """The same six pages by the engine alone."""
    from documents.texts import papers
    from igsp_portal.foundations.language.languages import CODES

    source = papers.manuscript(version)
    pages = [html(papers.paper(source, code)) for code in CODES]

    def work() -> None:
        for page in pages:
            bare(page)

    return work


def by_libreoffice(version: Any) -> Callable[[], None]:
    """The same text, exported as six DOCX, made into six PDFs by one start of LibreOffice."""
    from documents.texts.giving_out import exports
    from igsp_portal.foundations.language.languages import CODES

    folder = Path(tempfile.mkdtemp(dir=os.environ["PORTAL_VAR"]))
    files = [folder / f"{code}.docx" for code in CODES]
    for code, file in zip(CODES, files, strict=True):
        file.write_bytes(exports.export(version, code, "docx"))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    made = folder / "made"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(made), *map(str, files)]

    def work() -> None:
        subprocess.run(command, check=True, capture_output=True)
        if len(list(made.glob("*.pdf"))) != len(files):
            raise RuntimeError("LibreOffice did not make every PDF")

    work()  # its profile is made at the first start
    return work


def rounds(works: dict[str, Callable[[], None]]) -> dict[str, list[float]]:
    """The seconds of each, in turn; the other way round every second time."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for number in range(ROUNDS):
        for name in list(works) if number % 2 else list(works)[::-1]:
            taken[name].append(_seconds(works[name]))
    return taken


def _seconds(work: Callable[[], None]) -> float:
    """The processor's time of this process and of those that it started and that have ended."""
    gc.collect()
    began = _processor()
    work()
    return _processor() - began


def _processor() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def peak(paragraphs: int) -> float:
    """The most megabytes that a fresh process with Django ever held while it made the six PDFs."""
    command = [sys.executable, "-m", "benchmarks.releases", "peak", str(paragraphs)]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)


def main(arguments: list[str]) -> None:
    from documents.models import TextVersion

    if arguments[:1] == ["peak"]:
        typeset(TextVersion.objects.get(text__key=KEY.format(arguments[1])))
        print(json.dumps(own_peak()))
    else:
        give(measure())


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1:])
