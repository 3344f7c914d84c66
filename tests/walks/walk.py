"""A walk through a process: every person asks for every address; what failed, what was reached, what was read."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import polib
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test import Client
from django.urls import resolve

from documents.search.models import Entry
from igsp_portal.foundations.record.within import way_to_process
from igsp_portal.models import User
from meetings.models import Membership, Process

from ..access.people import SECRETARIAT, refused
from ..conftest import OURS
from .addresses import Addresses

# What a page says to somebody: here it is, not yet, over there, no, no more.
RIGHT = {200, 202, 302, 403, 404, 405, 410}
SHORTEST, SHORTEST_IN_CHINESE = 7, 4  # characters of a text that is known for one process's own
LONGEST = 40  # of a text, as much as stands in one piece on any page
SEEING_MOST = ("focal point", "administrator")  # who are shown all that others are, and more
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\u2066-\u2069]")


@dataclass
class Walk:
    """What people met on their way."""

    failed: list[str] = field(default_factory=list)
    reached: set[str] = field(default_factory=set)  # names of pages
    lines: dict[str, str] = field(default_factory=dict)  # each line once, with where it was read first

    def ask(self, who: str, browser: Client, addresses: Iterable[str]) -> None:
        """Let somebody ask for all of the addresses."""
        for address in addresses:
            answer = browser.get(address)
            if answer.status_code not in RIGHT:
                self.failed.append(f"{who} {address}: {failure(answer)}")
            if not refused(answer):
                self.reached.add(resolve(address).view_name)
            if answer.status_code == 200:
                self._read(answer, f"{who} {address}")

    def _read(self, answer: Any, where: str) -> None:
        if answer.streaming or not answer["Content-Type"].startswith(("text/", "application/json")):
            return
        for line in answer.content.decode().replace("\r\n ", "").splitlines():
            self.lines.setdefault(line.strip(), where)

    def said(self, words: Iterable[str]) -> set[str]:
        """Those of the words that somebody read."""
        page = _plain("\n".join(self.lines))
        return {word for word in words if word in page}

    def told(self, words: Iterable[str]) -> dict[str, str]:
        """The same, each with where it was read first."""
        lines = self.lines.items()
        return {word: next((where for line, where in lines if word in _plain(line)), "") for word in self.said(words)}


def failure(answer: Any) -> str:
    """What an answer that is not right says: its status, and what was raised."""
    raised = getattr(answer, "exc_info", None)
    return f"{answer.status_code} {raised[1]!r}" if raised else str(answer.status_code)


def walk(people: Mapping[str, User | None], asked: Mapping[str, Iterable[str]], language: str = "en") -> Walk:
    """Each person asks for the addresses that are named for them, in that language."""
    there = Walk()
    for who, addresses in asked.items():
        browser = Client(raise_request_exception=False)
        if user := people[who]:
            browser.force_login(user)
        there.ask(who, browser, [re.sub("^/en/", f"/{language}/", address) for address in addresses])
    return there


def asked_for(people: Mapping[str, User | None], there: Addresses, *, of: int, turn: int = 0) -> dict[str, list[str]]:
    """Who asks for what: those who see the most ask for everything, and of the others one in so many for each page.

    After so many turns everybody has asked for every page. In the admin site only the secretariat asks for more than
    the lists: to others none of its addresses is there.
    """
    asked: dict[str, list[str]] = {who: [] for who in people}
    staff = [who for who in people if who in SECRETARIAT]
    others = [who for who in people if who not in SECRETARIAT]
    for group, addresses in ((list(people), there.whole + there.rows), (staff, there.tables), (others, there.lists)):
        rest = [who for who in group if who not in SEEING_MOST]
        for place, address in enumerate(addresses):
            next_ones = [who for number, who in enumerate(rest) if (place + number + turn) % of == 0]
            for who in (*(who for who in SEEING_MOST if who in group), *next_ones):
                asked[who].append(address)
    return asked


def words_of(process: Process) -> set[str]:
    """Every text that a row of the process holds, and the names of those who have a role in it."""
    found = set()
    for model in (m for label in OURS for m in apps.get_app_config(label).get_models()):
        if model is not Entry and (way := way_to_process(model)):  # which repeats others, with anchors of their pages
            texts = [f.attname for f in model._meta.concrete_fields if _holds_words(f)]
            rows = model._default_manager.filter(**{way: process.pk}).values_list(*texts) if texts else []
            found |= {_plain(value).strip() for row in rows for value in row if value}
    held = Membership.objects.filter(process=process).values_list("user__name", "user__email")
    return found | {word for names in held for word in names}


def own_words(process: Process, other: Process) -> list[str]:
    """The texts by which a page tells of this process and not of the other, as far as they stand in one piece.

    Short ones tell of nothing, nor do those that the portal says by itself, as "Introduction".
    """
    elsewhere = "\n".join([*words_of(other), *_said_by_the_portal()])
    own = {word[:LONGEST].strip() for word in words_of(process)}
    return sorted(word for word in own if _is_telling(word) and word not in elsewhere)


def names_in(process: Process) -> set[str]:
    """By what the reader's language calls the process, its decisions, meetings, documents, calls and participants."""
    named = {process.short_name, *process.decisions.values_list("title", flat=True)}
    named |= {*process.meetings.values_list("name", flat=True), *process.documents.values_list("title", flat=True)}
    named |= {*process.calls.values_list("title", flat=True), *process.participants.values_list("name", flat=True)}
    return {_plain(name) for name in named}


@cache
def _said_by_the_portal() -> list[str]:
    """Its messages in every language; an example of a symbol is no word of theirs."""
    catalogues = [polib.pofile(str(path)) for path in settings.BASE_DIR.glob("locale/*/LC_MESSAGES/django.po")]
    said = [text for catalogue in catalogues for entry in catalogue for text in (entry.msgid, entry.msgstr)]
    return [re.sub(r"\S+/\S+", "", text) for text in said]


def _is_telling(word: str) -> bool:
    return len(word) >= (SHORTEST_IN_CHINESE if re.search("[\u4e00-\u9fff]", word) else SHORTEST)


def _holds_words(column: Any) -> bool:
    is_text = isinstance(column, models.CharField | models.TextField) and not isinstance(column, models.SlugField)
    return is_text and not column.choices and not hasattr(column, "translated_fields")


def _plain(text: str) -> str:
    """A text as it is read: without marks that nobody sees, with single spaces."""
    return re.sub(r"[^\S\n]+", " ", UNSEEN.sub("", html.unescape(text)))
