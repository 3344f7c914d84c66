"""Documents with their current files."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from ninja import Query, Router
from pydantic import Field

from igsp_portal.foundations.api.addresses import LISTS_OF_PROCESS, Addresses
from igsp_portal.foundations.api.answers import answer
from igsp_portal.foundations.api.asked import Asked, AskedOfChanges
from igsp_portal.foundations.api.pages import Changing, Shown, changing_page
from igsp_portal.foundations.api.problems import Refused
from igsp_portal.foundations.api.reading import reads
from igsp_portal.foundations.api.words import words
from igsp_portal.foundations.language.languages import CODES
from igsp_portal.foundations.pages.closed import open_to_all
from meetings.api import process_asked
from meetings.models import AgendaItem, Process

from ... import symbols
from .. import listing, rules
from ..models import Document, DocumentLink, Relation, Rendition
from ..states import DocumentKind, DocumentState
from . import files, shapes

router = Router(tags=["Documents"])
LISTS_OF_PROCESS.append("documents")
LIST = "processes/{slug:process}/documents/"
NONE_SUCH = "There is no document with this key, or it is not open to you."
FILTERS = ("meeting", "agenda_item", "kind", "state", "symbol")
OWN = {"replaces": "replaces", "adds_to": "adds_to", "corrects": "corrects"}
OTHERS = {"replaces": "replaced_by", "adds_to": "added_to_by", "corrects": "corrected_by"}


class AskedOfDocuments(AskedOfChanges):
    """Of the documents of a process. What has changed is told of all of them: these do not go with updated_since."""

    meeting: str | None = Field(None, max_length=60, description="Only those of the meeting with this key.")
    agenda_item: str | None = Field(None, max_length=10, description="Only those of the item with this number.")
    kind: DocumentKind | None = Field(None, description="Only those of this kind.")
    state: DocumentState | None = Field(None, description="Only those in this state.")
    symbol: str | None = Field(
        None,
        max_length=symbols.LONGEST_SYMBOL,
        description="Only the one with this symbol, in any letter case, or cited so; as librarians write it, too.",
        examples=["UNEP/IEG/IGSP/1/3"],
    )

    @property
    def filtered(self) -> list[str]:
        """The filters that were asked for."""
        return [name for name in FILTERS if getattr(self, name) is not None]


@reads(router, LIST, shape=shapes.Documents, name="documents", summary="Documents of a process")
@open_to_all
def documents(request: HttpRequest, process: str, asked: Query[AskedOfDocuments]) -> HttpResponse:
    """Every document that you may know of, announced ones too, with its current files."""
    found, at = process_asked(request, process), Addresses(request)
    if asked.filtered and asked.updated_since:
        raise Refused(asked.filtered[0], "what has changed is told of all documents: it does not go with updated_since")
    rows = Document.objects.visible_to(request.user).filter(process=found)
    listed = Changing(
        f"documents of {found.pk}",
        _asked_for(rows, found, asked, request.user),
        lambda rows: shown(rows, found, request.user, at, asked.language),
        kind="document",
        process=found.slug,
        address=lambda key: at.api("document", found.slug, key),
    )
    return changing_page(request, asked, listed)


def _asked_for(rows: QuerySet[Document], process: Process, asked: AskedOfDocuments, user: Any) -> QuerySet[Document]:
    items = AgendaItem.objects.filter(meeting__process=process, number=asked.agenda_item)
    if asked.meeting is not None and not process.meetings.filter(key=asked.meeting).exists():
        raise Refused("meeting", "this process has no meeting with this key")
    if asked.agenda_item is not None and not items.exists():
        raise Refused("agenda_item", "no agenda of this process has an item with this number")
    if asked.meeting is not None:
        also = Document.also_before.through.objects.filter(meeting__key=asked.meeting).values("document")
        rows = rows.filter(Q(meeting__key=asked.meeting) | Q(pk__in=also))
    if asked.agenda_item is not None:
        of_items = Document.agenda_items.through.objects.filter(agendaitem__in=items.order_by().values("pk"))
        rows = rows.filter(pk__in=of_items.values("document"))
    if asked.kind is not None:
        rows = rows.filter(kind=asked.kind)
    if asked.state is not None:
        rows = rows.filter(state=asked.state)
    if asked.symbol is not None:
        rows = rows.filter(pk__in=_cited(asked.symbol, user))
    return rows


def _cited(symbol: str, user: Any) -> list[int]:
    """The document that is found by this symbol, by the same forms as at its own address."""
    try:
        found = rules.find(symbol, user)
    except symbols.SymbolError:
        found = rules.find_joined(symbol, user)
        if found is None:
            raise Refused("symbol", "this is not a document symbol")
    return [found.pk] if found else []


@reads(router, LIST + "{slug:key}/", shape=shapes.DocumentShape, name="document", summary="One document")
@open_to_all
def one_document(request: HttpRequest, process: str, key: str, asked: Query[Asked]) -> Any:
    """A document; by a key that it had before you are led to its address."""
    found, at = process_asked(request, process), Addresses(request)
    visible = Document.objects.visible_to(request.user).filter(process=found)
    for document in shown(visible.filter(key=key), found, request.user, at, asked.language).values():
        return answer(document)
    if moved := visible.filter(former_keys__key=key).first():
        query = request.META.get("QUERY_STRING", "")
        return redirect(at.api("document", found.slug, moved.key) + (f"?{query}" if query else ""), permanent=True)
    raise Http404(NONE_SUCH)


def shown(rows: QuerySet[Document], process: Process, user: Any, at: Addresses, language: str | None) -> Shown:
    """Documents as they are answered, in a fixed number of queries."""
    visible = Document.objects.visible_to(user)
    known = files.known(user)
    current = known.filter(superseded_by__isnull=True) | known.filter(taken_back_at__isnull=False)
    own = Relation.objects.filter(to__in=visible).annotate(of=F("to__process__slug"), other=F("to__key"))
    others = Relation.objects.filter(document__in=visible)
    others = others.annotate(of=F("document__process__slug"), other=F("document__key"))
    found = rules.with_later(rows, user).annotate(of_meeting=F("meeting__key"), of_part=F("part__number"))
    found = found.prefetch_related(
        "agenda_items",
        "also_before",
        "aliases",
        "former_keys",
        Prefetch("renditions", current, to_attr="known_files"),
        Prefetch("links", DocumentLink.objects.visible_to(user), to_attr="known_links"),
        Prefetch("relations", own.order_by("pk"), to_attr="own_relations"),
        Prefetch("related_from", others.order_by("pk"), to_attr="other_relations"),
    )
    for document in found:
        document.process = process
    listing.know_superseded(list(found), user)
    return {document.pk: _shown(document, at, language) for document in found}


def _shown(document: Any, at: Addresses, language: str | None) -> dict[str, Any]:
    slug, later = document.process.slug, document.later
    address = at.api("document", slug, document.key)
    known = [files.shown(file, document, at) for file in sorted(document.known_files, key=_place)]
    return {
        "address": address,
        "page": at(document.get_absolute_url()),
        "cite": at(document.permanent_address) if document.permanent_address else None,
        "process": at.api("process", slug),
        "key": document.key,
        "former_keys": [former.key for former in document.former_keys.all()],
        "symbol": document.symbol or None,
        **words(document, "designation", language),
        "also_cited_as": [alias.symbol for alias in document.aliases.all()],
        "kind": document.kind,
        "state": document.state,
        **words(document, "title", language),
        **words(document, "subtitle", language),
        **words(document, "author", language),
        **words(document, "remark", language),
        "meeting": at.api("meeting", slug, document.of_meeting) if document.of_meeting else None,
        "part": document.of_part,
        "also_before": [at.api("meeting", slug, meeting.key) for meeting in document.also_before.all()],
        "agenda_items": [item.number for item in document.agenda_items.all()],
        "distribution": document.distribution,
        "original_language": document.original_language,
        "languages": rules.languages_of_issue(document),
        "submitted_on": document.submitted_on,
        "planned_on": document.planned_on,
        "issued_on": document.issued_on,
        "zone": document.process.zone,
        "job_number": document.job_number or None,
        "issued_elsewhere": document.issued_elsewhere,
        "illustrative": document.illustrative,
        "files": [file for file in known if not file["taken_back_at"]],
        "taken_back": [file for file in known if file["taken_back_at"]],
        "kept_elsewhere": {link.language: link.url for link in document.known_links} or None,
        "renditions": f"{address}renditions/",
        "superseded_by": at.api("document", later.process.slug, later.key) if later else None,
        "relations": _relations(document, at),
    }


def _place(file: Rendition) -> tuple[int, str]:
    return CODES.index(file.language), file.format


def _relations(document: Any, at: Addresses) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {name: [] for name in (*OWN.values(), *OTHERS.values())}
    for names, relations in ((OWN, document.own_relations), (OTHERS, document.other_relations)):
        for relation in relations:
            found[names[relation.kind]].append(at.api("document", relation.of, relation.other))
    return found
