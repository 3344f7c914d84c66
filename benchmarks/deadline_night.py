"""The night of a deadline: the form read, saved and filed, and codes asked for, on both databases.

First at a steady pace, at which a bare Django view that writes one row is asked too, in turn, so that what else the
machine does (the workers typeset receipts all the while) meets both alike. Then 300 people come within three minutes:
each signs in with a code, writes, reads it over, files, and looks at the receipt.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import django

from benchmarks import crowd
from benchmarks.browsers import Answer, Browser
from benchmarks.measures import Measure, give
from benchmarks.scene import load
from benchmarks.servers import on_both, running, server
from benchmarks.visits import Letters, Writer, visit

BARE_TABLE = "CREATE TABLE benchmark_row (words text NOT NULL)"
ROUNDS = 3
BLOCK_SECONDS = 10
PER_CORE = 4  # questions a second
AT_ONCE = 32  # questions that may be under way: far more than there are, unless something stands still
PEOPLE = 300
NIGHT_SECONDS = 180
THINKING_SECONDS = (1.0, 5.0)  # between two pages; people think longer, and fewer of them would be there at once
MOST_TIMES = 10.0
MOST_SECONDS = 2.0
MOST_OF_SQLITE = 1.0
TOLD = ("code", "read", "save", "file")
PART = "deadline_night"

Ask = Callable[[int], Answer]
Spans = dict[str, list[float]]


def measure(database: str) -> list[Measure]:
    """How long answers take at a steady pace, by the bare view; and to 300 people who come within three minutes."""
    from igsp_portal.management.commands import demo

    os.environ["PORTAL_BEHIND_PROXY"] = "1"
    drafts = scene()
    with (
        server("igsp_portal.wsgi:application", "/en/igsp/") as portal,
        server("benchmarks.bare_row:application", "/") as bare,
        running(demo.worker(), demo.worker_for_codes()),
    ):
        return [*_paced(database, at_a_steady_pace(portal, bare, drafts)), *_crowded(database, in_one_night(portal))]


def scene() -> list[tuple[str, str]]:
    """A portal to which all are invited; the session and the address of each whose draft is written already."""
    from django.db import connection
    from django.test import Client

    load()
    with connection.cursor() as cursor:
        cursor.execute(BARE_TABLE)
    drafts = []
    for party, person in crowd.parties(PEOPLE + ROUNDS * in_a_block())[PEOPLE:]:
        browser = Client()
        browser.force_login(person)
        draft = crowd.draft(party, person)
        drafts.append((browser.cookies["sessionid"].value, f"/en/igsp/submissions/{draft.submission_id}/"))
    return drafts


def in_a_block() -> int:
    """How many questions are asked in a block at the steady pace."""
    return BLOCK_SECONDS * PER_CORE * (os.cpu_count() or 1)


def at_a_steady_pace(portal: int, bare: int, drafts: list[tuple[str, str]]) -> Spans:
    """The seconds of all answers, each kind for itself; the first of each process, which load it, are not counted."""
    spans: Spans = defaultdict(list)
    for port, address in ((bare, "/"), (portal, f"{drafts[0][1]}write/")):
        at_pace(partial(_asked, port, drafts[0][0], address), AT_ONCE)
    for first in range(0, len(drafts), in_a_block()):
        writers = [
            Writer(Browser(portal, cookies={"sessionid": session}), address)
            for session, address in drafts[first : first + in_a_block()]
        ]
        for kind, ask in blocks(writers, [Browser(bare) for _ in writers]):
            spans[kind] += at_pace(ask, len(writers))
    return spans


def _asked(port: int, session: str, address: str, _number: int) -> Answer:
    return Browser(port, cookies={"sessionid": session}).get(address)


def blocks(writers: list[Writer], bare: list[Browser]) -> Iterator[tuple[str, Ask]]:
    """What is asked in turn: the bare view before each of the portal's."""
    for does in (Writer.read, Writer.save, Writer.review, Writer.file):
        yield "bare", lambda number: bare[number].post("/", {"introduction": "some words"})
        yield does.__name__, partial(_one_of, writers, does)


def _one_of(writers: list[Writer], does: Callable[[Writer], Answer], number: int) -> Answer:
    return does(writers[number])


def at_pace(ask: Ask, count: int) -> list[float]:
    """The seconds of each answer to `count` questions, from when it was due to be asked."""
    began = time.perf_counter() + 0.5

    def one(number: int) -> float:
        due = began + number * BLOCK_SECONDS / count
        time.sleep(max(0.0, due - time.perf_counter()))
        late = time.perf_counter() - due
        return late + ask(number).seconds

    with ThreadPoolExecutor(AT_ONCE) as asking:
        return list(asking.map(one, range(count)))


def in_one_night(portal: int) -> Spans:
    """The seconds of all answers to the people who come, each kind for itself. Raises what befell one of them."""
    spans: Spans = defaultdict(list)
    with Letters() as letters, ThreadPoolExecutor(PEOPLE) as coming:
        began = time.monotonic()

        def one(number: int) -> None:
            chance = random.Random(number)
            time.sleep(max(0.0, began + chance.uniform(0, NIGHT_SECONDS) - time.monotonic()))
            for kind, answer in visit(portal, number, letters):
                spans[kind].append(answer.seconds)
                time.sleep(chance.uniform(*THINKING_SECONDS))

        list(coming.map(one, range(PEOPLE)))
    return spans


def _paced(database: str, spans: Spans) -> list[Measure]:
    """The portal's answers by the bare view's; and the bare view's, for orientation."""
    most = {kind: of_twenty(found) for kind, found in spans.items()}
    return [
        *(
            Measure(PART, f"{database}: {kind} ÷ bare view", most[kind] / most["bare"], "", limit)
            for kind, limit in (("save", MOST_TIMES), ("file", MOST_TIMES), ("read", None))
        ),
        Measure(PART, f"{database}: bare view", 1000 * most["bare"], "ms"),
    ]


def _crowded(database: str, spans: Spans) -> list[Measure]:
    """The longest answer of all; and what 19 in 20 stay under, for orientation."""
    worst = max(spans, key=lambda kind: max(spans[kind]))
    count = sum(len(found) for found in spans.values())
    longest = f"{database}: the longest of {count:,} answers to {PEOPLE} people"
    return [
        Measure(PART, longest, max(spans[worst]), "s", MOST_SECONDS, note=worst),
        *(Measure(PART, _to_people(database, kind), 1000 * of_twenty(spans[kind]), "ms") for kind in TOLD),
    ]


def _to_people(database: str, kind: str) -> str:
    return f"{database}: {kind}, {PEOPLE} people"


def beside_each_other(found: list[Measure]) -> list[Measure]:
    """What 300 people waited on PostgreSQL by what they waited on SQLite."""
    seconds = {measure.what: measure.value for measure in found}
    ratios = [seconds[_to_people("PostgreSQL", kind)] / seconds[_to_people("SQLite", kind)] for kind in TOLD]
    what = f"PostgreSQL ÷ SQLite, {PEOPLE} people"
    return [Measure(PART, what, statistics.geometric_mean(ratios), "", MOST_OF_SQLITE, note=", ".join(TOLD))]


def of_twenty(spans: list[float]) -> float:
    """What 19 in 20 stay under: the figure of every measure here but the longest answer."""
    return statistics.quantiles(spans, n=20)[-1]


if __name__ == "__main__":
    if len(sys.argv) > 1:
        django.setup()
        give(measure(sys.argv[1]))
    else:
        found = on_both(PART)
        give([*found, *beside_each_other(found)])
