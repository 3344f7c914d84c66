"""A text of 300 paragraphs in six languages in the editor: a paragraph opened, saved, moved, and the whole page."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from typing import Any

import django

from benchmarks import long_text
from benchmarks.measures import Measure, give

PARAGRAPHS = 300
PROPOSALS = 400  # for the words of all of them, one after the other
ROUNDS = 7
MOST_SECONDS = 0.2
PART = "editing"


def measure() -> list[Measure]:
    """What the server takes for each, in seconds of its processor: it is one thread's work."""
    browser, address, opened_with, propose = scene()
    found = told(
        ("a paragraph is opened", lambda: part(browser, address), MOST_SECONDS),
        ("a paragraph is saved", lambda: press(browser, address, "save", opened_with), MOST_SECONDS),
        ("a paragraph is moved", lambda: press(browser, address, "down", opened_with), None),
        ("the whole page", lambda: browser.get(address), None),
    )
    propose()
    with_them = f"a paragraph is opened, with {PROPOSALS} proposals in the text"
    return found + told((with_them, lambda: part(browser, address), MOST_SECONDS))


def told(*found: tuple[str, Callable[[], Any], float | None]) -> list[Measure]:
    return [Measure(PART, f"{PARAGRAPHS} paragraphs: {what}", seconds(do), "s", limit) for what, do, limit in found]


def scene() -> tuple[Any, str, Callable[[], str], Callable[[], None]]:
    """A draft of so many paragraphs, the plan's over and over, a person who edits it, and what others propose."""
    from django.test import Client
    from django.urls import reverse

    from documents.models import Wording
    from documents.texts import actions
    from igsp_portal.foundations.access import Role
    from igsp_portal.foundations.record import records
    from igsp_portal.models import User
    from meetings.models import Membership

    version = long_text.version("edited", PARAGRAPHS)
    process, by = version.text.process, long_text.BY
    person = records.create(User(email="editor@example.org", name="Editor", password="!"), by=by)
    records.create(Membership(process=process, user=person, role=Role.EDITOR), by=by)
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.force_login(person)
    address = reverse("documents:edit", args=[process.slug, version.text.key, 1])

    def opened_with() -> str:
        wording = Wording.objects.get(block__version=version, block__key="paragraph-150", language="en")
        return actions.fingerprint(wording.words)

    def propose() -> None:
        draft, parties = actions.read_draft(version), list(process.participants.all()[:2])
        for number in range(PROPOSALS):
            key, of = f"paragraph-{number % PARAGRAPHS}", parties[number // PARAGRAPHS]
            said: dict[str, Any] = {"key": key, "words": f"{draft.words['en'][key]} It is so.", "language": "en"}
            actions.propose(version, of, "wording", by=person, draft=draft, **said)

    return browser, address, opened_with, propose


def part(browser: Any, address: str) -> Any:
    return browser.get(address, {"open": "paragraph-150", "words": "fr"}, headers={"X-Part": "paragraph"})


def press(browser: Any, address: str, do: str, opened_with: Callable[[], str]) -> Any:
    words = f"Words of {time.perf_counter_ns()}."
    sent = {"do": do, "key": "paragraph-150", "language": "en", "words": words, "opened_with": opened_with()}
    return browser.post(address, sent, headers={"X-Part": "row"})


def seconds(do: Callable[[], Any]) -> float:
    spans = []
    for _round in range(ROUNDS):
        gc.collect()
        began = time.process_time()
        answer = do()
        spans.append(time.process_time() - began)
        if answer.status_code != 200:
            raise RuntimeError(f"answered {answer.status_code}")
    return statistics.median(spans)


if __name__ == "__main__":
    django.setup()
    give(measure())
