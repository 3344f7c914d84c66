"""What is wrong with a page, in words: for those who listen, who see little, and for readers of its markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


@dataclass(frozen=True)
class Look:
    """How a page is looked at."""

    scheme: str
    width: int
    colours: str = "none"  # or "active": forced to a few by the reader's system


# Every two of language, scheme and width meet: four looks for eight.
LOOKS = {
    "en": [Look("light", 1280), Look("dark", 320)],
    "ar": [Look("light", 320), Look("dark", 1280)],
}
FORCED = Look("dark", 1280, "active")
RULES = {
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"target-size": {"enabled": True}},
}
# What the HTML checker of the W3C refuses and a browser puts up with, as it was met here.
MARKUP = """() => {
  const wrong = {
    "a part of a table with a role": ":is(tr, td, th)[role]",
    "a hidden field told to those who listen":
      'input[type="hidden"]:is([aria-label], [aria-labelledby], [aria-describedby])',
    "a choice without words": "option:not([label], datalist > *):empty",
    "a choice that must be made and does not begin with none":
      'select[required]:not([multiple], [size]):not(:has(option[value=""]:first-child))',
    "a section without a heading": "section:not([aria-label]):not(:has(h1, h2, h3, h4, h5, h6))",
    "a head over nothing": "th:empty",
  };
  const met = Object.entries(wrong).flatMap(([what, where]) =>
    [...document.querySelectorAll(where)].map(found => [what, found]));
  const times = [...document.querySelectorAll("time[datetime]")].filter(time => /\\.\\d{4,}/.test(time.dateTime));
  const heads = [...document.querySelectorAll("h1")].slice(1);
  const named = ["aria-describedby", "aria-labelledby", "aria-controls", "for"].flatMap(how =>
    [...document.querySelectorAll(`[${how}]`)].filter(
      by => by.getAttribute(how).trim().split(/\\s+/).some(id => !document.getElementById(id))));
  const ids = [...document.querySelectorAll("[id]")].map(named => named.id);
  return [
    ...met, ...times.map(time => ["a time finer than a thousandth of a second", time]),
    ...named.map(by => ["something told by what is not there", by]),
    ...heads.map(head => ["a second head of the page", head]),
  ].map(([what, found]) => `${what}: ${found.outerHTML.slice(0, 160)}`)
    .concat(ids.filter((id, place) => ids.indexOf(id) !== place).map(id => `two things with one id: ${id}`));
}"""


def faults(page: Page, address: str, status: int = 200) -> list[str]:
    """What is wrong with a page in two languages, two schemes and two widths."""
    return [
        fault for language, looks in LOOKS.items() for fault in faults_in(page, f"/{language}/{address}", looks, status)
    ]


def faults_in(page: Page, address: str, looks: Sequence[Look], status: int = 200) -> Iterator[str]:
    """What is wrong with a page in these looks."""
    _look(page, looks[0])
    answer = page.goto(address)
    assert answer is not None
    if answer.status != status:
        yield f"{address} answers {answer.status}"
        return
    yield from (f"{address}: {fault}" for fault in page.evaluate(MARKUP))
    for look in looks:
        _look(page, look)
        if over := overflow(page):
            yield f"{address} at {look.width}: scrolls sideways by {over} pixels"
        for violation in Axe().run(page, options=RULES).response["violations"]:
            yield f"{address}, {look}: {_in_words(violation)}"


def _look(page: Page, look: Look) -> None:
    page.emulate_media(color_scheme=look.scheme, forced_colors=look.colours)  # type: ignore[arg-type]
    page.set_viewport_size({"width": look.width, "height": 800})
    page.evaluate("() => new Promise(requestAnimationFrame)")  # until scripts have heard of the new size


def _in_words(violation: dict[str, Any]) -> str:
    where = [f"{node['target']} {node['html'][:160]} {node['failureSummary']}" for node in violation["nodes"][:3]]
    return f"{violation['id']}: {violation['help']} ({len(violation['nodes'])} times) " + " | ".join(where)


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
