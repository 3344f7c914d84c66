from .inputs import InputDue, RequiredInput
from .library import Document, Relation, SymbolAlias
from .renditions import Rendition
from .texts import Block, Text, TextVersion, Wording

__all__ = [
    "Block",
    "Document",
    "InputDue",
    "Relation",
    "Rendition",
    "RequiredInput",
    "SymbolAlias",
    "Text",
    "TextVersion",
    "Wording",
]
