"""Where Django looks for this app's tables: those of the library, and those of texts."""

from .library.models import Document, InputDue, Relation, Rendition, RequiredInput, SymbolAlias, SymbolKey
from .texts.models import (
    Block,
    Comparison,
    LanguageVersion,
    Lineage,
    Look,
    Reissue,
    Text,
    TextVersion,
    Typeset,
    Wording,
)

__all__ = [
    "Block",
    "Comparison",
    "Document",
    "InputDue",
    "LanguageVersion",
    "Lineage",
    "Look",
    "Reissue",
    "Relation",
    "Rendition",
    "RequiredInput",
    "SymbolAlias",
    "SymbolKey",
    "Text",
    "TextVersion",
    "Typeset",
    "Wording",
]
