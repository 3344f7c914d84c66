"""Load a process from its data folder: all of it, or, where something is wrong, none."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents import loading as documents
from documents.texts import typesetting
from igsp_portal.foundations.datafiles import Mistakes, gathered
from igsp_portal.foundations.record import audit
from igsp_portal.foundations.worker import work
from igsp_portal.management import changes, parts
from igsp_portal.models import Event
from meetings import loading as meetings
from meetings.models import Process
from submissions import loading as submissions
from submissions.compiling import making

from .typeset import newest_of

BY = "load_process"
LISTED = 50  # mistakes; of more, only how many
NAMED = 12  # things that no file names; of more, only how many


class Command(BaseCommand):
    help = "Loads a process from a folder of data (docs/process-folder.md); loading it again changes only what differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", help="a folder, or the name of one that comes with the portal (igsp)")
        parser.add_argument("--no-papers", action="store_true", help="leave the papers to `manage.py typeset`")
        parser.add_argument("--dry-run", action="store_true", help="check all, say what would change, write nothing")

    def handle(self, *args: Any, folder: str, dry_run: bool, no_papers: bool, **options: Any) -> None:
        try:
            process, events, mistakes = self.load(find_folder(folder), dry_run=dry_run, papers=not no_papers, **options)
        except (OperationalError, ProgrammingError) as error:
            if not lacks_migrations():
                raise
            raise CommandError(
                _("Tables or columns are missing in the database: run python3 manage.py migrate first.")
            ) from error
        for hint in mistakes.in_order(mistakes.hints):
            self.stderr.write(_("Hint: %(hint)s") % {"hint": hint})
        if mistakes.unnamed:
            self.stderr.write(unnamed(mistakes))
        if dry_run:
            said = ngettext("%(process)s: %(count)d change to make", "%(process)s: %(count)d changes to make", events)
        else:
            said = ngettext("%(process)s: %(count)d change made", "%(process)s: %(count)d changes made", events)
        self.stdout.write(said % {"process": process, "count": events})

    def load(
        self, folder: Path, *, dry_run: bool, papers: bool, verbosity: int, **options: Any
    ) -> tuple[Process, int, Mistakes]:
        """Load the folder and tell what changed; gives the number of changes. Raises CommandError for mistakes."""
        with transaction.atomic(), gathered(folder) as mistakes:
            with audit.together() as events:
                process = load_folder(folder)
                self.refuse(mistakes)
            if papers and not dry_run:
                hand_over_papers(process)
            if dry_run:
                self.tell(events, verbosity)  # while the rows are there that are undone
                transaction.set_rollback(True)
        if not dry_run:
            self.tell(events, verbosity)  # no writer waits for a terminal
        return process, len(events), mistakes

    def tell(self, events: list[Event], verbosity: int) -> None:
        """Say what changed."""
        for line in changes.told(events, in_full=verbosity > 1) if verbosity else ():
            self.stdout.write(line)

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
    """The folder `name`, or the one of that name among those that come with the portal. Raises CommandError.

    Whoever names the process.yaml in it means the folder.
    """
    given = Path(name).parent if Path(name).name == "process.yaml" else Path(name)
    for folder in (given, settings.PROCESSES_DIR / name):
        if (folder / "process.yaml").is_file():
            return folder.resolve()
    raise CommandError(_("There is no folder %(name)s with a process.yaml in it.") % {"name": name})


def load_folder(folder: Path) -> Process:
    """Load everything `folder` holds, floor by floor from below. Raises DataError."""
    parts.refuse_strangers(folder)
    process = meetings.load(folder, by=BY)
    documents.load(folder, process, by=BY)
    submissions.load(folder, process, by=BY)
    return process


def hand_over_papers(process: Process) -> None:
    """Ask the worker for the papers of released texts that have none, and for the files of issued compilations.

    Those of earlier versions of texts wait for all else.
    """
    for version in newest_of(list(typesetting.waiting(process.slug))):
        work.hand_over(typesetting.typeset_version, version.pk)
    for compilation in making.waiting(process.slug):
        work.hand_over(making.make_files, compilation.pk)


def lacks_migrations() -> bool:
    """Whether the tables of the database are older than the portal."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def unnamed(mistakes: Mistakes) -> str:
    """What is in the portal though no file names it: left out of the folder since, or made in the admin site."""
    count = len(mistakes.unnamed)
    said = ngettext(
        "%(count)d entry is in the portal but not in the files: %(things)s",
        "%(count)d entries are in the portal but not in the files: %(things)s",
        count,
    )
    things = [f"{thing._meta.verbose_name} “{thing}”" for thing in mistakes.unnamed[:NAMED]]
    return said % {"count": count, "things": ", ".join(things) + (", …" if count > NAMED else "")}
