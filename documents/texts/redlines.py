"""Words that changed as HTML: what was put in as <ins>, what was taken out as <del>.

What the eye sees by a line or by weight, the ear is told in words that the eye does not see.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .. import brackets, comparison, wordings
from ..comparison import Kind, Segment, Stands, Token, readable
from . import rendering

ZERO_WIDTH_NON_JOINER = "\u200c"
_MARKED = {Kind.MARK, Kind.EMPHASIS}


@dataclass(frozen=True, slots=True)
class Version:
    """One of the two versions: how its blocks are numbered and cited, and cite each other, by their keys."""

    number: int
    labels: Mapping[str, str]
    cited: Mapping[str, str]
    references: Mapping[str, Mapping[str, str]]  # the numbers that the words of each block print
    named: Mapping[str, str] = field(default_factory=dict)  # participants, by the labels of brackets that name them


class Redline:
    """The words of a row as safe HTML: <ins> and <del>, with their marks read as the text's own page reads them."""

    def __init__(self, earlier: Version, later: Version, direction: str, *, on_paper: bool, links: bool = True) -> None:
        self.earlier, self.later, self.direction, self.on_paper = earlier, later, direction, on_paper
        self.links = links and not on_paper  # to blocks that stand on the same page
        # Without it a letter of Arabic that was taken out would join hands with one that was put in.
        self.apart = ZERO_WIDTH_NON_JOINER if direction == "rtl" else ""

    def html(self, key: str, segments: Iterable[Segment], *, aloud: bool = True) -> SafeString:
        """The segments of the block `key`; `aloud` unless what became of the whole is said beside it."""
        html = "".join(self._segment(key, one, aloud and not self.on_paper) for one in segments)
        return mark_safe(html.replace("</del><ins>", f"</del>{self.apart}<ins>"))

    def _segment(self, key: str, segment: Segment, aloud: bool) -> str:
        if segment.stands == Stands.IN_BOTH:
            return self._words(segment.words, self.later, key)
        words = segment.words.strip()
        if not words:
            return segment.words if segment.stands == Stands.IN_NEW else ""
        begins, _words, ends = segment.words.partition(words)
        return f"{begins}{self._changed(segment, words, key, aloud)}{ends}"

    def _changed(self, segment: Segment, words: str, key: str, aloud: bool) -> str:
        if segment.stands == Stands.IN_NEW:
            tag, version, before, after = "ins", self.later, _("Inserted:"), _("end of insertion")
        else:
            tag, version, before, after = "del", self.earlier, _("Deleted:"), _("end of deletion")
        html = self._words(words, version, segment.from_key or key)
        if aloud:
            html = f"{_hidden(before + ' ')}{html}{_hidden(f' ({after})')}"
        return f"<{tag}>{html}</{tag}>"

    def _words(self, words: str, version: Version, within: str) -> str:
        """Words with their marks, which need not be a whole wording."""
        html: list[str] = []
        for marked, tokens in groupby(comparison.cut(words), key=lambda token: token.kind in _MARKED):
            found = list(tokens)
            if marked:
                html += [self._token(one, version, within) for one in found]
            else:
                html.append(self._plain("".join(one.text for one in found)))
        return "".join(html)

    def _token(self, token: Token, version: Version, within: str) -> str:
        if token.kind is Kind.EMPHASIS:
            html = f"<em>{self._plain(token.sign[1:-1])}</em>"
        elif token.sign[0] in brackets.OPENING:
            html = f'<span class="bracket">[</span>{rendering.bracket_label(token.label, version.named)}'
        elif token.sign[0] in brackets.CLOSING:
            html = '<span class="bracket">]</span>'
        else:
            name, _colon, key = token.sign[1:-1].partition(":")
            html = self._call(key, version) if name == "note" else self._reference(key, version, within)
        return token.space + html

    def _plain(self, words: str) -> str:
        return rendering.plain(readable(words), self.direction)

    def _call(self, key: str, version: Version) -> str:
        return f'<sup class="note-call">{self._link(key, version.labels.get(key, "*"), version)}</sup>'

    def _reference(self, key: str, version: Version, within: str) -> str:
        number = version.references.get(within, {}).get(key) or version.cited.get(key, wordings.UNKNOWN_REFERENCE)
        return self._link(key, number, version)

    def _link(self, key: str, number: str, version: Version) -> str:
        leads = self.links and version is self.later and key in version.labels
        return f'<a href="#{escape(key)}">{escape(number)}</a>' if leads else escape(number)


def _hidden(words: str) -> str:
    return f'<span class="visually-hidden">{escape(words)}</span>'
