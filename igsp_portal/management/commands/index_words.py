"""`manage.py index_words`: indexes all that can be searched anew; the index follows changes by itself."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from documents.search import indexing


class Command(BaseCommand):
    help = "Indexes the words of documents, texts and submissions anew for the search."

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        told = (lambda count: self.stdout.write(f"Places indexed: {count}", ending="\r")) if verbosity > 1 else None
        self.stdout.write(f"Places indexed: {indexing.put_all(told)}")
