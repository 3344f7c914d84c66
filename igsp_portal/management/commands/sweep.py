"""`manage.py sweep`: removes the files that changes have left which were cut off before their rows were written."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from documents.library.posting import waiting
from igsp_portal.foundations.files import sweeping


class Command(BaseCommand):
    help = "Removes files of no record that are older than a day; `verify` names them."

    def handle(self, **options: object) -> None:
        count = 0
        for name in sweeping.sweep():
            count += 1
            self.stdout.write(f"Removed: {name}")
        self.stdout.write(f"Files of no record, older than a day: {count}")
        for name in waiting.sweep():
            self.stdout.write(f"Removed, having waited for longer than a day: {name}")
