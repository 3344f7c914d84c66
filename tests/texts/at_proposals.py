"""A person before the page of proposals: its address, what it says, and what is sent by it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client

from documents.models import Proposal, TextVersion


def at(version: TextVersion, page: str = "", language: str = "en") -> str:
    return f"/{language}/igsp/texts/draft-plan/{version.number}/proposals/{page}"


def read_aloud(html: str) -> str:
    """What a screen reader says: the words alone, those that nobody sees included."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def article(html: str, proposal: Proposal) -> str:
    found = re.search(rf'<article class="proposed" id="proposal-{proposal.pk}".*?</article>', html, re.DOTALL)
    assert found
    return found[0]


def page(version: TextVersion, client: Client | None = None, language: str = "en") -> str:
    response = (client or Client()).get(at(version, language=language))
    assert response.status_code == 200
    return response.content.decode()


def post(client: Client, version: TextVersion, do: str, *proposals: Proposal, **sent: str) -> Any:
    return client.post(at(version, "act/"), {"do": do, "proposal": [one.pk for one in proposals], **sent})
