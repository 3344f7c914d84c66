"""Permanent addresses in answers: whole, of the host that was asked."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

START = "/api/v1/"

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
        return self.site + reverse(f"api:{name}", args=args)
