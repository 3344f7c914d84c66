"""The fields of a DOCX: a code that is not shown, and the words that it last gave; they may go on over paragraphs."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from .word import w

SKIPPED = ("TOC", "INDEX", "PAGE", "NUMPAGES")  # none of the text, code and words alike
QUIET = ("HYPERLINK", "FORMTEXT", "QUOTE")
UNENDED = "unended"  # what a field's beginning says whose end is missing
BOX = w("txbxContent")


@dataclass
class Field:
    """A field that is open."""

    code: str = ""
    shows: bool = False

    @property
    def name(self) -> str:
        return (self.code.split() or [""])[0].upper()

    @property
    def target(self) -> str:
        """What a field of a reference refers to."""
        return (self.code.split()[1:2] or [""])[0]

    @property
    def hides(self) -> bool:
        """Whether what stands in it now is not shown, or none of the text."""
        return not self.shows or self.name in SKIPPED


def end_all(story: etree._Element) -> None:
    """Let no field go on to the end of the file because its own end is missing: its words are words then."""
    opened: list[list[etree._Element]] = []
    for sign in list(story.iter(w("fldChar"))):
        kind = sign.get(w("fldCharType"), "")
        if any(one.tag == BOX for one in sign.iterancestors()):
            continue
        if kind == "begin":
            opened.append([sign])
        elif kind == "separate" and opened:
            opened[-1].append(sign)
        elif kind == "end" and opened:
            opened.pop()
    for begin, *separators in opened:
        begin.set(w("fldCharType"), UNENDED)
        for sign in separators:
            sign.getparent().remove(sign)
