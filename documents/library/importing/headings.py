"""What the columns of a list of documents are called: in plain words, in any letters, with any room between them."""

from __future__ import annotations

import re

from igsp_portal.foundations.language.characters import folded
from igsp_portal.foundations.language.languages import LANGUAGES

PLAIN = {
    "symbol": "symbol",
    "key": "key",
    "kind": "kind|type|document type",
    "session": "session|meeting",
    "agenda": "agenda|agenda item|agenda items|item|items",
    "distribution": "distribution",
    "original_language": "original language|original",
    "languages": "languages|languages of issue",
    "submitted_on": "submitted on|submitted|date submitted",
    "planned_on": "planned on|planned|planned date of issue|expected",
    "issued_on": "issued on|issued|date of issue|date issued|date",
    "job_number": "job number|job no",
    "issued_elsewhere": "issued by another body|issued elsewhere",
    "aliases": "also cited as|aliases|alias",
    "replaces": "replaces",
    "adds_to": "adds to|supplements|adds",
    "corrects": "corrects",
}
IN_LANGUAGES = ("designation", "title", "subtitle", "author", "remark", "file", "link")
_KEYS = {words: key for key, known in PLAIN.items() for words in known.split("|")}
_LANGUAGES = {
    **{code: code for code in LANGUAGES},
    **{"zh": "zh-hans", "chinese": "zh-hans", "arabic": "ar", "english": "en", "french": "fr", "russian": "ru"},
    **{"spanish": "es"},
    **{folded(language.own_name): code for code, language in LANGUAGES.items()},
}


def key_of(heading: str) -> str:
    """The key of a heading, such as `title_fr` of “Title (French)”; of a title alone, `title`; "" of none known."""
    words = " ".join(re.sub(r"[^\w]+|_", " ", folded(heading)).split())
    if words in _KEYS:
        return _KEYS[words]
    name, _room, language = words.partition(" ")
    if name not in IN_LANGUAGES:
        return ""
    language = language.removeprefix("in ").replace("zh hans", "zh-hans").replace("zh hans", "zh")
    if not language:
        return name
    return f"{name}_{_LANGUAGES[language]}" if language in _LANGUAGES else ""
