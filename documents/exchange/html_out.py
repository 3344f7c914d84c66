"""One language of a version as one page of HTML that opens without a server: nothing is fetched, all is in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from documents.drafts import Draft, PlannedBlock
from documents.wordings import UNKNOWN_REFERENCE
from igsp_portal.foundations.language.languages import LANGUAGES, resolve

from . import inline
from .facts import Facts
from .inline import Bracket, Note, Piece, Reference, Words
from .notes import called_in

STYLE = """
body{max-width:42em;margin:2em auto;padding:0 1em;font:1em/1.5 serif}
h1{font-size:1.5em}h2,h3,h4,h5,h6{font-size:1.1em;margin-top:1.6em}
.b{margin:.7em 0}.n{display:inline-block;min-width:2.5em}.l1{margin-inline-start:2em}.l2{margin-inline-start:4em}
.l3{margin-inline-start:6em}.l4{margin-inline-start:8em}.o{border-inline-start:2px solid;padding-inline-start:.7em}
table{border-collapse:collapse}td,th{border:1px solid;padding:.2em .5em;text-align:start;vertical-align:top}
.m{margin:0}.notes{border-top:1px solid;margin-top:2em;font-size:.9em}sup{line-height:0}
"""
INDENTED = ("subparagraph", "definition")


def write(draft: Draft, language: str, facts: Facts) -> bytes:
    """The page of `draft` in `language`: the same bytes for the same version. Raises WordingError."""
    return "\n".join(_Page(draft, resolve(language), facts).lines()).encode()


class _Page:
    def __init__(self, draft: Draft, language: str, facts: Facts) -> None:
        self.blocks, self.words = draft.blocks, draft.words.get(language, {})
        self.language, self.facts = LANGUAGES[language], facts
        self.called = called_in(self.blocks, self.words)
        self.notes: dict[str, None] = {}  # in the order of their calls

    def lines(self) -> Iterator[str]:
        about = f'lang="{self.language.html_lang}" dir="{self.language.direction}"'
        title = escape(self.facts.title)
        yield f'<!DOCTYPE html>\n<html {about}>\n<head>\n<meta charset="utf-8">'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<header>"
        for line in (self.facts.body, self.facts.symbol, *self.facts.masthead):
            if line:
                yield f'<p class="m">{escape(line)}</p>'
        yield f"<h1>{title}</h1>"
        if self.facts.subtitle:
            yield f"<p>{escape(self.facts.subtitle)}</p>"
        yield "</header>\n<main>"
        for block in self.blocks:
            if block.key not in self.called:
                yield self._block(block)
        yield "</main>"
        if self.notes:
            yield '<footer class="notes">'
            yield from (self._note(key) for key in list(self.notes))
            yield "</footer>"
        yield "</body>\n</html>\n"

    def _block(self, block: PlannedBlock) -> str:
        label = self.facts.labels.printed.get(block.key, "")
        number = f'<span class="n">{escape(label)}</span> ' if label else ""
        about = f'id="{escape(block.key)}" class="{self._classes(block)}"'
        if block.kind == "table":
            return f"<table {about}>{self._rows(block)}</table>"
        name = "p"
        if block.kind in ("heading", "annex"):
            name = f"h{min(block.level + 1, 6)}"
        return (
            f"<{name} {about}>{number}{self._inline(inline.pieces(self.words.get(block.key, '')), block.key)}</{name}>"
        )

    def _classes(self, block: PlannedBlock) -> str:
        indented = [f"l{min(block.level, 4)}"] if block.kind in INDENTED else []
        return " ".join(["b", block.kind, *indented, *(["o"] if block.option else [])])

    def _rows(self, block: PlannedBlock) -> str:
        rows = []
        for number, row in enumerate(inline.cells(self.words.get(block.key, ""))):
            name, scope = ("td", "") if number else ("th", ' scope="col"')
            rows.append("".join(f"<{name}{scope}>{self._inline(cell, block.key)}</{name}>" for cell in row))
        return "".join(f"<tr>{row}</tr>" for row in rows)

    def _inline(self, pieces: Iterable[Piece], key: str) -> str:
        return "".join(self._piece(piece, key) for piece in pieces)

    def _piece(self, piece: Piece, key: str) -> str:
        match piece:
            case Words(text, emphasis):
                words = escape(text, quote=False).replace("\n", "<br>")
                return f"<em>{words}</em>" if emphasis else words
            case Bracket(sign, label):
                whose = self.facts.named.get(label, "")
                return f"<b>{sign}</b>" + (f"<sup>{escape(whose)} </sup>" if whose else "")
            case Note(called):
                first = "" if called in self.notes else f' id="call-{escape(called)}"'
                self.notes.setdefault(called)
                return f'<sup><a href="#{escape(called)}"{first}>{self._number(called)}</a></sup>'
            case Reference(named):
                number = self.facts.labels.seen_from(key).get(named, UNKNOWN_REFERENCE)
                return f'<a href="#{escape(named)}">{escape(number)}</a>'

    def _number(self, key: str) -> str:
        return escape(self.facts.labels.printed.get(key, "*"))

    def _note(self, key: str) -> str:
        back = f'<a href="#call-{escape(key)}">{self._number(key)}</a>'
        words = self._inline(inline.pieces(self.words.get(key, "")), key)
        return f'<p id="{escape(key)}">{back} {words}</p>'
