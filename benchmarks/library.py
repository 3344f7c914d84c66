"""A library of 10,000 documents in six languages, on both databases: pages, search, programs, and taking documents in.

`python -m benchmarks.library 1000 100` is of 1,000 documents, and takes in 100.
"""

from __future__ import annotations

import math
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import django

from benchmarks import run, shelves, taking_in, together, vocabulary
from benchmarks.measures import Measure, give, show
from benchmarks.scene import empty
from benchmarks.servers import on_both

FEW, MANY = 100, 10_000
TIMES = 2  # that each address is asked for; the shortest counts, so that what else runs on the machine does not
ADDRESSES = 12  # of each kind
MOST_GROWTH = 2.0
PAGES = f"/en/{shelves.PROCESS}/"
API = f"/api/v1/processes/{shelves.PROCESS}/documents/"


@dataclass(frozen=True)
class Look:
    """What one kind of address cost: the most queries of one, and the milliseconds that 19 of 20 stay under."""

    queries: int
    p95: float


def measure(database: str, many: int = MANY, taken: int = taking_in.DOCUMENTS) -> list[Measure]:
    """Every kind of address in a small library and in a large one, and the making of the index in between."""
    empty()
    shelves.fill(FEW)
    _settle()
    small = looks(FEW)
    indexed = shelves.fill(many)
    _settle()
    large = looks(many)
    return [
        *_compared(database, small, large, many),
        *_search(database, small, large, many),
        Measure("library", f"{database}: words of {indexed.files:,} files indexed", indexed.seconds, "s"),
        *together.measure(database),
        *taking_in.measure(database, taken),
    ]


def _settle() -> None:
    """What a database does by itself after a while: PostgreSQL counts and tidies its rows."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _compared(database: str, small: dict[str, Look], large: dict[str, Look], many: int) -> Iterator[Measure]:
    for what, look in large.items():
        before = small[what]
        said = f"{database}: {what}"
        note = f"{before.queries} with {FEW}, {look.queries} with {many:,} documents"
        yield Measure("library", f"{said}, more queries", look.queries - before.queries, "", 0, note=note)
        yield Measure("library", f"{said}, p95", look.p95, "ms", note=f"{before.p95:.0f} with {FEW} documents")


def _search(database: str, small: dict[str, Look], large: dict[str, Look], many: int) -> Iterator[Measure]:
    what = f"{database}: search, p95 in {many * shelves.FILES:,} files ÷ in {FEW * shelves.FILES:,}"
    yield Measure("library", what, large["search"].p95 / small["search"].p95, "", MOST_GROWTH)


def looks(count: int) -> dict[str, Look]:
    """Each kind of address in a library of so many documents."""
    numbers = [1 + number * count // ADDRESSES for number in range(ADDRESSES)]
    searches = {f"search ({kind})": asked for kind, asked in questions(count).items()}
    kinds = {
        "session page": [f"{PAGES}meetings/{shelves.session_key(1)}/"],
        "ZIP": [f"{PAGES}meetings/{shelves.session_key(1)}/documents.zip"],
        "list of documents": [f"{PAGES}documents/", f"{PAGES}documents/?page={max(count // 100, 1)}"],
        "symbol address": [f"/symbol/{shelves.symbol(number)}" for number in numbers],
        "document page": [f"{PAGES}documents/shelf-{number}/" for number in numbers],
        "API, list": [API, f"{API}?limit=200", f"{API}?meeting={shelves.session_key(1)}"],
        "API, document": [f"{API}shelf-{number}/" for number in numbers],
        **searches,
    }
    costs = {kind: [_cost(address) for address in addresses] for kind, addresses in kinds.items()}
    costs["search"] = [cost for kind in searches for cost in costs[kind]]
    return {
        kind: Look(max(q for q, _ms in of_kind), p95([ms for _q, ms in of_kind])) for kind, of_kind in costs.items()
    }


def questions(count: int) -> dict[str, list[str]]:
    """Searches for what stands everywhere, here and there, and nowhere; what a small library has, a large one has."""
    numbers = [1 + number * count // ADDRESSES for number in range(ADDRESSES)]

    def known(language: str, *places: int) -> list[str]:
        return [vocabulary.words(language)[place] for place in places]

    def rare(language: str, number: int) -> str:
        return vocabulary.rarest(language, number * shelves.PAGES + 1, shelves.WORDS)

    def standing(language: str, number: int, first: int, words: int) -> str:
        parted = vocabulary.page(language, number * shelves.PAGES + 1, shelves.WORDS)
        if language == "zh-hans":
            return parted[first : first + words]
        return " ".join(parted.split()[first : first + words])

    asked = {
        "common word": known("en", 0, 1, 3, 7) + known("fr", 0, 2) + known("es", 1, 4) + known("ru", 0, 5),
        "rare word": [rare("en", 1), rare("en", 31), rare("fr", 61), rare("ru", 7), rare("ru", 91)],
        "two words": [" ".join(known("en", place, place + 40)) for place in (0, 2, 9, 30)],
        "phrase": [f'"{standing("en", number, 10, 3)}"' for number in numbers[::4]],
        "symbol": [shelves.symbol(number) for number in numbers[::4]],
        "symbol half remembered": [f"SHELF 1/{number}" for number in (1, 7, 23)],
        "Arabic": known("ar", 0, 2, 40) + [rare("ar", 31)],
        "two characters of Chinese": known("zh-hans", 0, 3, 50, 4_000),
        "no hit": ["zzyzx", "nowhere-to-be-found", '"ordinary zzyzx"'],
    }
    return {kind: [f"{PAGES}search/?q={quote(typed)}" for typed in of_kind] for kind, of_kind in asked.items()}


def _cost(address: str) -> tuple[int, float]:
    """The queries of an address, and its milliseconds, as if it had never been asked for."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    spans = []
    for _time in range(TIMES):
        stranger = Client(SERVER_NAME="127.0.0.1")  # which keeps no page of another's
        stranger.get("/healthz")  # middleware is loaded
        began = time.perf_counter()
        answer: Any = stranger.get(address)
        if answer.streaming:
            assert sum(map(len, answer.streaming_content))
        spans.append((time.perf_counter() - began) * 1000)
        assert answer.status_code in (200, 302), (address, answer.status_code)
    with CaptureQueriesContext(connection) as asked:
        answer = Client(SERVER_NAME="127.0.0.1").get(address)
        if answer.streaming:
            assert sum(map(len, answer.streaming_content))
    return len(asked), min(spans)


def p95(spans: list[float]) -> float:
    """What 19 in 20 of them stay under."""
    return sorted(spans)[math.ceil(len(spans) * 0.95) - 1]


def main(arguments: list[str]) -> None:
    """Measure on the database that is named, or on each; numbers say how many documents, and how many are taken in."""
    numbers = [word for word in arguments if word.isdecimal()]
    if named := [word for word in arguments if not word.isdecimal()]:
        django.setup()
        give(measure(named[0], *map(int, numbers)))
    elif numbers:
        with tempfile.TemporaryDirectory(prefix="portal-benchmark-") as folder:
            run.set_environment(Path(folder))
            show(on_both("library", *numbers))
    else:
        give(on_both("library"))


if __name__ == "__main__":
    main(sys.argv[1:])
