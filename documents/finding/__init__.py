"""Words, as a search compares them: the same for what is written, for what is typed, and for whatever database.

A text is cut into words in one place (`cutting`): SQLite and PostgreSQL are both given words that are folded already
and never read a text themselves, so that they give the same answers. A word is found whole. Han characters, between
which nobody leaves room, are cut into pairs that overlap, and each also stands by itself.

Some words are found under another form besides: two words that a hyphen or an apostrophe joins, also as one
(co-operation as cooperation, and a word parted at the end of a line); an Arabic word that begins with its article, or
with a particle that is written together with it, also without these. Whoever types the article looks for it.

    cutting   a text cut into words, each with its place in the text
    asking    what was typed, as words, phrases and symbols, and the question that the database is asked
    marking   the place of a text where the words asked for stand, with the words marked
"""

from .asking import All, Any, Asked, Phrase, Question
from .cutting import Cut, Word, cut, indexed, parts_of_symbol
from .marking import Piece, marked, snippet

__all__ = [
    "All",
    "Any",
    "Asked",
    "Cut",
    "Phrase",
    "Piece",
    "Question",
    "Word",
    "cut",
    "indexed",
    "marked",
    "parts_of_symbol",
    "snippet",
]
