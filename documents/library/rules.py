"""Rules of the library: what is found by which symbol and words, what may be issued without a file, and when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BigIntegerField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Length, NullIf

from igsp_portal.foundations import time
from igsp_portal.foundations.language import languages
from meetings.models import Process

from .. import symbols
from .models import Document, DocumentLink, InputDue, Relation, Rendition
from .models.documents import visible
from .models.symbols import SymbolKey, keys_of
from .states import IN_SESSION, KINDS_OF_SYMBOLS, DocumentKind, DocumentState, RelationKind

NEW_FOR = timedelta(days=7)
NEAREST = 5  # that are offered for a symbol that is not known
LOOKED_AT = 500  # forms, of which the nearest are taken


def find(text: str, user: Any) -> Document | None:
    """The document printed or cited as `text`, as far as `user` may know of it; None for none.

    A form in which another document is cited resolves, and so does a misprint of a whole series that its process
    names; noughts before numbers are passed over. Raises SymbolError for words that are no symbol.
    """
    plainly = symbols.without_noughts(text)
    try:
        found = _find(text, user)
    except symbols.SymbolError:
        with suppress(symbols.SymbolError):
            if found := _find(plainly, user):
                return found
        raise
    return found if found or plainly == text else _find(plainly, user)


def _find(text: str, user: Any) -> Document | None:
    keys = symbols.parse(text).keys
    visible = Document.objects.visible_to(user).select_related("process")
    found = visible.with_keys(keys).first()
    if found is None and (others := [other for key in keys for other in _in_own_series(key, user)]):
        found = visible.with_keys(others).first()
    return found


def bears(document: Document, cited: str) -> bool:
    """Whether what was cited is the document's own symbol, in whatever form."""
    forms = (cited, symbols.without_noughts(cited))
    return any(set(keys_of(form)) & set(document.own_keys) for form in forms)


def _in_own_series(key: str, user: Any) -> Iterator[str]:
    """The key under the true series of each process that knows the typed series as another form of its own."""
    for series, alias in _other_series(user):
        if key.startswith(f"{symbols.key(alias)}/"):
            yield symbols.key(series) + key.removeprefix(symbols.key(alias))


def _other_series(user: Any) -> Iterator[tuple[str, str]]:
    """The series of each process, with each other form of it."""
    for series, aliases in Process.objects.visible_to(user).values_list("series", "series_aliases"):
        for alias in aliases:
            yield series, alias


def find_joined(text: str, user: Any) -> Document | None:
    """The one document that librarians, or an address, write as `text`: UNEP-GC.23-6, UNEP_GC.23_6, unep-gc-23-6."""
    others = [(symbols.joined(series), symbols.joined(alias)) for series, alias in _other_series(user)]
    for typed in dict.fromkeys(symbols.joined(form) for form in (text, symbols.without_noughts(text))):
        forms = {typed, *(own + typed.removeprefix(other) for own, other in others if typed.startswith(other))}
        found = Document.objects.visible_to(user).joined_as(forms).select_related("process")[:2]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def nearest(text: str, user: Any, process: Process | None = None) -> list[Document]:
    """The documents, at most five, whose symbols may have been meant by one that is not known, the nearest first.

    They have the same numbers, and one word in which a letter or two are amiss. Two queries, of few rows.
    """
    forms = symbols.readings(text)
    there = visible(user, "document__") & (Q(document__process=process) if process else Q())
    around = (_around(form, *words) for form in forms for words in symbols.around_words(form))
    meant = reduce(or_, around, Q(joined__in=forms))
    rows = SymbolKey.objects.annotate(length=Length("joined")).filter(meant, there).order_by("joined")
    ranks: dict[int, tuple[int, int]] = {}
    for pk, known in rows.values_list("document", "joined")[:LOOKED_AT] if forms else ():
        found = [rank for form in forms if (rank := symbols.amiss(form, known))]
        if found:
            ranks[pk] = min([*found, ranks.get(pk, found[0])])
    near = sorted(ranks, key=lambda pk: ranks[pk])[:NEAREST]
    documents = Document.objects.visible_to(user).select_related("process").in_bulk(near)
    return [documents[pk] for pk in near if pk in documents]


def _around(form: str, before: str, behind: str) -> Q:
    """What begins and ends like a form, and is about as long."""
    lengths = (len(form) - symbols.MOST_LETTERS, len(form) + symbols.MOST_LETTERS)
    return Q(joined__startswith=before, joined__endswith=behind, length__range=lengths)


def named(text: str, user: Any, process: Process | None = None) -> list[Document]:
    """The documents designated as `text`, or else those whose key it is or was; in one process no more than one."""
    visible_ones = Document.objects.visible_to(user).select_related("process").order_by("process", "pk")
    there = visible_ones.filter(process=process) if process else visible_ones
    return list(there.keyed(text)) or list(there.designated(text))


def _series(process: Process, form: Callable[[str], str]) -> tuple[str, list[str]]:
    """What begins the symbols of a process's own series, and of each other form of it, as `form` writes it."""
    own, *others = [f"{form(series)}/" for series in (process.series, *process.series_aliases)]
    return own, others if process.series else []


def in_other_series(documents: Iterable[Document], process: Process) -> dict[int, list[str]]:
    """The symbols of documents of a process in each other form of its series, as compared, by their ids."""
    series = _series(process, symbols.key)
    return {document.pk: _in_other_series(document.symbol_key or "", series) for document in documents}


def _in_other_series(symbol: str, series: tuple[str, list[str]]) -> list[str]:
    """A symbol of the process's own series in each other form of that."""
    own, others = series
    return [other + symbol.removeprefix(own) for other in others] if symbol.startswith(own) else []


def with_later(documents: QuerySet[Document], user: Any) -> QuerySet[Document]:
    """The documents, each with the id of what stands in its place for `user` as `later_id`; None where nothing does.

    A document is superseded by the last of its revisions (1/2 by 1/2/Rev.1), or by what is recorded to replace it
    and the revisions of that, as soon as these are issued. It is no more once they are withdrawn.
    """
    issued = Document.objects.visible_to(user).issued().order_by("-symbol_sort")
    replacing = Relation.objects.filter(
        visible(user, "document__"), kind=RelationKind.REPLACES, to=OuterRef("pk"), document__state=DocumentState.ISSUED
    ).order_by("-pk")
    line, sort, replacement = (
        Subquery(replacing.values(f"document__{n}")[:1]) for n in ("line_key", "symbol_sort", "pk")
    )
    after = issued.filter(line_key=OuterRef("last_line"), symbol_sort__gt=OuterRef("last_sort")).exclude(line_key="")
    in_lines = documents.annotate(
        last_line=Coalesce(NullIf(line, Value("")), F("line_key")), last_sort=Coalesce(sort, F("symbol_sort"))
    )
    return in_lines.annotate(
        later_id=Coalesce(Subquery(after.values("pk")[:1]), replacement, output_field=BigIntegerField())
    )


def superseded_by(documents: Iterable[Document], user: Any) -> dict[int, Document]:
    """Of these documents those that are superseded, by id, with what stands in their place for `user`.

    One query for documents that `with_later` gave, which know the id, and none if what has superseded them is among
    them, or nothing has.
    """
    wanted = list(documents)
    if any(not hasattr(document, "later_id") for document in wanted):
        rows = with_later(Document.objects.filter(pk__in=[document.pk for document in wanted]), user).order_by()
        later = dict(rows.values_list("pk", "later_id"))  # type: ignore[misc]
    else:
        later = {document.pk: document.later_id for document in wanted}  # type: ignore[attr-defined]
    found = {document.pk: document for document in wanted if Document.process.is_cached(document)}
    if elsewhere := set(later.values()) - {None} - found.keys():
        found |= Document.objects.select_related("process").in_bulk(elsewhere)
    return {document.pk: found[later[document.pk]] for document in wanted if later.get(document.pk) in found}


def may_be_issued_without_file(document: Document, on: date | None = None) -> bool:
    """Whether the issue of `document` is a fact to record rather than an act of this portal.

    So it is when another body issued it, or when the day of issue (`on`, or the one entered) lies before today.
    """
    day = on or document.issued_on
    return document.issued_elsewhere or (day is not None and day < time.today(document.process.zone))


def was_dropped(document: Document) -> bool:
    """Whether it was announced for a session that is cancelled, and so is awaited no more."""
    return document.state == DocumentState.PLANNED and document.meeting is not None and document.meeting.is_cancelled


def expected_on(document: Document) -> date | None:
    """The day a document not yet issued is expected: as planned, or as 10-4-6 sets it; None where neither does.

    Documents are issued six weeks before the first day announced for their session, its report two weeks after it
    closes; in-session documents have no such term. Of a session in several parts these are the first and the last,
    unless the document is for one of them.
    """
    sitting = document.sitting
    if was_dropped(document):
        return None
    if document.planned_on or sitting is None or document.kind in IN_SESSION:
        return document.planned_on
    if document.kind == DocumentKind.REPORT:
        return time.report_due(sitting.in_force.ends_on) if sitting.in_force else None
    return time.issue_due(sitting.announced.starts_on) if sitting.announced else None


def is_new(document: Document, files: Iterable[Rendition], today: date) -> bool:
    """Whether it was issued, or one of these files of it came out, in the seven days that end with `today`.

    What was issued on a day that nobody knows is not called new because it was put on record.
    """
    if not (document.is_issued and document.issued_on):
        return False
    zone = time.named_zone(document.process.zone)
    days = [document.issued_on, *(file.released_at.astimezone(zone).date() for file in files if file.released_at)]
    return any(timedelta() <= today - day < NEW_FOR for day in days)


def languages_of_issue(document: Document) -> list[str]:
    """The languages a document is to be issued in: those named on it, or all six."""
    return languages.in_order(document.languages or languages.CODES)


def missing_languages(document: Document, files: Iterable[Rendition | DocumentLink]) -> list[str]:
    """The languages still to come when some have been issued; a record without any file lacks none."""
    there = {code for file in files for code in file.languages}
    return [code for code in languages_of_issue(document) if code not in there] if there else []


def may_be_issued_in_part(document: Document) -> bool:
    """Whether languages may be missing without an exception: another body issued it, or it was issued before."""
    return document.issued_elsewhere or document.state == DocumentState.WITHDRAWN


def lacks_some_languages(document: Document) -> bool:
    """Whether there are files in some of the languages of issue and not in all."""
    return bool(missing_languages(document, document.renditions.current()))


def days_late(document: Document, today: date) -> int:
    """How many days past the day it was expected a document still awaited is; 0 when it is not."""
    expected = expected_on(document) if document.state == DocumentState.PLANNED else None
    return max(0, (today - expected).days) if expected else 0


def same_process(due: InputDue, document: Document) -> bool:
    return due.required_input.process_id == document.process_id


def kind_of(symbol: str) -> DocumentKind:
    """The kind that a symbol names; without one it is another document. Raises SymbolError."""
    if not symbol:
        return DocumentKind.OTHER
    return KINDS_OF_SYMBOLS.get(symbols.parse(symbol).kind, DocumentKind.WORKING)
