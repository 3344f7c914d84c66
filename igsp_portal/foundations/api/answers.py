"""What is sent: JSON as it is, the same bytes for the same content."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.http import HttpResponse

MEDIA_TYPE = "application/json"


def answer(data: Any, **headers: str) -> HttpResponse:
    """An answer in JSON; moments in UTC, days as they are."""
    content = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return HttpResponse(content, content_type=MEDIA_TYPE, headers=headers)


def _plain(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)
