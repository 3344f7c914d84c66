"""The presses on the page of a document in the admin site, and what they say once they are done."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from igsp_portal.foundations.access import Permission
from igsp_portal.foundations.admin import Button
from igsp_portal.foundations.language.languages import LANGUAGES, listed

from . import actions, next_symbols, rules
from .models import Document
from .states import TO_ISSUE, DocumentState, RelationKind


def _issue(document: Document, *, by: Any, act: Any = actions.issue) -> str:
    missing = act(document, by=by)
    if not document.renditions.current().exists():
        return _("Recorded as issued: the document is now public. The portal holds no file of it.")
    if not missing:
        return _("Issued: the document and its files are now public.")
    names = listed(str(LANGUAGES[code].name) for code in missing)
    return _("Issued. All languages should be issued together; still missing: %(languages)s.") % {"languages": names}


def _plan(document: Document, *, by: Any) -> str:
    actions.plan(document, by=by)
    return _("Announced: readers see that the document is forthcoming. Post its files; then it can be issued.")


def _take_back(document: Document, *, by: Any) -> str:
    actions.take_back(document, by=by)
    return _("Returned to preparation: readers no longer see the document.")


def withdraw(document: Document, *, by: Any, because: str) -> str:
    """Withdraw a document for this reason, and say what became of it. Raises ValidationError."""
    actions.withdraw(document, by=by, because=because)
    return _(
        "Withdrawn: the document is still listed, marked as withdrawn, and its files can no longer be "
        "downloaded. “Reissue” makes them available again."
    )


def _may_be_issued_in_part(document: Document) -> bool:
    return _TO_ISSUE(document) and rules.lacks_some_languages(document)


def _number(document: Document, *, by: Any) -> str:
    return _("The document now bears the symbol %(symbol)s.") % {"symbol": actions.number(document, by=by)}


def _may_be_numbered(document: Document) -> bool:
    return not document.symbol and next_symbols.next_symbol(document) is not None


def _begin(document: Document, *, by: Any, kind: RelationKind) -> str:
    document.begun = begun = actions.begin_further(document, kind, by=by)  # type: ignore[attr-defined]
    return _("Begun, and in preparation: %(symbol)s. Correct here what differs.") % {"symbol": begun.symbol}


def _page_of_begun(document: Document) -> str:
    return reverse("admin:documents_document_change", args=[document.begun.pk])  # type: ignore[attr-defined]


def _in(*states: DocumentState) -> Any:
    return lambda document: document.state in states


def _has_symbol(document: Document) -> bool:
    return bool(document.symbol)


def _may_be_corrected(document: Document) -> bool:
    return document.is_issued and _has_symbol(document)


_TO_ISSUE = _in(*TO_ISSUE)
FURTHER: list[Any] = [
    (RelationKind.REPLACES, gettext_lazy("Begin a revision"), _has_symbol),
    (RelationKind.ADDS_TO, gettext_lazy("Begin an addendum"), _has_symbol),
    (RelationKind.CORRECTS, gettext_lazy("Begin a corrigendum"), _may_be_corrected),
]

BUTTONS = (
    Button(
        "number",
        gettext_lazy("Give it the next free symbol"),
        Permission.DOCUMENT_EDIT,
        _number,
        _may_be_numbered,
    ),
    Button(
        "plan",
        gettext_lazy("Announce as forthcoming"),
        Permission.DOCUMENT_EDIT,
        _plan,
        _in(DocumentState.PREPARATION),
    ),
    Button(
        "take-back",
        gettext_lazy("Return to preparation"),
        Permission.DOCUMENT_EDIT,
        _take_back,
        _in(DocumentState.PLANNED),
    ),
    *(
        Button(f"begin-{kind}", label, Permission.DOCUMENT_EDIT, partial(_begin, kind=kind), when, _page_of_begun)
        for kind, label, when in FURTHER
    ),
    Button("issue", gettext_lazy("Issue"), Permission.DOCUMENT_ISSUE, _issue, _TO_ISSUE),
    Button(
        "issue-in-part",
        gettext_lazy("Issue as an exception, in the languages available"),
        Permission.DOCUMENT_ISSUE,
        partial(_issue, act=actions.issue_in_part),
        _may_be_issued_in_part,
    ),
    Button(
        "withdraw",
        gettext_lazy("Withdraw"),
        Permission.DOCUMENT_ISSUE,
        withdraw,
        _in(DocumentState.ISSUED),
        page=True,
    ),
    Button(
        "restore",
        gettext_lazy("Reissue"),
        Permission.DOCUMENT_ISSUE,
        _issue,
        _in(DocumentState.WITHDRAWN),
    ),
)
