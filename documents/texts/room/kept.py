"""What the screens of a room have in common: by what they know that something changed, and the part, made once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from threading import Lock
from typing import Any

from django.core.cache import caches
from django.db import connection
from django.db.models import Q
from django.utils.safestring import SafeString

from ..models import Proposal, Text
from ..states import UNDECIDED

PARTS = "parts"  # the cache that each process has for itself
SECONDS = 600  # for which a part is kept; whoever asks after that has it made again

_making = Lock()  # when a paragraph is shown, many ask at once: one makes the part, the others wait for it

State = tuple[int, int]

# The kinds of things of which a screen shows something, and how those of one text are found.
CONCERNED = {
    "documents.text": "SELECT CAST(%(text)s AS text)",
    "documents.textversion": "SELECT CAST(id AS text) FROM documents_textversion WHERE text_id = %(text)s",
    "documents.proposal": "SELECT CAST(p.id AS text) FROM documents_proposal p "
    "JOIN documents_textversion v ON v.id = p.version_id WHERE v.text_id = %(text)s",
    "documents.document": "SELECT CAST(document_id AS text) FROM documents_textversion WHERE text_id = %(text)s",
    "meetings.participant": "SELECT CAST(id AS text) FROM meetings_participant WHERE process_id = %(process)s",
}
TOLD = "SELECT MAX(id) AS newest, COUNT(*) AS told FROM igsp_portal_event WHERE about_type = '{}' AND about_key IN ({})"
STATE = "SELECT MAX(newest), SUM(told) FROM ({}) every".format(  # noqa: S608 - our own tables
    " UNION ALL ".join(TOLD.format(kind, keys) for kind, keys in CONCERNED.items())
)


def state(text: Text) -> State:
    """The newest event of all that a screen of this text shows, and how many there are.

    Drafting takes no turn to write its events: one may be there after another of a higher number.
    """
    with connection.cursor() as cursor:  # each screen asks every other second: a tenth of the cost of a query set
        cursor.execute(STATE, {"text": text.pk, "process": text.process_id})
        newest, told = cursor.fetchone()
    return newest or 0, int(told or 0)


def sight(text: Text, user: Any) -> tuple[int, ...]:
    """Which proposals of a text a person sees of those that a screen may show: all in which two screens may differ."""
    rows = Proposal.objects.visible_to(user).filter(version__text=text)
    rows = rows.filter(Q(state__in=UNDECIDED) | ~Q(label=""))
    return tuple(rows.order_by("pk").values_list("pk", flat=True))


def part(facts: tuple[Any, ...], shows: State, make: Callable[[], SafeString]) -> SafeString:
    """The part of `facts` as it is in this state: kept by this process, or else made, and once for all who ask."""
    address = f"room:{digest(facts)}"
    kept = _kept(address, shows)
    if kept is not None:
        return kept
    with _making:
        if (kept := _kept(address, shows)) is None:
            kept = make()
            caches[PARTS].set(address, (shows, kept), SECONDS)
    return kept


def _kept(address: str, shows: State) -> SafeString | None:
    found = caches[PARTS].get(address)
    return found[1] if found and found[0] == shows else None


def digest(facts: Any) -> str:
    """A few letters that stand for facts."""
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:32]
