"""Released: from then on a version is frozen, and so is what its papers print of other things."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import time
from igsp_portal.foundations.language.languages import LANGUAGES, between_phrases, isolated, listed
from igsp_portal.foundations.record import audit, records
from igsp_portal.foundations.worker.work import hand_over
from igsp_portal.models import User

from ... import coherence
from ...faults import Fault
from .. import papers, typesetting
from ..models import TextVersion
from ..states import VersionState
from .drafts import read_draft
from .words import hold, translations


def release(
    version: TextVersion,
    *,
    by: User | str,
    at: dt.datetime | None = None,
    typeset: bool = True,
    exception: bool = False,
) -> None:
    """Release a version: from then on it is frozen, seen with its issued document, and typeset by the worker.

    What its papers print of other things is kept with it (papers.printed). `at` is the moment of release where it
    lies in the past; without `typeset` the papers are left to a later command. Raises ValidationError when the
    original lacks words, when a translation is unfinished or stale, when words cannot be read or do not hang
    together (coherence.faults), and when the masthead lacks words in a language, unless as an `exception`.
    """
    if version.is_frozen:
        raise ValidationError(_("This version has been released already."))
    with audit.recorded("text.released", version, by=by) as event:
        hold(version)
        source = _ready(version)
        if said := _lacking_in_words(source):
            if not exception:
                raise _printed_lacking(said)
            event.verb, event.facts["lacking"] = "text.released_lacking", said
        event.facts["languages"] = ", ".join(LANGUAGES[code].own_name for code in source.languages)
        version.state, version.released_at = VersionState.RELEASED, at or time.now()
        version.printed = _printed(source)
        version.save()
        if typeset and version.text.document_id:
            hand_over(typesetting.typeset_version, version.pk)


def release_lacking(version: TextVersion, *, by: User | str) -> None:
    """Release a version, as an exception, though its masthead lacks words in some languages."""
    release(version, by=by, exception=True)


def lacks_printed(version: TextVersion) -> bool:
    """Whether the masthead of a version that is still drafted lacks words in a language it is worded in."""
    return not version.is_frozen and bool(papers.lacking(papers.manuscript(version, [])))


def _lacking_in_words(source: papers.Manuscript) -> str:
    absent = papers.lacking(source).items()
    return between_phrases().join(f"{LANGUAGES[code].name} ({listed(labels)})" for code, labels in absent)


def lacking_in_words(version: TextVersion) -> str:
    """What the masthead lacks, language by language; "" for nothing."""
    return _lacking_in_words(papers.manuscript(version, []))


def _printed_lacking(said: str) -> ValidationError:
    return ValidationError(
        _(
            "Details on the first page are missing in these languages: %(lacking)s. Enter them, or release "
            "the version as an exception, which is recorded; the details are then left out."
        ),
        code="printed_lacking",
        params={"lacking": said},
    )


def _printed(source: papers.Manuscript) -> dict[str, dict[str, str]]:
    return {language: papers.printed(source, language) for language in source.languages}


def typeset_again(version: TextVersion, *, by: User | str) -> Any:
    """Ask the worker to set the papers of a released version anew; what has not changed is not posted again.

    Until its document is issued, what they print of other things is taken as it stands now.
    """
    if not typesetting.wanted(version):
        raise ValidationError(_("Only the latest released version of a text that is issued as a document is typeset."))
    if not version.is_issued:
        values = {"printed": _printed(papers.manuscript(version, []))}
        records.change(version, by=by, verb="text.printed_anew", values=values)
    hand_over(typesetting.typeset_version, version.pk)
    return _("The PDFs are being typeset. Look again in a minute.")


def _ready(version: TextVersion) -> papers.Manuscript:
    """The version with the languages in which it can be released."""
    source = papers.manuscript(version)
    if version.text.original_language not in source.languages:
        raise ValidationError(_("Some blocks of this version have no wording in the original language."))
    if source.partial:
        raise ValidationError(
            _("Some blocks have a wording and some have none in: %(languages)s. Finish these languages first."),
            params={"languages": listed(isolated(LANGUAGES[code].own_name) for code in source.partial)},
        )
    if stale := sum(wording.is_stale for wording in translations(version)):
        raise ValidationError(
            _("%(count)s translations are older than their original. Update or confirm them first."),
            params={"count": stale},
        )
    _refuse_incoherent(version)
    for language in source.languages:
        try:
            papers.paper(source, language)
        except Fault as error:
            says = f"{LANGUAGES[language].own_name}: {error.sentence(gettext)}"
            raise ValidationError(says) from error
    return source


def _refuse_incoherent(version: TextVersion) -> None:
    draft = read_draft(version)
    found = coherence.faults(draft.blocks, draft.words, version.text.original_language)
    if wrong := [f"{LANGUAGES[code].own_name}, “{key}”: {fault.sentence(gettext)}" for code, key, fault in found]:
        raise ValidationError(wrong)
