"""Permanent addresses in answers: whole, of the host that was asked."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import get_script_prefix, reverse

START = "/api/v1/"
PLACE = 700_000_000_001  # a slug, a number and a checksum alike

# The lists that a process has, as each app names them.
LISTS_OF_PROCESS: list[str] = []


class Addresses:
    """The addresses of one answer."""

    def __init__(self, request: HttpRequest) -> None:
        self.site = request.build_absolute_uri("/")[:-1]

    def __call__(self, path: str) -> str:
        """An address of the portal, whole; of nothing, nothing."""
        return self.site + path

    def api(self, name: str, *args: Any) -> str:
        """The address of something in the API."""
        return self.site + _pattern(name, len(args), get_script_prefix()).format(*args)


@cache
def _pattern(name: str, count: int, prefix: str) -> str:
    """An address with the places of what names the row: a page of a list has a thousand of them, asked for once.

    What names rows are slugs, numbers and checksums, of which nothing has to be quoted.
    """
    places = [str(PLACE + number) for number in range(count)]
    pattern = reverse(f"api:{name}", args=places)
    for place in places:
        pattern = pattern.replace(place, "{}")
    return pattern
