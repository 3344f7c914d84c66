"""Numbers and labels of a text: computed, never typed, so that a moved paragraph takes its number with it.

Which numbering a text uses is data, read by `scheme` (schemes.py). What is printed follows the official documents
of each language:

    language  headings (roman)          paragraph   alternatives            subparagraphs
    ar        أولا - · ألف - · 1 - · (أ)   1 -         12 مكررا · 12 مكررا ثانيا  (أ) · '1' · أ - · (1)
    zh-hans   一、 · A. · 1. · (a)        1.          12之二 · 12之三           (a) · (i) · a. · i.
    en        I. · A. · 1. · (a)        1.          12 bis · 12 ter         (a) · (i) · a. · i.
    fr, es    I. · A. · 1. · a)         1.          12 bis · 12 ter         a) · i) · a. · i.
    ru        I. · A. · 1. · a)         1.          12 бис · 12 тер         a) · i) · a. · i. (Latin letters)

Headings that are called something have their word before them, on a line of its own: Article 5 bis, المرفق الأول,
第五条之二. Past z come aa, bb. Footnotes have figures in the order in which they are called,
in tables and annexes letters.

After unnumbered words the next list begins anew. Words of level 2 stand within an item of level 1, so that its list
goes on after them: (a), words of level 2, (b); but (a), words of level 1, (a).

    schemes   from data to a scheme, or why not
    names     the usual words for headings, annexes and options in six languages
    signs     figures and letters as each language writes them
    ordinals  numbers in words, before or behind the words that they number
    places    how a block is cited, from elsewhere and from beside it
    units     what a heading, an annex or an option is called, and what stands under it
    standing  where the numbers stand at one moment, and where a choice of options began
    blocks    what is needed of a block, and why one cannot be numbered
    choosing  options, each of which begins where the first began
    footnotes the numbers of footnotes, by their calls
    counting  the numbers while the blocks go by
    named_by_number  which blocks need no words besides
"""

from .blocks import Block, NumberingError, no_level
from .counting import labels
from .named_by_number import named_by_number
from .names import NAMES
from .places import Labels
from .schemes import Scheme, SchemeError, Usual, scheme
from .signs import SIGNS, arabic_ordinal, han

__all__ = [
    "NAMES",
    "SIGNS",
    "Block",
    "Labels",
    "NumberingError",
    "Scheme",
    "SchemeError",
    "Usual",
    "arabic_ordinal",
    "han",
    "labels",
    "named_by_number",
    "no_level",
    "scheme",
]
