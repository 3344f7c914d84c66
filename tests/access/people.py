"""Who asks, and what is there to be hidden from them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from documents.models import Document
from igsp_portal.foundations.access import Role
from igsp_portal.models import User
from meetings.models import Process
from submissions.models import Submission

STAFF = {
    "administrator": Role.ADMINISTRATOR,
    "editor": Role.EDITOR,
    "clerk": Role.CLERK,
    "translator": Role.TRANSLATOR,
    "chair": Role.CHAIR,
    "auditor": Role.AUDITOR,
}
SECRETARIAT = set(STAFF)
PARTY = {"focal point", "drafter", "reader"}
SIGNED_IN = {*SECRETARIAT, *PARTY, "another party", "nobody", "elsewhere"}
EVERYBODY = {"stranger", *SIGNED_IN}
NOBODY: set[str] = set()
SOME = {"stranger", "nobody", "another party", "administrator"}  # enough to ask for what is open to everybody
DESK = {*SECRETARIAT, "elsewhere"}
RECEIVERS = {"administrator", "editor", "clerk", "chair", "auditor"}  # may read what was filed


@dataclass
class Scene:
    """A process with something to hide: a filed submission, a draft, a paper in preparation."""

    process: Process
    filed: Submission
    published: Submission
    hidden: Document
    people: dict[str, User | None]


def refused(answer: Any) -> bool:
    """Whether an answer is no, or the way to the sign-in.

    A form sent to a page that takes none (405) is a no, and so is one that is given back to whoever sent it (409).
    """
    to_sign_in = answer.status_code == 302 and re.search(r"/(accounts|admin)/login/", answer.url)
    return bool(to_sign_in) or answer.status_code in (403, 404, 405, 409)
