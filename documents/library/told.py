"""What programs are told that has changed: documents, with their files, and required inputs."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser

from igsp_portal.foundations.record import changes
from igsp_portal.models import Event

from .. import symbols
from .models import Document, InputDue, Relation, RequiredInput
from .states import RelationKind

# Of what waits for the release nobody is told: not that a file was posted, nor that the hour was set.
BEFORE_RELEASE = {"release_at"}
# By which a document comes to answer an input or ceases to.
OF_ISSUE = ("document.issued", "document.issued_in_part", "document.restored", "document.withdrawn")
# By which an issued one comes to be there without having been announced, or is there no more.
COMES_OR_GOES = ("created", "loaded", "removed")


def begin() -> None:
    """Name the events that change what programs read of a document or an input."""
    changes.tell(
        "document",
        visible=Document.objects.visible_to,
        slug="key",
        touched={
            "documents.document": _changed,
            "documents.rendition": lambda file, event: [file.document_id],
            "documents.symbolalias": lambda alias, event: [alias.document_id],
            "documents.formerkey": lambda former, event: [former.document_id],
            "documents.documentlink": lambda link, event: [link.document_id],
            "documents.relation": lambda relation, event: [relation.document_id, relation.to_id],
        },
        unseen=_unseen,
    )
    changes.tell(
        "input",
        visible=RequiredInput.objects.visible_to,
        slug="key",
        touched={
            "documents.requiredinput": lambda required, event: [required.pk],
            "documents.inputdue": lambda due, event: [due.required_input_id],
            "documents.document": _answered,
        },
        unseen=_answers_unseen,
    )


def _changed(document: Document, event: Event) -> Iterable[int]:
    """The document and, when it comes or goes, those that it is related to or supersedes, as far as strangers know."""
    yield document.pk
    changed = event.facts.get("changes", {})
    is_moved = event.verb.startswith("document.") or "distribution" in changed
    supersedes = document.is_issued and (is_moved or "symbol" in changed or event.verb in COMES_OR_GOES)
    supersedes |= event.verb in OF_ISSUE
    if not (is_moved or supersedes) or not (_is_open(document.pk) or changes.was_open("document", document.pk)):
        return
    if is_moved:
        yield from Relation.objects.filter(document=document.pk).values_list("to", flat=True)
        yield from Relation.objects.filter(to=document.pk).values_list("document", flat=True)
    if supersedes:
        yield from _superseded(document, {document.line_key, _line(changed.get("symbol", [""])[0])} - {""})


def _superseded(document: Document, lines: Collection[str]) -> Iterable[int]:
    """The other documents of these lines of revisions, and those that one of a line replaces."""
    yield from Document.objects.filter(line_key__in=lines).exclude(pk=document.pk).values_list("pk", flat=True)
    replaced = Relation.objects.filter(kind=RelationKind.REPLACES, document__line_key__in=lines)
    yield from replaced.values_list("to", flat=True)


def _line(symbol: str) -> str:
    """The line of revisions of a symbol as a document bears it."""
    try:
        return symbols.parse(symbol).unrevised().key
    except symbols.SymbolError:
        return ""


def _is_open(*documents: int) -> bool:
    """Whether strangers know of all of these."""
    return Document.objects.visible_to(AnonymousUser()).filter(pk__in=documents).count() == len(documents)


def _answered(document: Document, event: Event) -> Iterable[int]:
    if event.verb not in OF_ISSUE:
        return []
    return InputDue.objects.filter(documents=document.pk).values_list("required_input", flat=True)


def _answers_unseen(thing: Any, event: Event) -> bool:
    """Whether strangers do not see that an input is answered: by a document that is not issued, or not to them."""
    if event.verb != "input.answered":
        return False
    seen = Document.objects.visible_to(AnonymousUser()).issued().filter(answers=thing.pk)
    return event.facts.get("document") not in map(str, seen)


def _waits(document: Document, event: Event) -> bool:
    """Whether strangers have not been given the file, nor the document."""
    held = [file.is_held for file in document.renditions.filter(sha256=event.facts.get("sha256"))]
    return not document.is_issued or (bool(held) and all(held))


def _unseen(thing: Any, event: Event) -> bool:
    """Whether strangers see nothing of what was changed: how a document stands to one of which they do not know."""
    if isinstance(thing, Relation):
        return not _is_open(thing.document_id, thing.to_id)
    document = thing if isinstance(thing, Document) else thing.document
    changed = set(event.facts.get("changes", ()))
    return (event.verb.startswith("file.") and _waits(document, event)) or (bool(changed) and changed <= BEFORE_RELEASE)
