from .addresses import DesignationKey, FormerKey
from .documents import Document, Relation
from .inputs import InputDue, RequiredInput
from .links import DocumentLink
from .renditions import Rendition
from .symbols import SymbolAlias, SymbolKey
from .words import PageText

__all__ = [
    "DesignationKey",
    "Document",
    "DocumentLink",
    "FormerKey",
    "InputDue",
    "PageText",
    "Relation",
    "Rendition",
    "RequiredInput",
    "SymbolAlias",
    "SymbolKey",
]
