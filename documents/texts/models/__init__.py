from .blocks import Block, Wording
from .lineage import Lineage
from .looks import Look
from .releases import LanguageVersion, Reissue, Typeset
from .texts import FrozenText, Text, TextVersion

__all__ = [
    "Block",
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
