"""Take in a list of documents with their files from a spreadsheet: all of it, or, where something is wrong, nothing."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.library.importing import Counts, take_in
from igsp_portal.foundations.datafiles import DataError, Mistakes, gathered, text_of
from meetings.models import Process

BY = "import_documents"
LISTED = 50  # mistakes, and warnings; of more, only how many


class Command(BaseCommand):
    help = "Takes in a list of documents, saved as CSV from a spreadsheet, with their files (docs/process-folder.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("list", help="the list: CSV with commas, semicolons or tabs, in UTF-8")
        parser.add_argument("--files", default="", help="the folder of its files; that of the list if not given")
        parser.add_argument("--process", default="", help="the slug of the process, if the portal holds several")
        parser.add_argument("--encoding", default="", help="another encoding of the list, such as cp1252 or gb18030")
        parser.add_argument("--dry-run", action="store_true", help="check all, say what would change, write nothing")

    def handle(
        self, *args: Any, list: str, files: str, process: str, encoding: str, dry_run: bool, **options: Any
    ) -> None:
        path = Path(list)
        folder = Path(files) if files else path.parent
        if not folder.is_dir():
            raise CommandError(_("There is no folder %(folder)s.") % {"folder": folder})
        try:
            content = text_of(path.read_bytes(), path, encoding)
        except OSError as error:
            raise CommandError(_("%(file)s cannot be read: %(why)s") % {"file": path, "why": error.strerror}) from error
        except DataError as error:
            hint = "" if encoding else " " + _("Or name its encoding, for example --encoding cp1252.")
            raise CommandError(f"{error}{hint}") from error
        counts = self._take_in(content, path.resolve(), _process(process), folder, dry_run=dry_run)
        self._tell(counts, dry_run)

    def _take_in(self, content: str, path: Path, process: Process, folder: Path, *, dry_run: bool) -> Counts:
        try:
            with transaction.atomic(), gathered(path.parent) as mistakes:
                counts = take_in(
                    content, path, process, folder, by=BY, refuse=lambda: self._refuse(mistakes), dry_run=dry_run
                )
                if dry_run:
                    transaction.set_rollback(True)
        except ValidationError as error:
            raise CommandError(" ".join([_("Nothing was taken in."), *error.messages])) from error
        return counts

    def _refuse(self, mistakes: Mistakes) -> None:
        """List the mistakes, if there are any. Raises CommandError, by which all that was written is undone."""
        if not (lines := mistakes.in_order(mistakes.found)):
            return
        self._list(lines)
        said = ngettext(
            "Nothing was taken in: %(count)d mistake.", "Nothing was taken in: %(count)d mistakes.", len(lines)
        )
        raise CommandError(said % {"count": len(lines)})

    def _list(self, lines: list[str]) -> None:
        for line in lines[:LISTED]:
            self.stderr.write(line)
        if more := len(lines[LISTED:]):
            self.stderr.write(ngettext("… and %(count)d more", "… and %(count)d more", more) % {"count": more})

    def _tell(self, counts: Counts, dry_run: bool) -> None:
        self._list([_("Hint: %(hint)s") % {"hint": warning} for warning in counts.warnings])
        documents = ", ".join(f"{count} {name}" for name, count in counts.documents.items() if count)
        files = ", ".join(f"{count} {name}" for name, count in counts.files.items() if count)
        self.stdout.write(f"{_('Documents')}: {documents or 0}; {counts.issued} {_('issued')}")
        self.stdout.write(f"{_('Files')}: {files or 0}")
        if dry_run:
            self.stdout.write(_("Nothing was written."))


def _process(slug: str) -> Process:
    """The process of that slug, or the only one."""
    found = list(Process.objects.filter(slug=slug) if slug else Process.objects.all()[:2])
    if len(found) == 1:
        return found[0]
    known = ", ".join(Process.objects.values_list("slug", flat=True))
    raise CommandError(_("Name the process with --process; there are: %(known)s.") % {"known": known or "–"})
