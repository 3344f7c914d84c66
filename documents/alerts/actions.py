"""What changes in alerts: a wish is confirmed, changed or ended. Each writes rows and a private event.

The events name neither address nor person: whose mailbox wants what is nobody else's business, and events last.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import time
from igsp_portal.foundations.record import audit
from igsp_portal.models import User
from meetings.models import Meeting, Process

from ..library.models import Document
from ..texts.models import Text
from .models import Alert, Cursor

BY = "reader"
MOST = 200  # alerts of one address
SENTENCES = {
    "alert.confirmed": _("%(by)s confirmed an e-mail alert"),
    "alert.changed": _("%(by)s changed an e-mail alert"),
    "alert.ended": _("%(by)s ended an e-mail alert"),
    "alerts.gathered": _("%(by)s read the record for e-mail alerts"),
    "alerts.told": _("%(by)s wrote e-mail alerts"),
}
PRIVATE = frozenset(SENTENCES)


def subscribe(target: Any, *, email: str, language: str, when: str, person: User | None = None) -> Alert:
    """Let an address, whose owner has agreed, be told of `target`; an alert there is takes what is asked for now."""
    email, on = email.strip().lower(), on_target(target)
    wanted: dict[str, Any] = {"language": language, "when": when}
    if person:
        wanted |= {"person": person}
    there = Alert.objects.filter(email=email, **exactly(on)).first()
    if there:
        return _change(there, wanted)
    if Alert.objects.filter(email=email).count() >= MOST:
        raise ValidationError(_("This address has as many alerts as it can have. End some first."))
    try:
        return _create(Alert(email=email, confirmed_at=time.now(), since=0, **on, **wanted))
    except IntegrityError:  # pressed twice at the same moment
        return _change(Alert.objects.get(email=email, **exactly(on)), wanted)


def on_target(target: Any) -> dict[str, Any]:
    """The columns that say what an alert is on."""
    if isinstance(target, Process):
        return {"process": target}
    name = {Meeting: "meeting", Document: "document", Text: "text"}[type(target)]
    return {"process": target.process, name: target}


def exactly(on: dict[str, Any]) -> dict[str, Any]:
    """The same with the columns that are empty: by which the alert on one thing is found."""
    return {"meeting": None, "document": None, "text": None, **on}


def _create(alert: Alert) -> Alert:
    with audit.recorded("alert.confirmed", alert, by=BY):
        if not Alert.objects.exists():  # nobody was waiting for what the record has since the last alert ended
            _skip()
        alert.since = audit.stamp()
        alert.full_clean()
        alert.save(force_insert=True)
    return alert


def _skip() -> None:
    cursor = held()
    cursor.event = audit.stamp()
    cursor.save()


def held() -> Cursor:
    """The place in the record, kept from all others who would read on or tell; inside a recorded change."""
    Cursor.objects.get_or_create(pk=1)
    return Cursor.objects.select_for_update(no_key=True).get(pk=1)


def _change(alert: Alert, wanted: dict[str, Any]) -> Alert:
    if any(getattr(alert, name) != value for name, value in wanted.items()):
        with audit.recorded("alert.changed", alert, by=BY):
            for name, value in wanted.items():
                setattr(alert, name, value)
            alert.full_clean()
            alert.save(update_fields=list(wanted))
    return alert


def change(alert: Alert, *, language: str, when: str) -> None:
    """Tell the address in this language, and then."""
    _change(alert, {"language": language, "when": when})


def end(alerts: Iterable[Alert]) -> int:
    """End alerts, of which no row is left; returns how many there were."""
    ended = 0
    for alert in alerts:
        with audit.recorded("alert.ended", by=BY, process=alert.process.slug):
            ended += Alert.objects.filter(pk=alert.pk).delete()[0]
    return ended
