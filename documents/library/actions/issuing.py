"""Documents are announced, issued, withdrawn and changed, and answer what was asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import time
from igsp_portal.foundations.language import languages
from igsp_portal.foundations.record import audit, records
from igsp_portal.models import User

from ... import symbols
from .. import next_symbols, rules
from ..models import Document, FormerKey, InputDue, SymbolAlias
from ..models.symbols import hold_symbols
from ..states import ANNOUNCED, DOCUMENT_MOVES, DocumentState
from .holding import hold, own_names


def change(document: Document, *, by: User | str, values: dict[str, Any]) -> bool:
    """Give a document these values; the symbol and the key by which its readers know it go on resolving."""
    with audit.together():
        hold_symbols()
        hold(document)
        borne, key = document.symbol, document.key
        changed = records.change(document, by=by, values=values)
        keep_symbol(document, borne, by=by)
        if document.key != key and document.state in ANNOUNCED and not document.former_keys.filter(key=key).exists():
            records.create(FormerKey(document=document, key=key), by=by)
    return changed


def number(document: Document, *, by: User | str) -> str:
    """Give a document without a symbol the next free one of its session and kind, which is returned.

    Raises ValidationError where it has one, or none can be proposed.
    """
    with transaction.atomic():
        hold_symbols()
        hold(document)
        symbol = None if document.symbol else next_symbols.next_symbol(document)
        if symbol is None:
            raise ValidationError(_("No symbol can be proposed for this document."))
        change(document, by=by, values={"symbol": str(symbol)})
    return str(symbol)


def keep_symbol(document: Document, borne: str, *, by: User | str) -> None:
    """Where an announced document has lost the symbol that it bore, keep that as a form in which it is cited."""
    key = symbols.key(borne)
    if not borne or key == document.symbol_key or document.state not in ANNOUNCED:
        return
    if not SymbolAlias.objects.filter(symbol_key=key).exists():
        with audit.recorded("document.symbol_kept", document, by=by, symbol=borne):
            SymbolAlias(document=document, symbol=borne).save()


def plan(document: Document, *, by: User | str) -> None:
    """Announce a document as awaited."""
    _move(document, DocumentState.PLANNED, by=by)


def take_back(document: Document, *, by: User | str) -> None:
    """Take an announced document back into preparation; the public no longer sees it, and no moment issues it."""
    _move(document, DocumentState.PREPARATION, by=by, values={"release_at": None})


def withdraw(document: Document, *, by: User | str, because: str) -> None:
    """Withdraw an issued document: it stays listed as withdrawn, its files are no longer given out.

    Its readers are told when and why. Raises ValidationError without a reason.
    """
    if not because.strip():
        raise ValidationError({"because": _("Give the reason; readers of the document's page are told it.")})
    _move(document, DocumentState.WITHDRAWN, by=by, because=because.strip())


def issue(document: Document, *, by: User | str, on: date | None = None, exception: bool = False) -> list[str]:
    """Issue a document, all its files at once; returns the languages that are still missing.

    The day of issue is `on`, or the one entered, or today. Without a file only an issue of another body, or one of
    an earlier day, can be recorded (rules.may_be_issued_without_file). All languages are issued together: with some
    of them only as an `exception`, which is recorded, or again after a withdrawal. Raises ValidationError.
    """
    with transaction.atomic():
        hold(document)
        _check_move(document, DocumentState.ISSUED)
        return _issue(document, by=by, on=on, exception=exception)


def issue_in_part(document: Document, *, by: User | str) -> list[str]:
    """Issue a document, as an exception, in the languages there are; returns those that are missing."""
    return issue(document, by=by, exception=True)


def _issue(document: Document, *, by: User | str, on: date | None, exception: bool) -> list[str]:
    files = list(document.renditions.current())
    if not files and not rules.may_be_issued_without_file(document, on):
        raise ValidationError(
            _(
                "There is no file to issue. Post a file first. If another body issued the document, mark it "
                "accordingly; if it was issued on an earlier day, enter that day."
            )
        )
    missing = rules.missing_languages(document, files)
    if missing and not exception and not rules.may_be_issued_in_part(document):
        raise _languages_missing(missing)
    facts: dict[str, Any] = {"languages": [code for f in files for code in f.languages], "missing": missing}
    verb = "document.restored" if document.state == DocumentState.WITHDRAWN else "document.issued"
    if verb == "document.issued" and missing and exception:
        verb, facts["without"] = "document.issued_in_part", own_names(missing)
    with audit.recorded(verb, document, by=by, **facts):
        document.state = DocumentState.ISSUED
        document.issued_on = on or document.issued_on or _day_of_issue(document)
        document.save()
        waiting = document.renditions.current().filter(released_at__isnull=True)
        waiting.exclude(release_at__gt=time.now()).update(released_at=time.now())
    return missing


def _languages_missing(missing: list[str]) -> ValidationError:
    return ValidationError(
        _(
            "All languages are issued together, and there is no file in: %(languages)s. Post the missing "
            "files, select the languages of issue if the document is not issued in all six, or issue it as "
            "an exception, which is recorded."
        ),
        code="languages_missing",
        params={"languages": _named(tuple(missing))},
    )


def _names(codes: tuple[str, ...]) -> str:
    return languages.listed(str(languages.LANGUAGES[code].name) for code in codes)


_named = lazy(_names, str)  # in the language of whoever is told


def answer(due: InputDue, document: Document, *, by: User | str) -> bool:
    """Record that `document` answers an input awaited for a session; False when that is on record already."""
    if not rules.same_process(due, document):
        raise ValidationError(_("The document and the input belong to different processes."))
    if due.documents.filter(pk=document.pk).exists():
        return False
    with audit.recorded("input.answered", due, by=by, document=str(document)):
        due.documents.add(document)
    return True


def _day_of_issue(document: Document) -> date | None:
    # The day on which another body issued it is not ours to make up.
    return None if document.issued_elsewhere else time.today(document.process.zone)


def _move(
    document: Document, to: DocumentState, *, by: User | str, values: dict[str, Any] | None = None, **facts: Any
) -> None:
    with transaction.atomic():
        hold(document)
        _check_move(document, to)
        records.change(document, by=by, verb=f"document.{to}", values={"state": to, **(values or {})}, **facts)


def _check_move(document: Document, to: DocumentState) -> None:
    if to not in DOCUMENT_MOVES[DocumentState(document.state)]:
        raise ValidationError(
            _("A document that is %(old)s cannot become %(new)s."),
            params={"old": document.get_state_display(), "new": DocumentState(to).label},
        )
