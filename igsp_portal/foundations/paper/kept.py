"""Papers that are made because somebody asks for them: kept, and made anew when what is kept is broken.

Their rows have a `file` with its `size` and `sha256`, `page_sha256` by which a page in other words or in another
style is told from the one that the file was set from, and `made_at`.
"""

from __future__ import annotations

import hashlib
import logging
from typing import Any

from django.db import IntegrityError, models, transaction

from .. import time
from ..files import stored
from ..record import audit
from ..worker.work import PORTAL
from . import pdf

log = logging.getLogger(__name__)


def page_sha256(html: str) -> str:
    """What a page is known by: its words, and the style sheet that it is set with."""
    return hashlib.sha256(html.encode() + (pdf.PAPERS / "paper.css").read_bytes()).hexdigest()


def content(row: Any) -> bytes | None:
    """The bytes of the file of a row; None where they are not what was kept."""
    try:
        return stored.content(row.file, size=row.size, sha256=row.sha256)
    except OSError as error:
        log.error("%s is made anew: %s", row, error)
        return None


def keep(row: Any, data: bytes, *, verb: str, about: models.Model, **facts: Any) -> None:
    """Keep a paper, in place of the one before. A later release of the engine may set the same page in other
    bytes: the event says from which SHA-256 to which. Raises OSError when it cannot be stored.
    """
    before, earlier = row.file.name, row.sha256
    row.size, row.sha256, row.made_at = len(data), hashlib.sha256(data).hexdigest(), time.now()
    facts["sha256"] = row.sha256
    if earlier:
        facts["earlier_sha256"] = earlier
    try:
        with audit.recorded(verb, about, by=PORTAL, **facts), stored.kept(row.file, "", data):
            row.save()
            if before and before != row.file.name:
                transaction.on_commit(lambda: row.file.storage.delete(before), robust=True)
    except IntegrityError:  # another process set it at the same moment
        return
