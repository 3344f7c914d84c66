"""Some thousand requests that people make up, as several people: `python -m benchmarks.faults.strange_requests`.

A number says how many (20000), a second one from which seed; `--postgres` sends them to a portal on PostgreSQL. It ends
with 1 when any was answered by a fault of the portal, and names each kind of fault once, with a request that met it.
What a request changes is undone before the next.
"""

from __future__ import annotations

import io
import logging
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from benchmarks import run
from benchmarks.faults.made_up import MadeUp, made_up, routes
from igsp_portal.bootstrap.ground import say
from igsp_portal.bootstrap.postgres import Server

COUNT, SEED = 20_000, 20041015
TOLD_AFTER = 2_000


def main(arguments: list[str]) -> int:
    numbers = [int(word) for word in arguments if word.isdecimal()]
    count, seed = [*numbers, *[COUNT, SEED][len(numbers) :]]
    with ExitStack() as ends, tempfile.TemporaryDirectory(prefix="portal-made-up-") as folder:
        database = ""
        if "--postgres" in arguments:
            server = Server()
            ends.callback(server.stop)
            server.start()
            database = server.url
        run.set_environment(Path(folder), DATABASE_URL=database)
        say("Preparing a portal")
        browsers = scene()
        say(f"{count} requests from seed {seed}")
        return tell(list(faults(browsers, seed, count)), count)


def tell(found: list[tuple[MadeUp, str, str]], count: int) -> int:
    """Each kind of fault once, with how often it was met."""
    kinds = Counter(fault for _request, _who, fault in found)
    for fault, times in kinds.most_common():
        request, who = next((request, who) for request, who, met in found if met == fault)
        print(f"\n  FAILS  {times} times: {fault}\n  as {who}: {request}")
    print(f"\n{len(found)} faults in {count} requests." if found else f"\nNo fault in {count} requests.")
    return 1 if found else 0


def faults(browsers: dict[str, Any], seed: int, count: int) -> Iterator[tuple[MadeUp, str, str]]:
    """The requests that were answered by a fault, as whom they were sent, and what it was."""
    for number, (request, who) in enumerate(islice(zip(requests(seed), cycle(browsers), strict=False), count), 1):
        if fault := fault_met(browsers[who], request):
            yield request, who, fault
        if number % TOLD_AFTER == 0:
            say(f"{number} sent")


def requests(seed: int) -> Iterator[MadeUp]:
    """Requests without end to the portal as it stands."""
    from django.contrib import admin

    from igsp_portal import urls

    places = {
        f"{model._meta.app_label}/{model._meta.model_name}": [field.name for field in model._meta.get_fields()]
        for model in admin.site._registry
    }
    return made_up(seed, routes=routes(urls.urlpatterns), known=right_values(), columns=places)


def right_values() -> dict[str, list[str]]:
    """For each place in an address by its name, some values that are right."""
    from documents.models import Document, Rendition, Text
    from meetings.models import Meeting, Participant
    from submissions.models import Attachment, Call, Submission

    def of(model: Any, column: str, most: int = 6) -> list[str]:
        return [str(value) for value in model.objects.order_by("pk").values_list(column, flat=True)[:most]]

    keys = [key for model in (Meeting, Document, Text, Call) for key in of(model, "key")]
    numbers = [str(number) for number in range(1, 9)]
    return {
        "process": ["igsp", "igsp", "other"],
        "key": keys,
        "participant": [*of(Participant, "key"), "ken"],
        "symbol": of(Document, "symbol"),
        "sha256": of(Rendition, "sha256"),
        "pk": [*numbers, *of(Submission, "pk"), *of(Attachment, "pk")],
        "object_id": [*numbers, *of(Submission, "pk")],
        "move": ["issue", "release", "again", "send_again", "publish", "acknowledge"],
        "app_label": ["meetings", "documents", "submissions", "igsp_portal"],
    }


def fault_met(browser: Any, request: MadeUp) -> str:
    """Send a request, and undo what it did; the fault with which it was answered, or nothing."""
    from django.db import transaction

    cookies = "; ".join([*(f"{one.key}={one.coded_value}" for one in browser.cookies.values()), request.crumb])
    kept = browser.cookies.copy()
    with transaction.atomic():
        answer = browser.generic(
            request.method,
            request.address,
            request.body,
            content_type=request.content_type,
            headers=request.headers,
            HTTP_COOKIE=cookies.strip("; "),
        )
        for _chunk in answer:
            pass
        transaction.set_rollback(True)
    browser.cookies = kept
    return "" if answer.status_code < 500 else f"{answer.status_code} {_what(answer.exc_info)}"


def _what(raised: Any) -> str:
    if not raised:
        return "without an exception"
    kind, error, trace = raised
    last = traceback.extract_tb(trace)[-1]
    return f"{kind.__name__}: {error!s:.80} ({Path(last.filename).name}, {last.name})"


def scene() -> dict[str, Any]:
    """The shipped process, and the browsers of a stranger, a focal point, a clerk and two administrators."""
    import django

    django.setup()
    logging.disable(logging.CRITICAL)  # what is refused is what is wanted
    from django.core.management import call_command
    from django.test import Client

    from igsp_portal.foundations.record import audit
    from igsp_portal.models import User
    from meetings.models import Membership, Process

    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_process", "igsp", no_papers=True, verbosity=0, stdout=io.StringIO())
    call_command("collectstatic", verbosity=0, interactive=False)
    process = Process.objects.get(slug="igsp")
    with audit.recorded("benchmark.filled", process, by="benchmark"):  # so that somebody works in two
        Process.objects.create(slug="other", series="UNEP/X", zone="UTC", name="Other", short_name="Other")
    browsers = {"stranger": Client(raise_request_exception=False, HTTP_HOST="127.0.0.1")}
    for who in ("focal_point", "clerk", "administrator", "root"):
        user = User.objects.create_user(f"{who}@example.org", is_superuser=who == "root")
        if who != "root":
            party = process.participants.get(key="ken") if who == "focal_point" else None
            with audit.recorded("benchmark.filled", process, by="benchmark"):
                Membership.objects.create(process=process, user=user, role=who, participant=party)
        browsers[who] = Client(raise_request_exception=False, HTTP_HOST="127.0.0.1")
        browsers[who].force_login(user)
    return browsers


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
