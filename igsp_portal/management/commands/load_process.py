"""Load a process from its data folder: all of it, or, where something is wrong, none."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from documents import loading as documents
from igsp_portal.foundations import audit
from igsp_portal.foundations.datafiles import DataError
from meetings import loading as meetings
from meetings.models import Process
from submissions import loading as submissions

BY = "load_process"


class Command(BaseCommand):
    help = "Loads a process from a folder of data; loading it again changes only what differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", help="a folder, or the name of one that comes with the portal (igsp)")
        parser.add_argument("--dry-run", action="store_true", help="check everything and write nothing")

    def handle(self, *args: Any, folder: str, dry_run: bool, **options: Any) -> None:
        before = audit.stamp()
        try:
            with transaction.atomic():
                process = load_folder(find_folder(folder))
                written = audit.stamp() - before
                transaction.set_rollback(dry_run)
        except DataError as error:
            raise CommandError(_("Nothing was loaded. %(error)s") % {"error": error}) from error
        done = _("would be written") if dry_run else _("written")
        self.stdout.write(f"{process}: {written} {done}")


def find_folder(name: str) -> Path:
    """The folder `name`, or the one of that name among those that come with the portal. Raises CommandError."""
    for folder in (Path(name), settings.PROCESSES_DIR / name):
        if (folder / "process.yaml").is_file():
            return folder.resolve()
    raise CommandError(_("There is no folder %(name)s with a process.yaml in it.") % {"name": name})


def load_folder(folder: Path) -> Process:
    """Load everything `folder` holds, floor by floor from below. Raises DataError."""
    process = meetings.load(folder, by=BY)
    documents.load(folder, process, by=BY)
    submissions.load(folder, process, by=BY)
    return process
