"""Characters that people type for one another, and those that nobody sees. Knows nothing of Django."""

import unicodedata
from functools import cache

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\ufe58\ufe63\uff0d"
_STAND_INS = dict.fromkeys(_DASHES, "-") | {
    "\u2044": "/",
    "\u2215": "/",
    "\u29f8": "/",
    "\u2217": "*",
    "\u066d": "*",
}


@cache
def plain(character: str) -> str:
    """The plain character for which one is typed: - for any dash, / for a slash of mathematics, 1 for １ or ١.

    A space for whatever leaves room, nothing for what nobody sees, itself where there is no plainer one.
    """
    if character.isspace():
        return " "
    if unicodedata.category(character) in ("Cc", "Cf"):
        return ""
    if character in _STAND_INS:
        return _STAND_INS[character]
    figure = unicodedata.decimal(character, None)
    same = unicodedata.normalize("NFKC", character) if figure is None else str(figure)
    return same if len(same) == 1 else character
