"""The settings of bare Django applications, by whose work the portal is measured: no middleware, one language."""

from __future__ import annotations

from typing import Any

from django.conf import settings


def configure(urls: str, **further: Any) -> None:
    """Configure Django, once in a process, for the application whose addresses stand in the module `urls`.

    It is as bare as can be but for what is given `further`.
    """
    bare: dict[str, Any] = {
        "ALLOWED_HOSTS": ["127.0.0.1"],
        "MIDDLEWARE": [],
        "ROOT_URLCONF": urls,
        "SECRET_KEY": "a key for nothing",
        "USE_I18N": False,
    }
    settings.configure(**bare | further)
