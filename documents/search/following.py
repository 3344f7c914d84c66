"""The index follows the record: whatever is told of a thing that can be found, the worker looks at it again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models.signals import post_migrate

from igsp_portal.foundations.record import audit
from igsp_portal.foundations.worker.work import INDEXING, hand_over
from igsp_portal.models import Event

from . import index, of_documents, of_texts
from .indexing import IN_A_TASK, SENTENCES, in_parts, index_rows
from .sources import SOURCES, register


def begin(app: Any) -> None:
    """Let the index be made with the tables of the app, and follow the record."""
    post_migrate.connect(index.prepare, sender=app)
    register(of_documents.SOURCE)
    register(of_texts.SOURCE)
    audit.sentences(SENTENCES)
    audit.quiet(SENTENCES)
    audit.followers.append(follow)


def follow(events: Sequence[Event]) -> None:
    """Ask the worker, in the transaction of the change, to index what these events may have changed, each once."""
    for source in SOURCES.values():
        rows = sorted({row for event in events if event.about_thing is not None for row in source.touched(event)})
        for some in in_parts(rows, IN_A_TASK):
            hand_over(index_rows, source.name, some, rank=INDEXING)
