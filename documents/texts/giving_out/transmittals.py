"""Transmittals: asked for once, made by the worker, and from then on as frozen as the version that they carry."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django_tasks import task
from modeltranslation.utils import build_localized_fieldname

from igsp_portal.foundations import time
from igsp_portal.foundations.files import stored
from igsp_portal.foundations.language.languages import CODES, LANGUAGES, isolated, listed
from igsp_portal.foundations.paper import kept
from igsp_portal.foundations.paper.presses import Page, typeset_all
from igsp_portal.foundations.record import audit, records
from igsp_portal.foundations.worker import work
from igsp_portal.models import User

from ... import filenames, ledger, wordings
from ...library import actions as library
from ...library import rules
from ...library.models import Document
from .. import comparing, papers, rendering, typesetting
from ..models import TextVersion, Transmittal
from ..papers import Manuscript, Paper, PaperBlock
from ..states import BlockKind
from . import exports, packing, record_papers

SENTENCES: dict[str, Any] = {
    "text.transmitted": gettext_lazy("%(by)s asked for the package in which “%(about)s” is transmitted under %(note)s"),
    "text.transmitted_in_part": gettext_lazy(
        "%(by)s asked for the package in which “%(about)s” is transmitted under %(note)s as an exception, "
        "without: %(without)s"
    ),
    "text.package_made": gettext_lazy("%(by)s made the package in which “%(about)s” is transmitted"),
    "text.package_failed": gettext_lazy("%(by)s could not make the package in which “%(about)s” is transmitted"),
}


def notes_for(version: TextVersion) -> Any:
    """The documents that may be the cover note: planned under a symbol, without files, and nobody else's.

    Among them is that of a package which could not be made.
    """
    own = Q(transmittal=None) | Q(transmittal__version=version, transmittal__made_at=None)
    free = Document.objects.filter(own, process=version.text.process, text_version=None, renditions=None)
    return free.filter(state__in=["preparation", "planned"]).exclude(symbol="")


def still_to_follow(version: TextVersion) -> list[str]:
    """The languages in which a package made now would not hold the version."""
    document: Any = version.document
    there = set(version.languages.released().values_list("language", flat=True))
    awaited = version.languages.filter(released_at=None).values_list("language", flat=True)
    wanted = {*rules.languages_of_issue(document), *awaited} - there
    return [code for code in CODES if code in wanted]


def lacking_in_words(codes: list[str]) -> str:
    """What is said of these languages before a package is made without them."""
    says = _(
        "This version is still to follow in: %(languages)s. Wait for these languages, or make the package without "
        "them as an exception, which is recorded."
    )
    return says % {"languages": listed(isolated(LANGUAGES[code].own_name) for code in codes)}


def transmit(version: TextVersion, *, note: Document, by: User | str, exception: bool = False) -> Transmittal:
    """Have the worker make the package of an issued version, with `note` as its cover note.

    Raises ValidationError for a version that is not issued, for a document that cannot be its cover note, and for a
    version with languages still to follow, unless as an `exception`.
    """
    if not (version.is_issued and version.document_id):
        raise ValidationError(_("Only a version that has been issued as a document is transmitted."))
    if not notes_for(version).filter(pk=note.pk).exists():
        raise ValidationError({"note": _("Choose a planned document with a symbol and without files.")})
    missing = still_to_follow(version)
    if missing and not exception:
        raise ValidationError(lacking_in_words(missing))
    verb, facts = "text.transmitted", {"note": note.symbol}
    if missing:
        names = ", ".join(LANGUAGES[code].own_name for code in missing)
        verb, facts["without"] = "text.transmitted_in_part", names
    if there := Transmittal.objects.filter(version=version, note=note).first():
        _try_again(there, verb, facts, by=by)
        return there
    made = Transmittal(version=version, note=note, asked_at=time.now())
    with audit.together():
        records.create(made, by=by, verb=verb, **facts)
        work.hand_over(make_transmittal, made.pk)
    return made


@task()
def make_transmittal(transmittal_id: int) -> None:
    """Make the package and post its cover note; a fault stays on its row, and it can be tried again."""
    row = Transmittal.objects.select_related("version__text__process", "version__document", "note").get(
        pk=transmittal_id
    )
    if row.made_at:
        return
    try:
        files, notes = _files(row.version, row.note)
        data = packing.packed(files, _facts(row.version, row.note))
        _keep(row, data, notes)
    except typesetting.FAILURES as error:
        row.refresh_from_db()
        with audit.recorded("text.package_failed", row, by=work.PORTAL, reason=typesetting.code(error)):
            row.error = typesetting.code(error)
            row.save(update_fields=["error"])


work.tell(make_transmittal, gettext_lazy("Package of a version"), Transmittal)


def _try_again(row: Transmittal, verb: str, facts: dict[str, str], *, by: User | str) -> None:
    """Have a package that could not be made tried again."""
    records.change(row, by=by, verb=verb, values={"error": "", "asked_at": time.now()}, **facts)
    work.hand_over(make_transmittal, row.pk)


def _keep(row: Transmittal, data: bytes, notes: dict[str, bytes]) -> None:
    with audit.together():
        for language, note in notes.items():
            name = filenames.file_name(row.note.symbol, language, "pdf")
            library.post_rendition(row.note, language=language, name=name, file=BytesIO(note), by=work.PORTAL)
        row.error = ""
        kept.keep(row, data, verb="text.package_made", about=row)


def _facts(version: TextVersion, note: Document) -> dict[str, Any]:
    document = version.document
    return {
        "text": version.text.key,
        "version": version.number,
        "symbol": document.symbol if document else "",
        "note": note.symbol,
        "original": version.text.original_language,
        "languages": papers.manuscript(version, []).languages,
        "released_at": version.released_at.isoformat() if version.released_at else "",
    }


def _files(version: TextVersion, note: Document) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The files of the package by name, and the cover note by language."""
    source = papers.manuscript(version)
    files = _issued(version) | _exported(source)
    files |= _tables(version)
    pages = [(code, record_papers.page(source, code)) for code in source.languages]
    covers = [(code, _cover_page(source, note, code, sorted(files))) for code in source.languages]
    data = typeset_all([page for _code, page in (*pages, *covers)])
    wanted = [*((code, "record") for code, _page in pages), *((code, "note") for code, _page in covers)]
    made = dict(zip(wanted, data, strict=True))
    notes = {code: made[code, "note"] for code in source.languages}
    for code in source.languages:
        files[f"record/{record_papers.file_name(version, code)}"] = made[code, "record"]
        files[f"note/{filenames.file_name(note.symbol, code, 'pdf')}"] = notes[code]
    return files, notes


def _issued(version: TextVersion) -> dict[str, bytes]:
    """The very files that were issued. Raises OSError where one is not as it was recorded."""
    document: Any = version.document
    rows = [row for row in document.renditions.current().filter(format="pdf") if not row.is_held]
    return {
        f"issued/{filenames.file_name(document.symbol or document.key, row.language, 'pdf')}": stored.content(
            row.file, size=row.size, sha256=row.sha256
        )
        for row in rows
    }


def _exported(source: Manuscript) -> dict[str, bytes]:
    version, found = source.version, {}
    for code in source.languages:
        for ending in ("docx", "xml", "html"):
            found[f"{ending}/{exports.file_name(version, code, ending)}"] = exports.made(source, code, ending)
    name = exports.file_name(version, version.text.original_language, "json")
    return found | {f"json/{name}": exports.made(source, version.text.original_language, "json")}


def _tables(version: TextVersion) -> dict[str, bytes]:
    """The ledger of brackets, and the concordance of numbers, over the versions that were issued up to this one."""
    original, scheme = version.text.original_language, version.text.numbering
    there = version.text.versions.released().filter(number__lte=version.number).order_by("number")
    issued = [one for one in there.select_related("text", "document") if one.is_issued]
    drafts = {one.number: papers.draft_of(papers.manuscript(one, [original])) for one in issued}
    books = [
        ledger.Version(one.number, drafts[one.number], comparing.lineage_between(earlier, one) if earlier else ())
        for earlier, one in zip([None, *issued], issued, strict=False)
    ]
    numbers = exports.numbers(drafts[version.number], scheme, original)
    return {
        "brackets.csv": packing.ledger_table(books, original, numbers),
        "concordance.csv": packing.concordance(drafts, scheme, original),
    }


def _cover_page(source: Manuscript, note: Document, language: str, names: list[str]) -> Page:
    with override(language):
        paper = _cover(source, note, papers.paper(source, language), names)
    return rendering.page(paper)


def _cover(source: Manuscript, note: Document, paper: Paper, names: list[str]) -> Paper:
    """The cover note: the version's masthead under the note's symbol and title, and what the package holds."""
    code = paper.language
    title = getattr(note, build_localized_fieldname("title", code)) or paper.title
    body = paper.body or paper.parent_organization
    says = [
        _("The text “%(title)s” (%(symbol)s) is transmitted herewith for consideration.")
        % {"title": paper.title, "symbol": paper.symbol + paper.stars},
        _(
            "The package contains the documents as issued, a version of each for the record, the text in forms that "
            "can be worked on, the brackets of all versions, and a concordance of paragraph numbers. The file "
            "manifest.json gives the SHA-256 of each; verify.py checks them."
        ),
        *names,
    ]
    blocks = tuple(_line(number, words) for number, words in enumerate(says))
    return replace(
        paper,
        symbol=note.symbol,
        title=title,
        subtitle=getattr(note, build_localized_fieldname("subtitle", code)) or "",
        author=getattr(note, build_localized_fieldname("author", code)) or "",
        body=body,
        status="",
        stage="",
        stars="",
        reissue_note="",
        job_number=note.job_number,
        blocks=blocks,
        notes={},
        cited={},
    )


def _line(number: int, words: str) -> PaperBlock:
    return PaperBlock(
        key=f"line-{number}", kind=BlockKind.TEXT, level=0, alternative=0, label="", tokens=(wordings.Text(words),)
    )
