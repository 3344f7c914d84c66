"""Calls: published as documents are, and a draft again only while nobody can have answered."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import time
from igsp_portal.foundations.record import records
from igsp_portal.models import User

from ..models import Call
from ..states import CallStage


def publish_call(call: Call, *, by: User | str) -> None:
    """Show a call to everyone; it receives from its opening on. One that is published stays so."""
    records.change(call, by=by, verb="call.published", values={"stage": CallStage.PUBLISHED})


def draft_call_again(call: Call, *, by: User | str) -> None:
    """Take a published call back to be written further. Raises ValidationError once it has opened."""
    with transaction.atomic():
        held = Call.objects.select_for_update(no_key=True).get(pk=call.pk)
        if not is_before_opening(held):
            raise ValidationError(_("The call has opened: it can no longer become a draft."))
        records.change(call, by=by, verb="call.drafted_again", values={"stage": CallStage.DRAFT})


def is_before_opening(call: Call) -> bool:
    """Whether nobody can have begun to answer `call`."""
    return time.now() < call.opens_at and not call.submissions.exists()
