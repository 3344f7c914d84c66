"""Typeset the papers of released texts that have no PDF yet, and make the files of issued compilations."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents.models import TextVersion
from documents.texts import typesetting
from igsp_portal.foundations.language.languages import LANGUAGES
from igsp_portal.foundations.paper import presses
from igsp_portal.foundations.worker import work
from submissions.compiling import making


class Command(BaseCommand):
    help = "Typesets released texts and issued compilations in every language that has no PDF yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--process", default="", help="only the texts of the process of this name")
        parser.add_argument(
            "--newest-first",
            action="store_true",
            help="set the newest version of each text, and hand the earlier ones to the worker",
        )
        parser.add_argument(
            "--presses", type=int, default=presses.number(), help="how many processes set pages (default: %(default)s)"
        )

    def handle(self, *args: Any, process: str, verbosity: int, newest_first: bool, **options: Any) -> None:
        versions = list(typesetting.waiting(process))
        if newest_first:
            versions = newest_of(versions)
        compilations = making.waiting(process)
        failed = []
        with presses.started(options["presses"] if versions or compilations else 0):
            for version in versions:
                try:
                    typesetting.typeset(version, done=self.progress(version) if verbosity else None)
                except typesetting.TypesettingFailed as error:
                    failed.append(f"{version}: {error}")
            for compilation in compilations:
                making.make_files.func(compilation.pk)
                compilation.refresh_from_db(fields=["error"])
                if compilation.error:
                    failed.append(f"{compilation}: {typesetting.said(compilation.error)}")
        if failed:
            raise CommandError("\n".join(failed))

    def progress(self, version: TextVersion) -> Callable[[str], None]:
        """Print a line for each file, with the seconds since the text was begun."""
        started = time.monotonic()
        document = version.document
        name = document.symbol or document.key if document else version.text.key

        def done(language: str) -> None:
            self.stdout.write(f"{name} {LANGUAGES[language].suffix}  {time.monotonic() - started:.1f} s")

        return done


def newest_of(versions: list[TextVersion]) -> list[TextVersion]:
    """The newest versions of their texts; the others are handed to the worker."""
    newest = set(TextVersion.objects.newest().values_list("pk", flat=True))
    for version in versions:
        if version.pk not in newest:
            work.hand_over(typesetting.typeset_version, version.pk, rank=work.PAST)
    return [version for version in versions if version.pk in newest]
