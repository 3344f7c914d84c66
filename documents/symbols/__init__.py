"""Symbols: the names of documents, the same in all languages (UNEP/IEG/IGSP/1/INF/2/Add.1/Rev.1).

A symbol is a series and body, a session where the series has one, a kind (none for a working document), a
number, and stacked suffixes. Behind a number or a suffix may stand a letter, the other end of a range, and notes in
parentheses: A/RES/57/270 B, CRC/C/SWE/3-5, S/RES/242 (1967), A/48/42(Supp). A document of two bodies has a
symbol of each, joined by a hyphen: A/77/277-S/2022/606. A trailing asterisk marks a reissue of the same document for
technical reasons. Series are not a closed list: any that is well formed is taken.

    shape     one shape for parser, form, database constraint and tests
    typed     what people type, with the place of each character
    symbol    print, compare, sort
    reading   from what was typed to a symbol, or why not and where
    proposing the next free symbol
    misprints what is meant by a symbol that is not known
"""

from igsp_portal.foundations.language.characters import joined

from .misprints import MOST_LETTERS, amiss, around_words, readings, without_noughts
from .proposing import propose, propose_suffix
from .reading import HELP_TEXT, SymbolError, address, key, parse
from .shape import KINDS, LONGEST_SYMBOL, SHAPE, SUFFIXES
from .symbol import Symbol, in_order

__all__ = [
    "HELP_TEXT",
    "KINDS",
    "LONGEST_SYMBOL",
    "MOST_LETTERS",
    "SHAPE",
    "SUFFIXES",
    "Symbol",
    "SymbolError",
    "address",
    "amiss",
    "around_words",
    "in_order",
    "joined",
    "key",
    "parse",
    "propose",
    "propose_suffix",
    "readings",
    "without_noughts",
]
