"""What a browser sends from the form of a submission."""

from __future__ import annotations

from typing import Any

from meetings.models import Component
from submissions.models import SubmissionVersion


def words(version: SubmissionVersion, component: Component, **more: Any) -> dict[str, Any]:
    """The form as a focal point of Kenya may have filled it in: one statement, and a row left empty."""
    return {
        "title": "Needs of Kenya",
        "language": "en",
        "introduction": "",
        "consent": "on",
        "revision": str(version.revision),
        "statements-TOTAL_FORMS": "2",
        "statements-INITIAL_FORMS": "0",
        "statements-0-key": "posts",
        "statements-0-component": str(component.pk),
        "statements-0-kind": "need",
        "statements-0-words": "Permanent posts.",
        "statements-0-rank": "1",
        "statements-1-component": "",
        "statements-1-kind": "need",
        "statements-1-words": "",
        "statements-1-rank": "",
        "do": "save",
    } | more
