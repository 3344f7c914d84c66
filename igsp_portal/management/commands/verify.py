"""`manage.py verify`: whether every file and every filing is what was recorded of it; after a restore above all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents.models import Rendition
from submissions.actions.filing import facts_of
from submissions.canonical import canonical, checksum
from submissions.models import Attachment, SubmissionVersion

CHUNK = 1024 * 1024  # bytes


class Command(BaseCommand):
    help = "Computes the SHA-256 of every stored file and of every filing anew; fails when one differs."

    def handle(self, **options: object) -> None:
        """Raises CommandError after the last file, when any file or filing is not as recorded."""
        files, bad_files = self.look_at(map(fault_of_file, stored_files()))
        filings, bad_filings = self.look_at(map(fault_of_filing, filed_versions()))
        looked_at = f"files: {files}, filings: {filings}"
        if bad := bad_files + bad_filings:
            raise CommandError(f"Not as recorded: {bad} ({looked_at}). Restore them from a backup.")
        self.stdout.write(f"All is as recorded ({looked_at}).")

    def look_at(self, faults: Iterable[str]) -> tuple[int, int]:
        """Print each fault at once, for a store may be large; returns how many were looked at, and how many bad."""
        count = bad = 0
        for fault in faults:
            count += 1
            if fault:
                bad += 1
                self.stderr.write(fault)
        return count, bad


def stored_files() -> Iterator[Any]:
    """Every row that keeps a file with its size and SHA-256."""
    yield from Rendition.objects.select_related("document").iterator()
    yield from Attachment.objects.iterator()


def filed_versions() -> Iterator[SubmissionVersion]:
    filed = SubmissionVersion.objects.filed().select_related("submission__call__process", "submission__participant")
    yield from filed.order_by("pk").iterator()


def fault_of_file(row: Any) -> str:
    """What is wrong with the file of `row`; nothing when it is as recorded."""
    try:
        size, digest = measure(row)
    except FileNotFoundError:
        return f"{row.file.name} ({row}): not in the store"
    except OSError as error:
        return f"{row.file.name} ({row}): cannot be read ({error.strerror or error})"
    if (size, digest) != (row.size, row.sha256):
        return f"{row.file.name} ({row}): {size} bytes, SHA-256 {digest}; recorded: {row.size}, {row.sha256}"
    return ""


def measure(row: Any) -> tuple[int, str]:
    """Size in bytes and SHA-256 of a stored file. Raises OSError."""
    size, digest = 0, hashlib.sha256()
    with row.file.storage.open(row.file.name) as file:
        while chunk := file.read(CHUNK):
            size += len(chunk)
            digest.update(chunk)
    return size, digest.hexdigest()


def fault_of_filing(version: SubmissionVersion) -> str:
    """What is wrong with a filing; nothing when its rows, its canonical form and its SHA-256 say the same."""
    if checksum(version.content) != version.sha256:
        return f"{version}: the canonical form has another SHA-256 than was recorded"
    if canonical(facts_of(version)) != version.content:
        return f"{version}: its statements are no longer what was filed"
    return ""
