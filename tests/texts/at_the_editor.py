"""People before the editor's page, who open a paragraph and press its buttons."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from documents.models import TextVersion, Wording
from igsp_portal.models import User

Browser = Callable[[User], Client]


def address(version: TextVersion) -> str:
    return reverse("documents:edit", args=["igsp", "draft-plan", version.number])


def words(version: TextVersion, key: str, language: str = "en") -> str:
    return Wording.objects.get(block__version=version, block__key=key, language=language).words


def keys(html: str) -> list[str]:
    """The paragraphs as the page lists them, the open one among them."""
    return re.findall(r'class="edited [^"]*" id="([^"]+)"', html)


class Editor:
    """A person before the page, who opens a paragraph and presses one of its buttons."""

    def __init__(self, browser: Client, version: TextVersion, language: str = "en") -> None:
        self.browser, self.version, self.language = browser, version, language

    def open(self, key: str, **more: str) -> Any:
        return self.browser.get(address(self.version), {"words": self.language, "open": key, **more})

    def form(self, key: str) -> dict[str, str]:
        """What the form of a paragraph says of it, as it is now."""
        opened = self.open(key).context["opened"]
        return {"opened_with": opened["fingerprint"], "original_with": opened["original_with"]}

    def press(self, do: str, key: str = "", **typed: Any) -> Any:
        sent = {"do": do, "key": key, "language": self.language, **typed}
        if key and "opened_with" not in typed:
            sent |= self.form(key)
        return self.browser.post(address(self.version), sent)
