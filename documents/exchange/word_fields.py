"""The fields of a DOCX: a code that is not shown, and the words that it last gave; they may go on over paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from . import word_signs
from .word import w

SKIPPED = ("TOC", "INDEX")  # none of the text, code and words alike
QUIET = ("HYPERLINK", "FORMTEXT", "QUOTE")
MARKS = ("", "XE", "TC", "TA", "RD", "SET", "ASK", "ADVANCE", "PRIVATE", "HYPERLINK", "FORMTEXT")  # may show nothing
UNENDED = "unended"  # what a field's beginning says whose end is missing
BOX = w("txbxContent")


@dataclass
class Field:
    """A field that is open."""

    code: str = ""
    shows: bool = False
    begun: bool = False  # whether it has come to its words
    form: etree._Element | None = None  # what a field of a form offers

    @property
    def name(self) -> str:
        return (self.code.split() or [""])[0].upper()

    @property
    def target(self) -> str:
        """What a field of a reference refers to."""
        return (self.code.split()[1:2] or [""])[0]

    @property
    def words(self) -> list[str]:
        """The words of its code after its name; what stands in quotation marks is one."""
        return [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', self.code)[1:]]

    @property
    def hides(self) -> bool:
        """Whether what stands in it now is not shown, or none of the text."""
        return not self.shows or self.name in SKIPPED


def shown(one: Field) -> str:
    """What a field shows that keeps no words of its own; "" where the file does not say it."""
    match one.name:
        case "SYMBOL":
            return _symbol(one.words)
        case "MACROBUTTON" | "GOTOBUTTON":
            return (one.code.split(maxsplit=2)[2:] or [""])[0].strip()
        case "FORMDROPDOWN" | "FORMCHECKBOX" if one.form is not None:
            return _chosen(one.form) if one.name == "FORMDROPDOWN" else _ticked(one.form)
    return ""


def _symbol(words: list[str]) -> str:
    try:
        number = int((words or [""])[0], 0)
    except ValueError:
        return ""
    font = dict(zip(words, words[1:], strict=False)).get("\\f", "").lower()
    if font in word_signs.FONTS or "dings" in font:
        return word_signs.sign(font, f"{number:X}")
    if r"\u" in words:
        return chr(number) if 0x20 <= number < 0xD800 else ""
    return bytes([number]).decode("cp1252", "ignore") if 0x20 <= number < 0x100 else ""


def _chosen(form: etree._Element) -> str:
    offered = [one.get(w("val"), "") for one in form.iter(w("listEntry"))]
    chosen = _said(form, "result") or _said(form, "default") or "0"
    return offered[int(chosen)] if chosen.isdecimal() and len(chosen) < 4 and int(chosen) < len(offered) else ""


def _ticked(form: etree._Element) -> str:
    checked = next(form.iter(w("checked")), None)
    ticked = checked.get(w("val"), "1") if checked is not None else _said(form, "default")
    return "☒" if ticked in ("1", "true", "on") else "☐"


def _said(form: etree._Element, name: str) -> str:
    found = next(form.iter(w(name)), None)
    return found.get(w("val"), "") if found is not None else ""


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
