"""What a text says on paper and on its page alike: the facts of its masthead and its numbered blocks.

A paper is in one language.

    __init__     a paper, put together
    masthead     what it prints of other things
    manuscripts  a version as it is read for the papers in all its languages
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from igsp_portal.foundations import time
from igsp_portal.foundations.language.days import date_format
from igsp_portal.foundations.language.languages import LANGUAGES

from ... import numbering, wordings
from ...wordings import Token
from ..models import Block
from ..states import LEVELLED, BlockKind
from .manuscripts import Manuscript, agenda_symbol, draft_of, manuscript
from .masthead import illustrative, lacking, of_document, own, printed

__all__ = [
    "Manuscript",
    "NotWorded",
    "Paper",
    "PaperBlock",
    "agenda_symbol",
    "composed",
    "draft_of",
    "illustrative",
    "lacking",
    "manuscript",
    "of_document",
    "own",
    "paper",
    "printed",
]

TITLES = (BlockKind.HEADING, BlockKind.ANNEX, BlockKind.OPTION)  # of what follows them


class NotWorded(LookupError):
    """The text is not worded in that language; `languages` are those in which it is."""

    def __init__(self, language: str, languages: list[str]) -> None:
        self.language, self.languages = language, languages
        super().__init__(f"not worded in {language}, only in {', '.join(languages) or 'no language'}")


@dataclass(frozen=True, slots=True)
class PaperBlock:
    """One block in one language; `label` is its number as printed, a footnote's included; "" for none."""

    key: str
    kind: str
    level: int  # of headings, annexes and subparagraphs; 0 for others
    alternative: int
    label: str
    tokens: tuple[Token, ...]
    apart: bool = False  # whether the label is a word, on a line of its own: Article 5
    option: str = ""  # the key of the option in which it stands
    rows: tuple[tuple[tuple[Token, ...], ...], ...] = ()  # of a table, the head first
    references: Mapping[str, str] = field(default_factory=dict)  # the numbers that its words print, by key
    marks: tuple[str, ...] = ()  # how far it is agreed, and who has a reservation: a sentence each

    @property
    def is_bracketed(self) -> bool:
        return any(isinstance(token, wordings.BracketOpen) for token in self.tokens)


@dataclass(frozen=True, slots=True)
class Paper:
    """The facts of one text in one language. All but the blocks are plain text, "" where there is none."""

    language: str
    direction: str
    parent_organization: str
    organization: str
    symbol: str
    distribution: str  # the word alone: "General"
    date: str
    original_language: str  # the language's name, in the language of the paper
    body: str
    session_line: str
    place_dates: str
    agenda_line: str  # without its asterisk
    agenda_note: str
    title: str
    subtitle: str
    author: str
    status: str  # such as "Chair's text"
    stage: str  # such as "Building blocks"
    illustrative_notice: str
    job_number: str
    reissue_note: str  # "Reissued for technical reasons on 7 October 2004."; "" for what was issued once
    stars: str  # an asterisk behind the symbol for each reissue
    blocks: tuple[PaperBlock, ...]  # without footnotes
    notes: Mapping[str, PaperBlock]  # by key, in the order of their calls
    cited: Mapping[str, str]  # how each block is cited: "12 bis"
    named: Mapping[str, str] = field(default_factory=dict)  # participants, by the labels of brackets that name them
    items: tuple[object, ...] = ()  # the blocks as HTML, once they are printed

    @property
    def brackets(self) -> int:
        """How many brackets stand in the text and its notes, nested ones included."""
        every = (*self.blocks, *self.notes.values())
        return sum(isinstance(token, wordings.BracketOpen) for block in every for token in block.tokens)

    @property
    def bracketed_paragraphs(self) -> int:
        """How many paragraphs hold brackets, numbered or not, in themselves or in their subparagraphs."""
        paragraph, found = "", set()
        for block in self.blocks:
            if block.kind != BlockKind.SUBPARAGRAPH:
                paragraph = block.key
            if block.is_bracketed and block.kind not in TITLES:
                found.add(paragraph)
        return len(found)


def paper(source: Manuscript, language: str) -> Paper:
    """The paper of `source` in `language`.

    Raises NotWorded, and a Fault of wordings, brackets or numbering for words that cannot be read.
    """
    if language not in source.languages:
        raise NotWorded(language, source.languages)
    return composed(source, language)


def composed(source: Manuscript, language: str) -> Paper:
    """The same of any language in which every block is worded, released or not. Raises a Fault likewise."""
    words = source.words[language]
    row = source.versions.get(language)
    facts = dict((row.printed if row else {}) or printed(source, language))
    marks = facts.pop("marks", {})
    labels = numbering.labels(source.blocks, source.version.text.numbering, language, words)
    made = {block.key: _block(block, labels, words.get(block.key, "")) for block in source.blocks}
    for key in set(marks) & set(made):
        made[key] = replace(made[key], marks=tuple(marks[key]))
    return Paper(
        language=language,
        direction=LANGUAGES[language].direction,
        blocks=tuple(block for block in made.values() if block.kind != BlockKind.FOOTNOTE),
        notes={key: made[key] for key in labels.printed if made[key].kind == BlockKind.FOOTNOTE},
        cited=labels.cited,
        **_stars(source, language),
        **facts,
    )


def _stars(source: Manuscript, language: str) -> dict[str, Any]:
    """What a reissue prints: an asterisk behind the symbol, and what it stands for."""
    days = source.reissued.get(language, [])
    with override(language):
        note = _reissue_note(source, days[-1]) if days else ""
    return {"stars": "*" * len(days), "reissue_note": note}


def _reissue_note(source: Manuscript, at: dt.datetime) -> str:
    day = at.astimezone(time.named_zone(source.version.process.zone)).date()
    # Translators: the note at the asterisk behind the symbol of a document that was issued anew under its symbol.
    return _("Reissued for technical reasons on %(day)s.") % {"day": date_format(day, "DATE_FORMAT")}


def _block(block: Block, labels: numbering.Labels, words: str) -> PaperBlock:
    tokens = wordings.parse(words)
    rows = wordings.table(words) if block.kind == BlockKind.TABLE else []
    return PaperBlock(
        key=block.key,
        kind=block.kind,
        level=block.level if block.kind in LEVELLED or block.level > 1 else 0,
        alternative=block.alternative,
        label=labels.printed.get(block.key, ""),
        tokens=tuple(tokens),
        apart=block.key in labels.apart,
        option=block.option,
        rows=tuple(tuple(tuple(cell) for cell in row) for row in rows),
        references={key: labels.reference(key, block.key) for key in wordings.paragraph_references(tokens)},
    )
