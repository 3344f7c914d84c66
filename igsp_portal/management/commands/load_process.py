"""Load a process from its data folder: all of it, or, where something is wrong, none."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents import loading as documents
from documents import typesetting
from igsp_portal.foundations import audit, work
from igsp_portal.foundations.datafiles import DataError, Mistakes, gathered, note
from igsp_portal.management import changes
from igsp_portal.models import Event
from meetings import loading as meetings
from meetings.models import Process
from submissions import loading as submissions

BY = "load_process"
LISTED = 50  # mistakes; of more, only how many
FILES = {*meetings.FILES, "inputs.yaml", "documents.yaml", "calls.yaml", "submissions.yaml"}
DATA = {".yaml", ".yml", ".csv"}


class Command(BaseCommand):
    help = "Loads a process from a folder of data (docs/process-folder.md); loading it again changes only what differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", help="a folder, or the name of one that comes with the portal (igsp)")
        parser.add_argument("--no-papers", action="store_true", help="leave the papers to `manage.py typeset`")
        parser.add_argument("--dry-run", action="store_true", help="check all, say what would change, write nothing")

    def handle(self, *args: Any, folder: str, dry_run: bool, no_papers: bool, **options: Any) -> None:
        before = audit.stamp()
        with transaction.atomic(), gathered() as mistakes:
            with audit.together():
                process = load_folder(find_folder(folder))
                self.refuse(mistakes)
            events = list(Event.objects.filter(pk__gt=before).order_by("pk"))
            for line in changes.told(events, in_full=options["verbosity"] > 1) if options["verbosity"] else ():
                self.stdout.write(line)
            if not no_papers and not dry_run:
                hand_over_papers(process)
            transaction.set_rollback(dry_run)
        for hint in mistakes.in_order(mistakes.hints):
            self.stderr.write(_("Hint: %(hint)s") % {"hint": hint})
        count = len(events)
        if dry_run:
            said = ngettext("%(process)s: %(count)d change to make", "%(process)s: %(count)d changes to make", count)
        else:
            said = ngettext("%(process)s: %(count)d change made", "%(process)s: %(count)d changes made", count)
        self.stdout.write(said % {"process": process, "count": count})

    def refuse(self, mistakes: Mistakes) -> None:
        """List the mistakes, if there are any. Raises CommandError, by which all that was loaded is undone."""
        lines = mistakes.in_order(mistakes.found)
        if not lines:
            return
        for line in lines[:LISTED]:
            self.stderr.write(line)
        if more := len(lines[LISTED:]):
            self.stderr.write(ngettext("… and %(count)d more", "… and %(count)d more", more) % {"count": more})
        said = ngettext("Nothing was loaded: %(count)d mistake.", "Nothing was loaded: %(count)d mistakes.", len(lines))
        raise CommandError(said % {"count": len(lines)})


def find_folder(name: str) -> Path:
    """The folder `name`, or the one of that name among those that come with the portal. Raises CommandError."""
    for folder in (Path(name), settings.PROCESSES_DIR / name):
        if (folder / "process.yaml").is_file():
            return folder.resolve()
    raise CommandError(_("There is no folder %(name)s with a process.yaml in it.") % {"name": name})


def load_folder(folder: Path) -> Process:
    """Load everything `folder` holds, floor by floor from below. Raises DataError."""
    refuse_unknown_files(folder)
    process = meetings.load(folder, by=BY)
    documents.load(folder, process, by=BY)
    submissions.load(folder, process, by=BY)
    return process


def hand_over_papers(process: Process) -> None:
    """Ask the worker for the papers of released texts that have none."""
    for version in typesetting.waiting(process.slug):
        work.hand_over(typesetting.typeset_version, version.pk)


def refuse_unknown_files(folder: Path) -> None:
    """A data file with a misspelt name would be passed over in silence. Raises DataError."""
    for path in sorted(folder.iterdir()):
        if path.suffix in DATA and path.name not in FILES:
            known = ", ".join(sorted(FILES))
            note(DataError(path, 0, _("No data file has this name; known are: %(known)s.") % {"known": known}))
