"""The way from a row of the admin site to its public page: the page's own address.

Django goes there by way of an address that holds the number of any row of any table, and tells whoever asks where
that row stands, be it of another process or still in preparation.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

BY_NUMBER = "view_on_site"  # the name of Django's address


class PublicPage:
    """For a ModelAdmin or an inline: “View on site” leads to the page itself."""

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None


def without_ways_by_number(addresses: Iterable[Any]) -> list[Any]:
    """The addresses of a site without Django's."""
    return [address for address in addresses if getattr(address, "name", "") != BY_NUMBER]
