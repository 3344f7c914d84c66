"""Reading what the operator has set: an empty variable counts as not set, and a bad value is named with its variable.

The library does neither by itself: it takes any word it does not know for "no", and fails in its own code. Signs
with a meaning to it, such as a leading dollar, mean themselves here.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off"}
DATABASES = ("postgres", "postgresql", "sqlite")
CACHES = ("redis", "rediss", "unix")
MAIL = ("smtp", "smtps", "smtp+tls", "smtp+ssl", "consolemail", "filemail")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class Variables(environ.Env):
    """The environment. Every reader raises ImproperlyConfigured, with the name of the variable and what to write."""

    def get_value(self, var: str, cast: Any = None, default: Any = None, parse_default: bool = False) -> Any:
        value = self.ENVIRON.get(var, "").strip()
        if not value:
            return default
        try:
            return self.parse_value(value, cast)  # at once: a key that begins with a dollar sign names no variable
        except ValueError as error:
            raise ImproperlyConfigured(f"{var} cannot be read: {error}. See docs/operating.md.") from error

    def list(self, var: str, cast: Any = None, default: Any = ()) -> list[str]:
        """Words between commas."""
        words = [word.strip() for word in self.str(var, default="").split(",")]
        return [word for word in words if word] or list(default)

    def bool(self, var: str, default: Any = False) -> bool:
        word = self.str(var, default="").lower()
        if word and word not in YES | NO:
            raise ImproperlyConfigured(f"{var} is {word!r}; write 1 for yes, 0 for no.")
        return word in YES if word else bool(default)

    def choice(self, var: str, default: str, known: tuple[str, ...]) -> str:
        """One of a few words, in capitals."""
        word = self.str(var, default=default).upper()
        if word not in known:
            raise ImproperlyConfigured(f"{var} is {word!r}; write one of {', '.join(known)}.")
        return word

    def address(self, var: str, schemes: tuple[str, ...], default: str = "") -> str:
        """An address (URL) of one of these kinds. What else it says may be a password, and is not repeated."""
        url = self.str(var, default=default)
        if url and url.partition(":")[0] not in schemes:
            begins = ", ".join(f"{scheme}://" for scheme in schemes)
            raise ImproperlyConfigured(f"{var} has to begin with one of {begins}.")
        return url

    def database(self, var: str) -> dict[str, Any]:
        """Django's settings for a database address; empty for none."""
        url = self.address(var, DATABASES)
        return _parsed(var, self.db_url_config, url) if url else {}

    def mail(self, var: str, default: str) -> dict[str, Any]:
        """Django's settings for the address of a mail server."""
        return _parsed(var, self.email_url_config, self.address(var, MAIL, default))


def _parsed(var: str, parse: Callable[[str], dict[str, Any]], url: str) -> dict[str, Any]:
    try:
        return parse(url)
    except ValueError:
        raise ImproperlyConfigured(
            f"{var} cannot be read. In a user name or password write %40 for @, %2F for /, %3A for :, %23 for #."
        ) from None


def need(package: str, var: str) -> None:
    """Raise ImproperlyConfigured when an extra package that `var` asks for is not installed."""
    if find_spec(package) is None:
        raise ImproperlyConfigured(
            f"{var} needs the Python package {package}: install requirements-extras.lock (docs/operating.md)."
        )
