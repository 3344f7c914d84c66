"""One file as it is answered, and the addresses of files."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router

from igsp_portal.foundations.api.addresses import Addresses
from igsp_portal.foundations.api.answers import answer
from igsp_portal.foundations.api.asked import Asked, AskedOfList
from igsp_portal.foundations.api.pages import Listed, page
from igsp_portal.foundations.api.reading import reads
from igsp_portal.foundations.files.filetypes import FileType
from igsp_portal.foundations.pages.closed import open_to_all
from meetings.api import process_asked

from .. import listing
from ..models import Document, Rendition
from . import shapes

router = Router(tags=["Documents"])
MEDIA_TYPES = {file_type.ending: file_type.media_type for file_type in FileType}
OF_DOCUMENT = "processes/{slug:process}/documents/{slug:key}/renditions/"


@reads(router, OF_DOCUMENT, shape=shapes.Renditions, name="renditions", summary="All files of a document")
@open_to_all
def renditions(request: HttpRequest, process: str, key: str, asked: Query[AskedOfList]) -> HttpResponse:
    """Its files in the order of posting: current ones, superseded ones, and word of those taken back."""
    found, at = process_asked(request, process), Addresses(request)
    document = Document.objects.visible_to(request.user).filter(process=found, key=key).first()
    if document is None:
        raise Http404("There is no document with this key, or it is not open to you.")
    document.process = found
    rows = known(request.user).filter(document=document)
    listed = Listed(
        f"renditions of {document.pk}", rows, lambda rows: {row.pk: shown(row, document, at) for row in rows}
    )
    return page(request, asked, listed)


@reads(router, "renditions/{str:sha256}/", shape=shapes.RenditionShape, name="rendition", summary="One file")
@open_to_all
def one_rendition(request: HttpRequest, sha256: str, asked: Query[Asked]) -> HttpResponse:
    """One very file, by the SHA-256 over its bytes: also when another has superseded it, or it was taken back."""
    same = known(request.user).filter(sha256=sha256).select_related("document__process")
    current_first = same.order_by(F("taken_back_at").asc(nulls_first=True), F("superseded_by").asc(nulls_first=True))
    file = current_first.first()
    if file is None:
        raise Http404("There is no file with this SHA-256, or it is not open to you.")
    return answer(shown(file, file.document, Addresses(request)))


def known(user: Any) -> QuerySet[Rendition]:
    """The files that `user` may know of, each with what is known of the one that superseded it."""
    return Rendition.objects.known_to(user).annotate(
        next_sha256=F("superseded_by__sha256"), next_released_at=F("superseded_by__released_at")
    )


def shown(file: Any, document: Document, at: Addresses) -> dict[str, Any]:
    """A file as it is answered; it comes from `known`."""
    superseded = file.next_sha256 if file.next_released_at else None
    return {
        "address": at.api("rendition", file.sha256),
        "file": None if file.taken_back_at else at(file.get_absolute_url()),
        "document": at.api("document", document.process.slug, document.key),
        "name": listing.file_name(file, document),
        "language": file.language,
        "also_in": file.also_in,
        "format": file.format,
        "media_type": MEDIA_TYPES[file.format],
        "size": file.size,
        "pages": file.pages,
        "words": file.words,
        "sha256": file.sha256,
        "released_at": file.released_at,
        "superseded_by": at.api("rendition", superseded) if superseded else None,
        "taken_back_at": file.taken_back_at,
    }
