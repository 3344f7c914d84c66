from .addresses import DesignationKey, FormerKey
from .documents import Document, Relation
from .inputs import InputDue, RequiredInput
from .renditions import Rendition
from .symbols import SymbolAlias, SymbolKey

__all__ = [
    "DesignationKey",
    "Document",
    "FormerKey",
    "InputDue",
    "Relation",
    "Rendition",
    "RequiredInput",
    "SymbolAlias",
    "SymbolKey",
]
