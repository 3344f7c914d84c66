"""Texts that are no documents of the library, as a source: the paragraphs of what was released of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language

from igsp_portal.foundations import time
from igsp_portal.foundations.language.languages import CODES
from igsp_portal.models import Event

from ..finding.cutting import DOCUMENT, TITLE, indexed
from ..texts.models import Text, TextVersion
from .models import Entry, Place
from .paragraphs import of_paragraph, paragraphs
from .sources import Shown, Source, Written

NAME = "text"


def touched(event: Event) -> Iterable[int]:
    """The released version that an event is about, or those of the text that it is about."""
    thing: Any = event.about_thing
    match event.about_type:
        case "documents.textversion":
            versions = [thing] if thing.is_frozen else []
        case "documents.languageversion":
            versions = [thing.version]
        case "documents.text":
            versions = list(thing.versions.released())
        case _:
            versions = []
    return [version.pk for version in versions]


def every() -> Iterable[int]:
    """Released versions in the order of their release."""
    return TextVersion.objects.released().order_by("released_at", "pk").values_list("pk", flat=True)


def written(rows: Sequence[int]) -> Iterator[Written]:
    """A title in each language, and the paragraphs, of versions that are no documents."""
    versions = TextVersion.objects.released().filter(document=None).select_related("text__process").in_bulk(rows)
    for row in rows:
        if version := versions.get(row):
            yield from _written(version)


def _written(version: TextVersion) -> Iterator[Written]:
    titles = {code: getattr(version.text, f"title_{code.replace('-', '_')}", None) or "" for code in CODES}
    for code, title in titles.items():
        if title:
            yield Written(_entry(version, Place.TITLE, code, title=title), [DOCUMENT, *indexed(title, TITLE)])
    for one in paragraphs(version):
        entry = _entry(version, Place.PARAGRAPH, one.language, at=one.key, label=one.label, text=one.words)
        yield Written(entry, [*indexed(one.words), *indexed(titles[one.language], TITLE)])


def _entry(version: TextVersion, place: Place, language: str, **values: Any) -> Entry:
    process = version.text.process
    day = version.released_at and version.released_at.astimezone(time.named_zone(process.zone)).date()
    found = {"process": process, "source": NAME, "row": version.pk, "version": version, "kind": NAME, "on": day}
    return Entry(**found, place=place, language=language, **values)


def visible(user: Any) -> Q:
    """Entries of released versions that `user` may see."""
    return Q(Exists(TextVersion.objects.visible_to(user).issued().filter(pk=OuterRef("version"))))


def shown(rows: Sequence[int], user: Any) -> dict[int, Shown]:
    """Versions as they are headed among what was found."""
    versions = TextVersion.objects.visible_to(user).filter(pk__in=rows).select_related("text__process")
    return {version.pk: _shown(version) for version in versions}


def _shown(version: TextVersion) -> Shown:
    text, reader = version.text, get_language() or "en"
    own = getattr(text, f"title_{reader.replace('-', '_')}", "")
    kind = str(text._meta.verbose_name)
    return Shown(
        version.get_absolute_url(),
        text.title,
        kind=kind,
        meta=[part for part in [version.label] if part],
        language="" if own else "en",
    )


def address(entry: Entry, thing: Shown) -> str:
    """The paragraph in the page of its text."""
    return of_paragraph(entry) if entry.place == Place.PARAGRAPH else thing.url


SOURCE = Source(NAME, touched, every, written, visible, shown, address, {NAME: Text._meta.verbose_name})
