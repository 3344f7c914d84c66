"""`manage.py verify`: whether every file and every filing is what was recorded of it; after a restore above all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents.models import Comparison, ProposalsPaper, RecordPaper, Rendition, Transmittal
from igsp_portal.foundations.files import stored, sweeping
from igsp_portal.models import OutgoingMail
from meetings.models import Process
from submissions.actions.facts import facts_of
from submissions.canonical import canonical, checksum
from submissions.log import checked
from submissions.models import Attachment, CallFile, Receipt, SubmissionVersion


class Command(BaseCommand):
    help = "Computes the SHA-256 of every stored file, of every filing and of its log anew; fails when one differs."

    def handle(self, **options: object) -> None:
        """Raises CommandError after the last file, when any file or filing is not as recorded."""
        files, bad_files = self.look_at(faults_of_files())
        filings, bad_filings = self.look_at(map(fault_of_filing, filed_versions()))
        logged, bad_logged = self.look_at(chain.from_iterable(map(checked.faults, Process.objects.order_by("pk"))))
        looked_at = f"files: {files}, filings: {filings}, log: {logged}"
        self.tell_of_nameless()
        if bad := bad_files + bad_filings + bad_logged:
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

    def tell_of_nameless(self) -> None:
        """Name the files of no row: no fault, since a change that was cut off leaves its file and nothing else."""
        for name in sweeping.nameless():
            self.stdout.write(f"{name}: of no record; `sweep` removes it when it is a day old")


def faults_of_files() -> Iterator[str]:
    """What is wrong with each file that a row keeps with its size and SHA-256; nothing for each that is right."""
    for file in Rendition.objects.exclude(Rendition.lets_go).select_related("document").iterator():
        yield fault_of_file(file.file, str(file), file.size, file.sha256)
    sent: Iterator[Any] = chain(Attachment.objects.iterator(), CallFile.objects.iterator())
    for attached in sent:
        yield fault_of_file(attached.file, str(attached), attached.size, attached.sha256)
    compared = Comparison.objects.exclude(file="").select_related("later__text")
    receipts = Receipt.objects.select_related("version")
    of_versions: list[Any] = [
        model.objects.exclude(file="").select_related("version__text") for model in (ProposalsPaper, RecordPaper)
    ]
    papers: Iterator[Any] = chain.from_iterable(rows.iterator() for rows in (receipts, compared, *of_versions))
    for paper in papers:
        if fault := fault_of_file(paper.file, str(paper), paper.size, paper.sha256):
            fault += "; it is made anew when it is next asked for"
        yield fault
    for package in Transmittal.objects.exclude(file="").select_related("version__text", "note").iterator():
        yield fault_of_file(package.file, str(package), package.size, package.sha256)
    for letter in OutgoingMail.objects.exclude(attachment="").iterator():
        yield fault_of_file(letter.attachment, str(letter), letter.attachment_size, letter.attachment_sha256)


def filed_versions() -> Iterator[SubmissionVersion]:
    filed = SubmissionVersion.objects.filed().select_related("submission__call__process", "submission__participant")
    yield from filed.order_by("pk").iterator()


def fault_of_file(file: object, row: str, size: int, sha256: str) -> str:
    """What is wrong with the file of a row; nothing when it is as recorded."""
    fault = stored.fault(file, size=size, sha256=sha256)
    return f"{file} ({row}): {fault}" if fault else ""


def fault_of_filing(version: SubmissionVersion) -> str:
    """What is wrong with a filing; nothing when its rows, its canonical form and its SHA-256 say the same."""
    if checksum(version.content) != version.sha256:
        return f"{version}: the canonical form has another SHA-256 than was recorded"
    if canonical(facts_of(version)) != version.content:
        return f"{version}: its statements are no longer what was filed"
    return ""
