"""What lies in the ZIP beside the files: manifest.json, SHA256SUMS, and index.html, which opens without a server."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from igsp_portal.foundations import time
from igsp_portal.foundations.api.words import words
from igsp_portal.foundations.language.days import moment
from igsp_portal.foundations.language.languages import CODES, LANGUAGES
from meetings.models import Meeting

from ... import filenames
from .. import listing, rules
from ..models import Document, DocumentLink, Rendition
from ..states import Distribution, DocumentState, FileFormat
from .asked import Asked
from .chosen import Chosen, File, Gone, documents_of

INDEX, MANIFEST, SUMS = "index.html", "manifest.json", "SHA256SUMS"
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f"*/:<>?\\|]')  # what one system or another takes in no name


@dataclass
class Contents:
    """All that a ZIP is made of: small files as bytes, and the files of documents, each under its name."""

    small: dict[str, bytes] = field(default_factory=dict)
    files: list[tuple[str, File]] = field(default_factory=list)


def contents(
    meeting: Meeting, user: Any, asked: Asked, chosen: Chosen, absent: Iterable[File], at: Callable[[str], str]
) -> Contents:
    """What the ZIP holds. `absent` are files that the store does not give; `at` makes an address whole."""
    documents = _documents(
        meeting,
        user,
        {one.document for some in (chosen.files, chosen.gone) for one in some}
        | {link.document_id for link in chosen.links},
    )
    lacking = {file.pk for file in absent}
    names = _Names(meeting, user, documents)
    made = Contents(files=[(names[file], file) for file in chosen.files if file.pk not in lacking])
    manifest = _manifest(meeting, asked, chosen, documents, names, lacking, at)
    made.small[INDEX] = _index(meeting, chosen, documents, manifest, made.files, at).encode()
    made.small[MANIFEST] = (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()
    made.small[SUMS] = _sums(made).encode()
    return made


def _documents(meeting: Meeting, user: Any, keys: set[int]) -> dict[int, Document]:
    """The documents in the order of the session, with their agenda items and what has superseded them."""
    rows = rules.with_later(Document.objects.filter(pk__in=keys), user).in_session_order()  # type: ignore[attr-defined]
    found = list(rows.select_related("process", "part").prefetch_related("agenda_items"))
    return {int(document.pk): document for document in listing.know_superseded(found, user)}


class _Names:
    """The names of files by the librarians' rule, as they lie in a folder of any system.

    Where two documents of the meeting come to one name, it has the checksum besides: also in a ZIP with one of them
    alone, which may be unpacked over an earlier one with the other.
    """

    def __init__(self, meeting: Meeting, user: Any, documents: dict[int, Document]) -> None:
        self.documents = documents
        given_out = documents_of(meeting, user).filter(state__in=[DocumentState.ISSUED, DocumentState.WITHDRAWN])
        known = given_out.order_by().values_list("symbol", "key")
        stems = Counter(_plain(filenames.stem(symbol or key)).casefold() for symbol, key in known)
        self.shared = {stem for stem, count in stems.items() if count > 1}

    def __getitem__(self, file: File) -> str:
        document = self.documents[file.document]
        cited = document.symbol or document.key
        name = _plain(filenames.file_name(cited, file.language, file.format, also=file.also_in))
        if _plain(filenames.stem(cited)).casefold() not in self.shared:
            return name
        head, _dot, ending = name.rpartition(".")
        return f"{head}-{file.sha256[:16]}.{ending}"


def _plain(name: str) -> str:
    return _NOT_IN_NAMES.sub("_", name).lstrip(".")


def _manifest(
    meeting: Meeting,
    asked: Asked,
    chosen: Chosen,
    documents: dict[int, Document],
    names: _Names,
    lacking: set[int],
    at: Callable[[str], str],
) -> dict[str, Any]:
    stamp = chosen.stamp.text()
    entries = {file.pk: _entry(documents[file.document], file, names[file], at) for file in chosen.files}
    _tell_what_they_supersede(documents, chosen.files, entries)
    address = f"{meeting.get_absolute_url()}documents.zip"
    return {
        "process": meeting.process.slug,
        "meeting": {"key": meeting.key, **words(meeting, "name", None), "address": at(meeting.get_absolute_url())},
        "languages": asked.languages,
        "formats": asked.formats,
        "made_at": time.now().isoformat(timespec="seconds"),
        "since": asked.since or None,
        "stamp": stamp,
        "next": at(f"{address}?{asked.query(stamp)}"),
        "files": [entries[file.pk] for file in chosen.files if file.pk not in lacking],
        "not_readable": [entries[file.pk] for file in chosen.files if file.pk in lacking],
        "gone": [_gone_entry(documents[one.document], one, names, at) for one in chosen.gone],
        "no_longer_open": chosen.closed,
        "kept_elsewhere": [_link_entry(documents[link.document_id], link, at) for link in chosen.links],
        "awaited": [_awaited_entry(document, at) for document in chosen.awaited],
    }


def _entry(document: Document, file: File, name: str, at: Callable[[str], str]) -> dict[str, Any]:
    later = document.later  # type: ignore[attr-defined]
    return {
        "name": name,
        **_document_entry(document),
        "part": document.part.number if document.part else None,
        "distribution": document.distribution,
        "agenda_items": [item.number for item in document.agenda_items.all()],
        "language": file.language,
        "also_in": file.also_in,
        "format": file.format,
        "size": file.size,
        "sha256": file.sha256,
        "issued": document.issued_on.isoformat() if document.issued_on else None,
        "released_at": file.released_at.isoformat(),
        "supersedes": [],
        "supersedes_files": [],
        "superseded_by": str(later) if later else None,
        "address": at(document.permanent_address),
        "file_address": at(Rendition(sha256=file.sha256).get_absolute_url()),
    }


def _document_entry(document: Document) -> dict[str, Any]:
    return {
        "symbol": document.symbol or None,
        "key": document.key,
        **words(document, "designation", None),
        **words(document, "title", None),
    }


def _link_entry(document: Document, link: DocumentLink, at: Callable[[str], str]) -> dict[str, Any]:
    return {
        **_document_entry(document),
        "language": link.language,
        "url": link.url,
        "address": at(document.permanent_address),
    }


def _awaited_entry(document: Document, at: Callable[[str], str]) -> dict[str, Any]:
    expected = rules.expected_on(document)
    return {
        **_document_entry(document),
        "expected_on": expected.isoformat() if expected else None,
        "address": at(document.permanent_address),
    }


def _tell_what_they_supersede(
    documents: dict[int, Document], files: list[File], entries: dict[int, dict[str, Any]]
) -> None:
    """Name the documents that are superseded by one of these, and the files that one of these has replaced."""
    earlier: dict[int, list[str]] = {}
    for document in documents.values():
        if document.later is not None:  # type: ignore[attr-defined]
            earlier.setdefault(document.later.pk, []).append(str(document))  # type: ignore[attr-defined]
    for file in files:
        entries[file.pk]["supersedes"] = earlier.get(file.document, [])
    before = Rendition.objects.filter(superseded_by__in=list(entries), released_at__isnull=False)
    for key, sha256 in before.order_by("pk").values_list("superseded_by", "sha256"):
        entries[key or 0]["supersedes_files"].append(sha256)


def _gone_entry(document: Document, gone: Gone, names: _Names, at: Callable[[str], str]) -> dict[str, Any]:
    return {
        "name": names[gone.file],
        "symbol": document.symbol or None,
        "key": document.key,
        "language": gone.file.language,
        "also_in": gone.file.also_in,
        "format": gone.file.format,
        "sha256": gone.file.sha256,
        "why": gone.why,
        "at": gone.at.isoformat() if gone.at else None,
        "reason": gone.because or None,
        "address": at(document.permanent_address),
    }


def _sums(made: Contents) -> str:
    """As `sha256sum --check` takes it."""
    small = ((hashlib.sha256(data).hexdigest(), name) for name, data in made.small.items())
    files = ((file.sha256, name) for name, file in made.files)
    return "".join(f"{sha256}  {name}\n" for sha256, name in (*small, *files))


def _index(
    meeting: Meeting,
    chosen: Chosen,
    documents: dict[int, Document],
    manifest: dict[str, Any],
    files: list[tuple[str, File]],
    at: Callable[[str], str],
) -> str:
    language = LANGUAGES[get_language() or "en"]
    replaced = {name for name, _file in files}
    context = {
        "language": language,
        "meeting": meeting,
        "address": manifest["meeting"]["address"],
        "made": moment(time.now(), meeting.process.zone),
        "zone": meeting.process.zone,
        "since": bool(manifest["since"]),
        "next": manifest["next"],
        "groups": _groups(meeting, documents, _rows(documents, files, chosen.links, at)),
        "absent": [entry["name"] for entry in manifest["not_readable"]],
        "gone": [one for one in manifest["gone"] if one["name"] not in replaced],
        "closed": chosen.closed,
        "awaited": [_row(document, at) for document in chosen.awaited],
        "awaited_title": capfirst(str(DocumentState.PLANNED.label)),
    }
    return render_to_string("documents/together_index.html", context)


def _rows(
    documents: dict[int, Document],
    files: list[tuple[str, File]],
    links: list[DocumentLink],
    at: Callable[[str], str],
) -> dict[int, dict[str, Any]]:
    """What the index says of each document that has files in the ZIP, or elsewhere."""
    rows = {key: _row(document, at) | {"files": []} for key, document in documents.items()}
    for name, file in files:
        rows[file.document]["files"] += [
            {
                **listing.language_entry(code),
                "place": (CODES.index(code), file.format),
                "href": quote(name),
                "format": FileFormat(file.format).label,
                "size": filesizeformat(file.size),
            }
            for code, _form in file.forms
        ]
    for link in links:
        entry = {**listing.language_entry(link.language), "href": link.url, "format": link.host, "elsewhere": True}
        rows[link.document_id]["files"].append(entry | {"place": (CODES.index(link.language), "")})
    for row in rows.values():
        row["files"].sort(key=lambda entry: entry["place"])
    return {key: row for key, row in rows.items() if row["files"]}


def _row(document: Document, at: Callable[[str], str]) -> dict[str, Any]:
    later = getattr(document, "later", None)
    return {
        **listing.title_entry(document),
        "name": str(document) if document.symbol or document.designation else "",
        "address": at(document.permanent_address),
        "later": str(later) if later else "",
        "facts": [fact for fact in _facts(document) if fact],
    }


def _facts(document: Document) -> list[str]:
    """What a reader who hands the ZIP on has to know, the part of the meeting, and when it is expected."""
    restricted = document.distribution != Distribution.GENERAL
    return [
        document.part.called if document.part else "",
        document.get_distribution_display() if restricted else "",
        listing.expected_in_words(document),
    ]


def _groups(meeting: Meeting, documents: dict[int, Document], rows: dict[int, dict[str, Any]]) -> list[dict[str, Any]]:
    """The documents under each item of the agenda in its order, and those under none."""
    of_item: dict[int, list[dict[str, Any]]] = {item.pk: [] for item in meeting.agenda.all()}
    others: list[dict[str, Any]] = []
    for key, document in documents.items():
        if key in rows:
            under = [of_item[item.pk] for item in document.agenda_items.all() if item.pk in of_item]
            for group in under or [others]:
                group.append(rows[key])
    items = [
        {"number": item.printed_number, "title": item.title, "documents": of_item[item.pk]}
        for item in meeting.agenda.all()
    ]
    found = [
        *items,
        {"number": "", "title": _("Other documents") if any(of_item.values()) else "", "documents": others},
    ]
    return [group for group in found if group["documents"]]
