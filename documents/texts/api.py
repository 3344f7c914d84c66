"""Texts, their released versions, and the words of these, as programs read them."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from igsp_portal.foundations.api.addresses import LISTS_OF_PROCESS, Addresses
from igsp_portal.foundations.api.answers import answer
from igsp_portal.foundations.api.asked import Asked, AskedOfChanges, AskedOfList
from igsp_portal.foundations.api.pages import Changing, Listed, Shown, changing_page, page
from igsp_portal.foundations.api.reading import reads
from igsp_portal.foundations.api.shapes import (
    Address,
    ChangingPage,
    Code,
    Day,
    InLang,
    MaybeAddress,
    MomentUTC,
    Page,
    Words,
)
from igsp_portal.foundations.api.words import worded, words
from igsp_portal.foundations.language.languages import in_order
from igsp_portal.foundations.pages.closed import open_to_all
from meetings.api import process_asked
from meetings.models import Process

from ..library.models import Document
from . import known
from .models import Block, LanguageVersion, Text, TextVersion, Wording
from .states import BlockKind

router = Router(tags=["Texts"])
LISTS_OF_PROCESS.append("texts")
LIST = "processes/{slug:process}/texts/"
VERSION = LIST + "{slug:key}/versions/{row:number}/"


class LanguageShape(Schema):
    """A language of a version: released, or when it is expected."""

    language: Code
    released_at: MomentUTC | None
    expected_on: Day


class VersionShape(Schema):
    """A released version of a text. It never changes; languages may follow."""

    address: Address
    page: Address
    text: Address
    number: int
    label: Words = Field(description="Its stage, such as zero draft.")
    label_lang: InLang = None
    status: Words = Field(description="Such as Chair's text.")
    status_lang: InLang = None
    released_at: MomentUTC
    document: MaybeAddress = Field(description="The document that it was issued as.")
    languages: list[LanguageShape]
    blocks: Address


class TextShape(Schema):
    """A text, with the versions that its readers have."""

    address: Address
    page: Address
    process: Address
    key: str
    title: Words
    title_lang: InLang = None
    subtitle: Words
    subtitle_lang: InLang = None
    author: Words
    author_lang: InLang = None
    original_language: Code
    illustrative: bool
    versions: list[VersionShape]


class Texts(ChangingPage):
    """A page of texts."""

    items: list[TextShape]


class BlockShape(Schema):
    """A paragraph or another unit of a text. Its key stays the same in later versions and all languages."""

    key: str
    order: int
    kind: BlockKind
    level: int
    alternative: int = Field(description="0 for the paragraph itself, 1 for bis, 2 for ter.")
    option: str | None = Field(description="The key of the option in which it stands.")
    number: Words = Field(description="Its number as printed.")
    number_lang: InLang = None
    words: Words = Field(
        description="Its words in the languages released, as they are kept: brackets are [ ], a call of a footnote "
        "is {note:key}, a reference to a paragraph names its key; a table has a row a line and | between cells."
    )
    words_lang: InLang = None


class Blocks(Page):
    """A page of blocks."""

    items: list[BlockShape]


@reads(router, LIST, shape=Texts, name="texts", summary="Texts of a process")
@open_to_all
def texts(request: HttpRequest, process: str, asked: Query[AskedOfChanges]) -> HttpResponse:
    """The texts of which you may read a released version."""
    found, at = process_asked(request, process), Addresses(request)
    listed = Changing(
        f"texts of {found.pk}",
        Text.objects.visible_to(request.user).filter(process=found),
        lambda rows: _shown(rows, found, request.user, at, asked.language),
        kind="text",
        process=found.slug,
        address=lambda key: at.api("text", found.slug, key),
    )
    return changing_page(request, asked, listed)


@reads(router, LIST + "{slug:key}/", shape=TextShape, name="text", summary="One text")
@open_to_all
def one_text(request: HttpRequest, process: str, key: str, asked: Query[Asked]) -> HttpResponse:
    """A text with its released versions."""
    found, at = process_asked(request, process), Addresses(request)
    rows = Text.objects.visible_to(request.user).filter(process=found, key=key)
    for text in _shown(rows, found, request.user, at, asked.language).values():
        return answer(text)
    raise Http404("There is no text with this key, or it is not open to you.")


@reads(router, VERSION, shape=VersionShape, name="version", summary="One version of a text")
@open_to_all
def one_version(request: HttpRequest, process: str, key: str, number: int, asked: Query[Asked]) -> HttpResponse:
    """A released version, with its languages."""
    version = _version(request, process_asked(request, process), key, number)
    return answer(_version_shown(version, Addresses(request), asked.language))


@reads(router, VERSION + "blocks/", shape=Blocks, name="blocks", summary="The words of a version")
@open_to_all
def blocks(request: HttpRequest, process: str, key: str, number: int, asked: Query[AskedOfList]) -> HttpResponse:
    """Its blocks in their order, with their numbers and words in the languages released."""
    version = _version(request, process_asked(request, process), key, number)
    in_languages = _words(version)
    numbers = _numbers(version, in_languages, asked.language)
    first = version.text.original_language

    def shown(rows: QuerySet[Block]) -> Shown:
        return {row.pk: _block_shown(row, numbers, in_languages, asked.language, first) for row in rows}

    rows = Block.objects.filter(version=version)
    return page(request, asked, Listed(f"blocks of {version.pk}", rows, shown, order=("order",)))


def _versions(user: Any) -> QuerySet[TextVersion]:
    """The versions that `user` may read as their readers do, with the documents that are open to them."""
    documents = Document.objects.visible_to(user)
    open_document = Q(document__isnull=True) | Q(document__in=documents)
    rows = TextVersion.objects.visible_to(user).issued().filter(open_document).order_by("number")
    rows = rows.annotate(issued_as=F("document__key"))
    return rows.prefetch_related(Prefetch("languages", LanguageVersion.objects.order_by("pk"), to_attr="in_languages"))


def _version(request: HttpRequest, process: Process, key: str, number: int) -> Any:
    version = _versions(request.user).filter(text__process=process, text__key=key, number=number)
    found = version.select_related("text").first()
    if found is None:
        raise Http404("There is no such version, or it is not open to you.")
    found.text.process = process
    return found


def _shown(rows: QuerySet[Text], process: Process, user: Any, at: Addresses, language: str | None) -> Shown:
    found = rows.prefetch_related(Prefetch("versions", _versions(user), to_attr="known_versions"))
    shown: Shown = {}
    for text in found:
        text.process = process
        for version in text.known_versions:
            version.text = text
        shown[text.pk] = _text_shown(text, at, language)
    return shown


def _text_shown(text: Any, at: Addresses, language: str | None) -> dict[str, Any]:
    slug = text.process.slug
    return {
        "address": at.api("text", slug, text.key),
        "page": at(text.get_absolute_url()),
        "process": at.api("process", slug),
        "key": text.key,
        **words(text, "title", language),
        **words(text, "subtitle", language),
        **words(text, "author", language),
        "original_language": text.original_language,
        "illustrative": text.illustrative,
        "versions": [_version_shown(version, at, language) for version in text.known_versions],
    }


def _version_shown(version: Any, at: Addresses, language: str | None) -> dict[str, Any]:
    text, slug = version.text, version.text.process.slug
    rows = {row.language: row for row in version.in_languages}
    return {
        "address": at.api("version", slug, text.key, version.number),
        "page": at(version.get_absolute_url()),
        "text": at.api("text", slug, text.key),
        "number": version.number,
        **words(version, "label", language),
        **words(version, "status", language),
        "released_at": version.released_at,
        "document": at.api("document", slug, version.issued_as) if version.issued_as else None,
        "languages": [
            {"language": code, "released_at": rows[code].released_at, "expected_on": rows[code].expected_on}
            for code in in_order(rows)
        ],
        "blocks": at.api("blocks", slug, text.key, version.number),
    }


def _words(version: Any) -> dict[str, dict[str, str]]:
    """The words of the languages that are released, by language and key of the block."""
    released = in_order(row.language for row in version.in_languages if row.released_at)
    found: dict[str, dict[str, str]] = {code: {} for code in released}
    rows = Wording.objects.filter(block__version=version, language__in=released)
    for language, key, said in rows.values_list("language", "block__key", "words"):
        found[language][key] = said
    return found


def _numbers(version: Any, in_languages: dict[str, dict[str, str]], language: str | None) -> dict[str, dict[str, str]]:
    """The numbers as each of these languages prints them, or the one that is asked for."""
    wanted = [code for code in in_languages if code == (language or code)] or list(in_languages)
    every, scheme = list(version.blocks.order_by("order")), version.text.numbering
    return {code: dict(known.numbers(every, scheme, code, in_languages[code]).printed) for code in wanted}


def _block_shown(
    block: Block,
    numbers: dict[str, dict[str, str]],
    in_languages: dict[str, dict[str, str]],
    language: str | None,
    first: str,
) -> dict[str, Any]:
    number = {code: there[block.key] for code, there in numbers.items() if there.get(block.key)}
    said = {code: there[block.key] for code, there in in_languages.items() if there.get(block.key)}
    return {
        "key": block.key,
        "order": block.order,
        "kind": block.kind,
        "level": block.level,
        "alternative": block.alternative,
        "option": block.option or None,
        **worded("number", number, language, first),
        **worded("words", said, language, first),
    }
