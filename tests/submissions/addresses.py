"""Addresses of this app's pages in the process of the tests."""

from __future__ import annotations

from typing import Any

from django.urls import reverse


def at(name: str, *args: Any) -> str:
    """The address of the page of that name."""
    return reverse(f"submissions:{name}", args=["igsp", *args])
