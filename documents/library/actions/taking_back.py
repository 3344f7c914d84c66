"""A file that was posted by mistake is taken back: its bytes are given out no more, the record keeps what it was."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import time
from igsp_portal.foundations.record import audit
from igsp_portal.models import User

from ..models import Document, PageText, Rendition
from .holding import hold, own_names
from .lines import restore


def take_back_file(rendition: Rendition, *, by: User | str, because: str) -> list[Rendition]:
    """Take back a file of a document, whenever and as what it was posted there; returns what is current again.

    Its address then says that it was taken back, when and why. The same bytes may be posted again; unless they are,
    or belong to another document, `sweep` removes them. Raises ValidationError without a reason, and for a file that
    was taken back already.
    """
    if not because.strip():
        raise ValidationError({"because": _("Give the reason; readers of the file's address are told it.")})
    with transaction.atomic():
        document = Document.objects.get(pk=rendition.document_id)
        hold(document)
        rows = list(document.renditions.filter(sha256=rendition.sha256, taken_back_at__isnull=True))
        if not rows:
            raise ValidationError(_("This file has already been taken back."))
        current = [row for row in rows if row.is_current]
        facts: dict[str, Any] = {"language": own_names(rendition.languages), "format": rendition.get_format_display()}
        held = all(row.is_held for row in rows)  # of which nobody was told
        verb = "file.not_given_out" if held else "file.taken_back"
        with audit.recorded(verb, document, by=by, sha256=rendition.sha256, because=because, **facts) as event:
            _mark(rows, by, because)
            again = [file for row in current for file in restore(document, row.format, row.languages)]
            event.facts["current_again"] = ", ".join(file.sha256 for file in again)
    rendition.refresh_from_db()
    return again


def _mark(rows: list[Rendition], by: User | str, because: str) -> None:
    sha256 = rows[0].sha256
    Rendition.objects.filter(pk__in=[row.pk for row in rows]).update(
        taken_back_at=time.now(), taken_back_by=by if isinstance(by, User) else None, taken_back_because=because.strip()
    )
    if not Rendition.objects.filter(sha256=sha256, taken_back_at__isnull=True).exists():
        PageText.objects.filter(sha256=sha256).delete()
