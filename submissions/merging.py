"""Two people write one draft: what one sends is merged with what is stored, field by field. Knows nothing of Django.

A *field* has a name and a value of JSON, None for none. Whoever sends it says by a *mark* what they were shown.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

Fields = Mapping[str, Any]


def mark(value: Any) -> str:
    """Eight hexadecimal digits by which a value is known again."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def marks(fields: Fields) -> dict[str, str]:
    return {name: mark(value) for name, value in fields.items()}


def merged(stored: Fields, sent: Fields, seen: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """What to store, in the order of what is stored, and the names of the fields in which both have changed.

    `seen` has the marks of what the sender was shown. What the sender left as it was shown stays as it is stored; what
    nobody else has changed meanwhile becomes what was sent; of a field that both have changed, the stored value stays.
    """
    found, clashes = dict(stored), []
    for name, value in sent.items():
        shown, now = seen.get(name), stored.get(name)
        if value == now or mark(value) == shown:
            continue
        if mark(now) == shown:
            found[name] = value
        else:
            clashes.append(name)
    return found, clashes
