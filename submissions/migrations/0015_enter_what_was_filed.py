"""The log of filings takes in what was filed before there was one."""

import datetime as dt
import hashlib

from django.db import migrations


def enter_what_was_filed(apps, schema_editor):
    """Each filing so far goes into the log of its process, in the order of their numbers (submissions/log/merkle.py)."""
    filed = apps.get_model('submissions', 'SubmissionVersion').objects.filter(filed_at__isnull=False)
    filed = filed.order_by('submission__call__process', 'serial').values_list(
        'pk', 'submission__call__process', 'filing_number', 'filed_at', 'sha256'
    )
    LogEntry, process, index, peaks = apps.get_model('submissions', 'LogEntry'), None, 0, []
    for pk, process_id, number, at, sha256 in list(filed):
        if process_id != process:
            process, index, peaks = process_id, 0, []
        at = at.astimezone(dt.timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ')
        leaf = _hash(b'\0', f'{number} {at} {sha256}'.encode())
        peaks, size = [*peaks, leaf], index
        while size & 1:
            right = peaks.pop()
            peaks.append(_hash(b'\1', peaks.pop() + right))
            size >>= 1
        *left, root = peaks
        for peak in reversed(left):
            root = _hash(b'\1', peak + root)
        LogEntry.objects.create(
            process_id=process, version_id=pk, index=index, leaf=leaf.hex(), root=root.hex(),
            peaks=b''.join(peaks), added_at=dt.datetime.now(dt.timezone.utc),
        )
        index += 1


def _hash(kind, data):
    return hashlib.sha256(kind + data).digest()


class Migration(migrations.Migration):

    dependencies = [('submissions', '0014_log_of_filings')]

    operations = [migrations.RunPython(enter_what_was_filed, migrations.RunPython.noop)]
