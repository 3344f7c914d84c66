"""Two versions of a text compared, in one language: what became of each block, and of its words.

    tokens      a wording cut where a reader would cut it
    words       the words of one wording, or of several that became several, against those of another
    lineage     where blocks come from, over any number of versions
    beginnings  the first words of a wording, without its marks
    blocks      two drafts against each other, by the keys of their blocks and by lineage

Two stands of a language are compared in the same way: the original as it was translated, and as it stands now.
"""

from .beginnings import begins, readable
from .blocks import HEADINGS, Change, Place, Row, Tally, compare, tally
from .lineage import carried
from .tokens import Kind, Token, cut
from .words import Segment, Stands, compare_parts, compare_words

__all__ = [
    "HEADINGS",
    "Change",
    "Kind",
    "Place",
    "Row",
    "Segment",
    "Stands",
    "Tally",
    "Token",
    "begins",
    "carried",
    "compare",
    "compare_parts",
    "compare_words",
    "cut",
    "readable",
    "tally",
]
