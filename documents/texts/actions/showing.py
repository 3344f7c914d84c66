"""What is shown in the meeting room, and the moments of a draft that are given a name there."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import time
from igsp_portal.foundations.record import audit
from igsp_portal.models import Event, User

from .. import known
from ..models import Showing, Snapshot, Text, TextVersion, Wording


def show(version: TextVersion, key: str, *, by: User) -> bool:
    """Show a paragraph in the room; False where it is shown already. Raises ValidationError where it is not there."""
    with transaction.atomic():
        Text.objects.select_for_update(no_key=True).get(pk=version.text_id)
        if not version.blocks.filter(key=key).exists():
            raise ValidationError(_("This paragraph is no longer there."))
        row = Showing.objects.filter(text=version.text_id).first() or Showing(text=version.text)
        if (row.version_id, row.key) == (version.pk, key):
            return False
        row.version, row.key = version, key
        rows = Wording.objects.filter(block__version=version, block__key=key, language=version.text.original_language)
        with audit.recorded(
            "room.shown", version, by=by, key=key, **known.called(key, *rows.values_list("words", flat=True))
        ):
            row.save()
    return True


def stop_showing(text: Text, *, by: User) -> None:
    """Show nothing of a text in the room any more."""
    row = Showing.objects.filter(text=text).select_related("version").first()
    if row is not None:
        with audit.recorded("room.ended", row.version, by=by):
            row.delete()


def snapshot(version: TextVersion, label: str, *, by: User) -> Snapshot:
    """Give the present moment of a version a name. Raises ValidationError without one."""
    row = Snapshot(version=version, label=label.strip(), at=time.now(), event=0)
    with audit.recorded("room.snapshot", version, by=by, label=row.label):
        TextVersion.objects.select_for_update(no_key=True).get(pk=version.pk)
        row.event = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        row.full_clean()
        row.save(force_insert=True)
    return row
