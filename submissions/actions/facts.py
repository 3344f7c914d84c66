"""What is filed of a version: the facts that the canonical form lists."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import prefetch_related_objects

from ..canonical import FORM, as_filed
from ..models import Statement, SubmissionVersion
from .carrying import introduced, not_to_be_filed

PARTS = ("statements", "answers", "attachments", "parties__participant")


def facts_of(version: SubmissionVersion) -> dict[str, Any]:
    """What is filed, as the canonical form lists it (submissions/canonical.py); of what was filed, in its own form."""
    prefetch_related_objects([version], "statements__component__decision", "statements__text_version__text", *PARTS)
    return as_filed(_facts(version), version.content)


def _facts(version: SubmissionVersion) -> dict[str, Any]:
    received = version.received_at
    out = {(type(part), part.pk) for part in not_to_be_filed(version)}

    def filed(rows: Any) -> list[Any]:
        return [row for row in rows.all() if (type(row), row.pk) not in out]

    return {
        "form": FORM,
        "salt": version.salt,
        "process": version.process.slug,
        "call": version.submission.call.key,
        "participant": version.submission.participant.key,
        "parties": [{"participant": p.participant.key, "capacity": p.capacity} for p in version.parties.all()],
        "asked": version.form.number,
        "version": version.number,
        "language": version.language,
        "channel": version.channel,
        "received_at": received.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if received else "",
        "title": version.title,
        "introduction": introduced(version),
        "consent": version.consent,
        "answers": [
            {"question": answer.question, "value": answer.value, "withheld": answer.withheld}
            for answer in sorted(filed(version.answers), key=lambda answer: answer.question)
        ],
        "statements": [_statement(statement) for statement in filed(version.statements)],
        "attachments": [
            {"question": a.question, "name": a.name, "sha256": a.sha256, "size": a.size, "withheld": a.withheld}
            for a in sorted(filed(version.attachments), key=lambda a: (a.name, a.sha256, a.question))
        ],
    }


def _statement(statement: Statement) -> dict[str, Any]:
    component, text = statement.component, statement.text_version
    return {
        "key": statement.key,
        "question": statement.question,
        "component": f"{component.decision.key}/{component.key}" if component else "",
        "block": f"{text.text.key}/{text.number}/{statement.block}" if text else "",
        "kind": statement.kind,
        "rank": statement.rank,
        "words": statement.words,
        "proposed": statement.proposed,
        "withheld": statement.withheld,
    }
