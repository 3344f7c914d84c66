"""The head of a log is published for every day on which something was filed, and kept: it can be cited ever after."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django_tasks import task

from igsp_portal.foundations import time
from igsp_portal.foundations.record import audit
from igsp_portal.foundations.worker import work
from igsp_portal.foundations.worker.work import PORTAL
from meetings.models import Process

from ..models import Checkpoint, LogEntry
from . import signing

SENTENCES: dict[str, Any] = {
    "log.published": _("%(by)s published the head of the log of filings of “%(about)s”: %(size)s entries, %(root)s"),
}


@task()
def publish_head(process_id: int) -> None:
    """Keep the head of the log of a process as it stands, signed, unless that is done."""
    process = Process.objects.get(pk=process_id)
    last = LogEntry.objects.filter(process=process).order_by("-index").first()
    if last is None or Checkpoint.objects.filter(process=process, size=last.size).exists():
        return
    with audit.recorded("log.published", process, by=PORTAL, size=last.size, root=last.root):
        text = signing.signed(process, last.size, bytes.fromhex(last.root))
        head = Checkpoint(process=process, size=last.size, root=last.root, text=text, published_at=time.now())
        head.save(force_insert=True)


work.tell(publish_head, _("Publishing the head of the log of filings"), Process)
