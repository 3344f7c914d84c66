"""Looked at: which version of a text a person read last, so that what changed since can be told."""

from __future__ import annotations

from django.db import DatabaseError

from igsp_portal.foundations.record import audit
from igsp_portal.foundations.worker.work import PORTAL
from igsp_portal.models import User

from ..models import Look, TextVersion

LOOKED_AT = "text.looked_at"


def look(version: TextVersion, *, by: User) -> int | None:
    """Note that a person looks at a released version; the number of the one they had looked at before it, if any.

    One query, and a change only where the version is newer than the last. The record does not say who it was. Where
    nothing can be written just now, reading goes on without it.
    """
    if not version.is_frozen:
        return None
    known = Look.objects.filter(person=by, text=version.text_id).select_related("version", "before").first()
    if known is None or known.version.number < version.number:
        pk, before = (known.pk, known.version) if known else (None, None)
        known = Look(pk=pk, person=by, text=version.text, version=version, before=before)
        try:
            with audit.recorded(LOOKED_AT, by=PORTAL, process=version.text.process.slug) as event:
                event.about_thing = version
                known.save()
        except DatabaseError:
            return None
    return known.before.number if known.before and known.version_id == version.pk else None
