"""Released: from then on a version is frozen, language by language, and so is what its papers print of other things."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from igsp_portal.foundations import time
from igsp_portal.foundations.language.languages import CODES, LANGUAGES, between_phrases, isolated, listed
from igsp_portal.foundations.record import audit, records
from igsp_portal.foundations.worker.work import hand_over
from igsp_portal.models import User

from ...coherence import to_be_worded
from .. import known, papers, typesetting
from ..models import LanguageVersion, TextVersion
from ..states import VersionState
from .drafts import read_draft
from .refusing import WordsRefused, refuse_unreadable
from .words import hold, translations

MOST_NAMED = 5
UNFINISHED = "unfinished"  # the code of a refusal for translations, which may follow later
Later = Mapping[str, dt.date | None]  # the languages that follow, each with the day on which it is expected


def release(
    version: TextVersion,
    *,
    by: User | str,
    at: dt.datetime | None = None,
    typeset: bool = True,
    exception: bool = False,
    later: Later | None = None,
) -> None:
    """Release a version: its structure, its original and its translations are frozen, and typeset by the worker.

    All languages are released at once; those in `later` follow, which is recorded as an exception. What its papers
    print of other things is kept with each language (papers.printed). `at` is the moment of release where it lies in
    the past; without `typeset` the papers are left to a later command. Raises ValidationError when the original lacks
    words, when a translation that does not follow later is unfinished or stale, when words cannot be read or do not
    hang together (coherence.faults), and when the masthead lacks words in a language, unless as an `exception`.
    """
    if version.is_frozen:
        raise ValidationError(_("This version has been released already."))
    awaited = dict(later or {})
    with audit.recorded("text.released", version, by=by) as event:
        hold(version)
        version.refresh_from_db()  # its document may have been chosen while this waited
        source = papers.manuscript(version, marked=True)
        _refuse_unready(source, awaited)
        languages = [code for code in source.whole if code not in awaited]
        if said := _lacking_in_words(source, languages):
            if not exception:
                raise _printed_lacking(said)
            event.verb, event.facts["lacking"] = "text.released_lacking", said
        event.facts["languages"] = _own_names(languages)
        if awaited:
            event.verb, event.facts["later"] = "text.released_in_part", _own_names(awaited)
        version.state, version.released_at = VersionState.RELEASED, at or time.now()
        version.save(update_fields=["state", "released_at"])
        _put_languages(source, languages, awaited)
        if typeset and version.document_id:
            hand_over(typesetting.typeset_version, version.pk)


def _own_names(codes: Collection[str]) -> str:
    return ", ".join(LANGUAGES[code].own_name for code in CODES if code in codes)


def _put_languages(source: papers.Manuscript, languages: list[str], awaited: Later) -> None:
    version = source.version
    for language in languages:
        row = source.versions.get(language) or LanguageVersion(version=version, language=language)
        row.released_at, row.expected_on = version.released_at, None
        row.printed = papers.printed(source, language)
        row.save()
    for language, day in awaited.items():
        row = source.versions.get(language) or LanguageVersion(version=version, language=language)
        row.expected_on = day
        row.save()


def release_lacking(version: TextVersion, *, by: User | str) -> None:
    """Release a version, as an exception, though its masthead lacks words in some languages."""
    release(version, by=by, exception=True)


def release_language(
    version: TextVersion, language: str, *, by: User | str, at: dt.datetime | None = None, typeset: bool = True
) -> None:
    """Release one more language of a released version: frozen from then on, and typeset by the worker.

    Raises ValidationError when it is released already, unfinished, stale, or does not hang together.
    """
    if not version.is_frozen:
        raise ValidationError(_("Release the version first; its languages follow."))
    own_name = LANGUAGES[language].own_name
    with audit.recorded("text.language_released", version, by=by, languages=own_name) as event:
        TextVersion.objects.select_for_update(no_key=True).get(pk=version.pk)
        source = papers.manuscript(version, marked=True)
        row = source.versions.get(language) or LanguageVersion(version=version, language=language)
        if row.released_at:
            raise ValidationError(_("This language has been released already."))
        _refuse_unready_language(source, language)
        if said := _lacking_in_words(source, [language]):
            event.facts["lacking"] = said
        row.released_at, row.expected_on = at or time.now(), None
        row.printed = papers.printed(source, language)
        row.save()
        if typeset and version.document_id:
            hand_over(typesetting.typeset_version, version.pk)


def expect_language(version: TextVersion, language: str, *, on: dt.date | None, by: User | str) -> bool:
    """Say when a language of a version is expected; None where that is not known. False when it is so already."""
    row = version.languages.filter(language=language).first()
    if row is not None and row.released_at:
        raise ValidationError(_("This language has been released already."))
    if row is not None:
        return records.change(row, by=by, verb="text.language_expected", values={"expected_on": on})
    made = LanguageVersion(version=version, language=language, expected_on=on)
    records.create(made, by=by, verb="text.language_expected")
    return True


def lacks_printed(version: TextVersion) -> bool:
    """Whether the masthead of a version that is still drafted lacks words in a language it is worded in."""
    source = papers.manuscript(version, [])
    return not version.is_frozen and bool(papers.lacking(source, source.whole))


def _lacking_in_words(source: papers.Manuscript, languages: Collection[str]) -> str:
    absent = papers.lacking(source, languages).items()
    return between_phrases().join(f"{LANGUAGES[code].name} ({listed(labels)})" for code, labels in absent)


def lacking_in_words(version: TextVersion) -> str:
    """What the masthead lacks, language by language; "" for nothing."""
    source = papers.manuscript(version, [])
    return _lacking_in_words(source, source.whole)


def _printed_lacking(said: str) -> ValidationError:
    return ValidationError(
        _(
            "Details on the first page are missing in these languages: %(lacking)s. Enter them, or release "
            "the version as an exception, which is recorded; the details are then left out."
        ),
        code="printed_lacking",
        params={"lacking": said},
    )


def typeset_again(version: TextVersion, *, by: User | str) -> Any:
    """Ask the worker to set the papers of a released version that are still missing.

    Until its document is issued, what they print of other things is taken as it stands now, and files that differ
    are replaced; afterwards a paper is set again only by a reissue.
    """
    if not typesetting.wanted(version):
        raise ValidationError(_("Only a released version that is issued as a document is typeset."))
    if not version.is_issued:
        _print_anew(version, by=by)
    hand_over(typesetting.typeset_version, version.pk)
    return _("The PDFs are being typeset. Look again in a minute.")


def _print_anew(version: TextVersion, *, by: User | str) -> None:
    source = papers.manuscript(version, [], marked=True)
    found = {code: papers.printed(source, code) for code in source.languages}
    rows = [source.versions[code] for code, printed in found.items() if source.versions[code].printed != printed]
    if not rows:
        return
    with audit.recorded("text.printed_anew", version, by=by):
        for row in rows:
            row.printed = found[row.language]
            row.save(update_fields=["printed"])


def _refuse_unready(source: papers.Manuscript, later: Later) -> None:
    """Refuse a version that cannot be released, leaving aside the languages that follow later."""
    version, original = source.version, source.version.text.original_language
    if original not in source.whole or original in later:
        says = ValidationError(_("Some blocks of this version have no wording in the original language."))
        raise ValidationError([says, *_unworded(version, [original])])
    if unfinished := _unfinished(source, later):
        raise ValidationError(unfinished)
    refuse_unreadable(source, read_draft(version), [code for code in source.whole if code not in later])


def _unfinished(source: papers.Manuscript, later: Later) -> list[ValidationError]:
    """What is lacking in languages that are begun and do not follow later, by their names."""
    found: list[ValidationError] = []
    if partial := [code for code in source.partial if code not in later]:
        says = _("Some blocks have a wording and some have none in: %(languages)s. Finish these languages first.")
        found.append(ValidationError(says, code=UNFINISHED, params={"languages": _isolated_names(partial)}))
        found += _unworded(source.version, partial, code=UNFINISHED)
    there = [code for code in source.whole if code not in later]
    if stale := [one.language for one in translations(source.version) if one.is_stale and one.language in there]:
        says = _("%(count)s translations are older than their original. Update or confirm them first.")
        said = f"{_isolated_names(stale)}: {says % {'count': len(stale)}}"
        found.append(ValidationError(said, code=UNFINISHED))
    return found


def _isolated_names(codes: Collection[str]) -> str:
    return str(listed(isolated(LANGUAGES[code].own_name) for code in CODES if code in codes))


def _unworded(version: TextVersion, languages: Collection[str], *, code: str = "") -> list[WordsRefused]:
    """Which blocks lack words in one of these languages, as a person knows them; it leads to the first."""
    draft, text = read_draft(version), version.text
    wanted = to_be_worded(draft.blocks, draft.words.get(text.original_language, {}), text.numbering)
    lacking = {key: one for key in wanted for one in languages if key not in draft.words.get(one, {})}
    blocks = known.of(draft, text.numbering, [text.original_language])
    names = listed(isolated(f"“{blocks.whole(key)}”") for key in list(lacking)[:MOST_NAMED])
    says = _("No wording is given for: %(blocks)s.") % {"blocks": names + "…" * (len(lacking) > MOST_NAMED)}
    return [WordsRefused(says, lacking[key], key, code) for key in list(lacking)[:1]]


def _refuse_unready_language(source: papers.Manuscript, language: str) -> None:
    if language not in source.whole:
        says = ValidationError(_("Some blocks of this version have no wording in this language. Finish it first."))
        raise ValidationError([says, *_unworded(source.version, [language])])
    if stale := sum(wording.is_stale for wording in translations(source.version) if wording.language == language):
        raise ValidationError(
            _("%(count)s translations are older than their original. Update or confirm them first."),
            params={"count": stale},
        )
    refuse_unreadable(source, read_draft(source.version), [language])
