"""The words of a file are read by the worker once it was posted: they are searched, counted, and read as a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from igsp_portal.foundations.files import page_words, stored
from igsp_portal.foundations.language.characters import as_read, count_words
from igsp_portal.foundations.record import audit
from igsp_portal.foundations.worker import work

from ..models import Document, PageText, Rendition
from .holding import hold, own_names


@task()
def read_words(rendition_id: int) -> None:
    """Read the words of a file, unless that was done, or it was taken back meanwhile."""
    rendition = Rendition.objects.select_related("document").get(pk=rendition_id)
    if rendition.words is None and rendition.taken_back_at is None:
        _keep(rendition, list(_pages(rendition)))


work.tell(read_words, _("Reading of the words of a file"), Rendition)


def unread() -> Iterator[Rendition]:
    """The files whose words have not been read yet, and that are still given out."""
    yield from Rendition.objects.filter(words=None).exclude(Rendition.lets_go).select_related("document").iterator()


def read_already(language: str) -> Iterator[Rendition]:
    """The files in a language whose words were read, and that are still given out: each once, whoever else has it."""
    there = Rendition.objects.exclude(words=None).exclude(Rendition.lets_go).select_related("document")
    seen = set()
    for file in there.order_by("pk").iterator():
        if language in file.languages and file.sha256 not in seen:
            seen.add(file.sha256)
            yield file


def read_again(rendition: Rendition) -> None:
    """Read the words of a file anew, as an upgrade may change how they are read."""
    _keep(rendition, list(_pages(rendition)))


def _pages(rendition: Rendition) -> Iterator[str]:
    with stored.opened(rendition.file, size=rendition.size) as file:
        yield from (as_read(page) for page in page_words.words(file, rendition.format))


def _keep(rendition: Rendition, pages: list[str]) -> None:
    """Keep the words for all rows that have these bytes, in one transaction with its event."""
    facts: dict[str, Any] = {"language": own_names(rendition.languages), "format": rendition.get_format_display()}
    facts["sha256"] = rendition.sha256
    with transaction.atomic():
        document = Document.objects.get(pk=rendition.document_id)
        hold(document)
        rows = Rendition.objects.filter(sha256=rendition.sha256).exclude(Rendition.lets_go)
        if not rows.exists():
            return
        counted = sum(map(count_words, pages))
        with audit.recorded("file.read", document, by=work.PORTAL, words=counted, **facts):
            PageText.objects.filter(sha256=rendition.sha256).delete()
            PageText.objects.bulk_create(
                (
                    PageText(sha256=rendition.sha256, number=number, words=words)
                    for number, words in enumerate(pages, start=1)
                    if words
                ),
                batch_size=200,
            )
            rows.update(words=counted)
