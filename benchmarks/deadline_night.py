"""The last ten minutes before a deadline, on both databases: 193 focal points and 400 drafters save and file.

Two or three drafters of each party, who came earlier, read the form and save it twice, each with other words of a
statement of their own; their focal point saves too, and once they are done reads it over and files. The ten minutes
pass in two, so that they come five times as densely; the demonstration's two workers set the receipts meanwhile.

What is compared: just before each save and each filing, the same person saves a form of a *bare project*, which has
what Django starts a project with (sessions, accounts, its seven middlewares), writes one row into the same database,
and is served by the same program as the portal. So whatever else the machine does (this program is on it too) meets
both alike. A figure is what 19 in 20 answers stay under; the ratio of two is of one run, and is promised to be 3 at
most. For orientation the person asks a *bare view* as well, which writes a row with no middleware, session or form.

Counted besides, and promised to be none: answers other than what leads on, and filings that are lost or doubled, that
is, parties of which not exactly one version is filed, numbers left out, and words that were saved and are not in it.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import django

from benchmarks import crowd
from benchmarks.browsers import Answer, Browser, Unexpected, filled
from benchmarks.measures import Measure, give
from benchmarks.scene import load
from benchmarks.servers import on_both, running, server

BARE_TABLE = "CREATE TABLE benchmark_row (words text NOT NULL)"
PARTIES, DRAFTERS = 193, 400
NIGHT_SECONDS = 120  # of the ten minutes
PARTY_SECONDS = 30  # from the first of a party's people to its filing, or longer
SAVES = 2  # of each drafter
PATIENCE_SECONDS = 300
MOST_TIMES = 3.0
MOST_SECONDS = 2.0
PART = "deadline_night"

Spans = dict[str, list[float]]


@dataclass
class Party:
    """A party in the night: its draft, the sessions of its people, the focal point's first, and what they saved."""

    address: str
    submission: int
    sessions: list[str] = field(default_factory=list)
    bare_sessions: list[str] = field(default_factory=list)
    saved: dict[int, str] = field(default_factory=dict)
    drafting: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))


def measure(database: str) -> list[Measure]:
    """What the night gives, on the database of the environment."""
    from igsp_portal.management.commands import demo

    os.environ["PORTAL_BEHIND_PROXY"] = "1"
    parties = scene()
    with (
        server("igsp_portal.wsgi:application", "/en/igsp/") as portal,
        server("benchmarks.bare_row:application", "/") as view,
        server("benchmarks.bare_project:application", "/accounts/login/") as project,
        running(demo.worker(), demo.worker_for_codes()),
    ):
        night = Night(Ports(portal, view, project), parties)
        night.pass_by()
    return told(database, night.spans, night.errors, lost_or_doubled(parties))


def scene() -> list[Party]:
    """A portal in which each party has a draft and its people are signed in."""
    from django.db import connection
    from django.test import Client

    load()
    with connection.cursor() as cursor:
        cursor.execute(BARE_TABLE)
    made = []
    for number, (participant, person) in enumerate(crowd.parties(PARTIES)):
        draft = crowd.draft(participant, person)
        party = Party(f"/en/igsp/submissions/{draft.submission_id}/", draft.submission_id)
        people = [crowd.drafter(participant, place) for place in range(len(range(number, DRAFTERS, PARTIES)))]
        for one in (person, *people):
            browser = Client()
            browser.force_login(one)
            party.sessions.append(browser.cookies["sessionid"].value)
        made.append(party)
    keys = bare_sessions(sum(len(party.sessions) for party in made))
    for party in made:
        party.bare_sessions = [next(keys) for _person in party.sessions]
    return made


def bare_sessions(count: int) -> Iterator[str]:
    """The keys of the sessions of so many people of the bare project."""
    command = [sys.executable, "-m", "benchmarks.bare_project", str(count)]
    return iter(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.split())


class Ports(NamedTuple):
    """Where the three servers stand."""

    portal: int
    view: int
    project: int


class Person:
    """One of a party's people, by the place among them: the first is the focal point."""

    def __init__(self, ports: Ports, party: Party, place: int, spans: Spans) -> None:
        self.party, self.place, self.spans = party, place, spans
        self.portal = Browser(ports.portal, cookies={"sessionid": party.sessions[place]})
        self.view = Browser(ports.view)
        self.project = Browser(ports.project, cookies={"sessionid": party.bare_sessions[place]})
        self.token = ""

    def save(self, turn: int) -> None:
        """Read the form, and save it with other words."""
        address = f"{self.party.address}write/"
        form = self._timed("read", self.portal.get(address))
        words = f"What we need, said by {self.place} for the {turn} time."
        name = f"statements-{self.place - 1}-words" if self.place else "introduction"
        fields = filled(form) | {name: words, "do": "save"}
        self._bare(words)
        self._timed("save", self.portal.post(address, fields, in_parts=True))
        self.party.saved[self.place] = words

    def file(self) -> None:
        """Read over what is to be filed, and file it."""
        address = f"{self.party.address}file/"
        read_over = self._timed("review", self.portal.get(address))
        self._bare("some words")
        self._timed("file", self.portal.post(address, read_over.hidden))

    def _bare(self, words: str) -> None:
        self.token = self.token or self.project.get("/").token
        self._timed("view", self.view.post("/", {"introduction": words}))
        self._timed("bare", self.project.post("/", {"words": words, "csrfmiddlewaretoken": self.token}))

    def _timed(self, kind: str, answer: Answer) -> Answer:
        self.spans[kind].append(answer.seconds)
        return answer


class Night:
    """The night as it goes: the seconds of all answers, by their kinds, and what went otherwise than it should."""

    def __init__(self, ports: Ports, parties: list[Party]) -> None:
        self.ports, self.parties = ports, parties
        self.spans: Spans = defaultdict(list)
        self.errors: list[str] = []
        Person(ports, parties[0], 0, defaultdict(list)).save(0)  # the first answer loads what a process keeps

    def pass_by(self) -> None:
        """Let all come, each party at a time of its own, and wait until the last has gone."""
        began = time.monotonic()
        with ThreadPoolExecutor(PARTIES + DRAFTERS) as coming:
            for number, party in enumerate(self.parties):
                start = began + random.Random(number).uniform(0, NIGHT_SECONDS - PARTY_SECONDS)
                for place in range(len(party.sessions)):
                    coming.submit(self._come, party, place, start)
        for error in self.errors[:5]:
            print(error[:1000], file=sys.stderr)

    def _come(self, party: Party, place: int, start: float) -> None:
        time.sleep(max(0.0, start - time.monotonic()))
        try:
            self._act(party, place)
        except (Unexpected, OSError) as error:
            self.errors.append(f"{party.address} {place}: {error}")
        finally:
            party.drafting.release()

    def _act(self, party: Party, place: int) -> None:
        chance = random.Random(1000 * place + party.submission)
        person = Person(self.ports, party, place, self.spans)
        for turn in range(1, SAVES + 1 if place else 2):
            time.sleep(chance.uniform(0, PARTY_SECONDS / (2 * SAVES)))
            person.save(turn)
        if place:
            return
        for _drafter in party.sessions[1:]:
            party.drafting.acquire(timeout=PATIENCE_SECONDS)
        person.file()


def lost_or_doubled(parties: list[Party]) -> int:
    """The parties of which not one version is filed with all that was saved, and the numbers that were left out."""
    from submissions.models import SubmissionVersion

    filed: dict[int, list[Any]] = defaultdict(list)
    rows = SubmissionVersion.objects.filed().filter(submission__in=[party.submission for party in parties])
    for version in rows.prefetch_related("statements"):
        filed[version.submission_id].append(version)
    wrong = sum(not _is_whole(party, filed[party.submission]) for party in parties)
    serials = sorted(SubmissionVersion.objects.filed().values_list("serial", flat=True))
    return wrong + len(set(range(1, len(serials) + 1)) - set(serials))


def _is_whole(party: Party, versions: list[Any]) -> bool:
    if len(versions) != 1:
        return False
    said = {versions[0].introduction, *(statement.words for statement in versions[0].statements.all())}
    return set(party.saved.values()) <= said


def told(database: str, spans: Spans, errors: list[str], lost: int) -> list[Measure]:
    """The figures of a night."""
    most = {kind: statistics.quantiles(found, n=20)[-1] for kind, found in spans.items()}
    worst = max(spans, key=lambda kind: max(spans[kind]))
    count = sum(len(found) for found in spans.values())
    return [*_promised(database, most, errors, lost), *_for_orientation(database, spans, most, worst, count)]


def _promised(database: str, most: dict[str, float], errors: list[str], lost: int) -> Iterator[Measure]:
    for kind in ("save", "file"):
        yield Measure(PART, f"{database}: {kind} ÷ bare project", most[kind] / most["bare"], "", MOST_TIMES)
    yield Measure(PART, f"{database}: errors", len(errors), "", 0)
    yield Measure(PART, f"{database}: filings lost or doubled, of {PARTIES}", lost, "", 0)


def _for_orientation(database: str, spans: Spans, most: dict[str, float], worst: str, count: int) -> Iterator[Measure]:
    longest = f"{database}: the longest of {count:,} answers to {PARTIES + DRAFTERS} people"
    yield Measure(PART, longest, max(spans[worst]), "s", MOST_SECONDS, note=worst)
    for kind in ("save", "file"):
        yield Measure(PART, f"{database}: {kind} ÷ bare view", most[kind] / most["view"])
    for kind in ("view", "bare", "save", "file", "read"):
        yield Measure(PART, f"{database}: {kind}, 19 in 20 of {len(spans[kind]):,}", 1000 * most[kind], "ms")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        django.setup()
        give(measure(sys.argv[1]))
    else:
        give(on_both(PART))
