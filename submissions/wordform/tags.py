"""How places of a Word form are called: by tags of content controls and by bookmarks of the same names.

Word keeps both; LibreOffice drops the tags of most controls, and a row that is copied has no bookmark. A bookmark has
at most forty letters, figures and low lines. Knows nothing of Django.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from igsp_portal.foundations.language.languages import CODES

_IDENTITY = re.compile("form_([0-9]{1,12})_([0-9]{1,5})_([0-9]{1,9})_([a-z_]{2,7})")
_SEEN = re.compile("(.+)_([0-9a-f]{8})([wo])")


@dataclass(frozen=True)
class Identity:
    """Which draft a file was made of: the id of its submission, the number of its form, its revision; and the language
    of the file."""

    submission: int
    form: int
    revision: int
    language: str

    @property
    def tag(self) -> str:
        return f"form_{self.submission}_{self.form}_{self.revision}_{self.language.replace('-', '_')}"


@dataclass(frozen=True)
class Seen:
    """As what a place was written into a file: the mark of its value, and whether that was withheld."""

    mark: str
    withheld: bool = False


def identity(tag: str) -> Identity | None:
    """What a tag says of the whole file; None for any other."""
    found = _IDENTITY.fullmatch(tag)
    if found is None or (language := found[4].replace("_", "-")) not in CODES:
        return None
    return Identity(int(found[1]), int(found[2]), int(found[3]), language)


def short(key: str, most: int) -> str:
    """A key in letters and figures alone; a long one by its beginning and a sum."""
    if re.fullmatch(f"[a-z0-9]{{1,{most}}}", key):
        return key
    return re.sub("[^a-z0-9]", "", key)[: most - 8] + hashlib.sha256(key.encode()).hexdigest()[:8]


def head(name: str) -> str:
    return f"d_{name}"


def answer(question: str) -> str:
    return f"a_{short(question, 24)}"


def option(question: str, key: str) -> str:
    return f"o_{short(question, 18)}_{short(key, 18)}"


def column(question: str, key: str) -> str:
    """Of the head of a column; in a cell of it, `field`."""
    return f"c_{short(question, 18)}_{short(key, 18)}"


def field(question: str, key: str) -> str:
    return f"f{column(question, key)[1:]}"


def row(question: str, key: str) -> str:
    return f"r_{short(question, 18)}_{short(key, 18)}"


def statement(key: str) -> str:
    return f"s_{short(key, 26)}"


def with_seen(tag: str, seen: Seen) -> str:
    """The tag of a place, which also says as what it was written."""
    return f"{tag}_{seen.mark}{'w' if seen.withheld else 'o'}"


def parted(tag: str) -> tuple[str, Seen] | None:
    """A tag that says as what its place was written, in its two parts; None for any other."""
    found = _SEEN.fullmatch(tag)
    return (found[1], Seen(found[2], found[3] == "w")) if found else None
