"""The session page when it is not kept: the queries it asks, with few documents and with many."""

from __future__ import annotations

import statistics
import time

import django

from benchmarks.measures import Measure, give
from benchmarks.scene import MANY, ON_THE_PAGE, SESSION, fill_session

MOST = 12
ROUNDS = 5


def measure() -> list[Measure]:
    """The queries of the page with 40 and with 4,000 documents, and how long it takes, for orientation."""
    found = {}
    for count in (ON_THE_PAGE, MANY):
        fill_session(count)
        found[count] = asked_by_page()
    few, many = found[ON_THE_PAGE], found[MANY]
    return [
        Measure("queries", f"session page, {ON_THE_PAGE} documents", few[0], "queries", MOST),
        Measure("queries", f"session page, {MANY:,} documents", many[0], "queries", MOST),
        Measure("queries", "more queries with many documents than with few", abs(many[0] - few[0]), "", 0),
        Measure("queries", f"rendering with {ON_THE_PAGE} documents", few[1], "ms"),
        Measure("queries", f"rendering with {MANY:,} documents", many[1], "ms"),
    ]


def asked_by_page() -> tuple[int, float]:
    """The queries of the page and its milliseconds (the median), each time as if it had never been asked for."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    counts, spans = [], []
    for _round in range(ROUNDS):
        stranger = Client(headers={"Accept-Encoding": "br"}, SERVER_NAME="127.0.0.1")
        stranger.get("/healthz")  # middleware and addresses are loaded
        began = time.perf_counter()
        with CaptureQueriesContext(connection) as asked:
            assert stranger.get(SESSION).status_code == 200
        spans.append((time.perf_counter() - began) * 1000)
        counts.append(len(asked))
    return max(counts[1:]), statistics.median(spans)


if __name__ == "__main__":
    django.setup()
    give(measure())
