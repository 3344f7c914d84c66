"""The draft plan as PDF: our way from the database to the file, against the bare engine on the same HTML."""

from __future__ import annotations

import gc
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
from igsp_portal.bootstrap.ground import ROOT

PLAN = "draft-plan"
ROUNDS = 7
ROUNDS_OF_SIX = 5
MOST_OVER_BARE = 1.15
MOST_OVER_ONE = 6.5
MOST_MEGABYTES = 250


def version() -> Any:
    from documents.models import TextVersion

    return TextVersion.objects.filter(text__key=PLAN, text__process__slug="igsp").latest("number")


def ours(language: str = "en") -> bytes:
    """The plan as the portal makes it: read, numbered, printed as HTML, typeset."""
    from documents.texts import papers
    from igsp_portal.foundations.language.languages import LANGUAGES
    from igsp_portal.foundations.paper import pdf

    paper = papers.paper(papers.manuscript(version()), language)
    code = LANGUAGES[language].html_lang
    return pdf.typeset(html(paper), language=code, title=paper.title, author=paper.author)


def html(paper: Any) -> str:
    from documents.texts import rendering

    return rendering.print_page(paper)


def bare(page: str) -> bytes:
    """The same page by the engine alone, with the same kind of PDF asked for."""
    from weasyprint import HTML

    from igsp_portal.foundations.paper.pdf import PAPERS

    return HTML(string=page, base_url=f"{PAPERS.as_uri()}/").write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)


def six() -> None:
    """What the worker does when the plan is released: every language set, then all posted."""
    from documents.texts import typesetting
    from igsp_portal.foundations.record import audit

    plan = version()
    with audit.recorded("benchmark.typeset_again", plan, by="benchmark"):
        plan.languages.update(typeset_from="")
    typesetting.typeset(plan)


def measure() -> list[Measure]:
    """Both ratios, and the peak memory of a process that sets six languages.

    Typesetting is one thread's work, so what counts is the processor's time: it is the same whatever else runs.
    """
    six()  # the engine and its fonts are loaded
    return [*over_bare(), *over_one(), Measure("papers", "peak memory of six languages", peak(), "MB", MOST_MEGABYTES)]


def over_bare() -> list[Measure]:
    """Our way by the bare engine, in English, in turn."""
    from documents.texts import papers

    page = html(papers.paper(papers.manuscript(version()), "en"))
    bare(page)
    pairs = []
    for number in range(ROUNDS):
        work = [ours, lambda: bare(page)]
        order = work if number % 2 else work[::-1]
        spans = [_seconds(one) for one in order]
        pairs.append(spans if number % 2 else spans[::-1])
    ratio = statistics.median(one / other for one, other in pairs)
    return [
        Measure("papers", "the plan's PDF, from database to file ÷ bare engine", ratio, "", MOST_OVER_BARE),
        Measure("papers", "the plan's PDF in English", statistics.median(pair[0] for pair in pairs), "s"),
    ]


def over_one() -> list[Measure]:
    """Six languages in one go and posted, by one: the mean of the six set one by one, since they differ."""
    from igsp_portal.foundations.language.languages import CODES

    together, alone = [], []
    for _round in range(ROUNDS_OF_SIX):
        together.append(_seconds(six))
        alone.append({code: _seconds(lambda code=code: ours(code)) for code in CODES})
    ratio = statistics.median(
        all_six / statistics.mean(ones.values()) for all_six, ones in zip(together, alone, strict=True)
    )
    english = statistics.median(all_six / ones["en"] for all_six, ones in zip(together, alone, strict=True))
    return [
        Measure("papers", "six languages in the worker ÷ one (mean of the six)", ratio, "", MOST_OVER_ONE),
        Measure("papers", "six languages in the worker ÷ English", english),
        Measure("papers", "six languages in the worker", statistics.median(together), "s"),
    ]


def _seconds(work: Callable[[], Any]) -> float:
    gc.collect()
    began = time.process_time()
    work()
    return time.process_time() - began


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
