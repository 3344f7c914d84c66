"""The session page as a stranger gets it, kept, against a bare Django view that returns the same bytes.

Both stand behind gunicorn as the demonstration starts it, at the same time, and are asked in turn, so that what
else the machine does meets both alike.
"""

from __future__ import annotations

import os
import statistics
from collections.abc import Iterator
from pathlib import Path

import django

from benchmarks import load
from benchmarks.measures import Measure, give
from benchmarks.scene import ON_THE_PAGE, SESSION, fill_session
from benchmarks.servers import server

ROUNDS = 40
SECONDS = 0.5
FLOOR = 1.2


def measure() -> list[Measure]:
    """The ratio of requests per second, portal by bare view; and both, for orientation."""
    fill_session(ON_THE_PAGE)
    kept = Path(os.environ["PORTAL_VAR"]) / "session-page"
    with server("igsp_portal.wsgi:application", SESSION) as portal:
        kept.write_bytes(load.fetch(portal, SESSION)[1])
        os.environ["BENCHMARK_BYTES"] = str(kept)
        with server("benchmarks.bare:application", "/") as bare:
            pairs = list(rounds(portal, bare))
    ratio = statistics.median(ours / theirs for ours, theirs in pairs)
    size = f"{kept.stat().st_size:,} bytes sent"
    return [
        Measure("warm", "session page, kept ÷ bare Django view", ratio, "", FLOOR, at_least=True, note=size),
        Measure("warm", "session page, kept", statistics.median(pair[0] for pair in pairs), "requests/s"),
        Measure("warm", "bare Django view", statistics.median(pair[1] for pair in pairs), "requests/s"),
    ]


def rounds(portal: int, bare: int) -> Iterator[tuple[float, float]]:
    """Requests per second of both, in turn; the one that begins changes from round to round."""
    asked = [(portal, SESSION), (bare, "/")]
    for port, path in asked:  # every worker has the page, and its connection to the database
        load.per_second(port, path, SECONDS)
    for number in range(ROUNDS):
        order = asked if number % 2 else asked[::-1]
        speed = {port: load.per_second(port, path, SECONDS) for port, path in order}
        yield speed[portal], speed[bare]


if __name__ == "__main__":
    django.setup()
    give(measure())
