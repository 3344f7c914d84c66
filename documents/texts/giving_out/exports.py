"""A version as a file to work on or to keep: Word, Akoma Ntoso, one HTML page, or all its languages as JSON.

What was released is made once in each process and kept there; a draft is made anew each time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from igsp_portal.foundations import time
from igsp_portal.foundations.record import audit
from igsp_portal.models import Event

from ... import filenames, numbering
from ...drafts import Draft
from ...exchange import akn_out, as_json, docx_changes_out, docx_out, html_out
from ...exchange.docx_changes_out import Compared
from ...exchange.facts import Facts
from ...exchange.word_tracked import By
from .. import history, rules
from ..comparing import both_read, lineage_between
from ..models import Proposal, TextVersion
from ..papers import Manuscript, Paper, draft_of, manuscript, paper
from ..rendering import masthead

MOST_KEPT = 48  # files, of some 100 kB each


@dataclass(frozen=True, slots=True)
class Form:
    """A form in which a version is given out."""

    ending: str
    media_type: str
    name: str  # of itself, the same in every language


FORMS = {
    form.ending: form
    for form in (
        Form("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word (DOCX)"),
        Form("xml", "application/akn+xml", "Akoma Ntoso (XML)"),
        Form("html", "text/html; charset=utf-8", "HTML"),
        Form("json", "application/json", "JSON"),
    )
}


def export(version: TextVersion, language: str, ending: str) -> bytes:
    """The version in `language` in the form of that ending. Raises papers.NotWorded, and a Fault of its words."""
    if not version.is_frozen:
        return made(manuscript(version), language, ending)
    return _kept(version.pk, language, ending, audit.stamp())


@lru_cache(maxsize=MOST_KEPT)
def _kept(pk: int, language: str, ending: str, stamp: str) -> bytes:
    """The same of what was released; `stamp` lets it be made anew once anything public has changed."""
    version = TextVersion.objects.select_related("text__process", "document__meeting").get(pk=pk)
    return made(manuscript(version), language, ending)


def made(source: Manuscript, language: str, ending: str) -> bytes:
    version = source.version
    if ending == "json":
        draft, text = _readable(source), version.text
        return as_json.write(
            draft,
            text=text.key,
            version=version.number,
            original=text.original_language,
            numbering=text.numbering,
        )
    writer = {"docx": docx_out.write, "xml": akn_out.write, "html": html_out.write}[ending]
    return writer(draft_of(source), language, facts(source, language))


def _readable(source: Manuscript) -> Draft:
    """The languages that are released, or of a draft those that are whole."""
    draft = draft_of(source)
    return replace(draft, words={code: draft.words[code] for code in source.languages})


def facts(source: Manuscript, language: str) -> Facts:
    """What a file says of the version around its blocks."""
    version, read = source.version, paper(source, language)
    return Facts(
        title=read.title,
        text=version.text.key,
        version=version.number,
        original=version.text.original_language,
        date=_date(version),
        symbol=read.symbol + read.stars,
        subtitle=read.subtitle,
        body=read.body or read.organization,
        masthead=_lines(read),
        named=read.named,
        labels=_labels(source, language),
    )


def _labels(source: Manuscript, language: str) -> numbering.Labels:
    return numbering.labels(source.blocks, source.version.text.numbering, language, source.words[language])


def numbers(draft: Draft, scheme: object, language: str) -> dict[str, str]:
    """How each block of a draft is cited, by its key."""
    return numbering.labels(draft.blocks, scheme, language).cited


def _lines(read: Paper) -> tuple[str, ...]:
    lines = masthead(read)
    names = ("distribution", "date", "original", "session", "place_and_dates", "agenda_item", "author", "status")
    return tuple(lines[name] for name in names if lines[name])


def _date(version: TextVersion) -> str:
    """The day of the version where its process is at home: its submission, its release, or of a draft its beginning."""
    document = version.document
    if document is not None and document.submitted_on:
        return document.submitted_on.isoformat()
    began = Event.objects.about(version).order_by("pk").values_list("at", flat=True)
    at = version.released_at or began.first() or time.now()
    return at.astimezone(time.named_zone(version.process.zone)).date().isoformat()


def file_name(version: TextVersion, language: str, ending: str) -> str:
    """By the librarians' rule; JSON, which holds all languages, without one."""
    document = version.document
    known = document.symbol if document and document.symbol else f"{version.text.key}-{version.number}"
    if ending == "json":
        return f"{filenames.stem(known)}.json"
    return filenames.file_name(known, language, ending)


def tracked(earlier: TextVersion, later: TextVersion, language: str, user: Any) -> bytes:
    """Two versions as one DOCX with tracked changes, each by whom the record says, as far as `user` may know.

    Raises papers.NotWorded, and a Fault of their words.
    """
    old, new = both_read(earlier, later, language)
    by = By(author=later.text.process.name[:60], date=f"{_date(later)}T00:00:00Z")
    compared = Compared(
        draft_of(old),
        draft_of(new),
        by,
        old_labels=_labels(old, language),
        authors=_authors(earlier, later, language, by, user),
        lineage=lineage_between(earlier, later),
    )
    return docx_changes_out.write(compared, language, facts(new, language))


def _authors(earlier: TextVersion, later: TextVersion, language: str, by: By, user: Any) -> dict[str, By]:
    """By block, who changed it last: the participant that proposed it, or a person, for those who write the text."""
    between = later.text.versions.filter(number__gt=earlier.number, number__lte=later.number)
    events = history.last_changes(between, language)
    asked = {pk for event in events.values() for pk in event.facts.get("proposals", ())}
    seen = set(Proposal.objects.visible_to(user).filter(pk__in=asked).values_list("pk", flat=True))
    by_name = rules.may_decide(user, later.process)

    def author(event: Event) -> str:
        proposals = event.facts.get("proposals", ())
        if proposals and seen.issuperset(proposals):
            return str(event.facts["participant"])
        return event.by_label if by_name and event.by_id else by.author

    return {key: By(author(event), f"{event.at:%Y-%m-%dT%H:%M:%SZ}") for key, event in events.items()}
