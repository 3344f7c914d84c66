from .blocks import Block, Wording
from .comparisons import Comparison
from .lineage import Lineage
from .looks import Look
from .releases import LanguageVersion, Reissue, Typeset
from .texts import FrozenText, Text, TextVersion

__all__ = [
    "Block",
    "Comparison",
    "FrozenText",
    "LanguageVersion",
    "Lineage",
    "Look",
    "Reissue",
    "Text",
    "TextVersion",
    "Typeset",
    "Wording",
]
