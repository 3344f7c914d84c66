"""Every address of a process: each page of the table with each row that has such a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation

from documents.models import Document, Rendition, Text, TextVersion, Transmittal
from igsp_portal.foundations.record.within import way_to_process
from meetings.models import Process
from submissions.models import Attachment, CallFile, Compilation, Statement, Submission, SubmissionVersion

from ..access.desk import OF_NO_PROCESS
from ..access.pages import PAGES

Rows = Callable[[Process], Iterable[Any]]


def _symbols(process: Process) -> Iterable[str]:
    documents = Document.objects.filter(process=process)
    return [*documents.exclude(symbol="").values_list("symbol", flat=True)]


def _files(process: Process) -> Iterable[str]:
    return Rendition.objects.filter(document__process=process).values_list("sha256", flat=True)


def _first_files(process: Process) -> Iterable[str]:
    """One file of each document."""
    found = Rendition.objects.filter(document__process=process).order_by("-pk")
    return dict(found.values_list("document", "sha256")).values()


def _as_text(process: Process) -> Iterable[Any]:
    """Each document in the language of one of its files."""
    rows = Rendition.objects.current().filter(document__process=process)
    return dict(rows.values_list("document__key", "language")).items()


def _submissions(process: Process) -> Iterable[int]:
    return Submission.objects.filter(call__process=process).values_list("pk", flat=True)


def _remarks(process: Process) -> Iterator[tuple[int, str]]:
    """Each submission with each question of its form that asks on a text."""
    for version in SubmissionVersion.objects.filter(submission__call__process=process):
        asked = version.form.questions.filter(text_version__isnull=False)
        yield from ((version.submission_id, key) for key in asked.values_list("key", flat=True))


def _compilations(process: Process) -> QuerySet[Any]:
    return Compilation.objects.filter(call__process=process).values_list("call__key", "key")


def _call_files(process: Process) -> Iterable[tuple[str, int]]:
    return CallFile.objects.filter(call__process=process).values_list("call__key", "pk")


def _attachments(process: Process) -> Iterable[int]:
    found = Attachment.objects.filter(version__submission__call__process=process)
    return found.values_list("pk", flat=True)


def _keys(name: str) -> Rows:
    return lambda process: getattr(process, name).values_list("key", flat=True)


def _packages(process: Process) -> QuerySet[Any]:
    made = Transmittal.objects.filter(version__text__process=process, made_at__isnull=False)
    return made.values_list("version__text__key", "version__number")


def _versions(process: Process) -> QuerySet[Any]:
    return TextVersion.objects.filter(text__process=process).values_list("text__key", "number")


def _paragraphs(process: Process) -> Iterator[tuple[str, int, str]]:
    """The first and the last paragraph of each version that may come from statements."""
    for version in TextVersion.objects.filter(text__process=process).select_related("text"):
        keys = list(version.blocks.filter(kind="paragraph").order_by("order").values_list("key", flat=True))
        yield from ((version.text.key, version.number, key) for key in dict.fromkeys([*keys[:1], *keys[-1:]]))


def _statements(process: Process) -> Iterator[tuple[str, int, int]]:
    """Each statement that was filed, beside the newest version of each text."""
    rows = Statement.objects.filter(version__submission__call__process=process, version__filed_at__isnull=False)
    for key, number in dict(_versions(process).order_by("number")).items():
        yield from ((key, number, pk) for pk in rows.values_list("pk", flat=True))


OF_VERSIONS = ("edit", "import", "languages", "proposals", "proposals_pdf", "propose")
# Of each page that shows one row of a process: the rows. Pages that are not here show the process as a whole.
ROWS: dict[str, Rows] = {
    "symbol": _symbols,
    "cited": _keys("documents"),
    "rendition": _files,
    "meetings:meeting": _keys("meetings"),
    "meetings:meeting_calendar": _keys("meetings"),
    "documents:document": _keys("documents"),
    "documents:document_feed": _keys("documents"),
    "documents:as_text": _as_text,
    "documents:meeting_feed": _keys("meetings"),
    "documents:together": _keys("meetings"),
    "documents:together_zip": _keys("meetings"),
    "documents:text": lambda process: Text.objects.filter(process=process).values_list("key", flat=True),
    "documents:brackets": _keys("texts"),
    "documents:clean": _keys("texts"),
    "documents:with_proposals": _keys("texts"),
    "documents:as_proposed": lambda process: [],  # of proposals: tests/texts/test_as_proposed.py
    "documents:moments": _keys("texts"),
    "documents:room": _keys("texts"),
    "documents:room_now": _keys("texts"),
    "documents:comparison": _keys("texts"),
    "documents:comparison_pdf": _keys("texts"),
    "documents:comparison_docx": _keys("texts"),
    **dict.fromkeys((f"documents:{name}" for name in OF_VERSIONS), _versions),
    "documents:record_pdf": lambda process: _versions(process).filter(number=2),  # each is set for whoever asks first
    "documents:package": _packages,
    "documents:text_file": lambda process: [(*row, "json") for row in _versions(process)],
    "submissions:call": _keys("calls"),
    "submissions:invitation": lambda process: [],  # what a data folder gives has no link
    "submissions:asked": _keys("calls"),
    "submissions:invitation_page": lambda process: [],
    "submissions:coverage": _keys("calls"),
    "submissions:compilation": _compilations,
    "submissions:submission": _submissions,
    "submissions:clarification": _submissions,
    "submissions:receipt": _submissions,
    "submissions:receipt_pdf": _submissions,
    "submissions:filed_json": _submissions,
    "submissions:write": _submissions,
    "submissions:remarks": _remarks,
    "submissions:word_form": _submissions,
    "submissions:word_report": _submissions,
    "submissions:file": _submissions,
    "submissions:discard": _submissions,
    "submissions:attachment": _attachments,
    "submissions:call_file": _call_files,
    **dict.fromkeys(
        (f"submissions:sources{name}" for name in ("", "_concordance", "_sheet", "_unanswered")), _versions
    ),
    "submissions:sources_paragraph": _paragraphs,
    "submissions:sources_statement": _statements,
    "api:meeting": _keys("meetings"),
    "api:agenda": _keys("meetings"),
    "api:document": _keys("documents"),
    "api:renditions": _keys("documents"),
    "api:rendition": _first_files,
    "api:input": _keys("inputs"),
    "api:text": _keys("texts"),
    "api:version": _versions,
    "api:blocks": _versions,
    "api:call": _keys("calls"),
    "api:submission": _submissions,
}
OUTSIDE = ("symbol", "rendition", "api:rendition")  # without the process in their address
OF_ALL = ("api:start", "api:openapi", "api:processes")  # which show every process
IN_A_PROCESS = ("meetings:", "documents:", "submissions:", "cited", "api:", *OUTSIDE)
OWN = ("own:home",)  # one's own page, which shows what one does in one's processes


@dataclass(frozen=True)
class Addresses:
    """Where a process is shown, and each of its rows; and the lists of the admin site, and these with its forms."""

    whole: list[str]
    rows: list[str]
    lists: list[str]
    tables: list[str]

    def __sub__(self, other: Addresses) -> Addresses:
        """The same without the rows that are among the others."""
        return replace(self, rows=[row for row in self.rows if row not in other.rows])


@translation.override("en")
def addresses_of(process: Process) -> Addresses:
    """Every address of the process, in English; in the admin site the lists, the empty forms, and each latest row."""
    start = reverse("admin_of_process", args=[process.slug])
    lists, tables = [start], [start]
    for model in admin.site._registry:
        table = f"{start}{model._meta.app_label}/{model._meta.model_name}/"
        pages = ["", "add/"]
        if latest := _rows_of(model, process).first():
            pages += [f"{latest.pk}/change/", f"{latest.pk}/history/"]
        lists.append(table)
        tables += [table + page for page in pages]
    return Addresses([*_pages(process, of_rows=False)], [*_pages(process, of_rows=True)], lists, tables)


def _pages(process: Process, *, of_rows: bool) -> Iterator[str]:
    for name in dict.fromkeys(page.name for page in PAGES if not page.takes_forms_alone and page.name not in OF_ALL):
        start = [] if name in OUTSIDE else [process.slug]
        if name.startswith(IN_A_PROCESS) and of_rows == (name in ROWS):
            yield from (reverse(name, args=[*start, *row]) for row in _arguments(name, process))
        elif name in OWN and not of_rows:
            yield reverse(name)


def _arguments(name: str, process: Process) -> Iterator[list[Any]]:
    found = ROWS[name](process) if name in ROWS else [()]
    yield from (list(row) if isinstance(row, tuple) else [row] for row in found)


def _rows_of(model: Any, process: Process) -> QuerySet[Any]:
    """The rows of the process; of what belongs to none, no row."""
    way = "" if model._meta.label_lower in OF_NO_PROCESS else way_to_process(model)
    rows = model._default_manager.order_by("pk")
    return rows.filter(**{way: process.pk}) if way else rows.none()
