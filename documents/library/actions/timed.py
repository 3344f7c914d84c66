"""A document is issued, or a file of it given out, at a moment that was set, by the worker: once, with all checks."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from igsp_portal.foundations import time
from igsp_portal.foundations.record import audit
from igsp_portal.foundations.worker import work

from .. import mails
from ..models import Document, Rendition
from ..states import TO_ISSUE
from .holding import file_facts, hold
from .issuing import issue


def await_release(document: Document) -> None:
    """Let the worker issue the document when its moment comes; a moment set before is then nothing to it."""
    if document.release_at and document.state in TO_ISSUE:
        at = time.on_clocks_outside(document.release_at)
        work.hand_over(issue_when_due, document.pk, after=at, rank=work.SOON)


@task()
def issue_when_due(document_id: int) -> None:
    """Issue a document whose moment has come; one that was issued, moved or put off meanwhile is left.

    Where it may not be issued, such as for want of a language, the record says so, those who may issue it are told
    once, and the task fails: it is counted on the first page of the admin site, and can be run again there.
    """
    document = Document.objects.select_related("process").filter(pk=document_id).first()
    if document is None:
        return
    try:
        with transaction.atomic():
            hold(document)
            if _is_due(document):
                issue(document, by=work.PORTAL)
    except ValidationError as refusal:
        with audit.recorded("document.not_issued", document, by=work.PORTAL, reason=" ".join(refusal.messages)):
            mails.write_not_issued(document, refusal)
        raise


work.tell(issue_when_due, _("Issue of a document at the moment set"), Document)


@task()
def release_when_due(rendition_id: int) -> None:
    """Let readers have a file that was held back until now, unless it was superseded or taken back meanwhile.

    Of a document that is withdrawn it comes out with the others, once that is reissued.
    """
    file = Rendition.objects.select_related("document").get(pk=rendition_id)
    with transaction.atomic():
        hold(file.document)
        file.refresh_from_db(fields=["released_at", "superseded_by", "taken_back_at"])
        at = file.release_at if file.is_current and file.is_held and file.document.is_issued else None
        if at and at <= time.now():
            with audit.recorded("file.posted", file.document, by=work.PORTAL, **file_facts(file)):
                Rendition.objects.filter(pk=file.pk).update(released_at=time.now())


work.tell(release_when_due, _("Release of a file at the moment set"), Rendition)


def _is_due(document: Document) -> bool:
    at = document.release_at
    return document.state in TO_ISSUE and at is not None and at <= time.now()
