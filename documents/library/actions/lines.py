"""Which of the files of one document and format is current in which language: one at most, whoever posts when."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import time
from igsp_portal.foundations.language.languages import in_order

from ..models import Document, Rendition


def put_in_place(rendition: Rendition, released: datetime) -> list[Rendition]:
    """Save the new row and let it supersede the current ones of its languages, which are returned.

    Whether the document is issued is asked of its row under lock: setting a paper takes seconds, in which somebody
    may have issued it, and a file that waited for an issue already past would wait for ever.

    At no moment may two files of one language and format be current. So the new row first stands as superseded by
    one that it replaces, until those have been retired in its favour.
    """
    document = Document.objects.select_for_update(no_key=True).get(pk=rendition.document_id)
    rendition.released_at = released if document.is_issued and not rendition.release_at else None
    wanted = set(rendition.languages)
    line = document.renditions.current().filter(format=rendition.format)
    replaced = [file for file in line if wanted.intersection(file.languages)]
    if rendition.release_at:
        _refuse_to_hold(document, replaced)
    rendition.superseded_by = replaced[0] if replaced else None
    rendition.save(force_insert=True)
    if replaced:
        _give_way(replaced, rendition)
    for file in replaced:
        if left := [code for code in file.languages if code not in wanted]:
            _serving(file, left).save(force_insert=True)
    return replaced


def _refuse_to_hold(document: Document, replaced: list[Rendition]) -> None:
    """Refuse to hold back a file that would leave its readers without the one they have."""
    if not document.is_issued:
        raise ValidationError(
            _("The document is not issued yet: enter on its page when it is to be issued with all its files.")
        )
    if any(file.released_at for file in replaced):
        raise ValidationError(_("Only a file in a language and format of which readers have none is held back."))


def _give_way(files: list[Rendition], to: Rendition) -> None:
    """Let `to`, and no longer the others, be current."""
    Rendition.objects.filter(pk__in=[file.pk for file in files]).update(superseded_by=to)
    Rendition.objects.filter(pk=to.pk).update(superseded_by=None)
    to.superseded_by = None


def _serving(file: Rendition, codes: list[str]) -> Rendition:
    """The same file once more, for these of its languages alone."""
    same = {name: getattr(file, name) for name in ("document", "format", "sha256", "size", "pages", "words")}
    row = Rendition(language=codes[0], also_in=codes[1:], released_at=file.released_at, **same)
    row.posted_at = time.now()
    row.file.name = file.file.name
    return row


def restore(document: Document, file_format: str, codes: list[str]) -> list[Rendition]:
    """Let the earlier files of a line be current again in these languages, of which none is; returns them.

    Of a document that is issued, a file that was never released does not come out so. One whose bytes have become
    current elsewhere cannot come back; nothing then stands in its place.
    """
    wanted, restored = set(codes), []
    earlier = document.renditions.filter(format=file_format, taken_back_at__isnull=True)
    if document.is_issued:
        earlier = earlier.filter(released_at__isnull=False)
    for file in earlier.filter(superseded_by__isnull=False).order_by("-pk"):
        again = wanted.intersection(file.languages)
        wanted -= again
        if again and (current := _again(file, again)):
            restored.append(current)
    return restored


def _again(file: Rendition, codes: set[str]) -> Rendition | None:
    """The file, current in these of its languages, and in those in which it is so already."""
    same = Rendition.objects.current().filter(sha256=file.sha256).first()
    if same and same.document_id != file.document_id:
        return None
    codes |= set(same.languages if same else ())
    if codes == set(file.languages):
        again = file
        if same:
            Rendition.objects.filter(pk=same.pk).update(superseded_by=file)
    else:
        again = _serving(file, in_order(codes))
        again.superseded_by = same
        again.save(force_insert=True)
    _give_way([same] if same else [], again)
    return again
