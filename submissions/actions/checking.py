"""Files that were attached are read after they were sent: by the worker, or by whoever files before it has come to it.

A file may take seconds to read, and who sends it waits for no more than its arrival. Nothing is filed with a file
that has not been read; one that was refused stands in the draft with its reason until it is taken off.
"""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from igsp_portal.foundations.files import filetypes, scanning, stored
from igsp_portal.foundations.record import audit
from igsp_portal.foundations.worker import work
from igsp_portal.foundations.worker.work import PORTAL, SOON, hand_over

from ..models import Attachment, SubmissionVersion
from ..states import FileState
from .carrying import not_to_be_filed

logger = logging.getLogger(__name__)
SCANNED_AGAIN = dt.timedelta(minutes=5)  # after the scanner did not say what it found


@task()
def check_attachment(attachment_id: int) -> None:
    """Read a file that waits for it; one that was taken off, or read, meanwhile is left alone."""
    if attached := Attachment.objects.waiting().filter(pk=attachment_id).first():
        try:
            check(attached)
        except scanning.NotScanned as error:
            logger.warning("The file %s waits: %s", attached.sha256, error)
            hand_over(check_attachment, attachment_id, after=timezone.now() + SCANNED_AGAIN, rank=SOON)


work.tell(check_attachment, _("Checking a file that was attached"), Attachment)


def check(attached: Attachment) -> None:
    """Read a file, and say on its row whether it is taken. Raises OSError when the store does not give it."""
    data = stored.content(attached.file, size=attached.size, sha256=attached.sha256)
    try:
        filetypes.read(data, attached.file_type)
    except filetypes.FileRefused as refusal:
        _decide(attached, FileState.REFUSED, refusal.code)
    else:
        _decide(attached, FileState.TAKEN)


def settle(draft: SubmissionVersion) -> None:
    """Read now what has not been read yet of the files of a draft, up to the first that is refused.

    Raises ValidationError when the store does not give one.
    """
    left = not_to_be_filed(draft)
    for attached in draft.attachments.all():
        if attached in left:
            continue
        if attached.state == FileState.WAITING:
            _settle(attached)
        if attached.state == FileState.REFUSED:
            return


def _settle(attached: Attachment) -> None:
    try:
        check(attached)
    except OSError as error:
        raise named(attached, _("The file cannot be read at the moment. Try again later.")) from error


def refusals(draft: SubmissionVersion) -> list[ValidationError]:
    """Why files of a draft were refused; of those alone that would be filed."""
    left = not_to_be_filed(draft)
    refused = [one for one in draft.attachments.all() if one.state == FileState.REFUSED and one not in left]
    return [named(one, one.reason) for one in refused]


def named(attached: Attachment, reason: Any) -> ValidationError:
    """A reason with the name of the file, which knows on which file it is."""
    return filetypes.named(attached.name, reason, attachment=attached.pk)


def _decide(attached: Attachment, state: FileState, refusal: str = "") -> None:
    """Write what was found, unless somebody else has found it meanwhile, or has taken the file off."""
    submission, verb = attached.version.submission, f"submission.file_{state}"
    with transaction.atomic():
        row = Attachment.objects.waiting().select_for_update(of=("self",)).filter(pk=attached.pk).first()
        if row:
            facts = {"file": row.name, "sha256": row.sha256, "reason": refusal}
            with audit.recorded(verb, submission, by=PORTAL, party=submission.participant.party, **facts) as event:
                event.party_sees = state == FileState.REFUSED
                row.state, row.refusal = state, refusal
                row.save(update_fields=["state", "refusal"])
    attached.state, attached.refusal = state, refusal
