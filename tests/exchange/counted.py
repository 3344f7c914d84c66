"""The words of a file, counted without its reader, against those that a reading has or tells of."""

import io
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from documents.exchange import akn_words, word_changes
from documents.exchange.losses import CONTENTS
from documents.exchange.reading import Reading
from documents.exchange.word import STRICT, W, w

_MARK = re.compile(r"(?<!\\)\{(?:note|para|is):[^{}]*\}")
_LETTERS = (w("t"), w("tab"), w("br"), w("cr"), w("noBreakHyphen"), w("softHyphen"), w("sym"))
_ELSEWHERE = ("meta", "toc", "componentRef")  # what says nothing, and contents, which are told once


def vanished(data: bytes, reading: Reading) -> Counter[str]:
    """The words of a file that are neither in a line nor in what is told of it; contents are told as such."""
    if any(fault.reason == CONTENTS or fault.values.get("name") == "INDEX" for _, fault in reading.remarked()):
        return Counter()
    return (_in_docx(data) if data.startswith(b"PK") else _in_akn(data)) - _told(reading)


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", unicodedata.normalize("NFKC", text)))


def _told(reading: Reading) -> Counter[str]:
    said = [f"{line.label} {_MARK.sub('', line.words)}" for line in reading.lines]
    said += [str(fault) for _, fault in reading.remarked()]
    return _words(re.sub(r"[*\\]", "", "\n".join(said)))


def _in_docx(data: bytes) -> Counter[str]:
    stories = _stories(data)
    body = next(story for name, story in stories.items() if "document" in name)
    found = _in_story(body)
    for kind in ("footnote", "endnote"):
        called = {one.get(w("id")) for story in stories.values() for one in story.iter(w(f"{kind}Reference"))}
        notes = (note for story in stories.values() for note in story.iter(w(kind)))
        found += sum((_in_story(note) for note in notes if note.get(w("id")) in called), Counter())
    return found


def _stories(data: bytes) -> dict[str, etree._Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist() if name.startswith("word/")}
    for name in parts:
        for strict, usual in STRICT.items():
            parts[name] = parts[name].replace(strict.encode(), usual.encode())
    stories = {name: etree.fromstring(parts[name]) for name in parts if re.search("(document|notes)[0-9]*.xml$", name)}
    for story in stories.values():
        for several in list(story.iter("{*}AlternateContent")):
            for other in several[1:]:
                several.remove(other)
        word_changes.settle(story, word_changes.accept)
    return stories


def _in_story(story: etree._Element) -> Counter[str]:
    found: Counter[str] = Counter()
    for paragraph in story.iter(w("p")):
        letters = [one for one in paragraph.iter(*_LETTERS) if next(one.iterancestors(w("p"))) is paragraph]
        shown = (one for one in letters if next(one.iterancestors(w("rt")), None) is None and not _is_mark(one))
        found += _words("".join(map(_text, shown)))
    return found


def _text(one: etree._Element) -> str:
    """Words; hidden ones do not go on with those around them."""
    if one.tag != w("t"):
        return " "
    return f" {one.text} " if one.getparent().find(f"{w('rPr')}/{w('vanish')}") is not None else one.text or ""


def _is_mark(one: etree._Element) -> bool:
    """Whether it is the own sign of a footnote."""
    return one.getparent().find(f"*[@{{{W}}}customMarkFollows]") is not None


def _in_akn(data: bytes) -> Counter[str]:
    notes: list[str] = []
    found = "".join(_texts(etree.fromstring(data, etree.XMLParser(remove_comments=True, remove_pis=True)), notes))
    return _words("\n".join([found, *notes]))


def _texts(element: etree._Element, notes: list[str]) -> Iterator[str]:
    name = akn_words.local(element)
    if name in _ELSEWHERE:
        return
    if name == "authorialNote":
        notes.append("".join(text for child in element for text in (*_texts(child, notes), child.tail or "")))
        return
    room = "" if name in akn_words.INLINE and name not in ("br", "eol") else " "
    yield room + (element.text or "")
    for child in element:
        yield from _texts(child, notes)
        yield child.tail or ""
    yield room
