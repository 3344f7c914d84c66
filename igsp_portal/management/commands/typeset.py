"""Typeset the papers of released texts that have no PDF yet."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents import typesetting
from documents.models import TextVersion
from igsp_portal.foundations.languages import LANGUAGES


class Command(BaseCommand):
    help = "Typesets released texts in every language that has no PDF yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--process", default="", help="only the texts of the process of this name")

    def handle(self, *args: Any, process: str, verbosity: int, **options: Any) -> None:
        failed = []
        for version in typesetting.waiting(process):
            try:
                typesetting.typeset(version, done=self.progress(version) if verbosity else None)
            except typesetting.TypesettingFailed as error:
                failed.append(f"{version}: {error}")
        if failed:
            raise CommandError("\n".join(failed))

    def progress(self, version: TextVersion) -> Any:
        """Print a line for each file, with the seconds it took."""
        started = time.monotonic()

        def done(language: str) -> None:
            nonlocal started
            document = version.text.document
            name = document.symbol or document.key if document else version.text.key
            self.stdout.write(f"{name} {LANGUAGES[language].suffix}  {time.monotonic() - started:.1f} s")
            started = time.monotonic()

        return done
