"""A file of the portal as a delegation sends it back: with changes that Word has tracked, each by its author."""

from __future__ import annotations

import io
import zipfile
from copy import deepcopy

from lxml import etree

from tests.exchange.foreign import W, by

MAIN = "word/document.xml"


def w(name: str) -> str:
    return f"{{{W}}}{name}"


class Tracked:
    """The file; each change is made in the paragraph in which words stand."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            self.parts = {name: packed.read(name) for name in packed.namelist()}
        self.root = etree.fromstring(self.parts[MAIN])

    def paragraph(self, words: str) -> etree._Element:
        every = (one for one in self.root.iter(w("p")) if words in "".join(one.itertext(w("t"))))
        return next(every)

    def reworded(self, author: str, old: str, new: str) -> Tracked:
        """`new` put in the place of `old`, which stands in one run."""
        run = next(one for one in self.paragraph(old).iter(w("r")) if old in "".join(one.itertext(w("t"))))
        before, _old, behind = "".join(run.itertext(w("t"))).partition(old)
        parent, at = run.getparent(), run.getparent().index(run)
        parent.remove(run)
        made = [_said(run, before), _change(author, "del", _said(run, old, "delText"))]
        made += [_change(author, "ins", _said(run, new)), _said(run, behind)]
        for number, one in enumerate(made):
            parent.insert(at + number, one)
        return self

    def deleted(self, author: str, words: str) -> Tracked:
        """A whole paragraph, with its end."""
        there = self.paragraph(words)
        for run in list(there.iter(w("r"))):
            taken_out = _change(author, "del")
            run.getparent().replace(run, taken_out)
            taken_out.append(_said(run, "".join(run.itertext(w("t"))), "delText"))
        _marked(there, author, "del")
        return self

    def added(self, author: str, behind: str, words: str) -> Tracked:
        """A paragraph like that in which the words stand, behind it."""
        there = self.paragraph(behind)
        made = etree.Element(w("p"))
        made.append(deepcopy(there.find(w("pPr"))))
        made.append(_change(author, "ins", _said(next(there.iter(w("r"))), words)))
        _marked(made, author, "ins")
        there.addnext(made)
        return self

    @property
    def data(self) -> bytes:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, part in self.parts.items():
                packed.writestr(name, etree.tostring(self.root) if name == MAIN else part)
        return made.getvalue()


def _change(author: str, kind: str, *inside: etree._Element) -> etree._Element:
    made = etree.fromstring(f'<x xmlns:w="{W}">{by(author, kind)}/></x>')[0]
    made.extend(inside)
    return made


def _said(run: etree._Element, words: str, tag: str = "t") -> etree._Element:
    made = etree.Element(w("r"))
    if (look := run.find(w("rPr"))) is not None:
        made.append(deepcopy(look))
    said = etree.SubElement(made, w(tag))
    said.text = words
    said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def _marked(paragraph: etree._Element, author: str, kind: str) -> None:
    properties = paragraph.find(w("pPr"))
    look = properties.find(w("rPr"))
    if look is None:
        look = etree.SubElement(properties, w("rPr"))
    look.insert(0, _change(author, kind))
