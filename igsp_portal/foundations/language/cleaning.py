"""What people type and paste, without what nobody sees: one rule for every text that comes in. Knows no Django.

Word and chat programs put into a text what its writer never meant: control characters, soft hyphens, zero-width
spaces, orders to turn the direction of writing. Those go. The joiners that Arabic, Persian and Indic scripts are
written with stay between their letters, and so do the marks of direction in a text that runs from right to left.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Controls; orders of direction; marks that part or join words unseen; fillers, tags, and what is no character at all.
_DROPPED = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u206f\u00ad\u034f\u200b\u2060-\u2065\ufeff"
    "\u3164\uffa0\ufff9-\ufffc\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
# What Word writes for a bullet: a sign of its fonts Symbol and Wingdings, which no other font has, or one of another
# font before the tab that Word puts after each bullet of a list.
_BULLET = re.compile("(?m)^([ \t]*)(?:[\uf020-\uf0ff](?=[ \t\u00a0])|[·o§▪▫●○■□◦‣►➢➤✓✔♦](?=\t))")
JOINERS = "\u200c\u200d"
_DIRECTION = "\u200e\u200f\u061c"
_FROM_THE_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
# Scripts whose letters are joined or kept apart by joiners: Arabic to N'Ko, Indic, Myanmar, Khmer, Mongolian.
_JOINING = [(0x0600, 0x07FF), (0x0840, 0x08FF), (0x0900, 0x0DFF), (0x1000, 0x109F), (0x1780, 0x18AF), (0xA840, 0xA8FF)]


def cleaned(text: str) -> str:
    """The text with its line breaks as line feeds, in composed characters, and without marks that have no meaning."""
    if text.isascii() and text.isprintable():
        return text
    lines = _BREAKS.sub("\n", text).replace("\x1e", "\N{NON-BREAKING HYPHEN}")
    dropped = _UNSEEN if _FROM_THE_RIGHT.search(lines) else _UNSEEN_FROM_THE_LEFT
    seen = _JOINERS.sub(_kept_joiner, dropped.sub("", lines))
    return unicodedata.normalize("NFC", _BULLET.sub("\\1•", seen))


def cleaned_line(text: str) -> str:
    """The same on one line: a space stands for each break."""
    return re.sub(" *[\n\t][ \n\t]*", " ", cleaned(text).strip("\n\t"))


def _kept_joiner(found: re.Match[str]) -> str:
    """The first of the joiners where letters that need one stand on both sides, or where it ends a half-form."""
    before = found.string[found.start() - 1] if found.start() else ""
    after = found.string[found.end()] if found.end() < len(found.string) else ""
    half_form = found[0][0] == "\u200d" and unicodedata.combining(before or " ") == 9
    return found[0][0] if _LETTER.match(before) and (half_form or _LETTER.match(after)) else ""


def _letters(scripts: Iterable[tuple[int, int]]) -> Iterator[str]:
    """The letters of scripts, and the signs that hang on them."""
    for first, last in scripts:
        yield from (chr(n) for n in range(first, last + 1) if unicodedata.category(chr(n))[0] in "LM")


_UNSEEN = re.compile(f"[{_DROPPED}]")
_UNSEEN_FROM_THE_LEFT = re.compile(f"[{_DROPPED}{_DIRECTION}]")
_JOINERS = re.compile(f"[{JOINERS}]+")
_LETTER = re.compile(f"[{''.join(_letters(_JOINING))}]")
