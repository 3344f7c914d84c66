"""A document is issued at a moment that was set, by the worker: once, with the same checks as by hand."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from igsp_portal.foundations import time
from igsp_portal.foundations.record import audit
from igsp_portal.foundations.worker import work

from .. import mails
from ..models import Document
from ..states import DocumentState
from .holding import hold
from .issuing import issue

TO_ISSUE = (DocumentState.PREPARATION, DocumentState.PLANNED)


def await_release(document: Document) -> None:
    """Let the worker issue the document when its moment comes; a moment set before is then nothing to it."""
    if document.release_at and document.state in TO_ISSUE:
        work.hand_over(issue_when_due, document.pk, after=document.release_at)


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


def _is_due(document: Document) -> bool:
    at = document.release_at
    return document.state in TO_ISSUE and at is not None and at <= time.now()
