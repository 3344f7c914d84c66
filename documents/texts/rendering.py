"""Papers as HTML: the page that the PDF engine sets, and the parts of the text's own page.

Both are made of the same facts; they differ in how a note is called. On paper it stands where it is called and
the engine takes it to the foot of the page; on the page a link leads to it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from igsp_portal.foundations.language.languages import LANGUAGES
from igsp_portal.foundations.paper.presses import Page

from .. import wordings
from ..wordings import BracketClose, BracketOpen, Emphasis, NoteCall, ParagraphReference, Token
from .papers import Paper, PaperBlock
from .states import BlockKind

DEEPEST = 5  # h6 is the last heading that HTML has
READING, RECORD = "pdf/ua-1", "pdf/a-2a"  # for screen readers; for archives: a file claims one of them
ANNEXES = 10  # an annex stands above all headings that follow it

# Symbols and the like: Latin letters and figures joined by stops and slashes, which keep their own direction.
_FOREIGN_RUN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[./-][A-Za-z0-9]+)+\*?")

LONG_BLOCKS, FEWEST_LISTED = 100, 4


@dataclass(frozen=True, slots=True)
class Item:
    """A block as templates/papers/block.html takes it."""

    kind: str
    level: int
    label: str
    html: SafeString
    alternative: int = 0
    lang: str = ""
    rank: int = 0  # of headings and annexes, by how many others they stand under: 1 for the outermost
    apart: bool = False
    rows: tuple[tuple[SafeString, ...], ...] = ()
    marks: tuple[str, ...] = ()
    items: list[Item] = field(default_factory=list)  # of an option, what stands in it
    anchor: str = ""  # of what the contents lead to


def page(paper: Paper, variant: str = READING) -> Page:
    """A paper to be typeset as PDF of that variant, with what the file says of itself."""
    return {
        "html": print_page(paper),
        "language": LANGUAGES[paper.language].html_lang,
        "title": " – ".join(filter(None, (paper.symbol + paper.stars, paper.title))),
        "author": paper.author or paper.organization,
        "variant": variant,
    }


def print_page(paper: Paper) -> str:
    """The whole page of a paper, to be typeset; the same facts give the same page."""
    inline = _Print(paper)
    ranks = _ranks(paper.blocks)
    listed = contents(paper) if _is_long(paper) else []
    anchors = {entry["url"][1:] for entry in listed}
    tops: list[Item] = []
    within = {"": tops}
    for block in paper.blocks:
        item = Item(
            block.kind,
            block.level,
            block.label,
            inline.html(block),
            block.alternative,
            rank=ranks.get(block.key, 0),
            apart=block.apart,
            rows=inline.rows(block),
            anchor=block.key if block.key in anchors else "",
            marks=block.marks,
        )
        within[block.option].append(item)
        within[block.key] = item.items
    with override(paper.language):
        context = {"paper": replace(paper, items=tuple(tops)), "contents": listed}
        return render_to_string("papers/document.html", context)


def _is_long(paper: Paper) -> bool:
    """Whether its readers need contents: some fifteen pages, under several headings."""
    return len(paper.blocks) >= LONG_BLOCKS and len(contents(paper)) >= FEWEST_LISTED


def _ranks(blocks: Iterable[PaperBlock]) -> dict[str, int]:
    """How deep each heading and annex stands, without gaps: an article in no part is not below one."""
    ranks: dict[str, int] = {}
    above: list[int] = []
    for block in blocks:
        if block.kind not in (BlockKind.HEADING, BlockKind.ANNEX):
            continue
        depth = block.level if block.kind == BlockKind.HEADING else block.level - ANNEXES
        above = [*(other for other in above if other < depth), depth]
        ranks[block.key] = min(len(above), DEEPEST)
    return ranks


def masthead(paper: Paper) -> dict[str, str]:
    """What components/masthead.html takes; the reader's language is the paper's."""
    return {
        "organization": paper.parent_organization,
        "programme": paper.organization,
        "symbol": paper.symbol,
        "distribution": _line(_("Distr.: %(distribution)s"), distribution=paper.distribution),
        "date": paper.date,
        "original": _line(_("Original: %(language)s"), language=paper.original_language),
        "job_number": paper.job_number,
        "body": paper.body,
        "session": paper.session_line,
        "place_and_dates": paper.place_dates,
        "agenda_item": paper.agenda_line,
        "agenda_note": paper.agenda_note,
        "title": paper.title,
        "subtitle": paper.subtitle,
        "author": paper.author,
        "status": paper.status,
        "stars": paper.stars,
        "reissue_note": paper.reissue_note,
    }


def _line(pattern: str, **value: str) -> str:
    return pattern % value if all(value.values()) else ""


def text(paper: Paper) -> dict[str, Any]:
    """What components/text.html takes: every block at its anchor, which is its key, and the notes after them."""
    inline = _Screen(paper)
    ranks = _ranks(paper.blocks)
    tops: list[dict[str, Any]] = []
    within = {"": tops}
    for block in paper.blocks:
        item: dict[str, Any] = {
            "kind": block.kind,
            "level": block.level,
            "anchor": block.key,
            "label": block.label,
            "html": inline.html(block),
            "rank": ranks.get(block.key, 0),
            "apart": block.apart,
            "rows": inline.rows(block),
            "marks": block.marks,
            "blocks": [],
        }
        within[block.option].append(item)
        within[block.key] = item["blocks"]
    where = _where_called(paper)
    notes = [
        {
            "key": key,
            "number": note.label,
            "html": inline.html(note),
            "call_id": f"call-{key}",
            "where": where.get(key, ""),
        }
        for key, note in paper.notes.items()
    ]
    return {"blocks": tops, "footnotes": notes}


def _where_called(paper: Paper) -> dict[str, str]:
    """The annex, or that it is a table, in which each note with a sign of that place's own is first called."""
    found: dict[str, str] = {}
    annex = ""
    for block in paper.blocks:
        annex = (block.label or str(BlockKind.ANNEX.label)) if block.kind == BlockKind.ANNEX else annex
        where = annex or (str(BlockKind.TABLE.label) if block.kind == BlockKind.TABLE else "")
        for token in (*block.tokens, *(token for row in block.rows for cell in row for token in cell)):
            if isinstance(token, NoteCall):
                found.setdefault(token.key, where)
    return found


def every(blocks: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The blocks of a text as a page takes them, and those that stand within others."""
    for block in blocks:
        yield block
        yield from every(block["blocks"])


def contents(paper: Paper) -> list[dict[str, Any]]:
    """What components/contents.html takes: the annexes and the headings, as far as they stand under one other."""
    ranks = _ranks(paper.blocks)
    return [
        {
            "url": f"#{block.key}",
            "label": block.label,
            "text": wordings.to_plain(block.tokens, block.references),
            "level": ranks[block.key],
        }
        for block in paper.blocks
        if ranks.get(block.key, DEEPEST) <= 2
    ]


def languages(codes: Iterable[str]) -> list[dict[str, str]]:
    """Languages, each named in itself."""
    return [
        {"code": code, "html_lang": known.html_lang, "dir": known.direction, "name": known.own_name}
        for code in codes
        for known in (LANGUAGES[code],)
    ]


def plain(words: str, direction: str) -> str:
    """Plain words; within a text that runs from right to left, what runs the other way is isolated."""
    if direction != "rtl":
        return escape(words)
    return _FOREIGN_RUN.sub(r'<bdi class="ltr">\g<0></bdi>', escape(words))


class _Inline:
    """Tokens of a wording as safe HTML."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.calls: Counter[str] = Counter()

    def html(self, block: PaperBlock) -> SafeString:
        """The words of a block; a table has rows instead."""
        return self._html(() if block.rows else block.tokens, block.references)

    def rows(self, block: PaperBlock) -> tuple[tuple[SafeString, ...], ...]:
        return tuple(tuple(self._html(cell, block.references) for cell in row) for row in block.rows)

    def _html(self, tokens: Iterable[Token], references: Mapping[str, str]) -> SafeString:
        return mark_safe("".join(self._token(token, references) for token in tokens))

    def _token(self, token: Token, references: Mapping[str, str]) -> str:
        match token:
            case wordings.Text(words):
                return self.words(words)
            case Emphasis(words):
                return f"<em>{self.words(words)}</em>"
            case BracketOpen():
                whose = bracket_label(token.label, self.paper.named)
                return f'<span class="bracketed"><span class="bracket">[</span>{whose}'
            case BracketClose():
                return '<span class="bracket">]</span></span>'
            case ParagraphReference(key):
                return self.reference(key, escape(references.get(key, wordings.UNKNOWN_REFERENCE)))
            case NoteCall(key):
                self.calls[key] += 1
                return self.note(key, self.paper.notes[key])

    def words(self, words: str) -> str:
        return plain(words, self.paper.direction)

    def reference(self, key: str, number: str) -> str:
        raise NotImplementedError

    def note(self, key: str, note: PaperBlock) -> str:
        raise NotImplementedError


def bracket_label(label: str, named: Mapping[str, str]) -> str:
    """Whom the label of a bracket names, raised; a space keeps it apart from the word behind it.

    A label that names nobody pairs the brackets of two languages, and says nothing to a reader.
    """
    if label not in named:
        return ""
    return f'<sup class="bracket-label">{escape(named[label])}</sup>\N{NO-BREAK SPACE}'


class _Print(_Inline):
    def reference(self, key: str, number: str) -> str:
        return number

    def note(self, key: str, note: PaperBlock) -> str:
        if self.calls[key] > 1:
            return f'<sup class="note-again">{note.label}</sup>'
        return f'<span class="footnote" data-mark="{note.label}">{self.html(note)}</span>'


class _Screen(_Inline):
    def reference(self, key: str, number: str) -> str:
        return f'<a class="para-ref" href="#{key}">{number}</a>'

    def note(self, key: str, note: PaperBlock) -> str:
        again = f"-{self.calls[key]}" if self.calls[key] > 1 else ""
        return f'<sup class="note-call"><a id="call-{key}{again}" href="#note-{key}">{note.label}</a></sup>'
