"""Read the words of files that were posted before their words were read."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from documents.library import actions


class Command(BaseCommand):
    help = "Reads the words of documents' files that have not been read yet, so that they are found and counted."

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        for file in actions.unread():
            try:
                actions.read_words.call(file.pk)
            except OSError as error:
                self.stderr.write(f"{file}: {error}")
            else:
                if verbosity:
                    file.refresh_from_db()
                    self.stdout.write(f"{file}: {file.words}")
