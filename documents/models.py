"""Where Django looks for this app's tables: those of the library, and those of texts."""

from .library.models import Document, InputDue, Relation, Rendition, RequiredInput, SymbolAlias, SymbolKey
from .texts.models import (
    Block,
    Carried,
    Comparison,
    LanguageVersion,
    Lineage,
    Look,
    Proposal,
    Reissue,
    Support,
    Text,
    TextVersion,
    Transmittal,
    Typeset,
    Wording,
)

__all__ = [
    "Block",
    "Carried",
    "Comparison",
    "Document",
    "InputDue",
    "LanguageVersion",
    "Lineage",
    "Look",
    "Proposal",
    "Reissue",
    "Relation",
    "Rendition",
    "RequiredInput",
    "Support",
    "SymbolAlias",
    "SymbolKey",
    "Text",
    "TextVersion",
    "Transmittal",
    "Typeset",
    "Wording",
]
