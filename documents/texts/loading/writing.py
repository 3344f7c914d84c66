"""What the files of a version say, written as a draft, released where its document is issued, or refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from igsp_portal.foundations import time
from igsp_portal.foundations.record import records

from ...drafts import Draft
from ...library.models import Document
from .. import actions, history
from ..models import Lineage, Text, TextVersion, Wording
from . import negotiated
from .frozen import differs
from .reading import Source


def load_version(source: Source, text: Text, document: Document | None, *, by: Any) -> TextVersion:
    """Write one version with what is noted on it, and release it where its document is issued."""
    version = _load_version(source, text, document, by=by)
    negotiated.note_marks(source.negotiation, version, by=by)
    if document and document.is_issued and not version.is_frozen:
        _tell_lacking(source, version)
        actions.release(version, by=by, at=_moment_of_issue(document), typeset=False, exception=True)
    return version


def _tell_lacking(source: Source, version: TextVersion) -> None:
    """A hint where the first page lacks details in some languages: once released, it goes on without them."""
    if said := actions.lacking_in_words(version):
        says = _("Details on the first page are missing in these languages and are left out there: %(lacking)s.")
        source.version.hint("number", says % {"lacking": said})


def _load_version(source: Source, text: Text, document: Document | None, *, by: Any) -> TextVersion:
    number, values = source.number, {"document": document, **source.values}
    version = text.versions.filter(number=number).first()
    if version is not None and version.is_frozen:
        _refuse_differences(source, version, values)
        return version
    _refuse_taken(source, document, text)
    version = records.put(TextVersion, by=by, find={"text": text, "number": number}, values=values)
    _tell_overwritten(source, version)
    actions.write_draft(version, _with_languages_of_the_desk(source, version), by=by)
    _load_lineage(source, version, by=by)
    return version


def _load_lineage(source: Source, version: TextVersion, *, by: Any) -> None:
    before = version.text.versions.filter(number__lt=version.number).order_by("-number").first()
    for key, from_key, how in source.lineage if before else ():
        found = {"version": version, "key": key, "from_version": before, "from_key": from_key}
        records.put(Lineage, by=by, find=found, values={"how": how})


def _refuse_taken(source: Source, document: Document | None, text: Text) -> None:
    """A document is one version: a changed text is issued as a document of its own."""
    other = TextVersion.objects.filter(document=document).exclude(text=text, number=source.number).first()
    if document and other:
        says = _(
            "“%(document)s” is issued as version %(number)s of “%(text)s”. A changed text is issued as a document of "
            "its own, with a symbol ending in /Rev.1 or /Corr.1."
        )
        raise source.version.fault(
            "number", says % {"document": document, "number": other.number, "text": other.text.key}
        )


def _with_languages_of_the_desk(source: Source, version: TextVersion) -> Draft:
    """The draft of the files, and the words of languages that have no file, as they stand."""
    kept = {
        code: {key: worded for key, worded in words.items() if key in source.block_rows}
        for code, words in actions.read_draft(version).words.items()
    }
    return Draft(source.draft.blocks, {**kept, **source.draft.words})


def _tell_overwritten(source: Source, version: TextVersion) -> None:
    """A hint at each wording of a person that the files replace."""
    there = Wording.objects.filter(block__version=version, language__in=source.language_rows)
    for wording in there.select_related("block"):
        key = wording.block.key
        if source.draft.words[wording.language].get(key) == wording.words:
            continue
        event = next(iter(history.of_block(version, key, wording.language)), None)
        if event and event.by:
            says = _("“%(words)s” was written in the admin site by %(person)s on %(day)s; the folder overwrites it.")
            facts = {"words": wording.words, "person": event.by_label, "day": event.at.date().isoformat()}
            source.language_rows[wording.language].hint(key, says % facts)


def _refuse_differences(source: Source, version: TextVersion, values: Mapping[str, Any]) -> None:
    """Say where the files differ from a version that was released, if they do."""
    kept = actions.read_draft(version)
    if version.document != values["document"]:
        raise source.version.fault("number", differs(version.number, _("the document")))
    for what in ("label", "status"):
        if any(getattr(version, name) != value for name, value in values.items() if name.startswith(what)):
            raise source.version.fault(what, differs(version.number, what))
    if kept.blocks != source.draft.blocks:
        what = _first_difference(kept, source.draft)
        row = source.block_rows.get(what, source.row)
        raise row.fault("key", differs(version.number, f"“{what}”"))
    for language in source.language_rows:  # others are written in the portal, and may follow the release
        before, now = kept.words.get(language, {}), source.draft.words.get(language, {})
        changed = next((key for key in source.block_rows if before.get(key) != now.get(key)), None)
        if changed is not None:
            row = source.language_rows[language]
            raise row.fault(changed, differs(version.number, f"“{changed}” ({language})"))


def _first_difference(kept: Draft, wanted: Draft) -> str:
    for old, new in zip(kept.blocks, wanted.blocks, strict=False):
        if old != new:
            return new.key
    longer = max(kept.blocks, wanted.blocks, key=len)
    return longer[min(len(kept.blocks), len(wanted.blocks))].key


def _moment_of_issue(document: Document) -> dt.datetime | None:
    """The beginning of the day of issue where the process is at home; None for a document without one."""
    if document.issued_on is None:
        return None
    return time.from_local(dt.datetime.combine(document.issued_on, dt.time()), document.process.zone)
