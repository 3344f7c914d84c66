"""Calls: published as documents are, a draft again only while nobody can have answered, and moved deadlines told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import time
from igsp_portal.foundations.files import filetypes, scanning, stored
from igsp_portal.foundations.files.filenames import clean_upload_name
from igsp_portal.foundations.language.days import moment
from igsp_portal.foundations.record import audit, records
from igsp_portal.foundations.worker.work import LAST, hand_over
from igsp_portal.models import User

from .. import mails
from ..models import Call, CallDates, CallFile
from ..states import CallStage
from .forms import unfit


def publish_call(call: Call, *, by: User | str) -> None:
    """Show a call to everyone; it receives from its opening on. One that is published stays so.

    Raises ValidationError when something is wrong in its form: nobody could answer it.
    """
    if call.is_draft and (faults := unfit(call.form)):
        raise ValidationError(faults)
    records.change(call, by=by, verb="call.published", values={"stage": CallStage.PUBLISHED})


def draft_call_again(call: Call, *, by: User | str) -> None:
    """Take a published call back to be written further. Raises ValidationError once it has opened,
    PermissionDenied where somebody was invited to answer it."""
    with transaction.atomic():
        held = Call.objects.select_for_update(no_key=True).get(pk=call.pk)
        if held.invitations.exists():
            raise PermissionDenied
        if not is_before_opening(held):
            raise ValidationError(_("The call has opened: it can no longer become a draft."))
        records.change(call, by=by, verb="call.drafted_again", values={"stage": CallStage.DRAFT})


def is_before_opening(call: Call) -> bool:
    """Whether nobody can have begun to answer `call`, or was invited to."""
    return time.now() < call.opens_at and not call.submissions.exists() and not call.invitations.exists()


def change_call(call: Call, *, by: User | str, names: Iterable[str]) -> None:
    """Save what a checked form has set in these fields of `call`; a deadline that moves is kept and told."""
    with transaction.atomic():
        stored = Call.objects.select_for_update(no_key=True).get(pk=call.pk)
        records.save_changed(call, by=by, names=names)
        _keep_moved(stored, call, by=by)


def put_call(
    *,
    by: User | str,
    find: dict[str, Any],
    values: dict[str, Any],
    earlier: list[dict[str, Any]],
    links: dict[str, list[Any]],
) -> Call:
    """A call as a data folder has it, with its `earlier` deadlines, and the rows that it `links` to by each name.

    A deadline that moves by it is kept and told likewise.
    """
    with transaction.atomic():
        stored = Call.objects.select_for_update(no_key=True).filter(**find).first()
        call = records.put(Call, by=by, find=find, values=values)
        _link(call, links, by=by)
        given = [_put_earlier(call, dates, by=by) for dates in earlier]
        if stored is not None:
            _keep_moved(stored, call, by=by, given=given)
    return call


def _link(call: Call, links: dict[str, list[Any]], *, by: User | str) -> None:
    for name, rows in links.items():
        linked = getattr(call, name)
        if set(linked.all()) != set(rows):
            with audit.recorded("changed", call, by=by, fields=[name]):
                linked.set(rows)


def _put_earlier(call: Call, dates: dict[str, Any], *, by: User | str) -> CallDates:
    find = {"call": call, "closes_at": dates["closes_at"], "hard_closes_at": dates["hard_closes_at"]}
    others = {name: value for name, value in dates.items() if name not in find}
    return records.put(CallDates, by=by, find=find, values=others)


def _keep_moved(stored: Call, call: Call, *, by: User | str, given: Iterable[CallDates] = ()) -> None:
    """Keep what deadline and close a published call had, and tell everyone concerned, if either has moved.

    Those that a folder has `given` are on record already.
    """
    had = (stored.closes_at, stored.hard_closes_at)
    if stored.is_draft or had == (call.closes_at, call.hard_closes_at):
        return
    with audit.recorded("call.moved", call, by=by, earlier=_words(stored), given=_words(call)):
        kept = next((dates for dates in given if (dates.closes_at, dates.hard_closes_at) == had), None)
        kept = kept or CallDates.objects.create(
            call=call, closes_at=had[0], hard_closes_at=had[1], zone=stored.zone, moved_at=time.now()
        )
        for invitation in call.invitations.filter(token_hash__isnull=False):
            until = invitation.until(call)
            invitation.expires_at = max(invitation.expires_at or until, until)
            invitation.save(update_fields=["expires_at"])
    hand_over(mails.tell_of_moved_deadline, kept.pk, rank=LAST)


def _words(call: Call) -> str:
    """Deadline and, where there is one, close, as the record keeps them."""
    days = [moment(at, call.zone) for at in (call.closes_at, call.hard_closes_at) if at]
    return f"{' / '.join(days)} ({call.zone})"


def give_out(file: CallFile, *, name: str, data: bytes, by: User | str) -> CallFile:
    """Have a call give out a file of these bytes. Raises ValidationError when it is refused, or there already."""
    file.name = clean_upload_name(name)
    try:
        file_type = filetypes.claimed(data, file.name, limit=settings.UPLOAD_LIMIT_BYTES)
        filetypes.read(data, file_type)
    except (filetypes.FileRefused, scanning.NotScanned) as refusal:
        raise filetypes.named(file.name, refusal.reason) from refusal
    file.media_type, file.size, file.sha256 = file_type.media_type, len(data), hashlib.sha256(data).hexdigest()
    file.full_clean(exclude=["file"])
    happening = audit.recorded("call.file_added", file.call, by=by, file=file.name, sha256=file.sha256)
    with happening, stored.kept(file.file, file.sha256, data):
        file.save(force_insert=True)
    return file


def take_away(file: CallFile, *, by: User | str) -> None:
    """Have a call give out a file no more. Its bytes go too, unless another call holds them."""
    with audit.recorded("call.file_removed", file.call, by=by, file=file.name, sha256=file.sha256):
        file.delete()
        transaction.on_commit(partial(stored.remove_unless_kept, file.file, CallFile.objects.all()))
