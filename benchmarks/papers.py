"""The draft plan as PDF: our way from the database to the file, against the bare engine on the same HTML."""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import django

from benchmarks.measures import Measure, give
from igsp_portal.bootstrap import ROOT

PLAN = "draft-plan"
ROUNDS = 5
MOST_OVER_BARE = 1.15
MOST_OVER_ONE = 6.5
MOST_MEGABYTES = 250


def version() -> Any:
    from documents.models import TextVersion

    return TextVersion.objects.filter(text__key=PLAN, text__process__slug="igsp").latest("number")


def ours() -> bytes:
    """The plan in English as the portal makes it: read, numbered, printed as HTML, typeset."""
    from documents import papers
    from igsp_portal.foundations import pdf

    paper = papers.paper(papers.manuscript(version()), "en")
    return pdf.typeset(html(paper), language="en", title=paper.title, author=paper.author)


def html(paper: Any) -> str:
    from documents import rendering_texts

    return rendering_texts.print_page(paper)


def bare(page: str) -> bytes:
    """The same page by the engine alone, with the same kind of PDF asked for."""
    from weasyprint import HTML

    from igsp_portal.foundations.pdf import PAPERS

    return HTML(string=page, base_url=f"{PAPERS.as_uri()}/").write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)


def six() -> None:
    """What the worker does when the plan is released: every language set, then all posted."""
    from documents import typesetting
    from igsp_portal.foundations import audit

    plan = version()
    with audit.recorded("benchmark.typeset_again", plan, by="benchmark"):
        plan.typeset_from = {}
        plan.save(update_fields=["typeset_from"])
    typesetting.typeset(plan)


def measure() -> list[Measure]:
    """Both ratios as medians of alternating rounds, and the peak memory of a process that sets six languages."""
    from documents import papers

    page = html(papers.paper(papers.manuscript(version()), "en"))
    ours(), bare(page), six()  # the engine and its fonts are loaded
    spans: dict[str, list[float]] = {"ours": [], "bare": [], "six": []}
    for _round in range(ROUNDS):
        for name, work in (("ours", ours), ("bare", lambda: bare(page)), ("six", six)):
            spans[name].append(_seconds(work))
    over_bare = statistics.median(a / b for a, b in zip(spans["ours"], spans["bare"], strict=True))
    over_one = statistics.median(a / b for a, b in zip(spans["six"], spans["ours"], strict=True))
    return [
        Measure("papers", "the plan's PDF, from database to file ÷ bare engine", over_bare, "", MOST_OVER_BARE),
        Measure("papers", "six languages in the worker ÷ English", over_one, "", MOST_OVER_ONE),
        Measure("papers", "peak memory of six languages", peak(), "MB", MOST_MEGABYTES),
        Measure("papers", "the plan's PDF in English", statistics.median(spans["ours"]), "s"),
        Measure("papers", "six languages in the worker", statistics.median(spans["six"]), "s"),
    ]


def _seconds(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def peak() -> float:
    """The most megabytes that a fresh process with Django ever held while it set six languages."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.papers", "peak"], cwd=ROOT, check=True, capture_output=True
    )
    return json.loads(done.stdout)


def own_peak() -> float:
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / (1_000_000 if sys.platform == "darwin" else 1000)


if __name__ == "__main__":
    django.setup()
    if sys.argv[1:] == ["peak"]:
        six()
        print(json.dumps(own_peak()))
    else:
        give(measure())
