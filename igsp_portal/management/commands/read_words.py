"""Read the words of files that were posted before their words were read, or those in one language again."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from documents.library import actions


class Command(BaseCommand):
    help = "Reads the words of documents' files that have not been read yet, so that they are found and counted."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--again", metavar="LANGUAGE", choices=dict(settings.LANGUAGES), help="read all files in this language anew"
        )

    def handle(self, *args: Any, verbosity: int, again: str | None, **options: Any) -> None:
        for file in actions.read_already(again) if again else actions.unread():
            try:
                actions.read_again(file) if again else actions.read_words.call(file.pk)
            except OSError as error:
                self.stderr.write(f"{file}: {error}")
            else:
                if verbosity:
                    file.refresh_from_db()
                    self.stdout.write(f"{file}: {file.words}")
