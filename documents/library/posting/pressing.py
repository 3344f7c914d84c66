"""All or nothing: the files that wait are posted in one transaction, and the documents issued that were to be."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from igsp_portal.foundations.record import audit

from .. import actions
from ..actions import TakenIn
from ..models import Document, Rendition
from .plans import Plan, Row
from .waiting import Waiting


class ChangedMeanwhile(ValidationError):
    """What would become of the files is another thing by now than what was shown."""


def fingerprint(plan: Plan) -> str:
    """What was shown of a plan."""
    return hashlib.sha256(repr(plan.shape).encode()).hexdigest()[:32]


def press(waiting: Waiting, make: Callable[[], Plan], shown: str, *, by: Any) -> Plan:
    """Post what the plan says that `make` makes once the documents are held, if it is the one that was shown.

    Raises ValidationError, and then nothing is posted; ChangedMeanwhile where it is not.
    """
    posted: list[Rendition] = []
    with ExitStack() as undone, ExitStack() as files:
        undone.callback(discard, posted)
        taken = {row.file.place: _taken_in(files, waiting, row) for row in make().posted}
        with audit.together():
            _hold(make())
            plan = make()
            if fingerprint(plan) != shown or not plan.may_be_posted or not taken.keys() >= {*places(plan)}:
                raise ChangedMeanwhile(
                    _("The library has changed since this was shown. Look at the rows again before you post them.")
                )
            for row in plan.posted:
                posted.append(_post(row, taken[row.file.place], by=by))
            for document in _documents(plan.issued):
                actions.issue(document, by=by)
        undone.pop_all()
    return plan


def _hold(plan: Plan) -> None:
    """Keep the documents concerned from other writers, always in the same order."""
    concerned = sorted({row.document.pk for row in plan.rows if row.document} | set(plan.issued))
    list(Document.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=concerned).order_by("pk"))


def _documents(pks: tuple[int, ...]) -> list[Document]:
    return list(Document.objects.filter(pk__in=pks).select_related("process").order_by("pk"))


def discard(posted: list[Rendition]) -> None:
    """Delete the files of a posting that was undone."""
    for file in posted:
        actions.discard(file)


def places(plan: Plan) -> list[int]:
    return [row.file.place for row in plan.posted]


def _taken_in(files: ExitStack, waiting: Waiting, row: Row) -> TakenIn:
    """A file that waits, and was read as it came, on its way into the library.

    Where it waits no longer, another press has posted it, or a day has passed.
    """
    name = f"{row.file.place}.{row.file.format}"
    try:
        opened = waiting.path(row.file).open("rb")
    except FileNotFoundError as error:
        raise ChangedMeanwhile(_("These files are waiting no longer. Send them again.")) from error
    with _named(row), opened as file:
        return files.enter_context(actions.taken_in(file, name, read_before=(row.file.pages,)))


def _post(row: Row, taken: TakenIn, *, by: Any) -> Rendition:
    document = Document.objects.select_related("process").get(pk=row.choice.document or 0)
    with _named(row):
        return actions.post_taken_in(document, taken, language=row.choice.language, also_in=row.choice.also, by=by)


@contextmanager
def _named(row: Row) -> Iterator[None]:
    """Say of which file it is that it was refused."""
    try:
        yield
    except ValidationError as error:
        raise ValidationError(f"{row.file.place}. {row.file.path}: {' '.join(error.messages)}") from error
