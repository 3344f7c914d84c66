"""All that a compilation says in one language, by value: its page, its PDF and its DOCX are made of it alone.

Plain words and figures, so that it can be kept as JSON:
    language, direction      of the page
    the masthead             as templates/papers/base.html and heading.html name its fields
    introduction             paragraphs
    note                     that statements are reproduced as received
    sentences                of the synthesis that stand before all groups
    groups                   in order: label, title, sentences, and
      parties                in order: name, number (of the filing), address, and
        statements           in order: key, kind, what it is on unless the head says so, cited, words and the wording
                             proposed, lang and dir of both
Answers and files stand in groups of their own, behind these and shaped like them (answers.py).
A sentence has words, lang, dir, and the statements it stands on: key, party, cited.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from documents.texts import papers as house
from igsp_portal.foundations import time
from igsp_portal.foundations.language.days import date_format
from igsp_portal.foundations.language.languages import CODES, LANGUAGES, collation_key, in_order

from .. import names
from ..models import Compilation, CompiledStatement, Statement, SubmissionVersion, SynthesisSentence
from ..pointing import Pointing
from . import answers, choosing
from .groups import Group, groups

Content = dict[str, Any]
UNPLACED = 65_535  # where a statement without a place of its own stands: after those that have one


class Manuscript:
    """A compilation as it is read from the database once, for all its languages."""

    def __init__(self, compilation: Compilation, at: dt.datetime | None = None) -> None:
        self.compilation, self.at = compilation, at
        self.rows = choosing.rows_of(compilation)
        self.sentences = list(compilation.sentences.prefetch_related("statements"))
        self.agenda = house.agenda_symbol(compilation.document)
        self.named = {row.statement_id: row.statement for row in self.rows}
        self.answered = answers.published(compilation.call)
        self.pointing = Pointing(self.named.values())


def in_each_language(compilation: Compilation, at: dt.datetime | None = None) -> dict[str, Content]:
    """What a compilation says in each language as it stands now; `at` is when it is issued, if it is."""
    source = Manuscript(compilation, at)
    return {code: content(source, code) for code in CODES}


def of(compilation: Compilation) -> Content:
    """What a compilation says in the reader's language: as it was issued, or else as it stands."""
    language = get_language() or "en"
    return compilation.content.get(language) or content(Manuscript(compilation), language)


def content(source: Manuscript, language: str) -> Content:
    """What it says in `language`."""
    with override(language):
        compilation = source.compilation
        heads = groups(compilation, source.named.values())
        sentences = _sentences(source, language)
        placed = {key: in_order_of(language, [row for row in source.rows if row.group == key]) for key in heads}
        placed[""] = in_order_of(language, [row for row in source.rows if row.group not in heads or not row.group])
        return {
            "language": language,
            "direction": LANGUAGES[language].direction,
            **_masthead(source),
            "introduction": [line for line in compilation.introduction.splitlines() if line.strip()],
            "note": _(
                "The statements are reproduced as received, without formal editing, in the languages in which they "
                "were submitted."
            ),
            "sentences": [_sentence(one, source) for one in sentences if one.group not in heads or not one.group],
            "groups": [
                _group(
                    head,
                    placed[key],
                    [_sentence(one, source) for one in sentences if key and one.group == key],
                    source.pointing,
                )
                for key, head in heads.items()
                if placed[key]
            ]
            + answers.groups(compilation.call, source.answered, party_of),
        }


def in_order_of(language: str, rows: Iterable[CompiledStatement]) -> list[CompiledStatement]:
    """The statements of one group: as they were placed, the rest by the alphabet of `language`.

    Parties whose inputs have priority come first; the statements of one party stand by their rank.
    """

    def place(row: CompiledStatement) -> tuple[Any, ...]:
        statement = row.statement
        party = statement.version.submission.participant
        own = (statement.rank, statement.order)
        order = UNPLACED if row.order is None else row.order
        return order, not party.priority, collation_key(party_of(statement.version), language), party.pk, *own

    return sorted(rows, key=place)


def party_of(version: SubmissionVersion) -> str:
    """Whose statement it is, as the filing names its parties, in the reader's language."""
    return str(names.of(version)["party"])


def kind_of(statement: Statement) -> str:
    """What the form on which a statement was filed calls its kind."""
    form = statement.version.form
    return form.kind_of(statement) if form else statement.kind


def cited(statement: Statement) -> str:
    """How a statement is cited: the number of its filing and its place in that."""
    return statement.cited


def _masthead(source: Manuscript) -> Content:
    compilation, process, document = source.compilation, source.compilation.process, source.compilation.document
    facts = house.of_document(process, document, source.agenda)
    return {
        **{name: str(words) for name, words in facts.items()},
        "date": date_format(_day(source), "DATE_FORMAT"),
        "original_language": _languages(source),
        "title": compilation.title,
        "subtitle": compilation.call.title,
        "author": house.own(document, "author") if document else "",
        "illustrative_notice": house.illustrative() if compilation.illustrative else "",
    }


def _day(source: Manuscript) -> dt.date:
    document = source.compilation.document
    if document and document.submitted_on:
        return document.submitted_on
    zone = source.compilation.process.zone
    return source.at.astimezone(time.named_zone(zone)).date() if source.at else time.today(zone)


def _languages(source: Manuscript) -> str:
    """The languages in which the statements and answers were written."""
    written = {one.version.language for one in source.named.values()}
    written |= {one.language for one in source.answered if one.open_answers or one.open_files}  # type: ignore[attr-defined]
    return "/".join(str(LANGUAGES[code].name) for code in in_order(written))


def _sentences(source: Manuscript, language: str) -> list[SynthesisSentence]:
    """The synthesis in that language; where none was written in it, in the first in which one was."""
    written = {one.language for one in source.sentences}
    first = next((code for code in (language, "en", *CODES) if code in written), "")
    return [one for one in source.sentences if one.language == first]


def _sentence(sentence: SynthesisSentence, source: Manuscript) -> Content:
    language = LANGUAGES[sentence.language]
    stands_on = [source.named[one.pk] for one in sentence.statements.all() if one.pk in source.named]
    return {
        "words": sentence.words,
        "lang": language.html_lang,
        "dir": language.direction,
        "statements": [{"key": _key(one), "party": party_of(one.version), "cited": cited(one)} for one in stands_on],
    }


def _group(head: Group, rows: Sequence[CompiledStatement], sentences: list[Content], pointing: Pointing) -> Content:
    """A head and what stands under it; a head is printed unless it is the only one, and that of nothing."""
    parties = groupby((row.statement for row in rows), key=lambda one: one.version)
    return {
        "key": head.key,
        "label": head.label,
        "title": head.title or str(head),
        "sentences": sentences,
        "parties": [_party(version, list(statements), head, pointing) for version, statements in parties],
    }


def _party(version: SubmissionVersion, statements: list[Statement], head: Group, pointing: Pointing) -> Content:
    language = LANGUAGES[version.language]
    return {
        "name": party_of(version),
        "number": version.filing_number,
        "address": version.submission.get_absolute_url(),
        "statements": [
            {
                "key": _key(one),
                "kind": capfirst(kind_of(one)),
                "on": "" if head.key == f"component-{one.component_id}" else pointing.on(one),
                "cited": cited(one),
                "words": one.words,
                "proposed": one.proposed,
                "lang": language.html_lang,
                "dir": language.direction,
            }
            for one in statements
        ],
    }


def _key(statement: Statement) -> str:
    return f"statement-{statement.pk}"
