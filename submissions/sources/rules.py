"""Who links statements to paragraphs, and who reads what became of them."""

from __future__ import annotations

from typing import Any

from igsp_portal.foundations import access
from igsp_portal.foundations.access import Permission
from meetings.models import Process


def may_link(user: Any, process: Process) -> bool:
    """Say where paragraphs come from: those who write the text and read what was filed."""
    return all(access.may(user, one, process=process) for one in (Permission.TEXT_EDIT, Permission.SUBMISSION_READ))


def reads_all(user: Any, process: Process) -> bool:
    """Read what is said of statements that are not published: those who read what was filed, and texts in draft."""
    return all(access.may(user, one, process=process) for one in (Permission.DOCUMENT_READ, Permission.SUBMISSION_READ))
