"""Prepare a portal in a folder that goes away, measure its parts one after the other, and tell."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import measures
from benchmarks.measures import Measure
from igsp_portal.bootstrap import demo
from igsp_portal.bootstrap.ground import ROOT, say

FOREIGN = {"DATABASE_URL", "GUNICORN_CMD_ARGS", "WEB_CONCURRENCY", "PYTHONPATH"}
PARTS = {
    "papers": "The plan as PDF, beside the bare engine",
    "releases": "Texts of 60 and of 300 paragraphs as PDF, beside the bare engine and LibreOffice",
    "texts": "Texts of 300 paragraphs",
    "editing": "A text of 300 paragraphs in the editor",
    "weight": "The first visit to each public page",
    "warm": "The session page, kept, beside a bare Django view",
    "queries": "The session page, not kept",
    "files": "A public file of 300 kB and a static one, beside bare Django views, alone and behind nginx",
    "library": "A library of 100 and of 10,000 documents in six languages",
    "codes": "A code to sign in, behind the receipts of 300 filings",
    "deadline_night": "The night of a deadline, beside a bare Django project that writes one row",
}


class PartFailed(Exception):
    """A part ended before it had measured anything."""


def main(arguments: list[str]) -> int:
    """Measure all parts, or those named; returns 0 when every promise holds, 1 when one does not, 2 for a fault."""
    chosen = arguments or list(PARTS)
    if unknown := set(chosen) - set(PARTS):
        print(f"There is no part {', '.join(sorted(unknown))}; the parts are: {', '.join(PARTS)}.")
        return 2
    with tempfile.TemporaryDirectory(prefix="portal-benchmark-") as folder:
        set_environment(Path(folder))
        try:
            say("Preparing a portal to measure")
            _run("scene")
            found = [measure for part in PARTS if part in chosen for measure in _measure(part)]
        except PartFailed as failed:
            print(failed)
            return 2
    return _tell(found)


def set_environment(folder: Path, **more: str) -> None:
    """A portal as in production but for TLS, on the demonstration's day, owing nothing to the shell's but `more`."""
    for name in [name for name in os.environ if name.startswith("PORTAL_") or name in FOREIGN]:
        del os.environ[name]
    os.environ.update(
        DJANGO_SETTINGS_MODULE="igsp_portal.settings",
        PORTAL_HTTPS="0",
        PORTAL_LOG_LEVEL="WARNING",
        PORTAL_TODAY=demo.demonstration_day(),
        PORTAL_VAR=str(folder),
        **more,
    )


def _measure(part: str) -> list[Measure]:
    say(PARTS[part])
    return measures.taken(_run(part))


def _run(part: str) -> str:
    """What a part prints in a Python of its own. Raises PartFailed with its last words."""
    done = subprocess.run([sys.executable, "-m", f"benchmarks.{part}"], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise PartFailed(f"The part {part} failed.\n{done.stderr[-3000:]}")
    return done.stdout


def _tell(found: list[Measure]) -> int:
    print(f"\n{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}\n")
    measures.show(found)
    missed = [measure for measure in found if not measure.holds]
    print(f"\n{len(missed)} missed." if missed else "\nEverything promised holds.")
    return 1 if missed else 0
