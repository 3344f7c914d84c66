"""A measure, the limit it is held to, and how both are told."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

HEADINGS = ("Part", "What", "Measured", "Promised", "")


@dataclass(frozen=True)
class Measure:
    """One figure. `limit` is None for a figure that is told and not promised."""

    part: str
    what: str
    value: float
    unit: str = ""
    limit: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def holds(self) -> bool:
        if self.limit is None:
            return True
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    @property
    def cells(self) -> tuple[str, ...]:
        """The measure as a row of the table."""
        promised = "" if self.limit is None else f"{'≥' if self.at_least else '≤'} {_number(self.limit)}"
        verdict = "" if self.limit is None else ("holds" if self.holds else "MISSED")
        measured = f"{_number(self.value)} {self.unit}".strip()
        return self.part, f"{self.what} ({self.note})" if self.note else self.what, measured, promised, verdict


def memory(what: str = "VmRSS") -> float:
    """The megabytes that this process holds, or, as `VmHWM`, held at most: without what its parent held. Linux's."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{what}:")) / 1000


def give(measures: Iterable[Measure]) -> None:
    """Hand the measures of a part to the run that started it, one JSON object a line."""
    for measure in measures:
        print(json.dumps(asdict(measure)), flush=True)


def taken(output: str) -> list[Measure]:
    """The measures in what a part printed."""
    return [Measure(**json.loads(line)) for line in output.splitlines() if line.startswith("{")]


def show(measures: list[Measure]) -> None:
    """Print them as a table that may stand in a README."""
    rows = [HEADINGS, *(measure.cells for measure in measures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    rows.insert(1, tuple("-" * width for width in widths))
    for row in rows:
        sys.stdout.write(f"| {' | '.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))} |\n")


def _number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() or abs(value) >= 100 else f"{value:.2f}"
